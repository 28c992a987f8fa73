people-role-resident = Resident
people-role-agent = Hotline agent
people-role-interpreter = Interpreter
people-role-officer = Officer
people-role-mediator = Mediator
people-role-supervisor = Supervisor
people-role-planner = Planner
people-role-reviewer = Reviewer
people-role-administrator = Administrator
people-account-title = Your account
people-account-sessions = Where you are signed in
people-account-password = Change your password
people-account-password-hint = Everything else you are signed in on is signed out; here you stay signed in.
people-password-current-password = Current password
people-password-new-password = New password
people-password-again-password = New password once more
people-password-hint = At least { $min } characters. A few words that do not belong together are easy to remember and hard to guess. Passwords that many people use are refused.
people-password-change = Change the password
people-sessions-last =
    A session ends after { $idle ->
        [one] { $idle } hour
       *[other] { $idle } hours
    } without use, and after { $hours } hours in any case.
people-sessions-end-others = Sign out everywhere else
people-sessions-title = Signed in
people-sessions-hint = Everyone who is signed in, most recently used first. What you end closes at once, wherever it is open.
people-sessions-total =
    { $n ->
        [one] { $n } session
       *[other] { $n } sessions
    }
people-sessions-person = Person
people-sessions-none = Nobody you have chosen is signed in.
people-sessions-end-all = End all sessions of this person
people-session-end = End
people-session-own = this one
people-session-on = { $browser } on { $system }
people-column-who = Who
people-column-on = Device
people-column-began = Signed in
people-column-used = Last used
people-column-ends = Ends
people-browser-chrome = Chrome
people-browser-edge = Edge
people-browser-firefox = Firefox
people-browser-safari = Safari
people-browser-wechat = WeChat
people-browser-other = another browser
people-browser-program = A program, through the API
people-system-windows = Windows
people-system-macos = macOS
people-system-linux = Linux
people-system-android = Android
people-system-ios = iOS
people-system-harmonyos = HarmonyOS
people-system-other = another system
people-done-password = Your password is changed. Everywhere else you are signed out.
people-done-end = The session has ended.
people-done-others = You are signed out everywhere else.
people-done-all = All sessions of this person have ended.
