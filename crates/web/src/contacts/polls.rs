//! What a page holds that is left open and asks again: a chat, a call, the desk of who is signed in. Thirty people behind the one
//! address of a company or a hospital ask for thirty things.

use axum::http::HeaderMap;
use domain::receipts::Reference;

use super::call::Ticket;
use crate::cases::Held;
use crate::kit::app::App;
use crate::kit::cookies;
use crate::people::signing::TOKEN;

/// See [`Slice::holds`](crate::kit::slice::Slice). Only this installation makes the cookies that it believes.
pub(super) fn held(app: &App, path: &[&str], headers: &HeaderMap) -> Option<String> {
    match path {
        [_, "chat", reference, "lines"] => {
            let reference = Reference::parse(reference).ok()?;
            let held = Held::of(app, headers);
            held.find(reference).map(|_| format!("chat {reference}"))
        }
        [_, "call", "now"] => {
            let ticket = Ticket::held(app, headers)?;
            Some(format!("call {}", ticket.contact))
        }
        // All that a session asks for counts together: which contact is named is not proven here.
        ["desk", "hotline", "now" | "here"] | ["desk", "hotline", _, "lines" | "call"] => {
            let session = app.guard().session(cookies::get(app, headers, TOKEN)?)?;
            Some(format!("desk {session}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, header};

    use super::super::tests::begun;
    use super::*;
    use crate::kit::error::Error;
    use crate::kit::security::admit;
    use crate::testing::{Visitor, peopled};

    fn asks(app: &App, path: &str, cookie: &str) -> Result<(), Error> {
        let request = Request::builder().uri(path).header(header::COOKIE, cookie);
        admit(app, &request.body(Body::empty()).unwrap())
    }

    /// Asks until it is refused: how often it was not.
    fn until_refused(app: &App, path: &str, cookie: &str) -> usize {
        let refused = (0..2_000).position(|_| asks(app, path, cookie).is_err());
        refused.expect("everything has a limit")
    }

    #[tokio::test]
    async fn who_holds_a_chat_or_is_signed_in_is_not_counted_with_the_whole_office() {
        let app = peopled().await;
        let (one, chat) = begun(&app).await;
        let sent = Visitor::anyone(&app)
            .form("/en/chat", "text=Another&once=2")
            .await;
        let (other, other_chat) = (sent.cookie.unwrap(), sent.to);
        let other = other.split(';').next().unwrap();
        let agent = Visitor::signed_in(&app, "agent").await;
        let desk = "/desk/hotline/now";
        agent.get(desk).await;
        // Somebody else behind the same address asks as often as they may.
        let often = until_refused(&app, "/en/hotline", "");
        assert!(often > 1_000, "{often}");
        let lines = format!("{chat}/lines");
        for (path, cookie) in [(lines.as_str(), &one.cookie), (desk, &agent.cookie)] {
            let often = until_refused(&app, path, cookie);
            assert!((60..500).contains(&often), "{path}: {often}");
        }
        // Each has its own limit.
        asks(&app, &format!("{other_chat}/lines"), other).unwrap();
        // What is not held counts as everything does, and so does what is no poll.
        for (path, cookie) in [
            (lines.as_str(), ""),
            (lines.as_str(), other),
            (lines.as_str(), "harborline-receipt=00ff"),
            (chat.as_str(), one.cookie.as_str()),
            ("/en/call/now", "harborline-call=00ff"),
            (desk, "harborline-session=made-up"),
            ("/desk/hotline", agent.cookie.as_str()),
        ] {
            let parts: Vec<&str> = path.split('/').skip(1).collect();
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            assert_eq!(held(&app, &parts, &headers), None, "{path} {cookie}");
        }
    }
}
