//! Lists of any noun: conditions that are bound, and one pager, by keys instead of offsets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::StoreError;
use crate::kept::{Kept, Within};
use crate::read::Reader;
use crate::value::{FromRow, Sql, Value};

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

/// The order of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Cursors of another order are not understood.
    pub code: &'static str,
    /// The columns; together they tell any two rows apart.
    pub keys: &'static [&'static str],
    pub upwards: bool,
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
        (cursor.order == order.code && cursor.keys.len() == order.keys.len()).then_some(cursor)
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
                let unit = query.bind(unit.as_str());
                let mut own = N::OWN.replace("{unit}", &unit);
                if own.contains("{staff}") {
                    own = own.replace("{staff}", &query.bind(*staff));
                }
                query.and(&format!("({own})"));
            }
        }
        Some(query)
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

    /// It runs on a thread of its own where that matters.
    pub fn looks_at_much(&mut self) {
        self.is_long = true;
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
        if let Some(cursor) = cursor {
            let places: Vec<String> = cursor.keys.into_iter().map(|key| self.bind(key)).collect();
            let than = if up { ">" } else { "<" };
            self.and(&format!(
                "({}) {than} ({})",
                order.keys.join(", "),
                places.join(", ")
            ));
        }
        let direction = if up { " ASC" } else { " DESC" };
        let sorted: Vec<String> = order.keys.iter().map(|key| format!("{key}{direction}")).collect();
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
pub(crate) fn anywhere(word: &str) -> String {
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
pub(crate) fn words(asked: &str) -> Vec<String> {
    let asked: String = asked.chars().take(SEARCH_MAX).collect();
    let words = normalise(&asked);
    let words = words.split(' ').filter(|word| !word.is_empty()).take(WORDS);
    words.map(str::to_owned).collect()
}
