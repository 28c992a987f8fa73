//! The filters of the list of partners: desk and API read the same ones.

use domain::Lang;
use domain::partners::State;
use domain::problems::Problem;
use store::partners::{PartnerFilter, PartnerSort};

use crate::kit::app::App;
use crate::kit::asked;
use crate::kit::error::Error;

/// In the order of an address.
pub const NAMES: [&str; 10] = [
    "state",
    "kind",
    "country",
    "unit",
    "article",
    "language",
    "renewal",
    "unconfirmed",
    "sort",
    "q",
];

/// The filter that these names and values ask for.
///
/// # Errors
/// [`Error::Invalid`] names what is not understood.
pub fn filter_of<'n, 'v>(
    app: &App,
    asked: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> Result<PartnerFilter, Error> {
    let mut filter = PartnerFilter::default();
    asked::read(asked, |name, value| take(app, &mut filter, name, value))?;
    Ok(filter)
}

fn take(app: &App, filter: &mut PartnerFilter, name: &str, value: &str) -> Result<(), Problem> {
    let city = app.city();
    let yes = matches!(value, "yes" | "true" | "1");
    match name {
        "state" => {
            for code in value.split(',').map(str::trim) {
                filter
                    .states
                    .push(State::parse(code).ok_or(Problem::NotAnOption)?);
            }
        }
        "kind" => {
            let kind = city.partners.kind(value).ok_or(Problem::NotAnOption)?;
            filter.kind = Some(kind.code.clone());
        }
        "country" => {
            let writing = app.texts().writing(city.source_language);
            let known = writing.is_some_and(|writing| writing.names().country(value).is_some());
            filter.country = Some(known.then(|| value.to_uppercase()).ok_or(Problem::NotAnOption)?);
        }
        "unit" => {
            let unit = city.unit(value).ok_or(Problem::UnknownUnit)?;
            filter.unit = Some(unit.code.clone());
        }
        "article" => filter.article = Some(value.parse().map_err(|_| Problem::NotANumber)?),
        "language" => filter.language = Some(Lang::parse(value).map_err(|_| Problem::NotALanguage)?),
        "renewal" => filter.renewal_near = yes,
        "unconfirmed" => filter.unconfirmed = yes,
        "q" => value.clone_into(&mut filter.q),
        "sort" => filter.sort = PartnerSort::parse(value).ok_or(Problem::NotAnOption)?,
        _ => {}
    }
    Ok(())
}
