//! Links in mails: what each does, and that it came from a mail.
//!
//! Nothing of them is kept, not even a hash: a link holds a keyed hash of what it does, made with the installation's secret,
//! which the database does not hold. So the same mail has the same link however often it is sent, and whoever reads the
//! database can open none.

use domain::Lang;
use domain::receipts::Reference;
use subtle::ConstantTimeEq as _;

use crate::kit::app::Secret;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Confirm,
    Stop,
}

/// So much of the hash stands in a link, in bytes: nobody guesses that.
const LENGTH: usize = 16;

impl Does {
    const ALL: [Self; 2] = [Self::Confirm, Self::Stop];

    /// In addresses and keys of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Stop => "stop",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|does| does.code() == code)
    }
}

/// A link for the address that was left with that event of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub does: Does,
    pub reference: Reference,
    pub left: u64,
}

impl Link {
    fn proof(&self, secret: &Secret) -> String {
        let parts: [&[u8]; 3] = [
            self.does.code().as_bytes(),
            &self.reference.to_string().into_bytes(),
            &self.left.to_be_bytes(),
        ];
        hex::encode(&secret.hash("notice-link", &parts)[..LENGTH])
    }

    /// Where it leads, below the site's own address.
    pub fn path(&self, secret: &Secret, lang: Lang) -> String {
        let Self {
            does,
            reference,
            left,
        } = self;
        let (does, proof) = (does.code(), self.proof(secret));
        format!("/{lang}/notices/{reference}/{does}/{left}-{proof}")
    }

    /// The link of that address, if it came from a mail.
    pub fn read(secret: &Secret, reference: &str, does: &str, rest: &str) -> Option<Self> {
        let (left, proof) = rest.split_once('-')?;
        let link = Self {
            does: Does::parse(does)?,
            reference: Reference::parse(reference).ok()?,
            left: left.parse().ok()?,
        };
        let fits = link.proof(secret).as_bytes().ct_eq(proof.as_bytes());
        bool::from(fits).then_some(link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_what_it_was_made_for_and_nothing_else() {
        let secret = Secret::new([7; 32]);
        let link = Link {
            does: Does::Stop,
            reference: Reference::from_random([1; 7]),
            left: 1,
        };
        let path = link.path(&secret, Lang::KO);
        let parts: Vec<&str> = path.split('/').collect();
        let [_, "ko", "notices", reference, "stop", rest] = parts[..] else {
            panic!("{path}");
        };
        let read =
            |secret: &Secret, reference: &str, does, rest: &str| Link::read(secret, reference, does, rest);
        assert_eq!(read(&secret, reference, "stop", rest), Some(link));
        assert_eq!(read(&secret, reference, "confirm", rest), None);
        assert_eq!(read(&secret, reference, "stop", &format!("1{rest}")), None);
        assert_eq!(read(&secret, reference, "stop", &rest[..rest.len() - 1]), None);
        let other = Reference::from_random([2; 7]).to_string();
        assert_eq!(read(&secret, &other, "stop", rest), None);
        assert_eq!(read(&Secret::new([8; 32]), reference, "stop", rest), None);
    }
}
