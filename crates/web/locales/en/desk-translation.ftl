## The translation desk

desk-translation-title = Translation desk
desk-translation-intro = Messages that somebody cannot read yet, or that a machine translated and is unsure of; the most urgent first.
desk-translation-count = 
    { $n ->
        [one] { $n } message waits
       *[other] { $n } messages wait
    }
desk-translation-which = Languages
desk-translation-mine = Languages I know
desk-translation-all = All languages
desk-translation-pair = { $from } → { $to }
desk-translation-check = To check
desk-translation-since = Waiting since
desk-translation-message = Message
desk-translation-empty = Nothing waits for a translation.
desk-translation-empty-mine = Nothing waits in the languages you know.
desk-translation-see-only = You can see what waits; interpreters and agents translate.
desk-translation-one-title = Translate: { $from } → { $to }
desk-translation-of = Case { $reference }: { $kind }
desk-translation-text = Translation
desk-translation-text-hint = Translate the meaning; use the agreed terms.
desk-translation-save-next = Save, and the next one
desk-translation-save = Save
desk-translation-skip = Skip
desk-translation-terms = Terms
desk-translation-no-terms = No terms found.
desk-translation-term-wrong = not so in the translation
desk-translation-memory = Translated before
desk-translation-memory-hint = Similar sentences from earlier translations. The percentage says how much is the same.
desk-translation-memory-insert = Insert
desk-translation-context = Earlier messages
desk-translation-now = The translation there is now
desk-translation-check-hint = If it is right as it is, save it: it then counts as checked.
desk-translation-saved = The translation is saved.
desk-translation-all-done = That was the last one.
desk-translation-with = Language pair
desk-translation-both = { $one } ↔ { $other }
desk-translation-missing = Some of these languages have no machine translation here.
desk-translation-missing-pair = 
    { $n ->
        [one] { $pair }: { $n } message waits for people
       *[other] { $pair }: { $n } messages wait for people
    }
desk-translation-missing-add = An administrator can add models on the server:
desk-translation-awaited = Somebody waits for it
desk-translation-filled = The very same text was translated before and is filled in. Please check it.
