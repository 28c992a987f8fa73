## What an event is called in the journal

training-event-opened = Курс создан
training-event-edited = Данные курса изменены
training-event-session-scheduled = Занятие назначено
training-event-session-moved = Занятие перенесено
training-event-session-cancelled = Занятие отменено
training-event-enrolled = Записан на курс
training-event-unenrolled = Исключён из списка
training-event-attendance-taken = Отмечено посещение
training-event-level-reached = Уровень достигнут
training-event-level-withdrawn = Уровень отозван
training-event-closed = Курс завершён
training-event-reopened = Курс возобновлён
training-event-noted = Заметка
training-event-expiry-warned = Напоминание об истечении уровня
training-event-erased = Тексты удалены
training-detail-staff = Сотрудник: { $name }
training-detail-attendance = Занятие { $n }, { $name }: { $how }
training-detail-level = { $name }: { $language }, { $level }, с { $date } (до: { $until })
training-detail-reason = Причина: { $reason }

## States, kinds, levels, attendance

training-state-planned = Запланирован
training-state-running = Идёт
training-state-closed = Завершён
training-kind-language = Языковой курс
training-kind-protocol = Курс протокола
training-kind-recognition = Признание уровня
training-kind-hint-recognition = Уровни, достигнутые в другом месте: по сертификату или от рождения; занятий нет.
training-level-basic = Базовый
training-level-working = Рабочий
training-level-native = Родной
training-level-hint-basic = Приветствует, понимает простую просьбу, показывает дорогу.
training-level-hint-working = Ведёт дело на этом языке без переводчика.
training-level-hint-native = Говорит с детства или не хуже; без указанной даты не истекает.
training-how-attended = Присутствие
training-how-excused = Уважительная причина
training-how-absent = Отсутствие
training-how-unknown = Не отмечено

## Commands: the button, and a line of help

training-command-edit = Изменить данные
training-command-schedule = Назначить занятие
training-command-move-session = Перенести или исправить
training-command-cancel-session = Отменить занятие
training-command-enrol = Записать на курс
training-command-unenrol = Исключить из списка
training-command-take-attendance = Отметить всех
training-command-attend = Отметить одного сотрудника
training-command-reach-several = Внести уровни нескольких сотрудников
training-command-reach = Внести уровень
training-command-withdraw-level = Отозвать уровень
training-command-close = Завершить курс
training-command-reopen = Возобновить курс
training-command-note = Добавить заметку
training-command-warn = Напомнить об истечении
training-command-erase = Удалить тексты
training-hint-edit = Пустое поле не меняется. Если указано хоть одно название, заменяются все.
training-hint-schedule = По местному времени города. Прошедшее занятие тоже можно внести.
training-hint-move-session = Для занятия, которое ещё не состоялось. Отменённое снова состоится. Сообщите тем, кто собирался прийти.
training-hint-cancel-session = Только если на нём ещё никого не было. Сообщите тем, кто собирался прийти.
training-hint-enrol = Они увидят курс в своём обучении; посещение отмечается по этому списку. Их не может быть больше, чем мест.
training-hint-unenrol = Внесённые посещения и уровни остаются.
training-hint-take-attendance = Отметьте всех, кто был. Остальные из списка отсутствовали; внесённая уважительная причина сохраняется.
training-hint-attend = Уважительную причину можно внести заранее, присутствие и отсутствие — в день занятия. Повторная запись исправляет прежнюю.
training-hint-reach-several = Все, кто записан, присутствовал или имеет уровень. Отметьте каждому один уровень; без отметки ничего не меняется.
training-hint-reach = Заменяет прежний уровень того же сотрудника и языка на этом курсе. Без даты истекает через два года, родной язык — бессрочно.
training-hint-withdraw-level = Если внесён по ошибке или сертификат недействителен. Сразу перестаёт учитываться; запись в журнале остаётся.
training-hint-close = После этого посещения и уровни не вносят. Достигнутые уровни действуют дальше.
training-hint-reopen = Курс продолжится, записи снова можно вносить.
training-hint-note = Видят только те, кто ведёт обучение.
training-hint-warn = Система делает это сама, заранее.
training-hint-erase = Названия, места и заметки удаляются навсегда. Занятия, посещения и уровни остаются.

## Labels of inputs

training-input-kind = Вид
training-input-titles = Название
training-input-language = Язык
training-input-edit-language-kept = Для этого языка внесены уровни. Чтобы изменить его, сначала отзовите их или создайте другой курс.
training-input-open-language-hint = Нужен для языкового курса и признания уровня; у курса протокола его может не быть.
training-input-unit = Проводит
training-input-starts_at = Начало
training-input-ends_at = Окончание
training-input-place = Место
training-input-seats = Число мест
training-input-session = Номер занятия
training-input-staff = Сотрудник
training-input-enrol-staff = Кого записать
training-input-unenrol-staff = Кого исключить
training-input-attended = Кто был
training-input-others = Кто ещё пришёл
training-input-how = Посещение
training-input-level = Уровень
training-input-basic = Базовый
training-input-working = Рабочий
training-input-native = Родной
training-input-reached_on = Достигнут
training-input-expires_on = Действует до
training-input-reason = Причина
training-input-text = Текст
training-problem-edit-language-not-an-option = Для языка этого курса внесены уровни: сначала отзовите их
training-problem-enrol-staff-too-large = Мест всего { $max }: запишите меньше людей или добавьте места
training-problem-reach-several-basic-required = Отметьте уровень хотя бы одному сотруднику
training-problem-reach-several-working-not-an-option = Отметьте каждому только один уровень
training-problem-reach-several-native-not-an-option = Отметьте каждому только один уровень

## The list of courses

training-title = Обучение сотрудников
training-intro = Курсы языков и протокола и уровни, которых достигли коллеги.
training-count = 
    { $n ->
        [one] { $n } курс
        [few] { $n } курса
        [many] { $n } курсов
       *[other] { $n } курса
    }
training-tabs = Разделы обучения
training-tab-courses = Курсы
training-tab-speakers = Кто говорит
training-tab-unit = По ведомствам
training-tab-expiring = Истекают
training-tab-import = Импорт и экспорт
training-tab-mine = Моё обучение
training-filters = Фильтры
training-search = Поиск
training-search-hint = Номер или название
training-filter-state = Состояние
training-filter-kind = Вид
training-filter-language = Язык
training-filter-unit = Ведомство
training-sort = Порядок
training-sort-newest = сначала новые
training-sort-next = по ближайшему занятию
training-column-course = Курс
training-column-kind = Вид
training-column-language = Язык
training-column-unit = Проводит
training-column-state = Состояние
training-column-next = Ближайшее занятие
training-column-people = Участники
training-column-levels = Уровни
training-column-name = Имя
training-column-level = Уровень
training-column-reached = Достигнут
training-column-until = Действует до
training-empty = Курсов пока нет. Создайте курс или загрузите имеющиеся сертификаты.
training-empty-own = У вашего ведомства пока нет курсов, и вы ни в одном не участвовали.
training-empty-filtered = Ничего не найдено. Ослабьте фильтры или сбросьте их.
training-open = Новый курс
training-open-title = Создать курс
training-open-hint = Укажите название хотя бы на одном языке, понятном коллегам. Для языкового курса и признания уровня нужен язык.
training-open-send = Создать
training-no-language = без языка

## One course

training-course-title = Курс { $reference }
training-back = К списку курсов
training-live = Курс только что изменён: показать
training-untitled = (название удалено)
training-opened = Создан
training-sessions = Занятия
training-session = Занятие { $n }
training-session-time = { $from } — { $to }
training-session-seats = 
    { $n ->
        [one] { $n } место
        [few] { $n } места
        [many] { $n } мест
       *[other] { $n } места
    }
training-session-attended = 
    { $n ->
        [one] Присутствовал { $n } человек
        [few] Присутствовали { $n } человека
        [many] Присутствовало { $n } человек
       *[other] Присутствовало { $n } человека
    }
training-session-full = Людей больше, чем мест
training-session-cancelled = Отменено
training-session-no-place = место не указано
training-no-sessions = Занятия пока не назначены.
training-no-sessions-recognition = Для признания уровня занятий нет.
training-enrolled = Записаны
training-attendance = Посещение
training-no-attendance = Посещения пока не отмечены.
training-levels = Достигнутые уровни
training-no-levels = Уровней пока никто не достиг.
training-level-for-good = бессрочно
training-level-expired = истёк { $date }
training-level-soon = скоро истекает
training-level-warned = напоминание отправлено
training-notes = Внутренние заметки
training-no-notes = Заметок нет.
training-note-erased = Удалено.
training-journal = Журнал
training-erased = Тексты этого курса удалены; посещения и уровни остаются в силе.
training-you-see-only = Вы можете видеть этот курс, но не вести его.
training-group-enter = Записать
training-group-plan = Расписание
training-group-more = Ещё
training-done = Готово: { $what }
training-unknown-title = Курс не найден
training-unknown = Курса с таким номером нет, или он вам не доступен.

## A person’s record

training-person-title = Обучение: { $name }
training-person-levels = Языки
training-person-no-levels = Уровни пока не внесены.
training-person-courses = Пройденные курсы
training-person-no-courses = Пока не участвовал(а) в курсах.
training-person-attended = посещено занятий: { $n } из { $all }
training-person-unknown-title = Запись об обучении не найдена
training-person-unknown = Такого сотрудника нет, или его запись вам недоступна.

## A unit’s table

training-unit-title = Языки: { $unit }
training-unit-title-all = Языки всего города
training-unit-all = Весь город
training-unit-members = 
    { $n ->
        [one] { $n } сотрудник
        [few] { $n } сотрудника
        [many] { $n } сотрудников
       *[other] { $n } сотрудника
    }
training-unit-hint = Уровни, действующие сегодня. Обладатель более высокого уровня учтён и в более низких.
training-unit-basic-up = Базовый и выше
training-unit-working-up = Рабочий и выше
training-unit-people = Сотрудники
training-unit-empty = Сегодня в этом ведомстве ни у кого нет действующего уровня.
training-unit-unknown-title = Ведомство не найдено
training-unit-unknown = В городе нет такого ведомства.

## Who speaks it

training-speaks-title = Кто говорит на этом языке?
training-speaks-hint = Показаны только уровни, действующие сегодня.
training-speaks-language = Язык
training-speaks-level = Не ниже
training-speaks-unit = Ведомство
training-speaks-levels = Что означают уровни
training-speaks-search = Найти
training-speaks-found = 
    { $n ->
        [one] { $n } человек
        [few] { $n } человека
        [many] { $n } человек
       *[other] { $n } человека
    }
training-speaks-answer = { $language }, не ниже уровня «{ $level }»
training-speaks-none = Сегодня такого уровня нет ни у кого.
training-speaks-none-own = Сегодня в вашем ведомстве такого уровня нет ни у кого.
training-speaks-none-unit = Сегодня в этом ведомстве такого уровня нет ни у кого.
training-speaks-elsewhere = 
    { $n ->
        [one] В других ведомствах: { $n } человек
        [few] В других ведомствах: { $n } человека
        [many] В других ведомствах: { $n } человек
       *[other] В других ведомствах: { $n } человека
    }
training-speaks-next = Позвоните на горячую линию: { $unit }, { $phone }. Там знают, кто говорит на языке в каждом ведомстве, и есть переводчики.
training-speaks-reach = Чтобы связаться, позвоните в ведомство сотрудника или на горячую линию: { $unit }, { $phone }.

## Expiring soon

training-expiring-title = Уровни, которые скоро истекают
training-expiring-hint = Запланируйте курс или экзамен до последнего дня: потом уровень не учитывается.
training-expiring-within = 
    { $n ->
        [one] в течение { $n } дня
        [few] в течение { $n } дней
        [many] в течение { $n } дней
       *[other] в течение { $n } дня
    }
training-expiring-left = 
    { $n ->
        [one] остался { $n } день
        [few] осталось { $n } дня
        [many] осталось { $n } дней
       *[other] осталось { $n } дня
    }
training-expiring-today = сегодня последний день
training-expiring-empty = В ближайшее время ничего не истекает.

## Levels from a file, and to a file

training-import-title = Загрузить уровни из CSV
training-import-hint = Первая строка — названия столбцов: login, language, level, reached_on, expires_on, title, course. Даты: 2026-02-27, 2026/2/27, 2026.2.27 или 27.2.2026; expires_on может быть пустым, столбца course может не быть.
training-import-levels = level — basic, working или native; language — код языка, например ru или ko.
training-import-courses-hint = Если уровень сотрудника на этом курсе уже есть, строка его исправляет или ничего не меняет. Для каждого другого сочетания названия, языка и ведомства создаётся один курс вида «Признание уровня».
training-import-file = Файл CSV
training-import-unit = Новые курсы проводит
training-import-unit-each = ведомство каждого сотрудника
training-import-unit-hint = Уровни в них видят все в этом ведомстве, кому доступно обучение.
training-import-said-in = Язык названий
training-import-check = Проверить файл
training-import-bad = 
    { $n ->
        [one] Нужно исправить { $n } ячейку
        [few] Нужно исправить { $n } ячейки
        [many] Нужно исправить { $n } ячеек
       *[other] Нужно исправить { $n } ячейки
    }
training-import-bad-hint = Ничего не внесено. Исправьте файл и проверьте ещё раз.
training-import-good = 
    { $n ->
        [one] { $n } строка, всё верно
        [few] { $n } строки, всё верно
        [many] { $n } строк, всё верно
       *[other] { $n } строки, всё верно
    }
training-import-good-hint = Просмотрите таблицу и внесите.
training-import-plan = Новых: { $new } · изменённых: { $changed } · уже есть: { $same } · не вносится: { $left }.
training-import-nothing = Внесение ничего не изменит.
training-import-does-enters = новый
training-import-does-replaces = меняет уровень: был { $level }, с { $date } (до: { $until })
training-import-does-nothing = уже есть
training-import-does-withdrawn = отозван { $date }; не вносится. Внести снова можно на странице курса
training-import-does-keeps = не вносится: остаётся { $level }, с { $date } (до: { $until }) — курс завершён или вы его не ведёте
training-import-enter = Внести всё
training-import-other = Выбрать другой файл
training-import-entered = 
    { $n ->
        [one] Внесён { $n } уровень
        [few] Внесено { $n } уровня
        [many] Внесено { $n } уровней
       *[other] Внесено { $n } уровня
    }
training-import-opened = 
    { $n ->
        [one] Создан { $n } курс
        [few] Создано { $n } курса
        [many] Создано { $n } курсов
       *[other] Создано { $n } курса
    }
training-import-empty = В файле нет строк с данными.
training-import-not-csv = Файл не удалось прочитать. Сохраните его как CSV в кодировке UTF-8.
training-import-uneven = Строка { $line } не соответствует столбцам: в ней больше ячеек, чем столбцов, или название столбца повторяется.
training-import-too-many = В файле может быть не больше { $max } строк. Разделите его.
training-import-unknown-column = Такого столбца нет
training-import-missing-column = Этого столбца не хватает
training-import-column-line = Строка
training-import-column-column = Столбец
training-import-column-value = Что записано
training-import-column-problem = Что не так
training-import-column-does = Что произойдёт
training-cell-reached_on-not-a-date = Нужна дата с 1900 по 2200 год, например 2026-02-27, 2026/2/27, 2026.2.27 или 27.2.2026
training-cell-expires_on-not-a-date = Нужна дата с 1900 по 2200 год, например 2026-02-27, 2026/2/27, 2026.2.27 или 27.2.2026, либо ничего
training-cell-language-not-a-language = Нужен код языка, например en, ru, ko или ja
training-cell-level-not-an-option = Нужно basic, working или native
training-cell-course-unknown-reference = Нужен номер курса, как в выгруженном файле, либо ничего
training-export-hint = Все доступные вам уровни. Файл можно исправить и загрузить снова: изменённое заменит прежнее, остальное останется.

## What the public sees

training-public-staff = 
    { $n ->
        [one] Сегодня уровень владения языком подтверждён у { $n } сотрудника
        [few] Сегодня уровень владения языком подтверждён у { $n } сотрудников
        [many] Сегодня уровень владения языком подтверждён у { $n } сотрудников
       *[other] Сегодня уровень владения языком подтверждён у { $n } сотрудника
    }
training-waiting = { $n ->
    [one] В вашем ведомстве скоро истекает { $n } языковой уровень
    [few] В вашем ведомстве скоро истекают { $n } языковых уровня
   *[many] В вашем ведомстве скоро истекают { $n } языковых уровней
}
tasks-kind-training-expiry = Предупреждение об истечении уровня
