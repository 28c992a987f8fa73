page-site = { $city } Harborline
page-skip = Skip to main content
page-menu = Main
page-footer-menu = More pages
page-nav-services = Services
page-nav-follow = Follow a case
page-nav-regulation = Regulation
page-nav-help = Help
page-language = Language:
page-desk = Staff
page-description = { $city }’s public service platform for people from abroad: ask, complain and apply in your own language.
page-crumbs = You are here
page-home = Home
page-back = Back
page-print = Print
page-copy = Copy
page-copied = Copied

language-other = Another language ({ $code })
language-unknown = Unknown, { $script }

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = Hong Kong, China
country-MO = Macao, China
country-TW = Taiwan, China

page-more = Related pages
page-unchecked-text = This text has not been checked in English yet, so it is shown in the original ({ $language }).
page-unchecked-parts = Parts of this page have not been checked in English yet. They are shown in the original ({ $language }).
page-unconfirmed = The project has checked this translation against the original; the city has not confirmed it yet.
page-list-comma = ,{" "}
page-full-stop = .
page-colon = :{" "}
page-demo = Demonstration: everything shown here is made up. Do not enter real data.
page-made-up = A made-up city: there is no { $city }, it is a sample. Nobody acts on what you write here, and its numbers reach nobody.
