//! What the city offers: the list by need, and each service before one starts.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::city::Basis;
use domain::deadlines::ClockKind;
use domain::services::{ClockRule, Goes, PausedBy, Place, Service};

use crate::guides::{self, Beside};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::findable::{Findables, in_each_language, words_by_language};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::needs::icon;

#[derive(Template)]
#[template(path = "services/list.html")]
struct List {
    page: Page,
    needs: Vec<Need>,
}

struct Need {
    code: String,
    icon: &'static str,
    name: String,
    summary: String,
    services: Vec<Line>,
    /// By title, those that the reader can read; their own list has all.
    guides: Vec<guides::Line>,
}

struct Line {
    href: String,
    name: String,
    summary: String,
    urgent: bool,
}

impl List {
    fn of(page: Page) -> Self {
        let city = page.city();
        let line = |service: &Service| Line {
            href: page.url(&format!("/services/{}", service.code)),
            name: page.service_text(&service.code, "name"),
            summary: page.service_text(&service.code, "summary"),
            urgent: service.urgent,
        };
        let need = |code: &String| {
            let of_need = city.services.iter().filter(|service| service.need == *code);
            let services: Vec<Line> = of_need.map(line).collect();
            let of_need = city.guides.iter().filter(|guide| guide.need == *code);
            (!services.is_empty()).then(|| Need {
                code: code.clone(),
                icon: icon(code),
                name: page.c_owned("needs", format!("{code}.name")),
                summary: page.c_owned("needs", format!("{code}.summary")),
                services,
                guides: of_need
                    .map(|guide| guides::Line::of(&page, guide))
                    .filter(|line| line.title.original.is_none())
                    .collect(),
            })
        };
        let needs: Vec<Need> = city.needs.iter().filter_map(need).collect();
        let [title, about] = ["services-title", "services-lede"].map(|key| page.t(key).to_string());
        Self {
            needs,
            page: page.titled(title).described(about),
        }
    }
}

pub(super) async fn list(visit: Visit) -> Shown {
    render(&List::of(visit.page(Nav::Services)))
}

#[derive(Template)]
#[template(path = "services/start.html")]
struct Start {
    page: Page,
    name: String,
    summary: String,
    /// What may answer it already.
    beside: Beside,
    intro: Published,
    not_for: Published,
    unchecked: Option<Notice>,
    apply: String,
    urgent: bool,
    anonymous: bool,
    units: Vec<UnitLine>,
    article: Option<(u16, Published)>,
    questions: Vec<String>,
    documents: Vec<(String, bool)>,
    clocks: Vec<ClockLine>,
    stages: Vec<String>,
}

/// A unit that new cases can go to, and what those are about that do; nothing where that decides nothing.
struct UnitLine {
    name: String,
    topics: Vec<String>,
}

impl UnitLine {
    /// All of a service, in the order of its topics: what the page promises and the receipt names.
    fn all(page: &Page, service: &Service) -> Vec<Self> {
        let topics = service.topics.iter().map(|topic| Some(topic.code.as_str()));
        let mut lines: Vec<Self> = Vec::new();
        // Programs may leave the topic out.
        for topic in topics.chain([None]) {
            let about = topic.map(|code| page.service_text(&service.code, &format!("topic.{code}")));
            for goes in service.goes(topic) {
                let name = match goes {
                    Goes::To(unit) => page.city().unit_name(&unit.into(), page.lang).to_owned(),
                    Goes::ToDistrict => page.t("services-unit-district").to_string(),
                };
                match lines.iter_mut().find(|line| line.name == name) {
                    Some(line) => line.topics.extend(about.clone()),
                    None => lines.push(Self {
                        name,
                        topics: about.iter().cloned().collect(),
                    }),
                }
            }
        }
        if let [only] = lines.as_mut_slice() {
            only.topics.clear();
        }
        lines
    }
}

/// A time limit with its legal basis, as it is shown before one starts.
pub(crate) struct ClockLine {
    pub name: String,
    pub limit: String,
    pub extension: Option<String>,
    pub pauses: Vec<String>,
    pub basis: Option<BasisLine>,
}

pub(crate) struct BasisLine {
    pub what: Published,
    pub source: Published,
    pub status: &'static str,
    pub status_name: String,
    pub status_text: String,
}

impl BasisLine {
    pub fn of(page: &Page, basis: &Basis) -> Self {
        Self {
            what: page.published("bases", format!("{}.what", basis.code)),
            source: page.published("bases", format!("{}.source", basis.code)),
            status: basis.status.code(),
            status_name: page.tc("services-basis-name", basis.status.code()).to_string(),
            status_text: page.tc("services-basis-text", basis.status.code()).to_string(),
        }
    }
}

impl ClockLine {
    pub fn of(page: &Page, service: &Service, rule: &ClockRule) -> Self {
        let basis = page.city().basis(rule.basis.as_str());
        let pause = |by: &PausedBy| page.tc("case-pause", pause_code(*by)).to_string();
        Self {
            name: clock_name(page, service, rule.kind, rule.stage.as_deref()),
            limit: page.limit(rule.limit),
            extension: rule.extension.map(|limit| page.limit(limit)),
            pauses: rule.pauses.iter().map(pause).collect(),
            basis: basis.map(|basis| BasisLine::of(page, basis)),
        }
    }
}

pub fn pause_code(by: PausedBy) -> &'static str {
    match by {
        PausedBy::Resident => "resident",
        PausedBy::Appraisal => "appraisal",
        PausedBy::Partner => "partner",
    }
}

/// What a clock measures, in words; a stage's clock bears the stage's name.
pub fn clock_name(page: &Page, service: &Service, kind: ClockKind, stage: Option<&str>) -> String {
    match (kind, stage) {
        (ClockKind::Stage, Some(stage)) => page.service_text(&service.code, &format!("stage.{stage}")),
        _ => page.tc("deadlines-clock", kind.code()).to_string(),
    }
}

/// The stages in the order in which a case goes through them.
fn stages(page: &Page, service: &Service) -> Vec<String> {
    let name = |code: &str| page.service_text(&service.code, &format!("stage.{code}"));
    service.stages.iter().map(|stage| name(&stage.code)).collect()
}

impl Start {
    fn of(page: &Page, service: &Service) -> Self {
        let text = |key: &str| page.service_text(&service.code, key);
        let topic = (!service.topics.is_empty()).then(|| text("topic.label"));
        let fields = service
            .fields
            .iter()
            .map(|field| text(&format!("field.{}.label", field.code)));
        let place = (service.place != Place::None).then(|| page.t("apply-place-label").to_string());
        let words = service.text.then(|| text("text.label"));
        let article = page
            .city()
            .regulation
            .articles
            .iter()
            .find(|a| a.number == service.article);
        let article = article.map(|article| {
            let topic = page.published("regulation", format!("article.{}.topic", article.number));
            (article.number, topic)
        });
        let document = |d: &domain::services::Document| (text(&format!("document.{}", d.code)), d.required);
        let guide = |key: &str| page.published(&format!("services/{}", service.code), key);
        let beside = Beside::of(page, &service.code);
        let (intro, not_for) = (guide("intro"), guide("not_for"));
        let clocks: Vec<ClockLine> = service
            .clocks
            .iter()
            .map(|rule| ClockLine::of(page, service, rule))
            .collect();
        let bases = clocks.iter().filter_map(|clock| clock.basis.as_ref());
        let shown = bases
            .flat_map(|basis| [&basis.what, &basis.source])
            .chain([&intro, &not_for])
            .chain(beside.titles())
            .chain(article.iter().map(|(_, topic)| topic));
        Self {
            unchecked: page.unchecked_parts(shown),
            name: text("name"),
            summary: text("summary"),
            beside,
            intro,
            not_for,
            apply: page.url(&format!("/services/{}/apply", service.code)),
            urgent: service.urgent,
            anonymous: service.anonymous,
            units: UnitLine::all(page, service),
            article,
            questions: topic
                .into_iter()
                .chain(fields)
                .chain(place)
                .chain(words)
                .collect(),
            documents: service.documents.iter().map(document).collect(),
            clocks,
            stages: stages(page, service),
            page: page.clone().titled(text("name")).described(text("summary")),
        }
    }
}

pub(super) async fn start(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response, Error> {
    let service = app.city().service(&code).ok_or(Error::NotFound)?;
    let page = visit.page(Nav::Services);
    if service.emergency.is_some() {
        // Its one page says before what has to be known before.
        return Ok(Redirect::to(&page.url(&format!("/services/{code}/apply"))).into_response());
    }
    Ok(render(&Start::of(&page, service))?.into_response())
}

/// Each service, with what people say who mean it.
pub(super) fn findable(app: &App) -> Findables<'_> {
    let city = app.city();
    let of = |service: &Service| {
        let said = city.words.iter().filter(|words| words.service == service.code);
        let lists = said.flat_map(|words| [&words.first, &words.words, &words.hints]);
        let lists = lists.flat_map(|by_language| by_language.iter());
        let mut words = words_by_language(app, lists.map(|(lang, words)| (*lang, words.as_slice())));
        let place = format!("services/{}", service.code);
        in_each_language(app, "service", &format!("/services/{}", service.code), |lang| {
            let text = |key: &str| city.texts.get(&place, key, lang).map(str::to_owned);
            let mut words = words.remove(&lang).unwrap_or_default();
            let topics = service.topics.iter();
            words.extend(topics.filter_map(|topic| text(&format!("topic.{}", topic.code))));
            let body = [text("summary"), text("intro"), text("after")];
            let body: Vec<String> = body.into_iter().flatten().collect();
            Some((text("name")?, body.join("\n\n"), words))
        })
    };
    let all = city.services.iter().flat_map(of).collect();
    Box::pin(async { Ok(all) })
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let start = |service| {
        (
            "services/start",
            Start::of(page, service).render().unwrap_or_default(),
        )
    };
    let list = (
        "services/list",
        List::of(page.clone()).render().unwrap_or_default(),
    );
    std::iter::once(list)
        .chain(page.city().services.iter().map(start))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::Visitor;

    #[tokio::test]
    async fn what_a_service_is_not_for_stands_before_its_button_and_the_law_is_folded_away() {
        let visitor = Visitor::anyone(&crate::testing::app());
        let page = visitor.get("/en/services/complaint").await.text;
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not there"));
        assert!(at("not_for in English") < at("/en/services/complaint/apply"));
        assert_eq!(page.matches("not_for in English").count(), 1);
        let before = &page[..at("law.source in English")];
        assert!(before.rfind("<details") > before.rfind("</details>"));
        // What a limit is worth is said where it stands.
        let limits = &page[at("hl-clocks")..at("law.source in English")];
        assert!(limits.contains("Law in force") && limits.contains("City standard"));
    }
}
