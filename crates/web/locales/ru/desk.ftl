## The frame of every page of the desk

desk-title = Рабочее место
desk-nav = Разделы рабочего места
desk-nav-queue = Очередь
desk-nav-inbox = Входящие ведомства
desk-nav-new = Новое обращение
desk-nav-translation = Переводы
desk-nav-wall = Табло контроля
desk-interface-language = Язык интерфейса
desk-account = Моя учётная запись
desk-sign-out = Выйти
desk-public-site = Сайт для заявителей

## Signing in

desk-sign-in-title = Вход на рабочее место
desk-sign-in-intro = Только для сотрудников ведомств и горячей линии.
desk-sign-in-login = Логин
desk-sign-in-password = Пароль
desk-sign-in-button = Войти
desk-sign-in-wrong = Неверный логин или пароль.
desk-sign-in-slow = Слишком много попыток. Повторите через минуту.
desk-sign-in-expired-title = Сеанс завершён
desk-sign-in-expired =
    Если вы не работали { $idle ->
        [one] { $idle } час
        [few] { $idle } часа
       *[many] { $idle } часов
    } или после входа прошло { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
       *[many] { $hours } часов
    }, нужно войти снова. Написанное сохранено и появится после входа; оно ещё не отправлено.
desk-sign-in-needed = Сначала войдите.
desk-signed-out = Вы вышли.
desk-resumed-title = Ваш текст ещё не отправлен
desk-resumed = Это то, что вы ввели до завершения сеанса. Проверьте и отправьте.
desk-forbidden-title = У вашей роли нет доступа к этой странице
desk-forbidden = Вы вошли с ролью «{ $role }»; этой роли страница недоступна. Если она нужна для работы, обратитесь к администратору.
desk-forbidden-home = На вашу начальную страницу
desk-no-rooms = Для вашей роли на рабочем месте пока нет задач.
desk-case-unknown-title = Обращение не найдено
desk-case-unknown = Обращения с таким номером нет, либо оно не относится к вашему ведомству.

## Keyboard

desk-keys = Горячие клавиши
desk-keys-close = Закрыть
desk-keys-next = Следующая строка
desk-keys-previous = Предыдущая строка
desk-keys-open = Открыть выбранную строку
desk-keys-search = Поиск
desk-keys-show = Показать изменения
desk-keys-send = Отправить заполняемую форму
desk-keys-insert = Вставить вариант с этим номером
desk-keys-skip = Пропустить и перейти дальше
desk-keys-help = Показать этот список
desk-keys-then = затем
desk-keys-on = Использовать однобуквенные клавиши
desk-keys-on-hint = Отключите, если диктуете текст или часто нажимаете клавиши случайно. Всё доступно и с клавиши Tab.

## Words used on several pages

desk-state-received = Ожидает приёма
desk-state-returned = Возвращено
desk-state-accepted = Принято
desk-state-in-progress = В работе
desk-state-waiting-resident = Ждёт ответа заявителя
desk-state-waiting-appraisal = Ждёт экспертизы
desk-state-waiting-partner = Ждёт партнёра
desk-state-answered = Ответ готов
desk-state-closed = Закрыто
desk-state-declined = Отклонено
desk-state-reopened = Возобновлено
desk-state-merged = Объединено
desk-channel-web = Сайт
desk-channel-api = API
desk-channel-phone = Телефон
desk-channel-counter = Окно приёма
desk-card-yellow = Жёлтая карточка
desk-card-red = Красная карточка
desk-due-today = срок сегодня
desk-due-left = осталось { $n } раб. дн.
desk-due-left-hours = 
    { $n ->
        [one] остался { $n } час
        [few] осталось { $n } часа
        [many] осталось { $n } часов
       *[other] осталось { $n } часа
    }
desk-due-late = просрочка { $n } раб. дн.
desk-due-late-now = просрочено
desk-due-paused = срок приостановлен
desk-due-none = сроков нет
desk-urgent = Срочно
desk-escalated = На решении супервизора
desk-asks-extension = Запрошено продление
desk-returned-times = 
    { $n ->
        [one] возвращено { $n } раз
        [few] возвращено { $n } раза
        [many] возвращено { $n } раз
       *[other] возвращено { $n } раза
    }
desk-reopened-times = 
    { $n ->
        [one] возобновлено { $n } раз
        [few] возобновлено { $n } раза
        [many] возобновлено { $n } раз
       *[other] возобновлено { $n } раза
    }
desk-provisional = предварительно: праздники того года ещё не объявлены
desk-yes = Да
desk-no = Нет
desk-optional = необязательно
desk-one-language = Достаточно одного языка.
desk-choose = Выберите
desk-resident = Заявитель
desk-csv = Скачать CSV
desk-list-all = Все
desk-list-any = все
desk-list-apply = Применить
desk-list-clear = Сбросить фильтры
desk-list-previous = Предыдущая страница
desk-list-next = Следующая страница
desk-list-pages = Страницы
desk-live-changes = Изменения: { $n } — показать
desk-live-case = Обращение только что изменилось: показать
desk-date = { $d }.{ $m }.{ $y }
desk-moment = { $date } { $time }
desk-system = Система
desk-me = я
desk-print = Печать
