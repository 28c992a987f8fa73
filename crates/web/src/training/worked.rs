//! What a course needs beside its table of inputs to be worked on at the desk.

use std::collections::BTreeSet;

use domain::inputs::Input;
use domain::journaled::Event;
use domain::roles::{Action, Actor, Reach, StaffId};
use domain::training::{self, CommandKind, Course, OPEN, Session};
use domain::{Lang, UnitCode};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::api::CourseView;
use super::course::CoursePage;
use super::{TRAINING, history, view};
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Names, show_with};
use crate::kit::field::choice;
use crate::kit::form::Choice;
use crate::kit::inputs::Given;
use crate::kit::work::{Shown, Worked};

/// Sessions that the hint of a form lists.
const LISTED: usize = 8;

impl Worked<CourseView> for Course {
    const PATH: &'static str = TRAINING.href;

    fn allowed(&self, desk: &Desk) -> Vec<CommandKind> {
        training::allowed(self, &desk.actor, desk.city())
    }

    fn given(&self, desk: &Desk, names: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
        use CommandKind as K;
        Some(match (kind, input.name) {
            (K::Edit, "titles") => Given::texts("titles", &self.titles),
            (K::Edit, "language") => {
                let given = languages(self, desk)?;
                match &self.language {
                    Some(language) => given.valued("language", language.to_string()),
                    None => given,
                }
            }
            (K::Edit, "unit") => units(desk, kind.action()).valued("unit", self.unit.as_str()),
            (K::Attend | K::CancelSession, "session") => sessions(self, desk, kind),
            (K::WithdrawLevel, "staff") => {
                let mut with: Vec<StaffId> = self.levels.iter().map(|level| level.staff).collect();
                with.dedup();
                let people = with.into_iter().map(|id| {
                    let theirs = self.levels.iter().filter(|level| level.staff == id);
                    let theirs = theirs.map(|reached| {
                        let level = view::level(desk, reached.level);
                        format!("{} ({level})", desk.language_name(reached.language))
                    });
                    let theirs = theirs.collect::<Vec<_>>().join(" · ");
                    let Choice { label, .. } = colleague(desk, names, id);
                    choice(id.0, format!("{label}{}{theirs}", desk.t("page-colon")))
                });
                Given::among(people.collect())
            }
            // One who has several says which: the course's own would be a guess.
            (K::WithdrawLevel, "language") => {
                let several = |pair: &[training::Reached]| pair[0].staff == pair[1].staff;
                if !self.levels.windows(2).any(several) {
                    return None;
                }
                let languages: BTreeSet<Lang> = self.levels.iter().map(|level| level.language).collect();
                Given::among(languages.into_iter().map(|lang| named(desk, lang)).collect())
            }
            (K::Enrol, "staff") => others(desk, names, &self.enrolled),
            (K::Unenrol, "staff") => colleagues(desk, names, &self.enrolled),
            (K::TakeAttendance, "attended") | (K::ReachSeveral, "basic" | "working" | "native") => {
                colleagues(desk, names, &self.people())
            }
            (K::TakeAttendance, "others") => others(desk, names, &self.people()),
            (_, "staff") => others(desk, names, &[]),
            // A course of a language is of no other.
            (K::Reach | K::ReachSeveral, "language") if self.language.is_some() => return None,
            (K::Reach | K::ReachSeveral, "reached_on") => {
                Given::default().valued("reached_on", desk.app.today().to_string())
            }
            _ => Given::default(),
        })
    }

    fn given_new(desk: &Desk, input: &Input) -> Option<Given> {
        Some(match input.name {
            "unit" => units(desk, OPEN).valued("unit", desk.staff.unit.as_str()),
            _ => Given::default(),
        })
    }

    fn is_danger(kind: CommandKind) -> bool {
        matches!(
            kind,
            CommandKind::CancelSession | CommandKind::WithdrawLevel | CommandKind::Erase
        )
    }

    fn told(
        &self,
        reader: (&Desk, &Names),
        event: &Event<Self>,
        before: Option<&Self>,
        _: &Self,
    ) -> Vec<String> {
        history::told(reader, event, before)
    }

    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer> {
        async move {
            let names = desk.names().await?;
            let status = shown.status;
            show_with(status, &CoursePage::of(desk, self, &names, shown).await?)
        }
        .boxed()
    }

    fn seen_by(&self, actor: &Actor) -> Self {
        Self::seen_by(self, actor)
    }

    fn view(&self, app: &App, actor: &Actor) -> CourseView {
        CourseView::of(app, self, actor)
    }
}

/// What an edit may make of a course's language: while levels hang on it, theirs; `None`: nothing.
fn languages(course: &Course, desk: &Desk) -> Option<Given> {
    let of_levels: BTreeSet<Lang> = course.levels.iter().map(|level| level.language).collect();
    let mut may: BTreeSet<Lang> = course.language.into_iter().collect();
    match of_levels.len() {
        0 => return Some(Given::default()),
        1 => may.extend(of_levels),
        _ => {}
    }
    (!may.is_empty()).then(|| Given {
        hint: desk.t("training-input-edit-language-kept").to_string(),
        ..Given::among(may.into_iter().map(|lang| named(desk, lang)).collect())
    })
}

fn named(desk: &Desk, language: Lang) -> Choice {
    choice(language, desk.language_name(language))
}

/// Everyone who works here but these.
fn others(desk: &Desk, names: &Names, than: &[StaffId]) -> Given {
    let there = names.at_work(desk).into_iter().map(|staff| staff.id);
    let there = there.filter(|id| !than.contains(id));
    Given::among(there.map(|id| colleague(desk, names, id)).collect())
}

/// These people, in the order in which the reader looks names up; those who have left come last.
fn colleagues(desk: &Desk, names: &Names, of: &[StaffId]) -> Given {
    let there = names.at_work(desk).into_iter().map(|staff| staff.id);
    let there: Vec<StaffId> = there.filter(|id| of.contains(id)).collect();
    let left = of.iter().copied().filter(|id| !there.contains(id));
    let all = there.iter().copied().chain(left);
    Given::among(all.map(|id| colleague(desk, names, id)).collect())
}

/// The units whose courses they may take that action on.
pub(super) fn units(desk: &Desk, action: Action) -> Given {
    let theirs = |unit: &&UnitCode| desk.reach(action) == Reach::All || **unit == desk.staff.unit;
    let units = desk.city().units.iter().map(|unit| &unit.code).filter(theirs);
    Given::among(units.map(|unit| choice(unit, desk.unit(unit))).collect())
}

fn colleague(desk: &Desk, names: &Names, id: StaffId) -> Choice {
    let name = names.get(id);
    match names.staff(id) {
        Some(staff) => choice(id.0, format!("{name} · {}", desk.short_unit(&staff.unit))),
        None => choice(id.0, name),
    }
}

/// The number of a session is entered: that of the last one that began stands there, and the hint says which is when.
fn sessions(course: &Course, desk: &Desk, kind: CommandKind) -> Given {
    let open = |session: &&Session| {
        let empty = course.attended(session.number) == 0;
        !session.cancelled && (kind != CommandKind::CancelSession || empty)
    };
    let mut open: Vec<&Session> = course.sessions.iter().filter(open).collect();
    open.sort_by_key(|session| session.starts_at);
    let begun = |session: &&&Session| session.starts_at <= desk.app.now();
    let begun = open
        .iter()
        .rev()
        .find(begun)
        .filter(|_| kind == CommandKind::Attend);
    let value = begun.or(open.first()).map(|session| session.number.to_string());
    let named = open.iter().rev().take(LISTED).rev();
    let named = named.map(|session| format!("{} = {}", session.number, desk.brief(session.starts_at)));
    let given = Given {
        hint: named.collect::<Vec<_>>().join(" · "),
        ..Given::default()
    };
    match value {
        Some(value) => given.valued("session", value),
        None => given,
    }
}

/// The commands as they stand together on the page.
pub(super) fn group(kind: CommandKind) -> &'static str {
    use CommandKind as K;
    match kind {
        K::TakeAttendance | K::Attend | K::ReachSeveral | K::Reach => "training-group-enter",
        K::Edit | K::Schedule | K::MoveSession | K::CancelSession | K::Enrol | K::Unenrol => {
            "training-group-plan"
        }
        K::WithdrawLevel | K::Close | K::Reopen | K::Note | K::Warn | K::Erase => "training-group-more",
    }
}

/// The groups, in their order.
pub(super) const GROUPS: [&str; 3] = [
    "training-group-enter",
    "training-group-plan",
    "training-group-more",
];
