//! The two tables of an index, from files.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use composite::read::{Encoding, File, Layout, tables as read_tables};
use composite::{Framework, Panel};

/// What both files hold.
pub struct Read {
    pub framework: Framework,
    pub panel: Panel,
    pub reading: Reading,
}

/// How they were read.
#[derive(Debug)]
pub struct Reading {
    /// Columns of the data that are not used.
    pub left_out: Vec<String>,
    /// What was read otherwise than one might think, such as another encoding.
    pub notes: Vec<String>,
    /// Values that were missing, of all years.
    pub missing: usize,
}

pub fn tables(data: &Path, meta: &Path) -> anyhow::Result<Read> {
    let bytes = |file: &Path| fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    let name = |file: &Path| {
        file.file_name()
            .unwrap_or(file.as_os_str())
            .to_string_lossy()
            .into_owned()
    };
    let (data_bytes, meta_bytes) = (bytes(data)?, bytes(meta)?);
    let (data, meta) = (name(data), name(meta));
    let found = read_tables(
        File {
            name: &data,
            bytes: &data_bytes,
        },
        File {
            name: &meta,
            bytes: &meta_bytes,
        },
    )?;
    let mut notes: Vec<String> = [(&data, &found.data), (&meta, &found.meta)]
        .into_iter()
        .filter_map(|(name, layout)| note(name, layout))
        .collect();
    notes.extend(
        found
            .panel
            .absent()
            .iter()
            .map(|(year, unit)| format!("{unit} has no row of {year} and is not ranked then.")),
    );
    let years = found.panel.years().iter();
    Ok(Read {
        framework: found.framework,
        reading: Reading {
            left_out: found.left_out,
            notes,
            missing: years.map(|year| year.indicators.missing()).sum(),
        },
        panel: found.panel,
    })
}

/// Of a file that is not plain CSV in UTF-8.
fn note(name: &str, layout: &Layout) -> Option<String> {
    let encoding = match layout.encoding {
        Encoding::Utf8 => None,
        Encoding::Utf16Le | Encoding::Utf16Be => Some("UTF-16"),
        Encoding::Gb18030 => Some("GB18030"),
    };
    let separator = match layout.separator {
        ';' => Some("semicolons"),
        '\t' => Some("tabs"),
        _ => None,
    };
    match (encoding, separator) {
        (None, None) => None,
        (Some(encoding), None) => Some(format!("{name} was read as {encoding}.")),
        (None, Some(separator)) => Some(format!("{name} was read with {separator} between fields.")),
        (Some(encoding), Some(separator)) => Some(format!(
            "{name} was read as {encoding}, with {separator} between fields."
        )),
    }
}
