//! Which commands make sense for a job, and who may give them.

use super::{Absent, CommandKind, Job, Kind, State};
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
        K::Accept | K::Decline | K::TakeBack => state == S::Offered,
        K::GiveBack | K::NoShow => state == S::Accepted,
        K::Lapse => matches!(state, S::Asked | S::Offered),
        K::Substitute => matches!(state, S::Offered | S::Accepted),
        // What was entered wrong is entered again.
        K::Report => matches!(state, S::Accepted | S::Rostered | S::Done | S::NoShow),
        K::Cancel => matches!(state, S::Asked | S::Offered | S::Accepted | S::Rostered),
        K::Remind => state == S::Accepted && !job.reminded,
        K::Erase => state.is_over() && !job.erased,
    }
}

pub(super) fn permitted(kind: CommandKind, job: &Job, actor: &Actor) -> bool {
    use CommandKind as K;
    let reach = Job::reach(actor, kind.action());
    let theirs = match kind {
        // Nobody promises for another, or says for a colleague how long they worked.
        K::Accept | K::Decline | K::GiveBack | K::NoShow if reach == Reach::Own => job.is_of(actor),
        // That somebody did not come is not for them to take back.
        K::Report if reach == Reach::Own => job.is_of(actor) && job.absent != Some(Absent::Interpreter),
        // Who interprets gives it back, and cancels nothing: that might count as worked. The roster is not theirs.
        K::Cancel if reach == Reach::Own => {
            job.kind == Kind::Appointment && job.is_asked_by(actor) && !job.is_of(actor)
        }
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
