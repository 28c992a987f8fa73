arrivals-title = Прибытие: { $city }
arrivals-description = Аэропорт, вокзалы и паромные порты ({ $city }): как ехать дальше, что сделать сначала, врачи, достопримечательности, телефоны. Есть листовка для печати.
arrivals-intro = Выберите, куда вы прибываете. Каждую страницу можно распечатать как листовку с тем же текстом.
arrivals-place-description = { $name }: как ехать дальше в { $city }, первые шаги, врачи, достопримечательности и экстренные телефоны.
arrivals-open = Что делать по прибытии и листовка для печати
arrivals-welcome = Добро пожаловать: { $city }
arrivals-sheet = { $name }: добро пожаловать, { $city }
arrivals-numbers = Важные телефоны
arrivals-way = Как ехать дальше
arrivals-taxi = В такси покажите водителю адрес на языке города ({ $language }).
arrivals-first = Первые шаги
arrivals-border = На границе
arrivals-medical = Врачи и больницы
arrivals-tourism = Что посмотреть
arrivals-leaflet = Листовка для печати
arrivals-paper-a4 = A4 (PDF)
arrivals-paper-a5 = A5 (PDF)
arrivals-qr = Откройте эту страницу на телефоне
arrivals-reviewed = Проверено { $date }
arrivals-place = Адрес и другие сведения об этом месте
arrivals-kiosk = Вид для сенсорного экрана в зале
arrivals-kiosk-touch = Нажмите, чтобы начать
arrivals-kiosk-menu = Что вам нужно?
arrivals-kiosk-back = Назад
arrivals-kiosk-again = В начало
arrivals-kiosk-still = Вы ещё здесь?
arrivals-kiosk-stay = Коснитесь экрана, чтобы продолжить. Иначе эта страница закроется.
arrivals-figure = { $n ->
    [one] памятка для прибывающих есть в { $n } месте
    [few] памятки для прибывающих есть в { $n } местах
   *[other] памятки для прибывающих есть в { $n } местах
}

## Among what a search finds

find-kind-arrival = Прибытие

## Ports and crossings

ports-title = Порты и пункты пропуска: { $city }
ports-description = Где проходят границу ({ $city }): аэропорт и паромные порты, кому не нужна виза и что прочитать до поездки.
ports-intro = Где проходят границу, какие есть линии и кому нужна виза.
ports-guides = Прочитайте до поездки
ports-figure = { $n ->
    [one] описан { $n } пункт пропуска
    [few] описаны { $n } пункта пропуска
   *[other] описано { $n } пунктов пропуска
}
