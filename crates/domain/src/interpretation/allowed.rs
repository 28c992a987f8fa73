//! Which commands make sense for a job, and who may give them.

use super::{CommandKind, Job, State};
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::{Actor, Reach};

/// States in which a command makes sense. What the time has to say to it, `decide` does.
pub(super) fn fits(kind: CommandKind, job: &Job) -> bool {
    use CommandKind as K;
    use State as S;
    let state = job.state;
    match kind {
        K::Offer => state == S::Asked,
        K::Accept | K::Decline => state == S::Offered,
        K::GiveBack | K::NoShow => state == S::Accepted,
        K::Substitute => matches!(state, S::Offered | S::Accepted),
        // What was entered wrong is entered again.
        K::Report => matches!(state, S::Accepted | S::Rostered | S::Done),
        K::Cancel => matches!(state, S::Asked | S::Offered | S::Accepted | S::Rostered),
        K::Erase => state.is_over() && !job.erased,
    }
}

pub(super) fn permitted(kind: CommandKind, job: &Job, actor: &Actor) -> bool {
    use CommandKind as K;
    let reach = Job::reach(actor, kind.action());
    let theirs = match kind {
        // Nobody promises for another, or says for a colleague how long they worked.
        K::Accept | K::Decline | K::GiveBack | K::Report | K::NoShow if reach == Reach::Own => {
            job.is_of(actor)
        }
        // Who was only asked to interpret gives it back, and cancels nothing.
        K::Cancel if reach == Reach::Own => job.is_asked_by(actor),
        _ => true,
    };
    theirs && job.permits(actor, kind.action())
}

/// The commands that this actor may give now, in the order of [`CommandKind::ALL`].
pub fn allowed(job: &Job, actor: &Actor, _city: &City) -> Vec<CommandKind> {
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| fits(*kind, job) && permitted(*kind, job, actor))
        .collect()
}
