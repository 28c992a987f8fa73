## How a case came in, and what its timeline says of its contacts

desk-channel-chat = 채팅
desk-channel-call = 브라우저 통화
desk-event-contact = 핫라인 연락
desk-event-contact-began = 채팅 시작
desk-event-contact-answered = 상담원이 채팅에 응답
desk-event-contact-ended = 채팅 종료
desk-event-contact-wrapped-up-answered = 채팅에서 답변
desk-event-contact-wrapped-up-passed-on = 채팅 후 담당 기관으로 전달
desk-event-contact-wrapped-up-follow-up = 채팅 후 핫라인이 계속 처리
desk-event-contact-wrapped-up-no-matter = 채팅에서 문의 없음
desk-event-contact-rated = 채팅 평가
case-step-contact-began = 채팅 시작
case-step-contact-answered = 상담원이 채팅에 응답
case-step-contact-ended = 채팅 종료
case-step-contact-wrapped-up-answered = 채팅에서 답변
case-step-contact-wrapped-up-passed-on = 채팅 후 담당 기관으로 전달
case-step-contact-wrapped-up-follow-up = 채팅 후 핫라인이 계속 처리
case-step-contact-wrapped-up-no-matter = 채팅에서 문의 없음
case-step-contact-rated = 채팅 평가

## What an event is called in the journal

contacts-event-opened = 채팅 시작
contacts-event-answered = 상담원 응답
contacts-event-rung = 동료를 초대
contacts-event-joined = 참여
contacts-event-left = 나감
contacts-event-said = 발언
contacts-event-whispered = 내부 메모
contacts-event-shared = 생활 안내·장소 공유
contacts-event-attached = 파일 추가
contacts-event-translated = 번역
contacts-event-corrected = 번역 수정
contacts-event-ended = 종료
contacts-event-wrapped-up = 마무리
contacts-event-rated = 평가
contacts-event-moved = 민원과 함께 이관
contacts-event-erased = 내용 삭제

## Where a chat stands

contacts-state-waiting = 대기 중
contacts-state-talking = 대화 중
contacts-state-wrapping-up = 마무리 필요
contacts-state-ended = 종료됨
contacts-stands-waiting = 사용하시는 언어로 응대할 상담원을 찾고 있습니다. 계속 적으셔도 됩니다.
contacts-stands-talking = 상담원이 대화하고 있습니다.
contacts-stands-wrapping-up = 채팅이 끝났습니다.
contacts-stands-ended = 채팅이 끝났습니다.

## Commands: the button, and a line of help

contacts-command-answer = 채팅 받기
contacts-command-ring = 동료 초대
contacts-command-join = 참여하기
contacts-command-leave = 나가기
contacts-command-put-back = 대기열로 되돌리기
contacts-command-say = 말하기
contacts-command-whisper = 내부 메모
contacts-command-share = 생활 안내·장소 공유
contacts-command-attach = 파일 추가
contacts-command-translate = 이 번역으로 바꾸기
contacts-command-end = 채팅 종료
contacts-command-wrap-up = 마무리
contacts-command-rate = 평가
contacts-hint-answer = 이때부터 이 채팅을 담당합니다.
contacts-hint-ring = 통역사 또는 담당자. 초대하면 그때부터 대화를 볼 수 있습니다.
contacts-hint-join = 신청인에게 참여 사실이 보입니다.
contacts-hint-leave = 마지막 상담원이 나가면 채팅은 다시 대기합니다.
contacts-hint-put-back = 자리를 비운 동료의 채팅을 다시 대기시킵니다.
contacts-hint-say = 잘 쓰는 언어로 적으면 번역됩니다.
contacts-hint-whisper = 신청인에게는 보이지 않습니다.
contacts-hint-share = 해당 페이지 주소에 있는 코드를 적습니다.
contacts-hint-attach = 서류 또는 사진.
contacts-hint-translate = 기계 번역을 대신하며 그 사실이 표시됩니다.
contacts-hint-end = 폭언·욕설로 끝내는 경우 이유를 적어야 합니다.
contacts-hint-wrap-up = 민원도 함께 처리됩니다: 답변, 전달 또는 핫라인이 계속 처리.
contacts-hint-rate = 해결과 만족은 별개의 질문입니다.

## Labels of inputs

contacts-input-staff = 동료
contacts-input-id = 기기
contacts-input-n = 번호
contacts-input-text = 내용
contacts-input-what = 종류
contacts-what-guide = 생활 안내
contacts-what-place = 장소
contacts-input-code = 코드
contacts-input-file = 파일
contacts-input-message = 발언 번호
contacts-input-language = 번역할 언어
contacts-input-why = 이유
contacts-why-done = 할 말을 다 했음
contacts-why-silent = 응답이 없음
contacts-why-insult = 폭언·욕설
contacts-why-visitor-left = 신청인이 나감
contacts-why-nobody-came = 응답한 상담원 없음
contacts-input-reason = 설명
contacts-input-outcome = 결과
contacts-outcome-answered = 답변함
contacts-outcome-passed-on = 담당 기관으로 전달
contacts-outcome-follow-up = 핫라인이 계속 처리
contacts-outcome-no-matter = 문의 없음
contacts-input-topic = 주제
contacts-input-unit = 전달할 기관
contacts-input-note = 메모
contacts-input-solved = 해결됨
contacts-input-satisfied = 만족함

## The hotline, for everybody

contacts-public-title = 핫라인
contacts-public-about = 채팅 또는 전화: 지금 시 핫라인에서 가능한 언어와 예상 대기 시간.
contacts-lede = 편한 언어로 물어보세요. 그 언어를 하는 상담원이 답하고, 지금 없으면 번역해 드립니다.
contacts-lede-plain = 편한 언어로 물어보세요. 그 언어를 하는 상담원이 답하고, 지금 없으면 응대할 사람을 찾아 드립니다.
contacts-emergency = 위험하면 바로 전화하세요
contacts-begin = 채팅하기
contacts-call = { $number }로 전화
contacts-open = 채팅을 이용할 수 있습니다.
contacts-closed = 지금은 채팅 시간이 아닙니다.
contacts-closed-text = 이 시간에는 상담원이 없습니다. 남기신 글은 보관되며 나중에 답변합니다.
contacts-now = 지금
contacts-ready = 상담 가능
contacts-not-ready = 가능한 상담원 없음, 번역 제공
contacts-nobody-free = 지금 가능한 상담원 없음
contacts-expected = 최근 이용자의 절반은 { $middle } 이내로 기다렸습니다(가운데 절반은 { $short }~{ $long }).
contacts-now-text = 최근 두 시간 기준입니다.
contacts-follow = 접수한 민원 조회
contacts-nav = 핫라인 채팅

## The visitor’s chat

contacts-chat-title = 핫라인 채팅
contacts-begin-lede = 가장 편한 언어로 용건을 적어 주세요.
contacts-about = 민원 { $reference }에 관한 채팅입니다.
contacts-lost = 이 기기에는 해당 민원의 접수증이 더 이상 없습니다. 조회 코드로 민원을 여시거나 아래에서 새 채팅을 시작하세요. 작성하신 내용은 그대로 있습니다.
contacts-first = 문의 내용
contacts-first-hint = 여권 번호와 카드 번호는 적지 마세요.
contacts-send-first = 채팅 시작
contacts-kept = 대화는 민원에 기록되며, 브라우저를 닫기 전까지 이 기기에서 볼 수 있습니다.
contacts-not-sent = 보내지 못했습니다
contacts-kept-words = 작성하신 내용입니다. 채팅이 끝나 여기서는 보낼 수 없습니다.
contacts-talk = 대화
contacts-say = 메시지
contacts-send = 보내기
contacts-refresh = 새 내용 보기
contacts-after = 다음: 평가를 남기거나 다시 채팅하기
contacts-leave = 채팅 나가기
contacts-you = 나
contacts-hotline = 핫라인
contacts-ask-solved = 문제가 해결되었나요?
contacts-ask-satisfied = 응대에 만족하셨나요?
contacts-yes = 예
contacts-no = 아니요
contacts-rated = 의견을 주셔서 감사합니다.
contacts-case = 이 채팅의 접수증과 민원
contacts-again = 이 건으로 다시 채팅
contacts-earlier = 이 민원에 관한 다른 채팅
contacts-read = 채팅 보기
contacts-about-it = 이 민원에 대해 핫라인과 채팅
contacts-made-machine = { $language } (기계 번역)
contacts-made-memory = { $language } (이전의 사람 번역)
contacts-made-person = { $language } (사람의 번역)
contacts-made-corrected = { $language } (사람이 수정함)
contacts-doubtful = 확실하지 않습니다.
contacts-told-file = 파일이 추가되었습니다
contacts-told-answered = 상담원이 들어왔습니다
contacts-told-joined = 다른 상담원이 참여했습니다
contacts-told-left = 상담원이 나갔습니다
contacts-told-ended-done = 채팅이 종료되었습니다
contacts-told-ended-silent = 응답이 없어 채팅이 종료되었습니다
contacts-told-ended-insult = 핫라인이 채팅을 종료했습니다
contacts-told-ended-visitor-left = 신청인이 채팅에서 나갔습니다
contacts-told-you-left = 채팅에서 나가셨습니다
contacts-told-you-were-gone = 한동안 접속이 없어 채팅이 종료되었습니다. 핫라인이 민원으로 처리합니다
contacts-told-ended-nobody-came = 응답할 상담원이 없어 핫라인이 민원으로 처리합니다
contacts-told-erased = 내용이 삭제되었습니다
contacts-seconds = { $n }초
contacts-minutes = { $n }분

## At the desk

contacts-title = 핫라인
contacts-waiting = 대기 중인 채팅: { $n }
contacts-at-title = 내 상태
contacts-at-ready = 상담 가능
contacts-at-break = 자리 비움
contacts-at-offline = 오프라인
contacts-be-ready = 상담 시작
contacts-be-offline = 오프라인으로
contacts-be-away = 자리 비움: { $reason }
contacts-rings = 나에게 온 채팅
contacts-decline = 다른 상담원에게
contacts-held = 내 채팅
contacts-held-none = 진행 중인 채팅이 없습니다.
contacts-queue = 대기
contacts-queue-none = 대기자가 없습니다.
contacts-more = 그 밖에 { $n }명이 대기 중입니다.
contacts-left = 마무리가 필요한 채팅
contacts-before = 최근 채팅
contacts-urgent = 긴급
contacts-visitor = 신청인
contacts-one = 채팅 { $reference }
contacts-fact-language = 언어
contacts-fact-begun = 시작
contacts-fact-unit = 기관
contacts-fact-people = 참여자
contacts-back = 핫라인으로
contacts-its-case = 민원 { $reference }
contacts-of-case = 핫라인 채팅
contacts-desk-changed = 채팅 상태가 바뀌었습니다: 최신 화면 보기
contacts-erased = 대화 내용은 삭제되었고 처리 기록만 남아 있습니다.
contacts-replies = 상용 답변
contacts-do = 할 일
contacts-you-see-only = 지금 할 수 있는 일이 없습니다.
contacts-journal = 기록
contacts-done = 완료: { $what }
contacts-whisper = 내부
contacts-correct = { $n }번 발언의 번역 수정
contacts-correct-into = 번역
contacts-unknown-title = 채팅을 찾을 수 없습니다
contacts-unknown = 이 번호의 채팅이 없거나 볼 권한이 없습니다.

## A chat as it happens

contacts-line-lost = 연결이 끊겨 다시 연결하고 있습니다. 작성하신 내용은 연결되면 전송됩니다.
contacts-line-away = 시스템이 잠시 응답하지 않습니다. 보내신 내용은 사라지지 않습니다.
contacts-line-over = 이 페이지는 더 이상 실시간으로 갱신되지 않습니다. 새로 고침해 주세요.
contacts-pending = 전송 중…
contacts-hotline-types = 핫라인에서 답을 쓰고 있습니다…
contacts-visitor-types = 상대방이 쓰고 있습니다…
contacts-has-read = 읽음
contacts-changed = 채팅 상태가 바뀌었습니다. 확인하기
contacts-bell-on = 소리와 알림: 켜짐
contacts-bell-off = 소리와 알림: 꺼짐
contacts-bell-rings = 핫라인에서 상담을 기다립니다
contacts-bell-said = 채팅에 새 글이 있습니다
contacts-unread = 새 글 { $n }
contacts-held-keys = Alt+1~Alt+9로 채팅을 오갑니다.
contacts-say-keys = Ctrl+Enter로 전송, 빈 칸에서 /를 누르면 상용 답변·안내·장소가 열립니다.
contacts-palette = 상용 답변·안내·장소
contacts-palette-search = 찾기
contacts-palette-guide = 안내 보내기
contacts-palette-place = 장소 보내기
contacts-same-receipt = 같은 접수증: 민원 { $cases }건, 채팅 { $chats }건

## The regulation’s page: what is told of the hotline

contacts-figure-answered = 최근 1년간 대화 { $of }건 중 { $n }건에 상담원이 응답
contacts-figure-few = 최근 1년간 대화 { $n }건 미만
contacts-figure-soon = 응답한 { $of }건 중 { $n }건은 1분 이내 응답
contacts-figure-languages = { $n }개 언어로 대화({ $of }건 미만인 언어 제외)
