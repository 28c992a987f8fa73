page-site = Harborline: { $city }
page-skip = Перейти к содержанию
page-menu = Главное меню
page-footer-menu = Другие страницы
page-nav-services = Услуги
page-nav-follow = Моё обращение
page-nav-regulation = Положение
page-nav-help = Помощь
page-language = Язык:
page-desk = Для сотрудников
page-description = Платформа городских услуг для иностранных граждан, { $city }: вопросы, жалобы и заявления на вашем языке.
page-crumbs = Вы здесь
page-home = Главная
page-back = Назад
page-print = Распечатать
page-copy = Скопировать
page-copied = Скопировано
page-more = Читайте также
page-unchecked-text = Перевод этого текста на русский язык ещё никто не проверил, поэтому показан оригинал ({ $language }).
page-unchecked-parts = Часть переводов на этой странице ещё никто не проверил, поэтому вместо них показан оригинал ({ $language }).
page-unconfirmed = Перевод сверен с оригиналом в рамках проекта; город его ещё не подтвердил.
page-list-comma = ,{" "}
page-full-stop = .
page-colon = :{" "}
page-demo = Демонстрация: всё показанное здесь вымышлено. Не вводите настоящие данные.
page-made-up = Вымышленный город: { $city } не существует, это образец. Написанное здесь никто не рассматривает, и по этим номерам никто не отвечает.

language-other = другой язык ({ $code })
language-unknown = не определён ({ $script })

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = Гонконг (Китай)
country-MO = Макао (Китай)
country-TW = Тайвань (Китай)

