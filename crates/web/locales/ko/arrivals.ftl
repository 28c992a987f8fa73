arrivals-title = { $city } 도착 안내
arrivals-description = { $city }의 공항, 기차역, 여객항: 다음 교통편, 먼저 할 일, 병원, 볼거리, 전화번호. 인쇄용 안내지도 있습니다.
arrivals-intro = 도착하는 곳을 고르세요. 같은 내용의 인쇄용 안내지가 있습니다.
arrivals-place-description = { $name }에 도착한 뒤: { $city } 시내로 가는 길, 먼저 할 일, 병원, 볼거리, 긴급 전화.
arrivals-open = 도착 후 안내와 인쇄용 안내지
arrivals-welcome = { $city }에 오신 것을 환영합니다
arrivals-sheet = { $name }: { $city }에 오신 것을 환영합니다
arrivals-numbers = 기억해 둘 전화번호
arrivals-way = 다음 교통편
arrivals-taxi = 택시에서는 기사에게 { $language } 주소를 보여 주세요.
arrivals-first = 먼저 할 일
arrivals-border = 입국
arrivals-medical = 병원
arrivals-tourism = 볼거리
arrivals-leaflet = 인쇄용 안내지
arrivals-paper-a4 = A4(PDF)
arrivals-paper-a5 = A5(PDF)
arrivals-qr = 휴대전화로 이 페이지 열기
arrivals-reviewed = { $date } 확인
arrivals-place = 이 장소의 주소와 상세 정보
arrivals-kiosk = 로비 터치스크린용 화면
arrivals-kiosk-touch = 눌러서 시작
arrivals-kiosk-menu = 무엇이 필요하세요?
arrivals-kiosk-back = 뒤로
arrivals-kiosk-again = 처음으로
arrivals-kiosk-still = 아직 보고 계세요?
arrivals-kiosk-stay = 화면을 누르면 계속 볼 수 있습니다. 누르지 않으면 이 페이지가 닫힙니다.
arrivals-figure = 도착 안내가 있는 곳 { $n }곳

## Among what a search finds

find-kind-arrival = 도착 안내

## Ports and crossings

ports-title = { $city }의 통상구와 출입국
ports-description = { $city }에서 입국할 수 있는 공항과 여객항, 비자가 필요 없는 경우, 출발 전에 읽을 안내.
ports-intro = 어디에서 입국하는지, 어떤 노선이 있는지, 누가 비자가 필요한지 안내합니다.
ports-guides = 출발 전에 읽어 보세요
ports-figure = 입국 장소 { $n }곳 안내
