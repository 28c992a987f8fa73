### Interpreters: what residents and the desk read of their jobs.

interpretation-event-opened = Asked for
interpretation-event-offered = Offered to an interpreter
interpretation-event-accepted = Accepted, with the promise to keep silent
interpretation-event-declined = Declined
interpretation-event-given-back = Given back
interpretation-event-substituted = Given to a substitute
interpretation-event-hours-reported = Hours entered
interpretation-event-not-shown-up = Somebody did not come
interpretation-event-cancelled = Cancelled
interpretation-event-moved = Moved to another unit with its case
interpretation-event-reminded = Reminded: it is tomorrow
interpretation-event-erased = Words erased
interpretation-event-unanswered = Not answered in time
interpretation-event-lapsed = Nobody was found in time
interpretation-command-accept = Accept
interpretation-command-decline = Decline
interpretation-command-offer = Offer to an interpreter
interpretation-command-substitute = Send a substitute
interpretation-command-report = Enter the hours
interpretation-command-no-show = Say that somebody did not come
interpretation-command-give-back = Give it back
interpretation-command-cancel = Cancel
interpretation-command-remind = Remind of it
interpretation-command-erase = Erase the words
interpretation-command-take-back = Take the offer back
interpretation-command-lapse = End it without an interpreter
interpretation-hint-accept = Please read the promise above, then tick it.
interpretation-hint-decline = It waits for another interpreter then; you need not say why.
interpretation-hint-offer = They must speak the language and be free at that time, travel included.
interpretation-hint-substitute = The new interpreter accepts and promises for themselves.
interpretation-hint-report = When it really began and ended; what was wrong can be entered again.
interpretation-hint-no-show = Please enter it after the beginning.
interpretation-hint-give-back = Please do so as early as you can, so that somebody else is found.
interpretation-hint-cancel = Once it has begun it cannot be cancelled.
interpretation-hint-remind = The platform does this by itself on the day before.
interpretation-hint-erase = Place, details and reasons are erased for good; hours stay.
interpretation-hint-take-back = The platform does this by itself when the interpreter has not answered in time, so that somebody else can be asked.
interpretation-hint-lapse = The platform does this by itself when its end has come and nobody has taken it on.
interpretation-state-asked = Asked for
interpretation-state-offered = Offered
interpretation-state-accepted = Accepted
interpretation-state-rostered = On the roster
interpretation-state-done = Done
interpretation-state-no-show = No-show
interpretation-state-cancelled = Cancelled
interpretation-state-not-found = Nobody found
interpretation-kind-appointment = Appointment
interpretation-kind-duty = Duty
interpretation-setting-hospital = Hospital
interpretation-setting-court = Court
interpretation-setting-school = School
interpretation-setting-police = Police
interpretation-setting-office = Public office
interpretation-setting-other = Other
interpretation-who-client = Those whom it was for
interpretation-who-interpreter = The interpreter
interpretation-by-resident = the resident
interpretation-by-staff = the staff
interpretation-input-kind = Kind
interpretation-input-setting = Where it is
interpretation-input-languages = Language
interpretation-input-into = Into
interpretation-input-into-hint = The city's own language, if you leave it open.
interpretation-input-starts_at = Begins
interpretation-input-starts_at-hint = On a full quarter of an hour.
interpretation-input-ends_at = Ends
interpretation-input-travel_before = Way there, minutes
interpretation-input-travel_after = Way back, minutes
interpretation-input-place_code = Place
interpretation-input-place = Floor, room and the like
interpretation-input-details = Details
interpretation-input-details-hint = Whom to meet and how, and what it is about. Interpreters read it once they have promised to keep silent.
interpretation-input-case = Case
interpretation-input-staff = Interpreter
interpretation-input-confidentiality = Promise of confidentiality
interpretation-input-promised = I have read it and promise it
interpretation-input-reason = Reason
interpretation-input-began_at = Began
interpretation-input-ended_at = Ended
interpretation-input-who = Who did not come
interpretation-title = Interpreters
interpretation-intro = Appointments, the roster and the hours worked.
interpretation-tabs = Pages of interpreters
interpretation-tab-jobs = Jobs
interpretation-tab-week = Week
interpretation-tab-hours = Hours
interpretation-tab-calendar = My calendar
interpretation-open = Ask for an interpreter
interpretation-open-duty = Put on the roster
interpretation-open-title-appointment = Ask for an interpreter
interpretation-open-title-duty = Put somebody on the roster
interpretation-open-hint-appointment = The supervisor finds somebody who speaks the language and is free.
interpretation-open-hint-duty = Who is on duty can take nothing else at that time.
interpretation-open-send-appointment = Send
interpretation-open-send-duty = Put on the roster
interpretation-filters = Filters
interpretation-filter-state = State
interpretation-filter-kind = Kind
interpretation-filter-setting = Where
interpretation-filter-language = Language
interpretation-filter-staff = Interpreter
interpretation-filter-when = When
interpretation-filter-when-ahead = Yet to begin
interpretation-filter-when-soon = Within three days, without an interpreter
interpretation-filter-when-unanswered = Offer not answered
interpretation-filter-when-gone = Interpreter works here no more
interpretation-sort = Order
interpretation-sort-start = First to begin
interpretation-sort-latest = Last to begin
interpretation-sort-newest = Asked for last
interpretation-none = There are no jobs yet.
interpretation-none-filtered = No job fits.
interpretation-nobody = Nobody yet
interpretation-short = Short notice
interpretation-unanswered = No answer
interpretation-column-reference = Number
interpretation-column-sort = Job
interpretation-column-when = When
interpretation-column-language = Language
interpretation-column-interpreter = Interpreter
interpretation-column-answer-by = To be answered by
interpretation-column-state = State
interpretation-column-case = Case
interpretation-column-place = Place
interpretation-column-travel-before = Way there
interpretation-column-travel-after = Way back
interpretation-column-unit = Unit
interpretation-column-asked-by = Asked by
interpretation-column-worked = Worked
interpretation-column-waited = Counted without work
interpretation-column-absent = Did not come
interpretation-column-declined = Declined or gave back
interpretation-column-unanswered = Did not answer
interpretation-column-month = Month
interpretation-column-jobs = Jobs
interpretation-column-all = In all
interpretation-column-worked-minutes = Worked, minutes
interpretation-column-waited-minutes = Counted without work, minutes
interpretation-column-reason = Reason for cancelling
interpretation-when = { $from }–{ $to }
interpretation-minutes = { $n } min
interpretation-back = Back to the list
interpretation-live = This job has just changed: show it
interpretation-done = Done: { $what }
interpretation-unknown-title = No such job
interpretation-unknown = There is no job of that number, or it is not yours to see.
interpretation-erased = The words were erased; the record and the hours stay.
interpretation-details = Details
interpretation-no-details = Nothing was said.
interpretation-silent = Place and details are shown once it is accepted, with the promise to keep silent.
interpretation-promise = Promise of confidentiality
interpretation-promise-version = Version { $n }
interpretation-do = What to do
interpretation-you-see-only = You can only look at it now.
interpretation-journal = Record
interpretation-cancelled = Cancelled by { $by }, { $notice } (hours:minutes) before.
interpretation-cancelled-short = Cancelled at short notice by { $by }, { $notice } (hours:minutes) before.
interpretation-detail-notice = { $notice } (hours:minutes) before
interpretation-detail-reason = Reason: { $reason }
interpretation-week-title = Week from { $day }
interpretation-week-intro = Who is where, and when; it can be printed.
interpretation-weeks = Other weeks
interpretation-week-before = The week before
interpretation-week-after = The week after
interpretation-week-none = Nothing is on in this week.
interpretation-week-copy = Copy the duties to the next week
interpretation-week-copy-hint = Duties only, no appointments; who is not free then is left out.
interpretation-week-copied = Duties copied: { $n }; left out: { $left }.
interpretation-hours-title = Hours worked, { $month }
interpretation-hours-intro = By interpreter, in hours:minutes. What counts without work stands by itself.
interpretation-months = Other months
interpretation-month-before = The month before
interpretation-month-after = The month after
interpretation-hours-none = No hours were entered for { $month }.
interpretation-calendar-title = My calendar
interpretation-calendar-intro = Read your jobs in the calendar of your phone or computer: time, place, sort of place, language and number, and nothing about the people.
interpretation-calendar-name = Interpreting, { $city }
interpretation-calendar-new = This is the new address. It is shown this once.
interpretation-calendar-address = Address of the calendar
interpretation-calendar-since = You have had an address since { $date }.
interpretation-calendar-none = You have no address yet.
interpretation-calendar-make = Make an address
interpretation-calendar-renew = Make another address
interpretation-calendar-renew-hint = Whoever knows the address reads your times: give it to nobody. With another one, the old one ends.
interpretation-calendar-revoke = End the address
interpretation-count = { $n ->
    [one] { $n } job
   *[other] { $n } jobs
}
interpretation-waiting-offers = { $n ->
    [one] { $n } job is offered to you
   *[other] { $n } jobs are offered to you
}
interpretation-waiting-nobody = { $n ->
    [one] { $n } job within three days has no interpreter
   *[other] { $n } jobs within three days have no interpreter
}
interpretation-waiting-cancelled = { $n ->
    [one] { $n } job of yours was cancelled: you need not go
   *[other] { $n } jobs of yours were cancelled: you need not go
}
interpretation-waiting-near = { $n ->
    [one] You have { $n } job tomorrow
   *[other] You have { $n } jobs tomorrow
}
interpretation-waiting-unanswered = { $n ->
    [one] { $n } job was not answered in time: please ask somebody else
   *[other] { $n } jobs were not answered in time: please ask somebody else
}
interpretation-waiting-gone = { $n ->
    [one] { $n } job needs a substitute: its interpreter works here no more
   *[other] { $n } jobs need a substitute: their interpreters work here no more
}

## Asked for by residents

interpretation-ask-title = Ask for an interpreter
interpretation-ask-about = An interpreter for a hospital, a court, an office or a school.
interpretation-ask-language = Which language do you speak?
interpretation-ask-setting = Where is it?
interpretation-ask-date = On which day?
interpretation-ask-from = From when?
interpretation-ask-until = Until when?
interpretation-ask-place = Where exactly
interpretation-ask-details = What is it about?
interpretation-ask-hint-from = A full quarter of an hour, such as 9:00 or 9:15, in local time.
interpretation-ask-hint-place = Name, floor, department or counter.
interpretation-ask-hint-details = Please also say how to reach you. Only the interpreter, once they have promised to keep silent, and the staff read it.
interpretation-ask-choose = Please choose
interpretation-ask-where = Place:
interpretation-ask-send = Send
interpretation-ask-opens = You get a receipt, with which you follow it and can cancel it.
interpretation-ask-has-case = Do you have a case already? Open it with its receipt first.
interpretation-ask-needs-case = Interpreters are asked for with a case: open it with its receipt first.
interpretation-ask-cancel = I do not need it any more: cancel
interpretation-ask-cancel-title = Cancel the interpreter
interpretation-ask-cancel-text = It cannot be taken back; you can ask for another one later.
interpretation-ask-cancel-short = It is soon, and the interpreter has kept the time free for you. It cannot be taken back; if you really do not need one, please cancel as early as you can.
interpretation-ask-cancel-send = Yes, cancel
interpretation-ask-cancel-keep = Keep it
interpretation-ask-done-ask = It was sent. You see here when somebody was found.
interpretation-ask-done-cancel = It was cancelled.
interpretation-told = Interpreters
interpretation-told-asked = An interpreter is being looked for.
interpretation-told-offered = An interpreter is being asked.
interpretation-told-accepted = An interpreter will come, and has promised to keep silent.
interpretation-told-rostered = On the roster.
interpretation-told-done = It took place.
interpretation-told-no-show = It was noted that you did not come.
interpretation-told-cancelled = Cancelled.
interpretation-told-ask = Ask for an interpreter for this case
interpretation-told-nobody-came = The interpreter did not come. We are sorry. Please ask for another one.
interpretation-told-over = The time has passed.
interpretation-told-not-found = We are sorry: nobody was found for this time.
interpretation-ask-for-place = Ask for an interpreter to go there with you
interpretation-ask-for-guide = Do you need an interpreter for it? Ask for one here
interpretation-ask-case = An interpreter is needed: { $setting }, { $language }, { $when }.
interpretation-ask-opened = Your case is open, but no interpreter is asked for yet. Please correct it and send it again.
interpretation-ask-receipt = Open the receipt
interpretation-figure = { $n ->
    [one] { $n } appointment kept by an interpreter in the past year
   *[other] { $n } appointments kept by interpreters in the past year
}
interpretation-gone = Works here no more: substitute
interpretation-gone-text = { $name } does not work here any more. Please send a substitute.
interpretation-often-enough-asked = Interpreters have been asked for { $times } times in this case. Once one of them has come, you can ask for another.

## Tasks

tasks-kind-interpretation-reminder = Reminder of an interpreter’s job
tasks-kind-interpretation-answer = End of an offer that an interpreter did not answer
tasks-kind-interpretation-end = End of a job that nobody took on

## What the timeline of a case says of its interpreters

desk-event-interpreter = Interpreter
desk-event-interpreter-asked = Interpreter asked for
desk-event-interpreter-found = Interpreter found
desk-event-interpreter-sought = Another interpreter is being looked for
desk-event-interpreter-cancelled = Interpreter cancelled
desk-event-interpreter-not-found = No interpreter was found
desk-event-interpreter-near = Reminder: the appointment with the interpreter is tomorrow
case-step-interpreter-asked = Interpreter asked for
case-step-interpreter-found = Interpreter found
case-step-interpreter-sought = Another interpreter is being looked for
case-step-interpreter-cancelled = Interpreter cancelled
case-step-interpreter-not-found = No interpreter was found
case-step-interpreter-near = Reminder: the appointment with the interpreter is tomorrow
