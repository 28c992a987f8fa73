desk-waits = Waiting for you
tasks-title = Tasks given up
tasks-hint = What should have happened by itself and did not, after a day of trying. Fix what kept it from happening, then have it tried again.
tasks-total =
    { $n ->
        [one] { $n } task
       *[other] { $n } tasks
    }
tasks-waiting =
    { $n ->
        [one] { $n } task was given up: something that should have happened by itself did not
       *[other] { $n } tasks were given up: things that should have happened by themselves did not
    }
tasks-done = Queued again: it will be tried within a minute.
tasks-empty = Nothing was given up. Everything automatic is running as it should.
tasks-column-what = What should happen
tasks-column-about = Record
tasks-column-why = Why it failed
tasks-column-tries = Tries
tasks-column-last = Last try
tasks-retry = Try again
tasks-why-unreadable = It does not say what to do; tell whoever runs the platform
tasks-why-not-allowed = The rules do not allow it
tasks-why-late = It took too long
tasks-why-broke-off = The program broke off; tell whoever runs the platform
tasks-why-lost = Whatever began it did not report back
tasks-why-database-unavailable = The database could not be reached
tasks-why-disk-full = The disk of the database was full
tasks-why-outcome-unknown = The database did not say whether it was saved
tasks-why-conflict = Others changed the record at the same time
tasks-why-corrupt = What is stored cannot be read; have “harborline verify” run
tasks-why-database = The database refused it
