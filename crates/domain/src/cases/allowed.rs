//! Which commands make sense for a case, and who may give them.

use super::{Case, CommandKind, FILES_MAX, MessageKind, SEE, SEE_NOTES, State};
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::{Actor, Reach, Role};

/// Messages a case may have. Whoever has more to say opens another.
const MESSAGES_MAX: usize = 500;

/// Whether an actor who may see the case may also read its internal notes.
pub fn sees_notes(case: &Case, actor: &Actor) -> bool {
    case.permits(actor, SEE_NOTES)
}

/// States in which a command makes sense.
pub(super) fn fits(kind: CommandKind, case: &Case) -> bool {
    use CommandKind as K;
    let state = case.state;
    if case.erased {
        return false;
    }
    let open = !state.is_over() && state != State::Answered;
    let waiting_room = matches!(state, State::Received | State::Returned);
    let working = matches!(state, State::Accepted | State::InProgress | State::Reopened);
    // Where it stands must still be so when what waits goes out.
    let stays = case.waiting().any(|message| message.kind != MessageKind::Reply);
    match kind {
        // Nobody would translate it any more, or look after who is in danger.
        K::Merge if case.in_danger() || case.waiting().next().is_some() => false,
        K::Route | K::Return | K::Decline | K::Ask | K::Suspend | K::Refer | K::Advance | K::Resolve
            if stays =>
        {
            false
        }
        K::Triage | K::Involve | K::Merge | K::Assign => open,
        K::Send | K::Withdraw => case.waiting().next().is_some(),
        K::Route => waiting_room || state == State::Reopened,
        K::Return => state == State::Received,
        K::Accept => matches!(state, State::Received | State::Returned | State::Reopened),
        K::Decline => waiting_room || state == State::Accepted,
        K::Attach => !state.is_over() && case.attachments.len() < FILES_MAX,
        K::Note => state != State::Merged && case.messages.len() < MESSAGES_MAX,
        K::Link => state != State::Merged,
        K::Reply => !matches!(state, State::Closed | State::Merged) && case.messages.len() < MESSAGES_MAX,
        K::Ask | K::Suspend | K::Refer | K::Advance | K::Resolve => working,
        K::AnswerQuestion => state == State::WaitingResident,
        K::Resume => state.waits_for().is_some(),
        K::Extend => open && case.asked_extension.is_none(),
        K::DecideExtension => case.asked_extension.is_some(),
        K::Book => working || state.waits_for().is_some(),
        K::Rate => matches!(state, State::Answered | State::Closed) && !case.rated,
        K::Reopen => matches!(state, State::Answered | State::Closed | State::Declined),
        K::Close => state == State::Answered,
        // Whoever asks for it need not wait for an answer.
        K::Erase | K::LegalHold => case.legal_hold.is_none(),
        K::LegalRelease => case.legal_hold.is_some(),
        // Whatever became of the case: mails can always be stopped.
        K::Translate | K::Notices => true,
    }
}

pub(super) fn permitted(kind: CommandKind, case: &Case, actor: &Actor) -> bool {
    if matches!(kind, CommandKind::Send | CommandKind::Withdraw) {
        let may = case.permits(actor, SEE) && case.permits(actor, kind.action());
        return may && case.waiting_of(actor).next().is_some();
    }
    // An involved unit may see, note and reply; what moves the case is for the unit that handles it.
    let moves = !matches!(
        kind,
        CommandKind::Note
            | CommandKind::Reply
            | CommandKind::Link
            | CommandKind::Translate
            | CommandKind::Attach
    );
    let handles =
        Case::reach(actor, kind.action()) != Reach::Own || actor.unit().is_none_or(|unit| *unit == case.unit);
    // Units disagree about whose it is: the supervisor settles that.
    let settles = matches!(
        kind,
        CommandKind::Route | CommandKind::Accept | CommandKind::Decline
    );
    let settled = !case.escalated || !settles || actor.role() == Some(Role::Supervisor);
    // What erases by itself when the time is over erases nothing that goes on, or goes on again.
    let waits = kind == CommandKind::Erase && matches!(actor, Actor::System { .. }) && !case.state.is_over();
    case.permits(actor, SEE) && case.permits(actor, kind.action()) && (!moves || handles) && settled && !waits
}

/// The commands that this actor may give now, in the order of [`CommandKind::ALL`].
pub fn allowed(case: &Case, actor: &Actor, city: &City) -> Vec<CommandKind> {
    let in_stage = |kind| match kind {
        CommandKind::Advance => next_stages(case, city).next().is_some(),
        CommandKind::Resolve => may_resolve(case, city),
        // It is about mails, not about the case: links and a form of its own offer it.
        CommandKind::Notices => false,
        CommandKind::Reopen => {
            actor.role() != Some(Role::Resident) || case.reopened < city.limits.reopen.times
        }
        _ => true,
    };
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| fits(*kind, case) && permitted(*kind, case, actor) && in_stage(*kind))
        .collect()
}

/// Stages a case may enter next.
pub fn next_stages<'a>(case: &'a Case, city: &'a City) -> impl Iterator<Item = &'a str> {
    let stage = city.service(case.service.as_str()).zip(case.stage.as_deref());
    let next = stage
        .and_then(|(service, stage)| service.stage(stage))
        .map_or(&[][..], |stage| &stage.next);
    next.iter().map(String::as_str)
}

/// From a final stage, or from any when the service has no final one.
pub(super) fn may_resolve(case: &Case, city: &City) -> bool {
    let Some(service) = city.service(case.service.as_str()) else {
        return true;
    };
    let none_final = !service.stages.iter().any(|stage| stage.last);
    none_final
        || case
            .stage
            .as_deref()
            .and_then(|code| service.stage(code))
            .is_none_or(|stage| stage.last)
}
