//! Tables as CSV: UTF-8, commas, the layout that [`read`](crate::read) takes.

use crate::table::Table;

/// A table with its units in `uCode`. Numbers are the shortest that read back to the same bits; what is missing is empty.
pub fn stage(table: &Table) -> String {
    let mut rows = vec![vec!["uCode".to_owned()]];
    rows[0].extend(table.codes().iter().cloned());
    for (row, unit) in table.units().iter().enumerate() {
        let mut cells = vec![unit.clone()];
        cells.extend(table.columns().iter().map(|column| number(column[row])));
        rows.push(cells);
    }
    self::rows(&rows)
}

/// A cell: the shortest text that reads back to the same bits, or nothing for `NaN`.
pub fn number(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else {
        value.to_string()
    }
}

/// Rows of cells; quoted where they must be.
pub fn rows(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            if cell.contains([',', '"', '\n', '\r', ';', '\t']) || cell.trim() != cell {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text
}
