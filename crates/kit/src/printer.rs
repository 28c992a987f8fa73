//! What is printed: sheets are set on threads of their own, a few at a time, and kept by what stands on them.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
use typesetting::{Fonts, Sheet, set};

use crate::app::App;
use crate::error::Error;
use crate::fallback::plain;

/// So many are set at the same time. Setting one takes a core.
const AT_ONCE: usize = 2;

/// So many are kept, those that were set last: every leaflet of a large city.
const KEPT: usize = 160;

#[derive(Debug)]
pub struct Printer {
    fonts: OnceLock<Fonts>,
    free: Arc<Semaphore>,
    kept: Mutex<VecDeque<Arc<Printed>>>,
}

/// A sheet, and the mark of what stands on it.
#[derive(Debug)]
pub struct Printed {
    pub mark: String,
    pub sheet: Sheet,
}

impl Default for Printer {
    fn default() -> Self {
        Self {
            fonts: OnceLock::new(),
            free: Arc::new(Semaphore::new(AT_ONCE)),
            kept: Mutex::default(),
        }
    }
}

impl Printer {
    fn find(&self, mark: &str) -> Option<Arc<Printed>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|printed| printed.mark == mark).cloned()
    }

    fn keep(&self, printed: &Arc<Printed>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Two may have set it at the same time.
        if kept.iter().any(|own| own.mark == printed.mark) {
            return;
        }
        kept.push_back(Arc::clone(printed));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    /// The machine's fonts, read when something is printed for the first time. Where they are missing, they are looked for
    /// again: somebody may have installed them.
    fn fonts(&self) -> Result<&Fonts, typesetting::Missing> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let fonts = Fonts::of_this_machine()?;
        Ok(self.fonts.get_or_init(|| fonts))
    }

    /// Blocks.
    fn set(&self, mark: String, template: &str, data: &Value) -> Result<Arc<Printed>, Error> {
        // Somebody else may have asked for it while this one waited.
        if let Some(printed) = self.find(&mark) {
            return Ok(printed);
        }
        let fonts = self.fonts().map_err(|why| Error::Internal(why.to_string()))?;
        let sheet = set(fonts, template, data).map_err(|why| Error::Internal(why.to_string()))?;
        if !sheet.is_accessible {
            tracing::warn!(
                mark,
                "a sheet does not keep to PDF/UA: its texts have letters that no font has"
            );
        }
        let printed = Arc::new(Printed { mark, sheet });
        self.keep(&printed);
        Ok(printed)
    }
}

/// The sheet of that template with those data.
///
/// # Errors
/// When this machine lacks fonts, or the sheet cannot be set.
pub async fn print(app: &App, template: &'static str, data: Value) -> Result<Arc<Printed>, Error> {
    let said = data.to_string();
    // Paper has no markup for what its language lacks.
    let data = match plain(&said) {
        Cow::Borrowed(_) => data,
        Cow::Owned(said) => serde_json::from_str(&said).unwrap_or(data),
    };
    let mut digest = Sha256::new();
    digest.update(template);
    digest.update(&said);
    let mark = hex::encode(&digest.finalize()[..16]);
    if let Some(printed) = app.printer().find(&mark) {
        return Ok(printed);
    }
    let free = Arc::clone(&app.printer().free);
    let turn = free.acquire_owned().await;
    let turn = turn.map_err(|_| Error::Internal("nothing is printed any more".to_owned()))?;
    let app = app.clone();
    let set = tokio::task::spawn_blocking(move || {
        // Its turn lasts as long as it works, though nobody may wait for it any more.
        let _turn = turn;
        app.printer().set(mark, template, &data)
    });
    set.await
        .map_err(|_| Error::Internal("setting a sheet ended before it was done".to_owned()))?
}
