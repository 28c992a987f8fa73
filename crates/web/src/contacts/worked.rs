//! What a contact needs beside its table of inputs to be worked on at the desk.

use domain::cases::{OUTCOMES, WHYS};
use domain::contacts::{self, CommandKind, Contact, ContactEvent, Part};
use domain::inputs::Input;
use domain::journaled::Event;
use domain::roles::Actor;
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::HOTLINE;
use super::api::ContactView;
use super::desk::ContactPage;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Names, show_with};
use crate::kit::field::choice;
use crate::kit::inputs::Given;
use crate::kit::work::{Shown, Worked};

impl Worked<ContactView> for Contact {
    const PATH: &'static str = HOTLINE.href;

    fn allowed(&self, desk: &Desk) -> Vec<CommandKind> {
        contacts::allowed(self, &desk.actor, desk.city())
    }

    fn given(&self, desk: &Desk, names: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
        Some(match (kind, input.name) {
            (CommandKind::End, "why") => Given::default().valued("why", WHYS[0]),
            (CommandKind::WrapUp, "outcome") => Given::default().valued("outcome", OUTCOMES[0]),
            (CommandKind::WrapUp, "topic") => {
                let service = desk.city().service(domain::cases::HOTLINE)?;
                let place = format!("services/{}", service.code);
                let topics = service.topics.iter();
                let choices = topics.map(|topic| {
                    let key = format!("topic.{}", topic.code);
                    choice(&topic.code, desk.c_owned(&place, key))
                });
                let topic = self.topic.clone().unwrap_or_default();
                Given::among(choices.collect()).valued("topic", topic)
            }
            (CommandKind::HandOver, "staff") => {
                let officers = self.present().filter(|party| party.part == Part::Officer);
                Given::among(
                    officers
                        .map(|party| choice(party.staff.0, names.get(party.staff)))
                        .collect(),
                )
            }
            (CommandKind::Ring, "staff") => {
                let comes = names.at_work(desk).into_iter().filter(|staff| {
                    let part = Part::of(staff.role);
                    matches!(part, Some(Part::Interpreter | Part::Officer))
                });
                Given::among(
                    comes
                        .map(|staff| choice(staff.id.0, staff.name.clone()))
                        .collect(),
                )
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
        match &event.event {
            ContactEvent::Rung { staff }
            | ContactEvent::Left { staff }
            | ContactEvent::HandedOver { staff } => vec![names.get(*staff)],
            ContactEvent::Ended { why } => vec![desk.tc("contacts-why", why.code()).to_string()],
            ContactEvent::WrappedUp { outcome, unit, .. } => {
                let outcome = desk.tc("contacts-outcome", outcome.code()).to_string();
                let unit = unit.as_ref().map(|unit| desk.unit(unit).to_owned());
                std::iter::once(outcome).chain(unit).collect()
            }
            ContactEvent::Recorded { kept_until, .. } => {
                let date = desk.brief_date(*kept_until);
                vec![
                    desk.t("contacts-recording-kept-until")
                        .with("date", date)
                        .to_string(),
                ]
            }
            ContactEvent::NotReached { again: Some(window) } => {
                let text = desk.t("contacts-again-at").with("at", desk.brief(window.from));
                vec![text.to_string()]
            }
            _ => Vec::new(),
        }
    }

    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer> {
        async move {
            let status = shown.status;
            show_with(status, &ContactPage::of(desk, self, shown).await?)
        }
        .boxed()
    }

    fn view(&self, _: &App, _: &Actor) -> ContactView {
        ContactView::of(self)
    }
}
