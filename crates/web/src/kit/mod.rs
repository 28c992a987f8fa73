//! What knows no noun of its own: what every page, form, room of the desk and operation of the API is made of.

pub mod address;
pub mod api;
pub mod app;
pub mod asked;
pub mod assets;
pub mod cookies;
pub mod desk;
pub mod error;
pub mod field;
pub mod form;
pub mod inputs;
pub mod live;
pub mod names;
pub mod page;
pub mod passwords;
pub mod published;
pub mod reader;
pub mod security;
pub mod session;
pub mod slice;
pub mod table;
pub mod texts;
pub mod unread;
pub mod upload;
pub mod work;
pub mod writing;
