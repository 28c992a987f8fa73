//! What a guide is, for programs that read pages: JSON-LD in the words of schema.org.

use domain::guides::{Guide, Source};
use serde_json::{Value, json};

use crate::kit::page::{Page, linked_data};
use crate::kit::published::Published;

/// As it stands in the page: a `<` would end the element that holds it.
pub fn data(page: &Page, guide: &Guide, title: &Published, summary: &Published) -> String {
    let city = page.city();
    let site = json!({
        "@type": "WebSite",
        "name": page.t("page-site").with("city", page.city_name()).to_string(),
        "url": format!("{}{}", page.base, page.url("/")),
    });
    let language = title
        .original
        .as_ref()
        .map_or(page.tag(), |original| &original.tag);
    let data = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": title.text,
        "description": summary.text,
        "inLanguage": language,
        "about": guide.topic,
        "url": format!("{}{}", page.base, page.url(&page.rest)),
        "dateModified": guide.reviewed_on.to_string(),
        "expires": guide.expires_on.to_string(),
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": page.unit(&guide.unit),
            "areaServed": page.city_name(),
            "telephone": city.phone,
        },
        "citation": guide.sources.iter().map(citation).collect::<Vec<Value>>(),
        "isPartOf": site,
    });
    linked_data(&data)
}

fn citation(source: &Source) -> Value {
    let mut citation = json!({ "@type": "CreativeWork", "name": source.title });
    if let Some(date) = source.date {
        citation["datePublished"] = date.to_string().into();
    }
    if let Some(url) = &source.url {
        citation["url"] = url.as_str().into();
    }
    citation
}
