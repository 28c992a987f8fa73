//! What opening a record or a command on it takes, named once: the desk draws its form from it, reads the post by it, and
//! the API's description lists it.
//!
//! The name of an input is that of the field of the command. Its label is the text `{noun}-input-{name}`, where a noun has
//! one of its own, or `input-{name}`.

/// One thing that is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    pub name: &'static str,
    pub takes: Takes,
    pub required: bool,
}

impl Input {
    pub const fn required(name: &'static str, takes: Takes) -> Self {
        Self {
            name,
            takes,
            required: true,
        }
    }

    pub const fn optional(name: &'static str, takes: Takes) -> Self {
        Self {
            name,
            takes,
            required: false,
        }
    }
}

/// What an input takes. In brackets: what it is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A line of at most so many characters \[string\].
    Line(usize),
    /// Paragraphs of at most so many characters \[string\].
    Text(usize),
    /// The same said in several languages, each of at most so many characters \[object: language to text\].
    Texts(usize),
    /// What is said in it, that is, the language of the text beside it \[string: a language\].
    TextLanguage,
    /// \[string: a language\]
    Language,
    /// Any number of them \[array of languages\].
    Languages,
    /// A unit of the city \[string: its code\].
    Unit,
    /// A district or zone \[string: the code of its unit\].
    District,
    /// Someone of the unit, or nobody \[number, or null\].
    Colleague,
    /// A member of staff, whatever their unit \[number\].
    Staff,
    /// A country or region \[string: ISO 3166 code\].
    Country,
    /// Articles of the regulation \[array of numbers\].
    Articles,
    /// A year, a month or a day: as much as is known \[string: `1987`, `2023-09` or `1992-05-18`\].
    Since,
    /// The reference of another record \[string\].
    Reference,
    /// \[string: `2026-02-27`\]
    Date,
    /// A moment in the city's time \[string: RFC 3339\].
    Moment,
    /// A whole number from the first to the second \[number\].
    Number(u32, u32),
    /// Two choices, both of which say something \[boolean\].
    YesNo,
    /// A box that is ticked or not \[boolean\].
    Flag,
    /// One of these codes \[string\]. Each has the text `{noun}-{name}-{code}`.
    Code(&'static [&'static str]),
    /// One of what the record or the city offers at that moment \[string\].
    Offered,
    /// Any number of what the city offers \[array of strings\].
    ManyOffered,
    /// An addition to a limit \[string: `5 working days`\].
    Limit,
    /// A file; its bytes come another way than as JSON.
    File,
}
