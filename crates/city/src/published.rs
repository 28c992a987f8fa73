//! Which translations are published only after a person has checked them.
//!
//! What a reader relies on, or takes for the city's word, is left out of the city until someone has confirmed it as it
//! stands, and shows in the source language. What only names things (units, needs, stages, labels and options of a
//! form) stays: a form half in another language helps nobody, and nobody acts on a name alone.

/// Whether a text is one of those.
pub fn needs_a_check(place: &str, key: &str) -> bool {
    match place {
        // `regulation`: the law in the city's words, what it orders and whom. `bases`: statute and article of a time
        // limit, which one would quote in a dispute. `pages`: guides and notices, what to do, what becomes of one's data.
        "regulation" | "bases" | "pages" => true,
        // Sent to residents as checked by a person. The title is only the desk's name for it.
        "replies" => matches!(key.rsplit_once('.'), Some((_, "text"))),
        // The guide to a service: before one starts, where to go instead, what happens next. The rest is its form.
        _ if place.starts_with("services/") => matches!(key, "intro" | "not_for" | "after"),
        _ => false,
    }
}
