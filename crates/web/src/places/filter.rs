//! What of the places is asked for: page and API read the same filters. None of them is anything about a person.

use domain::Lang;
use domain::city::City;
use domain::places::{Access, Group, Place, is_open};
use domain::problems::Problem;
use jiff::civil::DateTime;

use crate::kit::asked;
use crate::kit::error::Error;
use crate::kit::form::Fields;

/// In the order of an address.
pub const NAMES: [&str; 8] = [
    "kind",
    "group",
    "district",
    "language",
    "by",
    "wheelchair",
    "speciality",
    "open",
];

/// Which places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<String>,
    pub group: Option<Group>,
    pub district: Option<String>,
    /// Spoken there or interpreted.
    pub language: Option<Lang>,
    /// Spoken, not only interpreted.
    pub spoken: bool,
    /// Known to be open to somebody in a wheelchair, at least in part.
    pub wheelchair: bool,
    /// Known to treat that.
    pub speciality: Option<String>,
    /// Known to be open now.
    pub open: bool,
}

impl Filter {
    /// What is understood of it; the rest is as if it were not there.
    pub fn of(city: &City, fields: &Fields) -> Self {
        let mut filter = Self::default();
        for name in NAMES {
            if let Some(value) = fields.filled(name) {
                // Somebody mistyped an address: the list without that filter helps more than an error.
                let _ = filter.take(city, name, value);
            }
        }
        filter
    }

    /// All of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] names what is not understood.
    pub fn strictly(city: &City, fields: &Fields) -> Result<Self, Error> {
        let mut filter = Self::default();
        let each = NAMES.map(|name| (name, fields.get(name)));
        asked::read(each, |name, value| filter.take(city, name, value))?;
        Ok(filter)
    }

    fn take(&mut self, city: &City, name: &str, value: &str) -> Result<(), Problem> {
        let known = |is: bool| {
            if is {
                Ok(Some(value.to_owned()))
            } else {
                Err(Problem::NotAnOption)
            }
        };
        match name {
            "kind" => self.kind = known(city.places.kind(value).is_some())?,
            "group" => self.group = Some(Group::parse(value).ok_or(Problem::NotAnOption)?),
            "district" => self.district = known(city.districts().any(|unit| unit.code == *value))?,
            "language" => self.language = Some(Lang::parse(value).map_err(|_| Problem::NotALanguage)?),
            "by" => self.spoken = known(matches!(value, "spoken"))?.is_some(),
            "wheelchair" => self.wheelchair = known(matches!(value, "yes"))?.is_some(),
            "speciality" => {
                self.speciality = known(city.places.specialities.iter().any(|one| one == value))?;
            }
            "open" => self.open = known(matches!(value, "now"))?.is_some(),
            _ => {}
        }
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The places that are meant, in the order of lists.
    pub fn places<'a>(&self, city: &'a City, now: DateTime) -> Vec<&'a Place> {
        let meant = |place: &&Place| self.means(city, place, now);
        city.places.list.iter().filter(meant).collect()
    }

    fn means(&self, city: &City, place: &Place, now: DateTime) -> bool {
        self.is_where(city, place) && self.facts(city, place, now) == [Some(true); 4]
    }

    /// Whether it may be meant: nothing that is known of it is against it, and something that is asked is not known.
    pub fn may_mean(&self, city: &City, place: &Place, now: DateTime) -> bool {
        let facts = self.facts(city, place, now);
        self.is_where(city, place) && facts.contains(&None) && !facts.contains(&Some(false))
    }

    /// Whether it is of that kind and in that district, which is known of each.
    fn is_where(&self, city: &City, place: &Place) -> bool {
        self.kind.as_ref().is_none_or(|kind| place.kind == *kind)
            && self
                .group
                .is_none_or(|group| city.places.group_of(place) == Some(group))
            && self
                .district
                .as_ref()
                .is_none_or(|district| place.district.as_ref().is_some_and(|own| *own == **district))
    }

    /// Whether it has what is asked of languages, wheelchairs, specialities and hours; `None` where nobody knows.
    pub fn facts(&self, city: &City, place: &Place, now: DateTime) -> [Option<bool>; 4] {
        let language = self.language.map_or(Some(true), |lang| {
            let listed = [Some(&place.spoken), (!self.spoken).then_some(&place.interpreted)];
            let mut listed = listed.into_iter().flatten();
            if listed.clone().any(|languages| languages.contains(&lang)) {
                Some(true)
            } else {
                (!listed.any(Vec::is_empty)).then_some(false)
            }
        });
        let wheelchair = if self.wheelchair {
            place.wheelchair.map(|access| access != Access::No)
        } else {
            Some(true)
        };
        // What a hospital is listed for is not all that it treats; elsewhere nobody is treated.
        let treats = city.places.group_of(place) == Some(Group::Health);
        let speciality = self.speciality.as_ref().map_or(Some(true), |asked| {
            let is_listed = place.specialities.contains(asked);
            (is_listed || !treats).then_some(is_listed)
        });
        let open = if self.open {
            is_open(place, now, &city.calendar).known()
        } else {
            Some(true)
        };
        [language, wheelchair, speciality, open]
    }

    /// Names and values of an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let given = |name: &'static str, value: Option<String>| value.map(|value| (name, value));
        let said = |is: bool, value: &str| is.then(|| value.to_owned());
        [
            given("kind", self.kind.clone()),
            given("group", self.group.map(|group| group.code().to_owned())),
            given("district", self.district.clone()),
            given("language", self.language.map(|lang| lang.to_string())),
            given("by", said(self.spoken, "spoken")),
            given("wheelchair", said(self.wheelchair, "yes")),
            given("speciality", self.speciality.clone()),
            given("open", said(self.open, "now")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// As an address has it, from its question mark on; empty when everything is meant.
    pub fn query(&self, more: Option<(&str, String)>) -> String {
        let pairs = self
            .pairs()
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"));
        let more = more.map(|(name, value)| format!("{name}={value}"));
        let all: Vec<String> = pairs.chain(more).collect();
        if all.is_empty() {
            String::new()
        } else {
            format!("?{}", all.join("&"))
        }
    }
}
