## What an event is called in the journal

legal-event-opened = Перевод начат
legal-event-revised = Перевод исправлен
legal-event-reviewed = Сверено с оригиналом
legal-event-sent-back = Возвращено на доработку
legal-event-published = Опубликовано
legal-event-withdrawn = Снято с публикации
legal-event-erased = Тексты удалены

## Where a translation stands

legal-state-draft = Черновик
legal-state-reviewed = Сверено
legal-state-published = Опубликован
legal-state-withdrawn = Снят с публикации
legal-stands-owed = Не начат
legal-stands-draft = Черновик
legal-stands-reviewed = Сверен
legal-stands-published = Опубликован
legal-stands-withdrawn = Снят с публикации

## Commands: the button, and a line of help

legal-command-revise = Исправить перевод
legal-command-review = Подтвердить сверку с оригиналом
legal-command-send-back = Вернуть на доработку
legal-command-publish = Опубликовать
legal-command-withdraw = Снять с публикации
legal-command-erase = Удалить тексты
legal-hint-revise = После этого текст заново сверит другой сотрудник. До тех пор опубликованное не меняется.
legal-hint-review = Сравните перевод с оригиналом статью за статьёй: ничего не пропущено и нет ошибок.
legal-hint-send-back = Напишите, что нужно исправить; после этого текст сверят снова.
legal-hint-publish = После этого его сможет прочесть каждый, и он появится в ленте.
legal-hint-withdraw = Перевод сразу перестанет быть виден; запись остаётся, её можно исправить позже.
legal-hint-erase = Перевод и причины удаляются навсегда. Записи о действиях остаются.

## Labels of inputs

legal-input-law = Документ
legal-input-language = На язык
legal-input-title = Название перевода
legal-input-text = Перевод
legal-input-text-hint = Абзацы разделяет пустая строка.
legal-input-on = День публикации
legal-input-url = Адрес официальной публикации
legal-input-url-hint = Начинается с https://; если его нет, оставьте поле пустым.
legal-input-reason = Причина
legal-problem-open-language-twice = Этот перевод уже кто-то начал: откройте его из списка.
legal-problem-publish-on-not-after-start = Не раньше даты переведённой редакции

## What there is

legal-kind-law = Закон
legal-kind-regulation = Положение
legal-kind-rules = Правила
legal-kind-normative-document = Нормативный документ
legal-scope-city = Этого города
legal-scope-province = Провинции
legal-scope-nation = Государственные
legal-scope-elsewhere = Других городов
legal-scope-about-city = Положение требует переводов этих документов.
legal-scope-about-province = Действуют и здесь; переводить их — дело провинции.
legal-scope-about-nation = На них опираются памятки и сроки; приведены для справки, официальные переводы делает не город.
legal-scope-about-elsewhere = Здесь не действуют; служили образцом там, где правил города не найдено.
legal-status-in-force = Действует
legal-status-verify = Ещё не проверено
legal-fact-issuer = Кем принят
legal-fact-number = Номер
legal-fact-adopted = Дата принятия
legal-fact-published = Дата опубликования
legal-fact-dated = Дата документа
legal-fact-in-force = Действует с
legal-fact-amended = Изменён
legal-fact-status = Статус
legal-fact-language = Язык
legal-fact-unit = Отвечает
legal-fact-due = Срок
legal-fact-late = По сроку
legal-fact-source-day = Переведённая редакция
legal-fact-drafters = Перевели
legal-fact-reviewer = Сверил

## The public register

legal-public-title = Законы и переводы
legal-public-about = Реестр законов города: что нужно перевести, кто отвечает, как далеко дело и нет ли опоздания.
legal-lede = Законы, важные для приезжих из-за рубежа, и ход переводов, за которые отвечает город.
legal-counted = Нужно переводов: { $n }. Опубликовано: { $published }. С опозданием: { $late }.
legal-filter-kind = Вид
legal-filter-state = Перевод
legal-any = Любой
legal-show = Показать
legal-all = Показать все
legal-empty = Документов пока нет.
legal-empty-filtered = Подходящих документов нет.
legal-feed = Лента новых переводов (Atom)
legal-feed-title = Переводы законов: { $city }
legal-feed-entry = { $language }, опубликовано { $date }
legal-owed-by = За переводы отвечает: { $unit }
legal-late =
    { $n ->
        [one] опоздание { $n } рабочий день
        [few] опоздание { $n } рабочих дня
       *[many] опоздание { $n } рабочих дней
    }
legal-was-late =
    { $n ->
        [one] опубликован на { $n } рабочий день позже
        [few] опубликован на { $n } рабочих дня позже
       *[many] опубликован на { $n } рабочих дней позже
    }
legal-original = Оригинал на официальном сайте
legal-translations = Переводы
legal-owes = Отвечает: { $unit }; срок — { $limit } со дня опубликования.
legal-unit-inferred = Положение называет лишь того, кто издал документ; ведомство указано предположительно.
legal-provisional = Праздничные дни одного из этих лет не внесены или не объявлены, поэтому число дней может измениться.
legal-owes-nothing = Город не обязан его переводить; документ приведён для справки.
legal-due = срок { $date }
legal-published-on = Опубликовано { $date }.
legal-read = Прочесть перевод: { $language }
legal-reviewed-by = Сверено с оригиналом вторым сотрудником ({ $unit }, { $date }).
legal-of-earlier = Переведено с редакции от { $date }; документ изменён { $now }.
legal-original-rules = Преимущество имеет китайский оригинал.
legal-official = Официальная публикация перевода
legal-not-in-yours = Опубликованного перевода на ваш язык пока нет.
legal-guides = Памятки, которые на него опираются
legal-figure = Опубликовано переводов: { $n } из { $of }

## At the desk

legal-title = Переводы законов
legal-intro = Что город должен перевести: кто отвечает, как далеко дело и нет ли опоздания.
legal-owed = Законы к переводу: { $n }, с опозданием: { $late }
legal-waiting-late =
    { $n ->
        [one] { $n } перевод закона опаздывает
        [few] { $n } перевода законов опаздывают
       *[many] { $n } переводов законов опаздывают
    }
legal-waiting-reviewed =
    { $n ->
        [one] { $n } перевод закона сверен и ждёт публикации
        [few] { $n } перевода законов сверены и ждут публикации
       *[many] { $n } переводов законов сверены и ждут публикации
    }
legal-filters = Фильтры
legal-filter-unit = Ведомство
legal-filter-language = Язык
legal-filter-late = Опоздание
legal-filter-late-yes = Только с опозданием
legal-count =
    { $n ->
        [one] { $n } перевод
        [few] { $n } перевода
       *[many] { $n } переводов
    }
legal-none = Переводить нечего.
legal-none-filtered = Подходящих переводов нет.
legal-column-reference = Номер
legal-column-law = Документ
legal-column-language = Язык
legal-column-state = Состояние
legal-column-unit = Ведомство
legal-column-due = Срок
legal-column-late = Рабочих дней опоздания
legal-column-published = Опубликован
legal-outdated = Документ изменён
legal-back = К списку законов
legal-live = Перевод только что изменён: показать
legal-done = Готово: { $what }
legal-unknown-title = Перевод не найден
legal-unknown = Перевода с таким номером нет, или он вам не доступен.
legal-erased = Тексты удалены; осталась только запись о действиях.
legal-words = Перевод: { $language }
legal-no-words = Текста нет.
legal-do = Действия
legal-you-see-only = Сейчас вы можете только смотреть.
legal-journal = Журнал
legal-original-title = Оригинал
legal-no-address = Официальный адрес неизвестен: запросите текст у издавшего органа.
legal-public-page = Страница для всех
legal-open-title = Начать перевод
legal-open-hint = Сохраняется как черновик; опубликовать можно после сверки с оригиналом другим сотрудником.
legal-open-send = Сохранить черновик
legal-detail-from = С редакции от { $date }
legal-detail-reason = Причина: { $reason }
legal-sent-back = Возвращено на доработку: { $reason }
legal-second-reader = Вы участвовали в переводе: сверить его с оригиналом должен другой сотрудник.
legal-to-be-read = Ждёт сверки с оригиналом тем, кто его не переводил.
legal-public-meanwhile = Пока читатели видят ранее опубликованный перевод.
