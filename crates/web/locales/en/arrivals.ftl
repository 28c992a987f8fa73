arrivals-title = Arriving in { $city }
arrivals-description = Airport, stations and ferry ports of { $city }: how to go on, what to do first, doctors, sights and numbers to call. With a leaflet to print.
arrivals-intro = Choose where you arrive. Each page comes as a leaflet to print, which says the same.
arrivals-place-description = After you arrive at { $name }: on to { $city }, first steps, doctors, sights and emergency numbers.
arrivals-open = After you arrive here, with a leaflet to print
arrivals-welcome = Welcome to { $city }
arrivals-sheet = { $name }: welcome to { $city }
arrivals-numbers = Numbers to keep
arrivals-way = On from here
arrivals-taxi = In a taxi, show the driver your address in { $language }.
arrivals-first = First steps
arrivals-border = At the border
arrivals-medical = Doctors and hospitals
arrivals-tourism = Worth seeing
arrivals-leaflet = Leaflet to print
arrivals-paper-a4 = A4 (PDF)
arrivals-paper-a5 = A5 (PDF)
arrivals-qr = Open this page on your phone
arrivals-reviewed = Checked on { $date }
arrivals-place = Address and more about this place
arrivals-kiosk = View for a touch screen in the hall
arrivals-kiosk-touch = Touch to begin
arrivals-kiosk-menu = What do you need?
arrivals-kiosk-back = Back
arrivals-kiosk-again = Start again
arrivals-kiosk-still = Are you still here?
arrivals-kiosk-stay = Touch the screen to go on. If nobody does, this page closes.
arrivals-figure = { $n ->
    [one] { $n } place with a leaflet for those who arrive
   *[other] { $n } places with a leaflet for those who arrive
}

## Among what a search finds

find-kind-arrival = Arrival

## Ports and crossings

ports-title = Ports and crossings of { $city }
ports-description = Where you cross the border in { $city }: airport and ferry ports, who needs no visa, and what to read before you travel.
ports-intro = Where you cross the border, by which lines, and who needs a visa.
ports-guides = Read before you travel
ports-figure = { $n ->
    [one] { $n } border crossing explained
   *[other] { $n } border crossings explained
}
