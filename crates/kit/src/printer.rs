//! What is printed: sheets are set on threads of their own, a few at a time, and kept by what stands on them.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
use typesetting::{Fonts, Missing, Sheet, set};

use crate::app::App;
use crate::error::Error;
use crate::fallback::plain;

/// So many are set at the same time. Setting one takes a core.
const AT_ONCE: usize = 2;

/// So many are kept, those that were set last: every leaflet of a large city.
const KEPT: usize = 160;

#[derive(Debug)]
pub struct Printer {
    fonts: ReadOnce<Fonts>,
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
            fonts: ReadOnce::default(),
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

    /// Reads the machine's fonts before something is printed: that takes longer than setting a sheet. Blocks.
    ///
    /// # Errors
    /// When some are missing. Whoever prints next looks for them again: somebody may have installed them.
    pub fn read_ahead(&self) -> Result<(), Missing> {
        self.fonts().map(drop)
    }

    fn fonts(&self) -> Result<Arc<Fonts>, Missing> {
        self.fonts.get(Fonts::of_this_machine)
    }

    /// Blocks.
    fn set(&self, mark: String, template: &str, data: &Value) -> Result<Arc<Printed>, Error> {
        // Somebody else may have asked for it while this one waited.
        if let Some(printed) = self.find(&mark) {
            return Ok(printed);
        }
        let fonts = self.fonts().map_err(|why| Error::Internal(why.to_string()))?;
        let sheet = set(&fonts, template, data).map_err(|why| Error::Internal(why.to_string()))?;
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

/// Something that takes long to read: it is read once, and who asks meanwhile waits for that reading.
#[derive(Debug)]
struct ReadOnce<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for ReadOnce<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> ReadOnce<T> {
    /// What was read. What could not be is tried again by who asks next. Blocks.
    fn get<E>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*kept {
            return Ok(Arc::clone(kept));
        }
        Ok(Arc::clone(kept.insert(Arc::new(read()?))))
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_takes_long_is_read_once_though_several_ask_meanwhile() {
        let once = ReadOnce::default();
        let readings = AtomicU32::new(0);
        let slowly = || {
            let nth = readings.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(50));
            Ok::<_, Missing>(nth)
        };
        thread::scope(|scope| {
            let asking = [0; 8].map(|_| scope.spawn(|| once.get(slowly)));
            for asked in asking {
                assert_eq!(*asked.join().unwrap().unwrap(), 0);
            }
        });
        assert_eq!(readings.into_inner(), 1);
    }

    #[test]
    fn what_was_missing_is_looked_for_again_by_who_asks_next() {
        let once = ReadOnce::default();
        assert_eq!(once.get(|| Err("missing")), Err("missing"));
        assert_eq!(once.get(|| Ok::<_, &str>(7)), Ok(Arc::new(7)));
        assert_eq!(once.get(|| Err("missing")), Ok(Arc::new(7)));
    }

    #[test]
    fn fonts_that_were_read_ahead_are_those_that_a_sheet_is_set_in() {
        let printer = Printer::default();
        printer
            .read_ahead()
            .expect("`cargo xtask test` installs what is missing");
        let ahead = printer.fonts.get(|| Err(())).unwrap();
        assert!(Arc::ptr_eq(&ahead, &printer.fonts().unwrap()));
    }
}
