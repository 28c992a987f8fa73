//! Where models come from.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Context as _;
use reqwest::Url;

use super::download::Client;
use super::folder::Folder;
use super::offer::{Item, Offer};
use super::registry::{self, Page};

/// The models that Firefox translates with.
pub const PUBLIC: &str = "https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/translations-models-v2/records";

/// The collection that is read when a server is named, and not one of its collections.
const COLLECTION: &str = "buckets/main/collections/translations-models-v2/records";

/// No registry has more pages.
const PAGES: usize = 50;

/// A registry on the network, or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Registry(Url),
    Folder(PathBuf),
}

/// What a source offers, and where its files are.
#[derive(Debug)]
pub struct Catalogue {
    pub offers: Vec<Offer>,
    files: Files,
}

#[derive(Debug)]
enum Files {
    /// Below an address.
    Below(Url),
    In(Folder),
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Url(Url),
    Path(PathBuf),
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if !["http://", "https://"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
        {
            return Ok(Self::Folder(text.into()));
        }
        text.parse()
            .map(Self::Registry)
            .map_err(|error| format!("{text}: {error}"))
    }
}

impl Source {
    /// Reads what is offered.
    ///
    /// # Errors
    /// When the registry or the folder cannot be read; the error says what to do.
    pub async fn read(&self, client: &Client) -> anyhow::Result<Catalogue> {
        match self {
            Self::Folder(path) => {
                let folder = Folder::open(path)?;
                let offers = folder.offers()?;
                let files = Files::In(folder);
                Ok(Catalogue { offers, files })
            }
            Self::Registry(url) => from_network(client, url).await.with_context(|| {
                format!(
                    "cannot read the registry {url} (is the address right, and can this machine reach it? Without a network, \
                     --from FOLDER takes models from a folder)"
                )
            }),
        }
    }
}

async fn from_network(client: &Client, url: &Url) -> anyhow::Result<Catalogue> {
    let (json, mut next) = client.page(url).await?;
    let mut root = None;
    let mut records = match registry::page(&json)? {
        Page::Models { base, offers } => {
            let below = match base {
                Some(base) => base.parse().context("its baseUrl is no address")?,
                None => url.join(".")?,
            };
            return catalogue(url, offers, below);
        }
        Page::Records(records) => records,
        Page::Root { attachments } => {
            root = Some(attachments);
            let (json, more) = client.page(&below(url, COLLECTION)?).await?;
            next = more;
            records_of(&json)?
        }
    };
    let mut pages = 1;
    while let Some(page) = next {
        pages += 1;
        anyhow::ensure!(pages <= PAGES, "it has more than {PAGES} pages");
        let (json, more) = client.page(&page).await?;
        records.extend(records_of(&json)?);
        next = more;
    }
    let attachments = match root {
        Some(attachments) => Some(attachments),
        None => attachments_of(client, url).await?,
    };
    let files = match attachments {
        Some(attachments) => attachments
            .parse()
            .context("the base_url of its attachments is no address")?,
        // A copy of the records, with their files beside it.
        None => url.join(".")?,
    };
    catalogue(url, registry::together(records), files)
}

fn records_of(json: &[u8]) -> anyhow::Result<Vec<registry::FileEntry>> {
    match registry::page(json)? {
        Page::Records(records) => Ok(records),
        _ => anyhow::bail!("there are no records on one of its pages"),
    }
}

/// Asks the server of a collection where the attachments are. None when the address is not that of a collection.
async fn attachments_of(client: &Client, url: &Url) -> anyhow::Result<Option<String>> {
    let Some((root, _)) = url.path().split_once("buckets/") else {
        return Ok(None);
    };
    let mut server = url.clone();
    server.set_path(root);
    server.set_query(None);
    let (json, _) = client
        .page(&server)
        .await
        .with_context(|| format!("its server {server} does not say where the files are"))?;
    match registry::page(&json) {
        Ok(Page::Root { attachments }) => Ok(Some(attachments)),
        _ => anyhow::bail!("its server {server} does not say where the files are"),
    }
}

fn catalogue(registry: &Url, offers: Vec<Offer>, below: Url) -> anyhow::Result<Catalogue> {
    let known = ["http", "https"].contains(&below.scheme());
    let open = registry.scheme() == "https" && below.scheme() != "https";
    anyhow::ensure!(known && !open, "its files are at {below}, which is not https");
    Ok(Catalogue {
        offers,
        files: Files::Below(below),
    })
}

impl Catalogue {
    /// Where a file is.
    ///
    /// # Errors
    /// When what is stated leads out of the registry or the folder, or to nothing.
    pub fn place(&self, item: &Item) -> anyhow::Result<Place> {
        let location = item.location.as_str();
        let parts = || location.split('/');
        let plain = parts().all(|part| !part.is_empty() && part != "." && part != "..");
        let strange = location.contains(['\\', ':', '?', '#', '%']) || location.contains(char::is_control);
        anyhow::ensure!(
            plain && !strange,
            "{} is said to be at {location:?}, which is no place below the registry",
            item.name
        );
        match &self.files {
            Files::In(folder) => folder.find(location).map(Place::Path),
            Files::Below(base) => below(base, location).map(Place::Url),
        }
    }
}

/// The address of what lies below another one.
fn below(base: &Url, location: &str) -> anyhow::Result<Url> {
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.path_segments_mut()
        .map_err(|()| anyhow::anyhow!("{base} has no path"))?
        .pop_if_empty()
        .extend(location.split('/'));
    Ok(url)
}
