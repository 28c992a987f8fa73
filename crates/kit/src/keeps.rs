//! What a noun keeps in this process beside the store: who is connected to it, say.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// One of each type.
#[derive(Default)]
pub struct Keeps(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl fmt::Debug for Keeps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keeps").finish_non_exhaustive()
    }
}

impl Keeps {
    /// The one of that type; whoever asks first makes it.
    pub fn get<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let one = kept
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Arc::<T>::default());
        Arc::clone(one).downcast().expect("it is kept by its type")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    #[test]
    fn everybody_gets_the_same() {
        let keeps = Keeps::default();
        keeps.get::<AtomicU8>().store(7, Ordering::Relaxed);
        assert_eq!(keeps.get::<AtomicU8>().load(Ordering::Relaxed), 7);
        assert!(keeps.get::<Mutex<String>>().lock().unwrap().is_empty());
    }
}
