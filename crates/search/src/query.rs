//! What goes in and what comes out.

use std::ops::Range;

/// A text of an index. Texts of the same kind and code are one document in several languages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub kind: String,
    pub code: String,
    /// Of this text, as a tag: `zh`.
    pub language: String,
    pub title: String,
    /// Plain text, without markup.
    pub body: String,
    /// Words by which it should be found, too.
    pub words: Vec<String>,
    /// Names and values to filter by and to count; `kind` and `language` are there already. A name may have several values.
    pub facets: Vec<(String, String)>,
    /// To sort by, in whatever unit the caller counts.
    pub date: Option<i64>,
    pub number: Option<f64>,
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// As typed. Without a word in it, everything that passes the filters is found.
    pub text: String,
    /// The last word may be a beginning: somebody types on.
    pub typing: bool,
    /// A facet's name and the values of which a document must have one; every name must hold.
    pub filters: Vec<(String, Vec<String>)>,
    /// The reader's languages, the best first. Texts in them come before others that are as good.
    pub languages: Vec<String>,
    /// Facets to count.
    pub counted: Vec<String>,
    pub sort: Sort,
    pub offset: usize,
    /// At most [`Query::MOST`].
    pub limit: usize,
}

/// In which order; what is equal stands in the order in which it was given to the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Best,
    /// By date; what has none comes last.
    Newest,
    Oldest,
    /// By number; what has none comes last.
    Largest,
    Smallest,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// Documents, those beyond the limit included.
    pub total: usize,
    pub hits: Vec<Hit>,
    /// Of each counted facet, its values with how many documents have them; a facet's own filter does not take from its
    /// counts.
    pub counts: Vec<(String, Vec<Count>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub value: String,
    pub documents: usize,
}

/// A document, by the text of it that says best what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub kind: String,
    pub code: String,
    /// Of the text that was found.
    pub language: String,
    /// Comparable within one answer only.
    pub score: f32,
    pub title: Excerpt,
    pub excerpt: Excerpt,
    pub date: Option<i64>,
    pub number: Option<f64>,
}

/// A piece of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub text: String,
    /// Bytes of it that were asked for, in order, none touching another.
    pub marks: Vec<Range<usize>>,
    /// Whether the text begins before it, and goes on behind it.
    pub cut_before: bool,
    pub cut_after: bool,
}

/// What somebody may be typing.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub kind: String,
    pub code: String,
    pub language: String,
    pub title: Excerpt,
}

impl Query {
    /// Hits of one answer at most.
    pub const MOST: usize = 100;

    /// Ten hits, in any language, best first.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            typing: false,
            filters: Vec::new(),
            languages: Vec::new(),
            counted: Vec::new(),
            sort: Sort::Best,
            offset: 0,
            limit: 10,
        }
    }

    #[must_use]
    pub fn only<V: Into<String>>(
        mut self,
        facet: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.filters
            .push((facet.into(), values.into_iter().map(Into::into).collect()));
        self
    }

    #[must_use]
    pub fn for_reader<L: Into<String>>(mut self, languages: impl IntoIterator<Item = L>) -> Self {
        self.languages = languages.into_iter().map(Into::into).collect();
        self
    }
}
