security-title = Security log
security-hint = Who signed in and was refused, what was changed of people and their rights, what was exported, erased or laid open. It holds no names, addresses or texts: people are kept by number. Nothing in it can be changed.
security-filters = Filter the log
security-filter-kind = What happened
security-filter-person = Person
security-filter-from = From
security-filter-until = Until
security-total =
    { $n ->
        [one] { $n } entry
       *[other] { $n } entries
    }
security-empty = Nothing of this kind has happened.
security-nobody = Nobody signed in
security-command-line = The command line
security-was-is = { $was } → { $is }
security-rows =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
security-times =
    { $n ->
        [one] { $n } time
       *[other] { $n } times
    }
security-from = from { $from }
security-column-at = When
security-column-kind = What happened
security-column-code = Code
security-column-who = Who
security-column-whom = To whom
security-column-record = Record
security-column-details = Details
security-kind-signed-in = Signed in
security-kind-sign-in-refused = Sign-in refused
security-kind-signed-out = Signed out
security-kind-session-ended = Session ended
security-kind-denied = Access denied
security-kind-person-added = Person added
security-kind-person-changed = Name or languages changed
security-kind-rights-changed = Role or unit changed
security-kind-person-left = No longer works here
security-kind-person-returned = Works here again
security-kind-password-set = Password set
security-kind-exported = List exported
security-kind-erased = Erased
security-kind-secret-read = Secret read
security-what-gathered = more like it, counted together
security-what-password-change = while changing the password
security-what-same-device = new sign-in on the same device
security-what-too-many = too many sessions
security-what-words = words and files of a record
security-what-file = a file
security-what-recording = recording of a call
security-what-access-code = access code of a new case
security-what-cases = cases
security-what-rates = rates of the units
security-what-levels = language levels
security-what-training = courses
security-what-legal = translations of laws
security-what-staffing = staffing
security-what-hotline = hotline figures
security-what-partners = partners
security-what-interpretation = interpreting jobs
security-what-interpreting-hours = interpreting hours
security-what-security = security log
