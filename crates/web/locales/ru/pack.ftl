pack-title = Тексты города
pack-intro = Все тексты города на всех языках: что устарело, кто за них отвечает и как будет выглядеть правка. Отсюда ничего не публикуется.
pack-elsewhere =
    { $n ->
        [one] { $n } замечание к файлам без текстов
        [few] { $n } замечания к файлам без текстов
       *[other] { $n } замечаний к файлам без текстов
    }
pack-filters = Отбор текстов
pack-filter-folder = Папка
pack-filter-language = Язык
pack-filter-unit = Служба
pack-tabs = Какие тексты
pack-tab-all = Все
pack-tab-waits = Ждут редактора
pack-tab-expires = Срок вышел или выходит
pack-tab-wrong = С ошибками
pack-count =
    { $n ->
        [one] { $n } набор текстов
        [few] { $n } набора текстов
       *[other] { $n } наборов текстов
    }
pack-empty = Здесь пусто: со всеми выбранными текстами всё в порядке.
pack-column-texts = Тексты
pack-column-languages = Языки
pack-column-unit = Кто отвечает
pack-column-expires = Действует до
pack-editors = Редакторы города
pack-wrong = Ошибки
pack-legend = Что означают отметки
pack-legend-city = Подтверждено городом
pack-legend-project = Сверено, но городом не подтверждено
pack-legend-translation-changed = Изменено после сверки
pack-legend-source-changed = Оригинал изменился
pack-legend-unconfirmed = Никто не сверял
pack-legend-missing = Нет целиком или частично
pack-standing-source = Оригинал
pack-standing-city = Подтверждено: { $name }
pack-standing-project = Проект сверил с оригиналом; город ещё не подтвердил
pack-standing-translation-changed = Перевод изменили после сверки
pack-standing-source-changed = Оригинал изменился после сверки
pack-standing-unconfirmed = Перевод ещё никто не сверял
pack-standing-missing = Текста нет, или его нельзя прочитать
pack-withheld = пока читатели видят оригинал
pack-public = Как это видят читатели
pack-reviewed = Пересмотрено
pack-beside = Замечания к соседним файлам
pack-preview-only = Это предварительный просмотр. Ничего не изменено.
pack-told =
    { $n ->
        [one] { $n } замечание к этому файлу
        [few] { $n } замечания к этому файлу
       *[other] { $n } замечаний к этому файлу
    }
pack-key = Текст
pack-try = Попробовать правку
pack-try-new = Такого файла ещё нет: ниже стоит оригинал для перевода.
pack-try-hint = Измените файл и посмотрите, что получится. Здесь правка не сохраняется: чтобы её опубликовать, внесите файл в данные города, как описано ниже.
pack-preview = Посмотреть
pack-save = Сохранить в файл
pack-publish = Как это публикуется
pack-publish-file = Положите файл в данные города:
pack-publish-check = Проверьте данные; у каждого замечания указаны файл и строка:
pack-publish-confirm = Когда другой человек сверит текст с оригиналом, запишите, кто это был:
pack-publish-start = Сохраните оба файла там, где город хранит свои данные, и перезапустите платформу.
pack-unknown-title = Таких текстов нет
pack-unknown = Папки с таким названием нет. Возможно, её переименовали.
pack-waiting =
    { $n ->
        [one] У { $n } статьи вашей службы срок вышел или выйдет в течение 30 дней: пересмотрите её
        [few] У { $n } статей вашей службы срок вышел или выйдет в течение 30 дней: пересмотрите их
       *[other] У { $n } статей вашей службы срок вышел или выйдет в течение 30 дней: пересмотрите их
    }
