//! An index: how it is laid out, made and opened.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::StoreReader;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexSettings, IndexWriter, SegmentReader, TantivyDocument, TantivyError};

use crate::columns::{Columns, DATE, DOCUMENT, FACETS, Facets, IS, NUMBER, ORDER, SAME};
use crate::damaged::Damaged;
use crate::fold;
use crate::generations::{self, BuildError, OpenError};
use crate::pieces::{Reading, Whole};
use crate::query::Document;
use crate::runs::same;
use crate::vocabulary::Vocabulary;

/// The names of how a short text is read, and a long one.
const SHORT: &str = "words and pieces";
const LONG: &str = "pieces";
/// Threads that read texts, and how much of them each keeps until it writes a segment.
const THREADS: usize = 2;
const MEMORY: usize = 128 << 20;

/// The fields that are searched.
pub const TITLE: usize = 0;
pub const WORDS: usize = 1;
pub const BODY: usize = 2;
pub const FIELDS: usize = 3;

/// An index that stays as it is. Threads share it; what it has of a folder stays readable when the folder is deleted.
pub struct Index {
    pub(crate) parts: Vec<Part>,
    pub(crate) facets: Facets,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) layout: Layout,
    fingerprint: String,
    pub(crate) documents: usize,
    /// Mean lengths of the fields.
    pub(crate) lengths: [f32; FIELDS],
}

/// A segment.
pub(crate) struct Part {
    pub fields: [(Arc<InvertedIndexReader>, FieldNormReader); FIELDS],
    pub columns: Columns,
    pub store: StoreReader,
}

/// Which field is what.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    schema: Schema,
    pub searched: [Field; FIELDS],
    pub kind: Field,
    pub code: Field,
    pub language: Field,
    document: Field,
    same: Field,
    order: Field,
    date: Field,
    number: Field,
    facets: Field,
}

impl Layout {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let read_as = |name| {
            let indexing = TextFieldIndexing::default().set_tokenizer(name);
            let positions = IndexRecordOption::WithFreqsAndPositions;
            TextOptions::default().set_indexing_options(indexing.set_index_option(positions))
        };
        Self {
            searched: [
                schema.add_text_field("title", read_as(SHORT).set_stored()),
                schema.add_text_field("words", read_as(SHORT)),
                schema.add_text_field("body", read_as(LONG).set_stored()),
            ],
            kind: schema.add_text_field("kind", STORED),
            code: schema.add_text_field("code", STORED),
            language: schema.add_text_field("language", STORED),
            document: schema.add_u64_field(DOCUMENT, FAST),
            same: schema.add_u64_field(SAME, FAST),
            order: schema.add_u64_field(ORDER, FAST),
            date: schema.add_i64_field(DATE, FAST),
            number: schema.add_f64_field(NUMBER, FAST),
            facets: schema.add_text_field(FACETS, TextOptions::default().set_fast("raw")),
            schema: schema.build(),
        }
    }

    fn row(
        &self,
        document: &Document,
        order: u64,
        number: impl FnOnce((String, String)) -> u32,
    ) -> TantivyDocument {
        let mut row = TantivyDocument::new();
        row.add_text(self.searched[TITLE], &document.title);
        row.add_text(self.searched[BODY], &document.body);
        for word in &document.words {
            row.add_text(self.searched[WORDS], word);
        }
        row.add_text(self.kind, &document.kind);
        row.add_text(self.code, &document.code);
        row.add_text(self.language, &document.language);
        row.add_u64(
            self.document,
            number((document.kind.clone(), document.code.clone())).into(),
        );
        row.add_u64(self.same, same(&document.title));
        row.add_u64(self.order, order);
        if let Some(date) = document.date {
            row.add_i64(self.date, date);
        }
        if let Some(number) = document.number {
            row.add_f64(self.number, number);
        }
        let own = [
            ("kind", document.kind.as_str()),
            ("language", document.language.as_str()),
        ];
        let given = document
            .facets
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.into_iter().chain(given) {
            row.add_text(self.facets, format!("{name}{IS}{value}"));
        }
        row
    }
}

impl Index {
    /// An index that lives as long as the process.
    pub fn in_memory(documents: impl IntoIterator<Item = Document>) -> Result<Self, BuildError> {
        let files = RamDirectory::create();
        write(files.clone(), documents)?;
        Ok(Self::read(files, String::new())?)
    }

    /// The index that stands in a folder, if it is whole and of this version. Nothing is written.
    ///
    /// Whether it is of the texts that there are now, its [`Index::fingerprint`] tells.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        generations::open(folder, |files, fingerprint| {
            Self::read(MmapDirectory::open(files).map_err(Damaged::of)?, fingerprint)
        })
    }

    /// Builds an index beside the one that stands in a folder, and puts it in its place in one step. Who has the old one open
    /// reads on. When it fails, the old one stands.
    pub fn build(
        folder: &Path,
        fingerprint: &str,
        documents: impl IntoIterator<Item = Document>,
    ) -> Result<Self, BuildError> {
        generations::build(folder, fingerprint, |files| {
            write(MmapDirectory::open(files).map_err(TantivyError::from)?, documents)
        })?;
        Ok(Self::open(folder)?)
    }

    /// What its caller knows the texts by that it was built from; empty for one in memory.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Texts in it.
    pub fn texts(&self) -> usize {
        self.parts.iter().map(|part| part.columns.order.len()).sum()
    }

    fn read(files: impl Into<Box<dyn Directory>>, fingerprint: String) -> Result<Self, Damaged> {
        fold::warm();
        let index = tantivy::Index::open(files)?;
        let layout = Layout::new();
        if index.schema() != layout.schema {
            return Err(Damaged::of("it is laid out otherwise"));
        }
        if let Some(file) = index.validate_checksum()?.into_iter().next() {
            return Err(Damaged::of(format_args!(
                "{} is not what was written",
                file.display()
            )));
        }
        let mut facets = Facets::default();
        let mut parts = Vec::new();
        for segment in index.searchable_segments()? {
            parts.push(Part::read(&SegmentReader::open(&segment)?, &layout, &mut facets)?);
        }
        let texts: usize = parts.iter().map(|part| part.columns.order.len()).sum();
        let lengths = [TITLE, WORDS, BODY].map(|field| {
            let tokens: u64 = parts
                .iter()
                .map(|part| part.fields[field].0.total_num_tokens())
                .sum();
            #[expect(clippy::cast_precision_loss, reason = "a mean of lengths")]
            let mean = tokens as f32 / texts.max(1) as f32;
            mean.max(1.0)
        });
        let numbers = parts.iter().flat_map(|part| &part.columns.document);
        let documents = numbers.max().map_or(0, |last| *last as usize + 1);
        Ok(Self {
            documents,
            vocabulary: Vocabulary::read(
                parts
                    .iter()
                    .flat_map(|part| &part.fields)
                    .map(|(terms, _)| &**terms),
            )?,
            parts,
            facets,
            layout,
            fingerprint,
            lengths,
        })
    }
}

impl Part {
    fn read(reader: &SegmentReader, layout: &Layout, facets: &mut Facets) -> Result<Self, Damaged> {
        let [title, words, body] = layout.searched;
        let field = |field| -> Result<_, Damaged> {
            Ok((
                reader.inverted_index(field)?,
                reader.get_fieldnorms_reader(field)?,
            ))
        };
        Ok(Self {
            fields: [field(title)?, field(words)?, field(body)?],
            columns: Columns::read(reader, facets)?,
            store: reader.get_store_reader(CACHED)?,
        })
    }
}

/// Blocks of texts that stay unpacked.
const CACHED: usize = 64;

fn write(
    files: impl Into<Box<dyn Directory>>,
    documents: impl IntoIterator<Item = Document>,
) -> Result<(), BuildError> {
    let layout = Layout::new();
    let index = tantivy::Index::create(files, layout.schema.clone(), IndexSettings::default())?;
    for (name, whole) in [(SHORT, Whole::Kept), (LONG, Whole::Left)] {
        let reading = TextAnalyzer::from(Reading::new(whole));
        index.tokenizers().register(name, reading);
    }
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, THREADS * MEMORY)?;
    // It is written once; a few segments cost a search less than merging them costs a build.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut rows: Vec<(u64, Document)> = (0..).zip(documents).collect();
    // Texts that share words lie together: their postings take a fifth less.
    rows.sort_by(|(_, one), (_, other)| one.language.cmp(&other.language));
    let mut numbers: FxHashMap<(String, String), u32> = FxHashMap::default();
    for (order, document) in rows {
        let next = u32::try_from(numbers.len()).map_err(|_| BuildError::TooMany)?;
        let row = layout.row(&document, order, |key| *numbers.entry(key).or_insert(next));
        writer.add_document(row)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Index");
        shown
            .field("texts", &self.texts())
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
