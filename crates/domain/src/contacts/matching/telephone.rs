//! Whom a telephone exchange rings, one after the other, for a call that cannot wait here.

use jiff::Timestamp;

use super::{Agent, AgentState, Offered, Policy, Waiting, offers};
use crate::roles::StaffId;

/// Who would be offered that call now, then who would if they did not take it, and so on: at most so many. The others who wait keep
/// their turn. Those who speak the caller's language come first; whoever does not is rung at once if an interpreter can
/// come in: on the telephone nobody waits for that.
pub fn rung_in_turn(
    agents: &[Agent],
    waiting: &[Waiting],
    call: &Waiting,
    policy: &Policy,
    now: Timestamp,
    most: usize,
) -> Vec<StaffId> {
    let mut agents = agents.to_vec();
    let mut rung = Vec::new();
    for wants_interpreter in [false, true] {
        let call = Waiting {
            wants_interpreter,
            ..call.clone()
        };
        let all: Vec<Waiting> = waiting.iter().chain([&call]).cloned().collect();
        while rung.len() < most {
            let made = offers(&agents, &all, policy, now);
            let to = made.iter().find(|offer| offer.waiting == call.id);
            let Some(Offered::Agent { staff, .. }) = to.map(|offer| offer.to) else {
                break;
            };
            rung.push(staff);
            for agent in agents.iter_mut().filter(|agent| agent.staff == staff) {
                agent.state = AgentState::Offline;
            }
        }
    }
    rung
}
