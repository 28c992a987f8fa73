//! Everything with rows, as CSV. Numbers are the shortest that read back to the same bits; what is missing is empty.

use composite::Build;
use composite::look::effective_weights;
use composite::stats::places;
use composite::uncertainty::{Ranking, Sensitivity};
use composite::write::{self, number};

/// Names of files and what they hold.
pub fn all(
    build: &Build,
    ranking: Option<&Ranking>,
    sensitivity: Option<&Sensitivity>,
) -> Vec<(&'static str, String)> {
    let mut files = vec![
        ("denominated.csv", write::stage(&build.denominated)),
        ("imputed.csv", write::stage(&build.imputed)),
        ("treated.csv", write::stage(&build.treated)),
        ("normalised.csv", write::stage(&build.normalised)),
        ("aggregated.csv", write::stage(&build.aggregated)),
        ("ranks.csv", ranks(build)),
        ("weights.csv", weights(build)),
    ];
    files.extend(ranking.map(|ranking| ("uncertainty.csv", uncertainty(ranking))));
    files.extend(sensitivity.map(|found| ("sensitivity.csv", indices(found))));
    files
}

/// Places by every aggregate, the highest first, in the order of units.
fn ranks(build: &Build) -> String {
    let indicators = build.framework.indicators().len();
    let aggregates: Vec<usize> = (indicators..build.framework.elements().len()).rev().collect();
    let columns: Vec<Vec<f64>> = aggregates
        .iter()
        .map(|place| places(&build.aggregated.columns()[*place]))
        .collect();
    let mut rows = vec![vec!["uCode".to_owned(), "uName".to_owned()]];
    rows[0].extend(
        aggregates
            .iter()
            .map(|place| build.framework.codes()[*place].clone()),
    );
    for (row, unit) in build.units().iter().enumerate() {
        let mut cells = vec![unit.clone(), build.names[row].clone()];
        cells.extend(columns.iter().map(|column| number(column[row])));
        rows.push(cells);
    }
    write::rows(&rows)
}

fn weights(build: &Build) -> String {
    let head = ["iCode", "Level", "Parent", "Weight", "Within", "Whole"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let elements = build.framework.elements().iter().zip(&build.weights);
    for ((element, weight), effective) in elements.zip(effective_weights(build)) {
        let parent = element.parent.clone().unwrap_or_default();
        rows.push(vec![
            element.code.clone(),
            element.level.to_string(),
            parent,
            number(*weight),
            number(effective.within),
            number(effective.whole),
        ]);
    }
    write::rows(&rows)
}

fn uncertainty(ranking: &Ranking) -> String {
    let head = [
        "element", "uCode", "score", "rank", "mean", "median", "q05", "q95", "ranked",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for element in &ranking.elements {
        for unit in &element.units {
            let numbers = [unit.score, unit.rank, unit.mean, unit.median, unit.low, unit.high].map(number);
            let mut cells = vec![element.element.clone(), unit.unit.clone()];
            cells.extend(numbers);
            cells.push(unit.ranked.to_string());
            rows.push(cells);
        }
    }
    write::rows(&rows)
}

fn indices(found: &Sensitivity) -> String {
    let head = [
        "choice",
        "first",
        "first_q05",
        "first_q95",
        "total",
        "total_q05",
        "total_q95",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for one in &found.indices {
        let (first, total) = (&one.indices.first, &one.indices.total);
        let numbers = [
            first.value,
            first.low,
            first.high,
            total.value,
            total.low,
            total.high,
        ]
        .map(number);
        let mut cells = vec![one.factor.clone()];
        cells.extend(numbers);
        rows.push(cells);
    }
    write::rows(&rows)
}
