use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::inputs::Input;
use crate::journaled::{self, kinds};
use crate::{Lang, LawCode};

/// What a translation is taken up with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub law: LawCode,
    pub language: Lang,
    pub title: String,
    pub text: String,
}

/// Something to be done with a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Write it anew, from the law as it is now. What is published stays so meanwhile.
    Revise {
        title: String,
        text: String,
    },
    /// Say that it was read against the original.
    Review,
    SendBack {
        reason: String,
    },
    Publish {
        on: Date,
        /// Of the official publication.
        #[serde(default)]
        url: String,
    },
    Withdraw {
        reason: String,
    },
    /// Erase its words.
    Erase {
        reason: String,
    },
}

kinds! {
    /// A command without its words: what a permission is about.
    CommandKind of Command {
        Review = "review",
        Publish = "publish",
        Revise = "revise",
        SendBack = "send-back",
        Withdraw = "withdraw",
        Erase = "erase",
    }
}

impl journaled::Command for Command {
    type Of = super::Translation;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    fn inputs(kind: CommandKind) -> &'static [Input] {
        kind.inputs()
    }
}
