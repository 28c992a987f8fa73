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

## What an event is called in the journal

contacts-event-opened = Chat begun
contacts-event-answered = Taken by an agent
contacts-event-rung = Somebody asked in
contacts-event-joined = Joined
contacts-event-left = Left
contacts-event-said = Said something
contacts-event-whispered = Note among staff
contacts-event-shared = Guide or place shown
contacts-event-attached = File added
contacts-event-translated = Translated
contacts-event-corrected = Translation corrected
contacts-event-ended = Ended
contacts-event-wrapped-up = Wrapped up
contacts-event-rated = Rated
contacts-event-moved = Moved with its case
contacts-event-erased = Words erased

## Where a chat stands

contacts-state-waiting = Waiting
contacts-state-talking = Talking
contacts-state-wrapping-up = To be wrapped up
contacts-state-ended = Ended
contacts-stands-waiting = We are looking for somebody who speaks your language. You can go on writing.
contacts-stands-talking = Somebody is here for you.
contacts-stands-wrapping-up = The chat has ended.
contacts-stands-ended = The chat has ended.

## Commands: the button, and a line of help

contacts-command-answer = Take the chat
contacts-command-ring = Ask somebody in
contacts-command-join = Join
contacts-command-leave = Leave
contacts-command-put-back = Put back into the queue
contacts-command-say = Say something
contacts-command-whisper = Note among staff
contacts-command-share = Show a guide or a place
contacts-command-attach = Add a file
contacts-command-translate = Put in this translation
contacts-command-end = End the chat
contacts-command-wrap-up = Wrap up
contacts-command-rate = Rate
contacts-hint-answer = You are its agent from then on.
contacts-hint-ring = An interpreter or an officer; they see the chat from then on.
contacts-hint-join = The visitor sees that you have come.
contacts-hint-leave = When the last agent leaves, the chat waits for another.
contacts-hint-put-back = For a colleague who is gone: the chat waits for another.
contacts-hint-say = In a language that you write well; it is translated.
contacts-hint-whisper = The visitor does not see it.
contacts-hint-share = Its code, as the address of its page has it.
contacts-hint-attach = A paper or a picture of it.
contacts-hint-translate = It takes the place of the machine’s words, and says so.
contacts-hint-end = If you break it off because of insults, say why.
contacts-hint-wrap-up = The case follows: it is answered, passed on, or goes on with the hotline.
contacts-hint-rate = Solved and satisfied are two questions.

## Labels of inputs

contacts-input-staff = Colleague
contacts-input-id = Device
contacts-input-n = Number
contacts-input-text = Text
contacts-input-what = What
contacts-what-guide = Guide
contacts-what-place = Place
contacts-input-code = Code
contacts-input-file = File
contacts-input-message = Number of the line
contacts-input-language = Into
contacts-input-why = Why
contacts-why-done = Everything was said
contacts-why-silent = Nothing comes any more
contacts-why-insult = Insults
contacts-why-visitor-left = The visitor left
contacts-why-nobody-came = Nobody came
contacts-input-reason = In words
contacts-input-outcome = What came of it
contacts-outcome-answered = Answered
contacts-outcome-passed-on = Passed on to a unit
contacts-outcome-follow-up = The hotline goes on with it
contacts-outcome-no-matter = Nothing was asked
contacts-input-topic = Topic
contacts-input-unit = To
contacts-input-note = Note
contacts-input-solved = Solved
contacts-input-satisfied = Satisfied

## The hotline, for everybody

contacts-public-title = Hotline
contacts-public-about = Chat or call: which languages are spoken at the city’s hotline right now, and how long one waits.
contacts-lede = Ask in your own language. Somebody who speaks it answers; if nobody does at the moment, it is translated.
contacts-lede-plain = Ask in your own language. Somebody who speaks it answers; if nobody does at the moment, we look for somebody.
contacts-emergency = In danger, call at once
contacts-begin = Chat with us
contacts-call = Call { $number }
contacts-open = The chat is open.
contacts-closed = The chat is closed now.
contacts-closed-text = Nobody answers at this hour. What you write is kept and answered later.
contacts-now = Right now
contacts-ready = somebody is ready
contacts-not-ready = nobody is free; it is translated
contacts-nobody-free = nobody is free at the moment
contacts-expected = Half of the last visitors waited at most { $middle } (half of them { $short } to { $long }).
contacts-now-text = Counted from the last two hours.
contacts-follow = Follow a case that you have already
contacts-nav = Chat with the hotline

## The visitor’s chat

contacts-chat-title = Chat with the hotline
contacts-begin-lede = Write what it is about, in the language you know best.
contacts-about = It is about your case { $reference }.
contacts-lost = This device no longer holds the receipt of the case that it was about. Open the case with its access code, or begin a new chat below: what you wrote is still there.
contacts-first = Your first words
contacts-first-hint = Please leave out passport and bank card numbers.
contacts-send-first = Begin the chat
contacts-kept = What is said is kept with a case, which this device opens for you until the browser is closed.
contacts-not-sent = It was not sent
contacts-kept-words = What you wrote. The chat has ended, so it can be sent here no more.
contacts-talk = Conversation
contacts-say = Write
contacts-send = Send
contacts-refresh = Show what is new
contacts-after = Go on: say how it was, or chat again
contacts-leave = Leave the chat
contacts-you = You
contacts-hotline = Hotline
contacts-ask-solved = Was your matter solved?
contacts-ask-satisfied = Are you satisfied with how you were helped?
contacts-yes = Yes
contacts-no = No
contacts-rated = Thank you for telling us.
contacts-case = Receipt and case of this chat
contacts-again = Chat again about it
contacts-earlier = Other chats about this case
contacts-read = Read the chat
contacts-about-it = Chat with the hotline about this case
contacts-made-machine = In { $language }, translated by a machine
contacts-made-memory = In { $language }, as people translated it before
contacts-made-person = In { $language }, translated by a person
contacts-made-corrected = In { $language }, corrected by a person
contacts-doubtful = Not certain.
contacts-told-file = A file was added
contacts-told-answered = An agent has come
contacts-told-joined = Somebody else has joined
contacts-told-left = Somebody has left
contacts-told-ended-done = The chat was ended
contacts-told-ended-silent = The chat was ended, since nothing more came
contacts-told-ended-insult = The hotline ended the chat
contacts-told-ended-visitor-left = The visitor has left the chat
contacts-told-you-left = You have left the chat
contacts-told-you-were-gone = The chat was ended, since your page was closed for a while; the hotline goes on with the case
contacts-told-ended-nobody-came = Nobody could come; the hotline goes on with the case
contacts-told-erased = These words were erased
contacts-seconds = { $n } s
contacts-minutes = { $n } min

## At the desk

contacts-title = Hotline
contacts-waiting = Chats that wait: { $n }
contacts-at-title = Where you are
contacts-at-ready = Ready
contacts-at-break = Away
contacts-at-offline = Not at the hotline
contacts-be-ready = I am ready
contacts-be-offline = I am leaving
contacts-be-away = Away: { $reason }
contacts-rings = Rings at you
contacts-decline = Pass on
contacts-held = Your chats
contacts-held-none = You hold no chat.
contacts-queue = Waiting
contacts-queue-none = Nobody waits.
contacts-more = { $n } others wait.
contacts-left = To be wrapped up
contacts-before = Your last chats
contacts-urgent = Urgent
contacts-visitor = Visitor
contacts-one = Chat { $reference }
contacts-fact-language = Language
contacts-fact-begun = Begun
contacts-fact-unit = Unit
contacts-fact-people = Taking part
contacts-back = Back to the hotline
contacts-its-case = Case { $reference }
contacts-of-case = Chats with the hotline
contacts-desk-changed = The chat has moved on: show the page as it is now
contacts-erased = What was said is erased; only the record of what was done is left.
contacts-replies = Ready replies
contacts-do = What to do
contacts-you-see-only = There is nothing that you can do here now.
contacts-journal = Journal
contacts-done = Done: { $what }
contacts-whisper = among staff
contacts-correct = Correct the translation of line { $n }
contacts-correct-into = Translation
contacts-unknown-title = This chat was not found
contacts-unknown = There is no chat with this reference, or it is not one that you may see.

## A chat as it happens

contacts-line-lost = The connection is lost and being made again. What you write is sent when it is back.
contacts-line-away = Our system does not answer just now. Nothing that was sent is lost.
contacts-line-over = This page is no longer live. Please reload it.
contacts-pending = Sending…
contacts-hotline-types = The hotline is writing…
contacts-visitor-types = The visitor is writing…
contacts-has-read = Read
contacts-changed = This chat has changed: show it
contacts-bell-on = Sound and notices: on
contacts-bell-off = Sound and notices: off
contacts-bell-rings = Somebody waits for you at the hotline
contacts-bell-said = Something new in a chat
contacts-unread = { $n } new
contacts-held-keys = Alt+1 to Alt+9 go from one chat to another.
contacts-say-keys = Ctrl+Enter sends; / in an empty text opens ready replies, guides and places.
contacts-palette = Ready replies, guides, places
contacts-palette-search = Find
contacts-palette-guide = Show a guide
contacts-palette-place = Show a place
contacts-same-receipt = Same receipt: cases { $cases }, chats { $chats }

## The regulation’s page: what is told of the hotline

contacts-figure-answered = Agents answered { $n } of { $of } conversations within the last year
contacts-figure-few = Fewer than { $n } conversations within the last year
contacts-figure-soon = { $n } of the { $of } answered were answered within a minute
contacts-figure-languages = Conversations in { $n } languages (not counting those with fewer than { $of })
