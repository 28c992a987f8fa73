//! Training: the tables of courses, who is looked up for their rules, and what is read of them.

mod expiry;
mod levels;
mod lists;
mod rows;

use domain::city::City;
use domain::receipts::Reference;
use domain::roles::Actor;
use domain::training::{Course, Known};

pub use expiry::Expiry;
pub use levels::{HeldLevel, LevelFilter};
pub use lists::{CourseFilter, CourseSort};

use crate::commit::Commit;
use crate::kept::table::Table;
use crate::kept::{Asked, Kept};
use crate::value::Value;
use crate::{Store, StoreError};

impl Kept for Course {
    const SHAPE: u32 = 2;
    const OWN: &'static str = "r.unit = {unit} \
         OR r.reference IN (SELECT a.reference FROM training_attendance a WHERE a.staff = {staff}) \
         OR r.reference IN (SELECT l.reference FROM training_levels l WHERE l.staff = {staff})";

    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    async fn known(store: &Store, _: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let named = match asked {
            Asked::Command(command) => command.staff(),
            Asked::Open(_) => Vec::new(),
        };
        let colleagues = match named[..] {
            [] => Vec::new(),
            [staff] => store.staff_by_id(staff).await?.into_iter().collect(),
            _ => {
                let mut all = store.staff().await?;
                all.retain(|staff| named.contains(&staff.id));
                all
            }
        };
        Ok(Known { colleagues })
    }

    fn beside(before: Option<&Self>, after: &Self, city: &City, commit: &mut Commit) {
        expiry::plan(before, after, city, commit);
    }
}
