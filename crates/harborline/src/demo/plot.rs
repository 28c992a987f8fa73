//! How a made-up case goes on: who does what next, and when.

use std::collections::BTreeMap;

use domain::cases::{self, Case, Channel, Command, Contact, MessageKind, Open, State, Translated, Wanted};
use domain::city::City;
use domain::deadlines::{ClockKind, Limit};
use domain::people::{Actor, Role, Staff};
use domain::services::{FieldKind, PausedBy, Place, Service};
use domain::{Lang, ServiceCode, UnitCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::dice::Dice;
use super::texts::{Phrase, Texts, Written};

/// The city, its staff and its texts: what every plot draws on.
#[derive(Debug)]
pub struct Stage<'a> {
    pub city: &'a City,
    pub staff: &'a [Staff],
    pub texts: &'a Texts,
    /// The last day.
    pub until: Date,
}

/// The next thing to happen.
#[derive(Debug)]
pub struct Scene {
    pub at: Timestamp,
    pub actor: Actor,
    pub command: Command,
}

/// Of the cases of so many last days, some are worded as none before, and wait for a translation.
const NEW: i32 = 10;

/// Languages of those who come, as weights.
const LANGUAGES: [(&str, u32); 11] = [
    ("ko", 34),
    ("en", 22),
    ("ru", 13),
    ("ja", 11),
    ("zh", 11),
    ("fr", 2),
    ("vi", 2),
    ("es", 2),
    ("de", 1),
    ("th", 1),
    ("pt", 1),
];

fn fitting<'a, T>(
    all: &'a [T],
    service: &ServiceCode,
    of: impl Fn(&T) -> Option<&ServiceCode>,
) -> Vec<&'a T> {
    let own: Vec<&T> = all.iter().filter(|t| of(t) == Some(service)).collect();
    if own.is_empty() {
        all.iter().filter(|t| of(t).is_none()).collect()
    } else {
        own
    }
}

impl Stage<'_> {
    fn someone(&self, dice: &mut Dice, role: Role, unit: Option<&UnitCode>) -> Option<Actor> {
        let fit: Vec<&Staff> = self
            .staff
            .iter()
            .filter(|s| s.role == role && unit.is_none_or(|unit| s.unit == *unit))
            .collect();
        dice.pick(&fit).map(|staff| Actor::from(*staff))
    }

    /// Someone who may work on that unit's cases.
    fn worker(&self, dice: &mut Dice, unit: &UnitCode) -> Option<Actor> {
        [Role::Officer, Role::Mediator, Role::Agent]
            .into_iter()
            .find_map(|role| self.someone(dice, role, Some(unit)))
    }

    fn phrase(&self, dice: &mut Dice, of: &[Phrase], service: &ServiceCode) -> String {
        let fit = fitting(of, service, |phrase| phrase.service.as_ref());
        let phrase = dice
            .pick(&fit)
            .and_then(|phrase| phrase.text.get(&self.city.source_language));
        phrase.cloned().unwrap_or_default()
    }

    fn written(dice: &mut Dice, of: &[Written], service: &ServiceCode) -> Option<String> {
        let fit = fitting(of, service, |written| written.service.as_ref());
        dice.pick(&fit).map(|written| written.text.clone())
    }

    /// A new case on that day.
    pub fn opening(&self, dice: &mut Dice, day: Date) -> Option<(Timestamp, Actor, Open)> {
        let weights: Vec<(&Service, u32)> = self.city.services.iter().map(|s| (s, weight(s))).collect();
        let service = *dice.weighted(&weights)?;
        let language = Lang::parse(dice.weighted(&LANGUAGES)?).ok()?;
        let texts = self.texts.residents.get(&language)?;
        let mut text = Self::written(dice, &texts.descriptions, &service.code)?;
        // Old ones would have been translated by now.
        let is_new = day.saturating_add(jiff::Span::new().days(NEW)) > self.until;
        if let Some(closing) = texts.closing.as_deref().filter(|_| is_new && dice.percent(40)) {
            let time = format!("{}:{}0", dice.within(17..22), dice.within(0..6));
            if !text.ends_with(['。', '？', '！']) {
                text.push(' ');
            }
            text.push_str(&closing.replace("{time}", &time));
        }
        let at = dice.time_of(self.city, day, 7 * 60, 23 * 60);
        let by_phone = dice.percent(18);
        let agent = by_phone.then(|| self.someone(dice, Role::Agent, None)).flatten();
        let districts: Vec<&UnitCode> = self.city.districts().map(|unit| &unit.code).collect();
        let asks = match service.place {
            Place::None => false,
            Place::Optional => dice.percent(60),
            Place::Required => true,
        };
        let place = asks.then(|| dice.pick(&districts)).flatten();
        let topic = if dice.percent(70) {
            dice.pick(&service.topics)
        } else {
            None
        };
        let number = dice.within(1000..9999);
        let contact = if !service.anonymous || dice.percent(55) {
            Contact {
                email: Some(format!("resident{number}@example.org")),
                ..Contact::default()
            }
        } else {
            Contact::default()
        };
        let open = Open {
            service: service.code.to_string(),
            language,
            detected: dice.percent(60),
            channel: if agent.is_some() {
                Channel::Phone
            } else {
                Channel::Web
            },
            text,
            topic: topic.map(|topic| topic.code.clone()),
            fields: self.answers(dice, service, day),
            contact,
            place: place.map(ToString::to_string),
        };
        Some((at, agent.unwrap_or(Actor::ANYONE), open))
    }

    fn answers(&self, dice: &mut Dice, service: &Service, day: Date) -> BTreeMap<String, String> {
        let mut answers = BTreeMap::new();
        for field in &service.fields {
            let asked = service.asked(&answers).any(|asked| asked.code == field.code);
            if !asked || (!field.required && dice.percent(35)) {
                continue;
            }
            let answer = match field.kind {
                FieldKind::Choice | FieldKind::Choices => dice.pick(&field.options).cloned(),
                FieldKind::Yesno => {
                    // Few who write instead of calling are not safe.
                    let safe = service.emergency.as_ref().is_some_and(|e| e.safe == field.code);
                    let yes = dice.percent(if safe { 95 } else { 60 });
                    Some(if yes { "yes" } else { "no" }.to_owned())
                }
                FieldKind::Date => {
                    let back = i64::from(dice.within(1..60));
                    day.checked_sub(jiff::Span::new().days(back))
                        .ok()
                        .map(|date| date.to_string())
                }
                FieldKind::Number => Some(
                    dice.within(1..field.max.map_or(12, |m| u32::try_from(m).unwrap_or(12)).max(2))
                        .to_string(),
                ),
                FieldKind::Money => Some(format!("{}.{:02}", dice.within(20..4000), dice.within(0..100))),
                FieldKind::Email => Some(format!("resident{}@example.org", dice.within(1000..9999))),
                FieldKind::Phone => Some(format!("+8200000{:04}", dice.within(0..9999))),
                FieldKind::Country => dice
                    .pick(&["KR", "RU", "JP", "US", "GB", "FR", "VN"])
                    .map(|c| (*c).to_owned()),
                FieldKind::Text | FieldKind::Textarea => self.text_answer(dice, service, &field.code),
            };
            if let Some(answer) = answer {
                let max = field.max_characters().unwrap_or(usize::MAX);
                answers.insert(field.code.clone(), answer.chars().take(max).collect());
            }
        }
        answers
    }

    fn text_answer(&self, dice: &mut Dice, service: &Service, field: &str) -> Option<String> {
        let answers = &self.texts.units.answers;
        let own = answers.get(&format!("{}.{field}", service.code));
        dice.pick(
            own.or_else(|| answers.get(field))
                .or_else(|| answers.get("any"))?,
        )
        .cloned()
    }

    /// A translation that someone would have made by now.
    pub fn translation(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        let service = self.city.service(case.service.as_str())?;
        for wanted in case.wanted_translations(self.city) {
            let Wanted {
                message: id,
                field,
                to,
                ..
            } = wanted;
            let message = case.words(id, field.as_deref(), service)?;
            let original = message.text.as_deref()?;
            let Some(text) = self.texts.translation(original, to) else {
                continue;
            };
            // Some wait at the translation desk, the newest most of all; seldom what a resident waits for.
            if dice.percent(if wanted.translate_by.is_some() { 1 } else { 6 }) {
                return None;
            }
            let actor = self.someone(dice, Role::Interpreter, None)?;
            let translated = Translated {
                message: id,
                field,
                language: to,
                text: text.to_owned(),
            };
            let at = case.changed_at + SignedDuration::from_mins(i64::from(dice.within(8..200)));
            return Some(Scene {
                at,
                actor,
                command: Command::Translate {
                    translated,
                    made: None,
                },
            });
        }
        None
    }

    /// What happens next with a case, if anything does.
    pub fn next(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        // Nobody has translated what it goes on with.
        if case.waiting().any(|message| message.kind != MessageKind::Reply) {
            return None;
        }
        match case.state {
            State::Received | State::Returned => self.in_the_inbox(dice, case),
            State::Accepted | State::InProgress | State::Reopened => self.in_hand(dice, case),
            State::WaitingResident => self.answer_to_question(dice, case),
            State::WaitingAppraisal | State::WaitingPartner => {
                let days = dice.within(3..18);
                self.by_worker(dice, case, days, Command::Resume)
            }
            State::Answered => self.after_the_answer(dice, case),
            State::Closed | State::Declined | State::Merged => None,
        }
    }

    fn by_worker(&self, dice: &mut Dice, case: &Case, working_days: u32, command: Command) -> Option<Scene> {
        let holder = case
            .holder
            .and_then(|id| self.staff.iter().find(|s| s.id == id && s.unit == case.unit));
        let actor = holder
            .map(Actor::from)
            .or_else(|| self.worker(dice, &case.unit))?;
        Some(Scene {
            at: dice.office(self.city, case.changed_at, working_days),
            actor,
            command,
        })
    }

    fn in_the_inbox(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        let service = self.city.service(case.service.as_str())?;
        if case.unit == self.city.hotline_unit && service.unit != self.city.hotline_unit {
            let to = if case.wrong_units.len() < 2
                && dice.percent(if case.wrong_units.is_empty() { 9 } else { 40 })
            {
                let others: Vec<&UnitCode> = self
                    .city
                    .units
                    .iter()
                    .map(|u| &u.code)
                    .filter(|u| self.worker(dice, u).is_some())
                    .collect();
                (*dice.pick(&others)?).clone()
            } else {
                service.unit.clone()
            };
            let role = if case.escalated {
                Role::Supervisor
            } else {
                Role::Agent
            };
            let actor = self.someone(dice, role, None)?;
            let days = if case.escalated {
                dice.within(2..7)
            } else {
                u32::from(dice.percent(20))
            };
            let at = dice.office(self.city, case.changed_at, days);
            return Some(Scene {
                at,
                actor,
                command: Command::Route {
                    unit: to,
                    reason: String::new(),
                },
            });
        }
        let routed = service
            .routes
            .iter()
            .any(|route| case.unit == *route.unit.as_str());
        let wrong =
            case.unit != service.unit && !routed && self.city.districts().all(|d| d.code != case.unit);
        if wrong && case.unit != self.city.hotline_unit && dice.percent(80) {
            let reason = self.phrase(dice, &self.texts.units.returns, &case.service);
            let suggested = Some(service.unit.clone());
            return self.by_worker(dice, case, 1, Command::Return { reason, suggested });
        }
        let unanswered = case
            .clocks
            .iter()
            .any(|clock| clock.kind == ClockKind::FirstReply && clock.is_running());
        let said = case
            .messages
            .iter()
            .any(|message| message.kind == MessageKind::Reply);
        if unanswered && !said && dice.percent(88) {
            let text = self.phrase(dice, &self.texts.units.replies, &case.service);
            return self.by_worker(dice, case, 0, Command::Reply { text, language: None });
        }
        // A few lie longer than they may.
        let days = *dice.weighted(&[(0, 55), (1, 33), (2, 8), (4, 2), (8, 1), (14, 1)])?;
        if dice.percent(4) {
            let text = self.phrase(dice, &self.texts.units.declines, &case.service);
            return self.by_worker(dice, case, days, Command::Decline { text, language: None });
        }
        self.by_worker(dice, case, days, Command::Accept)
    }

    fn in_hand(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        let units = &self.texts.units;
        let said = |kind| case.messages.iter().filter(|m| m.kind == kind).count();
        if said(MessageKind::Reply) == 0 && dice.percent(70) {
            let text = self.phrase(dice, &units.replies, &case.service);
            return self.by_worker(dice, case, 0, Command::Reply { text, language: None });
        }
        let questions = said(MessageKind::Question);
        if questions == 0 && dice.percent(34) {
            let text = self.phrase(dice, &units.questions, &case.service);
            return self.by_worker(dice, case, 0, Command::Ask { text, language: None });
        }
        if said(MessageKind::Note) == 0 && dice.percent(25) {
            let text = self.phrase(dice, &units.notes, &case.service);
            return self.by_worker(dice, case, 0, Command::Note { text });
        }
        if case.asked_extension.is_some() {
            let actor = self.someone(dice, Role::Supervisor, None)?;
            let at = dice.office(self.city, case.changed_at, 1);
            let command = Command::DecideExtension {
                grant: dice.percent(75),
                reason: String::new(),
            };
            return Some(Scene { at, actor, command });
        }
        let extended = case
            .steps
            .iter()
            .any(|s| s.kind.starts_with("extension") || s.kind == "extended");
        let service = self.city.service(case.service.as_str())?;
        let cap = service
            .clock(ClockKind::Resolution, None)
            .and_then(|rule| rule.extension);
        if let Some(cap) = cap.filter(|_| !extended && dice.percent(12)) {
            let by = match cap {
                Limit::WorkingDays(n) => Limit::WorkingDays(n.clamp(1, 5)),
                Limit::Days(n) => Limit::Days(n.clamp(1, 10)),
                Limit::Hours(n) => Limit::Hours(n.clamp(1, 12)),
            };
            let reason = self.phrase(dice, &units.extensions, &case.service);
            let extend = Command::Extend {
                clock: ClockKind::Resolution,
                by,
                reason,
            };
            return self.by_worker(dice, case, 0, extend);
        }
        let resolution = service.clock(ClockKind::Resolution, None);
        let stands_for = |what| resolution.is_some_and(|rule| rule.pauses.contains(&what));
        let waited = case
            .steps
            .iter()
            .any(|s| s.kind == "suspended" || s.kind == "referred");
        if !waited && stands_for(PausedBy::Appraisal) && dice.percent(6) {
            let reason = self.phrase(dice, &units.suspensions, &case.service);
            let command = Command::Suspend {
                waits_for: PausedBy::Appraisal,
                reason,
            };
            return self.by_worker(dice, case, 1, command);
        }
        if !waited && stands_for(PausedBy::Partner) && dice.percent(4) {
            let partner = self
                .phrase(dice, &units.partners, &case.service)
                .chars()
                .take(200)
                .collect();
            let reason = self.phrase(dice, &units.suspensions, &case.service);
            return self.by_worker(dice, case, 1, Command::Refer { partner, reason });
        }
        if case.bookings.is_empty() && dice.percent(8) {
            let what = self.phrase(dice, &units.appointments, &case.service);
            let days = dice.within(1..6);
            let starts_at = dice.office(self.city, case.changed_at, days);
            return self.by_worker(dice, case, 0, Command::Book { starts_at, what });
        }
        let next: Vec<&str> = cases::next_stages(case, self.city).collect();
        let here = case.stage.as_deref().and_then(|code| service.stage(code));
        let may_end = here.is_none_or(|stage| stage.last) || service.stages.iter().all(|stage| !stage.last);
        if !may_end || (!next.is_empty() && dice.percent(40)) {
            let stage = (*dice.pick(&next)?).to_owned();
            let days = dice.within(0..3);
            return self.by_worker(dice, case, days, Command::Advance { stage });
        }
        let days = *dice.weighted(&[(0, 34), (1, 34), (2, 18), (3, 8), (5, 3), (9, 2), (20, 1)])?;
        let text = self.phrase(dice, &units.resolutions, &case.service);
        self.by_worker(dice, case, days, Command::Resolve { text, language: None })
    }

    fn resident(
        &self,
        dice: &mut Dice,
        case: &Case,
        of: fn(&super::texts::Resident) -> &Vec<Written>,
    ) -> Option<String> {
        let texts = self.texts.residents.get(&case.language)?;
        Self::written(dice, of(texts), &case.service)
    }

    fn answer_to_question(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        if dice.percent(7) {
            // Some never answer; the unit goes on without.
            let days = dice.within(6..14);
            return self.by_worker(dice, case, days, Command::Resume);
        }
        let text = self.resident(dice, case, |r| &r.answers)?;
        let at = case.changed_at + SignedDuration::from_mins(i64::from(dice.within(30..3500)));
        Some(Scene {
            at,
            actor: Actor::holder(case.reference),
            command: Command::AnswerQuestion { text, language: None },
        })
    }

    fn after_the_answer(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        let answered = case.answered_at?;
        let rated = case.rated_at().is_some_and(|at| at >= answered);
        if !rated && dice.percent(68) {
            let late = case.clocks.iter().any(|clock| !clock.in_time(case.changed_at));
            let solved = dice.percent(if late { 74 } else { 88 });
            let satisfied = dice.percent(if late { 45 } else { 84 }) && (solved || dice.percent(15));
            let comment = if dice.percent(40) {
                self.resident(dice, case, |r| &r.comments).unwrap_or_default()
            } else {
                String::new()
            };
            let at = case.changed_at + SignedDuration::from_mins(i64::from(dice.within(20..6000)));
            return Some(Scene {
                at,
                actor: Actor::holder(case.reference),
                command: Command::Rate {
                    solved,
                    satisfied,
                    comment,
                },
            });
        }
        let unhappy = case.ratings.last().is_some_and(|rating| !rating.solved);
        if rated && unhappy && case.reopened == 0 && dice.percent(45) {
            let text = self.resident(dice, case, |r| &r.reopenings)?;
            let at = case.changed_at + SignedDuration::from_mins(i64::from(dice.within(30..9000)));
            return Some(Scene {
                at,
                actor: Actor::holder(case.reference),
                command: Command::Reopen { text, language: None },
            });
        }
        let limit = self.city.limits.close.limit;
        let last = self
            .city
            .calendar
            .due(self.city.day(case.changed_at), limit, &[])
            .on;
        let at = dice.time_of(self.city, last.tomorrow().ok()?, 60, 120);
        let actor = Actor::System {
            worker: "closing".to_owned(),
        };
        Some(Scene {
            at,
            actor,
            command: Command::Close {
                reason: String::new(),
            },
        })
    }
}

/// How often a service is asked for.
fn weight(service: &Service) -> u32 {
    match service.need.as_str() {
        "ask" => 40,
        "shopping" => 22,
        "health" | "rights" | "business" => 8,
        "school" | "work" => 7,
        "urgent" => 3,
        _ => 2,
    }
}
