## What an event is called in the journal

partners-event-proposed = Proposed
partners-event-edited = Details changed
partners-event-agreed = Agreed
partners-event-activated = Became active
partners-event-ended = Ended
partners-event-renewed = Renewed
partners-event-contact-added = Contact added
partners-event-contact-changed = Contact changed
partners-event-contact-removed = Contact removed
partners-event-attached = Document added
partners-event-document-removed = Document removed
partners-event-document-published = Document made public
partners-event-document-withdrawn = Document no longer public
partners-event-linked = Linked
partners-event-unlinked = Link removed
partners-event-noted = Note
partners-event-published = Made public
partners-event-withdrawn = No longer public
partners-event-confirmed = Confirmed
partners-event-warned = Reminder sent: renewal due soon
partners-event-erased = Text erased

## States and decisions

partners-state-proposed = Proposed
partners-state-agreed = Agreed
partners-state-active = Active
partners-state-ended = Ended
partners-decision-agreed = Decided on
partners-decision-renewed = Renewed
partners-decision-ended = Ended

## Commands: the button, and a line of help

partners-command-edit = Change the details
partners-command-agree = Record the decision
partners-command-activate = Make it active
partners-command-end = End it
partners-command-renew = Renew
partners-command-add-contact = Add a contact
partners-command-change-contact = Correct a contact
partners-command-remove-contact = Remove a contact
partners-command-attach = Add a document
partners-command-remove-document = Remove a document
partners-command-publish-document = Make a document public
partners-command-withdraw-document = Withdraw a document from the public
partners-command-link = Link
partners-command-unlink = Remove a link
partners-command-note = Add a note
partners-command-publish = Make it public
partners-command-withdraw = Withdraw from the public
partners-command-confirm = Confirm
partners-command-erase = Erase all text
partners-hint-edit = What you enter here replaces all earlier details; what you leave empty will be empty. Confirmed details must then be confirmed again.
partners-hint-agree = Say who decided. It is not active yet, and the public does not see it.
partners-hint-activate = If it is set to public, everyone sees it from now. Without a date it begins today.
partners-hint-end = Say why. The public no longer sees it; the record stays, and it cannot be made active again.
partners-hint-renew = Give the new last day, after today and after the present one; a reminder will come again before it.
partners-hint-add-contact = Only staff see it; it is never public.
partners-hint-change-contact = Choose whom, and write only what is to change; what you leave empty stays as it is.
partners-hint-remove-contact = It leaves the list; what the journal says of it goes only when all text is erased.
partners-hint-attach = A PDF or a picture, up to 10 MB. The public sees it only once someone who may do so makes it public.
partners-hint-remove-document = It leaves the list, and the public no longer sees it; the file itself goes for good when all text is erased.
partners-hint-publish-document = Whoever sees the partner can then read the document, too.
partners-hint-withdraw-document = The public no longer sees it at once; staff still do.
partners-hint-link = The reference of a case or of another partner, or the name of a partner. A link to a case is never public.
partners-hint-unlink = Only the link goes; the other record stays as it is.
partners-hint-note = Only staff see it.
partners-hint-publish = An active partner is then listed for everyone.
partners-hint-withdraw = It leaves the public list at once.
partners-hint-confirm = This says that you have checked these details today; they can be confirmed again at any time. Give the source if you found a better one.
partners-hint-erase = Names, summaries, contacts, documents and notes are erased for good. The record of what was done stays.

## Labels of inputs

partners-input-kind = Kind
partners-input-names = Name
partners-input-summaries = Summary, for the public
partners-input-country = Country or region
partners-input-since = Since
partners-input-until = To be renewed by
partners-input-renew-until = Renew until
partners-input-languages = Languages
partners-input-articles = Articles of the regulation
partners-input-unit = Unit responsible
partners-input-website = Website
partners-input-source = Where this is known from
partners-input-public = Public
partners-input-confirmed = This has been checked
partners-input-already = It is a partner already
partners-input-decided_by = Decided by
partners-input-on = Day of the decision
partners-input-reason = Reason
partners-input-name = Name
partners-input-role = Role
partners-input-email = Email
partners-input-phone = Phone
partners-input-language = Language to use
partners-input-contact = Contact
partners-input-title = Title
partners-input-date = Date of the document
partners-input-file = File
partners-input-document = Document
partners-input-to = Reference or name
partners-input-link = Link
partners-input-text = Text
partners-names-required = Give the name in at least one language
partners-link-unknown = No record that you can see has this reference, and no partner, or more than one, has this name.
partners-link-meant = Did you mean: { $list }
partners-renew-after = The new day must be after { $date }

## The list at the desk

partners-title = Partners
partners-intro = Sister cities, ambassadors, programmes and bodies that the city works with, and when they must be renewed.
partners-count =
    { $n ->
        [one] { $n } partner
       *[other] { $n } partners
    }
partners-filters = Filters
partners-search = Search
partners-search-hint = Reference, name or words
partners-filter-state = State
partners-filter-kind = Kind
partners-filter-country = Country or region
partners-filter-unit = Unit
partners-filter-article = Article
partners-filter-language = Language
partners-filter-renewal = Only those to be renewed soon
partners-filter-unconfirmed = Only those not confirmed
partners-any = Any
partners-filter-sort = Order
partners-sort-name = By name
partners-sort-newest = Newest first
partners-sort-renewal = Next to be renewed first
partners-column-name = Name
partners-column-kind = Kind
partners-column-country = Country or region
partners-column-unit = Unit
partners-column-state = State
partners-column-since = Since
partners-column-until = Renew by
partners-renew-now = Renew soon
partners-empty = There are no partners yet. Propose one, or import a table.
partners-empty-filtered = No partner matches. Loosen the filters, or clear them.
partners-command-open = Propose a partner
partners-import-link = Import a table
partners-open-title = Propose a partner
partners-open-hint = Give the name in one language at least, and leave empty what is not known. Articles, unit and whether it is public follow the kind unless you say otherwise.
partners-open-send = Propose

## One partner at the desk

partners-page-title = Partner { $reference }
partners-back = Back to the list
partners-live = This partner has just changed: show
partners-unnamed = (name erased)
partners-opened = Entered
partners-facts = Details
partners-kind = Kind
partners-country = Country or region
partners-since = Since { $date }
partners-since-label = Since
partners-until-label = To be renewed by
partners-renewal-near = Renewal due soon: { $date }
partners-renewal-over = Renewal was due by { $date }
partners-warned = The unit was reminded
partners-languages = Languages
partners-articles = Articles
partners-article = Article { $n }
partners-unit = Unit responsible
partners-website = Website
partners-source = Source
partners-not-known = Not known
partners-unconfirmed = Not confirmed (as recorded on { $date })
partners-confirmed = Confirmed on { $date }
partners-is-public = Public
partners-is-public-later = Public once it is active
partners-is-inner = Not public
partners-decisions = Decisions
partners-no-decisions = No decision is recorded.
partners-decided-by = By { $who }
partners-decided-recorded = entered by { $name }
partners-decision-until = until { $date }
partners-contacts = Contacts
partners-no-contacts = There are no contacts yet.
partners-contacts-hidden = Only the unit responsible, hotline agents, supervisors and planners see the contacts.
partners-documents = Documents
partners-document = Document
partners-no-documents = There are no documents.
partners-document-of = of { $date }
partners-document-public = public
partners-size = { $n } kB
partners-links = Linked
partners-links-partners = Partners
partners-links-cases = Cases
partners-no-links = Nothing is linked.
partners-notes = Internal notes
partners-no-notes = There are no notes.
partners-history = History
partners-history-change = { $field }: { $before } → { $after }
partners-history-nothing = (empty)
partners-erased = The text of this partner has been erased; the record of what was done stays.
partners-you-see-only = You can see this partner; there is nothing for you to do with it.
partners-group-decide = Decisions and dates
partners-group-enter = Entries
partners-group-public = Public
partners-group-more = More
partners-done = Done: { $what }
partners-unknown-title = There is no such partner
partners-unknown = No partner has this reference, or it is not for you to see.

## From a table

partners-import-title = Import partners from a CSV file
partners-import-hint = The first line names the columns: kind, name_zh, name_en (other languages alike), summary_zh, country, since, until, languages, articles, unit, website, source, status, public. Only the kind and one name are needed. A table downloaded from the register has the same columns, and reference: a row whose reference is there already is left out.
partners-import-status = The status is in-force (a partner, checked), verify (a partner, not confirmed) or proposed, which is also meant when it is empty. Leave empty what is not known; do not guess.
partners-import-file = CSV file
partners-import-template = Download an empty table
partners-import-no-file = Choose a file; if you did, it is empty.
partners-import-check = Check the file
partners-import-bad =
    { $n ->
        [one] { $n } cell needs correcting
       *[other] { $n } cells need correcting
    }
partners-import-bad-hint = Nothing has been entered. Correct the file and check it again.
partners-import-good =
    { $n ->
        [one] { $n } row, all correct
       *[other] { $n } rows, all correct
    }
partners-import-good-hint = Look it over, then enter it.
partners-import-duplicates =
    { $n ->
        [one] { $n } row is there already and is left out
       *[other] { $n } rows are there already and are left out
    }
partners-import-duplicate-line = Line { $line } has the kind and name of line { $other }
partners-import-duplicate-partner = Line { $line } is there already: { $reference }
partners-import-enter = Enter all
partners-import-entered =
    { $n ->
        [one] { $n } partner entered
       *[other] { $n } partners entered
    }
partners-import-nothing = There is nothing to enter.
partners-import-empty = The file has no rows.
partners-import-not-csv = This file could not be read. Save it as CSV in UTF-8.
partners-import-column-line = Line
partners-import-column-column = Column
partners-import-column-value = What the cell says
partners-import-column-problem = What is wrong
partners-cell-unknown-field = There is no such column
partners-cell-languages-not-a-language = Write codes of languages, such as ko; ru
partners-cell-until-not-a-date = Write a day, such as 2027-06-30
partners-cell-since-not-a-date = Write a year, a month or a day: 1987, 2023-09 or 1992-05-18
partners-cell-articles-not-a-number = Write numbers, such as 18 or 18; 42
partners-cell-articles-not-an-option = The regulation has no such article
partners-cell-status-not-an-option = Write in-force, verify or proposed
partners-cell-country-not-an-option = There is no such country or region; write its code, such as KR, or its name
partners-cell-kind-not-an-option = There is no such kind; the codes are listed below
partners-cell-unit-unknown-unit = There is no unit with this code; the codes are listed below
partners-cell-public-not-an-option = Write yes or no
partners-import-kinds = Codes of the kinds
partners-import-units = Codes of the units
partners-import-go-on = Go on
partners-import-left =
    { $n ->
        [one] { $n } row is still to be entered
       *[other] { $n } rows are still to be entered
    }
partners-import-uneven = Line { $line } has more cells than there are columns, or a column has no name or appears twice.
partners-import-active-unconfirmed = Active, not confirmed

## What the public sees

partners-public-title = Partners of the city
partners-public-intro = Cities, bodies and programmes that the city works with.
partners-public-description = { $name } ({ $kind }), a partner of the city: since when, and which unit to ask.
partners-public-by-kind = By kind
partners-public-by-country = By country or region
partners-public-no-country = No country or region given
partners-public-show = Show
partners-public-active =
    { $n ->
        [one] { $n } active partner
       *[other] { $n } active partners
    }
partners-public-unconfirmed = Not confirmed
partners-public-unconfirmed-hint = This has not been checked with the partner or against a document yet.
partners-public-other-language = The name is in { $language }
partners-public-empty = No partner is listed at the moment.
partners-public-empty-filtered = No partner matches what you chose.
partners-public-all = Show all
partners-public-pages = Pages
partners-public-previous = Previous page
partners-public-next = Next page
partners-public-back = Back to the partners
partners-public-related = Related partners
partners-public-website = Visit the website
partners-public-ask = Would you like to know more or take part? Ask { $unit }.
partners-waiting = { $n ->
    [one] { $n } partner of your unit is to be renewed soon
   *[other] { $n } partners of your unit are to be renewed soon
}
tasks-kind-partner-renewal = Remind of a partner’s renewal
