//! What is written in several ways is found by each of them.

use search::{Document, Index, Query};

/// What it is about, and two ways to write it.
const FOLDINGS: &[(&str, &str, &str)] = &[
    ("case", "WEIHAI", "weihai"),
    ("full width", "Ｗｅｉｈａｉ", "Weihai"),
    ("half width", "ﾊﾟｽﾎﾟｰﾄ", "パスポート"),
    ("accents", "Seán", "Sean"),
    ("accents of several marks", "Nguyễn", "Nguyen"),
    ("an accent of its own", "Sea\u{301}n", "Seán"),
    ("ё", "Ёлка", "елка"),
    ("a curly apostrophe", "O’Brien", "O'Brien"),
    ("no apostrophe", "O’Brien", "OBrien"),
    ("other apostrophes", "OʼBrien", "O`Brien"),
    ("ligatures", "oﬃce", "office"),
    ("sharp s", "Straße", "STRASSE"),
    ("hyphens", "check‑in", "check-in"),
    ("no hyphen", "check-in", "checkin"),
    ("Traditional Chinese", "居留許可", "居留许可"),
    (
        "Traditional Chinese in a sentence",
        "臺灣居民來往大陸通行證",
        "台湾居民来往大陆通行证",
    ),
    ("Hangul with and without blanks", "김 민수", "김민수"),
    ("compounds of Hangul", "거주 신고", "거주신고"),
    ("Hangul in letters", "\u{1100}\u{1165}\u{110C}\u{116E}", "거주"),
    ("particles", "거주 신고를 합니다", "거주 신고"),
    ("a mobile", "138-0011-2233", "13800112233"),
    ("a mobile from abroad", "138-0011-2233", "008613800112233"),
    ("a mobile with its code", "+86 138 0011 2233", "138 0011 2233"),
    ("a Russian mobile", "+7 912 345-67-89", "89123456789"),
    (
        "a Russian mobile in brackets",
        "8 (912) 345-67-89",
        "+79123456789",
    ),
    ("a line of the city", "0631-5190110", "+86 631 519 0110"),
    ("a line without its area", "0631-5190110", "0631 5190110"),
    ("references", "WH-2026-000123", "WH2026000123"),
    ("references in small letters", "WH-2026-000123", "wh-2026-000123"),
    ("references with other hyphens", "A12–B34", "A12B34"),
    ("digits of other scripts", "١٢٣٤٥", "12345"),
    ("English endings", "visas", "visa"),
    ("English endings on both", "registering", "registered"),
    ("Russian endings", "регистрация", "регистрации"),
    ("soft hyphens", "regis\u{AD}tration", "registration"),
    ("alef with hamza", "أحمد", "احمد"),
];

fn texts(title: &str, other: &str) -> Index {
    let text = |code: &str, body: String| Document {
        kind: "guide".into(),
        code: code.into(),
        language: "en".into(),
        title: "—".into(),
        body,
        ..Document::default()
    };
    let documents = [
        text("wanted", title.to_owned()),
        text("other", other.to_owned()),
        text("third", "三 трое three 셋".to_owned()),
    ];
    Index::in_memory(documents).expect("an index in memory")
}

fn found(index: &Index, asked: &str) -> Vec<String> {
    let hits = index.search(&Query::new(asked)).expect("the index is whole");
    hits.hits.into_iter().map(|hit| hit.code).collect()
}

#[test]
fn what_is_written_in_several_ways_is_found_by_each() {
    let mut missed = Vec::new();
    for (about, one, other) in FOLDINGS {
        for (written, asked) in [(one, other), (other, one), (one, one), (other, other)] {
            let index = texts(&format!("qqq {written} zzz"), "etwas anderes");
            if found(&index, asked) != ["wanted"] {
                missed.push(format!("{about}: {asked} does not find {written}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn letters_that_are_no_accents_are_told_apart() {
    for (written, asked) in [
        ("мой", "мои"),
        ("か", "が"),
        ("138-0011-2233", "139-0011-2233"),
        ("WH-2026-000123", "WH-2026-000124"),
    ] {
        let index = texts(written, "etwas anderes");
        assert!(
            !found(&index, asked).contains(&"wanted".to_owned()),
            "{asked} finds {written}"
        );
    }
}

#[test]
fn a_word_of_a_script_without_blanks_is_found_within_any_other() {
    for (written, asked) in [
        ("外国人居留许可申请须知", "居留"),
        ("外国人居留许可申请须知", "留许"),
        ("外国人居留许可申请须知", "许"),
        ("東京都庁", "京都"),
        ("外国人登録証明書", "登録"),
        ("외국인등록증 발급", "등록"),
        ("외국인등록증 발급", "등록증을"),
        ("사만다김민수입니다", "김민수"),
        ("ทะเบียนบ้านของฉัน", "บ้าน"),
        ("欧阳娜娜", "娜娜"),
    ] {
        let index = texts(written, "etwas anderes");
        assert_eq!(found(&index, asked), ["wanted"], "{asked} in {written}");
    }
}
