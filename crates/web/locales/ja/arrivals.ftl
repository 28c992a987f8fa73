arrivals-title = { $city }に着いたら
arrivals-description = { $city }の空港・駅・旅客港：この先の交通、まずすること、病院、見どころ、電話番号。印刷用の案内もあります。
arrivals-intro = 到着する場所をお選びください。同じ内容の印刷用の案内があります。
arrivals-place-description = { $name }に着いたら：{ $city }市内への交通、まずすること、病院、見どころ、緊急電話。
arrivals-open = 到着後の案内と印刷用の一枚
arrivals-welcome = { $city }へようこそ
arrivals-sheet = { $name }：{ $city }へようこそ
arrivals-numbers = 控えておきたい電話番号
arrivals-way = この先の交通
arrivals-taxi = タクシーでは、運転手に{ $language }の住所を見せてください。
arrivals-first = まずすること
arrivals-border = 入国
arrivals-medical = 病院
arrivals-tourism = 見どころ
arrivals-leaflet = 印刷用の案内
arrivals-paper-a4 = A4（PDF）
arrivals-paper-a5 = A5（PDF）
arrivals-qr = このページをスマートフォンで開く
arrivals-reviewed = { $date }確認
arrivals-place = この場所の住所と詳細
arrivals-kiosk = ロビーのタッチ画面用の表示
arrivals-kiosk-touch = 触れて始める
arrivals-kiosk-menu = 何をお探しですか
arrivals-kiosk-back = 戻る
arrivals-kiosk-again = 最初から
arrivals-kiosk-still = ご覧になっていますか
arrivals-kiosk-stay = 画面に触れると続けてご覧になれます。触れないと、このページは閉じます。
arrivals-figure = 到着案内のある場所 { $n }か所

## Among what a search finds

find-kind-arrival = 到着案内

## Ports and crossings

ports-title = { $city }の港・空港と出入国
ports-description = { $city }で入国できる空港と旅客港、ビザが要らない場合、出発前に読む案内。
ports-intro = どこで入国手続きをするか、どの航路があるか、誰にビザが必要か。
ports-guides = 出発前にお読みください
ports-figure = 入国地点 { $n }か所の案内
