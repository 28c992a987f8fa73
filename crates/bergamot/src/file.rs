//! Marian's binary model file.
//!
//! ```text
//! u64      version, 1
//! u64      number of items
//! 4 × u64  of each item: length of its name, type, length of its shape, length of its data (all in bytes but the shape's)
//! bytes    the names, each ending with 0
//! i32      the shapes
//! u64      bytes to skip, so that the data begins at a multiple of 256
//! bytes    the data, in the order of the items
//! ```
//!
//! Little-endian. Source: `src/common/binary.cpp` of browsermt/marian-dev.

use std::collections::HashMap;

use crate::error::{Broken, broken};

const VERSION: u64 = 1;
/// More items than any model has; a header of so many is not allocated for.
const ITEMS_MAX: u64 = 100_000;
/// No side of a matrix is longer.
const SIDE_MAX: usize = 1 << 24;

const FLOAT32: u64 = 0x404;
const INT8: u64 = 0x101;
const INTGEMM8: u64 = 0x4101;

/// A model file, not yet understood.
#[derive(Debug)]
pub(crate) struct File<'f> {
    items: HashMap<&'f str, Item<'f>>,
}

/// One item: a tensor of two or fewer dimensions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'f> {
    pub rows: usize,
    pub columns: usize,
    pub data: Data<'f>,
}

/// What an item holds. Each slice is exactly as long as the shape says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Data<'f> {
    /// Four bytes a number.
    Float32(&'f [u8]),
    /// Also text.
    Int8(&'f [u8]),
    /// Quantised: the number is the byte, signed, divided by `scale`.
    Intgemm8 { bytes: &'f [u8], scale: f32 },
}

struct Cursor<'f>(&'f [u8]);

impl<'f> Cursor<'f> {
    fn take(&mut self, length: u64) -> Result<&'f [u8], Broken> {
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= self.0.len());
        let Some(length) = length else {
            broken!("it ends too early");
        };
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        Ok(taken)
    }

    fn u64(&mut self) -> Result<u64, Broken> {
        let bytes = self.take(8)?;
        Ok(u64::from_le_bytes(bytes.try_into().expect("eight were taken")))
    }
}

impl<'f> File<'f> {
    pub fn parse(bytes: &'f [u8]) -> Result<Self, Broken> {
        let mut cursor = Cursor(bytes);
        let version = cursor.u64()?;
        if version != VERSION {
            broken!("it is not a Marian model of version {VERSION}");
        }
        let count = cursor.u64()?;
        // A header takes 32 bytes, so the file itself bounds what is allocated.
        if count > ITEMS_MAX || count * 32 > cursor.0.len() as u64 {
            broken!("it says it has {count} items");
        }
        let headers: Vec<[u64; 4]> = (0..count)
            .map(|_| Ok([cursor.u64()?, cursor.u64()?, cursor.u64()?, cursor.u64()?]))
            .collect::<Result<_, Broken>>()?;
        let names: Vec<&str> = headers
            .iter()
            .map(|[length, ..]| {
                let name = std::str::from_utf8(cursor.take(*length)?)
                    .map_err(|_| Broken::new("a name is no text"))?;
                Ok(name.trim_end_matches('\0'))
            })
            .collect::<Result<_, Broken>>()?;
        let shapes: Vec<(usize, usize)> = headers
            .iter()
            .map(|[_, _, dimensions, _]| shape(cursor.take(dimensions.saturating_mul(4))?))
            .collect::<Result<_, Broken>>()?;
        let skipped = cursor.u64()?;
        cursor.take(skipped)?;
        let mut items = HashMap::with_capacity(names.len());
        for (([_, kind, _, length], name), (rows, columns)) in headers.into_iter().zip(names).zip(shapes) {
            let bytes = cursor.take(length)?;
            let Some(data) = data(kind, rows * columns, bytes) else {
                broken!("{name} has {length} bytes for {rows} × {columns} numbers of type {kind:#x}");
            };
            items.insert(name, Item { rows, columns, data });
        }
        Ok(Self { items })
    }

    pub fn get(&self, name: &str) -> Option<Item<'f>> {
        self.items.get(name).copied()
    }

    pub fn item(&self, name: &str) -> Result<Item<'f>, Broken> {
        match self.get(name) {
            Some(item) => Ok(item),
            None => broken!("it has no {name}"),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.items.contains_key(name)
    }

    /// The configuration that the file carries, as YAML.
    pub fn configuration(&self) -> Result<&'f str, Broken> {
        let Data::Int8(text) = self.item("special:model.yml")?.data else {
            broken!("special:model.yml is no text");
        };
        let text = std::str::from_utf8(text).map_err(|_| Broken::new("special:model.yml is no text"))?;
        Ok(text.trim_end_matches('\0'))
    }
}

/// Rows and columns. Dimensions before the last are rows.
fn shape(sides: &[u8]) -> Result<(usize, usize), Broken> {
    let sides = sides
        .chunks_exact(4)
        .map(|side| i32::from_le_bytes(side.try_into().expect("four at a time")));
    let (mut rows, mut columns) = (1_usize, 1_usize);
    for side in sides {
        let side = usize::try_from(side)
            .ok()
            .filter(|side| (1..=SIDE_MAX).contains(side));
        rows = rows.saturating_mul(columns);
        let Some(side) = side.filter(|_| rows <= SIDE_MAX) else {
            broken!("a shape is impossible");
        };
        columns = side;
    }
    Ok((rows, columns))
}

fn data(kind: u64, count: usize, bytes: &[u8]) -> Option<Data<'_>> {
    match kind {
        FLOAT32 => Some(Data::Float32(bytes.get(..count.checked_mul(4)?)?)),
        INT8 => Some(Data::Int8(bytes.get(..count)?)),
        INTGEMM8 => {
            let scale = bytes.get(count..count.checked_add(4)?)?;
            let scale = f32::from_le_bytes(scale.try_into().ok()?);
            let bytes = bytes.get(..count)?;
            (scale.is_finite() && scale > 0.0).then_some(Data::Intgemm8 { bytes, scale })
        }
        _ => None,
    }
}

impl Item<'_> {
    /// The numbers, row by row.
    pub fn floats(&self) -> Vec<f32> {
        match self.data {
            Data::Float32(bytes) => bytes
                .chunks_exact(4)
                .map(|number| f32::from_le_bytes(number.try_into().expect("four at a time")))
                .collect(),
            Data::Int8(bytes) => bytes.iter().map(|byte| f32::from(*byte as i8)).collect(),
            // Multiplied by the inverse, as Marian does: dividing rounds otherwise.
            Data::Intgemm8 { bytes, scale } => {
                let inverse = 1.0 / scale;
                bytes
                    .iter()
                    .map(|byte| f32::from(*byte as i8) * inverse)
                    .collect()
            }
        }
    }
}
