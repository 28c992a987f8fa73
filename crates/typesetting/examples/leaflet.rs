//! What a sheet costs: `leaflet TEMPLATE DATA ROUNDS [PDF]` sets it once on fonts that nobody has read yet, then again and again
//! with other texts in it, and prints the figures as JSON. It keeps the first one where it is told to.

use std::error::Error;
use std::fs;
use std::time::Instant;

use serde_json::{Value, json};
use typesetting::{Fonts, SetError, set};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or(format!("{what} is missing"));
    let template = fs::read_to_string(next("the template")?)?;
    let data: Value = serde_json::from_str(&fs::read_to_string(next("the data")?)?)?;
    let rounds: usize = next("the number of rounds")?.parse()?;

    let begun = Instant::now();
    let fonts = Fonts::of_this_machine()?;
    let fonts_ms = milliseconds(begun);
    let begun = Instant::now();
    let sheet = set(&fonts, &template, &data)?;
    let first_ms = milliseconds(begun);
    let again = |round| {
        let data = other(&data, round);
        let begun = Instant::now();
        set(&fonts, &template, &data)?;
        Ok(milliseconds(begun))
    };
    let mut times = (0..rounds).map(again).collect::<Result<Vec<f64>, SetError>>()?;
    times.sort_by(f64::total_cmp);
    let figures = json!({
        "fonts_ms": fonts_ms,
        "first_ms": first_ms,
        "p50_ms": times.get(rounds / 2),
        "worst_ms": times.last(),
        "bytes": sheet.pdf.len(),
        "pages": sheet.pages,
        "is_accessible": sheet.is_accessible,
    });
    println!("{figures}");
    if let Some(path) = arguments.next() {
        fs::write(path, &sheet.pdf)?;
    }
    Ok(())
}

/// The same with other texts: nothing that was set before fits. What is no words, codes and the picture, stays.
fn other(data: &Value, round: usize) -> Value {
    match data {
        Value::Object(fields) => {
            let changed = |(key, value): (&String, &Value)| {
                let is_words = !matches!(key.as_str(), "paper" | "lang" | "source" | "qr" | "code");
                let value = if is_words {
                    other(value, round)
                } else {
                    value.clone()
                };
                (key.clone(), value)
            };
            fields.iter().map(changed).collect()
        }
        Value::Array(each) => each.iter().map(|value| other(value, round)).collect(),
        Value::String(text) => Value::String(format!("{text}{round}")),
        plain => plain.clone(),
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
