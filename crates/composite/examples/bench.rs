//! What building costs, as JSON on one line, for `cargo xtask bench composite`: `bench FOLDER ROUNDS`, where FOLDER has
//! ASEM's two tables.

use std::fs;
use std::path::Path;
use std::time::Instant;

use composite::read::{self, File, Options};
use composite::uncertainty::{Running, Uncertainty, run};
use composite::{Build, Data, Direction, Element, Framework, Recipe, Table, build};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(rounds)) = (arguments.next(), arguments.next()) else {
        return Err("bench FOLDER ROUNDS".into());
    };
    let rounds: usize = rounds.parse()?;
    // First, while the process has not been any larger.
    let memory = memory()?;
    let (data, framework) = asem(Path::new(&folder))?;
    let recipe: Recipe = toml::from_str("impute = \"mean:EurAsia_group\"")?;
    let rebuild = median(rounds, || {
        const TIMES: u32 = 2000;
        let start = Instant::now();
        for _ in 0..TIMES {
            std::hint::black_box(build(&data, &framework, &recipe)?);
        }
        Ok(start.elapsed().as_secs_f64() / f64::from(TIMES))
    })?;
    let spec: Uncertainty = toml::from_str(
        "replications = 10000
        normalise = [\"minmax:1:100\", \"zscore:100:10\", \"rank\"]
        aggregate = [\"amean\", \"gmean\", \"hmean\"]
        weights = 0.25",
    )?;
    let replications = |threads| {
        median(rounds, || {
            let start = Instant::now();
            let ranking = run(&data, &framework, &recipe, &spec, &Running::on(threads))?;
            let took = start.elapsed().as_secs_f64();
            if ranking.failed.is_empty() {
                Ok(took)
            } else {
                Err("replications failed".into())
            }
        })
    };
    let large = |units, indicators| {
        let (data, framework) = made_up(units, indicators);
        let took = median(rounds, || {
            let start = Instant::now();
            let built = build_large(&data, &framework)?;
            let took = start.elapsed().as_secs_f64();
            drop(built);
            Ok(took)
        })?;
        Ok::<Value, Failure>(json!({"units": units, "indicators": indicators, "ms": took * 1e3}))
    };
    let each = |sizes: [(usize, usize); 4]| {
        let all = sizes
            .into_iter()
            .map(|(units, indicators)| large(units, indicators));
        all.collect::<Result<Vec<Value>, Failure>>()
    };
    let found = json!({
        "rebuild_us": rebuild * 1e6,
        "replications": spec.replications,
        "one_thread_s": replications(1)?,
        "two_threads_s": replications(2)?,
        "memory": memory,
        "by_units": each([1250, 2500, 5000, 10_000].map(|units| (units, 300)))?,
        "by_indicators": each([75, 150, 300, 600].map(|indicators| (5000, indicators)))?,
    });
    println!("{found}");
    Ok(())
}

fn median(rounds: usize, mut each: impl FnMut() -> Result<f64, Failure>) -> Result<f64, Failure> {
    let mut took = (0..rounds).map(|_| each()).collect::<Result<Vec<_>, _>>()?;
    took.sort_by(f64::total_cmp);
    Ok(took[rounds / 2])
}

/// Memory of the whole process while 5,000 × 300 are built, with the table they are built from.
fn memory() -> Result<Value, Failure> {
    let (data, framework) = made_up(5000, 300);
    let table = 5000 * 300 * size_of::<f64>();
    let built = build_large(&data, &framework)?;
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.split_whitespace().next());
    let peak = 1024 * kilobytes.ok_or("no VmHWM")?.parse::<usize>()?;
    drop(built);
    Ok(json!({"table_bytes": table, "peak_bytes": peak}))
}

fn build_large(data: &Data, framework: &Framework) -> Result<Build, Failure> {
    let recipe: Recipe = toml::from_str("impute = \"median\"")?;
    Ok(build(data, framework, &recipe)?)
}

/// Indicators in tens, tens in fives, fives in an index: four levels. One in twenty values is missing; every third indicator
/// is log-normal, which winsorising does not help, so that it is transformed; of every fourth less is better.
fn made_up(units: usize, indicators: usize) -> (Data, Framework) {
    let mut elements = Vec::new();
    for at in 0..indicators {
        let mut element = Element::new(format!("i{at}"), 1, Some(&format!("a{}", at / 10)));
        if at % 4 == 0 {
            element.direction = Direction::Down;
        }
        elements.push(element);
    }
    for at in 0..indicators.div_ceil(10) {
        elements.push(Element::new(format!("a{at}"), 2, Some(&format!("b{}", at / 5))));
    }
    for at in 0..indicators.div_ceil(50) {
        elements.push(Element::new(format!("b{at}"), 3, Some("index")));
    }
    elements.push(Element::new("index", 4, None));
    let framework = Framework::new(elements).expect("it is a hierarchy");
    // SplitMix64: the same numbers everywhere.
    let mut state = 1_u64;
    let mut uniform = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let columns = (0..indicators).map(|at| {
        let value = |_| {
            if uniform() < 0.05 {
                return f64::NAN;
            }
            // Twelve uniform ones are nearly normal.
            let normal = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            if at % 3 == 0 { normal.exp() } else { 50.0 + normal }
        };
        (0..units).map(value).collect()
    });
    let columns = columns.collect();
    let codes = framework
        .indicators()
        .iter()
        .map(|one| one.code.clone())
        .collect();
    let units = (0..units).map(|at| format!("u{at}")).collect();
    (Data::new(Table::new(units, codes, columns)), framework)
}

/// ASEM as COINr has it.
fn asem(folder: &Path) -> Result<(Data, Framework), Failure> {
    let bytes = |name: &str| fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let (data, meta) = (bytes("ASEM_iData.csv")?, bytes("ASEM_iMeta.csv")?);
    let file = |name, bytes| File { name, bytes };
    let (data, meta) = (file("ASEM_iData.csv", &data), file("ASEM_iMeta.csv", &meta));
    let tables = read::tables(data, meta, &Options::default())?;
    let year = tables.panel.years().first().ok_or("there is no year")?;
    Ok((year.clone(), tables.framework))
}
