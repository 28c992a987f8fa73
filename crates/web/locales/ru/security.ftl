security-title = Журнал безопасности
security-hint = Кто вошёл и кому отказано, что изменено у сотрудников и в их правах, что выгружено, удалено или просмотрено. Имён, адресов и текстов здесь нет: сотрудники записаны по номерам. Изменить записи нельзя.
security-filters = Отбор записей
security-filter-kind = Событие
security-filter-person = Сотрудник
security-filter-from = С даты
security-filter-until = По дату
security-total =
    { $n ->
        [one] { $n } запись
        [few] { $n } записи
       *[many] { $n } записей
    }
security-empty = Таких событий не было.
security-nobody = Без входа
security-command-line = Командная строка
security-was-is = { $was } → { $is }
security-rows =
    { $n ->
        [one] { $n } строка
        [few] { $n } строки
       *[many] { $n } строк
    }
security-times =
    { $n ->
        [one] { $n } раз
        [few] { $n } раза
       *[many] { $n } раз
    }
security-from = источник { $from }
security-column-at = Когда
security-column-kind = Событие
security-column-code = Код
security-column-who = Кто
security-column-whom = Кому
security-column-record = Запись
security-column-details = Подробности
security-kind-signed-in = Вход
security-kind-sign-in-refused = Отказ во входе
security-kind-signed-out = Выход
security-kind-session-ended = Сеанс завершён
security-kind-denied = Отказ в доступе
security-kind-person-added = Сотрудник добавлен
security-kind-person-changed = Изменены имя или языки
security-kind-rights-changed = Изменены роль или ведомство
security-kind-person-left = Больше не работает
security-kind-person-returned = Снова работает
security-kind-password-set = Пароль задан
security-kind-exported = Список выгружен
security-kind-erased = Удалено
security-kind-secret-read = Просмотрена закрытая информация
security-what-gathered = подобные события, подсчитаны вместе
security-what-password-change = при смене пароля
security-what-same-device = новый вход на том же устройстве
security-what-too-many = слишком много сеансов
security-what-words = тексты и файлы записи
security-what-file = файл
security-what-recording = запись разговора
security-what-access-code = код доступа к новому обращению
security-what-cases = обращения
security-what-rates = показатели ведомств
security-what-levels = уровни языка
security-what-training = обучение
security-what-legal = переводы законов
security-what-staffing = расстановка операторов
security-what-hotline = показатели горячей линии
security-what-partners = партнёры
security-what-interpretation = задания переводчиков
security-what-interpreting-hours = часы переводчиков
security-what-security = журнал безопасности
