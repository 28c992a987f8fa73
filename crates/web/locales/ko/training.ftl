## What an event is called in the journal

training-event-opened = 과정 개설
training-event-edited = 과정 정보 수정
training-event-session-scheduled = 수업 일정 추가
training-event-session-moved = 수업 일정 변경
training-event-session-cancelled = 수업 취소
training-event-enrolled = 수강 등록
training-event-unenrolled = 수강 등록 취소
training-event-attendance-taken = 출석 기록
training-event-level-reached = 언어 수준 등록
training-event-level-withdrawn = 언어 수준 취소
training-event-closed = 과정 종료
training-event-reopened = 과정 재개
training-event-noted = 메모
training-event-expiry-warned = 수준 만료 예정 알림
training-event-erased = 내용 삭제
training-detail-staff = 직원: { $name }
training-detail-attendance = { $n }차 수업, { $name }: { $how }
training-detail-level = { $name }: { $language }, { $level }, 취득일 { $date } (유효 기간: { $until })
training-detail-reason = 사유: { $reason }

## States, kinds, levels, attendance

training-state-planned = 예정
training-state-running = 진행 중
training-state-closed = 종료
training-kind-language = 외국어 교육
training-kind-protocol = 의전 교육
training-kind-recognition = 수준 인정
training-kind-hint-recognition = 자격증이나 원어민처럼 다른 곳에서 갖춘 수준입니다. 수업은 없습니다.
training-level-basic = 기초
training-level-working = 업무 가능
training-level-native = 원어민
training-level-hint-basic = 인사하고 간단한 요청을 이해하며 길을 안내합니다.
training-level-hint-working = 통역 없이 그 언어로 업무를 처리합니다.
training-level-hint-native = 모국어이거나 그에 준합니다. 날짜를 정하지 않으면 만료되지 않습니다.
training-how-attended = 출석
training-how-excused = 사유 결석
training-how-absent = 결석
training-how-unknown = 미기록

## Commands: the button, and a line of help

training-command-edit = 과정 정보 수정
training-command-schedule = 수업 일정 추가
training-command-move-session = 수업 일정 변경
training-command-cancel-session = 수업 취소
training-command-enrol = 수강자 등록
training-command-unenrol = 수강자 명단에서 빼기
training-command-take-attendance = 출석부 작성
training-command-attend = 한 사람의 출석 기록
training-command-reach-several = 여러 직원의 수준 등록
training-command-reach = 수준 등록
training-command-withdraw-level = 수준 취소
training-command-close = 과정 종료
training-command-reopen = 과정 재개
training-command-note = 메모 추가
training-command-warn = 만료 예정 알림
training-command-erase = 내용 삭제
training-hint-edit = 비워 둔 항목은 그대로 둡니다. 제목을 하나라도 적으면 모든 제목이 바뀝니다.
training-hint-schedule = 이 도시의 현지 시각입니다. 이미 열린 수업도 나중에 입력할 수 있습니다.
training-hint-move-session = 아직 열리지 않은 수업만 바꿀 수 있습니다. 취소한 수업은 다시 열립니다. 참석 예정자에게 알려 주십시오.
training-hint-cancel-session = 아무도 출석하지 않은 수업만 취소할 수 있습니다. 참석 예정자에게 알려 주십시오.
training-hint-enrol = 등록된 직원은 자기 교육에서 이 과정을 볼 수 있고, 출석은 이 명단으로 확인합니다. 좌석 수를 넘을 수 없습니다.
training-hint-unenrol = 이미 기록한 출석과 수준은 남습니다.
training-hint-take-attendance = 출석한 직원을 모두 표시하십시오. 명단에서 표시하지 않은 직원은 결석이 됩니다. 이미 기록한 사유 결석은 그대로입니다.
training-hint-attend = 사유 결석은 미리, 출석과 결석은 당일부터 기록합니다. 다시 기록하면 수정됩니다.
training-hint-reach-several = 등록했거나 출석했거나 수준이 있는 직원입니다. 한 사람에 하나씩 표시하십시오. 표시하지 않은 직원은 그대로입니다.
training-hint-reach = 같은 직원, 같은 언어의 이전 수준을 대신합니다. 만료일이 없으면 2년 뒤 만료되고, 원어민은 만료되지 않습니다.
training-hint-withdraw-level = 잘못 입력했거나 자격증이 유효하지 않을 때 씁니다. 즉시 인정되지 않으며 기록은 남습니다.
training-hint-close = 종료 후에는 출석과 수준을 입력하지 않습니다. 이미 얻은 수준은 계속 인정됩니다.
training-hint-reopen = 과정을 계속하며 다시 입력할 수 있습니다.
training-hint-note = 교육을 운영하는 직원만 볼 수 있습니다.
training-hint-warn = 만료 전에 시스템이 자동으로 알립니다.
training-hint-erase = 제목, 장소, 메모를 영구히 삭제합니다. 수업, 출석, 수준은 남습니다.

## Labels of inputs

training-input-kind = 종류
training-input-titles = 제목
training-input-language = 언어
training-input-edit-language-kept = 이 언어로 등록된 수준이 있습니다. 바꾸려면 먼저 그 수준을 취소하거나 새 과정을 만드십시오.
training-input-open-language-hint = 외국어 교육과 수준 인정에는 필요합니다. 의전 교육에는 없어도 됩니다.
training-input-unit = 운영 기관
training-input-starts_at = 시작
training-input-ends_at = 종료
training-input-place = 장소
training-input-seats = 좌석 수
training-input-session = 수업 차수
training-input-staff = 직원
training-input-enrol-staff = 수강할 직원
training-input-unenrol-staff = 명단에서 뺄 직원
training-input-attended = 출석한 직원
training-input-others = 명단 밖의 출석자
training-input-how = 출석 여부
training-input-level = 수준
training-input-basic = 기초
training-input-working = 업무 가능
training-input-native = 원어민
training-input-reached_on = 취득일
training-input-expires_on = 유효 기한
training-input-reason = 사유
training-input-text = 내용
training-problem-edit-language-not-an-option = 이 과정의 언어로 등록된 수준이 있습니다. 먼저 취소하십시오
training-problem-enrol-staff-too-large = 좌석이 { $max }개뿐입니다. 인원을 줄이거나 좌석을 늘리십시오
training-problem-reach-several-basic-required = 적어도 한 사람의 수준을 표시하십시오
training-problem-reach-several-working-not-an-option = 한 사람에 하나만 표시하십시오
training-problem-reach-several-native-not-an-option = 한 사람에 하나만 표시하십시오

## The list of courses

training-title = 직원 교육
training-intro = 외국어와 의전 과정, 그리고 동료들이 갖춘 언어 수준입니다.
training-count = 과정 { $n }개
training-tabs = 교육 메뉴
training-tab-courses = 과정
training-tab-speakers = 언어별 직원 찾기
training-tab-unit = 기관별 현황
training-tab-expiring = 만료 예정
training-tab-import = 가져오기·내보내기
training-tab-mine = 내 교육
training-filters = 필터
training-search = 검색
training-search-hint = 번호 또는 제목
training-filter-state = 상태
training-filter-kind = 종류
training-filter-language = 언어
training-filter-unit = 기관
training-sort = 정렬
training-sort-newest = 최신순
training-sort-next = 다음 수업이 가까운 순
training-column-course = 과정
training-column-kind = 종류
training-column-language = 언어
training-column-unit = 운영 기관
training-column-state = 상태
training-column-next = 다음 수업
training-column-people = 참가 인원
training-column-levels = 취득 수준
training-column-name = 이름
training-column-level = 수준
training-column-reached = 취득일
training-column-until = 유효 기한
training-empty = 아직 과정이 없습니다. 새 과정을 열거나 보유한 자격증을 가져오십시오.
training-empty-own = 소속 기관의 과정도, 참가한 과정도 아직 없습니다.
training-empty-filtered = 조건에 맞는 과정이 없습니다. 조건을 완화하거나 초기화하십시오.
training-open = 새 과정
training-open-title = 새 과정 개설
training-open-hint = 동료가 읽을 수 있는 언어로 제목을 하나 이상 적으십시오. 외국어 교육과 수준 인정은 언어를 선택해야 합니다.
training-open-send = 개설
training-no-language = 언어 없음

## One course

training-course-title = 과정 { $reference }
training-back = 과정 목록으로
training-live = 이 과정이 방금 변경되었습니다: 보기
training-untitled = (제목 삭제됨)
training-opened = 개설일
training-sessions = 수업
training-session = { $n }차 수업
training-session-time = { $from } – { $to }
training-session-seats = { $n }석
training-session-attended = { $n }명 출석
training-session-full = 좌석보다 많은 인원
training-session-cancelled = 취소됨
training-session-no-place = 장소 미정
training-no-sessions = 아직 정해진 수업이 없습니다.
training-no-sessions-recognition = 수준 인정에는 수업이 없습니다.
training-enrolled = 수강자
training-attendance = 출석
training-no-attendance = 아직 출석 기록이 없습니다.
training-levels = 취득한 수준
training-no-levels = 아직 수준을 취득한 사람이 없습니다.
training-level-for-good = 만료 없음
training-level-expired = { $date } 만료
training-level-soon = 곧 만료
training-level-warned = 알림 완료
training-notes = 내부 메모
training-no-notes = 메모가 없습니다.
training-note-erased = 삭제되었습니다.
training-journal = 처리 기록
training-erased = 이 과정의 내용은 삭제되었지만 출석과 수준은 그대로 유효합니다.
training-you-see-only = 이 과정을 볼 수 있지만 운영할 수는 없습니다.
training-group-enter = 기록
training-group-plan = 일정
training-group-more = 기타
training-done = 완료: { $what }
training-unknown-title = 과정을 찾을 수 없습니다
training-unknown = 이 번호의 과정이 없거나 볼 수 있는 과정이 아닙니다.

## A person’s record

training-person-title = { $name } 교육 기록
training-person-levels = 언어 수준
training-person-no-levels = 아직 등록된 수준이 없습니다.
training-person-courses = 참가한 과정
training-person-no-courses = 아직 참가한 과정이 없습니다.
training-person-attended = 수업 { $all }회 중 { $n }회 출석
training-person-unknown-title = 교육 기록을 찾을 수 없습니다
training-person-unknown = 해당 직원이 없거나 그 기록을 볼 권한이 없습니다.

## A unit’s table

training-unit-title = 언어 역량: { $unit }
training-unit-title-all = 도시 전체 언어 역량
training-unit-all = 도시 전체
training-unit-members = 재직 { $n }명
training-unit-hint = 오늘 유효한 수준입니다. 높은 수준의 직원은 낮은 수준에도 포함됩니다.
training-unit-basic-up = 기초 이상
training-unit-working-up = 업무 가능 이상
training-unit-people = 직원
training-unit-empty = 현재 이 기관에 유효한 수준을 가진 직원이 없습니다.
training-unit-unknown-title = 기관을 찾을 수 없습니다
training-unit-unknown = 시에 그런 기관이 없습니다.

## Who speaks it

training-speaks-title = 누가 이 언어를 합니까?
training-speaks-hint = 오늘 유효한 수준만 표시합니다.
training-speaks-language = 언어
training-speaks-level = 최소 수준
training-speaks-unit = 기관
training-speaks-levels = 각 수준의 의미
training-speaks-search = 찾기
training-speaks-found = { $n }명
training-speaks-answer = { $language }, ‘{ $level }’ 이상
training-speaks-none = 현재 이 수준의 직원이 없습니다.
training-speaks-none-own = 현재 귀 기관에는 이 수준의 직원이 없습니다.
training-speaks-none-unit = 현재 이 기관에는 이 수준의 직원이 없습니다.
training-speaks-elsewhere = 다른 기관에 { $n }명이 있습니다
training-speaks-next = 핫라인에 문의하십시오: { $unit }, 전화 { $phone }. 모든 기관에서 그 언어를 하는 직원을 알고 있으며 통역도 연결합니다.
training-speaks-reach = 연락하려면 소속 기관이나 핫라인으로 전화하십시오: { $unit }, 전화 { $phone }.

## Expiring soon

training-expiring-title = 곧 만료되는 수준
training-expiring-hint = 만료 전에 과정이나 시험을 잡아 주십시오. 만료 후에는 인정되지 않습니다.
training-expiring-within = { $n }일 이내
training-expiring-left = { $n }일 남음
training-expiring-today = 오늘까지
training-expiring-empty = 곧 만료되는 수준이 없습니다.

## Levels from a file, and to a file

training-import-title = CSV로 수준 가져오기
training-import-hint = 첫 줄은 열 이름입니다: login, language, level, reached_on, expires_on, title, course. 날짜는 2026-02-27, 2026/2/27, 2026.2.27, 27.2.2026 형식으로 씁니다. expires_on은 비워 둘 수 있고 course는 없어도 됩니다.
training-import-levels = level은 basic, working, native 중 하나이고, language는 ru, ko 같은 언어 코드입니다.
training-import-courses-hint = 과정에 그 직원의 수준이 이미 있으면 같은 행은 그대로 두고 다른 행은 수정합니다. 그 밖에는 제목, 언어, 기관의 조합마다 ‘수준 인정’ 과정이 하나씩 만들어집니다.
training-import-file = CSV 파일
training-import-unit = 새 과정의 운영 기관
training-import-unit-each = 각 직원의 소속 기관
training-import-unit-hint = 그 기관에서 교육을 볼 수 있는 직원은 과정의 수준도 봅니다.
training-import-said-in = 제목의 언어
training-import-check = 파일 확인
training-import-bad = 수정할 칸 { $n }개
training-import-bad-hint = 아직 아무것도 등록되지 않았습니다. 파일을 수정한 뒤 다시 확인하십시오.
training-import-good = { $n }행 모두 이상 없음
training-import-good-hint = 아래 표를 확인한 뒤 등록하십시오.
training-import-plan = 새 등록 { $new }건 · 변경 { $changed }건 · 이미 있음 { $same }건 · 제외 { $left }건.
training-import-nothing = 등록해도 바뀌는 것이 없습니다.
training-import-does-enters = 새 등록
training-import-does-replaces = 변경: 이전 { $level }, 취득일 { $date } (유효 기간: { $until })
training-import-does-nothing = 이미 있음
training-import-does-withdrawn = { $date } 취소되어 제외합니다. 다시 등록하려면 과정 페이지에서 하십시오
training-import-does-keeps = 제외: { $level }, 취득일 { $date } (유효 기간: { $until }) 그대로입니다. 과정이 종료되었거나 변경 권한이 없습니다
training-import-enter = 모두 등록
training-import-other = 다른 파일 선택
training-import-entered = 수준 { $n }건을 등록했습니다
training-import-opened = 과정 { $n }개를 만들었습니다
training-import-empty = 파일에 데이터 행이 없습니다.
training-import-not-csv = 파일을 읽을 수 없습니다. UTF-8 CSV로 저장하십시오.
training-import-uneven = { $line }행이 열 제목과 맞지 않습니다. 칸이 열보다 많거나 열 이름이 중복됩니다.
training-import-too-many = 파일 하나에는 최대 { $max }행까지 넣을 수 있습니다. 파일을 나누어 주세요.
training-import-unknown-column = 그런 열이 없습니다
training-import-missing-column = 이 열이 없습니다
training-import-column-line = 행
training-import-column-column = 열
training-import-column-value = 입력된 값
training-import-column-problem = 문제
training-import-column-does = 처리
training-cell-reached_on-not-a-date = 1900~2200년의 날짜를 2026-02-27, 2026/2/27, 2026.2.27, 27.2.2026처럼 적으십시오
training-cell-expires_on-not-a-date = 1900~2200년의 날짜를 2026-02-27, 2026/2/27, 2026.2.27, 27.2.2026처럼 적거나 비워 두십시오
training-cell-language-not-a-language = en, ru, ko, ja 같은 언어 코드를 적으십시오
training-cell-level-not-an-option = basic, working, native 중 하나를 적으십시오
training-cell-course-unknown-reference = 내보낸 파일에 있는 과정 번호를 적거나 비워 두십시오
training-export-hint = 볼 수 있는 모든 수준입니다. 수정해서 다시 가져오면 바꾼 것만 대체되고 나머지는 그대로입니다.

## What the public sees

training-public-staff = 현재 외국어 수준을 인정받은 직원 { $n }명
training-waiting = 소속 기관의 언어 수준 { $n }건이 곧 만료됩니다
tasks-kind-training-expiry = 언어 수준 만료 알림
