//! A made-up noun: a buoy that a harbour lays, lights and raises.

use domain::UnitCode;
use domain::inputs::Input;
use domain::journaled::{self, Coded, Context, Event, Happening, Journaled, New, Refusal};
use domain::receipts::Reference;
use domain::roles::{Action, Actor, Reach, Role, Row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::kept::table::{Statements, Table};
use crate::kept::{Kept, Within};
use crate::lists::{By::Text, Order, Page, Query};
use crate::value::{Value, params};
use crate::{Store, StoreError};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Buoy {
    pub reference: Reference,
    pub version: u64,
    pub changed_at: Timestamp,
    pub unit: UnitCode,
    pub colour: String,
    pub seconds: Option<u32>,
    pub words: Option<String>,
}

#[derive(Debug)]
pub struct NewBuoy {
    pub colour: String,
    pub words: String,
}

#[derive(Debug)]
pub enum Command {
    Light { seconds: u32 },
    Raise,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Laid,
    Lit,
    Raised,
}

impl Coded for Kind {
    const ALL: &'static [Self] = &[Self::Laid, Self::Lit, Self::Raised];

    fn code(self) -> &'static str {
        match self {
            Self::Laid => "laid",
            Self::Lit => "lit",
            Self::Raised => "raised",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    Laid { colour: String, unit: UnitCode },
    Lit { seconds: u32 },
    Raised,
}

impl Happening for Change {
    type Kind = Kind;

    fn kind(&self) -> Kind {
        match self {
            Self::Laid { .. } => Kind::Laid,
            Self::Lit { .. } => Kind::Lit,
            Self::Raised => Kind::Raised,
        }
    }

    fn erases(&self) -> bool {
        *self == Self::Raised
    }
}

impl journaled::Command for Command {
    type Of = Buoy;
    type Kind = Kind;

    fn kind(&self) -> Kind {
        match self {
            Self::Light { .. } => Kind::Lit,
            Self::Raise => Kind::Raised,
        }
    }

    fn inputs(_: Kind) -> &'static [Input] {
        &[]
    }
}

const CHANGE: Action = Action::new("buoys", "change");

impl Journaled for Buoy {
    const NOUN: &'static str = "buoys";
    const PERMISSIONS: &'static [Row] = &[
        (
            Action::new("buoys", "see"),
            &[
                (Role::Officer, Reach::Own),
                (Role::Mediator, Reach::Own),
                (Role::Agent, Reach::All),
            ],
        ),
        (
            Action::new("buoys", "see-journal"),
            &[(Role::Officer, Reach::Own)],
        ),
        (
            CHANGE,
            &[(Role::Officer, Reach::Own), (Role::Mediator, Reach::Own)],
        ),
    ];
    const PREFIX: &'static str = "buoy";

    type Key = Reference;
    type Open = NewBuoy;
    type Command = Command;
    type Event = Change;
    type Body = String;
    type Known = ();

    fn key(&self) -> Reference {
        self.reference
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_at(&self) -> Timestamp {
        self.changed_at
    }

    fn open(open: &NewBuoy, (): &(), ctx: &Context<'_>) -> Result<Vec<New<Self>>, Refusal> {
        let unit = ctx.actor.unit().cloned().ok_or(Refusal::NotAllowed)?;
        if Self::reach(ctx.actor, CHANGE) == Reach::No {
            return Err(Refusal::NotAllowed);
        }
        let colour = open.colour.clone();
        Ok(vec![New {
            event: Change::Laid { colour, unit },
            body: Some(open.words.clone()),
        }])
    }

    fn decide(&self, command: &Command, (): &(), ctx: &Context<'_>) -> Result<Vec<New<Self>>, Refusal> {
        if !self.permits(ctx.actor, CHANGE) {
            return Err(Refusal::NotAllowed);
        }
        let event = match command {
            Command::Light { seconds } => Change::Lit { seconds: *seconds },
            Command::Raise => Change::Raised,
        };
        Ok(vec![New { event, body: None }])
    }

    fn begin(key: Reference, event: &Event<Self>) -> Option<Self> {
        let Change::Laid { colour, unit } = &event.event else {
            return None;
        };
        Some(Self {
            reference: key,
            version: event.seq,
            changed_at: event.at,
            unit: unit.clone(),
            colour: colour.clone(),
            seconds: None,
            words: event.body.clone(),
        })
    }

    fn apply(&mut self, event: &Event<Self>) {
        self.version = event.seq;
        self.changed_at = event.at;
        match event.event {
            Change::Laid { .. } => {}
            Change::Lit { seconds } => self.seconds = Some(seconds),
            Change::Raised => self.words = None,
        }
    }

    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        actor.unit() == Some(&self.unit)
    }
}

pub const MIGRATION: &str = "
    CREATE TABLE buoys (reference {key} NOT NULL PRIMARY KEY, version BIGINT NOT NULL, unit {key} NOT NULL,
        folded TEXT NOT NULL);
    CREATE TABLE buoy_flashes (reference {key} NOT NULL, second BIGINT NOT NULL, PRIMARY KEY (reference, second))";

static TABLES: [Table<Buoy>; 2] = [
    Table {
        name: "buoys",
        what: "row",
        columns: &["reference", "version", "unit", "folded"],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: |f| {
            let Buoy {
                reference,
                version,
                unit,
                ..
            } = f.record;
            vec![params![*reference, *version, unit.as_str(), f.json].into()]
        },
        statements: Statements::new(),
    },
    Table {
        name: "buoy_flashes",
        what: "flashes",
        columns: &["reference", "second"],
        found_by: &["reference"],
        sorted_by: &["second"],
        of_city: false,
        rows: |f| {
            let row = |seconds: u32| params![f.record.reference, i64::from(seconds)].into();
            f.record.seconds.map(row).into_iter().collect()
        },
        statements: Statements::new(),
    },
];

impl Kept for Buoy {
    fn tables() -> &'static [Table<Self>] {
        &TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }
}

impl Store {
    pub async fn buoys(
        &self,
        actor: &Actor,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(Reference,)>, StoreError> {
        let Some(query) = Query::within::<Buoy>(&Within::of::<Buoy>(actor, Buoy::see())) else {
            return Ok(Page::default());
        };
        let order = Order {
            code: "laid",
            keys: &[Text("r.reference")],
            upwards: true,
        };
        let keys = |(reference,): &(Reference,)| vec![reference.to_string().into()];
        let read = self.read().await?;
        query
            .page(&read, ("r.reference", "buoys r"), &order, cursor, limit, keys)
            .await
    }
}
