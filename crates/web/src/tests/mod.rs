//! What must hold of the kit with every noun on it.

mod added;
mod address;
mod api;
mod attacks;
mod crowd;
mod error;
mod page;
mod published;
mod sitemap;
mod texts;
