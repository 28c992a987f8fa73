//! What the form, the receipt and the page of a case say of mails.

use domain::cases::{Case, Command};
use domain::notices::{Change, Stands};

use crate::kit::form::{Control, Fields, FormState, Kind};
use crate::kit::page::Page;

/// What is posted to leave an address, and to stop mails.
pub(crate) const LEAVE: &str = "notices";
pub(crate) const STOP: &str = "notices-stop";

/// The part of the page of a case.
#[derive(Debug)]
pub(crate) struct Mails {
    /// How it stands, in a sentence or two.
    pub text: String,
    /// Where an address is left.
    pub control: Option<Control>,
    /// It says what the button does.
    pub leave: String,
    pub may_stop: bool,
}

impl Mails {
    /// Nothing of a case whose words are erased.
    pub fn of(page: &Page, case: &Case, state: &FormState) -> Option<Self> {
        if case.erased {
            return None;
        }
        if page.app.options().mails {
            return Some(Self::sent(page, case, state));
        }
        Some(Self {
            text: page.t("notices-none-sent").to_string(),
            control: None,
            leave: String::new(),
            may_stop: false,
        })
    }

    /// Where mails are sent.
    pub(super) fn sent(page: &Page, case: &Case, state: &FormState) -> Self {
        let text = |key: &str| page.t(key);
        let address = case.contact.email.clone().unwrap_or_default();
        let notices = case.notices.as_ref();
        let stands = notices.map(|notices| notices.stands);
        let says = match stands {
            None => "notices-offered",
            Some(Stands::Waiting) if notices.is_some_and(|n| n.expired(page.app.now())) => "notices-expired",
            Some(Stands::Waiting) => "notices-waiting",
            Some(Stands::Confirmed) => "notices-confirmed",
            Some(Stands::Stopped) => "notices-stopped",
            Some(Stands::Refused) => "notices-refused",
        };
        let again = matches!(stands, Some(Stands::Waiting | Stands::Refused));
        let control = (stands != Some(Stands::Confirmed)).then(|| {
            let line = Kind::Line {
                kind: "email",
                width: "",
                keyboard: "email",
            };
            let mut control = Control::new("email", text("apply-contact-email").to_string(), line)
                .hinted(text("apply-contact-email-hint").to_string())
                .filled(page, state);
            control.autocomplete = Some("email");
            if again && control.error.is_none() && control.value.is_empty() {
                control.value.clone_from(&address);
            }
            control
        });
        let leave = if again {
            "notices-leave-again"
        } else {
            "notices-leave"
        };
        Self {
            text: text(says).with("address", address).to_string(),
            control,
            leave: text(leave).to_string(),
            may_stop: stands == Some(Stands::Confirmed),
        }
    }
}

/// What the page of a case asks for.
pub(crate) fn command(page: &Page, case: &Case, what: &str, fields: &Fields) -> Option<Command> {
    match what {
        LEAVE => Some(Command::Notices(Change::Leave {
            email: fields.get("email").to_owned(),
            pages: Some(page.lang),
        })),
        STOP => case
            .notices
            .as_ref()
            .map(|notices| Command::Notices(Change::Stop { left: notices.left })),
        _ => None,
    }
}

/// What the form says below the question for an address.
pub(crate) fn hint(page: &Page) -> String {
    let example = page.t("apply-contact-email-hint").to_string();
    let text = if page.app.options().mails {
        page.t("notices-form-sent")
    } else {
        page.t("notices-form-none-sent")
    };
    text.with("example", example).to_string()
}

/// What the receipt says to whoever has left an address.
pub(crate) fn on_receipt(page: &Page, case: &Case) -> Option<String> {
    let address = case.contact.email.clone()?;
    if !page.app.options().mails {
        return Some(page.t("notices-none-sent").to_string());
    }
    case.waiting_address()?;
    let text = page.t("notices-waiting").with("address", address);
    Some(text.to_string())
}
