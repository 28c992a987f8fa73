//! Tables as files: made for spreadsheets, and read as people save them from one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::security::{Kind, Noted};

use crate::desk::{Answer, Desk};
use crate::error::Error;

/// Tells spreadsheets that a file is UTF-8.
const MARK: &str = "\u{feff}";

/// The most lines of an export, and how many are read at a time.
pub const EXPORT_MAX: usize = 20_000;
pub const EXPORT_PAGE: usize = 200;

/// A value that no spreadsheet takes for a formula.
fn no_formula(value: &str) -> Cow<'_, str> {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    }
}

/// A cell as it was before [`no_formula`].
fn meant(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').unwrap_or(cell);
    if matches!(no_formula(rest), Cow::Owned(_)) {
        rest
    } else {
        cell
    }
}

/// A table as a file of that name.
///
/// # Errors
/// [`Error::Internal`] when the table cannot be written, which memory always can.
pub fn csv_file(name: &str, lines: &[Vec<String>]) -> Result<Response, Error> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(MARK.as_bytes().to_vec());
    let unwritten =
        |error: &dyn std::fmt::Display| Error::Internal(format!("a table was not written: {error}"));
    for line in lines {
        let values = line.iter().map(|value| no_formula(value).into_owned());
        table.write_record(values).map_err(|error| unwritten(&error))?;
    }
    let bytes = table.into_inner().map_err(|error| unwritten(&error))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// A list of the desk, as a file of that name. That it was taken out, by whom and how many rows it had, stands in the security log
/// before anybody has it; `what` names the list there.
///
/// # Errors
/// As [`csv_file`] and writing have.
pub async fn export(desk: &Desk, what: &'static str, name: &str, lines: &[Vec<String>]) -> Answer {
    // The first line names the columns.
    let rows = lines.len().saturating_sub(1) as u64;
    let noted = Noted::new(Kind::Exported).what(what).count(rows);
    desk.app
        .store()
        .note(&desk.app.context(&desk.actor), noted)
        .await?;
    Ok(csv_file(name, lines)?)
}

/// A row of a table that was read: its cells by the name of their column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// On which it stands in its file, from 1.
    pub number: usize,
    pub cells: BTreeMap<String, String>,
}

/// Why a file is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotATable {
    /// Or text of which its bytes do not tell the encoding.
    #[error("its encoding cannot be told; save it as CSV in UTF-8")]
    NotText,
    /// More cells than columns, or a name of a column that is missing or stands twice.
    #[error("line {0} does not fit the columns")]
    Uneven(usize),
}

/// Reads a table whose first line names its columns. Cells are parted by commas, semicolons or tabs, whichever that line
/// has most of, since spreadsheets differ; rows without a word are left out.
///
/// # Errors
/// [`NotATable`], with the line that does not fit.
pub fn read(bytes: &[u8]) -> Result<Vec<Line>, NotATable> {
    // What its bytes leave open is not guessed: whoever saved it can save it as UTF-8.
    let read = encodings::read(bytes, None).map_err(|_| NotATable::NotText)?;
    // With one kind of line end the reader counts lines right.
    let text = read.text.replace("\r\n", "\n").replace('\r', "\n");
    let head = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| head.bytes().filter(|b| *b == delimiter).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|d| count(*d));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|_| NotATable::Uneven(1))?.clone();
    let mut named: Vec<&str> = columns.iter().filter(|column| !column.is_empty()).collect();
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    if named.len() < count {
        return Err(NotATable::Uneven(1));
    }
    let at = |position: Option<&csv::Position>| {
        let line = position.map_or(1, csv::Position::line);
        usize::try_from(line).unwrap_or(usize::MAX)
    };
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| NotATable::Uneven(at(error.position())))?;
        let number = at(record.position());
        let mut cells = BTreeMap::new();
        for (i, cell) in record.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match columns.get(i).filter(|column| !column.is_empty()) {
                Some(column) => cells.insert(column.to_owned(), meant(cell).to_owned()),
                None => return Err(NotATable::Uneven(number)),
            };
        }
        if !cells.is_empty() {
            lines.push(Line { number, cells });
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_table_is_quoted_and_holds_no_formula() {
        let line = ["=1+1", "a \"b\"", "한국, 1\n2"].map(str::to_owned).to_vec();
        let file = csv_file("cases", &[line]).unwrap();
        let bytes = axum::body::to_bytes(file.into_body(), usize::MAX).await.unwrap();
        assert_eq!(
            std::str::from_utf8(&bytes).unwrap(),
            "\u{feff}\"'=1+1\",\"a \"\"b\"\"\",\"한국, 1\n2\"\r\n"
        );
    }

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let lines = read(text.as_bytes()).unwrap().into_iter();
        lines
            .map(|line| {
                let cells = line.cells.iter().map(|(k, v)| format!("{k}={v}"));
                (line.number, cells.collect())
            })
            .collect()
    }

    #[test]
    fn a_table_is_read_as_any_spreadsheet_saves_it() {
        let wanted = vec![(2, vec!["a=1".to_owned(), "b=x, y".to_owned()])];
        assert_eq!(cells("a,b\n1,\"x, y\"\n"), wanted);
        assert_eq!(cells("\u{feff}a;b\r\n1;x, y\r\n;\r\n"), wanted);
        assert_eq!(cells("a\tb\n1\tx, y"), wanted);
        assert_eq!(
            cells("a,b,,\n\"1\n2\",x,,\n3,\n"),
            [
                (2, vec!["a=1\n2".to_owned(), "b=x".to_owned()]),
                (4, vec!["a=3".to_owned()])
            ]
        );
    }

    #[test]
    fn a_table_is_read_in_the_encoding_its_country_saves_it_in() {
        use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1251};
        for (encoding, names) in [
            (GB18030, "威海市对外交流中心 宇部市政府 丽水市 索契市"),
            (BIG5, "臺北市政府 高雄市 新竹縣 花蓮縣"),
            (SHIFT_JIS, "宇部市役所の交流課 アイルランド 大阪府 北海道"),
            (EUC_KR, "여수시청 국제교류과 서울특별시 부산광역시"),
            (WINDOWS_1251, "Администрация города Сочи Москва"),
        ] {
            let table = format!("kind,name\nsister-city,{names}\n");
            let lines = read(&encoding.encode(&table).0).unwrap();
            assert_eq!(lines[0].cells["name"], names);
        }
        // Two letters that are words in Korean, too.
        let table = GB18030.encode("kind,name\nsister-city,环翠\n").0.into_owned();
        assert_eq!(read(&table), Err(NotATable::NotText));
    }

    #[test]
    fn what_keeps_a_cell_from_being_a_formula_goes_again() {
        assert_eq!(cells("a\n'=1+1\n"), [(2, vec!["a==1+1".to_owned()])]);
        assert_eq!(cells("a\n'tis\n"), [(2, vec!["a='tis".to_owned()])]);
    }

    #[test]
    fn what_is_no_table_says_where() {
        assert_eq!(read(b"a,b\n1,\0\n"), Err(NotATable::NotText));
        assert_eq!(read(b"a,b\n1,2,3\n"), Err(NotATable::Uneven(2)));
        assert_eq!(read(b"a,a\n1,2\n"), Err(NotATable::Uneven(1)));
        assert_eq!(read(b""), Ok(Vec::new()));
    }
}
