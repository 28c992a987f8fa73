page-site = { $city } 하버라인
page-skip = 본문으로 바로가기
page-menu = 주 메뉴
page-footer-menu = 그 밖의 페이지
page-nav-services = 서비스
page-nav-follow = 민원 조회
page-nav-regulation = 조례
page-nav-help = 이용 안내
page-language = 언어:
page-desk = 직원용
page-description = { $city } 외국인 공공서비스 플랫폼. 편한 언어로 문의하고, 불만을 알리고, 신청할 수 있습니다.
page-crumbs = 현재 위치
page-home = 홈
page-back = 이전
page-print = 인쇄
page-copy = 복사
page-copied = 복사했습니다
page-more = 관련 페이지
page-unchecked-text = 이 글의 한국어 번역은 아직 담당자의 확인을 거치지 않아 원문({ $language })으로 보여 드립니다.
page-unchecked-parts = 이 페이지 일부 내용의 한국어 번역은 아직 담당자의 확인을 거치지 않아 원문({ $language })으로 보여 드립니다.
page-unconfirmed = 이 번역은 본 프로젝트에서 원문과 대조했으며, 시의 확인은 아직 받지 않았습니다.
page-list-comma = ,{" "}
page-full-stop = .
page-colon = :{" "}
page-demo = 시연용: 여기에 보이는 내용은 모두 가상의 것입니다. 실제 정보를 입력하지 마세요.
page-made-up = 가상의 도시입니다: { $city }은(는) 실제로 없는 견본입니다. 여기에 적은 내용은 아무도 처리하지 않으며 전화번호도 연결되지 않습니다.

language-other = 그 밖의 언어({ $code })
language-unknown = 알 수 없음({ $script })

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = 중국 홍콩
country-MO = 중국 마카오
country-TW = 중국 타이완

