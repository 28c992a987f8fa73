//! What Typst may reach while it sets a sheet: the template, the data, the fonts. No other file, and no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use crate::fonts::Fonts;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static TEMPLATE: LazyLock<FileId> = LazyLock::new(|| id("template.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| id("data.json"));

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a bare name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// All that lies ready for one sheet.
#[derive(Debug)]
pub struct Desk<'f> {
    fonts: &'f Fonts,
    template: Source,
    data: Bytes,
}

impl<'f> Desk<'f> {
    pub fn new(fonts: &'f Fonts, template: &str, data: Vec<u8>) -> Self {
        Self {
            fonts,
            template: Source::new(*TEMPLATE, template.to_owned()),
            data: Bytes::new(data),
        }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        *TEMPLATE
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *TEMPLATE {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
