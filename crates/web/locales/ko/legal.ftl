## What an event is called in the journal

legal-event-opened = 번역 시작
legal-event-revised = 번역문 수정
legal-event-reviewed = 원문 대조 검토 완료
legal-event-sent-back = 수정 요청
legal-event-published = 번역문 공포
legal-event-withdrawn = 공개 중단
legal-event-erased = 내용 삭제

## Where a translation stands

legal-state-draft = 초안
legal-state-reviewed = 검토 완료
legal-state-published = 공포됨
legal-state-withdrawn = 공개 중단
legal-stands-owed = 미착수
legal-stands-draft = 초안
legal-stands-reviewed = 검토 완료
legal-stands-published = 공포됨
legal-stands-withdrawn = 공개 중단

## Commands: the button, and a line of help

legal-command-revise = 번역문 수정
legal-command-review = 원문 대조 확인
legal-command-send-back = 수정 요청
legal-command-publish = 번역문 공포
legal-command-withdraw = 공개 중단
legal-command-erase = 내용 삭제
legal-hint-revise = 수정하면 다른 동료가 다시 검토해야 합니다. 그때까지 공포된 번역문은 그대로 유지됩니다.
legal-hint-review = 원문과 조문별로 대조하여 빠지거나 틀린 곳이 없는지 확인하세요.
legal-hint-send-back = 무엇을 수정해야 하는지 적으세요. 수정 후 다시 검토합니다.
legal-hint-publish = 누구나 읽을 수 있게 되며, 구독자에게 알려집니다.
legal-hint-withdraw = 즉시 공개가 중단됩니다. 기록은 남으며 나중에 다시 수정할 수 있습니다.
legal-hint-erase = 번역문과 사유가 영구히 삭제됩니다. 처리 기록은 남습니다.

## Labels of inputs

legal-input-law = 법규
legal-input-language = 번역할 언어
legal-input-title = 번역문 제목
legal-input-text = 번역문
legal-input-text-hint = 단락 사이에 빈 줄을 두세요.
legal-input-on = 공포일
legal-input-url = 공식 공포 주소
legal-input-url-hint = https://로 시작합니다. 없으면 비워 두세요.
legal-input-reason = 사유
legal-problem-open-language-twice = 이 언어의 번역은 이미 시작되었습니다. 목록에서 여세요.
legal-problem-publish-on-not-after-start = 번역한 판본의 날짜보다 빠를 수 없습니다

## What there is

legal-kind-law = 법률
legal-kind-regulation = 법규·조례
legal-kind-rules = 규장
legal-kind-normative-document = 규범성 문서
legal-scope-city = 우리 시
legal-scope-province = 성
legal-scope-nation = 국가
legal-scope-elsewhere = 다른 도시
legal-scope-about-city = 조례에 따라 외국어 번역문을 두어야 합니다.
legal-scope-about-province = 우리 시에도 적용되며, 번역은 성의 몫입니다.
legal-scope-about-nation = 안내와 기한의 근거가 되는 국가 규정으로, 참고용입니다. 공식 번역은 우리 시가 만들지 않습니다.
legal-scope-about-elsewhere = 우리 시에는 적용되지 않으며, 시의 규정이 없을 때 참고한 것입니다.
legal-status-in-force = 시행 중
legal-status-verify = 원문 미확인
legal-fact-issuer = 제정 기관
legal-fact-number = 문서 번호
legal-fact-adopted = 통과일
legal-fact-published = 공포일
legal-fact-dated = 문서 날짜
legal-fact-in-force = 시행일
legal-fact-amended = 개정일
legal-fact-status = 상태
legal-fact-language = 언어
legal-fact-unit = 담당 기관
legal-fact-due = 기한
legal-fact-late = 기한 대비
legal-fact-source-day = 번역한 판본
legal-fact-drafters = 번역자
legal-fact-reviewer = 검토자

## The public register

legal-public-title = 법규와 번역문
legal-public-about = 시 법규 목록: 번역해야 할 법규, 담당 기관, 진행 상황, 기한 초과 여부.
legal-lede = 외국인에게 중요한 법규와 시가 번역해야 할 법규의 진행 상황을 볼 수 있습니다.
legal-counted = 번역 대상 { $n }건, 공포 { $published }건, 기한 초과 { $late }건.
legal-filter-kind = 종류
legal-filter-state = 번역 상태
legal-any = 전체
legal-show = 보기
legal-all = 전체 보기
legal-empty = 아직 등록된 법규가 없습니다.
legal-empty-filtered = 조건에 맞는 법규가 없습니다.
legal-feed = 새 번역문 구독(Atom)
legal-feed-title = { $city } 법규 번역문
legal-feed-entry = { $language }, { $date } 공포
legal-owed-by = 번역 담당: { $unit }
legal-late = 근무일 { $n }일 초과
legal-was-late = 근무일 { $n }일 늦게 공포
legal-original = 공식 공포된 원문 보기
legal-translations = 번역문
legal-owes = { $unit }에서 공포일부터 { $limit } 안에 번역하여 공포합니다.
legal-unit-inferred = 조례는 제정 기관만 언급하므로 담당 기관은 추정한 것입니다.
legal-provisional = 기한에 포함된 해의 공휴일이 등록되지 않았거나 공포되지 않아 일수가 달라질 수 있습니다.
legal-owes-nothing = 우리 시가 번역해야 할 문서는 아니며, 참고용으로 실었습니다.
legal-due = 기한 { $date }
legal-published-on = { $date } 공포.
legal-read = { $language } 번역문 읽기
legal-reviewed-by = { $date } { $unit }의 다른 직원이 원문과 대조했습니다.
legal-of-earlier = { $date } 판본을 번역한 것입니다. 원문은 { $now }에 개정되었습니다.
legal-original-rules = 중국어 원문이 기준입니다.
legal-official = 번역문 공식 공포
legal-not-in-yours = 이 언어로 공포된 번역문이 아직 없습니다.
legal-guides = 이를 근거로 한 안내
legal-figure = 번역 대상 { $of }건 중 { $n }건 공포

## At the desk

legal-title = 법규 번역
legal-intro = 시가 번역해야 할 법규: 담당 기관, 진행 상황, 기한 초과 여부.
legal-owed = 번역할 법규: { $n }건, 기한 초과 { $late }건
legal-waiting-late = 법규 번역 { $n }건 기한 초과
legal-waiting-reviewed = 검토가 끝난 법규 번역 { $n }건, 공포 필요
legal-filters = 필터
legal-filter-unit = 담당 기관
legal-filter-language = 언어
legal-filter-late = 기한 초과
legal-filter-late-yes = 기한 초과만
legal-count = { $n }건
legal-none = 번역해야 할 법규가 없습니다.
legal-none-filtered = 조건에 맞는 번역이 없습니다.
legal-column-reference = 번호
legal-column-law = 법규
legal-column-language = 언어
legal-column-state = 상태
legal-column-unit = 담당 기관
legal-column-due = 기한
legal-column-late = 초과 근무일
legal-column-published = 공포일
legal-outdated = 원문 개정됨
legal-back = 법규 목록으로
legal-live = 번역이 방금 변경되었습니다: 보기
legal-done = 완료: { $what }
legal-unknown-title = 번역을 찾을 수 없습니다
legal-unknown = 이 번호의 번역이 없거나 볼 수 있는 번역이 아닙니다.
legal-erased = 내용이 삭제되었으며 처리 기록만 남아 있습니다.
legal-words = { $language } 번역문
legal-no-words = 내용이 없습니다.
legal-do = 처리
legal-you-see-only = 지금은 볼 수만 있습니다.
legal-journal = 기록
legal-original-title = 원문
legal-no-address = 알려진 공식 주소가 없습니다. 제정 기관에 원문을 요청하세요.
legal-public-page = 공개 페이지
legal-open-title = 번역 시작
legal-open-hint = 초안으로 저장됩니다. 다른 동료가 원문과 대조한 뒤에 공포할 수 있습니다.
legal-open-send = 초안으로 저장
legal-detail-from = { $date } 판본에서
legal-detail-reason = 사유: { $reason }
legal-sent-back = 수정 요청됨: { $reason }
legal-second-reader = 번역에 참여하셨으므로 다른 동료가 원문과 대조해야 합니다.
legal-to-be-read = 번역에 참여하지 않은 동료의 원문 대조를 기다리고 있습니다.
legal-public-meanwhile = 지금은 이전에 공포된 번역문이 공개되어 있습니다.
