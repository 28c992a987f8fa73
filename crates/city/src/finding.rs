//! What can be wrong with a pack. The words are for those who write packs, who read English or the code.

use std::fmt;
use std::path::{Path, PathBuf};

use domain::Lang;
use domain::places::Astray;
use jiff::civil::Date;

/// One thing that is wrong with a pack, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Begins with the pack's folder as it was given.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    pub severity: Severity,
    pub what: What,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look, and nothing to mend.
    Note,
    /// What someone should look at again: a translation, or a guide that has expired. The pack can be served.
    Stale,
    /// The pack is broken: nothing starts with it.
    Error,
}

/// What a code in a pack names, as findings call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(pub &'static str);

/// Those that more than one folder speaks of.
impl Kind {
    pub const ANSWER: Self = Self("answer");
    pub const ARTICLE: Self = Self("article");
    pub const BASIS: Self = Self("basis");
    pub const CLOCK: Self = Self("clock");
    pub const DAY: Self = Self("day");
    pub const DISTRICT: Self = Self("district or zone");
    pub const DOCUMENT: Self = Self("document");
    pub const FIELD: Self = Self("field");
    pub const GROUP: Self = Self("group");
    pub const GUIDE: Self = Self("guide");
    pub const HELPER: Self = Self("helper");
    pub const LANGUAGE: Self = Self("language");
    pub const LAW: Self = Self("law");
    pub const MECHANISM: Self = Self("mechanism");
    pub const NEED: Self = Self("need");
    pub const OPTION: Self = Self("option");
    pub const PAGE: Self = Self("page");
    pub const PLACE: Self = Self("place");
    pub const REPLY: Self = Self("reply");
    pub const SERVICE: Self = Self("service");
    pub const SOURCE: Self = Self("source");
    pub const STAGE: Self = Self("stage");
    pub const STEP: Self = Self("question or result");
    pub const TERM: Self = Self("term");
    pub const TIME_ZONE: Self = Self("time zone");
    pub const TOPIC: Self = Self("topic");
    pub const UNIT: Self = Self("unit");
    pub const YEAR: Self = Self("year");
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum What {
    // Files
    #[error("cannot be read: {0}")]
    Unreadable(String),
    #[error("is not UTF-8 text")]
    NotUtf8,
    #[error("is not TOML: {0}")]
    Syntax(String),
    #[error("{0}")]
    Shape(String),
    #[error("this file is missing")]
    MissingFile,
    #[error("no part of a pack has a file of this name here")]
    UnexpectedFile,

    #[error("is longer than {0} bytes")]
    TooLong(usize),
    #[error("does not begin with its keys between two lines \"+++\"")]
    NoKeys,

    // Texts
    #[error("\"{key}\" is not one text in quotes")]
    NotAText { key: String },
    #[error("missing text \"{key}\"")]
    MissingText { key: String },
    #[error("nothing uses the text \"{key}\"")]
    UnusedText { key: String },
    #[error("missing translation of \"{key}\" ({source_language}: {file}:{line})")]
    MissingTranslation {
        key: String,
        source_language: Lang,
        file: String,
        line: usize,
    },
    #[error("\"{key}\" is translated, but {source_language} has no such text")]
    NothingToTranslate { key: String, source_language: Lang },
    #[error(
        "stale translation of \"{key}\": the {source_language} text has changed ({file}:{line}){}",
        until_confirmed(*withheld)
    )]
    StaleTranslation {
        key: String,
        source_language: Lang,
        file: String,
        line: usize,
        /// It is not published until someone confirms it; so in the next two.
        withheld: bool,
    },
    #[error(
        "the translation of \"{key}\" has changed since it was confirmed ({source_language}: {file}:{line}){}",
        until_confirmed(*withheld)
    )]
    ChangedTranslation {
        key: String,
        source_language: Lang,
        file: String,
        line: usize,
        withheld: bool,
    },
    #[error(
        "the translation of \"{key}\" is not confirmed yet ({source_language}: {file}:{line}){}",
        until_confirmed(*withheld)
    )]
    UnconfirmedTranslation {
        key: String,
        source_language: Lang,
        file: String,
        line: usize,
        withheld: bool,
    },

    #[error("is not there in {}: its readers get {source_language}", listed(languages))]
    NotIn {
        languages: Vec<Lang>,
        source_language: Lang,
    },

    // Codes
    #[error("unknown {kind} \"{code}\"")]
    Unknown { kind: Kind, code: String },
    #[error("{kind} \"{code}\" is there twice")]
    Twice { kind: Kind, code: String },
    #[error("\"{0}\" is not a code: lower-case ASCII letters, digits and hyphens, a letter or digit first")]
    NotACode(String),
    #[error("the folder is called \"{folder}\", the code is \"{code}\"")]
    OtherFolder { folder: String, code: String },

    // The city and its units
    #[error("its people do not read {0}, the language all texts are in")]
    DoesNotReadSource(Lang),
    #[error("a district or zone needs its adcode")]
    NoAdcode,
    #[error("only districts and zones have an adcode")]
    StrayAdcode,

    // Limits
    #[error("a limit without a basis")]
    NoBasis,
    #[error("an extension in {extension}, of a limit in {limit}")]
    ExtensionInOtherUnit { limit: String, extension: String },
    #[error("a stage's clock has to name the stage")]
    ClockWithoutStage,
    #[error("only a clock of the kind \"stage\" names a stage")]
    ClockWithStage,
    #[error("a service has no clock of the kind \"{0}\"; the city's limits have")]
    NotAServiceClock(String),

    // Stages, routes, forms
    #[error("stage \"{0}\" cannot be reached from the first")]
    UnreachableStage(String),
    #[error("no final stage can be reached from stage \"{0}\"")]
    NoWayOut(String),
    #[error("the route can never be taken: the service does not ask for the district")]
    RouteWithoutPlace,
    #[error("asked when \"{0}\" has an answer, which is asked later or here")]
    AskedLater(String),
    #[error("asked together with others of its group, but \"{0}\" does not follow them among the fields")]
    NotAskedNext(String),
    #[error("asked on the same page as what decides whether \"{0}\" is asked at all")]
    AskedTogether(String),
    #[error("asked when \"{0}\" has one answer of several, but it is no choice")]
    NotAChoice(String),
    #[error("a choice without options")]
    NoOptions,
    #[error("options of a question that is no choice")]
    StrayOptions,
    #[error("\"{0}\" is not a yes-or-no question")]
    NotAYesOrNo(String),
    #[error("\"{0}\" has to be answered, and the one page of the emergency does not ask for it")]
    NotAskedInEmergency(String),
    #[error("\"{0}\" takes any text, and is kept as somebody's own whatever \"personal\" says")]
    FreeTextIsPersonal(String),
    #[error("\"{0}\" is no number that can be called")]
    NotCallable(String),

    // The regulation
    #[error("article {0} is missing")]
    MissingArticle(u16),
    #[error("article {0} names no mechanism; where it asks for none, write \"none\" and say why")]
    NoMechanism(u16),
    #[error("article {0} asks for no mechanism and for one")]
    NoneAndSome(u16),

    // Guides
    #[error("it would expire before it was reviewed")]
    DatesTurned,
    #[error("expired after {0}: look at it again, and say until when it holds")]
    Expired(Date),
    #[error("leads to no service")]
    NoService,
    #[error("rests on nothing that was checked: not one source is \"in-force\"")]
    NoCheckedSource,
    #[error("{0} is not Markdown that a guide may have")]
    NotMarkdown(&'static str),
    #[error("the link \"{0}\" is none of https, tel, guide, service, place, page, helper")]
    NotALink(String),
    #[error("lists and quotations lie deeper than {0} in one another")]
    TooDeep(usize),
    #[error("a table of more than {rows} rows or {columns} columns")]
    TooLarge { rows: usize, columns: usize },
    #[error("{source_language} has other {what}: {}", difference(lacks, adds))]
    Differs {
        what: &'static str,
        source_language: Lang,
        /// Only there.
        lacks: Vec<String>,
        /// Only here.
        adds: Vec<String>,
    },

    // Laws
    #[error("lies before the day on which it was adopted")]
    BeforeAdopted,
    #[error("translations are owed, and no day is known from which their limit counts")]
    NoDayToCountFrom,

    // Helpers
    #[error("a question without answers")]
    NoAnswers,
    #[error("no answers lead to \"{0}\"")]
    Unreachable(String),
    #[error("answers to \"{0}\" lead back to it")]
    Loop(String),

    // What people write, and what is drawn
    #[error("\"{0}\" has no letter to be found by")]
    NotAWord(String),
    #[error("the map has no inside: west lies before east, south before north")]
    EmptyFrame,
    #[error("longitude {longitude}, latitude {latitude} is not within the frame of the map")]
    OffTheMap { longitude: f64, latitude: f64 },
    #[error("the outline crosses itself, or is no outline: it needs three points")]
    NotAnOutline,
    #[error("the outline lies on the map with its numbers changed over: longitude comes first")]
    SwappedOutline,
    #[error(
        "the outline has a hole: give what is in it an outline of its own, and draw this one around both"
    )]
    Hole,
    #[error("the line is not closed: its last point is its first, and it has four at least")]
    OpenRing,
    #[error("is no polygon")]
    NotAPolygon,
    #[error("a district without its \"adcode\", as text, among its properties")]
    NoAdcodeOfOutline,
    #[error("is not GeoJSON: {0}")]
    NotGeoJson(String),

    // Places
    #[error("{}, {} {why}", at[0], at[1])]
    Astray { at: [f64; 2], why: Astray },
    #[error("has a point, and is only listed: a point that nobody has looked at is left out")]
    PointOfAListing,
    #[error("the same point as the place on line {0}")]
    SamePoint(usize),
    #[error("the same name as the place on line {0}")]
    SameName(usize),
    #[error("\"{0}\" is no address of the web")]
    NotAnAddress(String),

    // Interpreters
    #[error("is no multiple of 15 minutes, or more than {0}")]
    NotQuarters(u16),
    #[error("is nought: nothing could be booked")]
    Nought,
    #[error("\"{0}\" has to be answered there, and who books an interpreter is not asked it")]
    NotAskedInBooking(String),

    // Tables
    #[error("is not a table: {0}")]
    NotATable(String),
    #[error("the cell \"{column}\" cannot be taken: {problem}")]
    BadCell { column: String, problem: &'static str },
    #[error("the same kind and name as on line {0}")]
    RowTwice(usize),

    // The calendar
    #[error("year {0} is missing between the first and the last")]
    MissingYear(i16),
    #[error("the file is named after {file}, the year in it is {year}")]
    OtherYear { file: String, year: i16 },
    #[error("{0} is not in this year")]
    DayOutOfYear(Date),
    #[error("{0} is a weekday: only a weekend day is worked to make up for a holiday")]
    MakeUpOnWeekday(Date),
    #[error("{date} lies within \"{holiday}\" and is listed neither as a holiday nor as a workday")]
    DayMissing { date: Date, holiday: String },
}

fn until_confirmed(withheld: bool) -> &'static str {
    if withheld {
        "; it is not published until someone confirms it"
    } else {
        ""
    }
}

fn listed(languages: &[Lang]) -> String {
    let codes: Vec<String> = languages.iter().map(ToString::to_string).collect();
    codes.join(", ")
}

fn difference(lacks: &[String], adds: &[String]) -> String {
    let lacks = lacks.iter().map(|one| format!("-{one}"));
    let all: Vec<String> = lacks.chain(adds.iter().map(|one| format!("+{one}"))).collect();
    all.join(" ")
}

impl What {
    fn severity(&self) -> Severity {
        match self {
            Self::StaleTranslation { .. }
            | Self::ChangedTranslation { .. }
            | Self::UnconfirmedTranslation { .. }
            | Self::Expired(_) => Severity::Stale,
            Self::NotIn { .. }
            | Self::NoCheckedSource
            | Self::Differs { .. }
            | Self::FreeTextIsPersonal(_) => Severity::Note,
            _ => Severity::Error,
        }
    }

    pub(crate) fn unknown(kind: Kind, code: impl Into<String>) -> Self {
        let code = code.into();
        Self::Unknown { kind, code }
    }

    pub(crate) fn twice(kind: Kind, code: impl Into<String>) -> Self {
        let code = code.into();
        Self::Twice { kind, code }
    }
}

impl Finding {
    pub(crate) fn new(file: impl AsRef<Path>, line: usize, what: What) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            line,
            severity: what.severity(),
            what,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.severity {
            Severity::Note => "note: ",
            Severity::Stale | Severity::Error => "",
        };
        write!(f, "{}:{}: {grade}{}", self.file.display(), self.line, self.what)
    }
}
