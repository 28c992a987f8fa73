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
