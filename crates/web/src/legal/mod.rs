//! Laws and what else binds people: the public register with the translations that are published, its feed, the desk where
//! they are written, read by a second person and published, and the same by the API (article 9).

mod api;
mod desk;
mod feed;
mod law;
mod list;
mod record;
mod register;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
mod worked;

use axum::Router;
use axum::routing::get;
use domain::LawCode;
use domain::city::Live;
use domain::journaled::Journaled as _;
use domain::legal::{CommandKind, EventKind, Law, NOUN, OPEN, SEE, Standing, Stands, Translation};
use domain::roles::{Actor, Reach};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use store::StoreError;

use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Room};
use crate::kit::findable::{Findable, in_each_language};
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::published::Published;
use crate::kit::slice::{Figure, Slice, Waiting};
use crate::kit::work::{self, Worked as _};
use register::{Counts, Entry, entries};

/// Where the public register is, below the language, and its name in the pack.
pub const PATH: &str = "/laws";
const PAGE: &str = "laws";

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(list::show))
            .route("/laws.atom", get(feed::show))
            .route("/laws/{code}", get(law::show))
    },
    desk: routes,
    api: api::routes,
    describe: |api| work::describe::<Translation>(api, "LawTranslationView"),
    records: Some((Translation::PREFIX, Translation::PATH)),
    rooms: &[LAWS],
    public: |app| {
        let laws = app.city().legal.iter().map(|law| law_path(law.code.as_str()));
        // A city without any has nothing to say there.
        let list = laws.len().min(1);
        let paths = std::iter::repeat_n(PATH.to_owned(), list).chain(laws).collect();
        async { Ok(paths) }.boxed()
    },
    findable: |app| findable(app).boxed(),
    resume,
    events: ("legal-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    figures: |app| figures(app).boxed(),
    waits: |desk| waits(desk).boxed(),
    #[cfg(test)]
    samples: samples::all,
    ..Slice::new(NOUN)
};

const LAWS: Room = Room {
    text: "legal-title",
    href: "/desk/legal",
    key: 'r',
    needs: SEE,
};

fn routes() -> Router<App> {
    Router::new()
        .route("/desk/legal", get(desk::show))
        .route("/desk/legal/translations.csv", get(desk::csv))
        .route("/desk/legal/new", get(record::new).post(record::open))
        .route("/desk/legal/{reference}", get(record::show))
        .route(
            "/desk/legal/{reference}/{command}",
            get(record::back).post(record::carry_out),
        )
}

/// Where a law is, below the language.
fn law_path(code: &str) -> String {
    format!("{PATH}/{code}")
}

fn resume(desk: Desk, path: Vec<String>, kept: Fields) -> Option<BoxFuture<'static, Answer>> {
    let mut parts = path.into_iter();
    let parts = (parts.next()?, parts.next()?, parts.next(), parts.next());
    match parts {
        (noun, ..) if noun != NOUN => None,
        (_, new, None, None) if new == "new" => Some(async move { record::resume(desk, &kept) }.boxed()),
        (_, reference, Some(command), None) => {
            Some(work::resume::<Translation, _>(desk, reference, command, kept).boxed())
        }
        _ => None,
    }
}

/// The register as anyone may read it.
async fn public_entries(app: &App) -> Result<Vec<Entry>, StoreError> {
    let lines = app.store().standing_of_laws().await?;
    Ok(entries(app.city(), &lines, app.today()))
}

/// The register as far as its reader works with it: who reaches their unit's alone has what it owes.
async fn entries_of(app: &App, actor: &Actor) -> Result<Vec<Entry>, StoreError> {
    let theirs = app.store().translations_of_laws(actor).await?;
    let reach = Translation::reach(actor, SEE);
    // Where a record is, the store has said who finds it: what another unit took up is not theirs to take up any more.
    let mut all = public_entries(app).await?;
    all.retain(|entry| match (entry.reference, reach) {
        (Some(reference), _) => theirs.iter().any(|line| line.reference == reference),
        (None, Reach::All) => true,
        (None, Reach::Own) => actor.is_of(&entry.unit),
        (None, Reach::No) => false,
    });
    Ok(all)
}

/// What a law is called; its code where the pack has it no more.
fn law_title(desk: &Desk, code: &LawCode) -> Published {
    match desk.city().law(code.as_str()) {
        Some(law) => Page::published(desk, &law.place(), "title"),
        None => Page::said(desk, (desk.lang, code.as_str())),
    }
}

/// How late a translation is, or was when it was published.
fn late_text(page: &Page, standing: &Standing) -> Option<String> {
    let key = if standing.is_owed() {
        "legal-late"
    } else {
        "legal-was-late"
    };
    (standing.late > 0).then(|| page.t(key).with("n", standing.late).to_string())
}

fn said_owed(desk: &Desk, counts: Counts) -> String {
    let text = desk.t("legal-owed").with("n", counts.owed());
    text.with("late", counts.late).to_string()
}

/// What is owed at the desk, in a line: for the translation desk, whose other half it is.
pub async fn owed(desk: &Desk) -> Result<Option<Waiting>, StoreError> {
    let counts = Counts::of(&entries_of(&desk.app, &desk.actor).await?);
    let waiting = Waiting {
        text: said_owed(desk, counts),
        href: LAWS.href.to_owned(),
    };
    Ok((counts.owed() > 0).then_some(waiting))
}

/// What is late, for those who write; what was read and is not public yet, for those who publish.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    let (writes, publishes) = (desk.may(OPEN), desk.may(CommandKind::Publish.action()));
    if !writes && !publishes {
        return Ok(Vec::new());
    }
    let entries = entries_of(&desk.app, &desk.actor).await?;
    let late = entries.iter().filter(|entry| entry.standing.is_overdue());
    let read = entries
        .iter()
        .filter(|entry| entry.standing.at_desk == Stands::Reviewed);
    let lines = [
        (writes, late.count(), "legal-waiting-late", "?late=yes"),
        (
            publishes,
            read.count(),
            "legal-waiting-reviewed",
            "?state=reviewed",
        ),
    ];
    let waiting = |(_, n, text, query): (bool, usize, &str, &str)| Waiting {
        text: desk.t(text).with("n", n).to_string(),
        href: format!("{}{query}", LAWS.href),
    };
    let lines = lines.into_iter().filter(|(theirs, n, ..)| *theirs && *n > 0);
    Ok(lines.map(waiting).collect())
}

/// Each law by its title, its summary and, where a translation is published, its words.
async fn findable(app: &App) -> Result<Vec<Findable>, StoreError> {
    let city = app.city();
    let published = app.store().published_laws().await?;
    let of = |law: &Law| {
        let place = law.place();
        let mut words: Vec<String> = law.cited.clone();
        words.extend(law.number.clone());
        in_each_language(app, "law", &law_path(law.code.as_str()), |lang| {
            let text = |key: &str| city.texts.get(&place, key, lang).map(str::to_owned);
            let own = published
                .iter()
                .find(|public| public.law == law.code && public.language == lang);
            let own = own.map(|public| public.publication.words.text.clone());
            let body: Vec<String> = text("summary").into_iter().chain(own).collect();
            (!body.is_empty()).then_some((text("title")?, body.join("\n"), words.clone()))
        })
    };
    Ok(city.legal.iter().flat_map(of).collect())
}

/// How many of the translations that are owed are published.
async fn figures(app: &App) -> Result<Vec<Figure>, StoreError> {
    let counts = Counts::of(&public_entries(app).await?);
    let mechanisms = app.city().regulation.mechanisms.iter();
    let own =
        mechanisms.filter(|mechanism| matches!(&mechanism.live, Some(Live::Page(page)) if page == PAGE));
    let figure = own.map(|mechanism| Figure {
        mechanism: mechanism.code.clone(),
        text: "legal-figure",
        n: counts.published,
        of: Some(counts.all),
        runs: true,
        path: Some(PATH.to_owned()),
    });
    Ok(figure.collect())
}
