//! What `build.rs` made of `locales/` and `ui/`, as the kit is given it.

use kit::assets::Asset;
use kit::texts::Files;

pub static FILES: Files = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));
