use std::time::Duration;

use domain::contacts::{Contact, EventKind};
use store::Changed;
use web::App;
use web::media::close_rooms;

use super::{A_MINUTE, Duty, Wake};

/// Closes the rooms at the media server of calls that are over.
pub struct Rooms {
    app: App,
}

impl Rooms {
    pub fn new(app: App) -> Self {
        Self { app }
    }
}

impl Duty for Rooms {
    const NAME: &'static str = "rooms";
    /// What the media server did not do at once, and what nobody was told of.
    const EVERY: Option<Duration> = Some(A_MINUTE);
    const HEARS: bool = true;

    fn wants(&self, changed: &Changed) -> bool {
        let happened = changed.happened::<Contact>();
        happened.is_some_and(|(_, kind)| matches!(kind, EventKind::Ended | EventKind::Erased))
    }

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        Ok(close_rooms(&self.app).await?)
    }
}
