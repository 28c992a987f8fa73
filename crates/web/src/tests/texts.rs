//! The texts that are compiled in, and who asks for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use domain::Lang;
use domain::city::InterfaceLanguage;

use crate::built::FILES;

/// The languages compiled in.
fn all() -> Vec<InterfaceLanguage> {
    let codes: BTreeSet<&str> = FILES.iter().map(|(lang, ..)| *lang).collect();
    let offered = |code: &str| InterfaceLanguage {
        code: Lang::parse(code).unwrap(),
        tag: code.to_owned(),
        name: code.to_owned(),
    };
    codes.into_iter().map(offered).collect()
}

#[test]
fn every_language_has_the_same_texts_with_the_same_variables() {
    let all = all();
    assert!(all.len() >= 5);
    let texts = crate::texts(&all, Lang::EN, None);
    let gaps: Vec<String> = texts.unwrap().gaps().iter().map(ToString::to_string).collect();
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

#[test]
fn a_rate_and_a_colon_are_written_as_their_readers_do() {
    let texts = crate::texts(&all(), Lang::EN, None).unwrap();
    for (lang, written) in [
        (Lang::ZH, "率：96.4%（450/467）"),
        (Lang::EN, "率: 96.4% (450/467)"),
        (Lang::KO, "率: 96.4% (450/467)"),
        (Lang::JA, "率：96.4%（450/467）"),
        (Lang::RU, "率: 96,4\u{a0}% (450/467)"),
    ] {
        let tenths = texts.writing(lang).unwrap().tenths(964);
        let percent = texts.get(lang, "desk-wall-percent").with("n", tenths);
        let share = texts
            .get(lang, "desk-wall-share")
            .with("count", 450)
            .with("of", 467);
        let colon = texts.get(lang, "page-colon");
        assert_eq!(format!("率{colon}{percent}{share}"), written, "{lang}");
    }
}

/// What stands between `opening` and the next `"` or `)`, for every `opening`.
fn after<'t>(text: &'t str, opening: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

/// Every text that a language has, of those compiled in.
fn keys() -> BTreeSet<&'static str> {
    let lines = FILES.iter().flat_map(|(_, _, text)| text.lines());
    let keys = lines.filter_map(|line| line.split_once(" =").map(|(key, _)| key));
    keys.filter(|key| !key.starts_with(' ')).collect()
}

#[test]
fn templates_and_pages_name_only_texts_that_are_there() {
    let keys = keys();
    let mut files = Vec::new();
    let web = Path::new(env!("CARGO_MANIFEST_DIR"));
    for root in [web, &web.join("../kit")] {
        gather(&root.join("templates"), &mut files);
        gather(&root.join("src"), &mut files);
    }
    let mut wrong = Vec::new();
    for (name, text) in &files {
        for key in after(text, ".t(\"") {
            if !keys.contains(key) {
                wrong.push(format!("{name}: {key}"));
            }
        }
        for prefix in after(text, ".tc(\"") {
            if !keys.iter().any(|key| key.starts_with(&format!("{prefix}-"))) {
                wrong.push(format!("{name}: {prefix}-…"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn gather(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else if !path.ends_with("texts.rs") {
            files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_code_the_domain_has_a_text_for_is_there() {
    let texts = crate::texts(&all(), Lang::EN, None).unwrap();
    let mut codes: Vec<String> = Vec::new();
    codes.extend(
        domain::cases::State::ALL
            .iter()
            .map(|s| format!("cases-state-{}", s.code())),
    );
    codes.extend(
        domain::cases::State::ALL
            .iter()
            .map(|s| format!("case-status-{}", s.code())),
    );
    codes.extend(
        domain::cases::CommandKind::ALL
            .iter()
            .map(|c| format!("cases-command-{}", c.code())),
    );
    codes.extend(domain::cases::Doubt::ALL.map(|d| format!("desk-case-doubt-{}", d.code())));
    codes.extend(domain::people::Role::ALL.map(|r| format!("people-role-{}", r.code())));
    for kind in ["first-reply", "acceptance", "resolution", "stage", "return"] {
        codes.push(format!("deadlines-clock-{kind}"));
    }
    for key in codes {
        assert!(texts.has(Lang::EN, &key), "{key}");
    }
}
