//! Guides and decision helpers: what is wrong with them, and what of them is published.

use crate::small::{Pack, TODAY};
use city::{Severity, What};
use domain::Lang;
use domain::city::Checker;
use jiff::civil::date;

const GUIDE: &str = "guides/swimming/guide.toml";
const PAGE: &str = "guides/swimming/zh.md";
const HELPER: &str = "helpers/may-i-swim/helper.toml";

/// The findings once every text is confirmed as it stands.
fn found(pack: &Pack) -> Vec<String> {
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    pack.findings()
}

/// With one thing changed in a file.
#[track_caller]
fn finds(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(found(&Pack::with(file, from, to)), expected, "{to}");
}

/// With the same paragraph at the end of the guide in both languages.
fn written(paragraph: &str) -> Pack {
    let pack = Pack::valid();
    for lang in ["zh", "en"] {
        let page = format!("guides/swimming/{lang}.md");
        pack.write(&page, pack.text(&page) + "\n" + paragraph);
    }
    pack
}

#[test]
fn guides_and_helpers_are_a_part_of_the_city() {
    let city = city::read(Pack::valid().path()).unwrap();
    let guide = city.guide("swimming").unwrap();
    assert_eq!(guide.place(), "guides/swimming");
    assert_eq!(guide.sources[0].date.unwrap().to_string(), "2019");
    assert_eq!(city.guides[1].code, "sailing");
    let text = |key| city.texts.get("guides/swimming", key, Lang::EN).unwrap();
    assert_eq!(text("title"), "Swimming, in en");
    assert!(text("body").starts_with("## The flags\n\nGreen") && text("body").ends_with("asked, in en."));
    assert_eq!(city.helper("may-i-swim").unwrap().questions.len(), 2);
    assert_eq!(
        city.texts.get("helpers/may-i-swim", "answer.flag.red", Lang::EN),
        Some("answer.flag.red in en")
    );
}

#[test]
fn what_a_guide_names_has_to_be_there() {
    for (from, to, expected) in [
        (
            "article = 1",
            "article = 9",
            "guides/swimming/guide.toml:3: unknown article \"9\"",
        ),
        (
            "unit = \"harbour\"",
            "unit = \"x\"",
            "guides/swimming/guide.toml:4: unknown unit \"x\"",
        ),
        (
            "need = \"living\"",
            "need = \"x\"",
            "guides/swimming/guide.toml:5: unknown need \"x\"",
        ),
        (
            "services = [\"help\"]",
            "services = [\"x\"]",
            "guides/swimming/guide.toml:7: unknown service \"x\"",
        ),
        (
            "services = [\"help\"]",
            "services = []",
            "guides/swimming/guide.toml:7: leads to no service",
        ),
        (
            "[\"sailing\"]",
            "[\"sailing\", \"sailing\"]",
            "guides/swimming/guide.toml:8: guide \"sailing\" is there twice",
        ),
        (
            "[\"sailing\"]",
            "[\"swimming\"]",
            "guides/swimming/guide.toml:8: unknown guide \"swimming\"",
        ),
        (
            "code = \"swimming\"",
            "code = \"swim\"",
            "guides/swimming/guide.toml:1: the folder is called \"swimming\", the code is \"swim\"",
        ),
        (
            "https://seaside",
            "javascript:seaside",
            "guides/swimming/guide.toml:15: \"javascript:seaside.example/sea\" is no address of the web",
        ),
        (
            "expires_on = \"2027-11-28\"",
            "expires_on = \"2026-01-01\"",
            "guides/swimming/guide.toml:10: it would expire before it was reviewed",
        ),
    ] {
        finds(GUIDE, from, to, &[expected]);
    }
}

#[test]
fn an_expired_guide_is_named_from_the_next_day_on_and_the_city_served() {
    let pack = Pack::valid();
    let on = |day| city::check(pack.path(), day).1;
    assert_eq!(on(date(2026, 12, 31)), []);
    let found = on(date(2027, 1, 1));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, What::Expired(date(2026, 12, 31)));
    assert_eq!((found[0].line, found[0].severity), (9, Severity::Stale));
    assert!(city::read(pack.path()).is_ok());
}

#[test]
fn a_guide_that_rests_on_nothing_checked_is_named_and_no_fault() {
    let told = "guides/swimming/guide.toml:12: note: rests on nothing that was checked: not one source is \"in-force\"";
    finds(GUIDE, "status = \"in-force\"", "status = \"verify\"", &[told]);
    let pack = Pack::with(GUIDE, "in-force", "verify");
    assert!(
        city::check(pack.path(), TODAY)
            .1
            .iter()
            .all(|f| f.severity == Severity::Note)
    );
}

#[test]
fn a_guide_may_lack_a_language_but_not_its_source_nor_a_part_of_one() {
    let pack = Pack::valid();
    pack.remove("guides/sailing/en.md");
    assert_eq!(
        found(&pack),
        ["guides/sailing/zh.md:1: note: is not there in en: its readers get zh"]
    );
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.text("guides/sailing", "title", Lang::EN), "Sailing, in zh");

    let pack = Pack::valid();
    pack.remove("guides/sailing/zh.md");
    assert_eq!(found(&pack), ["guides/sailing/zh.md:1: this file is missing"]);

    finds(
        "guides/swimming/en.md",
        "cost = \"0\"\n",
        "",
        &[
            "guides/swimming/en.md:1: note: zh has other numbers: -0",
            "guides/swimming/en.md:5: missing translation of \"cost\" (zh: guides/swimming/zh.md:6)",
        ],
    );
}

#[test]
fn a_guide_is_published_in_a_language_whole_or_not_at_all() {
    let pack = Pack::with("guides/swimming/en.md", "Green: swim", "Green: dive");
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.texts.get("guides/swimming", "title", Lang::EN), None);
    assert_eq!(city.text("guides/swimming", "title", Lang::EN), "Swimming, in zh");
    assert!(city.texts.get("guides/sailing", "title", Lang::EN).is_some());
    let found = pack.findings();
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("guides/swimming/en.md:10: the translation of \"body\" has changed"),
        "{found:?}"
    );

    let pack = Pack::with("helpers/may-i-swim/zh.toml", "hint.wind in zh", "changed");
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.texts.get("helpers/may-i-swim", "title", Lang::EN), None);
}

#[test]
fn a_page_begins_with_its_keys() {
    for (from, to) in [
        ("+++\ntitle", "title"),
        ("+++\n\n", "\n"),
        ("+++\ntitle", "\n+++\ntitle"),
    ] {
        let pack = Pack::with(PAGE, from, to);
        assert_eq!(
            pack.findings(),
            ["guides/swimming/zh.md:1: does not begin with its keys between two lines \"+++\""]
        );
    }
    let pack = Pack::with(PAGE, "cost = ", "cost ");
    let found = pack.findings();
    assert!(
        found.len() == 1 && found[0].starts_with("guides/swimming/zh.md:6: is not TOML"),
        "{found:?}"
    );
    let pack = Pack::with(PAGE, "+++\ntitle", "+++\nbody = \"x\"\ntitle");
    assert!(
        pack.findings()
            .contains(&"guides/swimming/zh.md:2: text \"body\" is there twice".to_owned())
    );
}

#[test]
fn lines_of_a_page_that_windows_wrote_are_the_same() {
    let pack = Pack::valid();
    for lang in ["zh", "en"] {
        let page = format!("guides/swimming/{lang}.md");
        pack.write(
            &page,
            pack.text(&page).replace('\n', "\r\n") + "\r\n[x](guide:x)\r\n",
        );
    }
    let lines = ["en", "zh"].map(|lang| format!("guides/swimming/{lang}.md:17: unknown guide \"x\""));
    assert_eq!(found(&pack), lines);
}

#[test]
fn what_is_no_text_of_a_guide_is_found_with_its_line() {
    for (paragraph, what) in [
        (
            "<script>alert(1)</script>",
            "HTML is not Markdown that a guide may have",
        ),
        (
            "Press <b onclick=x>here</b>",
            "HTML is not Markdown that a guide may have",
        ),
        (
            "![a](https://a.example/b.png)",
            "a picture is not Markdown that a guide may have",
        ),
        (
            "# Swimming",
            "a heading of the first level is not Markdown that a guide may have",
        ),
        (
            "> [!TIP]\n> x",
            "an alert other than WARNING and CAUTION is not Markdown that a guide may have",
        ),
        (
            "- - - - - - - - - x",
            "lists and quotations lie deeper than 8 in one another",
        ),
    ] {
        for lang in ["en", "zh"] {
            let expected = format!("guides/swimming/{lang}.md:17: {what}");
            assert!(
                found(&written(paragraph)).contains(&expected),
                "{paragraph}: {:?}",
                found(&written(paragraph))
            );
        }
        assert!(city::read(written(paragraph).path()).is_err());
    }
    let rows = |n: usize| format!("|a|\n|-|\n{}", "|x|\n".repeat(n));
    let columns = |n: usize| format!("|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n));
    for fits in [rows(50), columns(10)] {
        assert_eq!(found(&written(&fits)), [""; 0]);
    }
    for (more, line) in [(rows(51), 69), (columns(11), 17)] {
        let expected = format!("guides/swimming/en.md:{line}: a table of more than 50 rows or 10 columns");
        assert_eq!(found(&written(&more))[0], expected);
    }
}

#[test]
fn a_link_leads_where_a_guide_may_lead_and_somewhere() {
    for (link, what) in [
        ("guide:x", "unknown guide \"x\""),
        ("service:x", "unknown service \"x\""),
        ("helper:x", "unknown helper \"x\""),
        ("page:x", "unknown page \"x\""),
        ("place:x", "unknown place \"x\""),
    ] {
        let found = found(&written(&format!("[x]({link})")));
        assert_eq!(found[0], format!("guides/swimming/en.md:17: {what}"));
    }
    for link in [
        "javascript:alert(1)",
        "http://a.example/",
        "/en/services",
        "data:text/html,x",
        "mailto:a@b.example",
    ] {
        for written_as in [format!("[x]({link})"), format!("[x][y]\n\n[y]: {link}")] {
            let found = found(&written(&written_as));
            assert!(
                found[0].contains(&format!(":17: the link \"{link}\" is none of https")),
                "{found:?}"
            );
        }
    }
    for link in [
        "page:help",
        "page:guides",
        "page:privacy",
        "tel:110",
        "https://a.example/",
        "guide:sailing",
    ] {
        let found = found(&written(&format!("[x]({link})")));
        assert_eq!(found.is_empty(), link != "page:help", "{link}");
    }
}

#[test]
fn words_that_a_guide_is_found_by_can_be_found() {
    let with = |words: &str| {
        let pack = Pack::valid();
        pack.write(GUIDE, pack.text(GUIDE) + "\n[words]\nen = " + words + "\n");
        found(&pack)
    };
    assert!(with(r#"["swim", "bathe"]"#).is_empty());
    let twice = with(r#"["swim", "swim"]"#);
    assert!(twice[0].ends_with("word \"swim\" is there twice"), "{twice:?}");
    assert_eq!(with(r#"["…"]"#).len(), 1);
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let long = "Swim. ".repeat(11_000);
    let pack = written(&long);
    let found = pack.findings();
    assert!(
        found.contains(&"guides/swimming/zh.md:1: is longer than 65536 bytes".to_owned()),
        "{found:?}"
    );
    assert!(city::read(pack.path()).is_err());
}

#[test]
fn a_translation_that_says_something_else_is_worth_a_look() {
    for (from, to, expected) in [
        (
            "12345",
            "12354",
            "guides/swimming/en.md:1: note: zh has other numbers: -12345 +12354",
        ),
        (
            "(guide:sailing)",
            "(service:help)",
            "guides/swimming/en.md:10: note: zh has other links: -guide:sailing +service:help",
        ),
        (
            "## The flags",
            "### The flags",
            "guides/swimming/en.md:10: note: zh has other headings: -h2 +h3",
        ),
    ] {
        finds("guides/swimming/en.md", from, to, &[expected]);
    }
    let pack = Pack::with("guides/swimming/en.md", "12345", "12354");
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    assert!(city::read(pack.path()).is_ok());
}

#[test]
fn a_helper_leads_from_its_first_question_to_every_result_and_never_back() {
    for (from, to, expected) in [
        (
            "to = \"flag\"",
            "to = \"x\"",
            "helpers/may-i-swim/helper.toml:7: unknown question or result \"x\"",
        ),
        (
            "to = \"yes\"",
            "to = \"no\"",
            "helpers/may-i-swim/helper.toml:15: no answers lead to \"yes\"",
        ),
        (
            "guides = [\"swimming\"]",
            "guides = [\"x\"]",
            "helpers/may-i-swim/helper.toml:16: unknown guide \"x\"",
        ),
        (
            "services = [\"help\"]",
            "services = [\"x\"]",
            "helpers/may-i-swim/helper.toml:17: unknown service \"x\"",
        ),
        (
            "need = \"living\"",
            "need = \"x\"",
            "helpers/may-i-swim/helper.toml:2: unknown need \"x\"",
        ),
        (
            "code = \"may-i-swim\"",
            "code = \"swim\"",
            "helpers/may-i-swim/helper.toml:1: the folder is called \"may-i-swim\", the code is \"swim\"",
        ),
    ] {
        finds(HELPER, from, to, &[expected]);
    }
    finds(
        HELPER,
        "code = \"red\", to = \"no\"",
        "code = \"red\", to = \"wind\"",
        &["helpers/may-i-swim/helper.toml:6: answers to \"wind\" lead back to it"],
    );
    let twice = found(&Pack::with(HELPER, "code = \"yes\"", "code = \"flag\""));
    assert!(
        twice.contains(
            &"helpers/may-i-swim/helper.toml:15: question or result \"flag\" is there twice".to_owned()
        ),
        "{twice:?}"
    );
    let none = found(&Pack::with(
        HELPER,
        "[{ code = \"red\", to = \"no\" }, { code = \"green\", to = \"yes\" }]",
        "[]",
    ));
    assert!(
        none.contains(&"helpers/may-i-swim/helper.toml:9: a question without answers".to_owned()),
        "{none:?}"
    );
}

#[test]
fn who_confirmed_a_translation_is_known_and_the_project_does_not_take_a_reviewers_place() {
    let pack = Pack::valid();
    let by = |place: &str, key: &str| {
        let city = city::read(pack.path()).unwrap();
        city.texts.checked_by(place, key, Lang::EN).cloned()
    };
    assert_eq!(by("pages", "privacy.body"), Some(Checker::Project));
    assert_eq!(by("guides/swimming", "body"), Some(Checker::Project));
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.texts.checked_by("pages", "privacy.body", Lang::ZH), None);

    let reviewer = Checker::named("李\"娜, Foreign Affairs Office");
    let only = ["guides/swimming".to_owned()];
    let confirmed = city::confirm(pack.path(), Some(Lang::EN), &only, &reviewer).unwrap();
    assert_eq!(confirmed.len(), 7);
    assert_eq!(by("guides/swimming", "body"), Some(reviewer.clone()));
    assert_eq!(by("guides/sailing", "body"), Some(Checker::Project));
    assert_eq!(pack.findings(), [""; 0]);

    assert_eq!(
        city::confirm(pack.path(), None, &[], &Checker::Project).unwrap(),
        []
    );
    assert_eq!(by("guides/swimming", "body"), Some(reviewer));

    // What was changed is anybody's to confirm anew.
    let pack = pack.and("guides/swimming/en.md", "Green: swim", "Green: dive");
    let confirmed = city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    assert_eq!(confirmed.len(), 1);
    let city = city::read(pack.path()).unwrap();
    assert_eq!(
        city.texts.checked_by("guides/swimming", "body", Lang::EN),
        Some(&Checker::Project)
    );
}

#[test]
fn a_guide_that_a_reply_names_has_to_be_there() {
    for (to, expected) in [
        ("\"\"\"\nguide:swimming\"\"\"", &[][..]),
        (
            "\"\"\"\nThanks.\n\nguide:swum\"\"\"",
            &["replies/en.toml:2: unknown guide \"swum\""][..],
        ),
    ] {
        finds("replies/en.toml", "\"thanks.text in en\"", to, expected);
    }
}
