//! What must not matter: whatever somebody types, and whatever happens to the folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use proptest::prelude::*;
use search::{BuildError, Document, Index, OpenError, Query};

fn text(code: &str, title: &str, body: &str) -> Document {
    Document {
        kind: "guide".into(),
        code: code.into(),
        language: "en".into(),
        title: title.into(),
        body: body.into(),
        ..Document::default()
    }
}

fn some() -> Vec<Document> {
    vec![
        text("visas", "Visas", "how to get one"),
        text("schools", "Schools", "学校 학교 школа"),
    ]
}

fn found(index: &Index, asked: &str) -> usize {
    index
        .search(&Query::new(asked))
        .expect("the index is whole")
        .total
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

#[test]
fn a_question_is_text_whatever_stands_in_it() {
    let index = Index::in_memory(some()).expect("an index");
    let endless = [
        "a".repeat(10_000),
        "中".repeat(10_000),
        "한 ".repeat(5000),
        "1".repeat(10_000),
        "a-".repeat(5000),
        "(".repeat(10_000),
        "e\u{301}".repeat(5000),
        "\u{301}".repeat(10_000),
        "1 ".repeat(5000),
        "visa ".repeat(2000),
    ];
    let odd = [
        "\"visas",
        "title:visas",
        "visas AND (schools OR",
        "*",
        "?",
        "visas*",
        "[a TO",
        "(a+)+$",
        "\0",
        "visas\0",
        "\u{FFFD}",
        "AND OR NOT",
        "-visas",
        "^~:\\/",
        "👍",
        "\u{202E}visas",
        "'",
        "’’’",
        "+",
        "+++",
        "..",
        "----------",
    ];
    for asked in endless.iter().map(String::as_str).chain(odd) {
        let start = Instant::now();
        for typing in [false, true] {
            index
                .search(&Query {
                    typing,
                    ..Query::new(asked)
                })
                .expect("no error");
            index.suggest(asked, &[], 5).expect("no error");
        }
        let shown: String = asked.chars().take(20).collect();
        assert!(start.elapsed().as_secs() < 2, "{shown}");
    }
    for asked in [
        "\"visas",
        "visas AND (",
        "visas*",
        "visas\0",
        "-visas",
        "\u{202E}visas",
    ] {
        assert!(found(&index, asked) > 0, "{asked}");
    }
    for asked in ["???", "\"\"", "\0", "👍", "..."] {
        assert_eq!(found(&index, asked), 0, "{asked}");
    }
    assert_eq!(found(&index, " \n"), 2);
}

#[test]
fn an_empty_index_finds_nothing() {
    let index = Index::in_memory([]).expect("an index");
    assert_eq!(
        (found(&index, ""), found(&index, "visas"), index.texts()),
        (0, 0, 0)
    );
}

#[test]
fn a_page_beyond_the_last_is_empty() {
    let index = Index::in_memory(some()).expect("an index");
    for (offset, limit) in [(2, 10), (usize::MAX, usize::MAX), (0, 0)] {
        let hits = index
            .search(&Query {
                offset,
                limit,
                ..Query::new("")
            })
            .expect("no error");
        assert_eq!((hits.total, hits.hits.len()), (2, 0));
    }
}

#[test]
fn a_folder_keeps_an_index_and_what_it_was_made_of() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(Index::open(folder.path()), Err(OpenError::Absent)));
    assert!(matches!(
        Index::open(&folder.path().join("nowhere")),
        Err(OpenError::Absent)
    ));
    Index::build(folder.path(), "of monday", some()).expect("it is built");
    let before = files(folder.path());
    let index = Index::open(folder.path()).expect("it is there");
    assert_eq!(
        (index.fingerprint(), index.texts(), found(&index, "школы")),
        ("of monday", 2, 1)
    );
    assert_eq!(
        files(folder.path()),
        before,
        "opening writes nothing, so that the folder may be read only"
    );
}

#[test]
fn a_new_index_takes_the_place_of_the_old_one_which_is_read_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = Index::build(folder.path(), "1", some()).expect("it is built");
    let new = Index::build(folder.path(), "2", [text("ferries", "Ferries", "")]).expect("it is built");
    assert_eq!((found(&old, "visas"), found(&old, "ferries")), (1, 0));
    assert_eq!((found(&new, "visas"), found(&new, "ferries")), (0, 1));
    assert_eq!(
        Index::open(folder.path()).expect("it is there").fingerprint(),
        "2"
    );
    let generations = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(generations, 2, "the new one, and the file that names it");
}

#[test]
fn an_index_whose_folder_is_deleted_is_read_on_and_built_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::build(folder.path(), "1", some()).expect("it is built");
    fs::remove_dir_all(folder.path()).expect("deleted");
    assert_eq!(found(&index, "visas"), 1);
    assert!(matches!(Index::open(folder.path()), Err(OpenError::Absent)));
    assert_eq!(
        found(
            &Index::build(folder.path(), "1", some()).expect("built again"),
            "visas"
        ),
        1
    );
}

#[test]
fn a_build_that_stops_half_way_leaves_the_old_index_and_its_rest_goes_with_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    Index::build(folder.path(), "1", some()).expect("it is built");
    fs::create_dir(folder.path().join("generation-half")).expect("what a killed process leaves");
    assert_eq!(
        Index::open(folder.path()).expect("it is there").fingerprint(),
        "1"
    );
    Index::build(folder.path(), "2", some()).expect("it is built");
    assert!(!folder.path().join("generation-half").exists());
}

#[test]
fn a_folder_that_cannot_be_written_to_says_so_and_memory_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "no folder").expect("written");
    for wrong in [&file, &file.join("below")] {
        assert!(matches!(
            Index::build(wrong, "1", some()),
            Err(BuildError::Unwritable(_))
        ));
        assert!(matches!(Index::open(wrong), Err(OpenError::Unreadable(_))));
    }
    assert_eq!(found(&Index::in_memory(some()).expect("in memory"), "visas"), 1);
}

#[test]
fn an_index_of_another_version_is_told_from_a_damaged_one() {
    let folder = tempfile::tempdir().expect("a folder");
    Index::build(folder.path(), "1", some()).expect("it is built");
    let stamp = files(folder.path())
        .into_iter()
        .find(|path| path.ends_with("stamp.json"))
        .expect("a stamp");
    fs::write(&stamp, r#"{"version":0,"fingerprint":"1"}"#).expect("written");
    assert!(matches!(
        Index::open(folder.path()),
        Err(OpenError::OtherVersion { found: 0 })
    ));
    for damaged in [&b"{"[..], b"", b"\xFF", b"{\"version\":true}"] {
        fs::write(&stamp, damaged).expect("written");
        assert!(matches!(Index::open(folder.path()), Err(OpenError::Damaged(_))));
    }
    fs::remove_file(&stamp).expect("deleted");
    assert!(matches!(Index::open(folder.path()), Err(OpenError::Damaged(_))));
}

#[test]
fn whichever_file_is_damaged_the_index_does_not_open_and_can_be_built_again() {
    let folder = tempfile::tempdir().expect("a folder");
    Index::build(folder.path(), "1", some()).expect("it is built");
    let whole: Vec<PathBuf> = files(folder.path())
        .into_iter()
        .filter(|path| path.is_file())
        .collect();
    let mut damaged = 0;
    for path in &whole {
        let bytes = fs::read(path).expect("read");
        // tantivy's list of files, and its lock: nothing is read from them.
        if bytes.is_empty() || path.ends_with(".managed.json") {
            continue;
        }
        damaged += 1;
        let mut turned = bytes.clone();
        let middle = turned.len() / 2;
        turned[middle] ^= 0x55;
        for wrong in [&turned[..], &bytes[..bytes.len() / 2], b""] {
            fs::write(path, wrong).expect("written");
            assert!(Index::open(folder.path()).is_err(), "{}", path.display());
        }
        fs::remove_file(path).expect("deleted");
        assert!(Index::open(folder.path()).is_err(), "{}", path.display());
        fs::write(path, bytes).expect("written");
    }
    assert!(damaged > 6, "{whole:?}");
    assert_eq!(
        found(&Index::open(folder.path()).expect("whole again"), "visas"),
        1
    );
    fs::write(folder.path().join("current"), "../../etc").expect("written");
    assert!(matches!(Index::open(folder.path()), Err(OpenError::Damaged(_))));
    Index::build(folder.path(), "1", some()).expect("built again");
    assert_eq!(
        found(&Index::open(folder.path()).expect("it is there"), "visas"),
        1
    );
}

/// What people write: words of several scripts and what stands between them.
fn written() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zA-Z]{1,12}",
        "[а-яёА-Я]{1,12}",
        "[一-龥]{1,8}",
        "[가-힣]{1,6}",
        "[ぁ-んァ-ン]{1,8}",
        "[ก-ฮ]{1,8}",
        "[0-9]{1,12}",
        "[A-Z]{2}-[0-9]{2,4}-[0-9]{1,6}",
        "[a-z]{1,5}['’][a-z]{1,5}",
        "\\PC{1,6}",
        any::<String>(),
    ];
    let between = prop_oneof![
        Just(" "),
        Just(" "),
        Just(", "),
        Just("\n"),
        Just("。"),
        Just(" – ")
    ];
    proptest::collection::vec((word, between), 1..12)
        .prop_map(|words| words.into_iter().map(|(word, between)| word + between).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn a_text_is_found_by_any_word_of_its_own(written in written(), other in written()) {
        let index = Index::in_memory([text("wanted", &other, &written), text("other", "", &other)]).expect("an index");
        for word in written.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)) {
            let hits = index.search(&Query::new(word)).expect("no error");
            prop_assert!(hits.hits.iter().any(|hit| hit.code == "wanted"), "{word:?} in {written:?}");
        }
    }

    #[test]
    fn marks_are_in_order_and_within_the_text(written in written(), asked in written()) {
        let index = Index::in_memory([text("one", &asked, &written)]).expect("an index");
        for asked in [&asked, &written] {
            for hit in index.search(&Query { typing: true, ..Query::new(asked) }).expect("no error").hits {
                for excerpt in [hit.title, hit.excerpt] {
                    let mut end = 0;
                    for mark in excerpt.marks {
                        prop_assert!(mark.start >= end && mark.end > mark.start);
                        prop_assert!(excerpt.text.get(mark.clone()).is_some());
                        end = mark.end;
                    }
                }
            }
        }
    }

    #[test]
    fn a_question_that_is_a_title_finds_it_first(titles in proptest::collection::vec(written(), 2..6)) {
        // The number makes each title one of its own.
        let titles: Vec<String> = titles.iter().enumerate().map(|(at, title)| format!("{at} {title}")).collect();
        let texts = titles.iter().enumerate().map(|(at, title)| text(&at.to_string(), title, &titles.concat()));
        let index = Index::in_memory(texts).expect("an index");
        for title in titles.iter().filter(|title| title.chars().count() < 500) {
            let hits = index.search(&Query::new(title)).expect("no error");
            prop_assert_eq!(hits.hits.first().map(|hit| &hit.title.text), Some(title));
        }
    }
}
