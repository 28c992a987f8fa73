//! How well the mark of doubt tells what a person should see, on texts that residents may write.

use std::sync::Arc;
use std::time::Duration;

use domain::Lang;
use language::glossary::Glossary;
use language::neural::{LOW, Neural, Student};
use language::translate::{Request, Translator as _};

#[path = "../../bergamot/tests/weights/mod.rs"]
mod weights;

fn student(from: &str, to: &str) -> Student {
    let translator = bergamot::Translator::load(&weights::weights(&format!("{from}-{to}"))).unwrap();
    Student {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        name: "tiny".to_owned(),
        version: "2.0".to_owned(),
        translator: Arc::new(translator.between(from, to)),
    }
}

/// A line of `doubts.tsv`.
struct Labelled<'l> {
    from: Lang,
    to: Lang,
    text: &'l str,
    /// As it came when it was labelled.
    translation: &'l str,
    is_wrong: bool,
}

fn labelled() -> Vec<Labelled<'static>> {
    let lines = include_str!("data/doubts.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let [pair, label, text, translation] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("four columns: {line}");
            };
            let (from, to) = pair.split_once('-').unwrap();
            Labelled {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                text,
                translation,
                is_wrong: match label {
                    "wrong" => true,
                    "right" => false,
                    other => panic!("{other}"),
                },
            }
        })
        .collect()
}

#[tokio::test]
async fn what_is_wrong_is_doubted_and_what_is_right_is_mostly_not() {
    let students = [student("en", "pt"), student("pt", "en")];
    let neural = Neural::new(students, Arc::new(Glossary::of([])), Duration::from_mins(1));
    let all = labelled();
    assert!(all.len() >= 100);
    let (mut doubted, mut wrong, mut both) = (0_u32, 0_u32, 0_u32);
    for line in &all {
        let request = Request {
            text: line.text.to_owned(),
            from: line.from,
            to: line.to,
        };
        let said = neural.translate(&request).await.unwrap();
        assert_eq!(
            said.text, line.translation,
            "{}: its label is of another translation",
            line.text
        );
        let is_doubted = said.confidence.unwrap() < LOW;
        doubted += u32::from(is_doubted);
        wrong += u32::from(line.is_wrong);
        both += u32::from(is_doubted && line.is_wrong);
        if is_doubted != line.is_wrong {
            println!(
                "{}: {} | {}",
                if is_doubted { "doubted" } else { "missed" },
                line.text,
                said.text
            );
        }
    }
    let (precision, recall) = (
        f64::from(both) / f64::from(doubted),
        f64::from(both) / f64::from(wrong),
    );
    println!(
        "{} texts, {wrong} wrong, {doubted} doubted: precision {precision:.2}, recall {recall:.2}",
        all.len()
    );
    assert!(precision >= 0.7 && recall >= 0.8, "{precision:.2} {recall:.2}");
}
