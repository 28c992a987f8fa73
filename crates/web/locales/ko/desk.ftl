## The frame of every page of the desk

desk-title = 업무 데스크
desk-nav = 업무 데스크 메뉴
desk-nav-queue = 대기 목록
desk-nav-inbox = 기관 수신함
desk-nav-new = 신규 접수
desk-nav-translation = 번역 데스크
desk-nav-wall = 감독 현황판
desk-interface-language = 화면 언어
desk-account = 내 계정
desk-sign-out = 로그아웃
desk-public-site = 대민 사이트

## Signing in

desk-sign-in-title = 업무 데스크 로그인
desk-sign-in-intro = 담당 기관과 핫라인 직원 전용입니다.
desk-sign-in-login = 아이디
desk-sign-in-password = 비밀번호
desk-sign-in-button = 로그인
desk-sign-in-wrong = 아이디 또는 비밀번호가 올바르지 않습니다.
desk-sign-in-slow = 시도 횟수가 너무 많습니다. 1분 뒤에 다시 시도하십시오.
desk-sign-in-expired-title = 로그인이 만료되었습니다
desk-sign-in-expired = { $idle }시간 동안 사용하지 않거나 로그인한 지 { $hours }시간이 지나면 다시 로그인해야 합니다. 쓰신 내용은 보관되어 있으며 로그인하면 다시 표시됩니다. 아직 전송되지 않았습니다.
desk-sign-in-needed = 먼저 로그인하십시오.
desk-signed-out = 로그아웃되었습니다.
desk-resumed-title = 작성하신 내용은 아직 전송되지 않았습니다
desk-resumed = 로그인이 만료되기 전에 작성한 내용입니다. 확인한 뒤 전송하십시오.
desk-forbidden-title = 이 화면을 볼 권한이 없습니다
desk-forbidden = 현재 역할은 ‘{ $role }’이며, 이 역할로는 이 화면을 볼 수 없습니다. 업무에 필요하면 관리자에게 문의하십시오.
desk-forbidden-home = 내 홈 화면으로
desk-no-rooms = 현재 이 역할로 업무 데스크에서 처리할 일은 없습니다.
desk-case-unknown-title = 민원을 찾을 수 없습니다
desk-case-unknown = 이 접수번호의 민원이 없거나 귀 기관의 민원이 아닙니다.

## Keyboard

desk-keys = 단축키
desk-keys-close = 닫기
desk-keys-next = 다음 행
desk-keys-previous = 이전 행
desk-keys-open = 선택한 행 열기
desk-keys-search = 검색
desk-keys-show = 변경된 내용 표시
desk-keys-send = 작성 중인 양식 보내기
desk-keys-insert = 해당 번역 제안 넣기
desk-keys-skip = 다음 글로 건너뛰기
desk-keys-help = 이 목록 표시
desk-keys-then = 다음
desk-keys-on = 단일 키 단축키 사용
desk-keys-on-hint = 음성 입력을 쓰거나 실수로 키를 자주 누르는 경우 끄십시오. 모든 기능은 Tab 키로도 이용할 수 있습니다.

## Words used on several pages

desk-state-received = 정식 접수 대기
desk-state-returned = 반송됨
desk-state-accepted = 정식 접수됨
desk-state-in-progress = 처리 중
desk-state-waiting-resident = 신청인 답변 필요
desk-state-waiting-appraisal = 감정 대기
desk-state-waiting-partner = 협력 기관 대기
desk-state-answered = 답변 완료
desk-state-closed = 종결됨
desk-state-declined = 처리 불가
desk-state-reopened = 재개됨
desk-state-merged = 병합됨
desk-channel-web = 웹
desk-channel-api = API
desk-channel-phone = 전화
desk-channel-counter = 창구
desk-card-yellow = 옐로카드
desk-card-red = 레드카드
desk-due-today = 오늘까지
desk-due-left = 근무일 { $n }일 남음
desk-due-left-hours = { $n }시간 남음
desk-due-late = 근무일 { $n }일 초과
desk-due-late-now = 기한 초과
desk-due-paused = 시한 정지
desk-due-none = 진행 중인 시한 없음
desk-urgent = 긴급
desk-escalated = 감독자 결정 대기
desk-asks-extension = 연장 요청
desk-returned-times = { $n }회 반송
desk-reopened-times = { $n }회 재개
desk-provisional = 잠정: 해당 연도 공휴일이 아직 공고되지 않음
desk-yes = 예
desk-no = 아니요
desk-optional = 선택
desk-one-language = 한 가지 언어로만 입력하셔도 됩니다.
desk-choose = 선택하십시오
desk-resident = 신청인
desk-csv = CSV 내려받기
desk-list-all = 전체
desk-list-any = 전체
desk-list-apply = 적용
desk-list-clear = 필터 초기화
desk-list-previous = 이전 페이지
desk-list-next = 다음 페이지
desk-list-pages = 페이지 이동
desk-live-changes = 변경 { $n }건: 보기
desk-live-case = 이 민원이 방금 변경되었습니다: 보기
desk-date = { $y }-{ $m }-{ $d }
desk-moment = { $date } { $time }
desk-system = 시스템
desk-me = 나
desk-print = 인쇄
