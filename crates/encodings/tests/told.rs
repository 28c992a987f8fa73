//! Names of places as their own countries write them, in bytes: told right, or asked about, and never taken for others.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding as Standard, GB18030, IBM866, ISO_8859_5, KOI8_U, SHIFT_JIS, WINDOWS_874,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
};
use encodings::{Encoding, NotRead, read};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const CHINESE: &str =
    "环翠区 文登区 荣成市 乳山市 高新区 经开区 临港区 北京 上海 广州 深圳 成都 武汉 南京 纳米比亚 亳州 濮阳";
const TAIWAN: &str =
    "臺北市 新北市 桃園市 臺中市 臺南市 高雄市 基隆市 新竹縣 彰化縣 南投縣 花蓮縣 臺東縣 納米比亞 國際交流";
const JAPANESE: &str = "東京都 大阪府 北海道 宇部市 下関市 アイスランド ナミビア ニュージーランド さいたま市 つくば市 アジア 人口";
const KOREAN: &str =
    "서울특별시 부산광역시 대구 인천 광주 여수시 제주도 경상북도 나미비아 북아메리카 아시아 국제교류과";
const RUSSIAN: &str =
    "Москва Сочи Иркутск Владивосток Намибия Россия Азия Китай Республика Корея Санкт-Петербург область №5";
const GERMAN: &str = "Köln München Österreich Düsseldorf Straße Nürnberg Züge Fläche Bevölkerung";
const FRENCH: &str = "Île Norvège Algérie Corée Crète Nîmes Genève Très Côte";
const GREEK: &str = "Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ναμίμπια Ελλάδα";
const THAI: &str = "กรุงเทพ เชียงใหม่ ขอนแก่น ภูเก็ต นามิเบีย เกาหลีใต้ ญี่ปุ่น จีน";

const ALL: [(&str, &Standard); 12] = [
    (CHINESE, GB18030),
    (TAIWAN, BIG5),
    (JAPANESE, SHIFT_JIS),
    (JAPANESE, EUC_JP),
    (KOREAN, EUC_KR),
    (RUSSIAN, WINDOWS_1251),
    (RUSSIAN, KOI8_U),
    (RUSSIAN, IBM866),
    (RUSSIAN, ISO_8859_5),
    (GERMAN, WINDOWS_1252),
    (GREEK, WINDOWS_1253),
    (THAI, WINDOWS_874),
];

fn table<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let rows = names
        .enumerate()
        .map(|(at, name)| format!("u{at},{name},{at}.5\r\n"));
    format!("uCode,uName,a\r\n{}", rows.collect::<String>())
}

fn bytes(text: &str, encoding: &'static Standard) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{text} in {}", encoding.name());
    bytes.into_owned()
}

#[test]
fn a_table_of_names_is_told_from_its_bytes() {
    for (names, encoding) in ALL {
        let text = table(
            names
                .split(' ')
                .filter(|name| encoding != KOI8_U || *name != "№5"),
        );
        let told = read(&bytes(&text, encoding), None)
            .map(|told| (told.text.into_owned(), told.encoding.name().to_lowercase()));
        // What has the same letters there may have another name.
        assert_eq!(told, Ok((text, encoding.name().to_lowercase())));
    }
}

#[test]
fn what_may_be_several_is_asked_about() {
    // A single name, and letters with marks of which French and Czech have others in the same places.
    for (names, encoding, others) in [
        ("서울", EUC_KR, &["GB18030"][..]),
        ("环翠", GB18030, &["EUC-KR", "Big5"]),
        (FRENCH, WINDOWS_1252, &["windows-1250"]),
    ] {
        let Err(NotRead::Unclear(readings)) = read(&bytes(&table(names.split(' ')), encoding), None) else {
            panic!("{names} is told");
        };
        let names: Vec<&str> = readings.iter().map(|one| one.encoding.name()).collect();
        for other in others
            .iter()
            .chain([&encoding.name().replace("gb", "GB").as_str()])
        {
            assert!(names.contains(other), "{other} is none of {names:?}");
        }
        let said = NotRead::Unclear(readings).to_string();
        assert!(said.contains(&format!("{} (", others[0])), "{said}");
    }
}

#[test]
fn a_name_or_a_mark_decides() {
    let korean = "uCode,uName\r\nx,환\r\n";
    let told = |bytes: &[u8], name: &str| {
        let told = read(bytes, Some(name.parse().unwrap()));
        told.map(|told| (told.text.into_owned(), told.encoding.name()))
    };
    assert_eq!(
        told(&bytes(korean, EUC_KR), "cp949"),
        Ok((korean.to_owned(), "EUC-KR"))
    );
    assert_eq!(told(b"\xff\xfea\0", "GB18030"), Ok(("a".to_owned(), "UTF-16LE")));
    // What is UTF-8, and no word in what is named, stays what it is.
    assert_eq!(
        told(korean.as_bytes(), "EUC-KR"),
        Ok((korean.to_owned(), "UTF-8"))
    );
    assert_eq!(
        told(RUSSIAN.as_bytes(), "windows-1251"),
        Ok((RUSSIAN.to_owned(), "UTF-8"))
    );
    // These two bytes are a letter in both.
    assert_eq!(
        told("x,一".replace('一', "\u{43b}").as_bytes(), "gbk").unwrap().1,
        "GB18030"
    );
    assert_eq!(
        told(b"\xff\xff", "Shift_JIS").unwrap_err().to_string(),
        "it is not text in Shift_JIS"
    );
    assert_eq!(read(b"\xff\xff\xff\x00", None), Err(NotRead::NotText));
}

#[test]
fn encodings_have_the_names_people_know() {
    for (name, expected) in [
        ("utf-8", "UTF-8"),
        ("CP65001", "UTF-8"),
        ("gb2312", "GB18030"),
        ("GBK", "GB18030"),
        ("cp936", "GB18030"),
        ("big5", "Big5"),
        ("CP950", "Big5"),
        ("sjis", "Shift_JIS"),
        ("cp932", "Shift_JIS"),
        ("UHC", "EUC-KR"),
        (" cp1251 ", "windows-1251"),
        ("windows-1251", "windows-1251"),
        ("koi8-r", "KOI8-R"),
        ("latin1", "windows-1252"),
    ] {
        assert_eq!(name.parse::<Encoding>().map(Encoding::name), Ok(expected));
    }
    for name in ["", "klingon", "replacement", "x-user-defined", "iso-2022-kr"] {
        assert!(name.parse::<Encoding>().is_err(), "{name}");
    }
}

/// Names of a list that each of its encodings has.
fn names_in(names: &'static str) -> Vec<&'static str> {
    names.split(' ').filter(|name| *name != "№5").collect()
}

/// However few names there are: they are told right, or the right reading is among those that are asked about.
fn are_told_or_asked_about<'n>(names: impl Iterator<Item = &'n str>, encoding: &'static Standard) {
    let text = table(names);
    let bytes = bytes(&text, encoding);
    match read(&bytes, None) {
        Ok(told) => assert_eq!(told.text, text),
        Err(NotRead::Unclear(readings)) => {
            let read_so = |name: &str| read(&bytes, name.parse().ok()).is_ok_and(|told| told.text == text);
            assert!(
                readings.iter().any(|one| read_so(one.encoding.name())),
                "{text}{readings:?}"
            );
        }
        Err(other) => panic!("{text}{other}"),
    }
}

#[test]
fn one_two_or_three_names_are_never_taken_for_others() {
    for (names, encoding) in ALL {
        let names = names_in(names);
        for (at, first) in names.iter().enumerate() {
            are_told_or_asked_about([*first].into_iter(), encoding);
            for (next, second) in names.iter().enumerate().skip(at + 1) {
                are_told_or_asked_about([*first, *second].into_iter(), encoding);
                are_told_or_asked_about([*second, *first].into_iter(), encoding);
                for third in &names[next + 1..] {
                    are_told_or_asked_about([*first, *second, *third].into_iter(), encoding);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn names_are_never_taken_for_others((names, encoding) in select(ALL.to_vec()), picked in proptest::collection::vec(any::<Index>(), 1..8)) {
        let names = names_in(names);
        are_told_or_asked_about(picked.iter().map(|index| *index.get(&names)), encoding);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), name in select(vec!["", "gbk", "big5", "cp1251", "utf-16le", "iso-2022-jp"])) {
        let named: Option<Encoding> = name.parse().ok();
        if let Ok(told) = read(&bytes, named) {
            let again = read(&bytes, Some(told.encoding));
            prop_assert_eq!(again.as_ref(), Ok(&told));
        }
    }
}
