use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Entry, Partner, Person, Since};
use crate::Lang;
use crate::files::File;
use crate::inputs::Input;
use crate::journaled::{self, kinds};

/// Something to be done with a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Everything that is said of it anew: what is left out is empty after it.
    Edit(Entry),
    /// It was decided on.
    Agree {
        decided_by: String,
        /// Today, unless given; so in the next ones.
        #[serde(default)]
        on: Option<Date>,
    },
    /// It is in force.
    Activate {
        #[serde(default)]
        since: Option<Since>,
        #[serde(default)]
        until: Option<Date>,
    },
    End {
        reason: String,
        #[serde(default)]
        decided_by: String,
        #[serde(default)]
        on: Option<Date>,
    },
    Renew {
        until: Date,
        #[serde(default)]
        decided_by: String,
        #[serde(default)]
        on: Option<Date>,
    },
    AddContact(Person),
    /// What is left out stays as it is.
    ChangeContact {
        /// Number of the contact.
        contact: String,
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        role: Option<String>,
        #[serde(default)]
        email: Option<String>,
        #[serde(default)]
        phone: Option<String>,
        #[serde(default)]
        language: Option<Lang>,
    },
    RemoveContact {
        /// Number of the contact.
        contact: String,
    },
    /// Add a document. Its bytes go to the store beside the command.
    Attach {
        title: String,
        #[serde(default)]
        date: Option<Date>,
        /// For those who may publish a document; another's stays inner until one of them does.
        #[serde(default)]
        public: bool,
        #[serde(flatten)]
        file: File,
    },
    RemoveDocument {
        /// Number of the document.
        document: String,
    },
    /// Let the public read a document, wherever it reads of the partner.
    PublishDocument {
        document: String,
    },
    WithdrawDocument {
        document: String,
    },
    /// It has to do with a case or another partner.
    Link {
        /// A reference, or the name of a partner that no other has.
        to: String,
    },
    Unlink {
        /// The reference of what it is linked to.
        link: String,
    },
    Note {
        text: String,
    },
    /// Let the public read of it.
    Publish,
    Withdraw,
    /// What is said of it was checked.
    Confirm {
        /// What it was checked against; the source stays when this is empty.
        #[serde(default)]
        source: String,
    },
    /// Its renewal comes near. Only by the platform's own worker.
    Warn,
    /// Erase all words in it.
    Erase {
        reason: String,
    },
}

kinds! {
    /// A command without its words: what a permission is about.
    CommandKind of Command {
        Edit = "edit",
        Agree = "agree",
        Activate = "activate",
        End = "end",
        Renew = "renew",
        AddContact = "add-contact",
        ChangeContact = "change-contact",
        RemoveContact = "remove-contact",
        Attach = "attach",
        RemoveDocument = "remove-document",
        PublishDocument = "publish-document",
        WithdrawDocument = "withdraw-document",
        Link = "link",
        Unlink = "unlink",
        Note = "note",
        Publish = "publish",
        Withdraw = "withdraw",
        Confirm = "confirm",
        Warn = "warn",
        Erase = "erase",
    }
}

impl journaled::Command for Command {
    type Of = Partner;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    fn inputs(kind: CommandKind) -> &'static [Input] {
        kind.inputs()
    }
}
