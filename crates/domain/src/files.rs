//! Files that come with a record of any noun, without their bytes.

use serde::{Deserialize, Serialize};

use crate::problems::Problem;

/// The largest file, in bytes.
pub const FILE_MAX: u64 = 10 * 1024 * 1024;
/// What is taken: papers and pictures of them.
pub const MEDIA_TYPES: [&str; 5] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
];

/// The longest name of a file, in characters.
const NAME_MAX: usize = 120;

/// How files of that type may end, the first of them as they do when nobody says how.
fn endings(media_type: &str) -> &'static [&'static str] {
    match media_type {
        "application/pdf" => &["pdf"],
        "image/jpeg" => &["jpg", "jpeg", "jpe", "jfif"],
        "image/png" => &["png"],
        "image/webp" => &["webp"],
        "image/heic" => &["heic", "heif", "hif"],
        "audio/webm" => &["webm", "weba"],
        _ => &[],
    }
}

/// What shows nothing, or changes how what stands around it is shown. The two joiners are of how some scripts are written.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{180E}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// The name of a file as it is kept and shown: the last part of a path, without what is not seen, and it ends as files of its
/// type do. What its sender calls it is not believed: `photo.exe` that is a picture is `photo.exe.png`.
pub fn tidy_name(name: &str, media_type: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_unseen(*c))
        .collect();
    let words: Vec<&str> = seen.split(' ').filter(|word| !word.is_empty()).collect();
    let tidy = words.join(" ");
    let tidy = tidy.trim_matches(['.', ' ']);
    let endings = endings(media_type);
    let (stem, ending) = match tidy.rsplit_once('.') {
        Some((stem, ending)) if endings.iter().any(|known| ending.eq_ignore_ascii_case(known)) => {
            (stem, Some(ending))
        }
        _ => (tidy, endings.first().copied()),
    };
    let stem = stem.trim_end_matches(['.', ' ']);
    let stem = if stem.is_empty() { "file" } else { stem };
    let stem: String = stem.chars().take(NAME_MAX).collect();
    match ending {
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

/// A file that is added, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub name: String,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
}

impl File {
    /// If it may be kept.
    ///
    /// # Errors
    /// [`Problem::NotAFileType`], [`Problem::FileTooLarge`].
    pub fn checked(&self) -> Result<&Self, Problem> {
        if !MEDIA_TYPES.contains(&self.media_type.as_str()) {
            return Err(Problem::NotAFileType);
        }
        if self.size == 0 || self.size > FILE_MAX {
            return Err(Problem::FileTooLarge { max: FILE_MAX });
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_as_it_is_and_ends_as_its_file_does() {
        for (name, media_type, tidy) in [
            ("photo.png", "image/png", "photo.png"),
            ("IMG_1.JPG", "image/jpeg", "IMG_1.JPG"),
            ("임대차 계약.pdf", "application/pdf", "임대차 계약.pdf"),
            ("نامه\u{200C}ها.pdf", "application/pdf", "نامه\u{200C}ها.pdf"),
            ("photo\u{202E}gnp.exe", "image/png", "photognp.exe.png"),
            ("\u{2066}photo\u{2069}\u{FEFF}.png", "image/png", "photo.png"),
            ("a\r\nSet-Cookie: b\0.png", "image/png", "a Set-Cookie: b.png"),
            ("C:\\papers\\..\\lease.pdf", "application/pdf", "lease.pdf"),
            ("../../etc/passwd", "application/pdf", "passwd.pdf"),
            ("lease.pdf", "image/png", "lease.pdf.png"),
            ("lease", "application/pdf", "lease.pdf"),
            ("..png", "image/png", "png.png"),
            (" . ", "image/png", "file.png"),
            ("", "image/webp", "file.webp"),
            ("table.csv", "", "table.csv"),
            ("lease.pdf. ", "application/pdf", "lease.pdf"),
        ] {
            assert_eq!(tidy_name(name, media_type), tidy, "{name:?}");
            assert_eq!(tidy_name(tidy, media_type), tidy, "once more");
        }
        let long = format!("{}.png", "x".repeat(1_000));
        assert_eq!(tidy_name(&long, "image/png").len(), NAME_MAX + 4);
    }
}
