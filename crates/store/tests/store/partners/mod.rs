//! What must hold of partners: who keeps them, how they are found, what the public reads, and warnings before they end.

mod keeping;
mod lists;
mod public;
mod random;
mod renewal;
mod rows;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::Lang;
use domain::city::Article;
use domain::files::File;
use domain::journaled::Context;
use domain::partners::{Command, Entry, Kind, Open, Partner, Partners, Person};
use domain::people::Actor;
use domain::receipts::Reference;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use sha2::{Digest as _, Sha256};
use store::partners::PartnerFilter;
use store::{CommandError, OpenError};

use crate::both::House;
use crate::sample;

/// The numbers of the partners that [`furnish`] makes.
pub const UBE: u8 = 1;
pub const SOCHI: u8 = 2;
pub const PARK: u8 = 3;
pub const YEOSU: u8 = 4;
pub const MILL: u8 = 5;

/// When Ube must be renewed.
pub const UNTIL: Date = date(2026, 6, 30);

pub fn reference(n: u8) -> Reference {
    Reference::from_random([n, 9, 9, 9, 9, 9, 9])
}

pub fn system() -> Actor {
    Actor::System {
        worker: "renewals".to_owned(),
    }
}

/// Gives the city kinds of partners: those of tourism are warned 60 days ahead, those of the market's office 30.
pub fn with_kinds(house: &mut House) {
    let kind = |code: &str, article, notice: &str, unit: &str| Kind {
        code: code.to_owned(),
        articles: vec![article],
        notice: notice.parse().unwrap(),
        public: code == "sister-city",
        unit: unit.into(),
    };
    house.city.partners = Partners {
        kinds: vec![
            kind("sister-city", 18, "60 days", "tourism"),
            kind("park", 35, "30 days", "market"),
        ],
        register: Vec::new(),
    };
    house.city.regulation.articles = vec![Article {
        number: 52,
        lead: Vec::new(),
        lead_inferred: false,
        mechanism: Vec::new(),
    }];
}

pub fn entry(kind: &str, zh: &str, en: &str) -> Entry {
    let names = [(Lang::ZH, zh), (Lang::EN, en)].map(|(lang, name)| (lang, name.to_owned()));
    Entry {
        kind: kind.to_owned(),
        names: BTreeMap::from(names),
        ..Entry::default()
    }
}

pub fn ube() -> Entry {
    Entry {
        summaries: BTreeMap::from([(Lang::EN, "Pupils visit each summer".to_owned())]),
        country: Some("JP".to_owned()),
        since: Some("1992-05-18".parse().unwrap()),
        until: Some(UNTIL),
        languages: vec![Lang::JA, Lang::EN],
        source: Some("a clipping from the archive".to_owned()),
        ..entry("sister-city", "宇部市", "Ube")
    }
}

pub fn already(entry: Entry) -> Open {
    Open {
        entry,
        already: true,
        ..Open::default()
    }
}

pub fn note(text: &str) -> Command {
    Command::Note {
        text: text.to_owned(),
    }
}

pub fn link(to: Reference) -> Command {
    Command::Link { to: to.to_string() }
}

pub fn end() -> Command {
    Command::End {
        reason: "Nobody wrote any more".to_owned(),
        decided_by: String::new(),
        on: None,
    }
}

pub fn erase() -> Command {
    Command::Erase {
        reason: "asked for".to_owned(),
    }
}

pub fn sato() -> Command {
    Command::AddContact(Person {
        name: "Sato Hanako".to_owned(),
        email: Some("sato@example.jp".to_owned()),
        ..Person::default()
    })
}

pub fn attach(title: &str, public: bool, bytes: &[u8]) -> Command {
    let mut digest = String::new();
    for byte in Sha256::digest(bytes) {
        write!(digest, "{byte:02x}").unwrap();
    }
    Command::Attach {
        title: title.to_owned(),
        date: Some(date(1992, 5, 18)),
        public,
        file: File {
            name: "scan.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: bytes.len() as u64,
            digest,
        },
    }
}

/// Five partners: two that the public sees, one that it does not, a proposal, and one that has ended.
pub async fn furnish(house: &mut House) {
    with_kinds(house);
    let sochi = Entry {
        country: Some("RU".to_owned()),
        until: Some(date(2028, 1, 1)),
        languages: vec![Lang::RU],
        ..entry("sister-city", "索契市", "Sochi")
    };
    let yeosu = Entry {
        country: Some("KR".to_owned()),
        ..entry("sister-city", "丽水市", "Yeosu")
    };
    let park = Entry {
        articles: vec![35, 36],
        ..entry("park", "港口园区", "Harbour Park")
    };
    let planner = sample::planner();
    for (n, actor, open) in [
        (
            UBE,
            &planner,
            Open {
                confirmed: true,
                ..already(ube())
            },
        ),
        (SOCHI, &planner, already(sochi)),
        (
            PARK,
            &sample::officer(),
            Open {
                entry: park,
                ..Open::default()
            },
        ),
        (
            YEOSU,
            &planner,
            Open {
                public: Some(false),
                ..already(yeosu)
            },
        ),
        (MILL, &planner, already(entry("park", "老磨坊", "Old Mill"))),
    ] {
        house.propose(n, actor, &open).await.unwrap();
    }
    for (n, command) in [
        (UBE, sato()),
        (UBE, note("The mayor prefers trains")),
        (UBE, link(reference(SOCHI))),
        (UBE, link(reference(YEOSU))),
        (MILL, end()),
    ] {
        house.on_partner(n, &planner, command).await.unwrap();
    }
}

impl House {
    pub async fn propose(&self, n: u8, actor: &Actor, open: &Open) -> Result<Partner, OpenError> {
        let ctx = Context {
            now: self.now(),
            actor,
            city: &self.city,
        };
        let opened = self.store.open_stream::<Partner>(&ctx, open, reference(n), None);
        Ok(opened.await?.record)
    }

    pub async fn on_partner(
        &self,
        n: u8,
        actor: &Actor,
        command: Command,
    ) -> Result<Partner, CommandError<Partner>> {
        self.on_partner_at(self.now(), n, actor, command).await
    }

    pub async fn on_partner_at(
        &self,
        now: Timestamp,
        n: u8,
        actor: &Actor,
        command: Command,
    ) -> Result<Partner, CommandError<Partner>> {
        let ctx = Context {
            now,
            actor,
            city: &self.city,
        };
        self.store.carry_out(&ctx, reference(n), None, &command).await
    }

    pub async fn attach_to_partner(
        &self,
        n: u8,
        command: Command,
        bytes: &[u8],
    ) -> Result<Partner, CommandError<Partner>> {
        let ctx = Context {
            now: self.now(),
            actor: &sample::planner(),
            city: &self.city,
        };
        self.store.attach(&ctx, reference(n), None, &command, bytes).await
    }

    /// The English names of a list, in its order.
    pub async fn found(&self, actor: &Actor, filter: &PartnerFilter) -> Vec<String> {
        let page = self.store.partners(actor, filter, None, 50).await.unwrap();
        assert_eq!(page.total, page.rows.len() as u64);
        names(&page.rows)
    }
}

pub fn names(partners: &[Partner]) -> Vec<String> {
    partners
        .iter()
        .map(|partner| partner.names[&Lang::EN].clone())
        .collect()
}
