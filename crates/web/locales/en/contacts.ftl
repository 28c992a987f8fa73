## How a case came in, and what its timeline says of its contacts

desk-channel-chat = Chat
desk-channel-call = Call in the browser
desk-event-contact = Contact with the hotline
desk-event-contact-began = Chat begun
desk-event-contact-answered = Chat answered
desk-event-contact-ended = Chat ended
desk-event-contact-wrapped-up-answered = Answered in the chat
desk-event-contact-wrapped-up-passed-on = Passed on after the chat
desk-event-contact-wrapped-up-follow-up = The hotline goes on after the chat
desk-event-contact-wrapped-up-no-matter = Nothing was asked in the chat
desk-event-contact-rated = Chat rated
case-step-contact-began = Chat begun
case-step-contact-answered = Chat answered
case-step-contact-ended = Chat ended
case-step-contact-wrapped-up-answered = Answered in the chat
case-step-contact-wrapped-up-passed-on = Passed on after the chat
case-step-contact-wrapped-up-follow-up = The hotline goes on after the chat
case-step-contact-wrapped-up-no-matter = Nothing was asked in the chat
case-step-contact-rated = Chat rated
