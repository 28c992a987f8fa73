//! What HTML's elements are like, as far as translating goes. Source: the HTML standard, "Rendering" and "Syntax".

/// Those that no sentence goes over: what browsers show as blocks, and line breaks.
const BLOCKS: &str = "address article aside audio blockquote body br button canvas caption center col colgroup datalist dd \
    details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr \
    html iframe legend li listing main menu nav noframes noscript object ol optgroup option p plaintext pre search section \
    select summary table tbody td template textarea tfoot th thead title tr ul video xmp";

/// Those that stay as they are, with all that is in them.
const AS_THEY_ARE: &str = "audio canvas code iframe kbd listing math noembed noframes noscript object plaintext pre rp rt samp \
    script style svg template textarea tt video xmp";

/// Of those, the ones whose text is no part of the sentence around them.
const UNREAD: &str = "canvas math noembed object rp rt script style svg template textarea";

/// Those without an end.
const VOID: &str =
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr";

/// Those whose end tag may be omitted.
const MAY_STAY_OPEN: &str =
    "body caption colgroup dd dt head html li optgroup option p tbody td tfoot th thead tr";

/// Those that show nothing where they stand.
const UNSEEN: &str = "base link meta noembed param script source style template track wbr";

fn is_one_of(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|known| known == name)
}

pub(super) fn is_block(name: &str) -> bool {
    is_one_of(BLOCKS, name)
}

pub(super) fn stays_as_it_is(name: &str) -> bool {
    is_one_of(AS_THEY_ARE, name)
}

pub(super) fn is_unread(name: &str) -> bool {
    is_one_of(UNREAD, name)
}

pub(super) fn is_void(name: &str) -> bool {
    is_one_of(VOID, name)
}

pub(super) fn may_stay_open(name: &str) -> bool {
    is_one_of(MAY_STAY_OPEN, name)
}

pub(super) fn is_visible(name: &str) -> bool {
    !is_one_of(UNSEEN, name)
}

/// Whether its content is in another language than HTML, in which an element may close itself.
pub(super) fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}
