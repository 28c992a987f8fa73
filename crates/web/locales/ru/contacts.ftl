## How a case came in, and what its timeline says of its contacts

desk-channel-chat = Чат
desk-channel-call = Звонок в браузере
desk-event-contact = Обращение на горячую линию
desk-event-contact-began = Чат начат
desk-event-contact-answered = Оператор ответил в чате
desk-event-contact-ended = Чат завершён
desk-event-contact-wrapped-up-answered = Ответ дан в чате
desk-event-contact-wrapped-up-passed-on = После чата передано ведомству
desk-event-contact-wrapped-up-follow-up = После чата занимается горячая линия
desk-event-contact-wrapped-up-no-matter = В чате вопроса не было
desk-event-contact-rated = Чат оценён
case-step-contact-began = Чат начат
case-step-contact-answered = Оператор ответил в чате
case-step-contact-ended = Чат завершён
case-step-contact-wrapped-up-answered = Ответ дан в чате
case-step-contact-wrapped-up-passed-on = После чата передано ведомству
case-step-contact-wrapped-up-follow-up = После чата занимается горячая линия
case-step-contact-wrapped-up-no-matter = В чате вопроса не было
case-step-contact-rated = Чат оценён

## What an event is called in the journal

contacts-event-opened = Чат начат
contacts-event-answered = Оператор ответил
contacts-event-rung = Приглашён коллега
contacts-event-joined = Присоединился(-ась)
contacts-event-left = Вышел(-ла)
contacts-event-said = Реплика
contacts-event-whispered = Заметка для своих
contacts-event-shared = Показана памятка или место
contacts-event-attached = Добавлен файл
contacts-event-translated = Переведено
contacts-event-corrected = Перевод исправлен
contacts-event-ended = Завершено
contacts-event-wrapped-up = Подведён итог
contacts-event-rated = Оценено
contacts-event-moved = Передано вместе с обращением
contacts-event-erased = Текст удалён

## Where a chat stands

contacts-state-waiting = Ожидает
contacts-state-talking = Идёт разговор
contacts-state-wrapping-up = Нужен итог
contacts-state-ended = Завершён
contacts-stands-waiting = Ищем сотрудника, говорящего на вашем языке. Можно писать дальше.
contacts-stands-talking = Сотрудник на связи.
contacts-stands-wrapping-up = Чат завершён.
contacts-stands-ended = Чат завершён.

## Commands: the button, and a line of help

contacts-command-answer = Принять чат
contacts-command-ring = Пригласить коллегу
contacts-command-join = Присоединиться
contacts-command-leave = Выйти
contacts-command-put-back = Вернуть в очередь
contacts-command-say = Написать
contacts-command-whisper = Заметка для своих
contacts-command-share = Показать памятку или место
contacts-command-attach = Добавить файл
contacts-command-translate = Внести этот перевод
contacts-command-end = Завершить чат
contacts-command-wrap-up = Подвести итог
contacts-command-rate = Оценить
contacts-hint-answer = С этого момента чат ведёте вы.
contacts-hint-ring = Переводчика или исполнителя; с этого момента они видят чат.
contacts-hint-join = Заявитель увидит, что вы пришли.
contacts-hint-leave = Когда выходит последний оператор, чат снова ждёт.
contacts-hint-put-back = Если коллега пропал: чат снова ждёт.
contacts-hint-say = На языке, на котором вы хорошо пишете; текст переведут.
contacts-hint-whisper = Заявитель этого не видит.
contacts-hint-share = Код из адреса страницы.
contacts-hint-attach = Документ или его снимок.
contacts-hint-translate = Заменит машинный перевод с пометкой об этом.
contacts-hint-end = Если прерываете из-за оскорблений, укажите причину.
contacts-hint-wrap-up = Обращение следует за этим: ответ дан, передано или остаётся у горячей линии.
contacts-hint-rate = Решено и удовлетворён — два разных вопроса.

## Labels of inputs

contacts-input-staff = Коллега
contacts-input-id = Устройство
contacts-input-n = Номер
contacts-input-text = Текст
contacts-input-what = Что
contacts-what-guide = Памятка
contacts-what-place = Место
contacts-input-code = Код
contacts-input-file = Файл
contacts-input-message = Номер реплики
contacts-input-language = На язык
contacts-input-why = Почему
contacts-why-done = Всё сказано
contacts-why-silent = Заявитель молчит
contacts-why-insult = Оскорбления
contacts-why-visitor-left = Заявитель ушёл
contacts-why-nobody-came = Никто не ответил
contacts-input-reason = Пояснение
contacts-input-outcome = Итог
contacts-outcome-answered = Ответ дан
contacts-outcome-passed-on = Передано ведомству
contacts-outcome-follow-up = Остаётся у горячей линии
contacts-outcome-no-matter = Вопроса не было
contacts-input-topic = Тема
contacts-input-unit = Кому
contacts-input-note = Заметка
contacts-input-solved = Решено
contacts-input-satisfied = Заявитель удовлетворён

## The hotline, for everybody

contacts-public-title = Горячая линия
contacts-public-about = Чат или звонок: на каких языках сейчас отвечает горячая линия и сколько ждать.
contacts-lede = Спрашивайте на своём языке. Ответит тот, кто на нём говорит; если такого сейчас нет, текст переведут.
contacts-lede-plain = Спрашивайте на своём языке. Ответит тот, кто на нём говорит; если такого сейчас нет, мы его поищем.
contacts-emergency = При опасности звоните сразу
contacts-begin = Начать чат
contacts-call = Позвонить { $number }
contacts-open = Чат открыт.
contacts-closed = Чат сейчас закрыт.
contacts-closed-text = В это время никто не отвечает. Написанное сохранится, ответ придёт позже.
contacts-now = Сейчас
contacts-ready = есть свободный сотрудник
contacts-not-ready = свободных нет, текст переведут
contacts-nobody-free = сейчас свободных нет
contacts-expected = Половина недавних посетителей ждала не дольше { $middle } (средняя половина: от { $short } до { $long }).
contacts-now-text = По данным за последние два часа.
contacts-follow = Проверить своё обращение
contacts-nav = Чат с горячей линией

## The visitor’s chat

contacts-chat-title = Чат с горячей линией
contacts-begin-lede = Напишите, в чём дело, на языке, который знаете лучше всего.
contacts-about = По вашему обращению { $reference }.
contacts-lost = На этом устройстве больше нет расписки к тому обращению. Откройте обращение по коду доступа или начните новый чат ниже: ваш текст сохранился.
contacts-first = Первое сообщение
contacts-first-hint = Не пишите номера паспорта и банковской карты.
contacts-send-first = Начать чат
contacts-kept = Сказанное хранится в обращении; это устройство открывает его, пока не закрыт браузер.
contacts-not-sent = Не отправлено
contacts-kept-words = Ваш текст. Чат завершён, отправить его здесь уже нельзя.
contacts-talk = Разговор
contacts-say = Сообщение
contacts-send = Отправить
contacts-refresh = Показать новое
contacts-after = Дальше: оценить разговор или начать новый чат
contacts-leave = Выйти из чата
contacts-you = Вы
contacts-hotline = Горячая линия
contacts-ask-solved = Ваш вопрос решён?
contacts-ask-satisfied = Вы довольны тем, как вам помогли?
contacts-yes = Да
contacts-no = Нет
contacts-rated = Спасибо за отзыв.
contacts-case = Расписка и обращение этого чата
contacts-again = Новый чат по этому делу
contacts-earlier = Другие чаты по этому обращению
contacts-read = Открыть чат
contacts-about-it = Чат с горячей линией об этом обращении
contacts-made-machine = { $language }, машинный перевод
contacts-made-memory = { $language }, по прежнему переводу человека
contacts-made-person = { $language }, перевод человека
contacts-made-corrected = { $language }, исправлено человеком
contacts-doubtful = Может быть неточно.
contacts-told-file = Добавлен файл
contacts-told-answered = Оператор на связи
contacts-told-joined = Присоединился ещё один сотрудник
contacts-told-left = Сотрудник вышел
contacts-told-ended-done = Чат завершён
contacts-told-ended-silent = Чат завершён: ответа не было
contacts-told-ended-insult = Горячая линия завершила чат
contacts-told-ended-visitor-left = Заявитель вышел из чата
contacts-told-you-left = Вы вышли из чата
contacts-told-you-were-gone = Страница была закрыта, и чат завершён; горячая линия продолжит по обращению
contacts-told-ended-nobody-came = Никто не смог ответить; горячая линия продолжит по обращению
contacts-told-erased = Текст удалён
contacts-seconds = { $n } с
contacts-minutes = { $n } мин

## At the desk

contacts-title = Горячая линия
contacts-waiting = Чатов ожидает: { $n }
contacts-at-title = Ваше состояние
contacts-at-ready = На месте
contacts-at-break = Отошёл(-ла)
contacts-at-offline = Не на линии
contacts-be-ready = Я на месте
contacts-be-offline = Ухожу
contacts-be-away = Отойти: { $reason }
contacts-rings = Вызывает вас
contacts-decline = Уступить
contacts-held = Ваши чаты
contacts-held-none = У вас нет чатов.
contacts-queue = Ожидают
contacts-queue-none = Никто не ждёт.
contacts-more = Ещё ожидают: { $n }.
contacts-left = Ждут итога
contacts-before = Ваши последние чаты
contacts-urgent = Срочно
contacts-visitor = Заявитель
contacts-one = Чат { $reference }
contacts-fact-language = Язык
contacts-fact-begun = Начат
contacts-fact-unit = Ведомство
contacts-fact-people = Участвуют
contacts-back = К горячей линии
contacts-its-case = Обращение { $reference }
contacts-of-case = Чаты с горячей линией
contacts-desk-changed = Состояние чата изменилось: показать страницу заново
contacts-erased = Сказанное удалено; осталась только запись о действиях.
contacts-replies = Готовые ответы
contacts-do = Что сделать
contacts-you-see-only = Сейчас вам здесь нечего делать.
contacts-journal = Журнал
contacts-done = Готово: { $what }
contacts-whisper = для своих
contacts-correct = Исправить перевод реплики { $n }
contacts-correct-into = Перевод
contacts-unknown-title = Чат не найден
contacts-unknown = Чата с таким номером нет, или вам он не виден.

## A chat as it happens

contacts-line-lost = Связь прервалась, восстанавливаем. Написанное уйдёт, когда связь вернётся.
contacts-line-away = Система временно не отвечает. Отправленное не потеряется.
contacts-line-over = Страница больше не обновляется сама. Обновите её, пожалуйста.
contacts-pending = Отправляется…
contacts-hotline-types = Горячая линия пишет…
contacts-visitor-types = Собеседник пишет…
contacts-has-read = Прочитано
contacts-changed = Состояние чата изменилось: показать
contacts-bell-on = Звук и уведомления: включены
contacts-bell-off = Звук и уведомления: выключены
contacts-bell-rings = Вас ждут на горячей линии
contacts-bell-said = Новое в чате
contacts-unread = новых: { $n }
contacts-held-keys = Alt+1–Alt+9: переход между чатами.
contacts-say-keys = Ctrl+Enter отправляет; / в пустом поле открывает готовые ответы, памятки и места.
contacts-palette = Готовые ответы, памятки, места
contacts-palette-search = Найти
contacts-palette-guide = Показать памятку
contacts-palette-place = Показать место
contacts-same-receipt = Та же расписка: обращений { $cases }, чатов { $chats }

## The regulation’s page: what is told of the hotline

contacts-figure-answered = За последний год операторы приняли разговоров: { $n } из { $of }
contacts-figure-few = За последний год разговоров меньше { $n }
contacts-figure-soon = Из них ответ в течение минуты: { $n } из { $of }
contacts-figure-languages = Языков, на которых велись разговоры: { $n } (без тех, где их меньше { $of })
