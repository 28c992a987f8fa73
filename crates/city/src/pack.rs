//! A pack: the list of its folders, and what they know of each other.

use std::collections::BTreeSet;

use domain::Lang;
use domain::city::{City, Texts};
use domain::guides::Link;
use domain::places::Group;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::document::Files;
use crate::finding::{Finding, Kind, What};
use crate::folders::bases::BasesFile;
use crate::folders::calendar::Years;
use crate::folders::city::CityFile;
use crate::folders::glossary::GlossaryFile;
use crate::folders::needs::NeedsFile;
use crate::folders::neighbourhoods::NeighbourhoodsFile;
use crate::folders::pages::PagesFile;
use crate::folders::places::PlacesFile;
use crate::folders::regulation::RegulationFile;
use crate::folders::replies::RepliesFile;
use crate::folders::services::Services;
use crate::folders::units::{UnitsFile, is_district};
use crate::folders::{Folder, One, Optional};
use crate::texts::Folders;

/// Pages that the platform has in every city; `live` may name them.
pub const OWN_PAGES: [&str; 17] = [
    "home",
    "find",
    "services",
    "guides",
    "follow",
    "regulation",
    "laws",
    "partners",
    "places",
    "neighbourhoods",
    "transport",
    "arrivals",
    "ports",
    "health",
    "press",
    "hotline",
    "interpreters",
];

/// Makes the pack of its folders: each is loaded, checked, and given to the city as the field of its name.
macro_rules! folders {
    ($($name:ident: $folder:ty),+ $(,)?) => {
        /// All folders. What could not be understood of them, the findings tell.
        #[derive(Debug)]
        pub struct Pack<'f> {
            /// For what holds until a day. It is not known where a pack is read to be used: then nothing has expired, and what is
            /// only worth a look is not looked for.
            pub today: Option<Date>,
            /// The files at the root.
            pub city: One<'f, CityFile>,
            $(pub $name: $folder),+
        }

        impl<'f> Pack<'f> {
            pub fn load(files: &'f Files, today: Option<Date>, findings: &mut Vec<Finding>) -> Self {
                Self {
                    today,
                    city: One::load(files, findings),
                    $($name: <$folder>::load(files, findings)),+
                }
            }

            pub fn folders(&self) -> Vec<&dyn Folder> {
                vec![&self.city, $(&self.$name),+]
            }

            /// The city, if every file could be understood.
            pub fn to_city(&self, texts: Texts) -> Option<City> {
                let city = self.city.is()?;
                let mut city = City {
                    code: city.code.clone(),
                    made_up: city.made_up,
                    timezone: TimeZone::get(&city.timezone).ok()?,
                    country: city.country.clone(),
                    source_language: city.source_language,
                    hotline_unit: city.hotline_unit.clone(),
                    phone: city.phone.clone(),
                    languages: city.languages.clone(),
                    limits: city.limits.clone(),
                    $($name: self.$name.give(self)?,)+
                    unlisted: Vec::new(),
                    texts,
                };
                city.unlisted = city.services.extract_if(.., |service| !service.form).collect();
                Some(city)
            }
        }
    };
}

folders! {
    units: One<'f, UnitsFile>,
    calendar: Years<'f>,
    bases: One<'f, BasesFile>,
    regulation: One<'f, RegulationFile>,
    needs: One<'f, NeedsFile>,
    services: Services<'f>,
    replies: Optional<'f, RepliesFile>,
    glossary: Optional<'f, GlossaryFile>,
    pages: One<'f, PagesFile>,
    guides: crate::folders::guides::Guides<'f>,
    helpers: crate::folders::helpers::Helpers<'f>,
    legal: crate::folders::legal::Laws<'f>,
    partners: crate::folders::partners::Register<'f>,
    words: crate::folders::words::Spoken<'f>,
    greetings: crate::folders::greetings::Greetings<'f>,
    map: crate::folders::map::Drawn<'f>,
    places: Optional<'f, PlacesFile>,
    neighbourhoods: Optional<'f, NeighbourhoodsFile>,
    arrivals: crate::folders::arrivals::Arrivals<'f>,
    health: Optional<'f, crate::folders::health::HealthFile>,
    abroad: Optional<'f, crate::folders::abroad::AbroadFile>,
    hotline: Optional<'f, crate::folders::hotline::HotlineFile>,
    interpretation: Optional<'f, crate::folders::interpretation::InterpretationFile>,
}

impl Pack<'_> {
    // Whether there is one of that code. Where the list itself could not be understood, everything is: one broken
    // file should not bring a finding for every word that refers to it.

    pub fn has_unit(&self, code: &str) -> bool {
        in_list(self.units.is().map(|f| &f.list), |unit| unit.code == *code)
    }

    pub fn has_district(&self, code: &str) -> bool {
        in_list(self.units.is().map(|f| &f.list), |unit| {
            unit.code == *code && is_district(unit)
        })
    }

    pub fn has_adcode(&self, adcode: &str) -> bool {
        in_list(self.units.is().map(|f| &f.list), |unit| {
            unit.adcode.as_deref() == Some(adcode)
        })
    }

    /// The area code of a district or zone.
    pub fn adcode(&self, code: &str) -> Option<&str> {
        let units = &self.units.is()?.list;
        units.iter().find(|unit| unit.code == *code)?.adcode.as_deref()
    }

    pub fn has_place(&self, code: &str) -> bool {
        let list = self.places.is().map(|file| &file.list);
        self.places.is_broken() || list.is_some_and(|list| list.iter().any(|place| place.code == code))
    }

    /// Whether there is a place of that code and of such a group.
    pub fn has_place_of(&self, code: &str, fits: impl Fn(Group) -> bool) -> bool {
        let of = |file: &PlacesFile| file.group_of(code).is_some_and(&fits);
        self.places.is_broken() || self.places.is().is_some_and(of)
    }

    /// Whether the places name that source.
    pub fn has_source(&self, code: &str) -> bool {
        let list = self.places.is().map(|file| &file.sources);
        self.places.is_broken() || list.is_some_and(|list| list.iter().any(|source| source.code == code))
    }

    /// Whether the places know that speciality.
    pub fn has_speciality(&self, code: &str) -> bool {
        let list = self.places.is().map(|file| &file.specialities);
        self.places.is_broken() || list.is_some_and(|list| list.iter().any(|one| one.code == code))
    }

    pub fn has_basis(&self, code: &str) -> bool {
        in_list(self.bases.is().map(|f| &f.list), |basis| basis.code == *code)
    }

    pub fn has_need(&self, code: &str) -> bool {
        in_list(self.needs.is().map(|f| &f.list), |need| need.code == code)
    }

    pub fn has_service(&self, code: &str) -> bool {
        self.services.has(code)
    }

    pub fn has_term(&self, code: &str) -> bool {
        let list = self.glossary.is().map(|file| &file.list);
        self.glossary.is_broken() || list.is_some_and(|list| list.iter().any(|term| term.code == code))
    }

    pub fn has_page(&self, code: &str) -> bool {
        OWN_PAGES.contains(&code) || in_list(self.pages.is().map(|f| &f.list), |page| page.code == code)
    }

    pub fn has_guide(&self, code: &str) -> bool {
        self.guides.has(code)
    }

    pub fn has_helper(&self, code: &str) -> bool {
        self.helpers.has(code)
    }

    /// What a link names that is not there.
    pub fn unknown<'l>(&self, link: &'l Link) -> Option<(Kind, &'l str)> {
        let (kind, code, known) = match link {
            Link::Web(_) | Link::Phone(_) => return None,
            Link::Guide(code) => (Kind::GUIDE, code, self.has_guide(code)),
            Link::Service(code) => (Kind::SERVICE, code, self.has_service(code)),
            Link::Page(code) => (Kind::PAGE, code, self.has_page(code)),
            Link::Helper(code) => (Kind::HELPER, code, self.has_helper(code)),
            Link::Place(code) => (Kind::PLACE, code, self.has_place(code)),
        };
        (!known).then_some((kind, code.as_str()))
    }

    pub fn has_article(&self, number: u16) -> bool {
        let last = self.regulation.is().map(|regulation| regulation.last_article);
        number > 0 && last.is_none_or(|last| number <= last)
    }

    /// Whether the interface speaks that language. Where its list could not be understood, that is not asked.
    pub fn offers(&self, language: Lang) -> bool {
        let city = self.city.is();
        city.is_some_and(|city| city.languages.iter().any(|l| l.code == language))
    }

    /// Whether somebody here reads that language: the interface speaks it, or a unit's people do.
    pub fn has_reader(&self, language: Lang) -> bool {
        in_list(self.city.is().map(|f| &f.languages), |l| l.code == language)
            || in_list(self.units.is().map(|f| &f.list), |unit| {
                unit.languages.contains(&language)
            })
    }
}

fn in_list<T>(list: Option<&Vec<T>>, is: impl Fn(&T) -> bool) -> bool {
    list.is_none_or(|list| list.iter().any(is))
}

/// Files that no part of a pack asks for; most often one whose name was mistyped.
pub fn unexpected(files: &Files, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
    if pack.city.is().is_none() {
        // Without the city's languages it is not known which text files there should be.
        return;
    }
    let folders = pack.folders();
    let known: BTreeSet<String> = folders
        .iter()
        .flat_map(|folder| folder.files())
        .chain(texts.file_names())
        .collect();
    let known = |name: &str| {
        known.contains(name)
            || name == crate::translated::NAME
            // Made-up texts, read by those who make a demo.
            || name.starts_with("demo/")
    };
    for name in files.names().filter(|name| !known(name)) {
        findings.push(Finding::new(files.folder.join(name), 1, What::UnexpectedFile));
    }
}
