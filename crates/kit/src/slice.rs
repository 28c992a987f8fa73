//! What a noun brings to the web room. The router loops over the list of slices; nothing else knows them all.

use axum::Router;
use axum::http::HeaderMap;
use domain::roles::Action;
use futures::future::BoxFuture;
use store::StoreError;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::desk::{Answer, Desk, Room};
use crate::findable::Findables;
use crate::form::Fields;
use crate::page::Page;

/// A page's name and what one of its samples renders to.
pub type Sample = (&'static str, String);

/// A noun's pages, rooms of the desk and operations of the API, and what is said of it elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    pub noun: &'static str,
    /// Public pages, below the language.
    pub pages: fn() -> Router<App>,
    /// Pages of the desk, for who is signed in.
    pub desk: fn() -> Router<App>,
    pub api: fn() -> OpenApiRouter<App>,
    /// Adds to the API's description what follows from tables: [`crate::work::describe`].
    pub describe: fn(&mut OpenApi),
    /// How the names of its streams begin, and where the desk shows one of its records.
    pub records: Option<(&'static str, &'static str)>,
    /// In the desk's navigation, in this order.
    pub rooms: &'static [Room],
    /// Its entry in the public navigation: key of the text, and path below the language.
    pub nav: Option<(&'static str, &'static str)>,
    /// Its pages that search engines may show, below the language.
    pub public: fn(&App) -> Paths<'_>,
    /// What of it may be found by its words, in any of the city's languages.
    pub findable: fn(&App) -> Findables<'_>,
    /// Paths below the language to which words are posted only so that they stand in no address: nothing is written.
    pub asks: &'static [&'static str],
    /// For a page that is left open and asks again: what it holds, as far as the request's cookies prove it. What is asked
    /// for so counts for what is held, and not for an address behind which a whole office sits.
    pub holds: Option<Holds>,
    /// How the paths of pages below the language begin that are their reader's alone; `*` stands for anything.
    pub private: &'static [&'static str],
    /// Shows a form of the desk, sent to that path below `/desk` when the session had ended, as it was.
    pub resume: fn(Desk, Vec<String>, Fields) -> Option<BoxFuture<'static, Answer>>,
    /// Codes of the kinds of its events, each of which has a text, and what the keys of those begin with.
    pub events: (&'static str, fn() -> Vec<&'static str>),
    /// What runs of each mechanism of the regulation that it makes work: a live number.
    pub figures: fn(&App) -> Figures<'_>,
    /// What an open page of the desk asks for every half a minute, for who may do that: so it is known that they are there.
    pub beats: Option<(&'static str, Action)>,
    /// What waits for whoever is signed in, said where they begin.
    pub waits: fn(&Desk) -> Waits<'_>,
    /// Every page with every sample of its context, for tests; a program that is served has none.
    pub samples: fn(&Page) -> Vec<Sample>,
}

/// The name of what is held, if anything is, from the parts of a path and the headers of a request.
pub type Holds = fn(&App, &[&str], &HeaderMap) -> Option<String>;

/// Paths of pages, being listed.
pub type Paths<'a> = BoxFuture<'a, Result<Vec<String>, StoreError>>;

/// What waits, being looked for.
pub type Waits<'a> = BoxFuture<'a, Result<Vec<Waiting>, StoreError>>;

/// Something that somebody should see to, and where.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub text: String,
    pub href: String,
}

/// Live numbers, being counted.
pub type Figures<'a> = BoxFuture<'a, Result<Vec<Figure>, StoreError>>;

/// A live number of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Code of the mechanism.
    pub mechanism: String,
    /// Key of the text that says it, with the variables `n` and `of`.
    pub text: &'static str,
    pub n: u64,
    /// Of how many, where that matters.
    pub of: Option<u64>,
    /// The mechanism itself runs; otherwise it is only asked for.
    pub runs: bool,
    /// Where it is seen, below the language.
    pub path: Option<String>,
}

impl Slice {
    /// With nothing but a name: a slice says what it has besides.
    pub const fn new(noun: &'static str) -> Self {
        Self {
            noun,
            pages: Router::new,
            desk: Router::new,
            api: OpenApiRouter::new,
            describe: |_| {},
            records: None,
            rooms: &[],
            nav: None,
            public: |_| Box::pin(async { Ok(Vec::new()) }),
            findable: |_| Box::pin(async { Ok(Vec::new()) }),
            asks: &[],
            holds: None,
            private: &[],
            resume: |_, _, _| None,
            events: ("", Vec::new),
            beats: None,
            waits: |_| Box::pin(async { Ok(Vec::new()) }),
            figures: |_| Box::pin(async { Ok(Vec::new()) }),
            samples: |_| Vec::new(),
        }
    }
}
