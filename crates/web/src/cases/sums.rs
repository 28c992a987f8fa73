//! The three rates in a table that is taken along: the columns, and what stands in them.

use domain::rates::{Share, Tally};

use crate::kit::page::Page;

/// Keys of the names of the rates.
pub(super) const RATES: [&str; 3] = ["desk-wall-responded", "desk-wall-solved", "desk-wall-satisfied"];

/// The heads of the columns: of each rate its percent, its count and what that is counted from; then what is left out.
pub(super) fn heads(page: &Page) -> Vec<String> {
    let t = |key: &str| page.t(key).to_string();
    let of_rate = |name: String| [format!("{name} %"), format!("{name}: n"), format!("{name}: N")];
    let left_out = ["desk-wall-merged", "desk-wall-declined", "desk-wall-unrated"].map(t);
    RATES
        .map(t)
        .into_iter()
        .flat_map(of_rate)
        .chain(left_out)
        .collect()
}

/// What stands below them of a rate; `tells`: there is enough to give it as a percent.
pub(super) fn rate(share: Option<Share>, tells: bool) -> [String; 3] {
    let percent = share.filter(|_| tells).and_then(Share::per_mille);
    [
        percent.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
        share.map(|share| share.count.to_string()),
        share.map(|share| share.of.to_string()),
    ]
    .map(Option::unwrap_or_default)
}

/// And of what is left out.
pub(super) fn left_out(tally: &Tally) -> [String; 3] {
    [tally.merged, tally.declined, tally.unrated].map(|n| n.to_string())
}
