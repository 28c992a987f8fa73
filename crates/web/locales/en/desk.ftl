## The frame of every page of the desk

desk-title = Desk
desk-nav = Desk navigation
desk-nav-queue = Queue
desk-nav-inbox = Unit inbox
desk-nav-new = New case
desk-nav-translation = Translation
desk-nav-wall = Wall
desk-interface-language = Interface language
desk-account = Your account
desk-sign-out = Sign out
desk-public-site = Public site

## Signing in

desk-sign-in-title = Sign in to the desk
desk-sign-in-intro = For the staff of the units and the hotline.
desk-sign-in-login = Login
desk-sign-in-password = Password
desk-sign-in-button = Sign in
desk-sign-in-wrong = The login or the password is wrong.
desk-sign-in-slow = Too many attempts. Try again in a minute.
desk-sign-in-expired-title = Your session has ended
desk-sign-in-expired =
    { $idle ->
        [one] After { $idle } hour without activity, and { $hours } hours after you signed in, you sign in again.
       *[other] After { $idle } hours without activity, and { $hours } hours after you signed in, you sign in again.
    } What you wrote is kept and is shown again after you sign in; it has not been sent.
desk-sign-in-needed = Sign in first.
desk-signed-out = You are signed out.
desk-resumed-title = Your text has not been sent yet
desk-resumed = This is what you wrote before your session ended. Look it over, then send it.
desk-forbidden-title = Your role does not have this page
desk-forbidden = You are signed in as { $role }; this role does not see this page. If your work needs it, ask an administrator.
desk-forbidden-home = Go to your start page
desk-no-rooms = There is nothing for your role to do at the desk yet.
desk-case-unknown-title = This case was not found
desk-case-unknown = There is no case with this reference, or it is not one of your unit.

## Keyboard

desk-keys = Keyboard shortcuts
desk-keys-close = Close
desk-keys-next = Next row
desk-keys-previous = Previous row
desk-keys-open = Open the chosen row
desk-keys-search = Search
desk-keys-show = Show what has changed
desk-keys-send = Send the form you are writing in
desk-keys-insert = Insert that suggestion
desk-keys-skip = Skip to the next text
desk-keys-help = Show this list
desk-keys-then = then
desk-keys-on = Use single-key shortcuts
desk-keys-on-hint = Turn them off if you dictate or often hit keys by accident. Everything can also be reached with Tab.

## Words used on several pages

desk-state-received = To accept
desk-state-returned = Returned
desk-state-accepted = Accepted
desk-state-in-progress = In progress
desk-state-waiting-resident = Waiting for the resident
desk-state-waiting-appraisal = Waiting for appraisal
desk-state-waiting-partner = Waiting for a partner
desk-state-answered = Answered
desk-state-closed = Closed
desk-state-declined = Declined
desk-state-reopened = Reopened
desk-state-merged = Merged
desk-channel-web = Web
desk-channel-api = API
desk-channel-phone = Phone
desk-channel-counter = Counter
desk-card-yellow = Yellow card
desk-card-red = Red card
desk-due-today = due today
desk-due-left = 
    { $n ->
        [one] { $n } working day left
       *[other] { $n } working days left
    }
desk-due-left-hours = 
    { $n ->
        [one] { $n } hour left
       *[other] { $n } hours left
    }
desk-due-late = 
    { $n ->
        [one] { $n } working day late
       *[other] { $n } working days late
    }
desk-due-late-now = late
desk-due-paused = paused
desk-due-none = no clock running
desk-urgent = Urgent
desk-escalated = For the supervisor
desk-asks-extension = Extension asked for
desk-returned-times = 
    { $n ->
        [one] sent back once
       *[other] sent back { $n } times
    }
desk-reopened-times = 
    { $n ->
        [one] reopened once
       *[other] reopened { $n } times
    }
desk-provisional = provisional: that year’s holidays are not announced yet
desk-yes = Yes
desk-no = No
desk-optional = optional
desk-one-language = One language is enough.
desk-choose = Choose
desk-resident = Resident
desk-csv = Download CSV
desk-list-all = All
desk-list-any = all
desk-list-apply = Apply
desk-list-clear = Clear the filters
desk-list-previous = Previous page
desk-list-next = Next page
desk-list-pages = Pages
desk-live-changes = Changes: { $n } – show
desk-live-case = This case has just changed: show
desk-date = { $y }-{ $m }-{ $d }
desk-moment = { $date } { $time }
desk-system = The platform
desk-me = me
desk-print = Print
