//! A pack that is wrong in one way has one finding, with the file and the line.

use crate::small::{Pack, TODAY};
use city::{Severity, What};
use domain::Lang;
use domain::city::Checker;

const SERVICE: &str = "services/help/service.toml";

/// The one thing that is wrong, if there is only one.
#[track_caller]
fn finds(pack: &Pack, expected: &str) {
    assert_eq!(pack.findings(), [expected]);
    let (_, findings) = city::check(pack.path(), TODAY);
    let broken = findings[0].severity == Severity::Error;
    assert_eq!(city::read(pack.path()).is_err(), broken);
}

#[track_caller]
fn finds_all(pack: &Pack, expected: &[&str]) {
    assert_eq!(pack.findings(), expected);
}

#[test]
fn nothing_is_wrong_with_a_valid_pack() {
    finds_all(&Pack::valid(), &[]);
}

#[test]
fn a_pack_may_be_without_canned_replies_and_without_terms() {
    let pack = Pack::valid();
    for folder in ["replies", "glossary"] {
        std::fs::remove_dir_all(pack.path().join(folder)).unwrap();
    }
    finds_all(&pack, &[]);
    let city = city::read(pack.path()).unwrap();
    assert!(city.replies.is_empty() && city.glossary.is_empty());
}

#[test]
fn a_weekend_is_one_that_a_city_can_have() {
    let with = |weekend: &str| {
        let line = format!("weekend = {weekend}\nphone = ");
        Pack::with("city.toml", "phone = ", &line).findings()
    };
    let found = with(r#"["friday", "saturn"]"#);
    assert!(
        found[0].contains("`saturn` is no day of the week: monday, tuesday"),
        "{found:?}"
    );
    // A Sunday is worked to make up for a holiday.
    let found = with(r#"["friday", "saturday"]"#);
    assert!(
        found.iter().any(|line| line.contains("is a weekday")),
        "{found:?}"
    );
    assert_eq!(with(r#"["saturday", "sunday"]"#), Vec::<String>::new());
}

#[test]
fn a_valid_pack_is_a_city() {
    let pack = Pack::valid();
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.code, "seaside");
    assert_eq!(city.languages[1].code, Lang::EN);
    assert_eq!(city.units.len(), 2);
    assert_eq!(city.calendar.years().len(), 2);
    assert!(city.calendar.is_provisional(2027));
    assert_eq!(city.services[0].stages.len(), 2);
    assert_eq!(city.pages, ["privacy"]);
    for (place, key) in [
        ("city", "hotline.note"),
        ("units", "harbour.short"),
        ("calendar", "new-year"),
        ("bases", "standard.what"),
        ("regulation", "article.1.none"),
        ("needs", "living.summary"),
        ("services/help", "field.where.option.inside"),
        ("replies", "thanks.text"),
        ("glossary", "tide"),
        ("pages", "privacy.title"),
    ] {
        let expected = format!("{key} in en");
        assert_eq!(city.texts.get(place, key, Lang::EN), Some(expected.as_str()));
    }
}

// Files

#[test]
fn a_missing_folder() {
    let (city, findings) = city::check("no/such/pack".as_ref(), TODAY);
    assert!(city.is_none());
    assert_eq!(
        findings[0].to_string(),
        "no/such/pack/bases/bases.toml:1: this file is missing"
    );
    assert!(findings.iter().all(|f| f.what == What::MissingFile));
}

#[test]
fn a_missing_structure_file() {
    let pack = Pack::valid();
    pack.remove("needs/needs.toml");
    finds(&pack, "needs/needs.toml:1: this file is missing");
}

#[test]
fn a_missing_text_file() {
    let pack = Pack::valid();
    pack.remove("services/help/en.toml");
    finds(&pack, "services/help/en.toml:1: this file is missing");
}

#[test]
fn no_year_at_all() {
    let pack = Pack::with("calendar/zh.toml", "new-year = \"new-year in zh\"", "").and(
        "calendar/en.toml",
        "new-year = \"new-year in en\"",
        "",
    );
    pack.remove("calendar/2026.toml");
    pack.remove("calendar/2027.toml");
    finds(&pack, "calendar:1: this file is missing");
}

#[test]
fn a_file_that_is_no_part_of_a_pack() {
    let pack = Pack::valid();
    pack.write("services/help/fr.toml", "");
    finds(
        &pack,
        "services/help/fr.toml:1: no part of a pack has a file of this name here",
    );
}

#[test]
fn a_file_that_is_not_utf8() {
    let pack = Pack::valid();
    pack.write(
        "needs/en.toml",
        b"living.name = \"x\"\nliving.summary = \"\xff\"\n",
    );
    finds(&pack, "needs/en.toml:2: is not UTF-8 text");
}

#[test]
fn a_file_that_is_not_toml() {
    let pack = Pack::with("needs/en.toml", "living.summary = ", "living.summary ");
    let found = pack.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("needs/en.toml:2: is not TOML: "),
        "{found:?}"
    );
}

#[test]
fn every_place_that_is_not_toml() {
    let pack = Pack::valid();
    pack.write("needs/en.toml", "living.name = \n\nliving.summary = ]\n");
    let found = pack.findings();
    assert!(
        found
            .iter()
            .any(|f| f.starts_with("needs/en.toml:1: is not TOML")),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|f| f.starts_with("needs/en.toml:3: is not TOML")),
        "{found:?}"
    );
}

#[test]
fn an_unknown_key() {
    let pack = Pack::with(
        "units/units.toml",
        "kind = \"district\"",
        "kind = \"district\"\ncolour = \"blue\"",
    );
    let found = pack.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("units/units.toml:8: unknown field `colour`, expected one of "),
        "{found:?}"
    );
}

#[test]
fn a_value_of_the_wrong_kind() {
    let pack = Pack::with("units/units.toml", "\"district\"", "\"province\"");
    let found = pack.findings();
    assert!(
        found[0].starts_with("units/units.toml:7: unknown variant `province`"),
        "{found:?}"
    );
}

#[test]
fn an_invalid_date() {
    let pack = Pack::with("calendar/2026.toml", "2026-01-02", "2026-02-30");
    let found = pack.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("calendar/2026.toml:5: "), "{found:?}");
}

#[test]
fn an_invalid_limit() {
    finds(
        &Pack::with(SERVICE, "60 days", "two months"),
        "services/help/service.toml:36: not a limit; write \"5 working days\", \"60 days\" or \"24 hours\"",
    );
}

// Texts

#[test]
fn a_missing_translation() {
    let pack = Pack::with("services/help/en.toml", "intro = \"intro in en\"\n", "");
    finds(
        &pack,
        "services/help/en.toml:2: missing translation of \"intro\" (zh: services/help/zh.toml:3)",
    );
}

#[test]
fn a_translation_that_is_empty() {
    finds(
        &Pack::with("services/help/en.toml", "intro in en", " "),
        "services/help/en.toml:3: missing translation of \"intro\" (zh: services/help/zh.toml:3)",
    );
}

#[test]
fn a_glossary_term_that_lacks_a_language() {
    finds(
        &Pack::with("glossary/en.toml", "pier = \"pier in en\"", ""),
        "glossary/en.toml:1: missing translation of \"pier\" (zh: glossary/zh.toml:2)",
    );
}

#[test]
fn a_stale_translation() {
    finds(
        &Pack::with("needs/zh.toml", "living.summary in zh", "something else"),
        "needs/en.toml:2: stale translation of \"living.summary\": the zh text has changed (needs/zh.toml:2)",
    );
}

#[test]
fn a_translation_that_nobody_confirmed() {
    finds(
        &Pack::with("translated.toml", "\"pier\" = ", "\"gone\" = "),
        "glossary/en.toml:2: the translation of \"pier\" is not confirmed yet (zh: glossary/zh.toml:2)",
    );
}

#[test]
fn a_translation_that_changed_after_it_was_confirmed() {
    finds(
        &Pack::with("needs/en.toml", "living.summary in en", "something else"),
        "needs/en.toml:2: the translation of \"living.summary\" has changed since it was confirmed (zh: needs/zh.toml:2)",
    );
}

#[test]
fn a_guide_or_legal_text_that_waits_is_told_to_be_unpublished() {
    finds(
        &Pack::with("bases/zh.toml", "standard.source in zh", "something else"),
        "bases/en.toml:2: stale translation of \"standard.source\": the zh text has changed (bases/zh.toml:2); \
         it is not published until someone confirms it",
    );
    finds(
        &Pack::with("pages/en.toml", "privacy.body in en", "something else"),
        "pages/en.toml:2: the translation of \"privacy.body\" has changed since it was confirmed \
         (zh: pages/zh.toml:2); it is not published until someone confirms it",
    );
    finds(
        &Pack::with("translated.toml", "\"thanks.text\" = ", "\"gone.text\" = "),
        "replies/en.toml:2: the translation of \"thanks.text\" is not confirmed yet (zh: replies/zh.toml:2); \
         it is not published until someone confirms it",
    );
}

#[test]
fn a_translation_of_nothing() {
    let pack = Pack::valid();
    pack.write(
        "glossary/en.toml",
        "tide = \"tide in en\"\npier = \"pier in en\"\nshell = \"shell\"\n",
    );
    finds(
        &pack,
        "glossary/en.toml:3: \"shell\" is translated, but zh has no such text",
    );
}

#[test]
fn a_text_that_is_a_number() {
    let pack = Pack::with("glossary/zh.toml", "\"pier in zh\"", "7").and(
        "glossary/en.toml",
        "pier = \"pier in en\"",
        "",
    );
    finds_all(
        &pack,
        &[
            "glossary/glossary.toml:5: missing text \"pier\"",
            "glossary/zh.toml:2: \"pier\" is not one text in quotes",
        ],
    );
}

#[test]
fn a_text_that_nothing_uses() {
    let both = |lang| format!("tide = \"tide in {lang}\"\npier = \"pier in {lang}\"\nshell = \"shell\"\n");
    let pack = Pack::valid();
    pack.write("glossary/zh.toml", both("zh"));
    pack.write("glossary/en.toml", both("en"));
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    finds(&pack, "glossary/zh.toml:3: nothing uses the text \"shell\"");
}

#[test]
fn every_text_that_must_be_there() {
    let pack = Pack::valid();
    for folder in [
        "",
        "units/",
        "calendar/",
        "bases/",
        "regulation/",
        "needs/",
        "services/help/",
        "replies/",
        "glossary/",
        "pages/",
    ] {
        for key in pack.text(&format!("{folder}zh.toml")).lines() {
            let pack = Pack::valid();
            for lang in ["zh", "en"] {
                let file = format!("{folder}{lang}.toml");
                let line = key.replace("zh", lang);
                pack.write(&file, pack.text(&file).replace(&format!("{line}\n"), ""));
            }
            let key = key.split(' ').next().unwrap();
            let found = pack.findings();
            assert_eq!(found.len(), 1, "{folder} {key}: {found:?}");
            assert!(
                found[0].ends_with(&format!(": missing text \"{key}\"")),
                "{found:?}"
            );
        }
    }
}

#[test]
fn a_missing_text_is_told_where_it_is_asked_for() {
    let pack = Pack::with("services/help/zh.toml", "stage.mend = \"stage.mend in zh\"\n", "").and(
        "services/help/en.toml",
        "stage.mend = \"stage.mend in en\"\n",
        "",
    );
    finds(
        &pack,
        "services/help/service.toml:25: missing text \"stage.mend\"",
    );
}

#[test]
fn texts_that_may_be_there() {
    let pack = Pack::valid();
    for lang in ["zh", "en"] {
        let file = format!("services/help/{lang}.toml");
        let more = "not_for = \"n\"\ntext.hint = \"h\"\nfield.street.hint = \"h\"\n";
        pack.write(&file, pack.text(&file) + more);
    }
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    finds_all(&pack, &[]);
}

// The city and its units

#[test]
fn an_unknown_hotline_unit() {
    finds(
        &Pack::with(
            "city.toml",
            "hotline_unit = \"hotline\"",
            "hotline_unit = \"coldline\"",
        ),
        "city.toml:5: unknown unit \"coldline\"",
    );
}

#[test]
fn an_unknown_time_zone() {
    finds(
        &Pack::with("city.toml", "Asia/Shanghai", "Asia/Atlantis"),
        "city.toml:2: unknown time zone \"Asia/Atlantis\"",
    );
}

#[test]
fn a_source_language_that_is_not_spoken() {
    let pack = Pack::with(
        "city.toml",
        "source_language = \"zh\"",
        "source_language = \"fr\"",
    );
    let found = pack.findings();
    assert!(
        found.contains(&"city.toml:4: unknown language \"fr\"".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_language_twice() {
    let again = "[[language]]\ncode = \"en\"\ntag = \"en\"\nname = \"English\"\n[limits]";
    finds(
        &Pack::with("city.toml", "[limits]", again),
        "city.toml:18: language \"en\" is there twice",
    );
}

#[test]
fn a_limit_of_the_city_without_a_basis() {
    finds(
        &Pack::with("city.toml", ", times = 1, basis = \"standard\"", ", times = 1"),
        "city.toml:19: a limit without a basis",
    );
}

#[test]
fn a_limit_of_the_city_with_an_unknown_basis() {
    finds(
        &Pack::with(
            "city.toml",
            "15 days\", basis = \"standard\"",
            "15 days\", basis = \"whim\"",
        ),
        "city.toml:20: unknown basis \"whim\"",
    );
}

#[test]
fn a_unit_whose_people_do_not_read_the_source_language() {
    finds(
        &Pack::with("units/units.toml", "[\"zh\", \"en\"]", "[\"en\"]"),
        "units/units.toml:4: its people do not read zh, the language all texts are in",
    );
}

#[test]
fn a_district_without_its_adcode() {
    finds(
        &Pack::with("units/units.toml", "adcode = \"000001\"\n", ""),
        "units/units.toml:7: a district or zone needs its adcode",
    );
}

#[test]
fn a_centre_with_an_adcode() {
    finds(
        &Pack::with(
            "units/units.toml",
            "kind = \"centre\"",
            "kind = \"centre\"\nadcode = \"000002\"",
        ),
        "units/units.toml:4: only districts and zones have an adcode",
    );
}

#[test]
fn codes_that_are_there_twice() {
    for (file, list, line, kind) in [
        (
            "units/units.toml",
            "[[unit]]\ncode = \"hotline\"\nkind = \"centre\"\nlanguages = [\"zh\"]",
            11,
            "unit",
        ),
        (
            "bases/bases.toml",
            "[[basis]]\ncode = \"standard\"\nstatus = \"verify\"",
            7,
            "basis",
        ),
        ("needs/needs.toml", "[[need]]\ncode = \"living\"", 4, "need"),
        (
            "regulation/regulation.toml",
            "[[mechanism]]\ncode = \"helping\"",
            16,
            "mechanism",
        ),
        (
            "replies/replies.toml",
            "[[reply]]\ncode = \"thanks\"\nuse = \"ask\"",
            6,
            "reply",
        ),
        (
            "glossary/glossary.toml",
            "[[term]]\ncode = \"tide\"\ndomain = \"sea\"",
            8,
            "term",
        ),
        ("pages/pages.toml", "[[page]]\ncode = \"privacy\"", 4, "page"),
        (SERVICE, "[[topic]]\ncode = \"water\"", 45, "topic"),
        (
            SERVICE,
            "[[field]]\ncode = \"where\"\nkind = \"yesno\"",
            45,
            "field",
        ),
        (SERVICE, "[[document]]\ncode = \"bill\"", 45, "document"),
    ] {
        let pack = Pack::valid();
        pack.write(file, pack.text(file) + list + "\n");
        let code = list.split('"').nth(1).unwrap();
        finds(&pack, &format!("{file}:{line}: {kind} \"{code}\" is there twice"));
    }
}

#[test]
fn a_code_that_is_none() {
    let pack = Pack::with("glossary/glossary.toml", "\"pier\"", "\"Pier\"");
    let found = pack.findings();
    assert!(
        found[0].starts_with("glossary/glossary.toml:5: \"Pier\" is not a code"),
        "{found:?}"
    );
}

#[test]
fn a_page_that_the_platform_has_itself() {
    let pack = Pack::with("pages/pages.toml", "\"privacy\"", "\"home\"");
    let found = pack.findings();
    assert!(
        found.contains(&"pages/pages.toml:2: page \"home\" is there twice".to_owned()),
        "{found:?}"
    );
}

// The calendar

#[test]
fn days_of_another_year() {
    finds(
        &Pack::with("calendar/2026.toml", "2026-01-01", "2025-01-01"),
        "calendar/2026.toml:4: 2025-01-01 is not in this year",
    );
    finds(
        &Pack::with("calendar/2026.toml", "2026-01-04", "2025-01-04"),
        "calendar/2026.toml:8: 2025-01-04 is not in this year",
    );
}

#[test]
fn a_make_up_workday_on_a_weekday() {
    finds(
        &Pack::with("calendar/2026.toml", "2026-01-04", "2026-01-05"),
        "calendar/2026.toml:8: 2026-01-05 is a weekday: only a weekend day is worked to make up for a holiday",
    );
}

#[test]
fn a_day_that_is_both_off_and_worked() {
    let pack = Pack::with(
        "calendar/2026.toml",
        "{ date = \"2026-01-02\", name = \"new-year\" },",
        "{ date = \"2026-10-04\", name = \"new-year\" },",
    );
    finds(
        &pack.and("calendar/2026.toml", "2026-01-04", "2026-10-04"),
        "calendar/2026.toml:8: day \"2026-10-04\" is there twice",
    );
}

#[test]
fn a_weekend_missing_within_a_holiday() {
    let pack = Pack::with(
        "calendar/2026.toml",
        "{ date = \"2026-01-02\", name = \"new-year\" },",
        "{ date = \"2026-01-02\", name = \"new-year\" },\n{ date = \"2026-01-05\", name = \"new-year\" },",
    );
    finds(
        &pack,
        "calendar/2026.toml:6: 2026-01-03 lies within \"new-year\" and is listed neither as a holiday nor as a workday",
    );
}

#[test]
fn a_year_under_another_name() {
    finds_all(
        &Pack::with("calendar/2027.toml", "year = 2027", "year = 2028"),
        &[
            "calendar/2027.toml:1: the file is named after 2027, the year in it is 2028",
            "calendar/2027.toml:1: year 2027 is missing between the first and the last",
        ],
    );
}

#[test]
fn a_year_missing_between_others() {
    let pack = Pack::valid();
    pack.write("calendar/2029.toml", "year = 2029\nsource = \"made up\"\n");
    finds(
        &pack,
        "calendar/2029.toml:1: year 2028 is missing between the first and the last",
    );
}

// The regulation

const REGULATION: &str = "regulation/regulation.toml";

#[test]
fn a_missing_article() {
    let pack = Pack::with(REGULATION, "number = 1", "number = 2");
    let found = pack.findings();
    assert!(
        found.contains(&"regulation/regulation.toml:2: article 1 is missing".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"regulation/regulation.toml:12: article \"2\" is there twice".to_owned()),
        "{found:?}"
    );
}

#[test]
fn an_article_past_the_last() {
    let pack = Pack::with(REGULATION, "last_article = 2", "last_article = 1").and(
        SERVICE,
        "article = 2",
        "article = 1",
    );
    finds(&pack, "regulation/regulation.toml:12: unknown article \"2\"");
}

#[test]
fn an_article_without_a_mechanism() {
    finds(
        &Pack::with(REGULATION, "mechanism = [\"helping\"]", "mechanism = []"),
        "regulation/regulation.toml:12: article 2 names no mechanism; where it asks for none, write \"none\" and say why",
    );
}

#[test]
fn an_article_with_none_and_some() {
    let pack = Pack::with(REGULATION, "[\"none\"]", "[\"none\", \"helping\"]");
    finds(
        &pack,
        "regulation/regulation.toml:10: article 1 asks for no mechanism and for one",
    );
}

#[test]
fn none_without_saying_why() {
    let pack = Pack::with(
        "regulation/zh.toml",
        "article.1.none = \"article.1.none in zh\"\n",
        "",
    )
    .and(
        "regulation/en.toml",
        "article.1.none = \"article.1.none in en\"\n",
        "",
    );
    finds(
        &pack,
        "regulation/regulation.toml:9: missing text \"article.1.none\"",
    );
}

#[test]
fn an_unknown_mechanism() {
    finds(
        &Pack::with(
            REGULATION,
            "mechanism = [\"helping\"]",
            "mechanism = [\"helping\", \"hoping\"]",
        ),
        "regulation/regulation.toml:14: unknown mechanism \"hoping\"",
    );
}

#[test]
fn an_unknown_lead_unit() {
    finds(
        &Pack::with(REGULATION, "lead = [\"hotline\"]", "lead = [\"nobody\"]"),
        "regulation/regulation.toml:13: unknown unit \"nobody\"",
    );
}

#[test]
fn a_mechanism_that_works_nowhere() {
    for (live, kind) in [
        ("service:x", "service"),
        ("services:x", "need"),
        ("page:x", "page"),
    ] {
        finds(
            &Pack::with(REGULATION, "service:help", live),
            &format!("regulation/regulation.toml:6: unknown {kind} \"x\""),
        );
    }
    for live in ["services:living", "page:home", "page:privacy"] {
        finds_all(&Pack::with(REGULATION, "service:help", live), &[]);
    }
    let found = Pack::with(REGULATION, "service:help", "somewhere").findings();
    assert!(
        found[0].starts_with("regulation/regulation.toml:6: `somewhere` is neither"),
        "{found:?}"
    );
}

// Replies

#[test]
fn a_canned_reply_of_an_unknown_service() {
    finds(
        &Pack::with("replies/replies.toml", "[\"help\"]", "[\"help\", \"hope\"]"),
        "replies/replies.toml:3: unknown service \"hope\"",
    );
}

// Services

#[test]
fn unknown_codes_in_a_service() {
    for (from, to, line, unknown) in [
        ("article = 2", "article = 53", 2, "article \"53\""),
        ("need = \"living\"", "need = \"dying\"", 3, "need \"dying\""),
        ("unit = \"hotline\"", "unit = \"nobody\"", 4, "unit \"nobody\""),
        (
            "basis = \"standard\"\nextension",
            "basis = \"whim\"\nextension",
            31,
            "basis \"whim\"",
        ),
        ("stage = \"mend\"", "stage = \"rest\"", 35, "stage \"rest\""),
        ("topic = [\"water\"]", "topic = [\"fire\"]", 40, "topic \"fire\""),
        (
            "district = [\"harbour\"]",
            "district = [\"hotline\"]",
            41,
            "district or zone \"hotline\"",
        ),
        (
            "language = [\"ru\"]",
            "language = [\"fr\"]",
            42,
            "language \"fr\"",
        ),
        ("unit = \"district\"", "unit = \"nobody\"", 43, "unit \"nobody\""),
        ("field = \"where\"", "field = \"when\"", 16, "field \"when\""),
        ("is = \"outside\"", "is = \"above\"", 16, "option \"above\""),
    ] {
        let found = Pack::with(SERVICE, from, to);
        finds(&found, &format!("{SERVICE}:{line}: unknown {unknown}"));
    }
}

#[test]
fn a_service_in_the_wrong_folder() {
    finds(
        &Pack::with(SERVICE, "code = \"help\"", "code = \"hope\""),
        "services/help/service.toml:1: the folder is called \"help\", the code is \"hope\"",
    );
}

#[test]
fn a_stage_that_leads_nowhere_known() {
    finds(
        &Pack::with(SERVICE, "next = [\"mend\"]", "next = [\"mend\", \"rest\"]"),
        "services/help/service.toml:23: unknown stage \"rest\"",
    );
}

#[test]
fn an_unreachable_stage_and_no_final_one_within_reach() {
    finds_all(
        &Pack::with(SERVICE, "next = [\"mend\"]", "next = []"),
        &[
            "services/help/service.toml:22: no final stage can be reached from stage \"look\"",
            "services/help/service.toml:25: stage \"mend\" cannot be reached from the first",
        ],
    );
}

#[test]
fn stages_without_a_final_one_are_all_final() {
    finds_all(&Pack::with(SERVICE, "final = true", "next = [\"look\"]"), &[]);
}

#[test]
fn a_clock_without_a_basis() {
    finds(
        &Pack::with(
            SERVICE,
            "limit = \"60 days\"\nbasis = \"standard\"",
            "limit = \"60 days\"",
        ),
        "services/help/service.toml:36: a limit without a basis",
    );
}

#[test]
fn a_stage_clock_without_a_stage() {
    finds(
        &Pack::with(SERVICE, "stage = \"mend\"\n", ""),
        "services/help/service.toml:34: a stage's clock has to name the stage",
    );
}

#[test]
fn another_clock_with_a_stage() {
    finds(
        &Pack::with(SERVICE, "kind = \"stage\"", "kind = \"resolution\""),
        "services/help/service.toml:35: only a clock of the kind \"stage\" names a stage",
    );
}

#[test]
fn a_clock_that_only_the_city_has() {
    finds(
        &Pack::with(SERVICE, "kind = \"acceptance\"", "kind = \"return\""),
        "services/help/service.toml:29: a service has no clock of the kind \"return\"; the city's limits have",
    );
}

#[test]
fn a_clock_twice() {
    finds(
        &Pack::with(
            SERVICE,
            "kind = \"stage\"\nstage = \"mend\"",
            "kind = \"acceptance\"",
        ),
        "services/help/service.toml:34: clock \"acceptance\" is there twice",
    );
}

#[test]
fn an_extension_in_another_unit_than_the_limit() {
    finds(
        &Pack::with(SERVICE, "3 working days", "3 days"),
        "services/help/service.toml:32: an extension in days, of a limit in working-days",
    );
}

#[test]
fn a_route_by_district_where_none_is_asked_for() {
    finds(
        &Pack::with(
            SERVICE,
            "unit = \"hotline\"",
            "unit = \"hotline\"\nplace = \"none\"",
        ),
        "services/help/service.toml:44: the route can never be taken: the service does not ask for the district",
    );
}

#[test]
fn a_question_that_hangs_on_a_later_one() {
    finds(
        &Pack::with(SERVICE, "field = \"where\"", "field = \"street\""),
        "services/help/service.toml:16: asked when \"street\" has an answer, which is asked later or here",
    );
}

#[test]
fn questions_asked_together_follow_each_other_and_hang_on_nothing_that_is_asked_with_them() {
    let with = |group: &str| {
        Pack::with(
            SERVICE,
            "[[document]]\n",
            &format!(
                "[[field]]\ncode = \"floor\"\nkind = \"number\"\n[[group]]\ncode = \"house\"\nfields = {group}\n[[document]]\n"
            ),
        )
    };
    for (group, expected) in [
        (
            r#"["street", "where"]"#,
            "services/help/service.toml:23: asked together with others of its group, but \"where\" does not follow them among \
             the fields",
        ),
        (
            r#"["where", "street"]"#,
            "services/help/service.toml:23: asked on the same page as what decides whether \"street\" is asked at all",
        ),
        (
            r#"["floor", "floor"]"#,
            "services/help/service.toml:23: field \"floor\" is there twice",
        ),
        (
            r#"["cellar"]"#,
            "services/help/service.toml:23: unknown field \"cellar\"",
        ),
    ] {
        let found = with(group).findings();
        assert!(
            found.iter().any(|finding| finding == expected),
            "{group}: {found:#?}"
        );
    }
    let found = with(r#"["street", "floor"]"#).findings();
    assert!(
        found.iter().all(|finding| finding.contains("text")),
        "only the texts are missing: {found:#?}"
    );
}

#[test]
fn a_question_that_hangs_on_no_choice() {
    let pack = Pack::with(
        SERVICE,
        "kind = \"choice\"\noptions = [\"inside\", \"outside\"]",
        "kind = \"date\"",
    );
    let found = pack.findings();
    assert!(
        found.contains(
            &"services/help/service.toml:15: asked when \"where\" has one answer of several, but it is no choice"
                .to_owned()
        ),
        "{found:?}"
    );
}

#[test]
fn a_choice_without_options() {
    let found = Pack::with(SERVICE, "options = [\"inside\", \"outside\"]\n", "").findings();
    assert!(
        found.contains(&"services/help/service.toml:11: a choice without options".to_owned()),
        "{found:?}"
    );
}

#[test]
fn options_of_no_choice() {
    let found = Pack::with(
        SERVICE,
        "kind = \"text\"",
        "kind = \"text\"\noptions = [\"long\"]",
    )
    .findings();
    assert!(
        found.contains(&"services/help/service.toml:16: options of a question that is no choice".to_owned()),
        "{found:?}"
    );
}

#[test]
fn free_text_that_is_said_to_be_nobodys_own() {
    let marked = |mark: &str| {
        Pack::with(
            SERVICE,
            "kind = \"text\"",
            &format!("kind = \"text\"\npersonal = {mark}"),
        )
    };
    finds(
        &marked("false"),
        "services/help/service.toml:16: note: \"street\" takes any text, and is kept as somebody's own whatever \"personal\" says",
    );
    finds_all(&marked("true"), &[]);
    let choice = Pack::with(
        SERVICE,
        "kind = \"choice\"",
        "kind = \"choice\"\npersonal = false",
    );
    finds_all(&choice, &[]);
}

#[test]
fn words_are_kept_for_a_year_at_least_or_as_long_as_anybody_wants() {
    let kept = |years: &str| {
        let line = format!("unit = \"hotline\"\nkeep_years = {years}\n\n[[topic]]");
        Pack::with(SERVICE, "unit = \"hotline\"\n\n[[topic]]", &line)
    };
    finds_all(&kept("5"), &[]);
    assert_eq!(kept("0").findings().len(), 1);
}

#[test]
fn an_emergency_that_its_one_page_cannot_open() {
    let pack = Pack::with(
        SERVICE,
        "[[topic]]\n",
        "[emergency]\ncall = [\"12 3\"]\nsafe = \"where\"\nasks = [\"depth\"]\n\n[[topic]]\n",
    )
    .and(SERVICE, "kind = \"text\"", "kind = \"text\"\nrequired = true");
    let found = pack.findings();
    for expected in [
        "6: missing text \"emergency.card\"",
        "7: \"12 3\" is no number that can be called",
        "8: \"where\" is not a yes-or-no question",
        "9: unknown field \"depth\"",
        "21: \"street\" has to be answered, and the one page of the emergency does not ask for it",
    ] {
        let expected = format!("{SERVICE}:{expected}");
        assert!(found.contains(&expected), "{expected} in {found:#?}");
    }
}

// All together

#[test]
fn one_broken_file_does_not_hide_the_others() {
    let pack = Pack::with("units/units.toml", "kind = \"centre\"", "kind = \"cent\"").and(
        SERVICE,
        "\"living\"",
        "\"dying\"",
    );
    let found = pack.findings();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("services/help/service.toml:3: unknown need"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("units/units.toml:3: unknown variant"),
        "{found:?}"
    );
}

#[test]
fn a_stale_translation_does_not_keep_a_city_from_being_read() {
    let pack = Pack::with("needs/zh.toml", "living.name in zh", "something else");
    assert!(city::read(pack.path()).is_ok());
}
