//! What a job needs beside its table of inputs to be worked on at the desk.

use domain::Lang;
use domain::inputs::Input;
use domain::interpretation::{self, CommandKind, Job, JobEvent};
use domain::journaled::{Event, Journaled as _};
use domain::roles::{Actor, Reach, Staff};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::Timestamp;

use super::api::InterpretationView;
use super::job::JobPage;
use super::{INTERPRETERS, view};
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Names, show_with};
use crate::kit::field::choice;
use crate::kit::form::Choice;
use crate::kit::inputs::Given;
use crate::kit::work::{Shown, Worked};

/// Those who may be asked to interpret, in the order in which the reader looks names up.
pub(super) fn interpreters<'n>(desk: &Desk, names: &'n Names) -> impl Iterator<Item = &'n Staff> {
    let takes = |staff: &&Staff| {
        let accept = CommandKind::Accept.action();
        Job::reach(&Actor::from(*staff), accept) != Reach::No
    };
    names.at_work(desk).into_iter().filter(takes)
}

/// The same as choices: those who say that they speak all of these come first.
pub(super) fn among(desk: &Desk, names: &Names, languages: &[Lang]) -> Vec<Choice> {
    let speaks = |staff: &&Staff| languages.iter().all(|lang| staff.languages.contains(lang));
    let (first, others): (Vec<_>, Vec<_>) = interpreters(desk, names).partition(speaks);
    let choice_of = |staff: &Staff| {
        let spoken = staff.languages.iter().map(|lang| desk.language_name(*lang));
        let spoken: Vec<String> = spoken.collect();
        choice(staff.id.0, format!("{} · {}", staff.name, spoken.join(" ")))
    };
    first.into_iter().chain(others).map(choice_of).collect()
}

/// As a control takes it.
fn local(desk: &Desk, at: Timestamp) -> String {
    let civil = at.to_zoned(desk.city().timezone.clone()).datetime();
    civil.strftime("%Y-%m-%dT%H:%M").to_string()
}

impl Worked<InterpretationView> for Job {
    const PATH: &'static str = INTERPRETERS.href;

    fn is_danger(kind: CommandKind) -> bool {
        matches!(kind, CommandKind::Cancel | CommandKind::Erase)
    }

    fn allowed(&self, desk: &Desk) -> Vec<CommandKind> {
        interpretation::allowed(self, &desk.actor, desk.city())
    }

    fn given(&self, desk: &Desk, names: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
        Some(match (kind, input.name) {
            (CommandKind::Offer | CommandKind::Substitute, "staff") => {
                let mut choices = among(desk, names, &self.languages);
                let now = self.interpreter.map(|staff| staff.0.to_string());
                choices.retain(|choice| Some(&choice.value) != now.as_ref());
                Given::among(choices)
            }
            (CommandKind::Accept, "confidentiality") => {
                let version = desk.city().interpretation.confidentiality;
                let text = desk.t("interpretation-promise-version").with("n", version);
                Given::among(vec![choice(version, text)])
            }
            (CommandKind::Report, "began_at") => {
                let began = self.worked.map_or(self.starts_at, |worked| worked.began_at);
                Given::default().valued("began_at", local(desk, began))
            }
            (CommandKind::Report, "ended_at") => {
                let ended = self.worked.map_or(self.ends_at, |worked| worked.ended_at);
                Given::default().valued("ended_at", local(desk, ended))
            }
            _ => Given::default(),
        })
    }

    fn given_new(desk: &Desk, input: &Input) -> Option<Given> {
        Some(match input.name {
            "place_code" => {
                let places = desk.city().places.list.iter();
                let named = places.map(|place| choice(&place.code, view::place_name(desk, &place.code)));
                Given::among(crate::kit::field::sorted(desk, named))
            }
            "travel_before" | "travel_after" => {
                let travel = desk.city().interpretation.travel.to_string();
                Given::default().valued(input.name, travel)
            }
            _ => Given::default(),
        })
    }

    fn told(
        &self,
        (desk, names): (&Desk, &Names),
        event: &Event<Self>,
        _: Option<&Self>,
        _: &Self,
    ) -> Vec<String> {
        let body = event.body.clone().unwrap_or_default();
        let who = event.event.staff().map(|staff| names.get(staff));
        let notice = |minutes: u32| {
            let text = desk.t("interpretation-detail-notice");
            text.with("notice", view::length(u64::from(minutes))).to_string()
        };
        let fact = match &event.event {
            JobEvent::Opened {
                starts_at, ends_at, ..
            } => Some(view::when(desk, (*starts_at, *ends_at), |at| desk.brief(at))),
            JobEvent::HoursReported { began_at, ended_at } => {
                Some(view::when(desk, (*began_at, *ended_at), |at| desk.brief(at)))
            }
            JobEvent::Accepted { confidentiality } => {
                let text = desk
                    .t("interpretation-promise-version")
                    .with("n", *confidentiality);
                Some(text.to_string())
            }
            JobEvent::GivenBack { notice: minutes, .. } | JobEvent::Cancelled { notice: minutes, .. } => {
                Some(notice(*minutes))
            }
            JobEvent::NotShownUp { who, .. } => Some(desk.tc("interpretation-who", who.code()).to_string()),
            _ => None,
        };
        let reason = body.reason.map(|reason| {
            let text = desk.t("interpretation-detail-reason").with("reason", reason);
            text.to_string()
        });
        who.into_iter().chain(fact).chain(reason).collect()
    }

    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer> {
        async move {
            let status = shown.status;
            show_with(status, &JobPage::of(desk, self, shown).await?)
        }
        .boxed()
    }

    fn view(&self, app: &App, actor: &Actor) -> InterpretationView {
        InterpretationView::of(app, self, actor)
    }

    fn seen_by(&self, actor: &Actor) -> Self {
        Self::seen_by(self, actor)
    }
}
