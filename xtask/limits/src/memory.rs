//! How fast this machine's memory is read, for what is bound by reading: a loop that adds up a buffer.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Bytes of the buffer that is read from the caches.
    #[arg(long, default_value_t = 2_000_000, value_parser = clap::value_parser!(u64).range(4096..=100_000_000))]
    near: u64,
}

/// Beyond the caches of machines that share theirs with others, in bytes.
const FAR: u64 = 1 << 30;
const WORD: u64 = size_of::<u64>() as u64;
const PASSES: usize = 7;

/// Prints `{"one_thread":…,"two_threads":…,"near":…}`, in bytes a second; the best pass counts, since others share the
/// machine.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let far = buffer(FAR)?;
    let near = buffer(args.near)?;
    // As many bytes as from afar, so that the clock is fine enough.
    let again = FAR / args.near;
    let seconds = |read: &dyn Fn()| best(read).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a gigabyte or less")]
    let per_second = |bytes: u64, seconds: f64| bytes as f64 / seconds;
    let figures = json!({
        "one_thread": per_second(FAR, seconds(&|| in_threads(&far, 1))),
        "two_threads": per_second(FAR, seconds(&|| in_threads(&far, 2))),
        "near": per_second(again * args.near, seconds(&|| (0..again).for_each(|_| sum(&near)))),
    });
    println!("{figures}");
    Ok(())
}

/// Not of zeros, which would all be the same page.
fn buffer(bytes: u64) -> anyhow::Result<Vec<u64>> {
    Ok(vec![1; usize::try_from(bytes / WORD)?])
}

fn best(read: &dyn Fn()) -> Duration {
    let pass = |_| {
        let begun = Instant::now();
        read();
        begun.elapsed()
    };
    (0..PASSES).map(pass).min().unwrap_or_default()
}

fn in_threads(words: &[u64], threads: usize) {
    std::thread::scope(|scope| {
        for part in words.chunks(words.len().div_ceil(threads)) {
            scope.spawn(|| sum(part));
        }
    });
}

/// Reads all of them. The lanes are added up apart, so that no addition waits for the one before it.
fn sum(words: &[u64]) {
    let mut lanes = [0_u64; 32];
    for chunk in black_box(words).as_chunks::<32>().0 {
        for (lane, word) in lanes.iter_mut().zip(chunk) {
            *lane = lane.wrapping_add(*word);
        }
    }
    black_box(lanes);
}
