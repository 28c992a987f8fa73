//! Traditional Chinese and Simplified are one script to who searches.
//!
//! Character by character, by a table: the readings that depend on the word matter to who reads, and here both
//! sides are folded alike.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use rustc_hash::FxHashMap;

/// The plane in which nearly all of Chinese is written, and what lies beyond it.
#[derive(Debug)]
pub struct Table {
    near: Vec<u16>,
    far: FxHashMap<char, char>,
}

const NEAR: u32 = 0x3400;
const NEAR_END: u32 = 0xA000;

/// Made once: asking for every character takes some milliseconds.
pub static TABLE: LazyLock<Table> = LazyLock::new(Table::made);

impl Table {
    fn made() -> Self {
        let mut table = Self {
            near: (NEAR..NEAR_END)
                .filter_map(|code| u16::try_from(code).ok())
                .collect(),
            far: FxHashMap::default(),
        };
        // It is compiled in; without it Traditional stays as it is.
        let Ok(opencc) = OpenCC::from_config(BuiltinConfig::T2s) else {
            return table;
        };
        let mut written = [0; 4];
        for c in ('\u{3400}'..'\u{A000}').chain('\u{20000}'..'\u{2FFFF}') {
            let converted = opencc.convert(c.encode_utf8(&mut written));
            let mut chars = converted.chars();
            let (Some(to), None) = (chars.next(), chars.next()) else {
                continue;
            };
            if to == c {
                continue;
            }
            let place = usize::try_from(u32::from(c).wrapping_sub(NEAR)).unwrap_or(usize::MAX);
            match (table.near.get_mut(place), u16::try_from(u32::from(to))) {
                (Some(place), Ok(to)) => *place = to,
                _ => {
                    table.far.insert(c, to);
                }
            }
        }
        table
    }
}

/// The Simplified character, or the same if it is no Traditional one.
pub fn simplified(c: char) -> char {
    let code = u32::from(c);
    if code < NEAR {
        return c;
    }
    let near = usize::try_from(code - NEAR)
        .ok()
        .and_then(|place| TABLE.near.get(place));
    match near {
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
        None if code < 0x2_0000 => c,
        None => TABLE.far.get(&c).copied().unwrap_or(c),
    }
}
