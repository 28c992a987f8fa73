## What an event is called in the journal

legal-event-opened = Taken up
legal-event-revised = Revised
legal-event-reviewed = Read against the original
legal-event-sent-back = Sent back
legal-event-published = Published
legal-event-withdrawn = Withdrawn
legal-event-erased = Text erased

## Where a translation stands

legal-state-draft = Draft
legal-state-reviewed = Reviewed
legal-state-published = Published
legal-state-withdrawn = Withdrawn
legal-stands-owed = Not begun
legal-stands-draft = Draft
legal-stands-reviewed = Reviewed
legal-stands-published = Published
legal-stands-withdrawn = Withdrawn

## Commands: the button, and a line of help

legal-command-revise = Revise
legal-command-review = Confirm: read against the original
legal-command-send-back = Send back
legal-command-publish = Publish
legal-command-withdraw = Withdraw
legal-command-erase = Erase the text
legal-hint-revise = Another colleague then reads it again. What is published stays as it is until then.
legal-hint-review = Compare it with the original, article by article: nothing is missing, and nothing is wrong.
legal-hint-send-back = Say what has to be changed; it is read again afterwards.
legal-hint-publish = Everyone can then read it, and the feed tells of it.
legal-hint-withdraw = The public no longer sees it at once; the record stays and can be revised later.
legal-hint-erase = The translation and all reasons are erased for good. The record of what was done stays.

## Labels of inputs

legal-input-law = Law
legal-input-language = Into
legal-input-title = Title of the translation
legal-input-text = Translation
legal-input-text-hint = An empty line parts paragraphs.
legal-input-on = Day of publication
legal-input-url = Address of the official publication
legal-input-url-hint = Begins with https://; leave it empty if there is none.
legal-input-reason = Reason
legal-problem-open-language-twice = Somebody has taken up this translation already: open it from the list.
legal-problem-publish-on-not-after-start = It cannot be before the version that was translated

## What there is

legal-kind-law = Law
legal-kind-regulation = Regulation
legal-kind-rules = Rules
legal-kind-normative-document = Normative document
legal-scope-city = Of this city
legal-scope-province = Of the province
legal-scope-nation = National
legal-scope-elsewhere = Of other cities
legal-scope-about-city = The regulation asks for translations of these.
legal-scope-about-province = They hold here; their translations are for the province to make.
legal-scope-about-nation = What guides and time limits rest on, for reference; official translations are not this city’s to make.
legal-scope-about-elsewhere = They do not hold here; they served as models where no rule of this city was found.
legal-status-in-force = In force
legal-status-verify = Not yet checked
legal-fact-issuer = Issued by
legal-fact-number = Number
legal-fact-adopted = Adopted
legal-fact-published = Published
legal-fact-dated = Dated
legal-fact-in-force = In force since
legal-fact-amended = Amended
legal-fact-status = Status
legal-fact-language = Language
legal-fact-unit = Owed by
legal-fact-due = Due
legal-fact-late = Against the limit
legal-fact-source-day = Version translated
legal-fact-drafters = Written by
legal-fact-reviewer = Read by

## The public register

legal-public-title = Laws and translations
legal-public-about = The city’s register of laws: which are to be translated, who owes it, how far it has come and whether it is late.
legal-lede = Laws that matter to people from abroad, and how far the translations have come that this city owes.
legal-counted = Translations owed: { $n }. Published: { $published }. Late: { $late }.
legal-filter-kind = Kind
legal-filter-state = Translation
legal-any = Any
legal-show = Show
legal-all = Show all
legal-empty = No laws have been entered yet.
legal-empty-filtered = No law fits.
legal-feed = New translations as a feed (Atom)
legal-feed-title = Laws of { $city } in translation
legal-feed-entry = { $language }, published on { $date }
legal-owed-by = Translations owed by: { $unit }
legal-late =
    { $n ->
        [one] { $n } working day late
       *[other] { $n } working days late
    }
legal-was-late =
    { $n ->
        [one] published { $n } working day late
       *[other] published { $n } working days late
    }
legal-original = Read the original where it is officially published
legal-translations = Translations
legal-owes = { $unit } owes them within { $limit } of publication.
legal-unit-inferred = The regulation names whoever made the text, and no unit: this one is assumed.
legal-provisional = The public holidays of a year within it are not announced or not entered, so the days may change.
legal-owes-nothing = This city owes no translation of it; it is listed for reference.
legal-due = due { $date }
legal-published-on = Published on { $date }.
legal-read = Read it in { $language }
legal-reviewed-by = Read against the original by a second person ({ $unit }, { $date }).
legal-of-earlier = Translated from the version of { $date }; the law was amended on { $now }.
legal-original-rules = The Chinese original prevails.
legal-official = Official publication of the translation
legal-not-in-yours = No translation into your language has been published yet.
legal-guides = Guides that rest on it
legal-figure = { $n } of { $of } translations published

## At the desk

legal-title = Laws
legal-intro = What the city owes: which law into which language, by whom, how far it is and whether it is late.
legal-owed = Laws owed: { $n }, late: { $late }
legal-waiting-late =
    { $n ->
        [one] { $n } translation of a law is late
       *[other] { $n } translations of laws are late
    }
legal-waiting-reviewed =
    { $n ->
        [one] { $n } translation of a law was reviewed and waits to be published
       *[other] { $n } translations of laws were reviewed and wait to be published
    }
legal-filters = Filters
legal-filter-unit = Unit
legal-filter-language = Language
legal-filter-late = Late
legal-filter-late-yes = Late only
legal-count =
    { $n ->
        [one] { $n } translation
       *[other] { $n } translations
    }
legal-none = No translation is owed.
legal-none-filtered = No translation fits.
legal-column-reference = Reference
legal-column-law = Law
legal-column-language = Language
legal-column-state = State
legal-column-unit = Unit
legal-column-due = Due
legal-column-late = Working days late
legal-column-published = Published
legal-outdated = Law amended since
legal-back = Back to the laws
legal-live = This translation has just changed: show it
legal-done = Done: { $what }
legal-unknown-title = This translation was not found
legal-unknown = There is no translation with this reference, or it is not one that you may see.
legal-erased = Its text was erased; only the record of what was done is left.
legal-words = In { $language }
legal-no-words = There is no text.
legal-do = What to do
legal-you-see-only = There is nothing that you can do here now.
legal-journal = Journal
legal-original-title = Original
legal-no-address = No official address is known: ask whoever issued it for the text.
legal-public-page = Its page for the public
legal-open-title = Take up a translation
legal-open-hint = It is kept as a draft; another colleague reads it against the original before it can be published.
legal-open-send = Keep as a draft
legal-detail-from = From the version of { $date }
legal-detail-reason = Reason: { $reason }
legal-sent-back = Sent back: { $reason }
legal-second-reader = You wrote at it: another colleague has to read it against the original.
legal-to-be-read = It waits to be read against the original by somebody who did not write it.
legal-public-meanwhile = The public still reads what was published before.
