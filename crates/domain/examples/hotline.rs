//! What finding agents costs, as JSON on one line, for `cargo xtask bench hotline`: `hotline ROUNDS`.

use std::collections::BTreeSet;
use std::time::Instant;

use domain::Lang;
use domain::contacts::matching::{Agent, AgentState, Agreed, Part, Policy, Waiting, WaitingId, What, offers};
use domain::contacts::staffing::Target;
use domain::contacts::staffing::plan::{Effort, Group, Wanted, plan};
use domain::contacts::staffing::simulation::{Stream, Times};
use domain::roles::StaffId;
use domain::training::Level;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

const WAITING: u16 = 1000;
const AGENTS: u16 = 300;
const TOPICS: [&str; 8] = [
    "visa", "tax", "work", "school", "health", "housing", "police", "travel",
];
const LANGUAGES: [&str; 20] = [
    "ru", "ko", "ja", "en", "fr", "de", "es", "pt", "it", "ar", "fa", "hi", "id", "th", "tr", "uk", "vi",
    "pl", "nl", "sv",
];

fn main() -> Result<(), Failure> {
    let rounds: usize = std::env::args().nth(1).ok_or("hotline ROUNDS")?.parse()?;
    let languages = LANGUAGES
        .iter()
        .map(|tag| Lang::parse(tag))
        .collect::<Result<Vec<_>, _>>()?;
    let found = json!({
        "waiting": WAITING,
        "agents": AGENTS,
        "all_ready_ms": round(rounds, &languages, |_, _| {})?,
        "all_full_ms": round(rounds, &languages, |agents, _| for agent in agents {
            agent.state = AgentState::Talking;
            agent.chats = agent.capacity;
        })?,
        "calls_while_all_chat_ms": round(rounds, &languages, |agents, waiting| {
            for agent in agents {
                agent.state = AgentState::Talking;
                agent.chats = 1;
            }
            for waiting in waiting {
                waiting.what = What::Call;
            }
        })?,
        "all_declined_ms": round(rounds, &languages, |_, waiting| for waiting in waiting {
            waiting.declined_by = (1..=3).map(StaffId).collect();
        })?,
        "plan_s": day(&languages)?,
    });
    println!("{found}");
    Ok(())
}

/// Milliseconds of a round, half of them.
fn round(
    rounds: usize,
    languages: &[Lang],
    change: impl Fn(&mut [Agent], &mut [Waiting]),
) -> Result<f64, Failure> {
    let policy = Policy::default();
    let now = Timestamp::from_second(1_000_000)?;
    let mut agents = (0..AGENTS)
        .map(|n| agent(n, languages))
        .collect::<Result<Vec<_>, _>>()?;
    let mut waiting = (0..WAITING)
        .map(|n| waiting(n, languages))
        .collect::<Result<Vec<_>, _>>()?;
    change(&mut agents, &mut waiting);
    let mut took = Vec::new();
    for _ in 0..rounds.max(1) {
        let start = Instant::now();
        std::hint::black_box(offers(&agents, &waiting, &policy, now));
        took.push(start.elapsed().as_secs_f64() * 1e3);
    }
    took.sort_by(f64::total_cmp);
    Ok(took[took.len() / 2])
}

/// Speaks three languages of twenty, and half of them answer about all topics.
fn agent(n: u16, languages: &[Lang]) -> Result<Agent, Failure> {
    let n_th = usize::from(n);
    let spoken = [(0, Level::Native), (1, Level::Working), (7, Level::Basic)];
    let languages = spoken.map(|(next, level)| (languages[(n_th + next) % languages.len()], level));
    let topics = TOPICS
        .iter()
        .cycle()
        .skip(n_th)
        .take(4)
        .map(|topic| (*topic).to_owned());
    Ok(Agent {
        staff: StaffId(i64::from(n) + 1),
        part: if n.is_multiple_of(10) {
            Part::Interpreter
        } else {
            Part::Agent
        },
        languages: languages.to_vec(),
        topics: if n.is_multiple_of(2) {
            BTreeSet::new()
        } else {
            topics.collect()
        },
        state: AgentState::Ready,
        since: Timestamp::from_second(900_000 + i64::from(n) * 37 % 1000)?,
        capacity: 3,
        chats: 0,
        on_a_call: false,
        offered: Vec::new(),
        agreed: Agreed::Nothing,
    })
}

fn waiting(n: u16, languages: &[Lang]) -> Result<Waiting, Failure> {
    let n_th = usize::from(n);
    Ok(Waiting {
        id: WaitingId(u64::from(n)),
        what: if n.is_multiple_of(3) {
            What::Call
        } else {
            What::Chat
        },
        language: languages[n_th * 7 % languages.len()],
        urgent: n.is_multiple_of(50),
        topic: n
            .is_multiple_of(2)
            .then(|| TOPICS[n_th % TOPICS.len()].to_owned()),
        since: Timestamp::from_second(999_000 + i64::from(n) * 13 % 1000)?,
        declined_by: Vec::new(),
        wants_interpreter: false,
        machine: n.is_multiple_of(4),
        call_back_offered: true,
    })
}

/// Seconds of a plan: 24 half-hours, five languages, agents who speak one or all of them.
fn day(languages: &[Lang]) -> Result<f64, Failure> {
    let policy = Policy::default();
    let languages = &languages[..5];
    let streams = (1_u8..).zip(languages).map(|(n, language)| Stream {
        language: *language,
        what: What::Call,
        machine: false,
        calls: (0_u8..24)
            .map(|slot| f64::from(1 + (slot * 3 + n * 5) % 17))
            .collect(),
        handling: Times::Exponential(SignedDuration::from_secs(240)),
        patience: Some(Times::Exponential(SignedDuration::from_secs(120))),
    });
    let speaks = |language: &Lang| (*language, Level::Working);
    let alone = languages.iter().map(|language| Group {
        languages: vec![speaks(language)],
        most: 10,
    });
    let all = Group {
        languages: languages.iter().map(speaks).collect(),
        most: 20,
    };
    let wanted = Wanted {
        slot: SignedDuration::from_mins(30),
        streams: streams.collect(),
        groups: alone.chain([all]).collect(),
        policy: &policy,
        target: Target {
            answer_within: policy.answer_within,
            level: policy.level,
            occupancy: 0.85,
            shrinkage: 0.3,
        },
        effort: Effort::default(),
    };
    let start = Instant::now();
    std::hint::black_box(plan(&wanted)?);
    Ok(start.elapsed().as_secs_f64())
}
