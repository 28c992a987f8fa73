//! What search engines are told of every noun.

use axum::http::StatusCode;

use crate::testing::Visitor;

/// What stands in an attribute or element that begins so, each time.
fn after<'a>(text: &'a str, begins: &str, ends: char) -> Vec<&'a str> {
    let parts = text.split(begins).skip(1);
    parts.filter_map(|part| part.split(ends).next()).collect()
}

#[tokio::test]
async fn every_listed_page_is_there_in_every_language_and_says_what_it_is_about() {
    let visitor = Visitor::anyone(&crate::testing::app());
    let listed = visitor.get("/sitemap.xml").await.text;
    let places = after(&listed, "<loc>", '<');
    let languages = ["zh", "en", "ko", "ja", "ru"];
    for path in [
        "",
        "/services",
        "/services/complaint",
        "/regulation",
        "/regulation/8",
        "/help",
        "/partners",
    ] {
        for lang in languages {
            let address = format!("http://localhost/{lang}{path}");
            assert_eq!(
                places.iter().filter(|place| **place == address).count(),
                1,
                "{address}"
            );
        }
    }
    for place in places {
        let path = place.strip_prefix("http://localhost").unwrap();
        let page = visitor.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let about = after(&page.text, "<meta name=\"description\" content=\"", '"');
        assert!(
            about.len() == 1 && about[0].chars().count() > 6,
            "{path}: {about:?}"
        );
        assert!(
            !about[0].contains("原文") || path.starts_with("/zh"),
            "{path}: {about:?}"
        );
        assert_eq!(after(&page.text, "rel=\"canonical\" href=\"", '"'), [place]);
        assert!(!page.text.contains("noindex"), "{path}");
        // The page and the list name the same pages in other languages.
        let own = after(&listed, &format!("<loc>{place}</loc>"), '\n');
        let others = after(own[0], "href=\"", '"');
        assert_eq!(
            after(&page.text, "rel=\"alternate\" hreflang=\"", '>').len(),
            others.len()
        );
        for other in others {
            assert!(
                page.text.contains(&format!("href=\"{other}\">")),
                "{path}: {other}"
            );
        }
    }
    assert!(listed.contains("hreflang=\"x-default\" href=\"http://localhost/\"/>"));
    assert!(listed.contains("hreflang=\"x-default\" href=\"http://localhost/en/help\"/>"));
}

#[tokio::test]
async fn what_is_its_readers_alone_is_neither_listed_nor_described() {
    let visitor = Visitor::anyone(&crate::testing::app());
    let listed = visitor.get("/sitemap.xml").await.text;
    let robots = visitor.get("/robots.txt").await.text;
    for (path, told) in [
        ("/en/follow", "Disallow: /*/follow\n"),
        ("/en/services/complaint/apply", "Disallow: /*/services/*/apply\n"),
        ("/desk/sign-in", "Disallow: /desk\n"),
        ("/en/nothing/here", "Allow: /\n"),
    ] {
        assert!(robots.contains(told), "{told} in {robots}");
        assert!(!listed.contains(&format!("{path}<")), "{path}");
        let page = visitor.get(path).await.text;
        assert!(
            page.contains("<meta name=\"robots\" content=\"noindex\">"),
            "{path}"
        );
        for named in ["rel=\"canonical\"", "rel=\"alternate\"", "name=\"description\""] {
            assert!(!page.contains(named), "{path} has {named}");
        }
    }
    assert!(robots.contains("Disallow: /*/receipt/\n") && robots.contains("Disallow: /api/\n"));
    assert!(robots.ends_with("Sitemap: http://localhost/sitemap.xml\n"));
}
