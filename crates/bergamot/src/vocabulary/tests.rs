use super::proto::{NormalizerSpec, SentencePiece, TrainerSpec};
use super::*;

/// A vocabulary file of those pieces, after the ones for the end and the unknown.
pub(crate) fn file(pieces: &[(&str, f32)], byte_fallback: bool) -> Vec<u8> {
    let piece = |text: &str, score, kind: PieceKind| SentencePiece {
        piece: Some(text.to_owned()),
        score: Some(score),
        kind: Some(kind.into()),
    };
    let mut all = vec![
        piece("</s>", 0.0, PieceKind::Control),
        piece("<unk>", 0.0, PieceKind::Unknown),
    ];
    all.extend(
        pieces
            .iter()
            .map(|(text, score)| piece(text, *score, PieceKind::Normal)),
    );
    if byte_fallback {
        all.extend((0..256).map(|byte| piece(&format!("<0x{byte:02X}>"), 0.0, PieceKind::Byte)));
    }
    let model = ModelProto {
        pieces: all,
        trainer_spec: Some(TrainerSpec {
            byte_fallback: Some(byte_fallback),
            eos_id: Some(0),
            ..TrainerSpec::default()
        }),
        normalizer_spec: Some(NormalizerSpec::default()),
    };
    model.encode_to_vec()
}

fn small(byte_fallback: bool) -> Vocabulary {
    let pieces = [
        ("▁", -3.0),
        ("▁a", -2.0),
        ("b", -2.5),
        ("▁ab", -5.0),
        ("c", -3.0),
        ("bc", -4.0),
    ];
    Vocabulary::parse(&file(&pieces, byte_fallback)).unwrap()
}

fn ids(vocabulary: &Vocabulary, text: &str) -> Vec<u32> {
    vocabulary
        .encode(text)
        .into_iter()
        .map(|token| token.id)
        .collect()
}

#[test]
fn the_pieces_are_those_that_are_most_probable_together() {
    let vocabulary = small(false);
    // ▁a b is better than ▁ab, and ▁a bc than ▁a b c.
    assert_eq!(ids(&vocabulary, "ab"), [3, 4]);
    assert_eq!(ids(&vocabulary, " abc  "), [3, 7]);
    assert_eq!(ids(&vocabulary, ""), Vec::<u32>::new());
    assert_eq!(ids(&vocabulary, "   "), Vec::<u32>::new());
}

#[test]
fn what_is_unknown_stays_together_or_becomes_bytes() {
    assert_eq!(ids(&small(false), "a한글b"), [3, 1, 4]);
    let bytes = small(true);
    let tokens = bytes.encode("aé");
    assert_eq!(
        tokens.iter().map(|token| token.id).collect::<Vec<_>>(),
        [3, 8 + 0xC3, 8 + 0xA9]
    );
    assert_eq!(tokens[1].range, 1..3);
    let (text, ranges) = bytes.decode(&[3, 8 + 0xC3, 8 + 0xA9, 4]);
    assert_eq!(text, "aéb");
    assert_eq!(ranges, [0..1, 1..3, 1..3, 3..4]);
}

#[test]
fn every_piece_knows_where_it_comes_from() {
    let text = "  a  bc a";
    let tokens = small(false).encode(text);
    let parts: Vec<&str> = tokens
        .iter()
        .map(|token| text[token.range.clone()].trim())
        .collect();
    assert_eq!(parts, ["a", "", "bc", "a"]);
}

#[test]
fn hostile_vocabularies_are_refused() {
    let whole = file(&[("a", -1.0)], false);
    for at in 0..whole.len() {
        // Some are still whole messages, with fewer pieces.
        let _ = Vocabulary::parse(&whole[..at]);
    }
    assert!(Vocabulary::parse(b"").is_err());
    assert!(Vocabulary::parse(&file(&[], false)).is_err());
    assert!(Vocabulary::parse(&file(&[("x".repeat(10_000).as_str(), -1.0)], false)).is_err());
    let with_rules = |rules: Vec<u8>| {
        let mut model = ModelProto::decode(&whole[..]).unwrap();
        model.normalizer_spec = Some(NormalizerSpec {
            precompiled_charsmap: Some(rules),
            ..NormalizerSpec::default()
        });
        Vocabulary::parse(&model.encode_to_vec())
    };
    assert!(with_rules(vec![1, 2, 3]).is_err());
    assert!(with_rules(vec![255; 2000]).is_err());
    // A root that is a leaf would lead a search anywhere.
    let mut leaf = vec![0, 4, 0, 0];
    leaf.extend(std::iter::repeat_n(0xFF, 1024));
    assert!(with_rules(leaf).is_err());
    // Rules that find nothing, and would write a page for a letter.
    let rules = |written: &str| [&1024_u32.to_le_bytes()[..], &[0; 1024], written.as_bytes()].concat();
    assert!(with_rules(rules("fi\0")).is_ok());
    assert!(with_rules(rules(&"fi".repeat(1000))).is_err());
}

#[path = "../../tests/weights/mod.rs"]
mod weights;
use weights::weights;

#[test]
fn texts_are_cut_as_sentencepiece_cuts_them() {
    let bytes = std::fs::read(weights("en-pt").join("vocab.enpt.spm")).unwrap();
    let vocabulary = Vocabulary::parse(&bytes).unwrap();
    for line in include_str!("../../tests/data/pieces.tsv").lines() {
        let [text, expected, said] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let text = text.replace("\\t", "\t").replace("\\r", "\r");
        let found = ids(&vocabulary, &text);
        let expected: Vec<u32> = expected
            .split_whitespace()
            .map(|id| id.parse().unwrap())
            .collect();
        assert_eq!(found, expected, "{text}");
        if !found.contains(&vocabulary.unknown()) {
            assert_eq!(vocabulary.decode(&found).0, said, "{text}");
        }
    }
}
