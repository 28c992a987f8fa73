//! A model that a source offers, and what it must be when it comes.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};

use anyhow::Context as _;
use domain::Lang;

use super::pair::Pair;
use super::record::{FileName, Kind, Sha256};
use super::version::Version;

/// A model that can be had.
#[derive(Debug, Clone)]
pub struct Offer {
    pub pair: Pair,
    pub architecture: Option<String>,
    pub version: Option<Version>,
    pub status: Status,
    pub files: Vec<Listed>,
}

/// To whom Firefox gives a model. In the order of what is better here: a smaller one for telephones exists beside a
/// larger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// To those who try the next version, or to nobody.
    Unreleased,
    Android,
    Release,
}

/// A file as a registry states it. Nothing of it has been checked.
#[derive(Debug, Clone)]
pub struct Listed {
    pub kind: Kind,
    pub name: String,
    /// Where it is, below the registry's files.
    pub location: String,
    pub packing: Packing,
    pub packed: Unchecked,
    pub whole: Unchecked,
}

/// Size and hash as they stand there.
#[derive(Debug, Clone, Default)]
pub struct Unchecked {
    pub size: Option<u64>,
    pub sha256: Option<String>,
}

/// A file that is to be had: checked, as far as a statement can be.
#[derive(Debug, Clone)]
pub struct Item {
    pub kind: Kind,
    pub name: FileName,
    pub location: String,
    pub packing: Packing,
    /// As it is transferred.
    pub packed: Stated,
    /// As it is installed.
    pub whole: Stated,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stated {
    pub size: Option<u64>,
    pub sha256: Option<Sha256>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    /// By the end of a file's name, and the name without it.
    pub fn of(name: &str) -> (Self, &str) {
        if let Some(bare) = name.strip_suffix(".gz") {
            (Self::Gzip, bare)
        } else if let Some(bare) = name.strip_suffix(".zst") {
            (Self::Zstd, bare)
        } else {
            (Self::None, name)
        }
    }
}

impl Offer {
    /// Whether Firefox gives it to everyone.
    pub fn is_release(&self) -> bool {
        self.status > Status::Unreleased && self.version.as_ref().is_none_or(Version::is_release)
    }

    /// What is to be transferred, in bytes; None where a size is not stated.
    pub fn size(&self) -> Option<u64> {
        self.files.iter().try_fold(0_u64, |sum, file| {
            Some(sum.saturating_add(file.packed.size.or(file.whole.size)?))
        })
    }

    /// `en-pt base-memory`
    pub fn name(&self) -> String {
        match &self.architecture {
            Some(architecture) => format!("{} {architecture}", self.pair),
            None => self.pair.to_string(),
        }
    }

    /// The files of it that are needed.
    ///
    /// # Errors
    /// When one is missing, or what is stated of one cannot be.
    pub fn items(&self) -> anyhow::Result<Vec<Item>> {
        let of = |kind| self.files.iter().filter(move |file| file.kind == kind);
        let model = of(Kind::Model).next().context("it has no model file")?;
        let mut wanted = vec![model];
        match (of(Kind::SrcVocab).next(), of(Kind::TrgVocab).next()) {
            (Some(source), Some(target)) => wanted.extend([source, target]),
            _ => wanted.push(of(Kind::Vocab).next().context("it has no vocabulary")?),
        }
        wanted.extend(of(Kind::Lex).next());
        wanted.extend(of(Kind::Config).next());
        let mut names = HashSet::new();
        let items = wanted.into_iter().map(|file| {
            let item = file.check()?;
            anyhow::ensure!(
                names.insert(item.name.clone()),
                "two of its files are named {}",
                item.name
            );
            Ok(item)
        });
        items.collect()
    }

    /// Which of two is taken: the higher version, the larger one, the one for everybody.
    pub fn rank(&self, other: &Self) -> Ordering {
        let size = |offer: &Self| {
            let model = offer.files.iter().find(|file| file.kind == Kind::Model)?;
            model.whole.size.or(model.packed.size)
        };
        self.version
            .cmp(&other.version)
            .then(self.status.cmp(&other.status))
            .then_with(|| size(self).cmp(&size(other)))
    }
}

impl Listed {
    fn check(&self) -> anyhow::Result<Item> {
        let name = match self.kind {
            Kind::Config => FileName::config(),
            _ => FileName::try_from(self.name.clone())?,
        };
        let stated = |unchecked: &Unchecked| {
            let sha256 = unchecked.sha256.as_deref().map(str::parse);
            let sha256 = sha256
                .transpose()
                .with_context(|| format!("the hash of {name}"))?;
            let size = unchecked.size;
            anyhow::Ok(Stated { size, sha256 })
        };
        let (mut packed, mut whole) = (stated(&self.packed)?, stated(&self.whole)?);
        if self.packing == Packing::None {
            packed.size = packed.size.or(whole.size);
            packed.sha256 = packed.sha256.or(whole.sha256);
            anyhow::ensure!(
                whole == Stated::default() || whole == packed,
                "two sizes or hashes are stated for {name}"
            );
            whole = packed;
        }
        Ok(Item {
            kind: self.kind,
            location: self.location.clone(),
            packing: self.packing,
            packed,
            whole,
            name,
        })
    }
}

/// The one that is taken for a pair, unless others are asked for: of the releases, or with `pre` of all.
///
/// # Errors
/// When there is none; the error says what there is.
pub fn choose(offers: &[Offer], pair: Pair, pre: bool) -> anyhow::Result<&Offer> {
    let of_pair = || offers.iter().filter(|offer| offer.pair == pair);
    let chosen = of_pair()
        .filter(|offer| pre || offer.is_release())
        .max_by(|one, two| one.rank(two));
    if let Some(offer) = chosen {
        return Ok(offer);
    }
    if of_pair().next().is_some() {
        anyhow::bail!("no model {pair} is released there yet; --pre takes one that is not");
    }
    let through = pair.from != Lang::EN && pair.to != Lang::EN;
    let near = offers.iter().map(|offer| offer.pair).filter(|other| {
        let langs = [other.from, other.to];
        langs.contains(&pair.from) || langs.contains(&pair.to)
    });
    let near: BTreeSet<Pair> = near.collect();
    let hint = if through {
        format!(
            "; pairs without English go through it: add {}-en and en-{}",
            pair.from, pair.to
        )
    } else if near.is_empty() || near.len() > 12 {
        "; `harborline models list --from …` shows what is offered".to_owned()
    } else {
        let near: Vec<String> = near.iter().map(Pair::to_string).collect();
        format!("; there are {}", near.join(", "))
    };
    anyhow::bail!("there is no model {pair} there{hint}")
}
