## The translation desk

desk-translation-title = 번역 데스크
desk-translation-intro = 아직 누군가가 읽지 못하는 글입니다. 기한이 임박한 순서입니다.
desk-translation-count = { $n }건 대기
desk-translation-which = 언어
desk-translation-mine = 내가 아는 언어
desk-translation-all = 모든 언어
desk-translation-pair = { $from } → { $to }
desk-translation-since = 대기 시작
desk-translation-message = 글
desk-translation-empty = 번역을 기다리는 글이 없습니다.
desk-translation-empty-mine = 아는 언어로 대기 중인 글이 없습니다.
desk-translation-see-only = 조회만 가능합니다. 번역은 통역사와 상담원이 합니다.
desk-translation-one-title = 번역: { $from } → { $to }
desk-translation-of = 민원 { $reference }, { $kind }
desk-translation-text = 번역문
desk-translation-text-hint = 뜻을 살려 옮기고, 용어는 정해진 번역어를 쓰십시오.
desk-translation-save-next = 저장하고 다음으로
desk-translation-save = 저장
desk-translation-skip = 건너뛰기
desk-translation-terms = 용어
desk-translation-no-terms = 해당 용어가 없습니다.
desk-translation-context = 이전 글
desk-translation-now = 현재 번역문
desk-translation-saved = 번역이 저장되었습니다.
desk-translation-all-done = 모두 번역했습니다.
