use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{AntiCallToken, FileHandle, TerminatingWrite, WatchCallback, WatchHandle, WritePtr};

use super::*;
use crate::query::Query;

/// A disk with so many bytes left.
#[derive(Debug, Clone)]
struct Full {
    files: RamDirectory,
    left: Arc<AtomicUsize>,
}

impl Full {
    fn with(bytes: usize) -> Self {
        Self {
            files: RamDirectory::create(),
            left: Arc::new(AtomicUsize::new(bytes)),
        }
    }

    fn take(left: &AtomicUsize, bytes: usize) -> io::Result<()> {
        let taken = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(bytes));
        taken.map(drop).map_err(|_| io::ErrorKind::StorageFull.into())
    }
}

struct Writer {
    to: WritePtr,
    left: Arc<AtomicUsize>,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Full::take(&self.left, bytes.len())?;
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl TerminatingWrite for Writer {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.to.flush()?;
        self.to.get_mut().terminate_ref(token)
    }
}

impl Directory for Full {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let to = self.files.open_write(path)?;
        let left = Arc::clone(&self.left);
        Ok(io::BufWriter::new(Box::new(Writer { to, left })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        Self::take(&self.left, bytes.len())?;
        self.files.atomic_write(path, bytes)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

fn texts() -> Vec<Document> {
    let text = |at: usize| Document {
        kind: "guide".into(),
        code: at.to_string(),
        title: format!("Visa {at}"),
        body: "A text that takes some room. ".repeat(20),
        ..Document::default()
    };
    (0..50).map(text).collect()
}

#[test]
fn wherever_the_disk_gets_full_the_build_says_so() {
    let roomy = Full::with(usize::MAX);
    write(roomy.clone(), texts()).expect("there is room");
    let needed = usize::MAX - roomy.left.load(Ordering::SeqCst);
    // One build writes some hundred bytes more than another: its files have names by chance, and are listed as they come.
    let surely_too_little = needed - needed / 20;
    for left in (0..surely_too_little).step_by(needed / 40) {
        let failed = write(Full::with(left), texts());
        assert!(
            matches!(failed, Err(BuildError::Unwritable(_))),
            "{left} of {needed}: {failed:?}"
        );
    }
    assert!(write(Full::with(needed + needed / 10), texts()).is_ok());
}

#[test]
fn an_index_that_is_laid_out_otherwise_is_damaged() {
    let files = RamDirectory::create();
    let mut schema = Schema::builder();
    schema.add_text_field("title", STORED);
    tantivy::Index::create(files.clone(), schema.build(), IndexSettings::default()).expect("it is made");
    assert!(Index::read(files, String::new()).is_err());
}

#[test]
fn many_threads_ask_one_index() {
    let index = Index::in_memory(texts()).expect("an index");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for at in 0..50 {
                    let hits = index
                        .search(&Query::new(format!("visa {at}")))
                        .expect("it is whole");
                    assert_eq!(
                        hits.hits.first().map(|hit| hit.code.clone()),
                        Some(at.to_string())
                    );
                }
            });
        }
    });
}
