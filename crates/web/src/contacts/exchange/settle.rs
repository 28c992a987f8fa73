//! What becomes of a call of the exchange: a contact when it is answered, which ends with it. Events say so as it happens; the
//! call's record says all of it once more, and settles what was missed. Each may come twice, in any order, or not at all.

use domain::cases::Why;
use domain::contacts::{Command, Contact, Part, State as Stands};
use domain::journaled::Context;
use domain::roles::{Actor, Role, Staff, StaffId};
use jiff::Timestamp;
use store::contacts::Waits;
use store::{CommandError, OpenError};

use super::{caller, language, ticket, user};
use crate::contacts::call::Ticket;
use crate::kit::app::{App, Exchange};
use crate::kit::error::Error;

/// Who ended a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    ByCaller,
    ByAgent,
    /// The line, the exchange, or nobody knows.
    Broken,
}

impl Ended {
    /// As the exchange says it.
    pub fn by(code: &str) -> Self {
        match code {
            "caller" | "byCaller" | "canceled" | "abandoned" => Self::ByCaller,
            "agent" | "callee" | "byCallee" => Self::ByAgent,
            _ => Self::Broken,
        }
    }
}

/// A call that is over, as its record has it.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its number at the exchange.
    pub id: String,
    /// The address of who called.
    pub from: String,
    /// The address that was dialled.
    pub dialled: String,
    /// The address of who answered.
    pub to: String,
    pub began_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Timestamp,
    pub ended: Ended,
}

/// The agent at whom it rings now.
fn rings_at(waits: &Waits) -> Option<StaffId> {
    let first = waits.in_turn.iter().flatten().next().copied();
    waits.offered.map(|(staff, _)| staff).or(first)
}

fn at<'a>(app: &'a App, actor: &'a Actor, now: Timestamp) -> Context<'a> {
    Context {
        now,
        ..app.context(actor)
    }
}

/// Somebody has picked up a telephone that rings: whoever's turn it is by the clock.
pub(super) async fn answered_now(app: &App, ticket: &Ticket, number: &str) -> Result<(), Error> {
    let Some(waits) = app.store().waits(ticket.contact).await? else {
        return Ok(());
    };
    // A browser's call has another number; should they meet, it is not the exchange's to answer.
    let Some(staff) = rings_at(&waits).filter(|_| waits.in_turn.is_some()) else {
        return Ok(());
    };
    let Some(staff) = app.store().staff_by_id(staff).await? else {
        return Ok(());
    };
    begin(
        app,
        ticket,
        &staff,
        (waits.since, app.now()),
        waits.language,
        number,
    )
    .await
}

async fn begin(
    app: &App,
    ticket: &Ticket,
    staff: &Staff,
    (since, now): (Timestamp, Timestamp),
    language: domain::Lang,
    number: &str,
) -> Result<(), Error> {
    let receipt = ticket.paper(app);
    let rings = ticket.rings(&receipt, language);
    let actor = Actor::from(staff);
    let ctx = at(app, &actor, now);
    match app.store().answer_by_telephone(&ctx, &rings, since, number).await {
        // Told before; or who picked up may answer no more, and no telling again changes that.
        Ok(_) | Err(OpenError::KeyTaken | OpenError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A call is over, whether or not somebody had answered it.
pub(super) async fn over(app: &App, ticket: &Ticket, ended: Ended, now: Timestamp) -> Result<(), Error> {
    app.store().hang_up(ticket.contact, now).await?;
    match ticket.contact(app).await? {
        Some(contact) => end(app, &contact, ended, now).await,
        None => Ok(()),
    }
}

async fn end(app: &App, contact: &Contact, ended: Ended, now: Timestamp) -> Result<(), Error> {
    if !contact.state.is_live() {
        return Ok(());
    }
    let agent = contact.present().find(|party| party.part == Part::Agent);
    let agent = match agent.filter(|_| ended == Ended::ByAgent) {
        Some(party) => app.store().staff_by_id(party.staff).await?,
        None => None,
    };
    let (actor, why) = match agent {
        Some(agent) => (Actor::from(&agent), Why::Done),
        None => (Actor::holder(contact.case), Why::VisitorLeft),
    };
    let end = Command::End {
        why,
        reason: String::new(),
    };
    carry_out(app, &actor, contact, &end, now).await
}

/// What the rules refuse of it is no longer wanted: somebody was faster.
async fn carry_out(
    app: &App,
    actor: &Actor,
    contact: &Contact,
    command: &Command,
    now: Timestamp,
) -> Result<(), Error> {
    let ctx = at(app, actor, now);
    match app
        .store()
        .carry_out(&ctx, contact.reference, None, command)
        .await
    {
        Ok(_) | Err(CommandError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// What the record of a call says is so from now on. A record that came before, or of a call that was not the hotline's, changes
/// nothing. Its times hold within what is known here: nothing is answered before it rang, or ends in the future.
///
/// # Errors
/// As reading and writing have.
pub async fn settle(app: &App, exchange: &Exchange, call: &Call) -> Result<(), Error> {
    let Some(language) = language(app, exchange, &call.dialled) else {
        return Ok(());
    };
    let now = app.now();
    let ended_at = call.ended_at.min(now);
    let ticket = ticket(app, &call.id);
    let answered = match call.answered_at {
        Some(answered) => who(app, exchange, &call.to).await?.map(|staff| (staff, answered)),
        None => None,
    };
    if let Some((staff, answered)) = answered {
        let known = app.store().waits(ticket.contact).await?;
        let since = known.map_or(call.began_at.min(ended_at), |waits| waits.since);
        let answered = answered.clamp(since, ended_at.max(since));
        match ticket.contact(app).await? {
            None => {
                let number = caller(&call.from);
                begin(app, &ticket, &staff, (since, answered), language, &number).await?;
            }
            Some(contact) => put_right(app, &contact, &staff, ended_at).await?,
        }
    }
    over(app, &ticket, call.ended, ended_at).await
}

/// The agent whose telephone that is; `None`: it is nobody's here, as that of who answers at other hours.
async fn who(app: &App, exchange: &Exchange, to: &str) -> Result<Option<Staff>, Error> {
    let host = to
        .rsplit_once('@')
        .map(|(_, host)| host.split([';', '>', '?']).next());
    let is_ours = host.flatten().is_some_and(|host| host == exchange.domain);
    let Some(login) = user(to).filter(|_| is_ours) else {
        return Ok(None);
    };
    let staff = app.store().staff_by_login(&login).await?;
    Ok(staff
        .map(|(staff, _)| staff)
        .filter(|staff| staff.role == Role::Agent && staff.active))
}

/// Another agent has answered than the one whose turn it was by the clock.
async fn put_right(app: &App, contact: &Contact, staff: &Staff, now: Timestamp) -> Result<(), Error> {
    let agent = contact.present().find(|party| party.part == Part::Agent);
    let Some(wrong) = agent.filter(|party| party.staff != staff.id) else {
        return Ok(());
    };
    // One that they took up, handed over or wrapped up by hand is theirs.
    let untouched = contact.people.len() == 1 && contact.answered_by == Some(wrong.staff);
    if !untouched || !matches!(contact.state, Stands::Talking | Stands::WrappingUp) {
        return Ok(());
    }
    let system = Actor::System {
        worker: "exchange".to_owned(),
    };
    let back = Command::PutBack { staff: wrong.staff };
    carry_out(app, &system, contact, &back, now).await?;
    carry_out(app, &Actor::from(staff), contact, &Command::Answer, now).await
}
