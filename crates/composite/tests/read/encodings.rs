//! Tables in the encodings that countries save them in.

use std::fmt::Write as _;

use composite::read::Options;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, KOI8_U, SHIFT_JIS, WINDOWS_1251};

use crate::{META, read_as, read_bytes};

/// A table of units with these names, each in a group of its own.
fn table(names: &[&str]) -> String {
    let mut data = "uCode,uName,Time,beds,wait,people,side,note\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        writeln!(data, "u{at},{name},2020,{at},1,5,{name},x").unwrap();
    }
    data
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{text}");
    bytes.into_owned()
}

#[test]
fn a_table_is_read_in_the_encoding_its_country_saves_it_in() {
    let chinese = ["环翠区", "文登区", "荣成市", "乳山市", "纳米比亚", "北美洲"];
    let taiwan = ["臺北市", "新北市", "桃園市", "臺中市", "納米比亞", "北美洲"];
    let japanese = [
        "東京都",
        "宇部市",
        "下関市",
        "ナミビア",
        "さいたま市",
        "北アメリカ",
    ];
    let korean = [
        "서울특별시",
        "여수시",
        "부산",
        "나미비아",
        "경상북도",
        "북아메리카",
    ];
    let russian = ["Москва", "Сочи", "Намибия", "Республика Корея", "Иркутск", "Азия"];
    for (names, encoding) in [
        (chinese, GB18030),
        (taiwan, BIG5),
        (japanese, SHIFT_JIS),
        (japanese, EUC_JP),
        (korean, EUC_KR),
        (russian, WINDOWS_1251),
        (russian, KOI8_U),
        (russian, IBM866),
    ] {
        let bytes = encoded(&table(&names), encoding);
        let found = read_bytes(&bytes, META.as_bytes()).unwrap();
        let (name, year) = (found.data.encoding.name(), &found.panel.years()[0]);
        assert!(name.eq_ignore_ascii_case(encoding.name()), "{name}");
        assert_eq!(year.names, names);
        assert_eq!(year.groupings[0].names, names);
    }
    for encode in [u16::to_le_bytes, u16::to_be_bytes] {
        let text = format!("\u{feff}{}", table(&chinese));
        let bytes: Vec<u8> = text.encode_utf16().flat_map(encode).collect();
        let found = read_bytes(&bytes, META.as_bytes()).unwrap();
        assert_eq!(found.panel.years()[0].names, chinese);
    }
}

#[test]
fn an_encoding_that_bytes_do_not_tell_is_asked_for() {
    let bytes = encoded(&table(&["서울"]), EUC_KR);
    let errors = read_bytes(&bytes, META.as_bytes()).unwrap_err();
    let [error] = &errors[..] else {
        panic!("{errors:?}")
    };
    assert!(
        error.starts_with("data.csv: its bytes do not tell which encoding it is in; it may be "),
        "{error}"
    );
    for reading in ["EUC-KR (서울)", "GB18030 (辑匡)"] {
        assert!(error.contains(reading), "{error}");
    }
    // One name for both tables, of which only one is in it.
    let meta = META.replace("Hospital beds", "병상");
    let options = Options {
        encoding: Some("euc-kr".parse().unwrap()),
        ..Options::default()
    };
    let found = read_as(&bytes, meta.as_bytes(), &options).unwrap();
    assert_eq!(found.panel.years()[0].names, ["서울"]);
    assert_eq!(found.framework.elements()[0].name, "병상");
    assert_eq!(
        (found.data.encoding.name(), found.meta.encoding.name()),
        ("EUC-KR", "UTF-8")
    );
}
