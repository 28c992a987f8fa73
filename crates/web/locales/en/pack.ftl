pack-title = City texts
pack-intro = Every text of the city in its languages: what is stale, who answers for it, and how a change would look. Nothing is published from here.
pack-elsewhere =
    { $n ->
        [one] { $n } remark on files that hold no texts
       *[other] { $n } remarks on files that hold no texts
    }
pack-filters = Filter the texts
pack-filter-folder = Folder
pack-filter-language = Language
pack-filter-unit = Unit
pack-tabs = Which texts
pack-tab-all = All
pack-tab-waits = Waiting for an editor
pack-tab-expires = Expired or about to
pack-tab-wrong = With errors
pack-count =
    { $n ->
        [one] { $n } set of texts
       *[other] { $n } sets of texts
    }
pack-empty = Nothing here. Every text of this choice is as it should be.
pack-column-texts = Texts
pack-column-languages = Languages
pack-column-unit = Who answers for them
pack-column-expires = Valid until
pack-editors = The city’s editors
pack-wrong = Errors
pack-legend = What the marks mean
pack-legend-city = Confirmed by the city
pack-legend-project = Checked, not confirmed by the city
pack-legend-translation-changed = Changed after it was checked
pack-legend-source-changed = The original has changed
pack-legend-unconfirmed = Nobody has checked it
pack-legend-missing = Missing, in whole or in part
pack-standing-source = The original
pack-standing-city = Confirmed by { $name }
pack-standing-project = Checked against the original by the project; the city has not confirmed it
pack-standing-translation-changed = The translation was changed after it was checked
pack-standing-source-changed = The original has changed since it was checked
pack-standing-unconfirmed = Nobody has checked it yet
pack-standing-missing = Missing, or cannot be read
pack-withheld = readers get the original meanwhile
pack-public = As readers see it
pack-reviewed = Reviewed on
pack-beside = Remarks on the files beside the texts
pack-preview-only = This is a preview. Nothing has been changed.
pack-told =
    { $n ->
        [one] { $n } remark on this file
       *[other] { $n } remarks on this file
    }
pack-key = Text
pack-try = Try a change
pack-try-new = There is no such file yet: the original stands below to be translated.
pack-try-hint = Change the file as it stands and look at it. It stays here: what is to be published goes into the pack by the steps below.
pack-preview = Preview
pack-save = Save as a file
pack-publish = How it is published
pack-publish-file = Put the file into the city’s pack:
pack-publish-check = Have the pack checked; every finding names its file and line:
pack-publish-confirm = Once a second person has read it against the original, record who that was:
pack-publish-start = Commit both files where the city keeps its pack, and start the platform anew.
pack-unknown-title = No such texts
pack-unknown = The pack has no folder of that name. It may have been renamed.
pack-waiting =
    { $n ->
        [one] { $n } guide of your unit has expired or will within 30 days: have it reviewed
       *[other] { $n } guides of your unit have expired or will within 30 days: have them reviewed
    }
