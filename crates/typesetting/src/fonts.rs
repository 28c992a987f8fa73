//! The fonts of a machine: Google's Noto, as Debian's packages bring it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fmt, fs};

use ttf_parser::name_id;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// The fonts that are looked for, each by the name of its file, and the package that has them.
const KNOWN: [(&str, &[&str]); 3] = [
    (
        "fonts-noto-core",
        &[
            "NotoSans-Regular.ttf",
            "NotoSans-Bold.ttf",
            "NotoSansArabic-Regular.ttf",
            "NotoSansArabic-Bold.ttf",
            "NotoSansDevanagari-Regular.ttf",
            "NotoSansDevanagari-Bold.ttf",
            "NotoSansHebrew-Regular.ttf",
            "NotoSansHebrew-Bold.ttf",
            "NotoSansThai-Regular.ttf",
            "NotoSansThai-Bold.ttf",
        ],
    ),
    (
        "fonts-noto-cjk",
        &["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"],
    ),
    ("fonts-noto-color-emoji", &["NotoColorEmoji.ttf"]),
];

/// Where systems keep fonts.
const FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// Folders in folders, at most so deep: a link that leads back is no way without an end.
const DEPTH: usize = 6;

/// Fonts that are there. What a file holds is read when a sheet asks for it first, and kept.
pub struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    files: Vec<File>,
}

/// A font, which a file may hold several of.
struct Face {
    /// Place in [`Fonts::files`].
    file: usize,
    /// Place in the file.
    at: u32,
    font: OnceLock<Option<Font>>,
}

struct File {
    path: PathBuf,
    bytes: OnceLock<Option<Bytes>>,
}

/// Packages without which texts lack letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("fonts are missing: install {}", .packages.join(" "))]
pub struct Missing {
    pub packages: Vec<&'static str>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.files.iter().map(|file| &file.path))
            .finish()
    }
}

impl Fonts {
    /// Those that this machine has where systems keep them.
    pub fn of_this_machine() -> Result<Self, Missing> {
        Self::below(&FOLDERS.map(Path::new))
    }

    /// Those that lie in these folders, or in folders in them.
    pub fn below(folders: &[&Path]) -> Result<Self, Missing> {
        let files = find(folders)?;
        let mut book = FontBook::new();
        let mut faces = Vec::new();
        for (file, path) in files.iter().enumerate() {
            // One that cannot be read is one less: its letters come from another, or are lacking.
            let bytes = fs::read(path).unwrap_or_default();
            for at in 0..ttf_parser::fonts_in_collection(&bytes).unwrap_or(1) {
                // What letters a font has takes long to list: half of those of a collection are never asked for.
                if is_of_one_width(&bytes, at) {
                    continue;
                }
                if let Some(info) = FontInfo::new(&bytes, at) {
                    book.push(info);
                    let font = OnceLock::new();
                    faces.push(Face { file, at, font });
                }
            }
        }
        let file = |path| File {
            path,
            bytes: OnceLock::new(),
        };
        Ok(Self {
            book: LazyHash::new(book),
            faces,
            files: files.into_iter().map(file).collect(),
        })
    }

    /// Whether this machine has them all.
    pub fn are_there() -> Result<(), Missing> {
        find(&FOLDERS.map(Path::new)).map(drop)
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn face(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        let font = || Font::new(self.files.get(face.file)?.bytes()?, face.at);
        face.font.get_or_init(font).clone()
    }
}

impl File {
    fn bytes(&self) -> Option<Bytes> {
        let read = || fs::read(&self.path).ok().map(Bytes::new);
        self.bytes.get_or_init(read).clone()
    }
}

/// Whether the font calls itself one whose letters are all as wide.
fn is_of_one_width(bytes: &[u8], at: u32) -> bool {
    let Ok(face) = ttf_parser::Face::parse(bytes, at) else {
        return false;
    };
    let mut names = face.names().into_iter();
    names.any(|name| {
        name.name_id == name_id::FAMILY && name.to_string().is_some_and(|name| name.contains("Mono"))
    })
}

/// The files that are looked for, if each is there.
fn find(folders: &[&Path]) -> Result<Vec<PathBuf>, Missing> {
    let mut there = Vec::new();
    for folder in folders {
        walk(folder, DEPTH, &mut there);
    }
    let of = |name: &&str| there.iter().find(|path| path.ends_with(name)).cloned();
    let lacks = |(_, names): &&(&str, &[&str])| names.iter().any(|name| of(name).is_none());
    let packages: Vec<&str> = KNOWN.iter().filter(lacks).map(|(package, _)| *package).collect();
    if packages.is_empty() {
        Ok(KNOWN
            .iter()
            .flat_map(|(_, names)| *names)
            .filter_map(of)
            .collect())
    } else {
        Err(Missing { packages })
    }
}

/// All files in a folder and in those in it. One that cannot be read is empty.
fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Some(deeper) = depth.checked_sub(1) else {
        return;
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, deeper, found);
        } else {
            found.push(path);
        }
    }
}
