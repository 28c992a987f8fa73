//! The engine on this machine: the models of the data folder.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use language::glossary::Glossary;
use language::neural::{Neural, Student};

use crate::models::{Models, Pair, Record};

/// How long a text may take. A message of 4,000 characters takes a second.
pub const LIMIT: Duration = Duration::from_secs(20);

/// All models that can be used. One that cannot is named in the log, and the others go on: people translate what it would
/// have.
///
/// # Errors
/// When the folder of models cannot be read.
pub fn neural(data: &Path, glossary: Arc<Glossary>) -> anyhow::Result<Neural> {
    let models = Models::of(data);
    let mut students = Vec::new();
    for pair in models.pairs()? {
        match student(&models, pair) {
            Ok(student) => students.push(student),
            Err(error) => tracing::warn!(%pair, "the model cannot be used: {error:#}"),
        }
    }
    Ok(Neural::new(students, glossary, LIMIT))
}

/// Loads one model.
///
/// # Errors
/// When a file is missing or broken; `harborline models check` says more.
fn student(models: &Models, pair: Pair) -> anyhow::Result<Student> {
    let folder = models.folder(pair);
    let record = Record::read(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let translator = bergamot::Translator::load(&folder)?;
    Ok(Student {
        from: pair.from,
        to: pair.to,
        name: record.name,
        version: record.version,
        translator: Arc::new(translator.between(pair.from.as_str(), pair.to.as_str())),
    })
}
