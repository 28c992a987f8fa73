use std::process::ExitCode;

use domain::contacts::staffing::{Demand, Need, Service, Target, Wrong, erlang};
use jiff::SignedDuration;
use serde::Serialize;

/// How many agents a hotline needs, as JSON.
///
/// By Erlang C, or with a patience by Erlang A. Times are written as 20s, 3m or 1h30m, shares as numbers from 0 to 1.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Calls that come in an interval.
    #[arg(long, value_name = "NUMBER")]
    calls: f64,
    /// Length of an interval.
    #[arg(long, value_name = "TIME", default_value = "30m")]
    interval: SignedDuration,
    /// What a call takes, from the answer to the end of the wrap-up, on average.
    #[arg(long, value_name = "TIME")]
    handling: SignedDuration,
    /// To be answered within this time.
    #[arg(long, value_name = "TIME", default_value = "15s")]
    answer_in: SignedDuration,
    /// Share of the calls to be answered within it.
    #[arg(long, value_name = "SHARE", default_value_t = 0.95)]
    level: f64,
    /// Share of their time that agents may be busy.
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    occupancy: f64,
    /// Share of the paid time in which they do not answer: breaks, training, leave.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    shrinkage: f64,
    /// How long callers wait before they give up, on average; else they wait for ever.
    #[arg(long, value_name = "TIME")]
    patience: Option<SignedDuration>,
    /// Say how so many do, instead of how many are needed.
    #[arg(long, value_name = "NUMBER")]
    agents: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Answer {
    agents: u32,
    positions: u32,
    service_level: f64,
    waiting_probability: f64,
    occupancy: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    abandonment: Option<f64>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let demand = Demand {
        calls: args.calls,
        interval: args.interval,
        handling: args.handling,
    };
    let target = Target {
        answer_within: args.answer_in,
        level: args.level,
        occupancy: args.occupancy,
        shrinkage: args.shrinkage,
    };
    let need = match (args.agents, args.patience) {
        (Some(agents), patience) => erlang::given(agents, &demand, patience, &target),
        (None, Some(patience)) => erlang::need_of_impatient(&demand, patience, &target),
        (None, None) => erlang::need(&demand, &target),
    };
    let Need {
        agents,
        positions,
        service,
    } = need.map_err(named_as_given)?;
    let Service {
        level: service_level,
        waiting_probability,
        occupancy,
        ..
    } = service;
    let answer = Answer {
        agents,
        positions,
        service_level,
        waiting_probability,
        occupancy,
        abandonment: args.patience.map(|_| service.abandonment),
    };
    println!("{}", serde_json::to_string(&answer)?);
    Ok(ExitCode::SUCCESS)
}

/// What is wrong, by the name of its flag.
fn named_as_given(wrong: Wrong) -> anyhow::Error {
    let flag = match wrong.field {
        "answer_within" => "answer-in",
        field => field,
    };
    anyhow::anyhow!("--{flag} {}", wrong.why)
}
