//! What can be found by its words, and the index that it is found in.
//!
//! Each slice says what of its noun may be found ([`Slice::findable`](crate::slice::Slice)); the index is built of all
//! of it in the background and put on the [`Shelf`], from where it is asked. Until it stands there, nothing is found, and
//! nothing is in error.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use domain::Lang;
use futures::future::BoxFuture;
use search::{BuildError, Document, Index, OpenError};
use sha2::{Digest as _, Sha256};
use store::StoreError;

use crate::app::App;

/// A text that may be found. Those of one path are the same thing in several languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// `guide`, `service`, `place`, …: stable, for programs.
    pub kind: &'static str,
    /// Of its page, below the language.
    pub path: String,
    pub lang: Lang,
    pub title: String,
    /// Without markup.
    pub body: String,
    /// What people say who mean it.
    pub words: Vec<String>,
}

/// Texts, being gathered.
pub type Findables<'a> = BoxFuture<'a, Result<Vec<Findable>, StoreError>>;

impl From<&Findable> for Document {
    fn from(text: &Findable) -> Self {
        Self {
            kind: text.kind.to_owned(),
            code: text.path.clone(),
            language: text.lang.to_string(),
            title: text.title.clone(),
            body: text.body.clone(),
            words: text.words.clone(),
            ..Self::default()
        }
    }
}

/// Where the index stands.
#[derive(Debug, Default)]
pub struct Shelf(RwLock<Option<Shelved>>);

/// The index, and which texts it is of.
#[derive(Debug, Clone)]
struct Shelved {
    fingerprint: String,
    index: Arc<Index>,
}

impl Shelf {
    /// The index, once there is one.
    pub fn index(&self) -> Option<Arc<Index>> {
        let shelved = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shelved.as_ref().map(|of| Arc::clone(&of.index))
    }

    /// Takes one away that has turned out to be damaged; it is built anew when it is next looked after.
    pub fn clear(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn is_of(&self, fingerprint: &str) -> bool {
        let shelved = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shelved.as_ref().is_some_and(|of| of.fingerprint == fingerprint)
    }

    fn put(&self, fingerprint: String, index: Index) {
        let index = Arc::new(index);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Shelved { fingerprint, index });
    }
}

/// Everything that may be found, of every noun.
///
/// # Errors
/// As reading has.
pub async fn all(app: &App) -> Result<Vec<Findable>, StoreError> {
    let mut all = Vec::new();
    for slice in app.slices() {
        all.extend((slice.findable)(app).await?);
    }
    Ok(all)
}

/// Says of texts whether they are the same ones.
fn fingerprint(texts: &[Findable]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        let parts = [text.kind, &text.path, text.lang.as_str(), &text.title, &text.body];
        for part in parts.into_iter().chain(text.words.iter().map(String::as_str)) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.update((text.words.len() as u64).to_be_bytes());
    }
    hex::encode(digest.finalize())
}

/// What became of the index when it was looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is that of these texts already.
    AsItWas,
    /// It lay in the folder.
    Opened,
    Built,
    /// The folder cannot be written to: it is kept in memory only.
    InMemory,
}

/// Sees to it that the index on the shelf is that of what may be found now. It takes what lies in the folder, else builds
/// it there, else in memory.
///
/// # Errors
/// When the texts cannot be read, or no index can be made of them at all.
pub async fn refresh(app: &App, folder: &Path) -> Result<Kept, RefreshError> {
    let texts = all(app).await?;
    let fingerprint = fingerprint(&texts);
    if app.shelf().is_of(&fingerprint) {
        return Ok(Kept::AsItWas);
    }
    let (folder, of) = (folder.to_owned(), fingerprint.clone());
    let made = tokio::task::spawn_blocking(move || made(&folder, &of, &texts)).await;
    let (index, kept) = made.map_err(|_| RefreshError::Stopped)??;
    app.shelf().put(fingerprint, index);
    Ok(kept)
}

/// Blocks.
fn made(folder: &Path, fingerprint: &str, texts: &[Findable]) -> Result<(Index, Kept), BuildError> {
    match Index::open(folder) {
        Ok(index) if index.fingerprint() == fingerprint => return Ok((index, Kept::Opened)),
        Ok(_) | Err(OpenError::Absent | OpenError::OtherVersion { .. }) => {}
        Err(error) => tracing::warn!(%error, "the index of the search cannot be used and is built anew"),
    }
    let documents = || texts.iter().map(Document::from);
    match Index::build(folder, fingerprint, documents()) {
        Ok(index) => Ok((index, Kept::Built)),
        Err(error @ BuildError::Unwritable(_)) => {
            tracing::warn!(%error, "the index of the search is kept in memory only");
            Ok((Index::in_memory(documents())?, Kept::InMemory))
        }
        Err(error) => Err(error),
    }
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error("building the index ended before it was done")]
    Stopped,
}

/// A thing of the pack in the city's languages: title, body and words, where it is published.
pub fn in_each_language(
    app: &App,
    kind: &'static str,
    path: &str,
    mut text: impl FnMut(Lang) -> Option<(String, String, Vec<String>)>,
) -> Vec<Findable> {
    let languages = app.city().languages.iter().map(|language| language.code);
    languages
        .filter_map(|lang| {
            let (title, body, words) = text(lang)?;
            Some(Findable {
                kind,
                path: path.to_owned(),
                lang,
                title,
                body,
                words,
            })
        })
        .collect()
}

/// Words by language, from lists by language; those of languages that the interface lacks go to the city's own.
pub fn words_by_language<'a>(
    app: &App,
    lists: impl IntoIterator<Item = (Lang, &'a [String])>,
) -> BTreeMap<Lang, Vec<String>> {
    let city = app.city();
    let mut by_language: BTreeMap<Lang, Vec<String>> = BTreeMap::new();
    for (lang, words) in lists {
        let offered = city.languages.iter().any(|language| language.code == lang);
        let lang = if offered { lang } else { city.source_language };
        let plain = words.iter().map(|word| word.replace('*', ""));
        by_language.entry(lang).or_default().extend(plain);
    }
    by_language
}
