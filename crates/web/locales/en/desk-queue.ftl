## The queue

desk-queue-title = Queue
desk-queue-count = 
    { $n ->
        [one] { $n } case
       *[other] { $n } cases
    }
desk-queue-tabs = By state
desk-queue-group-open = Open
desk-queue-group-to-accept = To accept
desk-queue-group-in-hand = In hand
desk-queue-group-waiting = Waiting
desk-queue-group-answered = Answered
desk-queue-group-over = Over
desk-queue-group-all = All
desk-queue-filters = Filters
desk-queue-search = Search
desk-queue-search-hint = Reference, name, contact or words
desk-queue-unit = Unit
desk-queue-language = Language
desk-queue-service = Service
desk-queue-due = Due
desk-queue-due-any = any
desk-queue-due-late = late (red card)
desk-queue-due-soon = soon (yellow card)
desk-queue-sort = Order
desk-queue-sort-due = next due first
desk-queue-sort-newest = newest first
desk-queue-sort-changed = last changed first
desk-queue-urgent = Urgent only
desk-queue-escalated = For the supervisor only
desk-queue-mine = Held by me
desk-queue-readable = Languages I read
desk-queue-empty = There are no cases here now.
desk-queue-empty-filtered = No case matches. Loosen the filters, or clear them.
desk-queue-column-case = Case
desk-queue-column-state = State
desk-queue-column-unit = Unit
desk-queue-column-language = Language
desk-queue-column-due = Due
desk-queue-column-holder = Held by
desk-queue-column-opened = Received
desk-queue-column-reference = Reference
desk-queue-nobody = nobody
desk-queue-no-text = (no description)
desk-queue-erased = (erased)

## The unit's inbox

desk-inbox-title = Inbox: { $unit }
desk-inbox-to-accept = To accept
desk-inbox-in-hand = In hand
desk-inbox-waiting = Waiting
desk-inbox-extension = Extension asked for
desk-inbox-answered = Answered
desk-inbox-empty-to-accept = Nothing waits to be accepted.
desk-inbox-empty-in-hand = Nothing is in hand.
desk-inbox-empty-waiting = Nothing is waiting.
desk-inbox-empty-extension = No extension is waiting for a decision.
desk-inbox-empty-answered = No answer is waiting for its rating.
desk-inbox-all = All of these in the queue
desk-inbox-more = and { $n } more
desk-queue-danger-answer = { $question } { $answer }
desk-queue-danger = Not safe only
desk-queue-danger-waits = 
    { $n ->
        [one] { $n } person says they are not safe
       *[other] { $n } people say they are not safe
    }
desk-alarm-said = Somebody says they are not safe
desk-alarm-off = Sound: off
desk-alarm-on = Sound: on
