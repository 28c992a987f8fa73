use std::collections::BTreeMap;

use proptest::prelude::*;

use super::html::Fragment;
use super::place::place;
use super::*;
use crate::links::Link;
use crate::mend::tests::mend;
use crate::translator::TranslatedSentence;

/// A numeric sequence that is always the same.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// A translation as a model might make it: of words in another order, some of them missing, doubled, or other words.
fn scrambled(source: &str, seed: u64) -> Translation {
    let mut sequence = Sequence(seed);
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for word in source.split_inclusive(' ') {
        words.push(at..at + word.trim_end().len());
        at += word.len();
    }
    let mut text = String::new();
    let mut links = Vec::new();
    while !words.is_empty() {
        // Mostly the next.
        let next = if sequence.below(3) == 0 {
            sequence.below(words.len())
        } else {
            0
        };
        let word = words.remove(next);
        let (said, times) = match sequence.below(8) {
            0 => ("", 0),
            1 => ("palavra", 1),
            2 => (&source[word.clone()], 2),
            _ => (&source[word.clone()], 1),
        };
        for _ in 0..times {
            let start = text.len();
            if start > 0 {
                text.push(' ');
            }
            text.push_str(said);
            links.push(Link {
                source: word.clone(),
                target: start..text.len(),
            });
        }
    }
    Translation {
        text,
        sentences: vec![TranslatedSentence {
            source: 0..source.len(),
            log_probability: Some(0.0),
        }],
        links,
        ..Translation::default()
    }
}

fn same(source: &str) -> Translation {
    Translation {
        text: source.to_owned(),
        links: vec![Link {
            source: 0..source.len(),
            target: 0..source.len(),
        }],
        ..Translation::default()
    }
}

fn marked(source: &str, marks: &[Mark], mut translation: Translation) -> Marked {
    check(source, marks).unwrap();
    let fixed: Vec<Range<usize>> = marks
        .iter()
        .filter(|mark| mark.is_fixed())
        .map(|mark| mark.range.clone())
        .collect();
    let places = mend(source, &fixed, &mut translation, "en");
    place(source, marks, translation, &places)
}

/// What must hold of every translation with marks.
fn assert_sound(source: &str, marks: &[Mark], marked: &Marked) {
    let text = &marked.translation.text;
    assert_eq!(marked.ranges.len(), marks.len());
    // Every mark begins and ends once, in one another, and all text is there.
    let mut open: Vec<usize> = Vec::new();
    let mut said = String::new();
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for event in marked.events() {
        match event {
            Event::Begin(mark) => {
                if marks[mark].is_fixed() {
                    assert_eq!(
                        text[marked.ranges[mark].clone()],
                        source[marks[mark].range.clone()]
                    );
                } else {
                    assert_eq!(marks[mark].inside, open.last().copied());
                }
                assert_eq!(marked.ranges[mark].start, said.len());
                *times.entry(mark).or_default() += 1;
                open.push(mark);
            }
            Event::Text(range) => said.push_str(&text[range]),
            Event::End(mark) => {
                assert_eq!(open.pop(), Some(mark));
                assert_eq!(marked.ranges[mark].end, said.len());
            }
        }
    }
    assert_eq!(&said, text);
    assert!(times.len() == marks.len() && times.values().all(|times| *times == 1));
    // Nothing is cut that was not.
    let edges = |ranges: &mut dyn Iterator<Item = &Range<usize>>| -> Vec<usize> {
        ranges.flat_map(|range| [range.start, range.end]).collect()
    };
    let before = edges(&mut marks.iter().map(|mark| &mark.range));
    let cuts = |text: &str, kept: &Range<usize>, edges: &[usize]| -> Vec<(String, usize)> {
        let inside = edges.iter().filter(|at| kept.start < **at && **at < kept.end);
        inside
            .map(|at| (text[kept.clone()].to_owned(), at - kept.start))
            .collect()
    };
    let after = edges(&mut marked.ranges.iter());
    let known: Vec<(String, usize)> = keep::whole(source)
        .iter()
        .flat_map(|kept| cuts(source, kept, &before))
        .collect();
    for kept in keep::whole(text) {
        for cut in cuts(text, &kept, &after) {
            assert!(known.contains(&cut), "{cut:?} in {text}");
        }
    }
    let graphemes = |text: &str| -> Vec<usize> {
        icu_segmenter::GraphemeClusterSegmenter::new()
            .segment_str(text)
            .collect()
    };
    let source_is_whole = before.iter().all(|at| graphemes(source).contains(at) || *at == 0);
    if source_is_whole {
        for at in after {
            assert!(graphemes(text).contains(&at) || at == 0, "{at} in {text}");
        }
    }
}

use crate::keep;

/// Words with marks: `<` opens one, `>` closes it, `^` is one without words, `{…}` is fixed.
fn read(notation: &str) -> (String, Vec<Mark>) {
    let mut text = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for letter in notation.chars() {
        match letter {
            '<' | '{' | '^' => {
                marks.push(Mark {
                    range: text.len()..text.len(),
                    inside: open.last().copied(),
                    fixed: letter == '{',
                });
                if letter != '^' {
                    open.push(marks.len() - 1);
                }
            }
            '>' | '}' => {
                let mark = open.pop().unwrap();
                marks[mark].range.end = text.len();
            }
            _ => text.push(letter),
        }
    }
    (text, marks)
}

fn write(marks: &[Mark], marked: &Marked) -> String {
    let mut written = String::new();
    for event in marked.events() {
        match event {
            Event::Begin(mark) if marks[mark].fixed => written.push('{'),
            Event::Begin(mark) if marks[mark].range.is_empty() => written.push('^'),
            Event::Begin(_) => written.push('<'),
            Event::End(mark) if marks[mark].fixed => written.push('}'),
            Event::End(mark) if marks[mark].range.is_empty() => {}
            Event::End(_) => written.push('>'),
            Event::Text(range) => written.push_str(&marked.translation.text[range]),
        }
    }
    written
}

/// Translates word for word: `links` says of each word of the translation which word of the source it comes from.
fn worded(notation: &str, translation: &str, links: &[usize]) -> String {
    let (source, marks) = read(notation);
    let words = |text: &str| -> Vec<Range<usize>> {
        let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        text.split(' ')
            .map(|word| place(word)..place(word) + word.len())
            .collect()
    };
    let from = words(&source);
    let links = words(translation)
        .into_iter()
        .zip(links)
        .map(|(target, from_word)| Link {
            source: from[*from_word].clone(),
            target,
        });
    let translation = Translation {
        text: translation.to_owned(),
        links: links.collect(),
        ..Translation::default()
    };
    let marked = marked(&source, &marks, translation);
    assert_sound(&source, &marks, &marked);
    write(&marks, &marked)
}

#[test]
fn marks_go_where_their_words_go() {
    assert_eq!(
        worded("a <red> <<big> car>", "um <carro> red", &[0, 3, 1])
            .matches('<')
            .count(),
        4
    );
    assert_eq!(
        worded("a <red> [car] now", "um carro vermelho já", &[0, 2, 1, 3]),
        "um carro <vermelho> já"
    );
    // A word between that belongs to none, and one far away.
    assert_eq!(
        worded(
            "see <the big shop> now",
            "ver a outra loja grande já a",
            &[0, 1, 4, 3, 2, 4, 1]
        ),
        "ver a outra <loja grande> já a"
    );
    // Everything stays everything.
    assert_eq!(worded("<see the shop>", "ver loja !", &[0, 2, 1]), "<ver loja !>");
    // Punctuation is as it was.
    assert_eq!(
        worded("see <this> now", "ver (isto) já", &[0, 1, 2]),
        "ver (<isto>) já"
    );
    assert_eq!(
        worded("see <(this)> now", "ver (isto) já", &[0, 1, 2]),
        "ver <(isto)> já"
    );
}

#[test]
fn marks_that_change_places_do_not_cross() {
    assert_eq!(
        worded(
            "<red> <<big> car> here",
            "carro big grande vermelho aqui",
            &[2, 1, 1, 0, 3]
        ),
        "<carro <big grande>> <vermelho> aqui"
    );
    // What stood around another word is on the longer part.
    assert_eq!(
        worded("<look the word up> <now>", "procure já a palavra", &[0, 4, 1, 2]),
        "procure <já> <a palavra>"
    );
}

#[test]
fn what_has_no_words_or_lost_them_stands_where_it_would() {
    assert_eq!(
        worded("word^ and ^more ^", "palavra e mais", &[0, 1, 2]),
        "palavra^ e ^mais^"
    );
    assert_eq!(worded("^a <b> c", "um três", &[0, 2]), "^um <>três");
    // Not within a mark beside it.
    assert_eq!(worded("a^ <b c> d", "bê a cê dê", &[1, 0, 2, 3]), "<bê a cê>^ dê");
    assert_eq!(worded("a <b <c> ^d> e", "um e", &[0, 4]), "um <<>^>e");
}

#[test]
fn words_are_cut_only_as_they_were() {
    assert_eq!(
        worded("un<do> it now", "desfazer isso já", &[0, 1, 2]),
        "<desfazer> isso já"
    );
    assert_eq!(
        worded("drink H<2>O now", "beba H2O já", &[0, 1, 2]),
        "beba H<2>O já"
    );
    assert_eq!(
        worded("pay <12>.50 now", "pague 12.50 já", &[0, 1, 2]),
        "pague <12>.50 já"
    );
    assert_eq!(
        worded("pay <12>.50 now", "pague 12.5 já", &[0, 1, 2]),
        "pague <12.5> já"
    );
    assert_eq!(worded("e<\u{301}> b", "e\u{301} b", &[0, 1]), "<e\u{301}> b");
    assert_eq!(
        worded("super^long word", "superlong palavra", &[0, 1]),
        "super^long palavra"
    );
}

#[test]
fn what_is_fixed_is_in_what_is_around_its_text() {
    assert_eq!(
        worded(
            "run {rm x} <with {care}>",
            "corra rm x com cuidado",
            &[0, 1, 2, 3, 4]
        ),
        "corra {rm x} <com {care}>"
    );
    // Its place is outside the mark that it stood in.
    assert_eq!(
        worded(
            "<see {ls}> if it is there now",
            "ls se está aí já ver",
            &[6, 2, 4, 5, 6, 0]
        ),
        "{ls} se está aí já <ver>"
    );
    assert_eq!(worded("see {ls} now", "veja já", &[0, 2]), "veja já ({ls})");
}

#[test]
fn marks_that_cannot_be_are_refused() {
    let mark = |range, inside| Mark {
        range,
        inside,
        fixed: false,
    };
    for marks in [
        vec![mark(0..9, None)],
        vec![mark(1..2, None)],
        vec![mark(0..3, Some(0))],
        vec![mark(0..3, None), mark(2..4, None)],
        vec![mark(3..4, None), mark(0..2, None)],
        vec![mark(0..3, None), mark(2..4, Some(0))],
        vec![
            Mark {
                fixed: true,
                ..mark(0..3, None)
            },
            mark(2..3, Some(0)),
        ],
    ] {
        assert!(
            matches!(check("ébcdef", &marks), Err(Error::Marks(_))),
            "{marks:?}"
        );
    }
    let deep: Vec<Mark> = (0..1000).map(|n: usize| mark(0..3, n.checked_sub(1))).collect();
    assert!(check("ébcdef", &deep).is_err());
    check("ébcdef", &deep[..DEPTH_MAX]).unwrap();
}

#[test]
fn thousands_of_marks_are_placed_in_bounded_time() {
    let begun = std::time::Instant::now();
    for (word, count) in [
        ("ab", 10_000),
        (&*"ab".repeat(400), 50),
        (&*"1".repeat(20_000), 1),
    ] {
        let source = vec![word; count].join(" ");
        let letters = source.char_indices().filter(|(_, letter)| *letter != ' ');
        let marks: Vec<Mark> = letters
            .clone()
            .step_by(2)
            .map(|(at, _)| Mark {
                range: at..at + 1,
                ..Mark::default()
            })
            .collect();
        // As a model might: a link for each letter.
        let translation = Translation {
            text: source.clone(),
            links: letters
                .map(|(at, _)| Link {
                    source: at..at + 1,
                    target: at..at + 1,
                })
                .collect(),
            ..Translation::default()
        };
        let marked = place(&source, &marks, translation, &[]);
        assert!(
            marked
                .ranges
                .iter()
                .zip(&marks)
                .all(|(range, mark)| *range == mark.range)
        );
    }
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}

/// Translates a fragment by something else than a model.
fn by(html: &str, translation: impl Fn(&str) -> Translation) -> Result<String, Error> {
    let fragment = Fragment::read(html)?;
    let segments = fragment.segments();
    let all: Vec<Option<Marked>> = segments
        .iter()
        .map(|segment| {
            segment.readable.then(|| {
                let marked = marked(&segment.text, &segment.marks, translation(&segment.text));
                assert_sound(&segment.text, &segment.marks, &marked);
                marked
            })
        })
        .collect();
    Ok(fragment.write(&segments, &all))
}

/// With the words of a small dictionary, in order.
fn said(html: &str) -> String {
    by(html, |text| {
        let mut translation = Translation::default();
        let mut at = 0;
        for word in text.split_inclusive([' ', '.', '&', '<']) {
            let bare = word.trim_end_matches([' ', '.', '&', '<']);
            let translated = match bare {
                "see" => "ver",
                "the" => "a",
                "shop" => "loja",
                "now" => "já",
                _ => bare,
            };
            let start = translation.text.len();
            translation.text.push_str(translated);
            translation.text.push_str(&word[bare.len()..]);
            translation.links.push(Link {
                source: at..at + bare.len(),
                target: start..start + translated.len(),
            });
            at += word.len();
        }
        translation
    })
    .unwrap()
}

#[test]
fn tags_attributes_comments_and_blocks_stay() {
    assert_eq!(
        said("<P Class='x'  id=y>\n  see <A HREF=\"/q?a=1&b=2\">the shop</A>.\n</P><!-- shop --><hr/>now"),
        "<P Class='x'  id=y>\n  ver <A HREF=\"/q?a=1&b=2\">a loja</A>.\n</P><!-- shop --><hr/>já"
    );
    assert_eq!(
        said("<ul><li>see<li>the <b>shop</b></ul><table><tr><td>now<td>shop</table>"),
        "<ul><li>ver<li>a <b>loja</b></ul><table><tr><td>já<td>loja</table>"
    );
    // A phrase around a block, and line ends.
    assert_eq!(
        said("<a href=x><div>see</div>the\r\n   shop</a><br>now"),
        "<a href=x><div>ver</div>a loja</a><br>já"
    );
    assert_eq!(
        said("<!DOCTYPE html><title>the shop</title>"),
        "<!DOCTYPE html><title>a loja</title>"
    );
    assert_eq!(said(""), "");
}

#[test]
fn entities_are_understood_and_text_is_escaped() {
    assert_eq!(
        said("see &lt;b&gt; the&nbsp;shop &amp; now &copy;"),
        "ver &lt;b&gt; the&nbsp;shop &amp; já ©"
    );
    // Not such as a browser would understand, either.
    assert_eq!(said("see 1 < 2 & now"), "ver 1 &lt; 2 &amp; já");
    // Where nothing is translated nothing is written otherwise.
    assert_eq!(said("<p>1 < 2 &copy;\r\n</p>now"), "<p>1 < 2 &copy;\r\n</p>já");
}

#[test]
fn code_and_what_says_so_stays_as_it_is() {
    assert_eq!(
        said("<pre>see\n  the <b>shop</pre>now <code>the <i>shop</i></code> <script>if (a<b) see()</script>"),
        "<pre>see\n  the <b>shop</pre>já <code>the <i>shop</i></code> <script>if (a<b) see()</script>"
    );
    assert_eq!(
        said("see <span translate=no>the <span>shop</span></span> now<p translate='no'>the shop</p>"),
        "ver <span translate=no>the <span>shop</span></span> já<p translate='no'>the shop</p>"
    );
    assert_eq!(
        said("see <svg/> the <svg><svg/>shop</svg> shop"),
        "ver <svg/> a <svg><svg/>shop</svg> loja"
    );
    // A picture has its blanks.
    assert_eq!(
        said("see <img src=a> shop, <img src=b>now"),
        "ver <img src=a> shop, <img src=b>já"
    );
    assert_eq!(said("see <style>a{}</style> shop"), "ver <style>a{}</style>loja");
}

#[test]
fn damaged_html_is_refused_with_its_place() {
    for (html, line, column, what) in [
        ("see</b>", 1, 4, "an end tag closes nothing"),
        ("é\n<b>see", 2, 1, "an element is not closed"),
        (
            "<b><i>see</b></i>",
            1,
            4,
            "an element is not closed before the one around it",
        ),
        ("see <b", 1, 7, "it ends within a tag or a comment"),
        ("see <!-- the", 1, 13, "it ends within a tag or a comment"),
        ("see <!the", 1, 5, "it ends within a tag"),
        ("<code>see", 1, 1, "an element is not closed"),
        ("<div><p>see", 1, 1, "an element is not closed"),
        ("see</br>", 1, 4, "an end tag closes nothing"),
    ] {
        let found = by(html, same);
        let expected = Error::Html { line, column, what };
        assert_eq!(found.unwrap_err().to_string(), expected.to_string(), "{html}");
    }
    assert!(by(&"<b>".repeat(100_000), same).is_err());
    assert!(by(&"<p>see".repeat(1_000), same).is_ok());
}

/// All tags, comments and what stays as it is, in order; and the text as a browser shows it.
fn taken_apart(html: &str) -> (Vec<String>, String) {
    let fragment = Fragment::read(html).unwrap();
    let mut tags = Vec::new();
    let mut text = String::new();
    for part in &fragment.parts {
        if let super::html::Kind::Text(said) = &part.kind {
            text.push_str(said);
        } else {
            tags.push(html[part.range.clone()].to_owned());
            text.push(' ');
        }
    }
    (tags, text)
}

fn words(text: &str) -> Vec<&str> {
    text.split([' ', '\n', '\r', '\t', '\u{c}'])
        .filter(|word| !word.is_empty())
        .collect()
}

const SOUP: [&str; 44] = [
    "<b>",
    "</b>",
    "<i class=\"x\">",
    "</i>",
    "<p>",
    "</p>",
    "<br>",
    "<img src='a'>",
    "<code>",
    "</code>",
    "<span translate=no>",
    "</span>",
    "<a href=\"?a=1&b\">",
    "</a>",
    "<!-- c -->",
    "<ul><li>",
    "</ul>",
    "<svg/>",
    "<script>",
    "</script>",
    "see ",
    "the shop ",
    "now",
    " ",
    "\r\n",
    ".",
    ", ",
    "12.50 ",
    "H2O",
    "ME54-V8KV ",
    "https://a.org/x ",
    "ana@example.com",
    "&amp;",
    "&lt;b&gt;",
    "&nbsp;",
    "<",
    "</",
    "e\u{301}",
    "👍🏽 ",
    "你好。",
    "&",
    ">",
    "\"",
    "\u{0}",
];

/// Well-formed: phrases within phrases.
fn tree() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec![
        "see ",
        "the",
        " shop",
        " 12.50 ",
        "https://a.org/x",
        "<img src=a>",
        "<code>ls -l</code>",
        "<!-- c -->",
        "H",
        "2",
        "e\u{301}",
        ". ",
        "你好",
        "👍🏽",
        "&amp;",
        "\n",
        "<wbr>",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 60, 8, |inner| {
        let tag = proptest::sample::select(vec!["b", "i", "a", "sub", "span", "div"]);
        (tag, proptest::collection::vec(inner, 0..8))
            .prop_map(|(tag, inner)| format!("<{tag}>{}</{tag}>", inner.concat()))
    })
}

/// What must hold of a translated fragment.
fn assert_all_there(html: &str, seed: u64) {
    let Ok(unchanged) = by(html, same) else {
        return;
    };
    let (tags, text) = taken_apart(html);
    let (same_tags, same_text) = taken_apart(&unchanged);
    assert_eq!(same_tags, tags, "{html}\n{unchanged}");
    assert_eq!(
        words(&same_text).concat(),
        words(&text).concat(),
        "{html}\n{unchanged}"
    );
    let mut expected = String::new();
    for segment in Fragment::read(html).unwrap().segments() {
        if segment.readable {
            let fixed: Vec<Range<usize>> = segment
                .marks
                .iter()
                .filter(|mark| mark.is_fixed())
                .map(|mark| mark.range.clone())
                .collect();
            let mut translation = scrambled(&segment.text, seed);
            mend(&segment.text, &fixed, &mut translation, "en");
            expected += &translation.text;
        } else {
            expected += &segment.text;
        }
    }
    let changed = by(html, |text| scrambled(text, seed)).unwrap();
    let (mut changed_tags, changed_text) = taken_apart(&changed);
    let mut tags = tags;
    changed_tags.sort();
    tags.sort();
    assert_eq!(changed_tags, tags, "{html}\n{changed}");
    // What is fixed is a tag here and text there.
    if !html.contains("code") && !html.contains("translate") {
        assert_eq!(
            words(&changed_text).concat(),
            words(&expected).concat(),
            "{html}\n{changed}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_tag_of_a_fragment_is_in_its_translation_once(html in tree(), seed: u64) {
        prop_assert!(Fragment::read(&html).is_ok());
        assert_all_there(&html, seed);
    }

    #[test]
    fn damaged_fragments_are_refused_or_whole(parts in proptest::collection::vec(proptest::sample::select(SOUP.to_vec()), 0..25), seed: u64) {
        assert_all_there(&parts.concat(), seed);
    }
}
