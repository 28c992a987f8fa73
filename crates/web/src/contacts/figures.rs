//! What the regulation's pages say of the hotline: how often it was asked within a year, answered, how soon, and in how many
//! languages.

use domain::city::Live;
use domain::rates::FEWEST;
use futures::FutureExt as _;
use jiff::{SignedDuration, ToSpan as _};
use store::contacts::Held;

use super::PATH;
use crate::kit::app::App;
use crate::kit::slice::{Figure, Figures};

/// An answer within so long is soon.
const SOON: SignedDuration = SignedDuration::from_mins(1);

pub(super) fn figures(app: &App) -> Figures<'_> {
    async {
        let leads_here = |live: &Live| matches!(live, Live::Page(page) if format!("/{page}") == PATH);
        let mut mechanisms = app.city().regulation.mechanisms.iter();
        let found = mechanisms.find(|mechanism| mechanism.live.as_ref().is_some_and(leads_here));
        let Some(mechanism) = found else {
            return Ok(Vec::new());
        };
        let year_ago = app.today().saturating_sub(1.year());
        let since = year_ago.to_zoned(app.city().timezone.clone());
        let since = since.map_or_else(|_| app.now(), |begins| begins.timestamp());
        let held = app.store().conversations_held(since, SOON).await?;
        Ok(said(&mechanism.code, &held))
    }
    .boxed()
}

/// In fewer conversations than [`FEWEST`] somebody could be known by the numbers: then they say that there are few, and the same
/// holds of a language.
fn said(mechanism: &str, held: &[Held]) -> Vec<Figure> {
    let all = |of: fn(&Held) -> u64| held.iter().map(of).sum::<u64>();
    let (begun, answered) = (all(|one| one.begun), all(|one| one.answered));
    let figure = |text, n, of| Figure {
        mechanism: mechanism.to_owned(),
        text,
        n,
        of,
        runs: true,
        path: Some(PATH.to_owned()),
    };
    let mut figures = match begun {
        0 => vec![figure("contacts-figure-answered", 0, Some(0))],
        1..FEWEST => vec![figure("contacts-figure-few", FEWEST, None)],
        _ => vec![figure("contacts-figure-answered", answered, Some(begun))],
    };
    if answered >= FEWEST {
        let soon = all(|one| one.soon);
        figures.push(figure("contacts-figure-soon", soon, Some(answered)));
    }
    let languages = held.iter().filter(|one| one.begun >= FEWEST).count();
    if languages > 1 {
        figures.push(figure(
            "contacts-figure-languages",
            languages as u64,
            Some(FEWEST),
        ));
    }
    figures
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    fn of(held: &[(Lang, u64, u64, u64)]) -> Vec<(&'static str, u64, Option<u64>)> {
        let held: Vec<Held> = held
            .iter()
            .map(|(language, begun, answered, soon)| Held {
                language: *language,
                begun: *begun,
                answered: *answered,
                soon: *soon,
            })
            .collect();
        let figures = said("hotline", &held).into_iter();
        figures.map(|figure| (figure.text, figure.n, figure.of)).collect()
    }

    #[test]
    fn the_numbers_of_a_few_are_not_told() {
        assert_eq!(of(&[]), [("contacts-figure-answered", 0, Some(0))]);
        assert_eq!(
            of(&[(Lang::KO, 3, 3, 3), (Lang::RU, 1, 0, 0)]),
            [("contacts-figure-few", 5, None)]
        );
        // Of five, four were answered: how soon says nothing, and no language is named by itself.
        assert_eq!(
            of(&[(Lang::KO, 3, 3, 3), (Lang::RU, 2, 1, 0)]),
            [("contacts-figure-answered", 4, Some(5))]
        );
    }

    #[test]
    fn all_that_was_asked_stands_beside_what_was_answered_how_soon_and_in_how_many_languages() {
        assert_eq!(
            of(&[(Lang::KO, 40, 38, 20), (Lang::RU, 6, 5, 5), (Lang::JA, 4, 4, 4)]),
            [
                ("contacts-figure-answered", 47, Some(50)),
                ("contacts-figure-soon", 29, Some(47)),
                ("contacts-figure-languages", 2, Some(5)),
            ]
        );
    }

    #[tokio::test]
    async fn the_mechanism_that_leads_here_has_them() {
        let mut city = crate::testing::city();
        city.regulation.mechanisms.push(domain::city::Mechanism {
            code: "line".to_owned(),
            live: Some("page:hotline".to_owned().try_into().unwrap()),
        });
        let app = crate::testing::app_of(city, None);
        let figures = figures(&app).await.unwrap();
        assert_eq!(figures.len(), 1);
        assert_eq!((figures[0].mechanism.as_str(), figures[0].n), ("line", 0));
        let without = crate::testing::app();
        assert_eq!(super::figures(&without).await.unwrap(), []);
    }
}
