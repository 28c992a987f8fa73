## What an event is called in the journal

training-event-opened = Course opened
training-event-edited = Course details changed
training-event-session-scheduled = Session scheduled
training-event-session-moved = Session moved
training-event-session-cancelled = Session cancelled
training-event-enrolled = Enrolled
training-event-unenrolled = Taken off the list
training-event-attendance-taken = Attendance entered
training-event-level-reached = Level reached
training-event-level-withdrawn = Level withdrawn
training-event-closed = Closed
training-event-reopened = Reopened
training-event-noted = Note
training-event-expiry-warned = Reminded that a level is about to expire
training-event-erased = Text erased
training-detail-staff = Person: { $name }
training-detail-attendance = Session { $n }, { $name }: { $how }
training-detail-level = { $name }: { $language }, { $level }, reached on { $date } (until: { $until })
training-detail-reason = Reason: { $reason }

## States, kinds, levels, attendance

training-state-planned = Planned
training-state-running = Running
training-state-closed = Closed
training-kind-language = Language course
training-kind-protocol = Protocol course
training-kind-recognition = Recognition
training-kind-hint-recognition = Levels reached elsewhere, such as a certificate or a native speaker’s; it has no sessions.
training-level-basic = Basic
training-level-working = Working
training-level-native = Native
training-level-hint-basic = Greets, understands a simple request, shows the way.
training-level-hint-working = Handles a matter in this language without an interpreter.
training-level-hint-native = Grew up with it, or speaks as one who did; it does not expire unless a date is given.
training-how-attended = Attended
training-how-excused = Excused
training-how-absent = Absent
training-how-unknown = Not entered

## Commands: the button, and a line of help

training-command-edit = Change the details
training-command-schedule = Schedule a session
training-command-move-session = Move or correct the session
training-command-cancel-session = Cancel a session
training-command-enrol = Enrol people
training-command-unenrol = Take people off the list
training-command-take-attendance = Take attendance
training-command-attend = Enter one person’s attendance
training-command-reach-several = Enter levels of several people
training-command-reach = Enter a level
training-command-withdraw-level = Withdraw a level
training-command-close = Close
training-command-reopen = Reopen
training-command-note = Add a note
training-command-warn = Remind of an expiry
training-command-erase = Erase all text
training-hint-edit = What you leave empty stays. Any title you give replaces all of them.
training-hint-schedule = In the city’s own time. A session that was already held may be entered too.
training-hint-move-session = For a session that has not been held. One that was cancelled goes on again. Please tell those who meant to come.
training-hint-cancel-session = Only a session that nobody has attended. Please tell those who meant to come.
training-hint-enrol = They find the course among theirs, and attendance is ticked off this list. There can be no more people than seats.
training-hint-unenrol = Attendance and levels that were entered stay.
training-hint-take-attendance = Tick everyone who was there. Those on the list who are not ticked were absent; an excuse that was entered stays.
training-hint-attend = An excuse may be entered ahead, attendance and absence on the day. Entering it again corrects it.
training-hint-reach-several = For everyone who is enrolled, has attended or holds a level. Tick one level for each; whoever has none ticked stays as they are.
training-hint-reach = It replaces this course’s earlier level of the same person and language. Without a date it expires after two years; a native level does not.
training-hint-withdraw-level = For one entered by mistake, or a certificate that does not hold. It no longer counts from now; the journal keeps what was done.
training-hint-close = No attendance or level is entered after it. Levels that were reached go on counting.
training-hint-reopen = It goes on, and entries can be made again.
training-hint-note = Only those who run training see it.
training-hint-warn = The platform does this by itself, ahead of time.
training-hint-erase = Titles, places and notes are erased for good. Sessions, attendance and levels stay.

## Labels of inputs

training-input-kind = Kind
training-input-titles = Title
training-input-language = Language
training-input-edit-language-kept = Levels have been entered for this language. To change it, withdraw them first, or open another course.
training-input-open-language-hint = For a language course or recognition. A protocol course may have none.
training-input-unit = Run by
training-input-starts_at = Begins
training-input-ends_at = Ends
training-input-place = Place
training-input-seats = Seats
training-input-session = Number of the session
training-input-staff = Member of staff
training-input-enrol-staff = Who is to take it
training-input-unenrol-staff = Whom to take off
training-input-attended = Who was there
training-input-others = Others who came
training-input-how = Attendance
training-input-level = Level
training-input-basic = Basic
training-input-working = Working
training-input-native = Native
training-input-reached_on = Reached on
training-input-expires_on = Counts until
training-input-reason = Reason
training-input-text = Text
training-problem-edit-language-not-an-option = Levels have been entered for the language of this course: withdraw them first
training-problem-enrol-staff-too-large = There are only { $max } seats: enrol fewer people, or give the session more seats
training-problem-reach-several-basic-required = Tick a level for at least one person
training-problem-reach-several-working-not-an-option = Tick only one level for each person
training-problem-reach-several-native-not-an-option = Tick only one level for each person

## The list of courses

training-title = Staff training
training-intro = Courses in languages and protocol, and the levels colleagues have reached.
training-count = 
    { $n ->
        [one] { $n } course
       *[other] { $n } courses
    }
training-tabs = Pages of training
training-tab-courses = Courses
training-tab-speakers = Who speaks it
training-tab-unit = By unit
training-tab-expiring = Expiring soon
training-tab-import = Import and export
training-tab-mine = My training
training-filters = Filters
training-search = Search
training-search-hint = Reference or title
training-filter-state = State
training-filter-kind = Kind
training-filter-language = Language
training-filter-unit = Unit
training-sort = Order
training-sort-newest = newest first
training-sort-next = next session first
training-column-course = Course
training-column-kind = Kind
training-column-language = Language
training-column-unit = Run by
training-column-state = State
training-column-next = Next session
training-column-people = People
training-column-levels = Levels
training-column-name = Name
training-column-level = Level
training-column-reached = Reached on
training-column-until = Counts until
training-empty = There are no courses yet. Open one, or import the certificates you have.
training-empty-own = Your unit has no courses yet, and you have taken part in none.
training-empty-filtered = No course matches. Loosen the filters, or clear them.
training-open = New course
training-open-title = Open a course
training-open-hint = Give the title in one language at least, one that colleagues read. Language courses and recognition need a language.
training-open-send = Open
training-no-language = no language

## One course

training-course-title = Course { $reference }
training-back = Back to the courses
training-live = This course has just changed: show it
training-untitled = (title erased)
training-opened = Opened
training-sessions = Sessions
training-session = Session { $n }
training-session-time = { $from } to { $to }
training-session-seats = 
    { $n ->
        [one] { $n } seat
       *[other] { $n } seats
    }
training-session-attended = 
    { $n ->
        [one] { $n } attended
       *[other] { $n } attended
    }
training-session-full = More people than seats
training-session-cancelled = Cancelled
training-session-no-place = place not given
training-no-sessions = No session is scheduled yet.
training-no-sessions-recognition = Recognition has no sessions.
training-enrolled = Enrolled
training-attendance = Attendance
training-no-attendance = No attendance has been entered yet.
training-levels = Levels reached
training-no-levels = Nobody has reached a level yet.
training-level-for-good = does not expire
training-level-expired = expired on { $date }
training-level-soon = expires soon
training-level-warned = reminded
training-notes = Internal notes
training-no-notes = No notes.
training-note-erased = Erased.
training-journal = Journal
training-erased = The text of this course was erased; attendance and levels still hold.
training-you-see-only = You can see this course; there is nothing for you to do with it.
training-group-enter = Enter
training-group-plan = Plan
training-group-more = More
training-done = Done: { $what }
training-unknown-title = This course was not found
training-unknown = There is no course with this reference, or it is not one that you may see.

## A person’s record

training-person-title = Training of { $name }
training-person-levels = Languages
training-person-no-levels = No level has been entered yet.
training-person-courses = Courses taken
training-person-no-courses = Has not taken part in a course yet.
training-person-attended = attended { $n } of { $all } sessions
training-person-unknown-title = This record was not found
training-person-unknown = There is no such member of staff, or their record is not one that you may see.

## A unit’s table

training-unit-title = Languages: { $unit }
training-unit-title-all = Languages of the whole city
training-unit-all = The whole city
training-unit-members = 
    { $n ->
        [one] { $n } member of staff
       *[other] { $n } members of staff
    }
training-unit-hint = Levels that count today. Whoever has a higher level is counted at the lower ones too.
training-unit-basic-up = Basic or better
training-unit-working-up = Working or better
training-unit-people = Staff
training-unit-empty = Nobody in this unit holds a level today.
training-unit-unknown-title = This unit was not found
training-unit-unknown = The city has no such unit.

## Who speaks it

training-speaks-title = Who speaks it?
training-speaks-hint = Only levels that count today are shown.
training-speaks-language = Language
training-speaks-level = At least
training-speaks-unit = Unit
training-speaks-levels = What the levels mean
training-speaks-search = Find
training-speaks-found = 
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
training-speaks-answer = { $language }, at least “{ $level }”
training-speaks-none = Nobody has this level today.
training-speaks-none-own = Nobody in your unit has this level today.
training-speaks-none-unit = Nobody in this unit has this level today.
training-speaks-elsewhere = 
    { $n ->
        [one] { $n } person in another unit has it
       *[other] { $n } people in other units have it
    }
training-speaks-next = Call the hotline: { $unit }, { $phone }. It knows who speaks the language in every unit, and has interpreters.
training-speaks-reach = To reach someone, call their unit, or the hotline: { $unit }, { $phone }.

## Expiring soon

training-expiring-title = Levels that expire soon
training-expiring-hint = Plan a course or a test before the last day; afterwards the level no longer counts.
training-expiring-within = 
    { $n ->
        [one] within { $n } day
       *[other] within { $n } days
    }
training-expiring-left = 
    { $n ->
        [one] { $n } day left
       *[other] { $n } days left
    }
training-expiring-today = last day today
training-expiring-empty = No level expires soon.

## Levels from a file, and to a file

training-import-title = Enter levels from a CSV file
training-import-hint = The first line names the columns: login, language, level, reached_on, expires_on, title, course. A date is written 2026-02-27, 2026/2/27, 2026.2.27 or 27.2.2026; expires_on may be empty, and course may be left out.
training-import-levels = The level is basic, working or native; the language is a code such as ru or ko.
training-import-courses-hint = A row whose course has the person’s level already changes nothing, or corrects it. For each other title, language and unit one course of the kind “Recognition” is opened.
training-import-file = CSV file
training-import-unit = New courses are run by
training-import-unit-each = each person’s own unit
training-import-unit-hint = Everyone in that unit who sees training sees the levels in them.
training-import-said-in = Language of the titles
training-import-check = Check the file
training-import-bad = 
    { $n ->
        [one] { $n } cell needs correcting
       *[other] { $n } cells need correcting
    }
training-import-bad-hint = Nothing has been entered. Correct the file and check it again.
training-import-good = 
    { $n ->
        [one] { $n } row, all correct
       *[other] { $n } rows, all correct
    }
training-import-good-hint = Look it over, then enter it.
training-import-plan = New: { $new } · changed: { $changed } · already there: { $same } · left out: { $left }.
training-import-nothing = Entering it would change nothing.
training-import-does-enters = new
training-import-does-replaces = changes the level: it was { $level }, { $date } (until: { $until })
training-import-does-nothing = already there
training-import-does-withdrawn = was withdrawn on { $date }; left out. To enter it again, use the page of its course
training-import-does-keeps = left out: { $level }, { $date } (until: { $until }) stays, since its course is closed or not yours to change
training-import-enter = Enter all
training-import-other = Choose another file
training-import-entered = 
    { $n ->
        [one] { $n } level entered
       *[other] { $n } levels entered
    }
training-import-opened = 
    { $n ->
        [one] { $n } course opened
       *[other] { $n } courses opened
    }
training-import-empty = The file has no rows.
training-import-not-csv = This file could not be read. Save it as CSV in UTF-8.
training-import-uneven = Line { $line } does not fit the columns: it has more cells than there are columns, or a column is named twice.
training-import-too-many = A file may have { $max } rows at most. Please split it.
training-import-unknown-column = There is no such column
training-import-missing-column = This column is missing
training-import-column-line = Line
training-import-column-column = Column
training-import-column-value = What the cell says
training-import-column-problem = What is wrong
training-import-column-does = What it does
training-cell-reached_on-not-a-date = A date from 1900 to 2200 is wanted, such as 2026-02-27, 2026/2/27, 2026.2.27 or 27.2.2026
training-cell-expires_on-not-a-date = A date from 1900 to 2200 is wanted, such as 2026-02-27, 2026/2/27, 2026.2.27 or 27.2.2026; or nothing
training-cell-language-not-a-language = The code of a language is wanted, such as en, ru, ko or ja
training-cell-level-not-an-option = basic, working or native is wanted
training-cell-course-unknown-reference = The reference of a course is wanted, such as the export has it, or nothing
training-export-hint = All levels that you may see. The file can be corrected and entered again: what you changed replaces what is there, and all else stays.

## What the public sees

training-public-staff = 
    { $n ->
        [one] { $n } member of staff holds a language level today
       *[other] { $n } members of staff hold a language level today
    }
training-waiting = { $n ->
    [one] { $n } language level in your unit expires soon
   *[other] { $n } language levels in your unit expire soon
}
tasks-kind-training-expiry = Warn of a level that expires
