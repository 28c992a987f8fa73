//! What costs much to find and may be asked for by everybody: found once, and kept for a short while.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// How long it is kept.
const KEPT: SignedDuration = SignedDuration::from_mins(1);

type Slot = tokio::sync::Mutex<Option<(Timestamp, Arc<dyn Any + Send + Sync>)>>;

/// What was found lately, each by its type.
#[derive(Default)]
pub struct Lately(Mutex<HashMap<TypeId, Arc<Slot>>>);

impl fmt::Debug for Lately {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lately").finish_non_exhaustive()
    }
}

impl Lately {
    /// The value of that type, no older than a minute. Whoever comes while it is being found waits for it, so that however
    /// many ask, it is found once.
    ///
    /// # Errors
    /// As `find` has; the next who asks tries again.
    pub async fn get<T: Send + Sync + 'static, E>(
        &self,
        now: Timestamp,
        find: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        let slot = {
            let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(TypeId::of::<T>()).or_default())
        };
        let mut kept = slot.lock().await;
        let fresh = kept
            .as_ref()
            .filter(|(at, _)| now.duration_since(*at).abs() < KEPT)
            .and_then(|(_, value)| Arc::clone(value).downcast().ok());
        if let Some(value) = fresh {
            return Ok(value);
        }
        let value = Arc::new(find.await?);
        *kept = Some((now, value.clone()));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[tokio::test]
    async fn it_is_found_once_a_minute_and_again_after_an_error() {
        let lately = Lately::default();
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let find = async |seconds, value: u8| {
            let found = lately.get(at(seconds), async move { Ok::<_, Infallible>(value) });
            *found.await.unwrap()
        };
        let failed = lately.get(at(0), async { Err::<u8, &str>("no") }).await;
        assert_eq!(failed, Err("no"));
        assert_eq!([find(0, 1).await, find(59, 2).await], [1, 1]);
        assert_eq!([find(60, 3).await, find(61, 4).await], [3, 3]);
        let other = lately.get(at(61), async { Ok::<_, Infallible>("other") }).await;
        assert_eq!(*other.unwrap(), "other");
    }
}
