//! What comes first, and what is found at all.

use search::{Count, Document, Index, Query, Sort};

fn text(code: &str, language: &str, title: &str, body: &str) -> Document {
    Document {
        kind: "guide".into(),
        code: code.into(),
        language: language.into(),
        title: title.into(),
        body: body.into(),
        ..Document::default()
    }
}

/// Texts about other things, so that a word's rarity means something.
fn others() -> Vec<Document> {
    let about = [
        (
            "Buses and trains",
            "How do I get a card for the bus? Where do I buy a ticket, and how do I register the card?",
        ),
        (
            "Hospitals",
            "How do I find a doctor where I live? I do not know how to ask. Register at the desk.",
        ),
        ("Schools", "How do I find a school for my child? Where do I ask?"),
        (
            "Renting",
            "How do I rent a flat? Where do I live until I find one?",
        ),
        ("Banks", "How do I open an account? Where do I go?"),
        ("Phones", "How do I get a number? I do not know where."),
    ];
    let english = about
        .into_iter()
        .enumerate()
        .map(|(at, (title, body))| text(&format!("other-{at}"), "en", title, body));
    let korean = [
        "버스를 어디서 타나요",
        "병원은 어디서 찾나요",
        "은행 계좌 개설을 어떻게 하나요",
        "학교 입학 신고를 하나요",
        "집을 어디서 구하나요",
    ];
    let korean = korean
        .into_iter()
        .enumerate()
        .map(|(at, title)| text(&format!("ko-{at}"), "ko", title, title));
    english.chain(korean).collect()
}

fn index(texts: impl IntoIterator<Item = Document>) -> Index {
    Index::in_memory(texts).expect("an index in memory")
}

fn found(index: &Index, query: &Query) -> Vec<String> {
    index
        .search(query)
        .expect("the index is whole")
        .hits
        .into_iter()
        .map(|hit| hit.code)
        .collect()
}

fn first(index: &Index, asked: &str) -> String {
    found(index, &Query::new(asked))
        .into_iter()
        .next()
        .unwrap_or_default()
}

#[test]
fn a_title_comes_before_keywords_and_keywords_before_a_text() {
    let mut keyword = text("keyword", "en", "Papers", "nothing else");
    keyword.words = vec!["apostille".into()];
    let index = index(others().into_iter().chain([
        text("text", "en", "Papers", "where to get an apostille"),
        keyword,
        text("title", "en", "Apostille of papers", "nothing else"),
    ]));
    assert_eq!(
        found(&index, &Query::new("apostille")),
        ["title", "keyword", "text"]
    );
}

#[test]
fn the_title_that_is_the_question_comes_first() {
    let index = index(others().into_iter().chain([
        text(
            "long",
            "en",
            "Visas: visa, visas, and the visa of a visa",
            "visa visa visa visa",
        ),
        text("exact", "en", "Visa", "papers"),
        text("other", "en", "Visa runs", "visa visa visa"),
    ]));
    assert_eq!(first(&index, "visa"), "exact");
    assert_eq!(first(&index, "VISA!"), "exact");
}

#[test]
fn all_words_in_a_text_come_before_one_rare_word_in_a_title() {
    let index = index(others().into_iter().chain([
        text(
            "all",
            "en",
            "Papers",
            "A typhoon stopped the ferry, and nobody knew when another one would leave.",
        ),
        text("rare", "en", "Typhoon typhoon", "typhoon typhoon typhoon"),
    ]));
    assert_eq!(first(&index, "typhoon ferry leave"), "all");
}

#[test]
fn a_question_that_is_a_sentence_finds_what_it_is_about() {
    let index = index(others().into_iter().chain([
        text(
            "residence",
            "en",
            "Registration of residence",
            "Within 24 hours, register your residence where you live.",
        ),
        text(
            "residence",
            "ko",
            "거주 등록",
            "도착 후 24시간 이내에 파출소에서 거주 신고를 하셔야 합니다.",
        ),
    ]));
    assert_eq!(first(&index, "어디서 거주 신고를 하나요"), "residence");
    assert_eq!(first(&index, "how do I register my residence"), "residence");
    assert_eq!(first(&index, "거주신고"), "residence");
}

#[test]
fn a_word_that_nobody_wrote_does_not_hide_the_others() {
    let index = index(
        others()
            .into_iter()
            .chain([text("wanted", "en", "Typhoons", "stay at home")]),
    );
    assert_eq!(
        found(&index, &Query::new("typhoons qqqqqqqq zzzzzzzzzz")),
        ["wanted"]
    );
}

#[test]
fn typing_errors_are_forgiven_after_what_is_spelled_so() {
    let index = index(others().into_iter().chain([
        text("near", "en", "Harbour", "Harbour harbour"),
        text("exact", "en", "Papers", "about a harbor"),
        text("long", "ru", "Регистрация", "по месту жительства"),
        text("short", "en", "Papers", "a cat"),
    ]));
    assert_eq!(found(&index, &Query::new("harbor")), ["exact", "near"]);
    assert_eq!(found(&index, &Query::new("ригистрацыя")), ["long"]);
    assert_eq!(found(&index, &Query::new("hrabour")), ["near"]);
    assert_eq!(found(&index, &Query::new("cut")), [""; 0]);
}

#[test]
fn the_reader_s_language_comes_first_and_a_document_once() {
    let index = index(others().into_iter().chain([
        text("visas", "en", "Visa", "visa"),
        text("visas", "ko", "비자 visa", "visa"),
        text("permits", "en", "Permit", "visa"),
    ]));
    let asked = |languages: [&str; 2]| {
        let hits = index
            .search(&Query::new("visa papers").for_reader(languages))
            .expect("whole");
        let hit = hits.hits.into_iter().next().expect("found");
        (hits.total, hit.code, hit.language)
    };
    assert_eq!(asked(["ko", "ja"]), (2, "visas".into(), "ko".into()));
    assert_eq!(asked(["en", "zh"]), (2, "visas".into(), "en".into()));
}

#[test]
fn the_same_question_has_the_same_answer_after_another_build() {
    let texts = || (0..200).map(|at| text(&format!("{at:03}"), "en", "Visa", "the same text"));
    let asked = Query {
        limit: 100,
        offset: 50,
        ..Query::new("visa")
    };
    let wanted: Vec<String> = (50..150).map(|at| format!("{at:03}")).collect();
    assert_eq!(found(&index(texts()), &asked), wanted);
    assert_eq!(found(&index(texts()), &asked), wanted);
}

fn dated() -> Index {
    let dated = |code: &str, kind: &str, group: &str, date: Option<i32>| Document {
        kind: kind.into(),
        facets: vec![("group".into(), group.into())],
        date: date.map(i64::from),
        number: date.map(|date| -f64::from(date)),
        ..text(code, "en", "A visa", "")
    };
    index([
        dated("a", "guide", "work", Some(2)),
        dated("b", "guide", "school", None),
        dated("c", "service", "work", Some(3)),
        dated("d", "place", "school", Some(1)),
        Document {
            language: "ko".into(),
            ..dated("a", "guide", "work", Some(2))
        },
    ])
}

#[test]
fn what_is_sorted_by_date_or_number_has_the_others_last() {
    let by = |sort| {
        found(
            &dated(),
            &Query {
                sort,
                ..Query::new("")
            },
        )
    };
    assert_eq!(by(Sort::Best), ["a", "b", "c", "d"]);
    assert_eq!(by(Sort::Newest), ["c", "a", "d", "b"]);
    assert_eq!(by(Sort::Oldest), ["d", "a", "c", "b"]);
    assert_eq!(by(Sort::Largest), ["d", "a", "c", "b"]);
    assert_eq!(by(Sort::Smallest), ["c", "a", "d", "b"]);
}

#[test]
fn filters_hold_together_and_a_facet_s_own_does_not_take_from_its_counts() {
    let index = dated();
    let query = Query {
        counted: vec![
            "kind".into(),
            "group".into(),
            "language".into(),
            "unheard of".into(),
        ],
        ..Query::new("visa")
            .only("group", ["work"])
            .only("kind", ["guide", "service"])
    };
    let hits = index.search(&query).expect("whole");
    assert_eq!(hits.total, 2);
    let count = |value: &str, documents| Count {
        value: value.into(),
        documents,
    };
    let wanted: [(String, Vec<Count>); 4] = [
        ("kind".into(), vec![count("guide", 1), count("service", 1)]),
        ("group".into(), vec![count("work", 2), count("school", 1)]),
        ("language".into(), vec![count("en", 2), count("ko", 1)]),
        ("unheard of".into(), vec![]),
    ];
    assert_eq!(hits.counts, wanted);
    assert_eq!(
        found(&index, &Query::new("visa").only("kind", ["unheard of"])),
        [""; 0]
    );
}

#[test]
fn what_is_typed_so_far_suggests_titles_in_the_reader_s_language() {
    let index = index(others().into_iter().chain([
        text("residence", "en", "Residence registration", "register"),
        text("residence", "zh", "居留登记", "登记"),
        text("residence", "ko", "거주 등록", "등록"),
        text("permits", "en", "Residence permits", "permit"),
    ]));
    let suggested = |typed: &str, language: &str| {
        let titles = index.suggest(typed, &[language.into()], 5).expect("whole");
        titles
            .into_iter()
            .map(|suggestion| suggestion.title.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        suggested("resi", "en"),
        ["Residence registration", "Residence permits"]
    );
    assert_eq!(suggested("residence p", "en"), ["Residence permits"]);
    assert_eq!(suggested("居", "zh"), ["居留登记"]);
    assert_eq!(suggested("居留登", "zh"), ["居留登记"]);
    assert_eq!(suggested("거", "ko"), ["거주 등록"]);
    assert_eq!(suggested("", "ko"), [""; 0]);
    assert_eq!(suggested("register", "en"), [""; 0]);
}

#[test]
fn an_excerpt_shows_where_the_words_stand() {
    let long = format!(
        "{} Within 24 hours you register your résidence with the police. {}",
        "Nothing. ".repeat(80),
        "More text here. ".repeat(80)
    );
    let index = index(others().into_iter().chain([
        text("en", "en", "Papers", &long),
        text(
            "zh",
            "zh",
            "须知",
            &format!(
                "{}外国人应当在二十四小时内登记住宿。{}",
                "这里没有别的。".repeat(80),
                "其他内容。".repeat(80)
            ),
        ),
        text("ko", "ko", "안내", "도착하면 거주신고를 하세요."),
    ]));
    let marked = |asked: &str| {
        let hits = index.search(&Query::new(asked)).expect("whole");
        let excerpt = hits.hits.into_iter().next().expect("found").excerpt;
        let marks: Vec<String> = excerpt
            .marks
            .iter()
            .map(|mark| excerpt.text[mark.clone()].to_owned())
            .collect();
        (excerpt, marks)
    };
    let (excerpt, marks) = marked("residence police");
    assert_eq!(marks, ["résidence", "police"]);
    assert!(excerpt.text.starts_with("Within 24 hours"), "{}", excerpt.text);
    assert!(excerpt.cut_before && excerpt.cut_after);
    let (excerpt, marks) = marked("登记");
    assert_eq!(marks, ["登记"]);
    assert!(excerpt.text.starts_with("外国人应当"), "{}", excerpt.text);
    assert_eq!(marked("거주 신고").1, ["거주신고"]);
    let (excerpt, marks) = marked("安내 须知");
    assert!(marks.is_empty() && excerpt.text.starts_with("这里") && !excerpt.cut_before);
}
