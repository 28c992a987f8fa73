//! The two tables of an index, from files.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use composite::read::{
    File, Layout, LikeMissing, NumberError, Options, ReadAs, ReadErrors, Wrong, tables as read_tables,
};
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

pub fn tables(data: &Path, meta: &Path, options: &Options) -> anyhow::Result<Read> {
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
        options,
    )
    .map_err(|errors| with_what_decides(&errors))?;
    let mut notes: Vec<String> = [(&data, &found.data), (&meta, &found.meta)]
        .into_iter()
        .filter_map(|(name, layout)| note(name, layout))
        .collect();
    notes.extend(found.read_as.iter().map(|one| {
        let ReadAs { column, found, value } = one;
        format!("Numbers of {column} are not written as machines do: {found} was read as {value}.")
    }));
    notes.extend(found.like_missing.iter().map(|one| {
        let LikeMissing { column, group } = one;
        format!("{group} in {column} was read as the name of a group.")
    }));
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

/// What is wrong, and the flags that decide what a table leaves open.
fn with_what_decides(errors: &ReadErrors) -> anyhow::Error {
    let mut said = errors.to_string();
    let has = |is: fn(&Wrong) -> bool| errors.errors.iter().any(|error| is(&error.what));
    if has(|what| matches!(what, Wrong::NotRead(_))) {
        said += "\nSay which encoding it is with --encoding, such as --encoding GB18030, or save it as CSV in UTF-8.";
    }
    if has(|what| matches!(what, Wrong::Number(NumberError::Ambiguous { .. }))) {
        said += "\nSay which it is with --numbers decimal-point or --numbers decimal-comma.";
    }
    anyhow::Error::msg(said)
}

/// Of a file that is not plain CSV in UTF-8.
fn note(name: &str, layout: &Layout) -> Option<String> {
    let encoding = Some(layout.encoding.name()).filter(|name| *name != "UTF-8");
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
