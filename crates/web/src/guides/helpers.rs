//! Decision helpers: one question a page, and all on one page.
//!
//! What was answered stands in the address by its numbers alone, `1-3`: it can be passed on and gone back in, and whoever
//! sees it in a log sees no words.

use askama::Template;
use axum::extract::{Path, State};
use domain::guides::{Given, Helper, Outcome, Question, Reached};

use super::{Line, PATH, Service, helper_path};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};
#[cfg(test)]
use crate::kit::slice::Sample;

/// The helpers by their titles.
pub(super) fn lines(page: &Page) -> Vec<Line> {
    let helpers = page.city().helpers.iter();
    helpers.map(|helper| Line::of_helper(page, helper)).collect()
}

/// Where one is after those answers, below the language.
fn path(helper: &Helper, answers: &[usize]) -> String {
    let numbers: Vec<String> = answers.iter().map(|number| (number + 1).to_string()).collect();
    let start = helper_path(helper.code.as_str());
    let after = if numbers.is_empty() { "" } else { "/" };
    format!("{start}{after}{}", numbers.join("-"))
}

/// The answers that stand in an address. Each has one writing.
fn answers(written: &str) -> Option<Vec<usize>> {
    let number = |part: &str| {
        let number: usize = part.parse().ok()?;
        (number > 0 && number.to_string() == part).then(|| number - 1)
    };
    written.split('-').map(number).collect()
}

#[derive(Template)]
#[template(path = "guides/helper.html")]
struct Step {
    page: Page,
    title: Published,
    /// Only before the first question.
    summary: Option<Published>,
    unchecked: Option<Notice>,
    start: String,
    all: String,
    /// One answer less.
    back: Option<String>,
    given: Vec<GivenLine>,
    at: At,
}

enum At {
    Question(Asked<Answer>),
    Outcome(Advice),
}

struct GivenLine {
    question: Published,
    answer: Published,
    /// Where it is answered anew.
    href: String,
}

/// A question with its answers.
struct Asked<A> {
    code: String,
    text: Published,
    hint: Option<Published>,
    answers: Vec<A>,
}

struct Answer {
    href: String,
    text: Published,
}

/// An answer where all stand on one page: it says in words what it leads to.
struct Leading {
    href: String,
    text: Published,
    to: Published,
}

/// What a helper ends in.
struct Advice {
    code: String,
    title: Published,
    text: Published,
    guides: Vec<Line>,
    services: Vec<Service>,
}

/// The texts of a helper.
struct Words<'a> {
    page: &'a Page,
    helper: &'a Helper,
    place: String,
}

impl<'a> Words<'a> {
    fn of(page: &'a Page, helper: &'a Helper) -> Self {
        Self {
            page,
            helper,
            place: helper.place(),
        }
    }

    fn text(&self, key: &str) -> Published {
        self.page.published(&self.place, key)
    }

    fn question(&self, code: &str) -> Published {
        self.text(&format!("question.{code}"))
    }

    fn answer(&self, question: &Question, number: usize) -> Published {
        let answer = &question.answers[number].code;
        self.text(&format!("answer.{}.{answer}", question.code))
    }

    fn result(&self, code: &str) -> Published {
        self.text(&format!("result.{code}"))
    }

    /// What the question or result of that code is called.
    fn named(&self, code: &str) -> Published {
        match self.helper.find(code) {
            Some(Reached::Question(_)) => self.question(code),
            Some(Reached::Outcome(_)) => self.result(code),
            None => self.text("title"),
        }
    }

    fn asked<A>(&self, question: &Question, answer: impl Fn(usize) -> A) -> Asked<A> {
        let hint = format!("hint.{}", question.code);
        let has_hint = self.page.c_opt(&self.place, &hint).is_some();
        Asked {
            code: question.code.clone(),
            text: self.question(&question.code),
            hint: has_hint.then(|| self.text(&hint)),
            answers: (0..question.answers.len()).map(answer).collect(),
        }
    }

    fn advice(&self, result: &Outcome) -> Advice {
        let city = self.page.city();
        let guides = result.guides.iter().filter_map(|code| city.guide(code.as_str()));
        let services = result.services.iter();
        Advice {
            code: result.code.clone(),
            title: self.result(&result.code),
            text: self.text(&format!("text.{}", result.code)),
            guides: guides.map(|guide| Line::of(self.page, guide)).collect(),
            services: services.map(|code| Service::of(self.page, code)).collect(),
        }
    }

    fn given(&self, given: &Given<'_>, numbers: &[usize]) -> Vec<GivenLine> {
        let line = |(i, (question, number)): (usize, &(&Question, usize))| GivenLine {
            question: self.question(&question.code),
            answer: self.answer(question, *number),
            href: self.page.url(&path(self.helper, &numbers[..i])),
        };
        given.iter().enumerate().map(line).collect()
    }

    fn at(&self, reached: Reached<'_>, numbers: &[usize]) -> At {
        match reached {
            Reached::Question(question) => At::Question(self.asked(question, |number| Answer {
                href: self.page.url(&path(self.helper, &[numbers, &[number]].concat())),
                text: self.answer(question, number),
            })),
            Reached::Outcome(result) => At::Outcome(self.advice(result)),
        }
    }
}

impl Step {
    /// `None` where those answers lead nowhere.
    fn of(page: &Page, helper: &Helper, numbers: &[usize]) -> Option<Self> {
        let (given, reached) = helper.follow(numbers)?;
        let words = Words::of(page, helper);
        let (title, summary) = (words.text("title"), words.text("summary"));
        let at = words.at(reached, numbers);
        let about = page
            .t("guides-description")
            .with("city", page.city_name())
            .to_string();
        let shown = match &at {
            At::Question(asked) => &asked.text,
            At::Outcome(result) => &result.title,
        };
        let named = page.clone();
        let named = match numbers {
            [] => named.titled(&title.text).described_by(&summary, about),
            _ => named.titled(format!("{} – {}", shown.text, title.text)),
        };
        Some(Self {
            unchecked: page.unchecked_text([&title]),
            start: page.url(&path(helper, &[])),
            all: page.url(&format!("{}/all", path(helper, &[]))),
            back: numbers
                .split_last()
                .map(|(_, before)| page.url(&path(helper, before))),
            given: words.given(&given, numbers),
            at,
            summary: numbers.is_empty().then_some(summary),
            title,
            page: named,
        })
    }
}

#[derive(Template)]
#[template(path = "guides/helper_all.html")]
struct All {
    page: Page,
    title: Published,
    summary: Published,
    unchecked: Option<Notice>,
    start: String,
    questions: Vec<Asked<Leading>>,
    results: Vec<Advice>,
}

impl All {
    fn of(page: &Page, helper: &Helper) -> Self {
        let words = Words::of(page, helper);
        let title = words.text("title");
        let asked = |question: &Question| {
            words.asked(question, |number| {
                let to = &question.answers[number].to;
                Leading {
                    href: format!("#{to}"),
                    text: words.answer(question, number),
                    to: words.named(to),
                }
            })
        };
        Self {
            unchecked: page.unchecked_text([&title]),
            summary: words.text("summary"),
            start: page.url(&path(helper, &[])),
            questions: helper.questions.iter().map(asked).collect(),
            results: helper.results.iter().map(|result| words.advice(result)).collect(),
            page: page.clone().titled(&title.text),
            title,
        }
    }
}

fn find<'a>(app: &'a App, code: &str) -> Result<&'a Helper, Error> {
    app.city().helper(code).ok_or(Error::NotFound)
}

pub(super) async fn first(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    let step = Step::of(&visit.page(Nav::Of(PATH)), find(&app, &code)?, &[]);
    render(&step.ok_or(Error::NotFound)?)
}

pub(super) async fn step(
    State(app): State<App>,
    visit: Visit,
    Path((_, code, written)): Path<(String, String, String)>,
) -> Shown {
    let numbers = answers(&written).ok_or(Error::NotFound)?;
    let step = Step::of(&visit.page(Nav::Of(PATH)), find(&app, &code)?, &numbers);
    render(&step.ok_or(Error::NotFound)?)
}

pub(super) async fn all(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    render(&All::of(&visit.page(Nav::Of(PATH)), find(&app, &code)?))
}

#[cfg(test)]
pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let mut samples = Vec::new();
    for helper in &page.city().helpers {
        let all = All::of(page, helper).render();
        samples.push(("guides/helper_all", all.unwrap_or_default()));
        // Every way through it.
        let mut next = vec![Vec::new()];
        while let Some(numbers) = next.pop() {
            let step = Step::of(page, helper, &numbers).expect("an answer leads somewhere");
            if let At::Question(asked) = &step.at {
                next.extend((0..asked.answers.len()).map(|n| [&numbers[..], &[n]].concat()));
            }
            samples.push(("guides/helper", step.render().unwrap_or_default()));
        }
    }
    samples
}
