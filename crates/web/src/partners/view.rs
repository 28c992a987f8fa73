//! What is said of a partner, in the reader's language: on public pages, at the desk and by the API.

use domain::partners::CommandKind;

use crate::kit::page::Page;

/// What a page says of partners.
pub(super) trait Told {
    /// The name of a kind; its code when the pack has it no more.
    fn partner_kind(&self, code: &str) -> String;

    /// What several of a kind are called.
    fn partner_kinds(&self, code: &str) -> String;

    /// What was done, once a command of that code was carried out; none for what is no command's code.
    fn partner_done(&self, code: &str) -> Option<String>;

    /// The size of a document, in kilobytes.
    fn partner_size(&self, bytes: u64) -> String;
}

impl Told for Page {
    fn partner_kind(&self, code: &str) -> String {
        kind_text(self, code, "name")
    }

    fn partner_kinds(&self, code: &str) -> String {
        kind_text(self, code, "plural")
    }

    fn partner_done(&self, code: &str) -> Option<String> {
        use CommandKind as K;
        let event = match CommandKind::parse(code) {
            None if code == "open" => "proposed",
            None => return None,
            Some(kind) => match kind {
                K::Edit => "edited",
                K::Agree => "agreed",
                K::Activate => "activated",
                K::End => "ended",
                K::Renew => "renewed",
                K::AddContact => "contact-added",
                K::ChangeContact => "contact-changed",
                K::RemoveContact => "contact-removed",
                K::Attach => "attached",
                K::RemoveDocument => "document-removed",
                K::PublishDocument => "document-published",
                K::WithdrawDocument => "document-withdrawn",
                K::Link => "linked",
                K::Unlink => "unlinked",
                K::Note => "noted",
                K::Publish => "published",
                K::Withdraw => "withdrawn",
                K::Confirm => "confirmed",
                K::Warn => "warned",
                K::Erase => "erased",
            },
        };
        Some(self.tc("partners-event", event).to_string())
    }

    fn partner_size(&self, bytes: u64) -> String {
        let n = usize::try_from(bytes.div_ceil(1024)).unwrap_or(usize::MAX);
        self.t("partners-size").with("n", self.number(n)).to_string()
    }
}

fn kind_text(page: &Page, code: &str, key: &str) -> String {
    let text = page.c_opt("partners", &format!("{code}.{key}"));
    text.unwrap_or(code).to_owned()
}
