//! Mails that tell someone that something happened in their case: who wants them, who confirmed it, who had enough.
//!
//! The address itself is personal and stands with the rest of the contact. Here is only how far it may be written to, so
//! that it survives the words of the case without naming anyone. Nothing but one question is sent to an address that was
//! not confirmed: whoever types the address of somebody else bothers them once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::journaled::{Refusal, codes};
use crate::problems::Problem;
use crate::roles::{Action, Actor, Reach, Role, Row};

pub const NOUN: &str = "notices";

/// See which cases left an address that takes no mail.
pub const SEE: Action = Action::new(NOUN, "see");

pub const PERMISSIONS: &[Row] = &[(
    SEE,
    &[
        // All of them see every case.
        (Role::Agent, Reach::All),
        (Role::Supervisor, Reach::All),
        (Role::Administrator, Reach::All),
    ],
)];

/// How long the link that confirms an address holds.
pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A mail waits so long for what else happens, which it tells of, too.
pub const GATHERED: SignedDuration = SignedDuration::from_mins(3);
/// So often an address may be left in one case: each time somebody is sent a mail.
const LEFT_MAX: u16 = 5;

codes! {
    /// How an address stands.
    Stands {
        /// Nobody has confirmed it yet.
        Waiting = "waiting",
        Confirmed = "confirmed",
        /// Whoever reads its mail wants no more.
        Stopped = "stopped",
        /// Its server takes no mail for it.
        Refused = "refused",
    }
}

/// What a case knows of the mails about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// Number of the event that left the address. Links name it, so that those to an earlier address open nothing.
    pub left: u64,
    /// How often one was left.
    pub times: u16,
    pub stands: Stands,
    /// Since when it stands so.
    pub since: Timestamp,
    /// Number of the last event that a mail has told of.
    pub told: u64,
}

/// Something to be done about the mails of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// Leave an address in the place of the one before.
    Leave {
        email: String,
        /// The language of the page on which it was left.
        #[serde(default)]
        pages: Option<Lang>,
    },
    /// By the link in the mail that asked.
    Confirm { left: u64 },
    /// By the link in any mail, or from the case.
    Stop { left: u64 },
    /// The server of the address does not take mail for it.
    Refuse { left: u64 },
    /// A mail was sent that tells of everything up to that event.
    Tell { left: u64, up_to: u64 },
}

/// What has happened to the mails of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    Left,
    Confirmed,
    Stopped,
    Refused,
    Told { up_to: u64 },
}

impl Notices {
    /// When an address was left with that event.
    pub fn left(seq: u64, at: Timestamp) -> Self {
        Self {
            left: seq,
            times: 1,
            stands: Stands::Waiting,
            since: at,
            told: seq,
        }
    }

    /// The link that confirms it no longer holds.
    pub fn expired(&self, now: Timestamp) -> bool {
        self.stands == Stands::Waiting && now.duration_since(self.since) > CONFIRM_WITHIN
    }

    /// Whether that address is still the one that mails go to, or would.
    fn concerns(&self, left: u64) -> bool {
        self.left == left
    }
}

/// What a change makes of how it stands; nothing when it stands so already. `same` says that an address to be left is the
/// one that is there.
///
/// # Errors
/// [`Refusal::TooLate`] when the link no longer holds, [`Refusal::OftenEnough`] when enough addresses were left.
pub(crate) fn decide(
    notices: Option<&Notices>,
    change: &Change,
    same: bool,
    actor: &Actor,
    now: Timestamp,
) -> Result<Option<Step>, Refusal> {
    let system = matches!(actor, Actor::System { .. });
    if matches!(change, Change::Refuse { .. } | Change::Tell { .. }) && !system {
        return Err(Refusal::NotAllowed);
    }
    let current = |left: u64| notices.filter(|notices| notices.concerns(left));
    Ok(match *change {
        Change::Leave { .. } => match notices {
            Some(notices) if same && notices.stands == Stands::Confirmed => None,
            Some(notices) if notices.times >= LEFT_MAX => {
                return Err(Refusal::OftenEnough {
                    noun: NOUN,
                    what: "left",
                    times: LEFT_MAX,
                });
            }
            _ => Some(Step::Left),
        },
        Change::Confirm { left } => match current(left) {
            Some(notices) if notices.stands == Stands::Confirmed => None,
            // Who opens the link has got the mail, whatever a server said.
            Some(notices) if notices.stands != Stands::Stopped && !notices.expired(now) => {
                Some(Step::Confirmed)
            }
            _ => {
                let since = notices.map_or(now, |notices| notices.since);
                return Err(Refusal::TooLate { since });
            }
        },
        Change::Stop { left } => current(left)
            .filter(|notices| notices.stands != Stands::Stopped)
            .map(|_| Step::Stopped),
        Change::Refuse { left } => current(left)
            .filter(|notices| matches!(notices.stands, Stands::Waiting | Stands::Confirmed))
            .map(|_| Step::Refused),
        Change::Tell { left, up_to } => current(left)
            .filter(|notices| notices.told < up_to)
            .map(|_| Step::Told { up_to }),
    })
}

/// What a step makes of it. Without an address there is nothing that could stand.
pub(crate) fn apply(notices: &mut Option<Notices>, seq: u64, at: Timestamp, step: Step) {
    if step == Step::Left {
        let times = notices.as_ref().map_or(0, |notices| notices.times);
        *notices = Some(Notices {
            times: times.saturating_add(1),
            ..Notices::left(seq, at)
        });
        return;
    }
    let Some(notices) = notices else { return };
    let stands = match step {
        Step::Left => Stands::Waiting,
        // What happened before is there to be read where the link leads.
        Step::Confirmed => {
            notices.told = seq;
            Stands::Confirmed
        }
        Step::Stopped => Stands::Stopped,
        Step::Refused => Stands::Refused,
        Step::Told { up_to } => {
            notices.told = notices.told.max(up_to);
            return;
        }
    };
    notices.stands = stands;
    notices.since = at;
}

/// An address to be left, as it is kept.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn address(email: &str) -> Result<String, Problem> {
    match email.trim() {
        "" => Err(Problem::Required),
        email => crate::typed::email(email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipts::Reference;

    const HOUR: SignedDuration = SignedDuration::from_hours(1);

    fn at() -> Timestamp {
        "2026-03-02T01:00:00Z".parse().unwrap()
    }

    fn holder() -> Actor {
        Actor::holder(Reference::from_random([2; 7]))
    }

    fn worker() -> Actor {
        Actor::System {
            worker: "notice".to_owned(),
        }
    }

    fn leave() -> Change {
        Change::Leave {
            email: "a@example.org".to_owned(),
            pages: None,
        }
    }

    /// What one makes of it after another, each an hour later and an event further on.
    fn after(changes: &[Change]) -> Option<Notices> {
        let mut notices = None;
        for (change, seq) in changes.iter().zip(1u64..) {
            let now = at() + HOUR * i32::try_from(seq).unwrap();
            let step = decide(notices.as_ref(), change, false, &worker(), now).unwrap();
            apply(&mut notices, seq, now, step.unwrap());
        }
        notices
    }

    fn stands(changes: &[Change]) -> Stands {
        after(changes).unwrap().stands
    }

    #[test]
    fn an_address_is_written_to_once_it_is_confirmed_and_until_it_is_stopped() {
        let confirm = Change::Confirm { left: 1 };
        assert_eq!(stands(&[leave()]), Stands::Waiting);
        assert_eq!(stands(&[leave(), confirm.clone()]), Stands::Confirmed);
        let stop = Change::Stop { left: 1 };
        assert_eq!(stands(&[leave(), confirm.clone(), stop.clone()]), Stands::Stopped);
        assert_eq!(
            stands(&[leave(), stop]),
            Stands::Stopped,
            "who never asked says so at once"
        );
        let refuse = Change::Refuse { left: 1 };
        assert_eq!(stands(&[leave(), refuse.clone()]), Stands::Refused);
        assert_eq!(stands(&[leave(), refuse, confirm]), Stands::Confirmed);
    }

    #[test]
    fn a_link_holds_for_its_own_address_and_its_own_time() {
        let waiting = after(&[leave()]).unwrap();
        let confirm = |notices: &Notices, left, hours| {
            let now = notices.since + HOUR * hours;
            decide(Some(notices), &Change::Confirm { left }, false, &holder(), now)
        };
        assert_eq!(confirm(&waiting, 1, 7 * 24), Ok(Some(Step::Confirmed)));
        assert!(matches!(
            confirm(&waiting, 1, 7 * 24 + 1),
            Err(Refusal::TooLate { .. })
        ));
        assert!(matches!(confirm(&waiting, 2, 1), Err(Refusal::TooLate { .. })));
        let stopped = after(&[leave(), Change::Stop { left: 1 }]).unwrap();
        assert!(matches!(confirm(&stopped, 1, 1), Err(Refusal::TooLate { .. })));
        let other = after(&[leave(), leave()]).unwrap();
        assert_eq!(other.left, 2);
        let stop = decide(Some(&other), &Change::Stop { left: 1 }, false, &holder(), at());
        assert_eq!(stop, Ok(None), "a mail to the address before stops nothing");
    }

    #[test]
    fn nobody_is_asked_more_than_five_times_through_one_case() {
        let five = after(&vec![leave(); 5]).unwrap();
        let sixth = decide(Some(&five), &leave(), false, &holder(), at());
        assert!(matches!(sixth, Err(Refusal::OftenEnough { times: 5, .. })));
        let confirmed = Notices {
            stands: Stands::Confirmed,
            ..five
        };
        assert_eq!(
            decide(Some(&confirmed), &leave(), true, &holder(), at()),
            Ok(None)
        );
    }

    #[test]
    fn only_the_platform_says_what_became_of_a_mail() {
        let confirmed = after(&[leave(), Change::Confirm { left: 1 }]).unwrap();
        let tell = Change::Tell { left: 1, up_to: 9 };
        for change in [tell.clone(), Change::Refuse { left: 1 }] {
            let decided = decide(Some(&confirmed), &change, false, &holder(), at());
            assert_eq!(decided, Err(Refusal::NotAllowed));
        }
        let decided = decide(Some(&confirmed), &tell, false, &worker(), at());
        assert_eq!(decided, Ok(Some(Step::Told { up_to: 9 })));
        let mut told = Some(confirmed);
        apply(&mut told, 10, at(), Step::Told { up_to: 9 });
        assert_eq!(decide(told.as_ref(), &tell, false, &worker(), at()), Ok(None));
    }

    #[test]
    fn without_an_address_nothing_stands() {
        let mut none = None;
        for step in [
            Step::Confirmed,
            Step::Stopped,
            Step::Refused,
            Step::Told { up_to: 3 },
        ] {
            apply(&mut none, 4, at(), step);
        }
        assert_eq!(none, None);
    }

    #[test]
    fn who_sees_addresses_that_take_no_mail() {
        let expected = [("see", "NANNNANNA".to_owned())];
        assert_eq!(crate::roles::written(PERMISSIONS), expected);
        let all = |action| move |role| crate::permissions::may(role, action) == Reach::All;
        let cases = Role::ALL.into_iter().filter(|role| all(SEE)(*role));
        assert!(cases.into_iter().all(all(crate::cases::SEE)));
    }
}
