//! That a device has given up a receipt: told on the bus, so that what it has open by it closes, on whatever node. Nothing is
//! written: which devices hold a receipt is kept by them alone.

use domain::receipts::Reference;

use crate::bus::Changed;
use crate::commit::Commit;
use crate::{Store, StoreError};

/// How such a message begins.
const GIVEN_UP: &str = "receipt";

/// Of which case, and the name of the device, if that is what the message says.
pub fn given_up(changed: &Changed) -> Option<(Reference, &str)> {
    let rest = changed.stream.strip_prefix(GIVEN_UP)?.strip_prefix('/')?;
    let (case, device) = rest.split_once('/')?;
    Some((Reference::parse(case).ok()?, device))
}

impl Store {
    /// Tells that the device of that name holds the receipt of that case no longer.
    ///
    /// # Errors
    /// As writing has.
    pub async fn tell_given_up(&self, case: Reference, device: &str) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.changed.push(Changed {
            stream: format!("{GIVEN_UP}/{case}/{device}"),
            seq: 0,
            kind: "given-up".to_owned(),
        });
        Ok(self.commit(commit).await?)
    }
}
