places-nav = Places
places-title = Places in { $city }
places-description = Hospitals, schools, stations, ports and sights in { $city }: where they are, which languages are spoken, when they are open.
places-intro = Look by kind, district and language. The number on the list is the number on the map.
places-place-description = { $name } ({ $kind }), { $city }: address, contacts, languages and opening hours.
places-kind = Kind
places-district = District
places-language = Language
places-any = Any
places-only = Show only
places-only-spoken = Staff speak it themselves (not only by interpreter)
places-only-open = Open now
places-only-wheelchair = Wheelchair access (full or partial)
places-show = Show
places-all = Show all places
places-empty = No place is known to fit. Try with fewer filters.
places-call = Not sure? Call the hotline and say your language:
places-silence = Where nothing is said of languages, hours or wheelchair access, we do not know yet; it does not mean no.
places-near = Near me
places-near-hint = Your browser will ask for your position. It is used on your device to work out distances and is not sent anywhere.
places-near-waiting = Finding your position…
places-near-none = None of these places has a known point.
places-near-denied = Your browser gave no position. You can still look by district.
places-near-failed = This cannot be loaded now. Please try again later.
places-map = Map of the places; each number is on the list
places-map-one = Where in the city it is
places-map-more = Zoom and move the map
places-map-in = Zoom in
places-map-out = Zoom out
places-number = Number on the map
places-no-point = not on the map: point not known
places-spoken = Languages spoken
places-interpreted = Languages interpreted
places-list-spoken = Languages spoken: { $languages }
places-list-interpreted = Languages interpreted: { $languages }
places-wheelchair = Wheelchairs
places-wheelchair-yes = Wheelchair access
places-wheelchair-partly = Partial wheelchair access
places-wheelchair-no = No wheelchair access
places-pages = Pages of the list
places-page = page { $n } of { $of }
places-previous = Previous page
places-next = Next page
places-driver = Show this to a driver
places-address = Address
places-phone = Phone
places-email = Email
places-website = Website
places-specialities = Specialities
places-hours = Opening hours
places-day = Day
places-today = today
places-all-day = all day
places-span = { $from }–{ $to }
places-closed-day = closed
places-perhaps = not certain
places-doubtful = The published hours say nothing of these days; call before you go.
places-made-up = workday making up for { $holiday }
places-open = Open now
places-open-until = Open now, until { $time }
places-open-until-day = Open now, until { $day } at { $time }
places-closed = Closed now
places-closed-until = Closed now, opens at { $time }
places-closed-until-day = Closed now, opens { $day } at { $time }
places-maybe-open = May be closed today; call before you go
places-metres = { $n } m
places-kilometres = { $n } km
places-nearby = Within a walk (1 km)
places-source = Source
places-confidence = How sure
places-confidence-high = The point is known
places-confidence-medium = The point is about right, or the data dated
places-confidence-listed = Name and address from a listing, not verified
places-unknown = Not known yet: { $what }.
places-fact-point = the point on the map
places-fact-hours = opening hours
places-fact-languages = languages
places-fact-wheelchair = wheelchair access
places-fact-phone = phone number
places-tell = Do you know more? Tell us
places-back = All places
places-count = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
places-figure = { $n ->
    [one] { $n } place in the directory
   *[other] { $n } places in the directory
}
places-silent = { $n ->
    [one] One more place says nothing of this and is not shown.
   *[other] { $n } more places say nothing of this and are not shown.
}

## What kinds of places are for

places-group-transport = Transport
places-group-health = Health
places-group-school = Schools
places-group-university = Universities
places-group-police = Police
places-group-government = Government
places-group-consulate = Consulates
places-group-legal = Law
places-group-business = Business
places-group-community = Communities
places-group-culture = Culture
places-group-sight = Sights
places-group-park = Parks and beaches
places-group-sport = Sport
places-group-sea = At sea
places-group-shopping = Shopping

## Transport, ports and crossings

transport-title = Transport, ports and crossings
transport-description = How to come to { $city }: airport, stations and ferry ports, and the lines that call there.
transport-intro = The airport, stations and ports, and the lines we know of. Times change: ask the carrier before you set out.
transport-guides = Guides
transport-none = No airport, station or port is listed for this city yet.
transport-means-air = By air
transport-means-rail = By rail
transport-means-ferry = By ferry
transport-means-road = By road
transport-calls = Calls at:
transport-source = Source: { $sources }
transport-unconfirmed = Not confirmed; as of { $date }
transport-unconfirmed-undated = Not confirmed; the source has no date
transport-as-of = as of { $date }
