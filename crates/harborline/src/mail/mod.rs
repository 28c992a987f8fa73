//! Mail, sent by SMTP: one letter to one address over one line, and what became of it.
//!
//! A server that says no to the recipient says something of the address, and one that says no to anything else something of
//! us or of the moment; the two are told apart by speaking the commands one by one. Nothing a server says is logged: it may
//! quote the address.

#[cfg(test)]
pub mod tests;

use std::fmt;
use std::time::Duration;

use anyhow::Context as _;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Severity;
use lettre::{Address, Message};
use secrecy::ExposeSecret as _;
use web::notices::Letter;

use crate::config::{Server, Tls};

/// From the first byte to the last: well within the time that a task is given.
const LIMIT: Duration = Duration::from_secs(45);
/// After a letter was taken, a server is waited for no longer than this.
const FAREWELL: Duration = Duration::from_secs(1);

/// Why a letter was not sent: a code, which is kept with the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// There is nobody at that address, or no mail for them is taken. Trying again does not help.
    #[error("mail-refused")]
    Refused,
    /// The server does not answer, or not in time, or not with TLS.
    #[error("mail-unreachable")]
    Unreachable,
    /// The server takes it later.
    #[error("mail-put-off")]
    PutOff,
    /// The server takes nothing from us, or not this.
    #[error("mail-not-taken")]
    NotTaken,
    /// The letter was handed over, and nobody said that it was taken. It may arrive.
    #[error("mail-unknown")]
    Unknown,
}

/// Sends letters through one server.
pub struct Mailer {
    server: Server,
    from: Address,
    limit: Duration,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer")
            .field("host", &self.server.host)
            .field("port", &self.server.port)
            .finish_non_exhaustive()
    }
}

impl Mailer {
    /// # Errors
    /// When mails cannot come from the address that is configured.
    pub fn new(server: Server) -> anyhow::Result<Self> {
        let from = address(&server.from).context("mail_from: this is no mail address")?;
        Ok(Self {
            server,
            from,
            limit: LIMIT,
        })
    }

    /// Sends a letter. It was sent when this says so; that it was not is certain only of other ends than
    /// [`NotSent::Unknown`].
    ///
    /// # Errors
    /// Why it was not.
    pub async fn send(&self, letter: &Letter, now: std::time::SystemTime) -> Result<(), NotSent> {
        let to = address(&letter.to).ok_or(NotSent::Refused)?;
        let message = self.message(letter, to.clone(), now).ok_or(NotSent::NotTaken)?;
        let mut handed_over = false;
        let sent = self.hand_over(to, &message, &mut handed_over);
        match tokio::time::timeout(self.limit, sent).await {
            Ok(sent) => sent,
            Err(_) if handed_over => Err(NotSent::Unknown),
            Err(_) => Err(NotSent::Unreachable),
        }
    }

    async fn hand_over(&self, to: Address, message: &[u8], handed_over: &mut bool) -> Result<(), NotSent> {
        let mut line = self.line().await?;
        let mut parameters = Vec::new();
        let names = [self.from.as_ref(), to.as_ref()];
        if !names.iter().all(|name: &&str| name.is_ascii()) {
            if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
                // That it cannot say our own name is no fault of the other's.
                let to: &str = to.as_ref();
                let theirs = !to.is_ascii();
                return Err(if theirs {
                    NotSent::Refused
                } else {
                    NotSent::NotTaken
                });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let from = Mail::new(Some(self.from.clone()), parameters);
        line.command(from).await.map_err(|error| why(&error))?;
        line.command(Rcpt::new(to, Vec::new()))
            .await
            .map_err(|error| why_not_to(&error))?;
        line.command(Data).await.map_err(|error| why(&error))?;
        *handed_over = true;
        line.message(message).await.map_err(|error| {
            if error.status().is_some() {
                why(&error)
            } else {
                NotSent::Unknown
            }
        })?;
        // It was taken: how the line ends changes nothing.
        let _ = tokio::time::timeout(FAREWELL, line.quit()).await;
        Ok(())
    }

    /// A line to the server over which mail may go.
    async fn line(&self) -> Result<AsyncSmtpConnection, NotSent> {
        let Server { host, port, tls, .. } = &self.server;
        let hello = ClientId::Domain(self.from.domain().to_owned());
        let encrypted = || TlsParameters::new_rustls(host.clone()).map_err(|_| NotSent::Unreachable);
        let at_once = (*tls == Tls::On).then(encrypted).transpose()?;
        let server = (host.as_str(), *port);
        let mut line = AsyncSmtpConnection::connect_tokio1(server, Some(self.limit), &hello, at_once, None)
            .await
            .map_err(|error| why(&error))?;
        if *tls == Tls::Starttls {
            line.starttls(encrypted()?, &hello)
                .await
                .map_err(|error| why(&error))?;
        }
        if let Some((user, password)) = &self.server.login {
            let login = Credentials::new(user.clone(), password.expose_secret().to_owned());
            line.auth(DEFAULT_MECHANISMS, &login)
                .await
                .map_err(|error| why(&error))?;
        }
        Ok(line)
    }

    fn message(&self, letter: &Letter, to: Address, now: std::time::SystemTime) -> Option<Vec<u8>> {
        let header = |name: &str, value: String| {
            let name = HeaderName::new_from_ascii(name.to_owned()).expect("its name is ASCII");
            HeaderValue::new(name, value)
        };
        let text = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::Base64)
            .body(letter.body.clone());
        let message = Message::builder()
            .from(Mailbox::new(Some(letter.from.clone()), self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(now)
            .message_id(Some(format!("<{}@{}>", letter.name, self.from.domain())))
            .raw_header(header("List-Unsubscribe", format!("<{}>", letter.stop)))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ))
            // No machine should answer it.
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .singlepart(text);
        message.ok().map(|message| message.formatted())
    }
}

/// An address as servers know it: its host in ASCII.
fn address(kept: &str) -> Option<Address> {
    let (name, host) = kept.rsplit_once('@')?;
    let host = idna::domain_to_ascii(host).ok()?;
    Address::new(name, host).ok()
}

/// What an answer says that is not about the address.
fn why(error: &lettre::transport::smtp::Error) -> NotSent {
    match error.status().map(|code| code.severity) {
        Some(Severity::TransientNegativeCompletion) => NotSent::PutOff,
        Some(_) => NotSent::NotTaken,
        // The name or password does not go with any way that the server offers.
        None if error.is_client() && !error.is_tls() => NotSent::NotTaken,
        None => NotSent::Unreachable,
    }
}

/// What a server says of a recipient: a refusal for good is of the address, unless it says itself that it is of us, of its
/// rules (`X.7`) or of the protocol (`X.5`); so it is with a relay that does not know us.
fn why_not_to(error: &lettre::transport::smtp::Error) -> NotSent {
    let told = why(error);
    let said = std::error::Error::source(error).map(ToString::to_string);
    let of_us = said.is_some_and(|said| {
        let class = said.split_whitespace().next().unwrap_or_default();
        ["5.7.", "5.5."].iter().any(|begins| class.starts_with(begins))
    });
    let code = error.status().map(|code| code.to_string());
    let of_us = of_us || matches!(code.as_deref(), Some("503" | "530" | "535"));
    if told == NotSent::NotTaken && !of_us {
        NotSent::Refused
    } else {
        told
    }
}
