## The translation desk

desk-translation-title = Бюро переводов
desk-translation-intro = Сообщения, которые кто-то ещё не может прочесть, и неуверенные машинные переводы; сначала срочные.
desk-translation-count = 
    { $n ->
        [one] { $n } сообщение ждёт
        [few] { $n } сообщения ждут
        [many] { $n } сообщений ждут
       *[other] { $n } сообщения ждут
    }
desk-translation-which = Языки
desk-translation-mine = Языки, которые я знаю
desk-translation-all = Все языки
desk-translation-pair = { $from } → { $to }
desk-translation-check = На проверку
desk-translation-since = Ждёт с
desk-translation-message = Сообщение
desk-translation-empty = Нет сообщений, ожидающих перевода.
desk-translation-empty-mine = На ваших языках переводов не ждут.
desk-translation-see-only = Вы можете только смотреть; переводят переводчики и операторы.
desk-translation-one-title = Перевод: { $from } → { $to }
desk-translation-of = Обращение { $reference }: { $kind }
desk-translation-text = Перевод
desk-translation-text-hint = Передавайте смысл; термины — по принятому переводу.
desk-translation-save-next = Сохранить и перейти к следующему
desk-translation-save = Сохранить
desk-translation-skip = Пропустить
desk-translation-terms = Термины
desk-translation-no-terms = Терминов не найдено.
desk-translation-term-wrong = в переводе иначе
desk-translation-memory = Переведено ранее
desk-translation-memory-hint = Похожие предложения из прежних переводов. Процент показывает степень совпадения.
desk-translation-memory-insert = Вставить
desk-translation-context = Предыдущие сообщения
desk-translation-now = Текущий перевод
desk-translation-check-hint = Если перевод верен, сохраните его как есть: он будет считаться проверенным.
desk-translation-saved = Перевод сохранён.
desk-translation-all-done = Это был последний перевод.
desk-translation-with = Языковая пара
desk-translation-both = { $one } ↔ { $other }
desk-translation-missing = Для некоторых языков машинного перевода нет.
desk-translation-missing-pair = 
    { $n ->
        [one] { $pair }: { $n } сообщение ждёт переводчика
        [few] { $pair }: { $n } сообщения ждут переводчика
        [many] { $pair }: { $n } сообщений ждут переводчика
       *[other] { $pair }: { $n } сообщения ждут переводчика
    }
desk-translation-missing-add = Администратор может добавить модели на сервере:
desk-translation-awaited = Заявитель ждёт
desk-translation-filled = Такой же текст уже переводили, перевод подставлен. Проверьте его.
