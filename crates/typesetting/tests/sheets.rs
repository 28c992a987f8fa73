//! Sheets as others read them.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::{Value, json};
use typesetting::{DATA_MAX, Fonts, SetError, Sheet, set};

/// One line of text, in all families that the fonts have.
const LINE: &str = r#"
#let data = json("data.json")
#set document(title: "A line")
#set page(width: 14cm, height: auto)
#set text(
  lang: data.lang,
  font: ("Noto Sans", data.at("cjk", default: "Noto Sans CJK SC"), "Noto Sans Arabic", "Noto Sans Thai", "Noto Color Emoji"),
)
#data.text
"#;

static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::of_this_machine().expect("`cargo xtask test` installs what is missing"));

fn line(lang: &str, text: &str) -> Sheet {
    set(&FONTS, LINE, &json!({"lang": lang, "text": text})).unwrap()
}

/// What poppler's `pdftotext` reads in it.
fn read(sheet: &Sheet) -> String {
    with("pdftotext", &["-enc", "UTF-8", "-", "-"], sheet)
}

/// What one of poppler's programs says of it.
fn with(program: &str, args: &[&str], sheet: &Sheet) -> String {
    let mut reader = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`cargo xtask test` installs poppler-utils");
    reader.stdin.take().unwrap().write_all(&sheet.pdf).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn words_of_five_languages_are_read_again_as_they_were_written() {
    for (lang, cjk, text) in [
        ("zh", "Noto Sans CJK SC", "欢迎来到威海，请拨打12345。"),
        ("en", "Noto Sans CJK SC", "Welcome to Weihai: office, waffle."),
        ("ko", "Noto Sans CJK KR", "웨이하이에 오신 것을 환영합니다."),
        ("ja", "Noto Sans CJK JP", "威海へようこそ。空港から市内まで"),
        ("ru", "Noto Sans CJK SC", "Добро пожаловать в Вэйхай, ёлка"),
    ] {
        let sheet = set(&FONTS, LINE, &json!({"lang": lang, "cjk": cjk, "text": text})).unwrap();
        assert!(sheet.is_accessible, "{lang}");
        assert_eq!(without_blanks(&read(&sheet)), without_blanks(text));
    }
}

#[test]
fn arabic_thai_and_emoji_come_out() {
    let emoji = read(&line("en", "fire 🔥 family 👨‍👩‍👧 flag 🇨🇳"));
    assert!(emoji.contains('🔥') && emoji.contains('👨'), "{emoji}");
    let thai = read(&line("th", "สวัสดีเวยไห่"));
    assert!(thai.contains("สวัสดี"), "{thai}");
    // Its letters are joined and go from right to left: a reader gives them back in some order of its own.
    let sheet = line("ar", "مرحبا بكم في ويهاي 12345");
    let arabic = read(&sheet);
    assert!(sheet.is_accessible && arabic.contains("12345"), "{arabic}");
    assert!(
        arabic
            .chars()
            .filter(|c| ('\u{600}'..='\u{6ff}').contains(c))
            .count()
            >= 10,
        "{arabic}"
    );
}

#[test]
fn what_people_wrote_is_no_markup() {
    let text = r#"#panic("x") *b* $x$ `r` @ref <l> \u{41} // end #read("/etc/passwd") = h"#;
    assert_eq!(without_blanks(&read(&line("en", text))), without_blanks(text));
}

#[test]
fn no_text_stops_a_sheet_from_being_set() {
    let long = "長".repeat(5_000);
    for text in [
        "",
        "\0\u{1}\u{7f}\u{85}",
        "\u{202e}\u{2066}a\u{200f}\u{200d}",
        "e\u{301}\u{301}\u{301} \u{fffd}\u{ffff}\u{10ffff}",
        "\u{1f468}\u{200d}\u{1f469}\u{fe0f}\u{20e3}",
        "𠮷𒀀\u{e000}",
        &long,
    ] {
        let sheet = line("zh", text);
        assert!(sheet.pdf.starts_with(b"%PDF-"), "{text:?}");
    }
}

#[test]
fn a_letter_that_no_font_has_takes_the_claim_away_and_nothing_else() {
    let sheet = line("en", "before 𒀀 after");
    assert!(!sheet.is_accessible);
    let text = read(&sheet);
    assert!(text.contains("before") && text.contains("after"), "{text}");
}

#[test]
fn the_same_data_give_the_same_bytes() {
    assert_eq!(line("ja", "同じ"), line("ja", "同じ"));
}

#[test]
fn it_says_its_title_and_its_language_and_has_tags() {
    let sheet = line("ja", "空港");
    let said = with("pdfinfo", &["-"], &sheet) + &with("pdfinfo", &["-meta", "-"], &sheet);
    let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    for mark in [
        "Title:Aline",
        "Tagged:yes",
        "<dc:language><rdf:Bag><rdf:li>ja<",
        "<pdfuaid:part>1<",
    ] {
        assert!(said.contains(mark), "{mark} in {said}");
    }
}

#[test]
fn a_template_reaches_nothing_but_its_data() {
    for template in [
        r#"#read("/etc/passwd")"#,
        r#"#read("../secret")"#,
        r#"#import "other.typ": x"#,
        r#"#import "@preview/x:0.1.0": x"#,
        "#datetime.today()",
        "#image(\"a.png\")",
    ] {
        let refused = set(&FONTS, template, &Value::Null);
        assert!(
            matches!(refused, Err(SetError::Template(_))),
            "{template}: {refused:?}"
        );
    }
}

#[test]
fn too_much_is_refused() {
    let much = set(&FONTS, LINE, &json!({"lang": "en", "text": "a".repeat(DATA_MAX)}));
    assert!(matches!(much, Err(SetError::TooMuch(_))));
    let long = set(
        &FONTS,
        "#for _ in range(40) [#pagebreak(weak: false)]",
        &Value::Null,
    );
    assert!(matches!(long, Err(SetError::TooLong(_))));
}

#[test]
fn a_machine_without_the_fonts_is_told_which_packages_to_install() {
    let empty = tempfile::tempdir().unwrap();
    let all = Fonts::below(&[empty.path(), Path::new("/no/such/folder")]).unwrap_err();
    assert_eq!(
        all.to_string(),
        "fonts are missing: install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
    );
    std::fs::create_dir(empty.path().join("noto")).unwrap();
    for name in [
        "NotoSansCJK-Regular.ttc",
        "NotoSansCJK-Bold.ttc",
        "NotoColorEmoji.ttf",
    ] {
        std::fs::write(empty.path().join("noto").join(name), b"no font").unwrap();
    }
    let some = Fonts::below(&[empty.path()]).unwrap_err();
    assert_eq!(some.packages, ["fonts-noto-core"]);
}
