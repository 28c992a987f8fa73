## The queue

desk-queue-title = 대기 목록
desk-queue-count = { $n }건
desk-queue-tabs = 상태별
desk-queue-group-open = 미결
desk-queue-group-to-accept = 수락 대기
desk-queue-group-in-hand = 처리 중
desk-queue-group-waiting = 대기 중
desk-queue-group-answered = 답변 완료
desk-queue-group-over = 종료
desk-queue-group-all = 전체
desk-queue-filters = 필터
desk-queue-search = 검색
desk-queue-search-hint = 접수번호, 이름, 연락처 또는 내용
desk-queue-unit = 기관
desk-queue-language = 언어
desk-queue-service = 서비스
desk-queue-due = 기한
desk-queue-due-any = 전체
desk-queue-due-late = 기한 초과(레드카드)
desk-queue-due-soon = 마감 임박(옐로카드)
desk-queue-sort = 정렬
desk-queue-sort-due = 기한 임박순
desk-queue-sort-newest = 최신 접수순
desk-queue-sort-changed = 최근 변경순
desk-queue-urgent = 긴급만
desk-queue-escalated = 감독자 결정 대기만
desk-queue-mine = 내 담당만
desk-queue-readable = 내가 읽을 수 있는 언어
desk-queue-empty = 현재 민원이 없습니다.
desk-queue-empty-filtered = 조건에 맞는 민원이 없습니다. 조건을 완화하거나 초기화하십시오.
desk-queue-column-case = 민원
desk-queue-column-state = 상태
desk-queue-column-unit = 담당 기관
desk-queue-column-language = 언어
desk-queue-column-due = 기한
desk-queue-column-holder = 담당자
desk-queue-column-opened = 접수
desk-queue-column-reference = 접수번호
desk-queue-nobody = 미지정
desk-queue-no-text = (설명 없음)
desk-queue-erased = (삭제됨)

## The unit's inbox

desk-inbox-title = { $unit } 수신함
desk-inbox-to-accept = 수락 대기
desk-inbox-in-hand = 처리 중
desk-inbox-waiting = 대기 중
desk-inbox-extension = 연장 요청됨
desk-inbox-answered = 답변 완료
desk-inbox-empty-to-accept = 수락할 민원이 없습니다.
desk-inbox-empty-in-hand = 처리 중인 민원이 없습니다.
desk-inbox-empty-waiting = 대기 중인 민원이 없습니다.
desk-inbox-empty-extension = 결정을 기다리는 연장 요청이 없습니다.
desk-inbox-empty-answered = 평가를 기다리는 답변이 없습니다.
desk-inbox-all = 목록에서 모두 보기
desk-inbox-more = 외 { $n }건

## Who is in danger

desk-queue-danger-answer = { $question } { $answer }
desk-queue-danger = 안전하지 않은 사람만
desk-queue-danger-waits = 안전하지 않다는 사람 { $n }명
desk-alarm-said = 안전하지 않다는 사람이 있습니다
desk-alarm-off = 알림음: 꺼짐
desk-alarm-on = 알림음: 켜짐
