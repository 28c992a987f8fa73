//! The page of the hotline: who answers now, in which languages, and how long the last ones waited.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use domain::Lang;
use domain::contacts::At;
use domain::roles::Role;
use jiff::SignedDuration;
use store::StoreError;
use store::contacts::Agent;

use super::PATH;
use super::view::wait;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};

/// The waits of so long are counted.
const LATELY: SignedDuration = SignedDuration::from_hours(2);

/// A language at the hotline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    pub language: Lang,
    /// Agents who speak it, are ready and have room.
    pub ready: usize,
    /// An engine translates it for the others, and back.
    pub machine: bool,
    /// How long whoever was answered lately waited: the middle one, and from the shorter to the longer quarter.
    pub wait: Option<(SignedDuration, SignedDuration, SignedDuration)>,
}

/// The hotline at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Now {
    pub is_open: bool,
    /// Those that are offered here, and those that somebody speaks besides.
    pub languages: Vec<Spoken>,
}

/// Whether the chat is answered at this time.
pub(super) fn is_open(app: &App) -> bool {
    app.city().hotline.is_open(app.now(), app.city())
}

/// Whether an engine translates a language for who answers here, and back.
fn translates(app: &App, language: Lang) -> bool {
    let (translators, source) = (app.translators(), app.city().source_language);
    translators.has(language, source) && translators.has(source, language)
}

fn spread(waits: &[SignedDuration]) -> Option<(SignedDuration, SignedDuration, SignedDuration)> {
    let mut sorted = waits.to_vec();
    sorted.sort_unstable();
    let at = |of: usize| sorted.get((sorted.len().saturating_sub(1) * of) / 4).copied();
    Some((at(2)?, at(1)?, at(3)?))
}

impl Now {
    pub async fn of(app: &App) -> Result<Self, StoreError> {
        let (city, now) = (app.city(), app.now());
        let queue = app
            .store()
            .hotline_queue(&city.hotline.policy, app.today(), now)
            .await?;
        let since = now.saturating_sub(LATELY).unwrap_or(now);
        let waits = app.store().recent_waits(since).await?;
        let mut ready: BTreeMap<Lang, usize> = BTreeMap::new();
        let at_once = city.hotline.policy.chats_at_once;
        let is_free = |agent: &&Agent| {
            agent.role == Role::Agent
                && agent.presence.at == At::Ready
                && agent.chats < at_once
                && !agent.agreed.is_elsewhere()
        };
        for agent in queue.agents.iter().filter(is_free) {
            for language in agent.languages.keys() {
                *ready.entry(*language).or_default() += 1;
            }
        }
        let own: Vec<Lang> = city.languages.iter().map(|language| language.code).collect();
        let others = ready.keys().copied().filter(|lang| !own.contains(lang));
        let all: Vec<Lang> = own.iter().copied().chain(others).collect();
        let languages = all.into_iter().map(|language| Spoken {
            language,
            ready: ready.get(&language).copied().unwrap_or(0),
            machine: translates(app, language),
            wait: waits.get(&language).and_then(|waits| spread(waits)),
        });
        Ok(Self {
            is_open: is_open(app),
            languages: languages.collect(),
        })
    }
}

/// A language as it is shown.
#[derive(Debug)]
pub(super) struct SpokenView {
    pub name: String,
    pub is_ready: bool,
    /// None: what is said of all of them is not said again.
    pub text: Option<String>,
    pub wait: Option<String>,
}

#[derive(Template)]
#[template(path = "contacts/hotline.html")]
pub(super) struct Front {
    pub page: Page,
    pub is_open: bool,
    pub hours: String,
    /// What is promised to whoever asks.
    pub lede: String,
    /// Said once where it is the same for all languages: nobody is free. While it is closed that is said already.
    pub nobody: Option<String>,
    pub languages: Vec<SpokenView>,
    /// Number and what it is for.
    pub emergencies: Vec<(String, String)>,
    pub chat: String,
    pub call: String,
    pub call_back: String,
    pub follow: String,
}

impl Front {
    pub fn of(page: Page, now: &Now) -> Self {
        let seconds = |wait: SignedDuration| wait_text(&page, wait);
        let is_anybody = now.languages.iter().any(|spoken| spoken.ready > 0);
        let spoken = |spoken: &Spoken| {
            let key = match (spoken.ready, spoken.machine) {
                (1.., _) => "contacts-ready",
                (0, true) => "contacts-not-ready",
                (0, false) => "contacts-nobody-free",
            };
            SpokenView {
                name: page.language_name(spoken.language),
                is_ready: spoken.ready > 0,
                text: is_anybody.then(|| page.t(key).to_string()),
                wait: spoken.wait.map(|(middle, short, long)| {
                    let text = page.t("contacts-expected").with("middle", seconds(middle));
                    text.with("short", seconds(short))
                        .with("long", seconds(long))
                        .to_string()
                }),
            }
        };
        // To whoever speaks the language of the city nothing needs to be translated.
        let source = page.city().source_language;
        let mut foreign = now
            .languages
            .iter()
            .filter(|spoken| spoken.language != source)
            .peekable();
        let translated = foreign.peek().is_some() && foreign.all(|spoken| spoken.machine);
        let [title, about] =
            ["contacts-public-title", "contacts-public-about"].map(|key| page.t(key).to_string());
        Self {
            is_open: now.is_open,
            hours: page.c_owned("hotline", "hours"),
            lede: page
                .t(if translated {
                    "contacts-lede"
                } else {
                    "contacts-lede-plain"
                })
                .to_string(),
            nobody: (now.is_open && !is_anybody).then(|| page.t("contacts-nobody").to_string()),
            languages: now
                .languages
                .iter()
                .map(spoken)
                .filter(|spoken| spoken.text.is_some() || spoken.wait.is_some())
                .collect(),
            emergencies: emergencies(&page),
            chat: page.url("/chat"),
            call: page.url("/call"),
            call_back: page.url("/call-back"),
            follow: page.url("/follow"),
            page: page.titled(title).described(about),
        }
    }
}

/// Numbers to call at once, and what each is for.
pub(super) fn emergencies(page: &Page) -> Vec<(String, String)> {
    let urgent = page
        .city()
        .services
        .iter()
        .find(|service| service.emergency.is_some());
    let calls = urgent.and_then(|service| Some((service, service.emergency.as_ref()?)));
    let calls = calls.into_iter().flat_map(|(service, emergency)| {
        let place = format!("services/{}", service.code);
        emergency
            .call
            .iter()
            .map(move |number| (number.clone(), page.c_owned(&place, format!("call.{number}"))))
    });
    calls.collect()
}

fn wait_text(page: &Page, waited: SignedDuration) -> String {
    wait(page, waited.as_secs())
}

/// `GET /{lang}/hotline`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Shown {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let now = Now::of(&app).await?;
    render(&Front::of(visit.page(Nav::Of(PATH)), &now))
}
