//! `translate <folder> [--threads N] [--batch N] [--scores]`: a line in, a line out, and what it took as JSON on standard
//! error. With `--scores` each line begins with the mean log-probability of its words, and its doubts.

use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bergamot::{Options, Translation, Translator};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut folder, mut threads, mut batch, mut scores) = (None, 1_usize, 1_usize, false);
    while let Some(argument) = arguments.next() {
        let mut number = || {
            arguments
                .next()
                .ok_or("a number is missing")?
                .parse::<usize>()
                .map_err(Box::<dyn std::error::Error>::from)
        };
        match argument.as_str() {
            "--threads" => threads = number()?.max(1),
            "--batch" => batch = number()?.max(1),
            "--scores" => scores = true,
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let begun = Instant::now();
    let folder = folder.ok_or("which folder?")?;
    let translator = load(&folder)?;
    let loaded = begun.elapsed();
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let options = Options {
        batch,
        ..Options::default()
    };
    let begun = Instant::now();
    let mut results: Vec<(String, Duration)> = vec![Default::default(); lines.len()];
    if batch == 1 && threads == 1 {
        for (line, result) in lines.iter().zip(&mut results) {
            let begun = Instant::now();
            let translation = translator.translate(line, &options)?;
            let time = begun.elapsed();
            *result = (said(translation, scores), time);
        }
    } else {
        // Every thread takes the next batches, so that none waits for another's longer ones.
        let next = std::sync::atomic::AtomicUsize::new(0);
        let at_once = batch * 4;
        let done = std::sync::Mutex::new(&mut results);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let from = next.fetch_add(at_once, std::sync::atomic::Ordering::Relaxed);
                        let Some(part) = lines
                            .get(from..lines.len().min(from + at_once))
                            .filter(|part| !part.is_empty())
                        else {
                            break;
                        };
                        let texts: Vec<&str> = part.iter().map(String::as_str).collect();
                        let translations =
                            translator
                                .translate_all(&texts, &options)
                                .unwrap_or_else(|error| {
                                    // A report over lines that are missing would be a lie.
                                    eprintln!("{error}");
                                    std::process::exit(1)
                                });
                        let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        for (at, translation) in translations.into_iter().enumerate() {
                            done[from + at].0 = said(translation, scores);
                        }
                    }
                });
            }
        });
    }
    let total = begun.elapsed();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (text, _) in &results {
        writeln!(out, "{}", text.replace('\n', " "))?;
    }
    out.flush()?;
    let mut times: Vec<f64> = results.iter().map(|(_, time)| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or(0.0)
    };
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let bytes: usize = lines.iter().map(|line| translator.bytes_per_word(line)).sum();
    eprintln!(
        "{}",
        serde_json::json!({
            "load_ms": loaded.as_secs_f64() * 1e3,
            "sentences": lines.len(),
            "median_ms": at(0.5),
            "p95_ms": at(0.95),
            "total_s": total.as_secs_f64(),
            "words": words,
            "rss_mb": resident(),
            "model_bytes": translator.size(),
            "bytes_per_word": bytes / lines.len().max(1),
            "kernel": translator.kernel().name(),
        })
    );
    Ok(())
}

/// The languages are in the folder's name.
fn load(folder: &Path) -> Result<Translator, bergamot::Error> {
    let translator = Translator::load(folder)?;
    let pair = folder.file_name().and_then(|name| name.to_str()?.split_once('-'));
    Ok(match pair {
        Some((from, to)) => translator.between(from, to),
        None => translator,
    })
}

fn said(translation: Translation, scores: bool) -> String {
    match translation.log_probability().filter(|_| scores) {
        Some(score) => format!("{score:.4} {:?}\t{}", translation.doubts, translation.text),
        None => translation.text,
    }
}

/// Memory of this process, in megabytes, where the system says so.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
