//! What an agent sends with one key: replies that are ready, guides and places.

use domain::cases::HOTLINE as HOTLINE_SERVICE;
use domain::city::{CannedReply, ReplyUse};
use domain::contacts::{Contact, Sharing};

use crate::contacts::view::{Words, title, words};
use crate::kit::desk::Desk;

/// A reply that is ready: as one writes it, and as the visitor reads it.
#[derive(Debug)]
pub(in crate::contacts) struct Reply {
    pub title: String,
    pub text: String,
    /// Where they read another language, and it is there in that.
    pub known: Option<Words>,
}

/// The replies of the pack that fit a chat: those that promise nothing of a case's own.
pub(super) fn replies(desk: &Desk, contact: &Contact) -> Vec<Reply> {
    let (texts, writes) = (&desk.city().texts, desk.writes());
    let one = |reply: &CannedReply| {
        let key = format!("{}.text", reply.code);
        let text = texts.get("replies", &key, writes)?;
        let known = texts.get("replies", &key, contact.language);
        let known = known.filter(|_| contact.language != writes);
        Some(Reply {
            title: desk.c_owned("replies", format!("{}.title", reply.code)),
            text: text.trim().to_owned(),
            known: known.map(|known| words(desk, contact.language, known.trim())),
        })
    };
    let fits = |reply: &&CannedReply| {
        let of_hotline = reply.services.is_empty() || reply.services.iter().any(|of| of == HOTLINE_SERVICE);
        of_hotline && matches!(reply.purpose, ReplyUse::Reply | ReplyUse::Ask)
    };
    desk.city().replies.iter().filter(fits).filter_map(one).collect()
}

/// The guides and places that may be shown, by their titles.
pub(super) fn shares(desk: &Desk) -> Vec<(&'static str, Vec<(String, String)>)> {
    let titled = |what: Sharing, code: &str| (code.to_owned(), title(desk, what, code));
    let guides = desk.city().guides.iter();
    let places = desk.city().places.list.iter();
    vec![
        (
            Sharing::Guide.code(),
            guides
                .map(|guide| titled(Sharing::Guide, guide.code.as_str()))
                .collect(),
        ),
        (
            Sharing::Place.code(),
            places.map(|place| titled(Sharing::Place, &place.code)).collect(),
        ),
    ]
}
