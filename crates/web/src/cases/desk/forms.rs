//! The commands of a case as forms: which, in what order, with which fields and canned replies.

use domain::UnitCode;
use domain::cases::{Case, CommandKind, NOUN, allowed, next_stages};
use domain::city::ReplyUse;
use domain::deadlines::{Clock, Limit};
use domain::inputs::Input;

use super::row::Words;
use super::{Desk, Names};
use crate::kit::field::{Field, choice, sorted};
use crate::kit::form::{Choice, FormState};
use crate::kit::inputs::{Drawing, Given};

/// A form that was sent and comes back.
#[derive(Debug)]
pub(super) struct Draft {
    pub kind: CommandKind,
    pub state: FormState,
}

/// The forms of a case, in their groups.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// What to do next.
    pub primary: Option<Form>,
    pub write: Vec<Form>,
    pub moves: Vec<Form>,
    pub more: Vec<Form>,
}

/// One command as a form.
#[derive(Debug)]
pub(super) struct Form {
    pub code: &'static str,
    pub title: String,
    pub hint: String,
    pub fields: Vec<Field>,
    pub canned: Vec<Canned>,
    /// Says that what is written will be translated.
    pub translated: Option<String>,
    /// It came back: shown open.
    pub is_open: bool,
    pub is_danger: bool,
    pub is_upload: bool,
}

/// A canned reply: in the language of who writes, and in the resident's if it is another.
#[derive(Debug)]
pub(super) struct Canned {
    pub code: String,
    pub title: String,
    pub text: String,
    pub known: Option<Words>,
}

impl Forms {
    pub fn is_empty(&self) -> bool {
        self.primary.is_none() && self.write.is_empty() && self.moves.is_empty() && self.more.is_empty()
    }

    /// Whether that command is among them.
    pub fn has(&self, code: &str) -> bool {
        let groups = self.groups().into_iter().flat_map(|(_, forms)| forms);
        groups.chain(&self.primary).any(|form| form.code == code)
    }

    /// The groups below the messages: the key of each one's name, and its forms.
    pub fn groups(&self) -> [(&'static str, &[Form]); 3] {
        [
            ("desk-case-write", &self.write),
            ("desk-case-move", &self.moves),
            ("desk-case-more", &self.more),
        ]
    }

    pub(super) fn of(desk: &Desk, case: &Case, names: &Names, draft: Option<&Draft>) -> Self {
        use CommandKind as K;
        let mut kinds = allowed(case, &desk.actor, desk.city());
        // It has a page of its own.
        kinds.retain(|kind| *kind != K::Translate);
        // What is written to the resident comes first, what is only for staff after it.
        kinds.sort_by_key(|kind| *kind == K::Note);
        kinds.sort_by_key(|kind| !matches!(kind, K::Reply | K::Ask));
        // And what waits to go out before that.
        kinds.sort_by_key(|kind| !matches!(kind, K::Send | K::Withdraw));
        let next = next_step(desk, case, &kinds);
        let mut forms = Self::default();
        for kind in kinds {
            let form = Form::of(desk, case, names, kind, draft.filter(|draft| draft.kind == kind));
            let group = match kind {
                _ if Some(kind) == next => {
                    forms.primary = Some(form);
                    continue;
                }
                K::Reply
                | K::Ask
                | K::AnswerQuestion
                | K::Note
                | K::Resolve
                | K::Decline
                | K::Send
                | K::Withdraw => &mut forms.write,
                K::Rate
                | K::Reopen
                | K::Merge
                | K::Link
                | K::Close
                | K::Erase
                | K::LegalHold
                | K::LegalRelease
                | K::Book
                | K::Attach => &mut forms.more,
                _ => &mut forms.moves,
            };
            group.push(form);
        }
        forms
    }
}

/// What is to be done first, of what may be done.
fn next_step(desk: &Desk, case: &Case, kinds: &[CommandKind]) -> Option<CommandKind> {
    use CommandKind as K;
    let city = desk.city();
    // What lies with the hotline and is not its own goes on to a unit.
    let own = city
        .service(case.service.as_str())
        .is_some_and(|service| service.unit == city.hotline_unit);
    let unsettled = case.escalated || case.unit == city.hotline_unit && !own;
    let route = if unsettled { K::Route } else { K::Accept };
    let order = [
        K::DecideExtension,
        route,
        K::Accept,
        K::Resolve,
        K::Advance,
        K::AnswerQuestion,
        K::Resume,
        K::Rate,
        K::Close,
    ];
    order.into_iter().find(|kind| kinds.contains(kind))
}

pub(super) fn purpose(kind: CommandKind) -> Option<ReplyUse> {
    Some(match kind {
        CommandKind::Reply => ReplyUse::Reply,
        CommandKind::Ask => ReplyUse::Ask,
        CommandKind::Resolve => ReplyUse::Resolve,
        CommandKind::Decline => ReplyUse::Decline,
        _ => return None,
    })
}

impl Form {
    /// It asks for something to be written that needs reading the case first.
    pub fn is_written(&self) -> bool {
        self.fields.iter().any(|field| field.name == "text")
    }

    fn of(desk: &Desk, case: &Case, names: &Names, kind: CommandKind, draft: Option<&Draft>) -> Self {
        let mut fields = fields(desk, case, names, kind);
        if let Some(draft) = draft {
            fields = fields
                .into_iter()
                .map(|field| field.filled(desk, &draft.state))
                .collect();
        }
        let others = desk.writes() != case.language;
        let translated = purpose(kind).filter(|_| others).map(|_| {
            let language = desk.language_name(case.language);
            desk.t("desk-will-be-translated")
                .with("language", language)
                .to_string()
        });
        Self {
            code: kind.code(),
            title: desk.tc("desk-do", kind.code()).to_string(),
            hint: desk.tc("desk-hint", kind.code()).to_string(),
            fields,
            canned: purpose(kind)
                .map(|purpose| canned(desk, case, purpose))
                .unwrap_or_default(),
            translated,
            is_open: draft.is_some(),
            is_danger: matches!(
                kind,
                CommandKind::Erase | CommandKind::Decline | CommandKind::Merge
            ),
            is_upload: kind == CommandKind::Attach,
        }
    }
}

pub(super) fn canned(desk: &Desk, case: &Case, purpose: ReplyUse) -> Vec<Canned> {
    let city = desk.city();
    let writes = desk.writes();
    let fits = |reply: &&domain::city::CannedReply| {
        reply.purpose == purpose && (reply.services.is_empty() || reply.services.contains(&case.service))
    };
    let one = |reply: &domain::city::CannedReply| {
        let key = format!("{}.text", reply.code);
        let text = city.texts.get("replies", &key, writes)?;
        let known = city
            .texts
            .get("replies", &key, case.language)
            .filter(|_| writes != case.language);
        Some(Canned {
            code: reply.code.clone(),
            title: desk.c_owned("replies", format!("{}.title", reply.code)),
            text: text.trim().to_owned(),
            known: known.map(|known| Words::new(desk, known.trim(), case.language)),
        })
    };
    city.replies.iter().filter(fits).filter_map(one).collect()
}

/// Clocks that run and may be extended, with the most that may be added.
pub(super) fn extensible<'a>(desk: &'a Desk, case: &'a Case) -> impl Iterator<Item = (&'a Clock, Limit)> {
    let service = desk.city().service(case.service.as_str());
    case.clocks
        .iter()
        .filter(|clock| clock.is_running())
        .filter_map(move |clock| {
            let rule = service?.clock(clock.kind, clock.stage.as_deref())?;
            Some((clock, rule.extension?))
        })
}

/// The fields of a command's form.
fn fields(desk: &Desk, case: &Case, names: &Names, kind: CommandKind) -> Vec<Field> {
    let drawing = Drawing {
        desk,
        noun: NOUN,
        form: kind.code(),
    };
    let inputs = kind.inputs().iter();
    let given = inputs.filter_map(|input| Some((input, given(desk, case, names, kind, input)?)));
    given
        .flat_map(|(input, given)| drawing.draw(input, given))
        .collect()
}

/// What is known of an input besides the table; `None` when the form does not ask for it.
fn given(desk: &Desk, case: &Case, names: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
    use CommandKind as K;
    let city = desk.city();
    let place = format!("services/{}", case.service);
    let units = |but: &[&UnitCode]| -> Vec<Choice> {
        let others = city.units.iter().filter(|unit| !but.contains(&&unit.code));
        sorted(desk, others.map(|unit| choice(&unit.code, desk.unit(&unit.code))))
    };
    Some(match (kind, input.name) {
        (K::Triage, "topic") => {
            let topics = &city.service(case.service.as_str())?.topics;
            if topics.is_empty() {
                return None;
            }
            let choices = topics
                .iter()
                .map(|topic| choice(&topic.code, desk.c_owned(&place, format!("topic.{}", topic.code))));
            Given::among(choices.collect()).valued("topic", case.topic.clone().unwrap_or_default())
        }
        (K::Triage, "district") => {
            let district = case.district.as_ref().map(ToString::to_string);
            Given::default().valued("district", district.unwrap_or_default())
        }
        (K::Triage, "language") => Given::default().valued("language", case.language.to_string()),
        (K::Triage, "urgent") => Given::default().valued("urgent", if case.urgent { "yes" } else { "" }),
        (K::Route, "unit") => {
            let mut choices = units(&[&case.unit]);
            // What a unit suggested when it sent the case back comes first.
            let suggested = case.wrong_units.last().and_then(|wrong| wrong.suggested.as_ref());
            let suggested = suggested.map(ToString::to_string).unwrap_or_default();
            choices.sort_by_key(|choice| choice.value != suggested);
            Given::among(choices).valued("unit", suggested)
        }
        (K::Return, "suggested") => Given::among(units(&[&case.unit, &city.hotline_unit])),
        (K::Involve, "unit") => {
            let mut there: Vec<&UnitCode> = case.involved.iter().collect();
            there.push(&case.unit);
            Given::among(units(&there))
        }
        (K::AnswerQuestion, "text") => {
            let language = desk.language_name(case.language);
            let hint = desk.t("desk-canned-read-in").with("language", language);
            Given {
                hint: hint.to_string(),
                ..Given::default()
            }
        }
        // In these the words are the resident's, in their language.
        (K::AnswerQuestion | K::Reopen, "language") => return None,
        (K::Send | K::Withdraw, "message") => {
            let waiting = |message: &domain::cases::Message| {
                let kind = desk.tc("desk-message", message.kind.code());
                choice(message.id, format!("{kind} · {}", desk.brief(message.at)))
            };
            Given::among(case.waiting().map(waiting).collect())
        }
        (K::Assign, "staff") => Given::among(colleagues(desk, case, names)),
        (K::Extend, "clock") => {
            let clock = |(clock, cap): (&Clock, Limit)| {
                let name = desk.tc("deadlines-clock", clock.kind.code());
                let cap = desk.t("cases-input-by-cap").with("cap", desk.limit(cap));
                choice(clock.kind.code(), format!("{name} – {cap}"))
            };
            Given::among(extensible(desk, case).map(clock).collect())
        }
        (K::Advance, "stage") => {
            let stage = |stage: &str| choice(stage, desk.c_owned(&place, format!("stage.{stage}")));
            Given::among(next_stages(case, city).map(stage).collect())
        }
        _ => Given::default(),
    })
}

/// Who may be given the case: oneself first, and at the end nobody.
fn colleagues(desk: &Desk, case: &Case, names: &Names) -> Vec<Choice> {
    let mut choices = Vec::new();
    if desk.staff.unit == case.unit {
        choices.push(choice(desk.staff.id.0, desk.t("cases-input-staff-me")));
    }
    let others = names.in_unit(desk, &case.unit).into_iter();
    let others = others.filter(|staff| staff.id != desk.staff.id);
    choices.extend(others.map(|staff| choice(staff.id.0, &staff.name)));
    choices.push(choice("nobody", desk.t("cases-input-staff-none")));
    choices
}
