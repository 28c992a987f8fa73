work-stale-title = 화면을 열어 두신 사이 이 기록이 변경되었습니다
work-not-allowed = 현재 역할로는 이 작업을 할 수 없습니다: { $what }.
work-wrong-state = 현재 상태가 ‘{ $state }’이므로 지금은 할 수 없습니다: { $what }.
work-unsure = 데이터베이스의 응답을 받지 못했습니다. 입력하신 내용은 아래에 남아 있습니다. 저장되었는지 먼저 확인하시고, 저장되지 않았을 때만 다시 보내 주십시오.

## Inputs that mean the same in every noun

input-text-language = 이 글의 언어
input-since-hint = 연도, 연월 또는 날짜: 1987, 2023-09, 1992-05-18
input-articles-hint = 조항 번호를 쉼표로 구분해 적어 주십시오: 18, 42
