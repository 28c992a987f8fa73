//! A pack as those who edit it see it: its texts beside each other, and a change before it is made.

use crate::small::{Pack, TODAY};
use city::{Change, Sheet, Standing, sheets};
use domain::Lang;
use domain::city::Checker;

const PLACE: &str = "guides/swimming";
const PAGE: &str = "guides/swimming/en.md";

fn sheet(pack: &Pack, change: Option<Change<'_>>) -> Sheet {
    let mut all = sheets(pack.path(), TODAY, change).sheets.into_iter();
    all.find(|sheet| sheet.place == PLACE).unwrap()
}

fn standing(sheet: &Sheet, key: &str) -> Standing {
    let cells = &sheet.columns[1].cells;
    let cell = cells.iter().find(|cell| cell.key == key).unwrap();
    cell.standing.clone()
}

/// A pack of which the project has checked everything.
fn confirmed() -> Pack {
    let pack = Pack::valid();
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    pack
}

#[test]
fn every_text_stands_beside_its_source() {
    let sheet = sheet(&confirmed(), None);
    assert_eq!(sheet.source, Lang::ZH);
    assert_eq!(
        sheet.title(),
        sheet.columns[0]
            .cells
            .iter()
            .find(|cell| cell.key == "title")
            .unwrap()
            .text
    );
    let langs: Vec<Lang> = sheet.columns.iter().map(|column| column.lang).collect();
    assert_eq!(langs, [Lang::ZH, Lang::EN]);
    let keys = |column: usize| -> Vec<&str> {
        sheet.columns[column]
            .cells
            .iter()
            .map(|c| c.key.as_str())
            .collect()
    };
    assert_eq!(keys(0), keys(1));
    assert_eq!(sheet.columns[0].standing(), Standing::Source);
    assert_eq!(sheet.columns[1].standing(), Standing::Confirmed(Checker::Project));
    assert_eq!(sheet.columns[1].file, PAGE);
    assert!(sheet.columns[1].text.as_ref().unwrap().starts_with("+++\n"));
    assert!(sheet.columns.iter().all(|column| column.findings.is_empty()));
}

#[test]
fn the_worst_of_its_texts_says_how_a_language_stands() {
    let pack = confirmed().and(PAGE, "Swimming, in en", "Swimming");
    let changed = sheet(&pack, None);
    assert_eq!(standing(&changed, "title"), Standing::TranslationChanged);
    assert_eq!(standing(&changed, "cost"), Standing::Confirmed(Checker::Project));
    assert_eq!(changed.columns[1].standing(), Standing::TranslationChanged);
    let source = "guides/swimming/zh.md";
    pack.write(
        source,
        pack.text(source).replacen("+++\n\n", "+++\n\n另外。\n\n", 1),
    );
    let stale = sheet(&pack, None);
    assert_eq!(standing(&stale, "body"), Standing::SourceChanged);
    assert_eq!(stale.columns[1].standing(), Standing::SourceChanged);
}

#[test]
fn a_reviewer_of_the_city_is_named() {
    let pack = confirmed();
    let by = Checker::named("Somebody of the harbour");
    city::confirm(pack.path(), Some(Lang::EN), &[PLACE.to_owned()], &by).unwrap();
    assert_eq!(sheet(&pack, None).columns[1].standing(), Standing::Confirmed(by));
}

#[test]
fn a_change_is_seen_and_not_made() {
    let pack = confirmed();
    let before = pack.text(PAGE);
    let text = before.clone() + "\n<script>alert(1)</script>\n\n[a](guide:nowhere)\n";
    let seen = sheet(
        &pack,
        Some(Change {
            file: PAGE,
            text: &text,
        }),
    );
    let told: Vec<String> = seen.columns[1]
        .findings
        .iter()
        .map(|f| f.what.to_string())
        .collect();
    assert!(told.iter().any(|what| what.contains("HTML")), "{told:?}");
    assert!(
        told.iter().any(|what| what.contains("unknown guide \"nowhere\"")),
        "{told:?}"
    );
    assert_eq!(standing(&seen, "body"), Standing::TranslationChanged);
    assert_eq!(seen.columns[1].text.as_ref(), Some(&text));
    assert_eq!(pack.text(PAGE), before);
}

#[test]
fn what_cannot_be_understood_says_where() {
    let pack = confirmed();
    for (text, line) in [
        ("+++\ntitle = \"a\ncost = 3\n+++\n", 2),
        ("no keys at all", 1),
        ("", 1),
    ] {
        let seen = sheet(&pack, Some(Change { file: PAGE, text }));
        assert_eq!(seen.columns[1].findings[0].line, line, "{text}");
        assert_eq!(seen.columns[1].standing(), Standing::Missing);
    }
}

#[test]
fn a_language_that_a_guide_lacks_is_missing() {
    let pack = confirmed();
    pack.remove(PAGE);
    let sheet = sheet(&pack, None);
    assert_eq!(sheet.columns[1].text, None);
    assert_eq!(sheet.columns[1].standing(), Standing::Missing);
}

#[test]
fn what_is_wrong_beside_the_texts_is_said_there() {
    let expired = sheets(confirmed().path(), jiff::civil::date(2027, 1, 1), None);
    let of_guide = expired.sheets.iter().find(|sheet| sheet.place == PLACE).unwrap();
    let other = expired
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.findings)
        .chain(&expired.findings);
    assert_eq!((other.count(), of_guide.findings.len()), (1, 0));
    let broken = Pack::with("guides/swimming/guide.toml", "unit = \"harbour\"", "unit = \"x\"");
    let seen = sheet(&broken, None).findings;
    let told: Vec<String> = seen.iter().map(ToString::to_string).collect();
    assert!(
        broken
            .findings()
            .iter()
            .any(|finding| told[0].ends_with(finding.as_str())),
        "{told:?}"
    );
    let nothing = sheets(std::path::Path::new("no/such/pack"), TODAY, None);
    assert!(nothing.sheets.is_empty() && !nothing.findings.is_empty());
}
