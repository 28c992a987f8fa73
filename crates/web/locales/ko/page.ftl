page-site = { $city } 하버라인
page-skip = 본문으로 바로가기
page-menu = 주 메뉴
page-footer-menu = 더 보기
page-nav-services = 서비스
page-nav-follow = 민원 조회
page-nav-regulation = 조례
page-nav-help = 도움말
page-language = 언어:
page-desk = 직원용
page-crumbs = 현재 위치
page-home = 처음
page-back = 이전
page-print = 인쇄
page-copy = 복사
page-copied = 복사했습니다
page-more = 더 읽기
page-unchecked-text = 이 글의 한국어 번역은 아직 담당자의 확인을 거치지 않아 원문({ $language })으로 보여 드립니다.
page-unchecked-parts = 이 페이지 일부 내용의 한국어 번역은 아직 담당자의 확인을 거치지 않아 원문({ $language })으로 보여 드립니다.
page-list-comma = ,{" "}
page-full-stop = .
page-demo = 시연용: 여기에 보이는 내용은 모두 지어낸 것입니다. 실제 정보를 입력하지 마세요.

language-other = 그 밖의 언어({ $code })
language-unknown = 알 수 없음({ $script })

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = 중국 홍콩
country-MO = 중국 마카오
country-TW = 중국 타이완

