//! Partners of the city: the public directory, the register at the desk with its import, and the API.

mod api;
mod desk;
mod filter;
pub mod import;
mod pages;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
mod view;

use domain::city::{City, Live};
use domain::journaled::Journaled as _;
use domain::partners::{CommandKind, EventKind, Partner};
use store::StoreError;
use store::partners::PartnerFilter;

use crate::kit::app::App;
use crate::kit::desk::Desk;
use crate::kit::slice::{Figure, Slice, Waiting};
use crate::kit::work::Worked as _;

pub const SLICE: Slice = Slice {
    pages: pages::routes,
    desk: desk::routes,
    api: api::routes,
    describe: api::describe,
    records: Some((Partner::PREFIX, Partner::PATH)),
    rooms: desk::ROOMS,
    nav: Some(("partners-title", pages::PATH)),
    public: |app| Box::pin(pages::public(app)),
    findable: |app| Box::pin(pages::findable(app)),
    resume: desk::resume,
    events: ("partners-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    figures: |app| Box::pin(figures(app)),
    waits: |desk| Box::pin(waits(desk)),
    #[cfg(test)]
    samples: samples::samples,
    ..Slice::new(domain::partners::NOUN)
};

/// Partners of the reader's unit that must be renewed soon, if renewing is theirs.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    if !desk.may(CommandKind::Renew.action()) {
        return Ok(Vec::new());
    }
    let filter = PartnerFilter {
        unit: Some(desk.staff.unit.clone()),
        renewal_near: true,
        ..PartnerFilter::default()
    };
    let n = desk
        .app
        .store()
        .partners(&desk.actor, &filter, None, 1)
        .await?
        .total;
    let waiting = Waiting {
        text: desk.t("partners-waiting").with("n", n).to_string(),
        href: format!("/desk/partners?renewal=yes&unit={}", desk.staff.unit),
    };
    Ok(if n == 0 { Vec::new() } else { vec![waiting] })
}

/// How many active partners each mechanism has that this register makes work: those of the kinds that its articles ask for.
async fn figures(app: &App) -> Result<Vec<Figure>, StoreError> {
    let counted = app.store().active_partners_by_kind().await?;
    let city = app.city();
    let figure = |mechanism: &str| {
        let articles = articles_of(city, mechanism);
        let kinds = kinds_of(city, &articles);
        let of_it = counted.iter().filter(|(kind, _)| kinds.contains(&kind.as_str()));
        let path = match (kinds.as_slice(), articles.first()) {
            ([kind], _) => format!("{}?kind={kind}", pages::PATH),
            (_, Some(article)) => format!("{}?article={article}", pages::PATH),
            (_, None) => pages::PATH.to_owned(),
        };
        Figure {
            mechanism: mechanism.to_owned(),
            text: "partners-public-active",
            n: of_it.map(|(_, n)| n).sum(),
            of: None,
            runs: true,
            path: Some(path),
        }
    };
    let mechanisms = city.regulation.mechanisms.iter();
    let own = mechanisms.filter(
        |mechanism| matches!(&mechanism.live, Some(Live::Page(page)) if page == domain::partners::NOUN),
    );
    Ok(own.map(|mechanism| figure(&mechanism.code)).collect())
}

/// The articles that ask for a mechanism.
fn articles_of(city: &City, mechanism: &str) -> Vec<u16> {
    let articles = city.regulation.articles.iter();
    articles
        .filter(|article| article.mechanism.iter().any(|code| code == mechanism))
        .map(|article| article.number)
        .collect()
}

/// The kinds that one of these articles asks for.
fn kinds_of<'a>(city: &'a City, articles: &[u16]) -> Vec<&'a str> {
    let kinds = city.partners.kinds.iter();
    kinds
        .filter(|kind| kind.articles.iter().any(|article| articles.contains(article)))
        .map(|kind| kind.code.as_str())
        .collect()
}
