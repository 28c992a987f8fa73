//! Addresses of this site: the one that a thing has, and what stands before it where an address must be whole.

use axum::http::Uri;
use domain::Lang;

use crate::app::App;

/// The address of what this one is another writing of: `/EN/`, `/zh-CN//services` and the like have one each, `/en` and
/// `/zh/services`. None where it is that one already.
///
/// It begins with one slash and leads nowhere but here, whatever was asked for: `//evil.example/` is `/evil.example`, and
/// what a browser could read as anything but a path is left to be not found.
pub fn the_one(app: &App, uri: &Uri) -> Option<String> {
    let path = uri.path();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next();
    let spoken = first.and_then(|first| interface(app, first));
    let is_language = spoken.is_none_or(|lang| Some(lang.as_str()) == first);
    let is_plain = path.len() == 1 || !path.ends_with('/') && !path.contains("//");
    let is_safe = path.is_ascii() && !path.contains('\\') && uri.query().is_none_or(str::is_ascii);
    if is_language && is_plain || !is_safe {
        return None;
    }
    let first = spoken.as_ref().map(Lang::as_str).or(first);
    let mut one = String::with_capacity(path.len());
    for part in first.into_iter().chain(parts) {
        one.push('/');
        one.push_str(part);
    }
    if one.is_empty() {
        one.push('/');
    }
    if let Some(query) = uri.query() {
        one.push('?');
        one.push_str(query);
    }
    Some(one)
}

/// A language of the interface, however its tag is written.
fn interface(app: &App, tag: &str) -> Option<Lang> {
    let lang = Lang::parse(tag).ok()?;
    // `Lang` reads what comes before the first mark; the rest must be a tag's, too, or the address is of something else.
    let subtags = tag.split(['-', '_']);
    let is_tag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_known = app.city().is_interface_language(lang);
    (is_known && subtags.into_iter().all(is_tag)).then_some(lang)
}

/// The address of this site, without a slash at its end: as the configuration names it, or else where the server listens. What
/// a request calls it (`Host`) stands in no link: who sends that chooses it, and others may be shown the page.
pub fn base(app: &App) -> &str {
    let options = app.options();
    let known = options.public_url.as_deref().or(options.reached.as_deref());
    known.unwrap_or("http://localhost")
}

/// The same page in each language, with the language that search engines know it by: the bare one, since a page that is
/// written for `en-GB` serves whoever reads English. Last, for whoever reads none of them.
pub fn in_each_language(app: &App, base: &str, path: &str) -> Vec<(String, String)> {
    let path = if path == "/" { "" } else { path };
    let city = app.city();
    let languages = city.languages.iter().map(|language| language.code);
    let mut pages: Vec<_> = languages
        .map(|lang| (lang.to_string(), format!("{base}/{lang}{path}")))
        .collect();
    // The first page asks the browser which language is wanted.
    let others = if path.is_empty() {
        format!("{base}/")
    } else {
        format!("{base}/{}{path}", city.interface_language(Lang::EN))
    };
    pages.push(("x-default".to_owned(), others));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As asked for, and where that leads.
    const WRITINGS: [(&str, &str); 26] = [
        ("/en/", "/en"),
        ("/EN", "/en"),
        ("/En/", "/en"),
        ("/zh-CN", "/zh"),
        ("/zh_CN/services", "/zh/services"),
        ("/zh-Hans-CN/services/complaint", "/zh/services/complaint"),
        ("/EN/services/", "/en/services"),
        ("/en/services/?q=a%20b&x=/c/", "/en/services?q=a%20b&x=/c/"),
        ("/ru-RU/follow/?done=rate", "/ru/follow?done=rate"),
        ("/ko/services/complaint/apply/", "/ko/services/complaint/apply"),
        ("/ja/regulation/8//", "/ja/regulation/8"),
        ("/en//services", "/en/services"),
        ("//en", "/en"),
        ("/desk/", "/desk"),
        ("/desk/cases/?due=late", "/desk/cases?due=late"),
        ("/api/v1/services/", "/api/v1/services"),
        ("/problems/not-found/", "/problems/not-found"),
        ("/nothing/of/the/kind/", "/nothing/of/the/kind"),
        ("//", "/"),
        ("/?", ""),
        // Nothing of these leads anywhere but here.
        ("//evil.example/", "/evil.example"),
        ("///evil.example//x/", "/evil.example/x"),
        (
            "//evil.example/?to=//worse.example",
            "/evil.example?to=//worse.example",
        ),
        ("/en//evil.example/", "/en/evil.example"),
        ("/.//evil.example/", "/./evil.example"),
        ("/\\evil.example/", ""),
    ];

    #[test]
    fn a_thing_has_one_address() {
        let app = crate::testing::app();
        for (asked, one) in WRITINGS {
            let found = the_one(&app, &asked.parse().unwrap());
            assert_eq!(found.unwrap_or_default(), one, "{asked}");
        }
    }

    #[test]
    fn the_one_address_leads_nowhere_else() {
        let app = crate::testing::app();
        for (_, one) in WRITINGS.into_iter().filter(|(_, one)| !one.is_empty()) {
            assert_eq!(the_one(&app, &one.parse().unwrap()), None, "{one}");
        }
        for own in [
            "/",
            "/en",
            "/zh/services",
            "/desk",
            "/de/",
            "/english",
            "/en-",
            "/en-a.b",
            "/assets/app.css",
        ] {
            let found = the_one(&app, &own.parse().unwrap());
            assert!(found.is_none_or(|found| own == "/de/" && found == "/de"), "{own}");
        }
    }
}
