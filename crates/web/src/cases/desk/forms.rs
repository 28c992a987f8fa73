//! The commands of a case as forms: which, in what order, with which fields and canned replies.

use domain::cases::{Case, CommandKind, allowed, next_stages};
use domain::city::ReplyUse;
use domain::deadlines::{Clock, Limit};
use domain::problems::{MESSAGE_MAX, REASON_MAX};

use super::row::Words;
use super::{Desk, Names};
use crate::kit::field::{Field, Kind, choice, sorted};
use crate::kit::form::{Choice, FormState};

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
        let next = next_step(desk, case, &kinds);
        let mut forms = Self::default();
        for kind in kinds {
            let form = Form::of(desk, case, names, kind, draft.filter(|draft| draft.kind == kind));
            let group = match kind {
                _ if Some(kind) == next => {
                    forms.primary = Some(form);
                    continue;
                }
                K::Reply | K::Ask | K::AnswerQuestion | K::Note | K::Resolve | K::Decline => &mut forms.write,
                K::Rate | K::Reopen | K::Merge | K::Link | K::Close | K::Erase | K::Book | K::Attach => {
                    &mut forms.more
                }
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

fn select(desk: &Desk, choices: Vec<Choice>) -> Kind {
    let first = choice("", desk.t("desk-choose"));
    Kind::Select(std::iter::once(first).chain(choices).collect())
}

#[expect(clippy::too_many_lines, reason = "one arm a command, each its fields")]
fn fields(desk: &Desk, case: &Case, names: &Names, kind: CommandKind) -> Vec<Field> {
    use CommandKind as K;
    let city = desk.city();
    let form = kind.code();
    let place = format!("services/{}", case.service);
    let t = |key: &str| desk.t(key).to_string();
    let reason = || Field::area(desk, form, "reason", t("desk-field-reason"), REASON_MAX);
    let text = || {
        let mut fields = vec![Field::area(desk, form, "text", t("desk-field-text"), MESSAGE_MAX)];
        if desk.staff.languages.len() > 1 {
            let own = desk.staff.languages.iter();
            let choices = own.map(|lang| choice(lang, desk.language_name(*lang))).collect();
            let writes = desk.writes().to_string();
            fields.push(
                Field::new(
                    form,
                    "language",
                    t("desk-field-text-language"),
                    Kind::Select(choices),
                )
                .valued(writes),
            );
        }
        fields
    };
    let units = |but: &[&domain::UnitCode]| -> Vec<Choice> {
        let others = city.units.iter().filter(|unit| !but.contains(&&unit.code));
        sorted(desk, others.map(|unit| choice(&unit.code, desk.unit(&unit.code))))
    };
    match kind {
        K::Triage => {
            let service = city.service(case.service.as_str());
            let mut fields = Vec::new();
            let topics = service.map_or(&[][..], |service| &service.topics);
            if !topics.is_empty() {
                let topics = topics.iter();
                let choices =
                    topics.map(|t| choice(&t.code, desk.c_owned(&place, format!("topic.{}", t.code))));
                let kind = select(desk, choices.collect());
                let topic = case.topic.clone().unwrap_or_default();
                fields.push(
                    Field::new(form, "topic", t("desk-field-topic"), kind)
                        .valued(topic)
                        .optional(),
                );
            }
            let districts = city
                .districts()
                .map(|unit| choice(&unit.code, desk.unit(&unit.code)))
                .collect();
            let district = case
                .district
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let districts = Field::new(
                form,
                "district",
                t("desk-field-district"),
                select(desk, districts),
            );
            fields.push(districts.valued(district).optional());
            let languages = desk.all_languages();
            let languages = languages
                .iter()
                .map(|lang| choice(lang, desk.language_name(*lang)))
                .collect();
            let languages = Field::new(
                form,
                "language",
                t("desk-field-language"),
                Kind::Select(languages),
            );
            fields.push(languages.valued(case.language.to_string()));
            let urgent = if case.urgent { "yes" } else { "" };
            fields.push(Field::new(form, "urgent", t("desk-field-urgent"), Kind::Check).valued(urgent));
            fields
        }
        K::Route => {
            let mut choices = units(&[&case.unit]);
            // What a unit suggested when it sent the case back comes first.
            let suggested = case.wrong_units.last().and_then(|wrong| wrong.suggested.as_ref());
            let suggested = suggested.map(ToString::to_string).unwrap_or_default();
            choices.sort_by_key(|choice| choice.value != suggested);
            let unit =
                Field::new(form, "unit", t("desk-field-unit"), select(desk, choices)).valued(suggested);
            vec![unit, reason().optional()]
        }
        K::Return => {
            let choices = select(desk, units(&[&case.unit, &city.hotline_unit]));
            let suggested = Field::new(form, "suggested", t("desk-field-suggested"), choices).optional();
            vec![reason(), suggested]
        }
        K::Accept | K::Resume | K::Translate => Vec::new(),
        K::Decline | K::Reply | K::Ask | K::Resolve => text(),
        K::AnswerQuestion => {
            let label = t("desk-field-text");
            let language = desk.language_name(case.language);
            let hint = desk
                .t("desk-canned-read-in")
                .with("language", language)
                .to_string();
            vec![Field::area(desk, form, "text", label, MESSAGE_MAX).hinted(hint)]
        }
        K::Note | K::Reopen => vec![Field::area(desk, form, "text", t("desk-field-text"), MESSAGE_MAX)],
        K::Assign => {
            let mut choices = Vec::new();
            if desk.staff.unit == case.unit {
                choices.push(choice(desk.staff.id.0, t("desk-field-staff-me")));
            }
            let others = names
                .in_unit(desk, &case.unit)
                .into_iter()
                .filter(|staff| staff.id != desk.staff.id);
            choices.extend(others.map(|staff| choice(staff.id.0, &staff.name)));
            choices.push(choice("nobody", t("desk-field-staff-none")));
            vec![Field::new(
                form,
                "staff",
                t("desk-field-staff"),
                Kind::Select(choices),
            )]
        }
        K::Suspend => {
            let choices = ["appraisal", "partner"].map(|code| choice(code, desk.tc("desk-wait", code)));
            let waits_for = Field::new(
                form,
                "waits_for",
                t("desk-field-waits-for"),
                Kind::Radios(choices.into()),
            );
            vec![waits_for, reason()]
        }
        K::Extend => {
            let clock = |(clock, cap): (&Clock, Limit)| {
                let name = desk.tc("deadlines-clock", clock.kind.code());
                let cap = desk.t("desk-field-by-cap").with("cap", desk.limit(cap));
                choice(clock.kind.code(), format!("{name} – {cap}"))
            };
            let choices: Vec<Choice> = extensible(desk, case).map(clock).collect();
            let clock = Field::new(form, "clock", t("desk-field-clock"), Kind::Select(choices));
            vec![
                clock,
                Field::new(form, "by", t("desk-field-by"), Kind::Line("number")),
                reason(),
            ]
        }
        K::DecideExtension => {
            let choices = [("yes", "desk-field-grant"), ("no", "desk-field-refuse")];
            let choices = choices.map(|(value, key)| choice(value, t(key))).into();
            let grant = Field::new(
                form,
                "grant",
                t("desk-do-decide-extension"),
                Kind::Radios(choices),
            );
            vec![
                grant,
                Field::area(desk, form, "reason", t("desk-field-decision-reason"), REASON_MAX).optional(),
            ]
        }
        K::Advance => {
            let stages = next_stages(case, city);
            let choices: Vec<Choice> = stages
                .map(|stage| choice(stage, desk.c_owned(&place, format!("stage.{stage}"))))
                .collect();
            vec![Field::new(
                form,
                "stage",
                t("desk-field-stage"),
                Kind::Select(choices),
            )]
        }
        K::Involve => {
            let mut there: Vec<&domain::UnitCode> = case.involved.iter().collect();
            there.push(&case.unit);
            let unit = Field::new(form, "unit", t("desk-field-unit"), select(desk, units(&there)));
            vec![unit, reason().optional()]
        }
        K::Refer => vec![
            Field::new(form, "partner", t("desk-field-partner"), Kind::Line("text")),
            reason(),
        ],
        K::Book => vec![
            Field::new(
                form,
                "starts_at",
                t("desk-field-starts-at"),
                Kind::Line("datetime-local"),
            ),
            Field::area(desk, form, "what", t("desk-field-what"), REASON_MAX),
        ],
        K::Rate => {
            let yes_no = || Kind::Radios(vec![choice("yes", t("desk-yes")), choice("no", t("desk-no"))]);
            vec![
                Field::new(form, "solved", t("desk-field-solved"), yes_no()),
                Field::new(form, "satisfied", t("desk-field-satisfied"), yes_no()),
                Field::area(desk, form, "comment", t("desk-field-comment"), REASON_MAX).optional(),
            ]
        }
        K::Merge => vec![Field::new(form, "into", t("desk-field-into"), Kind::Line("text"))],
        K::Link => vec![Field::new(form, "to", t("desk-field-to"), Kind::Line("text"))],
        K::Close => vec![reason().optional()],
        K::Erase => vec![reason()],
        K::Attach => vec![Field::new(form, "file", t("desk-field-file"), Kind::Line("file"))],
    }
}
