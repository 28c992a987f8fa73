arrivals-title = 到达{ $city }
arrivals-description = { $city }的机场、火车站和客运港口：接着怎么走，先做什么，看病、游览和求助。有多语种单页可打印。
arrivals-intro = 在哪里下飞机、下车、下船，就看哪一页。每一页都有可以打印的单页，内容相同。
arrivals-place-description = 到达{ $name }以后：去{ $city }市区、先做的几件事、看病、游览和紧急电话。
arrivals-open = 到达以后怎么走，附可打印的单页
arrivals-welcome = 欢迎来到{ $city }
arrivals-sheet = { $name }：欢迎来到{ $city }
arrivals-numbers = 要记住的电话
arrivals-way = 接着怎么走
arrivals-taxi = 坐出租车时，请给司机看{ $language }地址。
arrivals-first = 先做这几件事
arrivals-border = 入境
arrivals-medical = 看病
arrivals-tourism = 值得一看
arrivals-leaflet = 可打印的单页
arrivals-paper-a4 = A4（PDF）
arrivals-paper-a5 = A5（PDF）
arrivals-qr = 用手机扫码，打开这一页
arrivals-reviewed = 内容核对于{ $date }
arrivals-place = 这个地点的地址和其他资料
arrivals-kiosk = 大厅触摸屏版
arrivals-kiosk-touch = 点这里开始
arrivals-kiosk-menu = 您需要什么？
arrivals-kiosk-back = 返回
arrivals-kiosk-again = 重新开始
arrivals-kiosk-still = 您还在吗？
arrivals-kiosk-stay = 点一下屏幕就可以继续看。没有人点，这一页会关闭。
arrivals-figure = { $n }个地点有到达指南

## Among what a search finds

find-kind-arrival = 到达指南

## Ports and crossings

ports-title = { $city }的口岸和出入境
ports-description = 从哪里入境{ $city }：机场和客运港口，谁可以免签，出发前要看什么。
ports-intro = 在哪里办理入境，有哪些航线，谁需要签证。
ports-guides = 出发前请看
ports-figure = { $n }个入境地点的说明
