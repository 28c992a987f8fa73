//! Puts a model together beside the others, and into its place when it is whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::download::{self, Came, Client};
use super::folder::read_small;
use super::offer::{Item, Offer, choose};
use super::pair::Pair;
use super::progress::Progress;
use super::record::{CONFIG, FileName, FileRecord, Kind, RECORD, Record, Sha256};
use super::source::{Catalogue, Place, Source};
use super::unpack::{self, Unpacked, Wrong};
use super::{Models, PARTIAL, weigh};

const WRITTEN: &str = "written by harborline";

/// One at a time changes the models of a data folder.
#[derive(Debug)]
pub struct Lock {
    partial: PathBuf,
    _file: File,
}

impl Lock {
    /// # Errors
    /// When another one has it, or the folder cannot be written to.
    pub fn take(root: &Path) -> anyhow::Result<Self> {
        let partial = root.join(PARTIAL);
        make(&partial)?;
        let file = File::create(partial.join("lock")).context("cannot write to the folder of the models")?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                anyhow::bail!(
                    "another `harborline models` is changing the models just now; try again when it has ended"
                )
            }
            Err(fs::TryLockError::Error(error)) => {
                return Err(error).context("cannot lock the folder of the models");
            }
        }
        Ok(Self { partial, _file: file })
    }

    /// A path beside the models, where nothing is.
    pub fn beside(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.partial.join(name);
        clear(&path)?;
        Ok(path)
    }
}

fn make(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

pub fn clear(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Fetches the model of a pair, checks it, and puts it in its place; one that is there stays until the new one is whole.
///
/// Gives the record of what is there now. `reads`: whether the model in a folder can be read.
///
/// # Errors
/// When there is no such model, or it does not come whole; the error says what to do. What has come until then stays, to
/// go on with.
pub async fn add(
    models: &Models,
    source: &Source,
    client: &Client,
    pair: Pair,
    pre: bool,
    reads: &(dyn Fn(&Path) -> anyhow::Result<()> + Sync),
) -> anyhow::Result<Record> {
    let lock = Lock::take(models.root())?;
    let catalogue = source.read(client).await?;
    let offer = choose(&catalogue.offers, pair, pre)?;
    let items = offer
        .items()
        .with_context(|| format!("the model {pair} there cannot be used"))?;
    let stage = lock.partial.join(pair.to_string());
    let whole = stage.join("whole");
    clear(&whole)?;
    make(&whole)?;
    let mut files = Vec::new();
    for item in &items {
        let file = bring(client, &catalogue, item, &stage, &whole).await?;
        files.push(file);
    }
    let record = describe(offer, files, &whole)?;
    // Of a file that nobody states a hash for, only its reader can say that it is whole.
    if record
        .files
        .iter()
        .any(|file| file.kind != Kind::Config && !file.verified)
    {
        reads(&whole)
            .with_context(|| format!("the model {pair} there is not whole; nothing was installed"))?;
    }
    settle(&lock, models, pair, &whole)?;
    // What is left of a download is of no use to anyone now, and in nobody's way either.
    let _ = fs::remove_dir_all(&stage);
    Ok(record)
}

/// Brings one file into the folder that is to be the model's.
async fn bring(
    client: &Client,
    catalogue: &Catalogue,
    item: &Item,
    stage: &Path,
    whole: &Path,
) -> anyhow::Result<FileRecord> {
    let place = catalogue.place(item)?;
    let to = whole.join(item.name.as_str());
    let (unpacked, source) = match place {
        Place::Path(path) => {
            let unpacked = take(item, &path, &to, client.limits.file);
            let unpacked = unpacked
                .with_context(|| format!("{} is damaged, or not what it should be", path.display()))?;
            (
                unpacked,
                fs::canonicalize(&path).unwrap_or(path).display().to_string(),
            )
        }
        Place::Url(url) => {
            let part = stage.join(format!("{}.part", item.name));
            (fetch(client, item, &url, &part, &to).await?, url.to_string())
        }
    };
    Ok(FileRecord {
        name: item.name.clone(),
        kind: item.kind,
        size: unpacked.size,
        sha256: unpacked.sha256,
        source,
        verified: item.packed.sha256.is_some() || item.whole.sha256.is_some(),
    })
}

fn take(item: &Item, path: &Path, to: &Path, longest: u64) -> Result<Unpacked, Wrong> {
    unpack::check(path, item.packed)?;
    unpack::unpack(path, item.packing, to, item.whole, longest)
}

async fn fetch(
    client: &Client,
    item: &Item,
    url: &reqwest::Url,
    part: &Path,
    to: &Path,
) -> anyhow::Result<Unpacked> {
    let mut again = true;
    loop {
        let mut progress = Progress::of(item.name.as_str(), item.packed.size);
        let fetched = client.fetch(url, item.packed, part, &mut progress).await;
        progress.end();
        let came = match fetched {
            Ok(came) => came,
            Err(failure) => {
                let next = failure.next_step();
                return Err(failure).with_context(|| format!("cannot fetch {url} ({next})"));
            }
        };
        match take(item, part, to, client.limits.file) {
            Ok(unpacked) => return Ok(unpacked),
            Err(wrong @ Wrong::File(_)) => {
                let next = "make room and see that the data folder can be written to; what has come is kept";
                return Err(wrong).with_context(|| format!("cannot unpack {} ({next})", part.display()));
            }
            // Its parts may not belong together.
            Err(_) if again && came == Came::InParts => {
                again = false;
                download::discard(part)?;
            }
            Err(wrong) => {
                download::discard(part)?;
                let next = "nothing was installed; try again later, or take another registry with --from";
                return Err(wrong).with_context(|| format!("{url} is not what the registry says ({next})"));
            }
        }
    }
}

/// Writes the record, and the configuration unless one came along that fits.
fn describe(offer: &Offer, mut files: Vec<FileRecord>, whole: &Path) -> anyhow::Result<Record> {
    let came = files.iter().position(|file| file.kind == Kind::Config);
    let came = came.map(|at| files.remove(at));
    let model = files.iter().find(|file| file.kind == Kind::Model);
    let by_hash = || model.map(|model| model.sha256.to_string()[..12].to_owned());
    let version = offer.version.as_ref().map(ToString::to_string);
    let mut record = Record {
        name: offer.name(),
        from: offer.pair.from,
        to: offer.pair.to,
        version: version.or_else(by_hash).context("it has no model file")?,
        files,
    };
    let path = whole.join(CONFIG);
    let fits = came.filter(|_| read_small(&path).is_some_and(|config| record.agrees_with(&config)));
    let config = if let Some(config) = fits {
        config
    } else {
        let yaml = record.config().context("it has no model file or no vocabulary")?;
        write(&path, yaml.as_bytes())?;
        let (size, sha256): (u64, Sha256) = weigh(&path, u64::MAX)?;
        FileRecord {
            name: FileName::config(),
            kind: Kind::Config,
            size,
            sha256,
            source: WRITTEN.to_owned(),
            verified: false,
        }
    };
    record.files.push(config);
    let mut json = serde_json::to_vec_pretty(&record)?;
    json.push(b'\n');
    write(&whole.join(RECORD), &json)?;
    Ok(record)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Puts the folder into its place in one step: whoever looks finds the old model or the new one, and never none or a part.
fn settle(lock: &Lock, models: &Models, pair: Pair, whole: &Path) -> anyhow::Result<()> {
    let place = models.folder(pair);
    sync(whole)?;
    let moved = if place.exists() {
        exchange(lock, whole, &place)
    } else {
        fs::rename(whole, &place)
    };
    moved.with_context(|| format!("cannot put the model into {}", place.display()))?;
    sync(models.root())
}

fn exchange(lock: &Lock, whole: &Path, place: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, whole, CWD, place, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Some file systems cannot; there it takes two steps.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
            let old = lock.beside("old").map_err(io::Error::other)?;
            fs::rename(place, &old)?;
            fs::rename(whole, place).or_else(|error| fs::rename(&old, place).and(Err(error)))?;
            fs::remove_dir_all(&old)
        }
        Err(error) => Err(error.into()),
    }
}

fn sync(folder: &Path) -> anyhow::Result<()> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.with_context(|| format!("cannot write {}", folder.display()))
}
