//! From somebody's own words to what the city has written about it, and to the service they mean. Their words are posted,
//! never part of an address, and go on with them into the service's form.

use std::ops::Range;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::Lang;
use domain::problems::{FieldProblem, MESSAGE_MAX, Problem};
use domain::services::{FieldKind, Service};
use domain::typed::one_form;
use language::services::Found;

use super::answers::{Answer, Answers, Asked, MOST, Through, answers, parts};
use crate::cases::intake;
use crate::kit::error::Error;
use crate::kit::form::{Control, Counted, Fields, FormState, Kind, STAY};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::needs::icon;
use crate::services::calls;

/// The `id` of its form: what is written goes along when another language is picked.
const FORM: &str = "form";
/// The words of a reason that are shown: the first few say enough.
const REASONS: usize = 3;
/// Answers that are shown at first.
const SHOWN: usize = 5;

#[derive(Template)]
#[template(path = "search/find.html")]
struct Box {
    page: Page,
    state: FormState,
    control: Control,
}

#[derive(Template)]
#[template(path = "search/found.html")]
struct Services {
    page: Page,
    text: String,
    /// The language it was read as; `None` when that could not be told.
    language: Option<String>,
    tag: Option<String>,
    /// Whom to call before anything else, when the words are of danger.
    calls: Vec<(String, String)>,
    /// None was found: the general one stands there alone.
    nothing: bool,
    answers: Vec<Line>,
    /// Kinds of what was found, and how much of each there is.
    kinds: Vec<KindChoice>,
    /// There are more answers than are shown.
    more: bool,
    choices: Vec<Choice>,
    /// The general service, when it is not among them.
    general: Option<Choice>,
    control: Control,
}

/// Something the city has written about it.
struct Line {
    href: String,
    kind: String,
    title: Vec<(String, bool)>,
    excerpt: Vec<(String, bool)>,
    cut_before: bool,
    cut_after: bool,
    tag: String,
    dir: &'static str,
    /// In which language it is, where that is not the reader's.
    language: Option<String>,
    /// By what it was found, where that is not by the words themselves.
    through: Option<String>,
}

impl Line {
    fn of(page: &Page, answer: &Answer) -> Self {
        let through = match &answer.through {
            Through::Words => None,
            Through::Glossary(terms) => {
                let leads = if page.dir() == "rtl" { '←' } else { '→' };
                let pairs: Vec<String> = terms
                    .iter()
                    .map(|(said, term)| format!("{said} {leads} {term}"))
                    .collect();
                Some(
                    page.t("find-through-glossary")
                        .with("terms", pairs.join(" · "))
                        .to_string(),
                )
            }
            Through::Machine(text) => Some(
                page.t("find-through-machine")
                    .with("text", text.as_str())
                    .to_string(),
            ),
        };
        let marked = page.marked(answer.lang);
        Self {
            href: page.url(&answer.path),
            kind: kind_text(page, &answer.kind),
            title: parts(&answer.title),
            excerpt: parts(&answer.excerpt),
            cut_before: answer.excerpt.cut_before,
            cut_after: answer.excerpt.cut_after,
            tag: marked.tag,
            dir: marked.dir,
            language: (answer.lang != page.lang).then(|| page.language_name(answer.lang)),
            through,
        }
    }
}

/// A kind of what was found, to see that alone.
struct KindChoice {
    kind: String,
    name: String,
    count: String,
    chosen: bool,
}

/// What that kind of thing is called.
pub(super) fn kind_text(page: &Page, kind: &str) -> String {
    page.tc("find-kind", kind).to_string()
}

/// A service that can be gone on with.
struct Choice {
    /// Of its page, below the language.
    path: String,
    icon: &'static str,
    name: String,
    summary: String,
    unit: String,
    about: Option<String>,
    because: Vec<String>,
    urgent: bool,
    action: String,
    /// The field of its form that the words go into.
    field: Option<String>,
    once: String,
}

impl Choice {
    fn of(page: &Page, service: &Service, because: Vec<String>) -> Self {
        let path = format!("/services/{}", service.code);
        Self {
            icon: icon(&service.need),
            name: page.service_text(&service.code, "name"),
            summary: page.service_text(&service.code, "summary"),
            unit: page.unit(&service.unit).to_owned(),
            // Help in trouble is a form from its first page on: going on shows it, with the words.
            about: service.emergency.is_none().then(|| page.url(&path)),
            because,
            urgent: service.urgent,
            action: page.url(&format!("{path}/apply")),
            path,
            field: text_field(service),
            once: page.once(),
        }
    }
}

/// Where a form asks for somebody's own words: its description, else its first question that takes a text.
fn text_field(service: &Service) -> Option<String> {
    if service.text {
        return Some("text".to_owned());
    }
    let longest = [FieldKind::Textarea, FieldKind::Text];
    let field = longest
        .iter()
        .find_map(|kind| service.fields.iter().find(|field| field.kind == *kind))?;
    Some(format!("fields.{}", field.code))
}

/// The words of the text at those places, each once.
fn reasons(text: &str, because: &[Range<usize>]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for word in because.iter().filter_map(|range| text.get(range.clone())) {
        if !reasons.iter().any(|reason| reason == word) {
            reasons.push(word.to_owned());
        }
    }
    reasons.truncate(REASONS);
    reasons
}

/// The box, with what was written in it.
fn control(page: &Page, state: &FormState) -> Control {
    let label = page.t("find-label").to_string();
    let mut control = Control::new("text", label, Kind::Area { rows: 4 });
    control.counted = Some(Counted::new(page, MESSAGE_MAX));
    control.is_required = true;
    control
        .hinted(page.t("home-write-hint").to_string())
        .filled(page, state)
}

impl Box {
    fn of(page: &Page, state: FormState) -> Self {
        let control = control(page, &state);
        let title = state.title(page, &page.t("find-title").to_string());
        Self {
            page: page.clone().titled(title),
            state: state.asked_by(std::slice::from_ref(&control)),
            control,
        }
    }
}

impl Services {
    fn of(page: &Page, fields: Fields, lang: Option<Lang>, found: &[Found], answers: &Answers) -> Self {
        let city = page.city();
        let text = fields.get("text").to_owned();
        let choice = |found: &Found| {
            let service = city.service(found.service.as_str())?;
            Some(Choice::of(page, service, reasons(&text, &found.because)))
        };
        let general = city.services.iter().find(|service| service.need == "ask");
        let among = general.is_some_and(|general| found.iter().any(|found| found.service == general.code));
        let general = general
            .filter(|_| !among)
            .map(|service| Choice::of(page, service, Vec::new()));
        let mut choices: Vec<Choice> = found.iter().filter_map(choice).collect();
        let danger = found.iter().any(|found| found.danger);
        let urgent = |service: &&Service| service.emergency.is_some();
        let in_danger = city.services.iter().find(urgent).filter(|_| danger);
        // A service that stands below with its form need not be read of first.
        let below: Vec<String> = choices.iter().map(|choice| choice.path.clone()).collect();
        let lines = answers.list.iter().filter(|answer| !below.contains(&answer.path));
        let lines: Vec<Line> = lines.map(|answer| Line::of(page, answer)).collect();
        let nothing = choices.is_empty() && lines.is_empty();
        let kind = fields.get("kind");
        let kinds = answers.kinds.iter().map(|count| KindChoice {
            name: kind_text(page, &count.value),
            count: page.number(count.documents),
            chosen: count.value == kind,
            kind: count.value.clone(),
        });
        let general = if nothing {
            choices.extend(general);
            None
        } else {
            general
        };
        Self {
            page: page.clone().titled(page.t("find-found-title")),
            language: lang.map(|lang| page.language_name(lang)),
            tag: lang.map(|lang| page.tag_of(lang).to_owned()),
            calls: in_danger.map_or_else(Vec::new, |service| calls(page, service)),
            nothing,
            answers: lines,
            kinds: kinds.collect(),
            more: answers.total > answers.list.len() && answers.list.len() < MOST,
            choices,
            general,
            control: control(page, &FormState::new(fields, Vec::new())),
            text,
        }
    }
}

/// `GET`: the box alone, for who comes by the address.
pub(super) async fn show(visit: Visit) -> Shown {
    render(&Box::of(
        &visit.page(Nav::Services).posting(FORM),
        FormState::default(),
    ))
}

/// `POST`: the services that somebody's words ask for.
pub(super) async fn find(visit: Visit, fields: Fields) -> Result<Response, Error> {
    let page = visit.page(Nav::Services).posting(FORM);
    // Another language was picked before anything was written.
    if fields.get("go") == STAY && one_form(fields.get("text")).is_empty() {
        return Ok(Html(Box::of(&page, FormState::default()).render()?).into_response());
    }
    let wrong = wrong(&fields);
    if !wrong.is_empty() {
        let html = Box::of(&page, FormState::new(fields, wrong)).render()?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    }
    let app = &visit.app;
    let text = fields.get("text");
    let (lang, told) = intake::language_of(app, None, text, page.lang);
    let lang = told.then_some(lang);
    let found = app.finder().find(text, lang);
    let kinds: Vec<String> = fields.filled("kind").map(str::to_owned).into_iter().collect();
    let asked = Asked {
        text,
        lang,
        reads: page.lang,
        kinds: &kinds,
        limit: if fields.has("more") { MOST } else { SHOWN },
    };
    let answers = answers(app, &asked).await;
    Ok(Html(Services::of(&page, fields, lang, &found, &answers).render()?).into_response())
}

/// What keeps the words from being looked at: there are none, too many, or they are no text.
fn wrong(fields: &Fields) -> Vec<FieldProblem> {
    let broken = fields.broken();
    if !broken.is_empty() {
        return broken;
    }
    let length = fields.get("text").chars().count();
    if one_form(fields.get("text")).is_empty() {
        vec![Problem::Required.of("text")]
    } else if length > MESSAGE_MAX {
        let problem = Problem::TooLong {
            max: MESSAGE_MAX,
            by: length - MESSAGE_MAX,
        };
        vec![problem.of("text")]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let boxes = [Vec::new(), vec![Problem::Required.of("text")]];
    let boxes = boxes.map(|wrong| Box::of(page, FormState::new(Fields::default(), wrong)).render());
    let mut fields = Fields::default();
    fields.set("text", "One <b>\ntwo");
    let found = |danger, services: &[Service]| -> Vec<Found> {
        let one = |service: &Service| Found {
            service: service.code.clone(),
            danger,
            score: 1.0,
            because: vec![0..3, 4..7],
        };
        services.iter().map(one).collect()
    };
    let city = page.city();
    let answer = |kind: &str, lang, through| Answer {
        kind: kind.to_owned(),
        path: format!("/{kind}s/one"),
        lang,
        title: search::Excerpt {
            text: "One <b>".to_owned(),
            marks: std::iter::once(0..3).collect(),
            ..search::Excerpt::default()
        },
        excerpt: search::Excerpt {
            text: "It begins with one and goes on".to_owned(),
            marks: std::iter::once(15..18).collect(),
            cut_before: true,
            cut_after: true,
        },
        through,
    };
    let said = Through::Glossary(vec![("one".to_owned(), "一".to_owned())]);
    let list = vec![
        answer("guide", page.lang, Through::Words),
        answer("place", Lang::ZH, said),
        answer("article", Lang::ZH, Through::Machine("一".to_owned())),
    ];
    let kinds = list.iter().map(|answer| search::Count {
        value: answer.kind.clone(),
        documents: 12,
    });
    let many = Answers {
        total: 12,
        kinds: kinds.collect(),
        list,
    };
    let none = Answers::default();
    let of =
        |found: &[Found], lang, answers| Services::of(page, fields.clone(), lang, found, answers).render();
    let results = [
        of(&found(true, &city.services), Some(Lang::KO), &many),
        of(&found(false, &city.services[..1]), None, &none),
        of(&[], Some(page.lang), &many),
        of(&[], Some(page.lang), &none),
    ];
    let html = |html: askama::Result<String>| html.unwrap_or_default();
    let boxes = boxes.into_iter().map(|shown| ("search/find", html(shown)));
    boxes
        .chain(results.into_iter().map(|shown| ("search/found", html(shown))))
        .collect()
}
