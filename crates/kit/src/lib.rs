//! What every page, form, room of the desk and operation of the API is made of. It knows no noun.
//!
//! Nouns stand on it in `web`, each a [`slice::Slice`]; the router loops over them. The texts of the interface, style
//! sheets and scripts belong to the nouns as much as to this room: it is given them ([`texts::Files`], [`assets::Asset`]).
//! Its own templates are what stands around every page and what forms, fields and lists are drawn with.

// Templates of ours and of nouns name what is here alike.
extern crate self as kit;

pub mod address;
pub mod api;
pub mod app;
pub mod asked;
pub mod assets;
pub mod atom;
pub mod cookies;
pub mod crowd;
pub mod desk;
pub mod devices;
pub mod error;
pub mod fallback;
pub mod field;
pub mod findable;
pub mod form;
pub mod guard;
pub mod inputs;
pub mod keeps;
pub mod lately;
pub mod live;
pub mod mixer;
pub mod names;
pub mod page;
pub mod passwords;
pub mod printer;
pub mod published;
pub mod qr;
pub mod reader;
pub mod sealed;
pub mod security;
pub mod session;
pub mod sitemap;
pub mod slice;
pub mod table;
#[cfg(test)]
mod testing;
pub mod texts;
pub mod turn;
pub mod unread;
pub mod upload;
pub mod watch;
pub mod work;
pub mod writing;
