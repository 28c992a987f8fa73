//! QR codes, drawn here.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// One as a single path of an SVG.
#[derive(Debug, Clone)]
pub struct Qr {
    pub size: usize,
    pub path: String,
}

impl Qr {
    /// `None` where the text is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        /// Empty modules around it, as the standard asks for.
        const QUIET: usize = 4;
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (at % width + QUIET, at / width + QUIET);
                write!(path, "M{x} {y}h1v1h-1z").expect("a String can be written");
            }
        }
        Some(Self {
            size: width + 2 * QUIET,
            path,
        })
    }
}
