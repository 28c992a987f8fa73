//! The words and marks of each language, in the interface and in the packs of cities.
//!
//! [`WORDS`] are those that sounded translated, or that were a second word for a thing that had one. What residents wrote in
//! the demonstration is theirs. Guides are read for their words alone: what they give to show in Chinese keeps its marks.

use super::Found;
use super::tree::{File, Tree};

/// What no reader of a language is told, and what is said instead.
#[derive(Debug)]
struct Word {
    language: &'static str,
    not: &'static str,
    but: &'static str,
    /// Files whose readers are officers, whose own term it is.
    among_officers: bool,
}

const fn word(language: &'static str, not: &'static str, but: &'static str) -> Word {
    Word {
        language,
        not,
        but,
        among_officers: false,
    }
}

const WORDS: [Word; 49] = [
    word("zh", "必有答复", "按期给您答复"),
    word("zh", "办件编号", "事项编号"),
    Word {
        among_officers: true,
        ..word("zh", "办件", "事项")
    },
    word("zh", "公立学校", "公办学校"),
    word("zh", "语言等级", "语言水平"),
    word("en", "Kept", "Met"),
    word("en", "stands still", "is paused"),
    word("en", "Standing still", "Paused"),
    word("en", "was not done", "We could not do that"),
    word("en", "first page", "home page"),
    word(
        "en",
        "alent package",
        "Moving here to work; its term is relocation package",
    ),
    word("en", "ne door", "one place"),
    word("en", "-mail", "email"),
    word("ko", "답변 대기", "답변 필요"),
    word("ko", "지킴", "기한 내 완료"),
    word("ko", "지키지 못함", "기한 초과"),
    word("ko", "고치", "수정"),
    word("ko", "고칠", "수정"),
    word("ko", "고쳐", "수정"),
    word("ko", "고친", "수정"),
    word("ko", "더하기", "추가"),
    word("ko", "처음 화면", "홈"),
    word("ko", "수락", "정식 접수"),
    word("ko", "마감", "기한"),
    word("ko", "진행 조회", "민원 조회"),
    word("ko", "거류증", "거류허가"),
    word("ko", "섭외", "외국인 관련"),
    word("ko", "문본", "원문"),
    word("ja", "尋ね", "聞く・問い合わせる・相談"),
    word("ja", "お問い合わせ」", "質問・相談"),
    word("ja", "緊急の助け", "緊急時の支援"),
    word("ja", "緊急支援", "緊急時の支援"),
    word("ja", "期限に遅れ", "期限超過"),
    word(
        "ja",
        "こんにちは",
        "the matter itself: an office does not greet so",
    ),
    word("ja", "あなた", "ご自分, or nothing"),
    word("ja", "担当機関", "担当部署"),
    word("ja", "やりとり", "やり取り"),
    word("ja", "わから", "分から"),
    word("ja", "わかり", "分かり"),
    word("ja", "だれ", "誰"),
    word("ru", "витанц", "расписка"),
    word("ru", "не довол", "недоволен"),
    word("ru", "ан ответ", "ответ готов"),
    word("ru", "дна дверь", "единое окно"),
    word("ru", "ид на жительство", "разрешение на проживание"),
    word("ru", "иде на жительство", "разрешение на проживание"),
    word("ru", "онд-зон", "бондовая зона"),
    word("ru", "солнечного канала", "солнечный коридор"),
    word("ru", " – ", " — "),
];

const LOCALES: &str = "crates/web/locales/";

/// Files of the interface that only officers read, by how their names begin; and the terms, which are theirs, too.
const OF_OFFICERS: [&str; 4] = ["desk", "partners", "problems", "tasks"];

pub fn check(tree: &Tree) -> Found {
    let texts = tree.files().filter_map(|file| Some((file, language(file)?)));
    let worded = texts.flat_map(|(file, language)| {
        lines(file).flat_map(move |(line, text)| {
            let words = wrong_words(text, language, is_of_officers(&file.path));
            let marks = if file.is("md") {
                None
            } else {
                wrong_marks(text, language)
            };
            let wrong = words.chain(marks);
            wrong.map(move |wrong| format!("{}:{line}: {wrong}", file.path))
        })
    });
    let pages = tree
        .files()
        .filter(|file| file.is("html") && file.path.contains("/templates/"));
    let marked = pages.flat_map(|file| {
        let lines = file.text.lines().enumerate();
        // A language writes its own colon, and its own space before a percent sign.
        let marked = lines.filter(|(_, line)| line.contains(") }}: ") || line.contains("}} %"));
        marked.map(|(at, _)| format!("{}:{}: a mark of one language, for all", file.path, at + 1))
    });
    Found::faults(worded.chain(marked))
}

/// The language a file of texts is in.
fn language(file: &File) -> Option<&str> {
    if let Some(path) = file.path.strip_prefix(LOCALES) {
        return file.is("ftl").then(|| path.split('/').next()).flatten();
    }
    let of_a_city = file.path.starts_with("cities/") && !file.path.contains("/demo/");
    let named = ["zh", "en", "ko", "ja", "ru"].contains(&file.stem());
    let of_texts = file.is("toml") || file.is("md");
    (of_a_city && named && of_texts).then(|| file.stem())
}

fn is_of_officers(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.contains("/glossary/") || OF_OFFICERS.iter().any(|begins| name.starts_with(begins))
}

/// The texts of a file, line by line, without their keys; comments are no texts, but a guide's headings are.
fn lines(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let has_headings = file.is("md");
    let lines = file
        .text
        .lines()
        .enumerate()
        .filter(move |(_, line)| has_headings || !line.starts_with('#'));
    lines.map(|(at, line)| {
        let said = match line.split_once(" =") {
            Some((key, said)) if !key.contains(char::is_whitespace) => said,
            _ => line,
        };
        (at + 1, said)
    })
}

fn wrong_words(text: &str, language: &str, to_officers: bool) -> impl Iterator<Item = String> {
    let words = WORDS.iter().filter(move |word| word.language == language);
    let wrong = words.filter(move |word| !(to_officers && word.among_officers) && text.contains(word.not));
    wrong.map(|word| format!("{:?} is {}", word.not, word.but))
}

fn wrong_marks(text: &str, language: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_wide = ["zh", "ja"].contains(&language);
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        [before, chars.get(at + 1)]
            .into_iter()
            .flatten()
            .any(|c| is_han_or_kana(*c))
    };
    for (at, c) in chars.iter().enumerate() {
        if is_wide && ",;:!?()".contains(*c) && beside(at) {
            return Some(format!("{c:?} is written full-width beside {language} letters"));
        }
        if !is_wide && "、。，：；（）！？".contains(*c) {
            return Some(format!("{c:?} is no mark of {language}"));
        }
        if *c == '%' && at > 0 {
            // A number stands there, or a variable that is one.
            let spaced = chars[at - 1].is_whitespace();
            let number = |c: char| c.is_ascii_digit() || c == '}';
            let wrong = if language == "ru" {
                number(chars[at - 1]) && !text.contains("00a0")
            } else {
                spaced && at > 1 && number(chars[at - 2])
            };
            if wrong {
                return Some(format!("a percent sign is not written so in {language}"));
            }
        }
    }
    None
}

fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> Vec<String> {
        check(&Tree::made_of(&[(path, text)])).faults
    }

    #[test]
    fn a_word_that_sounds_translated_is_named_with_the_right_one() {
        assert_eq!(
            faults(
                "crates/web/locales/ru/page.ftl",
                "# квитанция\na = 1\nb = По квитанции\n"
            ),
            ["crates/web/locales/ru/page.ftl:3: \"витанц\" is расписка"]
        );
        assert_eq!(
            faults("cities/x/needs/ja.toml", "ask.name = \"尋ねる\"\n").len(),
            1
        );
        assert_eq!(
            faults("cities/x/demo/residents/ja.toml", "a = \"こんにちは\"\n"),
            [""; 0]
        );
        assert_eq!(
            faults("crates/web/locales/en/page.ftl", "Kept-key = Met\n"),
            [""; 0]
        );
    }

    #[test]
    fn a_guide_is_read_for_its_words_headings_included() {
        let guide = "+++\ntitle = \"駅\"\n+++\n\n## あなたの駅\n\n[駅](guide:a)の窓口へ\n";
        assert_eq!(
            faults("cities/x/guides/a/ja.md", guide),
            ["cities/x/guides/a/ja.md:5: \"あなた\" is ご自分, or nothing"]
        );
        assert_eq!(faults("cities/x/README.md", guide), [""; 0]);
    }

    #[test]
    fn officers_keep_the_term_that_is_their_own() {
        let text = "a = 办件\n";
        assert_eq!(faults("crates/web/locales/zh/desk-case.ftl", text), [""; 0]);
        assert_eq!(faults("crates/web/locales/zh/follow.ftl", text).len(), 1);
        assert_eq!(
            faults("crates/web/locales/zh/desk-case.ftl", "a = 办件编号\n").len(),
            1
        );
    }

    #[test]
    fn a_language_has_its_own_marks() {
        let wrong = |language: &str, text: &str| {
            faults(&format!("cities/x/{language}.toml"), &format!("a = \"{text}\"")).len()
        };
        for (language, text) in [
            ("zh", "语言:"),
            ("zh", "回执(必需)"),
            ("ja", "はい,いいえ"),
            ("ko", "제22、23조"),
            ("en", "art. 22、23"),
            ("ru", "Да：нет"),
            ("zh", "96.4 %"),
            ("ru", "96,4%"),
        ] {
            assert_eq!(wrong(language, text), 1, "{language}: {text}");
        }
        for (language, text) in [
            ("zh", "语言：96.4%（450/467），例如 a, b: c"),
            ("ja", "第22条・第23条"),
            ("ko", "제22조·제23조, 「법률구조법」"),
            ("ru", "96,4 %"),
            ("en", "96.4% (450/467)"),
        ] {
            assert_eq!(wrong(language, text), 0, "{language}: {text}");
        }
    }

    #[test]
    fn a_page_takes_its_colon_from_the_language() {
        let path = "crates/web/templates/a.html";
        assert_eq!(faults(path, "<p>{{ page.t(\"a\") }}: {{ b }}</p>").len(), 1);
        assert_eq!(
            faults(
                path,
                "<p>{{ page.t(\"a\") }}{{ page.t(\"page-colon\") }}{{ b }}</p>"
            ),
            [""; 0]
        );
    }
}
