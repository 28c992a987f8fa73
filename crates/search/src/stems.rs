//! What stays of a word when its endings are taken away, where a language has them.
//!
//! A question does not say in which language it is, so a word is stemmed by its script: Latin letters as English, Cyrillic
//! as Russian, Arabic as Arabic, Greek as Greek. In other languages of these scripts a word is found as it stands, by its
//! beginning, and within the typing errors that are forgiven. Of a Korean word the particles go. Chinese, Japanese and Thai
//! have no endings that a search needs to know: their words are found within any others.

use frostem::{Algorithm, Stemmer};

/// Shorter words are stems already.
const SHORTEST: usize = 3;

/// Particles that stand behind a noun, the longer ones first.
const PARTICLES: [&str; 34] = [
    "에서부터",
    "으로부터",
    "이라고",
    "에게서",
    "한테서",
    "으로서",
    "으로써",
    "에서는",
    "에서도",
    "까지는",
    "에서",
    "에게",
    "한테",
    "부터",
    "까지",
    "으로",
    "보다",
    "처럼",
    "마다",
    "이나",
    "에는",
    "에도",
    "이랑",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "로",
    "와",
    "과",
];

/// The stem of a folded word, if it is another than the word.
pub fn stem(word: &str) -> Option<String> {
    if word.chars().nth(SHORTEST).is_none() || word.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let algorithm = match word.chars().next()? {
        'a'..='z' => Algorithm::English,
        '\u{430}'..='\u{45F}' => Algorithm::Russian,
        '\u{620}'..='\u{64A}' => Algorithm::Arabic,
        '\u{3B1}'..='\u{3C9}' => Algorithm::Greek,
        _ => return None,
    };
    let stem = Stemmer::new(algorithm).stem(word);
    (stem != word && !stem.is_empty()).then(|| stem.into_owned())
}

/// A Korean word without the particle at its end; at least two syllables stay.
pub fn without_particle(word: &[char]) -> &[char] {
    for particle in PARTICLES {
        let length = particle.chars().count();
        if word.len() >= length + 2 && word[word.len() - length..].iter().copied().eq(particle.chars()) {
            return &word[..word.len() - length];
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_go_where_a_language_has_them() {
        for (word, is) in [
            ("visas", Some("visa")),
            ("registered", Some("regist")),
            ("регистрации", Some("регистрац")),
            ("визы", Some("виз")),
            ("go", None),
            ("a1b2c3", None),
            ("居留许可", None),
        ] {
            assert_eq!(stem(word).as_deref(), is, "{word}");
        }
    }

    #[test]
    fn a_particle_goes_and_a_short_word_stays() {
        for (word, is) in [
            ("신고를", "신고"),
            ("병원에서", "병원"),
            ("거주", "거주"),
            ("나는", "나는"),
            ("위해시까지", "위해시"),
        ] {
            let word: Vec<char> = word.chars().collect();
            assert_eq!(without_particle(&word).iter().collect::<String>(), is);
        }
    }
}
