//! A reader of fastText's models, and the one that comes along: `lid.176`, which tells 176 languages apart. Its
//! probabilities are coarse in a short text, but it knows what the languages are that nobody here reads.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static LID: LazyLock<Model> = LazyLock::new(|| {
    Model::read(include_bytes!("../../data/lid.176.ftz")).expect("the model that comes along is whole")
});

/// The model that comes along.
pub(super) fn lid() -> &'static Model {
    &LID
}

/// What every file of fastText begins with, and the version that is read.
const MAGIC: u32 = 793_712_314;
const VERSION: u32 = 12;
/// Hierarchical softmax, the only loss that is read.
const HIERARCHICAL: u32 = 1;
/// The word that ends every line.
const END: &[u8] = b"</s>";
const LABEL: &str = "__label__";
/// Values a part of a vector may have: each is named by a byte.
const CODES: usize = 256;

/// A quantised fastText classifier.
#[derive(Debug)]
pub(super) struct Model {
    words: FxHashMap<Box<[u8]>, usize>,
    /// The rows of the pieces of words that were kept, by the bucket they fall into.
    pieces: FxHashMap<u32, usize>,
    buckets: u32,
    /// Letters of a piece, from and to.
    lengths: (usize, usize),
    rows: Rows,
    labels: Vec<Box<str>>,
    /// A vector for each fork of the tree of labels, the root last.
    forks: Vec<Fork>,
}

/// A fork of the tree of labels, with what it leads to: labels first, then forks in their order.
#[derive(Debug)]
struct Fork {
    vector: Vec<f32>,
    no: usize,
    yes: usize,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum ModelError {
    #[error("the model ends too early")]
    Short,
    #[error("the model is of a kind that is not read: {0}")]
    Other(&'static str),
}

impl Model {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut from = Bytes(bytes);
        if from.number()? != MAGIC || from.number()? != VERSION {
            return Err(ModelError::Other("magic or version"));
        }
        let arguments: Vec<u32> = (0..12).map(|_| from.number()).collect::<Result<_, _>>()?;
        let [dimension, .., loss, _, buckets, shortest, longest, _] = arguments[..] else {
            return Err(ModelError::Short);
        };
        if loss != HIERARCHICAL {
            return Err(ModelError::Other("loss"));
        }
        from.take(8)?;

        let (entries, words_count, labels_count) = (from.size()?, from.size()?, from.size()?);
        from.take(8)?;
        let pruned = from.long()?;
        let (mut words, mut labels) = (FxHashMap::default(), Vec::with_capacity(labels_count));
        for at in 0..entries {
            let word = from.text()?;
            let count = from.long()?;
            if from.take(1)?[0] == 0 {
                words.insert(word.into(), at);
            } else {
                let label = String::from_utf8_lossy(word);
                labels.push((label.trim_start_matches(LABEL).into(), count));
            }
        }
        let mut pieces = FxHashMap::default();
        for _ in 0..pruned {
            let bucket = from.number()?;
            pieces.insert(bucket, words_count + from.size()?);
        }

        if from.take(1)?[0] == 0 {
            return Err(ModelError::Other("not quantised"));
        }
        let rows = Rows::read(&mut from)?;
        if from.take(1)?[0] != 0 {
            return Err(ModelError::Other("quantised labels"));
        }
        from.take(16)?;
        let dimension = usize::try_from(dimension).map_err(|_| ModelError::Short)?;
        let counts: Vec<u64> = labels.iter().map(|(_, count)| *count).collect();
        let forks = tree(&counts)
            .into_iter()
            .map(|(no, yes)| {
                let vector = from.floats(dimension)?;
                Ok(Fork { vector, no, yes })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Self {
            words,
            pieces,
            buckets,
            lengths: (shortest as usize, longest as usize),
            rows,
            labels: labels.into_iter().map(|(label, _)| label).collect(),
            forks,
        })
    }

    /// How likely a text is in each of the languages, by their codes; together they are one.
    pub(super) fn likely(&self, text: &str) -> Vec<(&str, f64)> {
        let hidden = self.hidden(text);
        let mut chances = vec![0.0; self.labels.len() + self.forks.len()];
        if let Some(root) = chances.last_mut() {
            *root = 1.0;
        }
        for (at, fork) in self.forks.iter().enumerate().rev() {
            let chance = chances[self.labels.len() + at];
            let sum: f32 = fork.vector.iter().zip(&hidden).map(|(a, b)| a * b).sum();
            let yes = 1.0 / (1.0 + f64::from(-sum).exp());
            chances[fork.yes] = chance * yes;
            chances[fork.no] = chance * (1.0 - yes);
        }
        self.labels.iter().map(|label| &**label).zip(chances).collect()
    }

    /// The mean of the vectors of a text's words and their pieces.
    fn hidden(&self, text: &str) -> Vec<f32> {
        let (mut sum, mut added) = (vec![0.0; self.rows.width()], 0.0_f32);
        let mut add = |row: usize| {
            self.rows.add(row, &mut sum);
            added += 1.0;
        };
        let mut framed = Vec::new();
        for word in text.split_whitespace() {
            if let Some(row) = self.words.get(word.as_bytes()) {
                add(*row);
            }
            framed.clear();
            framed.push(b'<');
            framed.extend_from_slice(word.as_bytes());
            framed.push(b'>');
            self.pieces_of(&framed, &mut add);
        }
        if let Some(row) = self.words.get(END) {
            add(*row);
        }
        for part in &mut sum {
            *part /= added.max(1.0);
        }
        sum
    }

    fn pieces_of(&self, word: &[u8], add: &mut impl FnMut(usize)) {
        let inside = |byte: u8| byte & 0xc0 == 0x80;
        let (shortest, longest) = self.lengths;
        for begin in (0..word.len()).filter(|at| !inside(word[*at])) {
            let (mut end, mut hash) = (begin, 2_166_136_261_u32);
            for letters in 1..=longest {
                if end == word.len() {
                    break;
                }
                loop {
                    // The bytes count with their sign in fastText.
                    hash =
                        (hash ^ i32::from(word[end].cast_signed()).cast_unsigned()).wrapping_mul(16_777_619);
                    end += 1;
                    if end == word.len() || !inside(word[end]) {
                        break;
                    }
                }
                let frame_alone = letters == 1 && (begin == 0 || end == word.len());
                if letters >= shortest
                    && !frame_alone
                    && let Some(row) = self.pieces.get(&(hash % self.buckets))
                {
                    add(*row);
                }
            }
        }
    }
}

/// The forks of the tree of labels, the rarest deepest: what each leads to, `no` and `yes`. The labels come with the
/// most frequent first.
fn tree(counts: &[u64]) -> Vec<(usize, usize)> {
    let labels = counts.len();
    let mut all = counts.to_vec();
    let (mut leaf, mut fork) = (labels, labels);
    let mut forks = Vec::with_capacity(labels.saturating_sub(1));
    for _ in 1..labels {
        let mut rarest = || {
            let next = all.get(fork).copied().unwrap_or(u64::MAX);
            if leaf > 0 && all[leaf - 1] < next {
                leaf -= 1;
                leaf
            } else {
                fork += 1;
                fork - 1
            }
        };
        let (no, yes) = (rarest(), rarest());
        all.push(all[no] + all[yes]);
        forks.push((no, yes));
    }
    forks
}

/// Vectors of which each part is one of [`CODES`] values, and their lengths likewise.
#[derive(Debug)]
struct Rows {
    codes: Vec<u8>,
    values: Values,
    lengths: Option<(Vec<u8>, Values)>,
}

impl Rows {
    fn read(from: &mut Bytes) -> Result<Self, ModelError> {
        let has_lengths = from.take(1)?[0] != 0;
        let count = usize::try_from(from.long()?).map_err(|_| ModelError::Short)?;
        from.take(8)?;
        let size = from.size()?;
        let codes = from.take(size)?.to_vec();
        let values = Values::read(from)?;
        if codes.len() != count * values.parts {
            return Err(ModelError::Other("codes"));
        }
        let lengths = if has_lengths {
            let codes = from.take(count)?.to_vec();
            Some((codes, Values::read(from)?))
        } else {
            None
        };
        Ok(Self {
            codes,
            values,
            lengths,
        })
    }

    fn width(&self) -> usize {
        self.values.floats.len() / CODES
    }

    fn add(&self, row: usize, sum: &mut [f32]) {
        let length = self.lengths.as_ref().map_or(1.0, |(codes, values)| {
            let code = codes.get(row).copied().unwrap_or_default();
            values.of(0, code).first().copied().unwrap_or(1.0)
        });
        let parts = self.values.parts;
        let Some(codes) = self.codes.get(row * parts..(row + 1) * parts) else {
            return;
        };
        for (at, code) in codes.iter().enumerate() {
            let into = sum.iter_mut().skip(at * self.values.width);
            for (part, value) in into.zip(self.values.of(at, *code)) {
                *part += length * value;
            }
        }
    }
}

/// The values that parts of a vector may have.
#[derive(Debug)]
struct Values {
    parts: usize,
    /// Numbers in a part, and in the last one.
    width: usize,
    last: usize,
    floats: Vec<f32>,
}

impl Values {
    fn read(from: &mut Bytes) -> Result<Self, ModelError> {
        let (dimension, parts, width, last) = (from.size()?, from.size()?, from.size()?, from.size()?);
        Ok(Self {
            parts,
            width,
            last,
            floats: from.floats(dimension * CODES)?,
        })
    }

    fn of(&self, part: usize, code: u8) -> &[f32] {
        let (before, code) = (part * CODES * self.width, usize::from(code));
        let width = if part + 1 == self.parts {
            self.last
        } else {
            self.width
        };
        self.floats
            .get(before + code * width..before + (code + 1) * width)
            .unwrap_or_default()
    }
}

/// Bytes that are read from the front; numbers are little-endian.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ModelError::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::Short)
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn long(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    fn size(&mut self) -> Result<usize, ModelError> {
        usize::try_from(self.number()?).map_err(|_| ModelError::Short)
    }

    fn text(&mut self) -> Result<&'a [u8], ModelError> {
        let end = self
            .0
            .iter()
            .position(|byte| *byte == 0)
            .ok_or(ModelError::Short)?;
        let text = self.take(end)?;
        self.take(1)?;
        Ok(text)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(count.checked_mul(4).ok_or(ModelError::Short)?)?;
        let (floats, _) = bytes.as_chunks::<4>();
        Ok(floats.iter().map(|float| f32::from_le_bytes(*float)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> (String, f64) {
        let likely = lid().likely(text);
        let (lang, chance) = likely
            .into_iter()
            .max_by(|(_, a), (_, b)| a.total_cmp(b))
            .unwrap();
        (lang.to_owned(), chance)
    }

    #[test]
    fn it_answers_as_fasttext_itself_does() {
        // Given by fastText 0.9 with the same file.
        for (text, lang, chance) in [
            ("Ich habe meinen Ausweis verloren", "de", 0.9996),
            ("Dit is een zin in het Nederlands", "nl", 1.0),
            ("Мен құжатымды жоғалтып алдым", "kk", 0.9566),
            ("Köszönöm szépen a segítséget", "hu", 0.9844),
            ("私はパスポートをなくしました", "ja", 1.0),
        ] {
            let (found, how) = best(text);
            assert_eq!(found, lang, "{text}");
            assert!((how - chance).abs() < 0.001, "{text}: {how}");
        }
    }

    #[test]
    fn the_chances_of_all_languages_are_one() {
        for text in ["", "ok", "Ich habe meinen Ausweis verloren", "қазақша"] {
            let sum: f64 = lid().likely(text).iter().map(|(_, chance)| chance).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{text}: {sum}");
        }
    }

    #[test]
    fn a_broken_model_is_refused() {
        let whole = include_bytes!("../../data/lid.176.ftz");
        for end in [0, 7, 60, 5_000, whole.len() - 100] {
            assert!(Model::read(&whole[..end]).is_err(), "{end}");
        }
    }
}
