//! What a command makes of a partner.

use jiff::civil::Date;

use super::allowed::{fits, permitted};
use super::assigned::is_language;
use super::check::{LINE_MAX, Terms, given, kept};
use super::event::{Body, NewEvent, PartnerEvent};
use super::{
    Command, CommandKind, Contact, Document, Entry, Link, NOUN, OPEN, Open, Partner, Person, Since, allowed,
    warning_is_due,
};
use crate::files::File;
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, MESSAGE_MAX, Problem, REASON_MAX};
use crate::receipts::Reference;
use crate::roles::Reach;
use crate::since::is_plausible;
use crate::typed;

/// What is known of elsewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The record of the reference that it is linked to, or the one partner of that name: which noun's it is, if the actor
    /// may see it.
    pub target: Option<Link>,
}

/// The events that propose a partner, and make it one at once if it is one already.
///
/// # Errors
/// [`Refusal::Invalid`] names every field that is wrong.
pub(super) fn open(open: &Open, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    let reach = Partner::reach(ctx.actor, OPEN);
    let decides = Partner::reach(ctx.actor, CommandKind::Activate.action()) == Reach::All;
    if reach == Reach::No || (open.already && !decides) {
        return Err(Refusal::NotAllowed);
    }
    let mut entry = open.entry.clone();
    let own = ctx.actor.unit().filter(|_| reach == Reach::Own);
    if let Some(own) = own {
        if entry
            .unit
            .as_ref()
            .is_some_and(|unit| !unit.as_str().is_empty() && unit != own)
        {
            return Err(Problem::NotAnOption.of("unit").into());
        }
        entry.unit = Some(own.clone());
    }
    let today = ctx.city.day(ctx.now);
    let (facts, body) = entry
        .checked(&Terms::of(ctx.city, today))
        .map_err(Refusal::Invalid)?;
    let by_kind = || {
        ctx.city
            .partners
            .kind(&facts.kind)
            .is_some_and(|kind| kind.public)
    };
    let activated = open.already.then_some(PartnerEvent::Activated {
        since: facts.since,
        until: facts.until,
    });
    let proposed = PartnerEvent::Proposed {
        public: open.public.unwrap_or_else(by_kind),
        confirmed_on: open.confirmed.then_some(today),
        facts,
    };
    let proposed = NewEvent {
        event: proposed,
        body: Some(body),
    };
    Ok(std::iter::once(proposed)
        .chain(activated.map(|event| NewEvent { event, body: None }))
        .collect())
}

/// The events that a command makes of a partner. None at all when it changes nothing.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub(super) fn decide(
    partner: &Partner,
    command: &Command,
    known: &Known,
    ctx: &Context<'_>,
) -> Result<Vec<NewEvent>, Refusal> {
    let kind = command.kind();
    if !permitted(kind, partner, ctx.actor) {
        return Err(Refusal::NotAllowed);
    }
    if !fits(kind, partner) {
        return Err(Refusal::WrongState {
            noun: NOUN,
            state: partner.state.code(),
            allowed: allowed(partner, ctx.actor, ctx.city)
                .into_iter()
                .map(CommandKind::code)
                .collect(),
        });
    }
    let ctx = &ctx.not_before(partner.changed_at);
    Decision {
        partner,
        known,
        ctx,
        today: ctx.city.day(ctx.now),
    }
    .make(command)
}

struct Decision<'a> {
    partner: &'a Partner,
    known: &'a Known,
    ctx: &'a Context<'a>,
    today: Date,
}

/// An event and what was said with it.
fn says(event: PartnerEvent, body: Body) -> Vec<NewEvent> {
    let body = (body != Body::default()).then_some(body);
    vec![NewEvent { event, body }]
}

fn line(text: &str, field: &str) -> Result<String, FieldProblem> {
    problems::text(text, LINE_MAX).map_err(|problem| problem.of(field))
}

fn optional_line(text: &str, field: &str) -> Result<Option<String>, FieldProblem> {
    given(Some(text)).map(|text| line(text, field)).transpose()
}

fn reason(text: &str) -> Result<String, FieldProblem> {
    problems::text(text, REASON_MAX).map_err(|problem| problem.of("reason"))
}

fn ends_after(until: Option<Date>, since: Option<Since>) -> Result<(), FieldProblem> {
    match (until, since) {
        (Some(until), _) if !is_plausible(until) => Err(Problem::NotADate.of("until")),
        (Some(until), Some(since)) if until < since.first_day() => Err(Problem::NotAfterStart.of("until")),
        _ => Ok(()),
    }
}

impl Decision<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm a command, each a few lines")]
    fn make(self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        Ok(match command {
            Command::Edit(entry) => {
                let terms = Terms::of(self.ctx.city, self.today);
                let entry = self.of_its_unit(entry)?;
                let (facts, body) = entry.checked(&terms).map_err(Refusal::Invalid)?;
                if self.partner.says(&facts, &body) {
                    return Ok(Vec::new());
                }
                says(PartnerEvent::Edited(facts), body)
            }
            Command::Agree { decided_by, on } => {
                let body = Body {
                    decided_by: Some(line(decided_by, "decided_by")?),
                    ..Body::default()
                };
                let on = self.day(*on)?;
                says(PartnerEvent::Agreed { on }, body)
            }
            Command::Activate { since, until } => {
                let since = since
                    .or(self.partner.since)
                    .unwrap_or_else(|| Since::from(self.today));
                let until = until.or(self.partner.until);
                if since.first_day() > self.today {
                    return Err(Problem::InTheFuture.of("since").into());
                }
                ends_after(until, Some(since))?;
                let since = Some(since);
                says(PartnerEvent::Activated { since, until }, Body::default())
            }
            Command::End {
                reason: why,
                decided_by,
                on,
            } => {
                let body = Body {
                    text: Some(reason(why)?),
                    decided_by: optional_line(decided_by, "decided_by")?,
                    ..Body::default()
                };
                let on = self.day(*on)?;
                says(PartnerEvent::Ended { on }, body)
            }
            Command::Renew {
                until,
                decided_by,
                on,
            } => {
                let body = Body {
                    decided_by: optional_line(decided_by, "decided_by")?,
                    ..Body::default()
                };
                ends_after(Some(*until), self.partner.since)?;
                // A renewal takes nothing away.
                if *until <= self.today || self.partner.until.is_some_and(|end| *until <= end) {
                    return Err(Problem::NotAfterStart.of("until").into());
                }
                let on = self.day(*on)?;
                says(PartnerEvent::Renewed { until: *until, on }, body)
            }
            Command::AddContact(person) => {
                let body = Body {
                    contact: Some(checked(person, &self.ctx.city.country)?),
                    ..Body::default()
                };
                says(PartnerEvent::ContactAdded, body)
            }
            Command::ChangeContact {
                contact,
                name,
                role,
                email,
                phone,
                language,
            } => {
                let Contact { id, person } = self.contact(contact)?;
                let known = person.clone();
                let person = checked(
                    &Person {
                        name: name.clone().unwrap_or(known.name),
                        role: role.clone().unwrap_or(known.role),
                        email: email.clone().or(known.email),
                        phone: phone.clone().or(known.phone),
                        language: language.or(known.language),
                    },
                    &self.ctx.city.country,
                )?;
                if person == self.contact(contact)?.person {
                    return Ok(Vec::new());
                }
                let body = Body {
                    contact: Some(person),
                    ..Body::default()
                };
                says(PartnerEvent::ContactChanged { contact: *id }, body)
            }
            Command::RemoveContact { contact } => {
                let contact = self.contact(contact)?;
                says(
                    PartnerEvent::ContactRemoved { contact: contact.id },
                    Body::default(),
                )
            }
            Command::Attach {
                title,
                date,
                public,
                file,
            } => {
                let body = Body {
                    text: Some(line(title, "title")?),
                    file: Some(line(&file.name, "file")?),
                    ..Body::default()
                };
                if *public && !self.publishes_documents() {
                    return Err(Problem::NotAnOption.of("public").into());
                }
                let date = date.map(|date| self.past(date, "date")).transpose()?;
                let File {
                    media_type,
                    size,
                    digest,
                    ..
                } = file.checked().map_err(|problem| problem.of("file"))?.clone();
                let attached = PartnerEvent::Attached {
                    date,
                    public: *public,
                    media_type,
                    size,
                    digest,
                };
                says(attached, body)
            }
            Command::RemoveDocument { document } => {
                let document = self.document(document)?.id;
                says(PartnerEvent::DocumentRemoved { document }, Body::default())
            }
            Command::PublishDocument { document } => {
                let Document { id, public, .. } = *self.document(document)?;
                if public {
                    return Ok(Vec::new());
                }
                says(PartnerEvent::DocumentPublished { document: id }, Body::default())
            }
            Command::WithdrawDocument { document } => {
                let Document { id, public, .. } = *self.document(document)?;
                if !public {
                    return Ok(Vec::new());
                }
                says(PartnerEvent::DocumentWithdrawn { document: id }, Body::default())
            }
            Command::Unlink { link } => {
                let reference = Reference::parse(link).ok();
                let mut links = self.partner.links.iter();
                let from = *links
                    .find(|link| Some(link.reference()) == reference)
                    .ok_or_else(|| Problem::NotAnOption.of("link"))?;
                says(PartnerEvent::Unlinked { from }, Body::default())
            }
            Command::Link { to } => {
                let to = self.target(to)?;
                if self.partner.links.contains(&to) {
                    return Ok(Vec::new());
                }
                says(PartnerEvent::Linked { to }, Body::default())
            }
            Command::Note { text } => {
                let text = problems::text(text, MESSAGE_MAX).map_err(|problem| problem.of("text"))?;
                let body = Body {
                    text: Some(text),
                    ..Body::default()
                };
                says(PartnerEvent::Noted, body)
            }
            Command::Publish => says(PartnerEvent::Published, Body::default()),
            Command::Withdraw => says(PartnerEvent::Withdrawn, Body::default()),
            Command::Confirm { source } => {
                let source = given(Some(source)).map(|source| problems::text(source, REASON_MAX));
                let source = source.transpose().map_err(|problem| problem.of("source"))?;
                let source = source.filter(|source| self.partner.source.as_ref() != Some(source));
                if source.is_none() && self.partner.confirmed_on == Some(self.today) {
                    return Ok(Vec::new());
                }
                let body = Body {
                    source,
                    ..Body::default()
                };
                says(PartnerEvent::Confirmed { on: self.today }, body)
            }
            Command::Warn => return Ok(self.warn()),
            Command::Erase { reason: why } => {
                // Asked for so that nobody erases by a slip; not kept, since it may name someone.
                reason(why)?;
                says(PartnerEvent::Erased, Body::default())
            }
        })
    }

    /// The day of a decision: today unless it was before.
    fn day(&self, on: Option<Date>) -> Result<Date, FieldProblem> {
        match on {
            Some(on) => self.past(on, "on"),
            None => Ok(self.today),
        }
    }

    /// A day that has been.
    fn past(&self, day: Date, field: &str) -> Result<Date, FieldProblem> {
        if day > self.today {
            Err(Problem::InTheFuture.of(field))
        } else if is_plausible(day) {
            Ok(day)
        } else {
            Err(Problem::NotADate.of(field))
        }
    }

    /// What an edit says, of the unit that the partner has where it says none. Whoever keeps only what is the own unit's
    /// gives nothing away.
    fn of_its_unit(&self, entry: &Entry) -> Result<Entry, FieldProblem> {
        let said = entry.unit.as_ref().filter(|unit| !unit.as_str().is_empty());
        let own = &self.partner.unit;
        let reach = Partner::reach(self.ctx.actor, CommandKind::Edit.action());
        if reach == Reach::Own && said.is_some_and(|unit| unit != own) {
            return Err(Problem::NotAnOption.of("unit"));
        }
        // One that the city has no more is not kept.
        let own = Some(own).filter(|unit| self.ctx.city.unit(unit.as_str()).is_some());
        Ok(Entry {
            unit: said.or(own).cloned(),
            ..entry.clone()
        })
    }

    fn publishes_documents(&self) -> bool {
        self.partner
            .permits(self.ctx.actor, CommandKind::PublishDocument.action())
    }

    fn contact(&self, number: &str) -> Result<&Contact, FieldProblem> {
        let id = number.trim().parse().ok();
        id.and_then(|id| self.partner.contact(id))
            .ok_or_else(|| Problem::NotAnOption.of("contact"))
    }

    fn document(&self, number: &str) -> Result<&Document, FieldProblem> {
        let id = number.trim().parse().ok();
        id.and_then(|id| self.partner.document(id))
            .ok_or_else(|| Problem::NotAnOption.of("document"))
    }

    fn target(&self, to: &str) -> Result<Link, FieldProblem> {
        let unknown = || Problem::UnknownReference.of("to");
        let target = self.known.target.ok_or_else(unknown)?;
        // What is no reference is a name, by which partners are found.
        let is_meant = match Reference::parse(to) {
            Ok(reference) => target.reference() == reference,
            Err(_) => matches!(target, Link::Partners(_)),
        };
        if is_meant && target.reference() != self.partner.reference {
            Ok(target)
        } else {
            Err(unknown())
        }
    }

    /// Nothing when it was warned of that end before, or there is time yet: a worker may ask again.
    fn warn(&self) -> Vec<NewEvent> {
        let city = self.ctx.city;
        let near = city
            .partners
            .kind(&self.partner.kind)
            .is_some_and(|kind| warning_is_due(self.partner, kind.notice, &city.calendar, self.today));
        match self.partner.until.filter(|_| near) {
            Some(until) => says(PartnerEvent::Warned { until }, Body::default()),
            None => Vec::new(),
        }
    }
}

/// A contact as it may be kept.
fn checked(person: &Person, country: &str) -> Result<Person, Refusal> {
    let mut wrong = Vec::new();
    let name = problems::text(&person.name, LINE_MAX);
    let name = kept(Some(name), "name", &mut wrong);
    let role = given(Some(&person.role)).map(|role| problems::text(role, LINE_MAX));
    let role = kept(role, "role", &mut wrong);
    let email = given(person.email.as_deref()).map(typed::email);
    let email = kept(email, "email", &mut wrong);
    let phone = given(person.phone.as_deref()).map(|phone| typed::phone(phone, country));
    let phone = kept(phone, "phone", &mut wrong);
    if person.language.is_some_and(|lang| !is_language(lang)) {
        wrong.push(Problem::NotALanguage.of("language"));
    }
    match name {
        Some(name) if wrong.is_empty() => Ok(Person {
            name,
            role: role.unwrap_or_default(),
            email,
            phone,
            language: person.language,
        }),
        _ => Err(Refusal::Invalid(wrong)),
    }
}
