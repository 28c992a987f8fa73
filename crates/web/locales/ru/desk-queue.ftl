## The queue

desk-queue-title = Очередь
desk-queue-count = 
    { $n ->
        [one] { $n } обращение
        [few] { $n } обращения
        [many] { $n } обращений
       *[other] { $n } обращения
    }
desk-queue-tabs = По состоянию
desk-queue-group-open = Открытые
desk-queue-group-to-accept = К приёму
desk-queue-group-in-hand = В работе
desk-queue-group-waiting = Ожидание
desk-queue-group-answered = С ответом
desk-queue-group-over = Завершённые
desk-queue-group-all = Все
desk-queue-filters = Фильтры
desk-queue-search = Поиск
desk-queue-search-hint = Номер, имя, контакт или слова
desk-queue-unit = Ведомство
desk-queue-language = Язык
desk-queue-service = Услуга
desk-queue-due = Срок
desk-queue-due-any = любой
desk-queue-due-late = просрочено (красная карточка)
desk-queue-due-soon = срок истекает (жёлтая карточка)
desk-queue-sort = Порядок
desk-queue-sort-due = по сроку
desk-queue-sort-newest = сначала новые
desk-queue-sort-changed = сначала изменённые
desk-queue-urgent = Только срочные
desk-queue-escalated = Только на решении супервизора
desk-queue-mine = Мои
desk-queue-readable = На языках, которые я читаю
desk-queue-empty = Обращений сейчас нет.
desk-queue-empty-filtered = Ничего не найдено. Ослабьте фильтры или сбросьте их.
desk-queue-column-case = Обращение
desk-queue-column-state = Состояние
desk-queue-column-unit = Ведомство
desk-queue-column-language = Язык
desk-queue-column-due = Срок
desk-queue-column-holder = Исполнитель
desk-queue-column-opened = Получено
desk-queue-column-reference = Номер
desk-queue-nobody = не назначен
desk-queue-no-text = (без описания)
desk-queue-erased = (данные удалены)

## The unit's inbox

desk-inbox-title = Входящие: { $unit }
desk-inbox-to-accept = К приёму
desk-inbox-in-hand = В работе
desk-inbox-waiting = Ожидание
desk-inbox-extension = Запрошено продление
desk-inbox-answered = С ответом
desk-inbox-empty-to-accept = Нет обращений, ожидающих приёма.
desk-inbox-empty-in-hand = В работе ничего нет.
desk-inbox-empty-waiting = Ничего не ожидается.
desk-inbox-empty-extension = Нет запросов на продление.
desk-inbox-empty-answered = Нет ответов, ожидающих оценки.
desk-inbox-all = Все в очереди
desk-inbox-more = и ещё { $n }
desk-queue-danger-answer = { $question } { $answer }
desk-queue-danger = Только кто в опасности
desk-queue-danger-waits = 
    { $n ->
        [one] { $n } человек не в безопасности
        [few] { $n } человека не в безопасности
       *[other] { $n } человек не в безопасности
    }
desk-alarm-said = Кто-то не в безопасности
desk-alarm-off = Звук: выкл.
desk-alarm-on = Звук: вкл.
