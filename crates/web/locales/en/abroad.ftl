press-title = Press and pictures
press-description = { $city }: texts about the city, numbers with their sources, pictures to download and news, for the press.
press-about = About the city
press-numbers = In numbers
press-source = Source: { $title }
press-pictures = Pictures
press-pictures-text = Here are only pictures that we may give away. There are no photographs: nobody has given us any yet.
press-licence = Licence: { $licence }
press-download = Download (SVG, { $width } × { $height })
press-naming = How to name the source
press-contact = Contact for the press
press-news = News
press-feed = Subscribe (Atom)
press-figure = { $n ->
    [one] { $n } number, picture or piece of news for the press
   *[other] { $n } numbers, pictures and pieces of news for the press
}
find-kind-press = Press
