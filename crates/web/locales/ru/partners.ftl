## What an event is called in the journal

partners-event-proposed = Предложен
partners-event-edited = Данные изменены
partners-event-agreed = Согласовано
partners-event-activated = Сотрудничество началось
partners-event-ended = Сотрудничество завершено
partners-event-renewed = Продлено
partners-event-contact-added = Контакт добавлен
partners-event-contact-changed = Контакт изменён
partners-event-contact-removed = Контакт удалён
partners-event-attached = Документ добавлен
partners-event-document-removed = Документ удалён
partners-event-document-published = Документ опубликован
partners-event-document-withdrawn = Документ снят с публикации
partners-event-linked = Связь добавлена
partners-event-unlinked = Связь удалена
partners-event-noted = Заметка
partners-event-published = Опубликовано
partners-event-withdrawn = Снято с публикации
partners-event-confirmed = Сведения подтверждены
partners-event-warned = Отправлено напоминание о продлении
partners-event-erased = Тексты удалены

## States and decisions

partners-state-proposed = Предложен
partners-state-agreed = Согласован
partners-state-active = Действует
partners-state-ended = Завершён
partners-decision-agreed = Решение о сотрудничестве
partners-decision-renewed = Решение о продлении
partners-decision-ended = Решение о завершении

## Commands: the button, and a line of help

partners-command-edit = Изменить данные
partners-command-agree = Записать решение
partners-command-activate = Начать сотрудничество
partners-command-end = Завершить
partners-command-renew = Продлить
partners-command-add-contact = Добавить контакт
partners-command-change-contact = Исправить контакт
partners-command-remove-contact = Удалить контакт
partners-command-attach = Добавить документ
partners-command-remove-document = Удалить документ
partners-command-publish-document = Опубликовать документ
partners-command-withdraw-document = Снять документ с публикации
partners-command-link = Связать
partners-command-unlink = Удалить связь
partners-command-note = Добавить заметку
partners-command-publish = Опубликовать
partners-command-withdraw = Снять с публикации
partners-command-confirm = Подтвердить сведения
partners-command-erase = Удалить тексты
partners-hint-edit = Введённое заменит прежние данные целиком; пустые поля останутся пустыми. Подтверждённое после этого нужно подтвердить заново.
partners-hint-agree = Укажите, кто принял решение. Сотрудничество ещё не началось, и посетители его не видят.
partners-hint-activate = Если включён показ, с этого момента его видят все. Без даты — с сегодняшнего дня.
partners-hint-end = Укажите причину. Посетители больше его не увидят; запись останется, вернуть её в действие нельзя.
partners-hint-renew = Укажите новый срок; перед ним придёт новое напоминание.
partners-hint-add-contact = Видят только сотрудники; не публикуется никогда.
partners-hint-change-contact = Выберите контакт и впишите только то, что изменилось; пустые поля останутся как есть.
partners-hint-remove-contact = Исчезнет из списка; из журнала слова уходят только вместе со всеми текстами.
partners-hint-attach = PDF или изображение до 10 МБ. Посетители увидят его, только когда его опубликует тот, кто вправе это сделать.
partners-hint-remove-document = Документ исчезнет из списка, и посетители его больше не увидят; сам файл удаляется окончательно при стирании всего текста.
partners-hint-publish-document = Кто видит партнёра, сможет прочитать и документ.
partners-hint-withdraw-document = Посетители сразу перестанут его видеть; сотрудники по-прежнему видят.
partners-hint-link = Номер обращения или другого партнёра либо название партнёра. Связь с обращением не публикуется.
partners-hint-unlink = Удаляется только связь; другая запись не меняется.
partners-hint-note = Видят только сотрудники.
partners-hint-publish = Действующий партнёр появится в открытом списке.
partners-hint-withdraw = Сразу исчезнет из открытого списка.
partners-hint-confirm = Означает, что вы сегодня проверили записанное; подтвердить можно в любое время снова. Если нашёлся лучший источник, укажите его.
partners-hint-erase = Названия, описания, контакты, документы и заметки удаляются навсегда. Запись о действиях остаётся.

## Labels of inputs

partners-input-kind = Вид
partners-input-names = Название
partners-input-summaries = Описание для всех
partners-input-country = Страна или регион
partners-input-since = С какого времени
partners-input-until = Действует до
partners-input-renew-until = Продлить до
partners-input-languages = Языки
partners-input-articles = Статьи положения
partners-input-unit = Ответственное ведомство
partners-input-website = Сайт
partners-input-source = Источник сведений
partners-input-public = Показывать всем
partners-input-confirmed = Сведения проверены
partners-input-already = Уже является партнёром
partners-input-decided_by = Кем принято решение
partners-input-on = Дата решения
partners-input-reason = Причина
partners-input-name = Имя
partners-input-role = Должность
partners-input-email = Электронная почта
partners-input-phone = Телефон
partners-input-language = Язык общения
partners-input-contact = Контакт
partners-input-title = Название
partners-input-date = Дата документа
partners-input-file = Файл
partners-input-document = Документ
partners-input-to = Номер или название
partners-input-link = Связь
partners-input-text = Текст
partners-names-required = Укажите название хотя бы на одном языке
partners-link-unknown = Среди доступных вам записей нет такого номера, а партнёра с таким названием нет или их несколько.
partners-link-meant = Возможно, вы имели в виду: { $list }
partners-renew-after = Новый день должен быть позже: { $date }

## The list at the desk

partners-title = Партнёры
partners-intro = Города-побратимы, послы, программы и организации, с которыми работает город, и сроки продления.
partners-count =
    { $n ->
        [one] { $n } партнёр
        [few] { $n } партнёра
        [many] { $n } партнёров
       *[other] { $n } партнёра
    }
partners-filters = Фильтры
partners-search = Поиск
partners-search-hint = Номер, название или слова
partners-filter-state = Состояние
partners-filter-kind = Вид
partners-filter-country = Страна или регион
partners-filter-unit = Ведомство
partners-filter-article = Статья
partners-filter-language = Язык
partners-filter-renewal = Только с близким продлением
partners-filter-unconfirmed = Только неподтверждённые
partners-any = Все
partners-filter-sort = Порядок
partners-sort-name = По названию
partners-sort-newest = Сначала новые
partners-sort-renewal = Сначала с ближайшим сроком
partners-column-name = Название
partners-column-kind = Вид
partners-column-country = Страна или регион
partners-column-unit = Ведомство
partners-column-state = Состояние
partners-column-since = С какого времени
partners-column-until = Действует до
partners-renew-now = Пора продлить
partners-empty = Партнёров пока нет. Предложите первого или загрузите таблицу.
partners-empty-filtered = Подходящих партнёров нет. Смягчите условия или сбросьте фильтры.
partners-command-open = Предложить партнёра
partners-import-link = Загрузить таблицу
partners-open-title = Новый партнёр
partners-open-hint = Укажите название хотя бы на одном языке, неизвестное оставьте пустым. Статьи, ведомство и показ всем берутся из вида, если не указано иное.
partners-open-send = Предложить

## One partner at the desk

partners-page-title = Партнёр { $reference }
partners-back = К списку
partners-live = Сведения о партнёре только что изменились: показать
partners-unnamed = (название удалено)
partners-opened = Внесён
partners-facts = Сведения
partners-kind = Вид
partners-country = Страна или регион
partners-since = Начало: { $date }
partners-since-label = С какого времени
partners-until-label = Действует до
partners-renewal-near = Скоро продление: { $date }
partners-renewal-over = Срок продления прошёл: { $date }
partners-warned = Ведомству напомнили
partners-languages = Языки
partners-articles = Статьи
partners-article = Статья { $n }
partners-unit = Ответственное ведомство
partners-website = Сайт
partners-source = Источник
partners-not-known = Неизвестно
partners-unconfirmed = Не подтверждено (запись от { $date })
partners-confirmed = Подтверждено { $date }
partners-is-public = Показывается всем
partners-is-public-later = Будет показан, когда начнёт действовать
partners-is-inner = Не показывается
partners-decisions = Решения
partners-no-decisions = Решения не записаны.
partners-decided-by = Решение: { $who }
partners-decided-recorded = внёс(ла) { $name }
partners-decision-until = до { $date }
partners-contacts = Контакты
partners-no-contacts = Контактов пока нет.
partners-contacts-hidden = Контакты видят только ответственное ведомство, операторы, супервизоры и специалисты по планированию.
partners-documents = Документы
partners-document = Документ
partners-no-documents = Документов нет.
partners-document-of = от { $date }
partners-document-public = для всех
partners-size = { $n } КБ
partners-links = Связанное
partners-links-partners = Партнёры
partners-links-cases = Обращения
partners-no-links = Связей нет.
partners-notes = Внутренние заметки
partners-no-notes = Заметок нет.
partners-history = История
partners-history-change = { $field }: { $before } → { $after }
partners-history-nothing = (пусто)
partners-erased = Тексты этого партнёра удалены, осталась запись о действиях.
partners-you-see-only = Вы можете видеть этого партнёра, но не вести его.
partners-group-decide = Решения и сроки
partners-group-enter = Записи
partners-group-public = Показ
partners-group-more = Другое
partners-done = Готово: { $what }
partners-unknown-title = Такого партнёра нет
partners-unknown = Партнёра с таким номером нет или он вам недоступен.

## From a table

partners-import-title = Загрузить партнёров из CSV
partners-import-hint = Первая строка — названия столбцов: kind, name_zh, name_en (другие языки так же), summary_zh, country, since, until, languages, articles, unit, website, source, status, public. Нужны только вид и одно название. В таблице, скачанной из реестра, те же столбцы и reference: строка с уже имеющимся номером пропускается.
partners-import-status = Статус: in-force (партнёр, проверено), verify (партнёр, не подтверждено) или proposed; пустой означает proposed. Неизвестное оставляйте пустым, не угадывайте.
partners-import-file = Файл CSV
partners-import-template = Скачать пустую таблицу
partners-import-no-file = Выберите файл; если вы его выбрали, он пуст.
partners-import-check = Проверить файл
partners-import-bad =
    { $n ->
        [one] Исправить { $n } ячейку
        [few] Исправить { $n } ячейки
        [many] Исправить { $n } ячеек
       *[other] Исправить { $n } ячейки
    }
partners-import-bad-hint = Ничего не внесено. Исправьте файл и проверьте ещё раз.
partners-import-good =
    { $n ->
        [one] { $n } строка, всё верно
        [few] { $n } строки, всё верно
        [many] { $n } строк, всё верно
       *[other] { $n } строки, всё верно
    }
partners-import-good-hint = Просмотрите таблицу и внесите.
partners-import-duplicates =
    { $n ->
        [one] { $n } строка повторяется и пропускается
        [few] { $n } строки повторяются и пропускаются
        [many] { $n } строк повторяются и пропускаются
       *[other] { $n } строки повторяются и пропускаются
    }
partners-import-duplicate-line = Строка { $line }: вид и название как в строке { $other }
partners-import-duplicate-partner = Строка { $line } уже внесена: { $reference }
partners-import-enter = Внести всё
partners-import-entered =
    { $n ->
        [one] Внесён { $n } партнёр
        [few] Внесено { $n } партнёра
        [many] Внесено { $n } партнёров
       *[other] Внесено { $n } партнёра
    }
partners-import-nothing = Вносить нечего.
partners-import-empty = В файле нет строк с данными.
partners-import-not-csv = Файл не удалось прочитать. Сохраните его как CSV в кодировке UTF-8.
partners-import-column-line = Строка
partners-import-column-column = Столбец
partners-import-column-value = Что записано
partners-import-column-problem = Что не так
partners-cell-unknown-field = Такого столбца нет
partners-cell-languages-not-a-language = Укажите коды языков, например ko; ru
partners-cell-until-not-a-date = Укажите день, например 2027-06-30
partners-cell-since-not-a-date = Укажите год, месяц или день: 1987, 2023-09 или 1992-05-18
partners-cell-articles-not-a-number = Укажите числа, например 18 или 18; 42
partners-cell-articles-not-an-option = Такой статьи в положении нет
partners-cell-status-not-an-option = Укажите in-force, verify или proposed
partners-cell-country-not-an-option = Такой страны или региона нет; укажите код, например KR, или название
partners-cell-kind-not-an-option = Такого вида нет; коды перечислены ниже
partners-cell-unit-unknown-unit = Ведомства с таким кодом нет; коды перечислены ниже
partners-cell-public-not-an-option = Укажите yes или no
partners-import-kinds = Коды видов
partners-import-units = Коды ведомств
partners-import-go-on = Продолжить
partners-import-left =
    { $n ->
        [one] Осталась { $n } строка
        [few] Осталось { $n } строки
        [many] Осталось { $n } строк
       *[other] Осталось { $n } строки
    }
partners-import-uneven = В строке { $line } больше ячеек, чем столбцов, либо у столбца нет названия или оно повторяется.
partners-import-active-unconfirmed = Действует, не подтверждено

## What the public sees

partners-public-title = Партнёры города
partners-public-intro = Города, организации и программы, с которыми работает город.
partners-public-description = { $name } ({ $kind }), партнёр города: с какого времени и к какому ведомству обращаться.
partners-public-by-kind = По видам
partners-public-by-country = По странам и регионам
partners-public-no-country = Страна или регион не указаны
partners-public-show = Показать
partners-public-active =
    { $n ->
        [one] { $n } действующий партнёр
        [few] { $n } действующих партнёра
        [many] { $n } действующих партнёров
       *[other] { $n } действующего партнёра
    }
partners-public-unconfirmed = Не подтверждено
partners-public-unconfirmed-hint = Эти сведения ещё не проверены у партнёра или по документам.
partners-public-other-language = Язык названия: { $language }
partners-public-empty = Сейчас в списке нет партнёров.
partners-public-empty-filtered = Под выбранные условия партнёров нет.
partners-public-all = Показать всех
partners-public-pages = Страницы
partners-public-previous = Предыдущая страница
partners-public-next = Следующая страница
partners-public-back = К списку партнёров
partners-public-related = Связанные партнёры
partners-public-website = Перейти на сайт
partners-public-ask = Хотите узнать больше или участвовать? Обратитесь: { $unit }.
partners-waiting = { $n ->
    [one] Скоро нужно продлить { $n } партнёрство вашего ведомства
    [few] Скоро нужно продлить { $n } партнёрства вашего ведомства
   *[many] Скоро нужно продлить { $n } партнёрств вашего ведомства
}
tasks-kind-partner-renewal = Напоминание о продлении партнёрства
