//! Typesetting: a template and data go in, a tagged PDF comes out, in any writing that the machine has letters for.
//!
//! A template is Typst's own markup, the program's and never a stranger's; it reads what it shows from `data.json`. What people
//! wrote is data there, and is set as it stands: no letter of it is markup. [`Fonts`] are read once and kept, and of each
//! file only what a sheet asks for.
//!
//! Never here: a city, a network, a file besides fonts. To have one more writing set: its family in [`Fonts`], and a template
//! that names it.
//!
//! ```no_run
//! use typesetting::{Fonts, set};
//!
//! let fonts = Fonts::of_this_machine()?;
//! let template = r#"#let data = json("data.json")
//! #set document(title: data.title)
//! #set text(lang: data.lang, font: "Noto Sans CJK JP")
//! #title()"#;
//! let sheet = set(&fonts, template, &serde_json::json!({"title": "威海へようこそ", "lang": "ja"}))?;
//! assert!(sheet.pdf.starts_with(b"%PDF-") && sheet.is_accessible);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod fonts;
mod world;

use serde::Serialize;
use typst::diag::{SourceDiagnostic, Warned};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use fonts::{Fonts, Missing};

use crate::world::Desk;

/// So much data a sheet may be made of, in bytes.
pub const DATA_MAX: usize = 256 * 1024;

/// So many pages it may have.
pub const PAGES_MAX: usize = 16;

/// How many sheets ago something must have been used last for Typst to forget it.
const REMEMBERED: usize = 8;

/// A sheet that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// It says of itself that it keeps to PDF/UA-1. One that lacks a letter or a title is a tagged PDF all the same, and
    /// claims nothing.
    pub is_accessible: bool,
}

/// Why there is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    #[error("the data are no JSON: {0}")]
    Data(#[from] serde_json::Error),
    #[error("{0} bytes of data are more than {DATA_MAX}")]
    TooMuch(usize),
    #[error("{0} pages are more than {PAGES_MAX}")]
    TooLong(usize),
    /// The template asks for what there is not.
    #[error("the template cannot be set: {0}")]
    Template(String),
}

/// Sets the data by the template. The same ones give the same bytes. It calculates for a while: not for a thread that others
/// wait for.
pub fn set(fonts: &Fonts, template: &str, data: &impl Serialize) -> Result<Sheet, SetError> {
    let data = serde_json::to_vec(data)?;
    if data.len() > DATA_MAX {
        return Err(SetError::TooMuch(data.len()));
    }
    let desk = Desk::new(fonts, template, data);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    let sheet = output
        .map_err(|errors| wrong(&errors))
        .and_then(|document| printed(&document));
    typst::comemo::evict(REMEMBERED);
    sheet
}

fn printed(document: &PagedDocument) -> Result<Sheet, SetError> {
    let pages = document.pages().len();
    if pages > PAGES_MAX {
        return Err(SetError::TooLong(pages));
    }
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| {
        // It stands alone: nothing contradicts it.
        SetError::Template(error.message().to_string())
    })?;
    let options = |standards| PdfOptions {
        standards,
        ..PdfOptions::default()
    };
    if let Ok(pdf) = typst_pdf::pdf(document, &options(accessible)) {
        return Ok(Sheet {
            pdf,
            pages,
            is_accessible: true,
        });
    }
    let pdf = typst_pdf::pdf(document, &options(PdfStandards::default())).map_err(|errors| wrong(&errors))?;
    Ok(Sheet {
        pdf,
        pages,
        is_accessible: false,
    })
}

fn wrong(errors: &[SourceDiagnostic]) -> SetError {
    let each: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    SetError::Template(each.join("; "))
}
