## The supervisor's wall

desk-wall-title = 감독 현황판
desk-wall-as-of = { $at } 기준
desk-wall-late = 기한 초과
desk-wall-soon = 기한 임박
desk-wall-escalated = 두 번 반송됨
desk-wall-extensions = 결정할 연장 요청
desk-wall-untranslated = 번역 대기
desk-wall-urgent = 미결 긴급 민원
desk-wall-none = 없습니다.
desk-wall-all = { $n }건 모두 보기
desk-wall-counts-only = 현재 역할은 수치만 볼 수 있습니다. 개별 민원은 감독자와 관리자가 봅니다.
desk-wall-rates = 세 가지 비율
desk-wall-period = 기간
desk-wall-period-month = 이번 달
desk-wall-period-last-month = 지난달
desk-wall-period-quarter = 이번 분기
desk-wall-period-year = 올해
desk-wall-period-last-year = 작년
desk-wall-from-to = { $from } ~ { $to }
desk-wall-responded = 응답률
desk-wall-solved = 해결률
desk-wall-satisfied = 만족률
desk-wall-share = {" "}({ $count }/{ $of })
desk-wall-percent = { $n }%
desk-wall-no-rate = 자료 없음
desk-wall-all-units = 전체
desk-wall-excluded = 제외
desk-wall-merged = 병합
desk-wall-declined = 처리 불가
desk-wall-unrated = 미평가
desk-wall-how = 응답률 = 기한 내 응답한 민원 ÷ 응답해야 할 민원. 해결률·만족률 = ‘해결’·‘만족’이라고 답한 수 ÷ 유효한 사후 확인. 병합·처리 불가 민원은 제외하며, 평가되지 않은 답변은 사후 확인이 아닙니다. 현재 담당 기관 기준입니다.
desk-wall-asked-by = { $name } 요청, { $at }
desk-wall-live = 현황판은 자동으로 갱신됩니다.
