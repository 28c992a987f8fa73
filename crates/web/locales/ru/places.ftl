places-nav = Места
places-title = Места: { $city }
places-description = { $city }: больницы, школы, вокзалы, порты и достопримечательности. Где они находятся, на каких языках там говорят и когда открыто.
places-intro = Ищите по виду, району и языку. Номер в списке — это номер на карте.
places-place-description = { $name } ({ $kind }), { $city }: адрес, контакты, языки и часы работы.
places-kind = Вид
places-district = Район
places-language = Язык
places-any = Все
places-only = Показать только
places-only-spoken = Сотрудники говорят сами (без переводчика)
places-only-open = Открыто сейчас
places-only-wheelchair = Доступно на коляске (полностью или частично)
places-show = Показать
places-all = Показать все места
places-empty = Подходящих мест не найдено. Попробуйте убрать часть условий.
places-call = Не уверены? Позвоните на горячую линию и назовите свой язык:
places-silence = Если о языках, часах или доступе на коляске ничего не сказано, мы этого пока не знаем; это не значит «нет».
places-near = Рядом со мной
places-near-hint = Браузер спросит о вашем местоположении. Оно используется только на вашем устройстве для расчёта расстояний и никуда не отправляется.
places-near-waiting = Определяем местоположение…
places-near-none = Ни у одного из этих мест положение не известно.
places-near-denied = Браузер не сообщил местоположение. Вы можете искать по району.
places-near-failed = Сейчас загрузить не удалось. Попробуйте позже.
places-map = Карта мест; каждый номер есть в списке
places-map-one = Где это в городе
places-map-more = Увеличить и двигать карту
places-map-in = Увеличить
places-map-out = Уменьшить
places-number = Номер на карте
places-no-point = нет на карте: положение не известно
places-spoken = Говорят на языках
places-interpreted = Перевод на языки
places-list-spoken = Говорят на языках: { $languages }
places-list-interpreted = Перевод на языки: { $languages }
places-wheelchair = Коляски
places-wheelchair-yes = Доступно на коляске
places-wheelchair-partly = Частично доступно на коляске
places-wheelchair-no = Недоступно на коляске
places-pages = Страницы списка
places-page = страница { $n } из { $of }
places-previous = Предыдущая страница
places-next = Следующая страница
places-driver = Покажите водителю
places-address = Адрес
places-phone = Телефон
places-email = Эл. почта
places-website = Сайт
places-specialities = Профиль
places-hours = Часы работы
places-day = День
places-today = сегодня
places-all-day = круглосуточно
places-span = { $from }–{ $to }
places-closed-day = закрыто
places-perhaps = не точно
places-doubtful = В опубликованных часах об этих днях ничего нет; позвоните заранее.
places-made-up = рабочий день за праздник: { $holiday }
places-open = Сейчас открыто
places-open-until = Сейчас открыто, до { $time }
places-open-until-day = Сейчас открыто, до: { $day }, { $time }
places-closed = Сейчас закрыто
places-closed-until = Сейчас закрыто, откроется в { $time }
places-closed-until-day = Сейчас закрыто, откроется: { $day }, { $time }
places-maybe-open = Возможно, сегодня закрыто; позвоните заранее
places-metres = { $n } м
places-kilometres = { $n } км
places-nearby = В пешей доступности (до 1 км)
places-source = Источник
places-confidence = Достоверность
places-confidence-high = Положение известно
places-confidence-medium = Положение примерное или данные устарели
places-confidence-listed = Только название и адрес из справочника, не проверено
places-unknown = Пока не известно: { $what }.
places-fact-point = точка на карте
places-fact-hours = часы работы
places-fact-languages = языки
places-fact-wheelchair = доступ на коляске
places-fact-phone = телефон
places-tell = Знаете больше? Сообщите нам
places-back = Все места
places-count = { $n ->
    [one] { $n } место
    [few] { $n } места
    [many] { $n } мест
   *[other] { $n } места
}
places-figure = { $n ->
    [one] { $n } место в справочнике
    [few] { $n } места в справочнике
    [many] { $n } мест в справочнике
   *[other] { $n } места в справочнике
}
places-silent = { $n ->
    [one] Ещё об { $n } месте таких сведений нет, оно не показано.
    [few] Ещё о { $n } местах таких сведений нет, они не показаны.
    [many] Ещё о { $n } местах таких сведений нет, они не показаны.
   *[other] Ещё о { $n } местах таких сведений нет, они не показаны.
}

## What kinds of places are for

places-group-transport = Транспорт
places-group-health = Медицина
places-group-school = Школы
places-group-university = Вузы
places-group-police = Полиция
places-group-government = Власти
places-group-consulate = Консульства
places-group-legal = Право
places-group-business = Бизнес
places-group-community = Жилые районы
places-group-culture = Культура
places-group-sight = Достопримечательности
places-group-park = Парки и пляжи
places-group-sport = Спорт
places-group-sea = Море
places-group-shopping = Покупки

## Transport, ports and crossings

transport-title = Транспорт и пункты пропуска
transport-description = { $city }: как добраться. Аэропорт, вокзалы, порты и линии, которые там останавливаются.
transport-intro = Аэропорт, вокзалы и порты, а также известные нам линии. Расписание меняется — уточните у перевозчика перед поездкой.
transport-guides = Памятки
transport-none = Аэропорты, вокзалы и порты пока не внесены.
transport-means-air = По воздуху
transport-means-rail = По железной дороге
transport-means-ferry = Паромом
transport-means-road = По дороге
transport-calls = Остановки:
transport-source = Источник: { $sources }
transport-unconfirmed = Не подтверждено; данные на { $date }
transport-unconfirmed-undated = Не подтверждено; источник без даты
transport-as-of = данные на { $date }
