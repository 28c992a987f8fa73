//! A city without nouns, for the tests of this room.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use domain::Lang;
use domain::city::{City, InterfaceLanguage};
use jiff::Timestamp;
use language::detect::Detector;
use language::memory::MemoryTranslator;
use language::speech::Transcribers;
use language::translate::Translators;

use crate::app::{App, Clock, Entropy, Options, Parts, Secret};
use crate::texts::{Files, Texts};

/// As many texts as the tests look at.
pub const FILES: Files = &[
    (
        "en",
        "deadlines.ftl",
        "deadlines-limit-days = { $n ->\n    [one] { $n } day\n   *[other] { $n } days\n}\n",
    ),
    ("en", "guides.ftl", "guides-title = Guides\n"),
    (
        "en",
        "page.ftl",
        "page-back = Back\npage-crumbs = Path\npage-home = Home\npage-print = Print\n\
         page-site = { $city }\npage-skip = Skip\n",
    ),
    ("zh", "page.ftl", "page-home = 首页\n"),
    ("ko", "page.ftl", "page-home = 홈\n"),
    ("ja", "page.ftl", "page-home = ホーム\n"),
    ("ru", "page.ftl", "page-home = Главная\n"),
];

/// A clock that stands.
#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        "2026-02-13T02:00:00Z".parse().expect("a moment")
    }
}

/// Bytes that are the same at each call.
#[derive(Debug)]
struct Same;

impl Entropy for Same {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// The texts of the city of the tests, and what knows languages: read once for all of them.
static READ: LazyLock<(Texts, Arc<Detector>)> = LazyLock::new(|| {
    let texts = Texts::read(FILES, &city().languages, Lang::EN, None).expect("texts of every language");
    (texts, Arc::new(Detector::new()))
});

/// An app on a database of its own.
pub fn app() -> App {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let location = store::Location::Sqlite(folder.join("city.db"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let store = runtime.block_on(store::Store::open(&location, Arc::new(|bytes| Same.fill(bytes))));
    let city = city();
    let parts = Parts {
        texts: READ.0.clone(),
        translators: Translators::new(&city),
        city: Arc::new(city),
        pack: PathBuf::new(),
        store: store.expect("a database"),
        clock: Arc::new(Stopped),
        entropy: Arc::new(Same),
        secret: Secret::new([7; 32]),
        detector: Arc::clone(&READ.1),
        memory: MemoryTranslator::default(),
        transcribers: Transcribers::default(),
        options: Options::default(),
    };
    App::new(parts, &[], &[])
}

/// Its pack has texts in its own language and in English; in the others nobody has checked them.
fn city() -> City {
    let languages = [
        (Lang::ZH, "zh-Hans"),
        (Lang::EN, "en-GB"),
        (Lang::KO, "ko"),
        (Lang::JA, "ja"),
        (Lang::RU, "ru"),
    ];
    let language = |(code, tag): (Lang, &str)| InterfaceLanguage {
        code,
        tag: tag.to_owned(),
        name: tag.to_owned(),
    };
    let mut city = City {
        languages: languages.map(language).into(),
        ..City::bare(&[Lang::ZH])
    };
    for (place, key) in [("pages", "help.body"), ("regulation", "title")] {
        city.texts.insert(place, key, Lang::ZH, format!("{key}（原文）"));
        city.texts
            .insert(place, key, Lang::EN, format!("{key} in English"));
    }
    city
}
