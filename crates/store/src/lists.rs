//! Lists of any noun: conditions that are bound, and one pager, by keys instead of offsets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::journaled::{Coded, Journaled};
use domain::receipts::Reference;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::StoreError;
use crate::kept::{Kept, Within};
use crate::read::Reader;
use crate::records::parse;
use crate::value::{FromRow, Row, Sql, Value};

/// The most rows on a page.
const PAGE_MAX: usize = 200;

/// Some rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Cursors to the pages after and before, where there are any.
    pub next: Option<String>,
    pub previous: Option<String>,
    /// How many rows the whole list holds.
    pub total: u64,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            next: None,
            previous: None,
            total: 0,
        }
    }
}

impl<T> Page<T> {
    /// The same page of what each row makes.
    pub(crate) fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(make).collect(),
            next: self.next,
            previous: self.previous,
            total: self.total,
        }
    }
}

/// A record of a list.
struct Whole<N>(N);

impl<N: Journaled> FromRow for Whole<N> {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        parse(&row.get::<String>(0)?).map(Self)
    }
}

/// How many there are in each state, in the order of the states.
pub(crate) fn by_code<C: Coded>(counted: &[(String, u64)]) -> Vec<(C, u64)> {
    let count = |code: C| {
        let found = counted.iter().find(|(counted, _)| counted == code.code());
        found.map_or(0, |(_, count)| *count)
    };
    C::ALL.iter().map(|code| (*code, count(*code))).collect()
}

/// The order of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Cursors of another order are not understood.
    pub code: &'static str,
    /// The columns; together they tell any two rows apart.
    pub keys: &'static [By],
    pub upwards: bool,
}

/// A column that a list is sorted by, and what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By {
    Number(&'static str),
    Text(&'static str),
}

impl By {
    fn column(&self) -> &'static str {
        match self {
            Self::Number(column) | Self::Text(column) => column,
        }
    }

    fn holds(&self, key: &Key) -> bool {
        matches!(
            (self, key),
            (Self::Number(_), Key::Number(_)) | (Self::Text(_), Key::Text(_))
        )
    }
}

/// A part of a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Number(i64),
    Text(String),
}

impl From<i64> for Key {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Number(n) => n.into(),
            Key::Text(text) => text.into(),
        }
    }
}

/// A place in a list. Opaque to whoever carries it; one that cannot be read is the beginning.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    order: String,
    back: bool,
    keys: Vec<Key>,
}

impl Cursor {
    fn write(order: &Order, keys: Vec<Key>, back: bool) -> String {
        let cursor = Self {
            order: order.code.to_owned(),
            back,
            keys,
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    fn read(text: &str, order: &Order) -> Option<Self> {
        let cursor: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let same = cursor.order == order.code && cursor.keys.len() == order.keys.len();
        // PostgreSQL compares no text with a number.
        let fits = order.keys.iter().zip(&cursor.keys).all(|(by, key)| by.holds(key));
        (same && fits).then_some(cursor)
    }
}

/// A statement being assembled: conditions and their parameters. Values are always bound, never written into it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    conditions: String,
    pub params: Vec<Value>,
    /// It looks at much.
    is_long: bool,
}

impl Query {
    /// Of the records that the actor reaches, `r` being their main rows; `None` when there are none.
    pub fn within<N: Kept>(within: &Within) -> Option<Self> {
        let mut query = Self::default();
        match within {
            Within::Nothing => return None,
            Within::All => {}
            Within::Own { unit, staff } => {
                let own = query.own::<N>(unit, *staff);
                query.and(&own);
            }
        }
        Some(query)
    }

    /// The condition that the record `r` is that unit's, or that member of staff's, own.
    pub fn own<N: Kept>(&mut self, unit: &str, staff: i64) -> String {
        let mut own = N::OWN.to_owned();
        // PostgreSQL knows no type of what is bound and not used.
        if own.contains("{unit}") {
            own = own.replace("{unit}", &self.bind(unit));
        }
        if own.contains("{staff}") {
            own = own.replace("{staff}", &self.bind(staff));
        }
        format!("({own})")
    }

    /// Binds a value; gives its placeholder.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }

    pub fn and(&mut self, condition: &str) {
        self.conditions.push_str(if self.conditions.is_empty() {
            " WHERE "
        } else {
            " AND "
        });
        self.conditions.push_str(condition);
    }

    pub fn equal(&mut self, column: &str, value: impl Into<Value>) {
        let place = self.bind(value);
        self.and(&format!("{column} = {place}"));
    }

    /// One of these; none: any.
    pub fn any_of<V: Into<Value>>(&mut self, column: &str, values: impl Iterator<Item = V>) {
        let places: Vec<String> = values.map(|value| self.bind(value)).collect();
        if !places.is_empty() {
            self.and(&format!("{column} IN ({})", places.join(", ")));
        }
    }

    /// Every word that is looked for must be in the record `r`: of the pattern of one, `holds` makes the condition that it
    /// is, and `within` says of the conditions of all where they stand.
    pub fn search(
        &mut self,
        asked: &str,
        holds: impl Fn(&mut Self, &str) -> String,
        within: impl FnOnce(&str) -> String,
    ) {
        let words = words(asked);
        if words.is_empty() {
            return;
        }
        // It may look at every record, on a thread of its own where that matters.
        self.is_long = true;
        let mut held = Vec::with_capacity(words.len());
        for word in words {
            let place = self.bind(anywhere(&word));
            held.push(format!("({})", holds(self, &place)));
        }
        let mut found = within(&held.join(" AND "));
        // A reference may be typed in many ways, of which the words of the record hold one.
        if let Ok(reference) = Reference::parse(asked) {
            let place = self.bind(reference);
            found = format!("(r.reference = {place} OR {found})");
        }
        self.and(&found);
    }

    pub fn conditions(&self) -> &str {
        &self.conditions
    }

    pub async fn rows<T: FromRow + Send + 'static>(
        &self,
        read: &Reader,
        sql: String,
    ) -> Result<Vec<T>, StoreError> {
        if self.is_long {
            read.long_rows(sql, self.params.clone()).await
        } else {
            read.rows(Sql::Assembled(&sql), &self.params).await
        }
    }

    /// How many rows there are.
    pub async fn count(&self, read: &Reader, from: &str) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM {from}{}", self.conditions);
        let counted: Vec<(u64,)> = self.rows(read, sql).await?;
        Ok(counted.first().map_or(0, |(count,)| *count))
    }

    /// How many rows there are of each value of a column, by that value.
    pub async fn counted(
        &self,
        read: &Reader,
        from: &str,
        column: &str,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = format!(
            "SELECT {column}, COUNT(*) FROM {from}{} GROUP BY {column} ORDER BY {column}",
            self.conditions
        );
        self.rows(read, sql).await
    }

    /// A page of records, each as its main row `r` of `from` holds it whole, in that order. `keys` says where one stands in
    /// it.
    pub async fn records<N: Kept>(
        self,
        read: &Reader,
        from: &str,
        order: &Order,
        cursor: Option<&str>,
        limit: usize,
        keys: impl Fn(&N) -> Vec<Key>,
    ) -> Result<Page<N>, StoreError> {
        let keys = |Whole(record): &Whole<N>| keys(record);
        let page = self
            .page(read, ("r.folded", from), order, cursor, limit, keys)
            .await?;
        Ok(page.map(|Whole(record)| record))
    }

    /// A page of them: `columns` of `from`, in that order. `keys` says where a row stands in it.
    pub async fn page<T: FromRow + Send + 'static>(
        mut self,
        read: &Reader,
        (columns, from): (&str, &str),
        order: &Order,
        cursor: Option<&str>,
        limit: usize,
        keys: impl Fn(&T) -> Vec<Key>,
    ) -> Result<Page<T>, StoreError> {
        let limit = limit.clamp(1, PAGE_MAX);
        let total = self.count(read, from).await?;
        let cursor = cursor.and_then(|text| Cursor::read(text, order));
        let goes_on = cursor.is_some();
        let back = cursor.as_ref().is_some_and(|cursor| cursor.back);
        let up = order.upwards != back;
        let sorted_by: Vec<&str> = order.keys.iter().map(By::column).collect();
        if let Some(cursor) = cursor {
            let places: Vec<String> = cursor.keys.into_iter().map(|key| self.bind(key)).collect();
            let than = if up { ">" } else { "<" };
            self.and(&format!(
                "({}) {than} ({})",
                sorted_by.join(", "),
                places.join(", ")
            ));
        }
        let direction = if up { " ASC" } else { " DESC" };
        let sorted: Vec<String> = sorted_by
            .iter()
            .map(|column| format!("{column}{direction}"))
            .collect();
        let one_more = self.bind(limit + 1);
        let sql = format!(
            "SELECT {columns} FROM {from}{} ORDER BY {} LIMIT {one_more}",
            self.conditions,
            sorted.join(", ")
        );
        let mut rows: Vec<T> = self.rows(read, sql).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        if back {
            rows.reverse();
        }
        let (after, before) = if back { (true, more) } else { (more, goes_on) };
        let at = |row: &T, back| Cursor::write(order, keys(row), back);
        Ok(Page {
            next: rows.last().filter(|_| after).map(|row| at(row, false)),
            previous: rows.first().filter(|_| before).map(|row| at(row, true)),
            rows,
            total,
        })
    }
}

/// A pattern that finds a word anywhere, with `ESCAPE '!'`.
fn anywhere(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Text as it is searched: compatible forms made one (full and half width, composed and not), lower case, single blanks.
pub(crate) fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for word in text.nfkc().collect::<String>().to_lowercase().split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

/// The most words of a search that are looked for, and the most characters of it that are read.
const WORDS: usize = 8;
const SEARCH_MAX: usize = 200;

/// The words of a search.
fn words(asked: &str) -> Vec<String> {
    let asked: String = asked.chars().take(SEARCH_MAX).collect();
    let words = normalise(&asked);
    let words = words.split(' ').filter(|word| !word.is_empty()).take(WORDS);
    words.map(str::to_owned).collect()
}
