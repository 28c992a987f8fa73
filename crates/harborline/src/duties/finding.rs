use std::path::PathBuf;
use std::time::Duration;

use web::App;
use web::kit::findable::{Kept, refresh};

use super::{A_MINUTE, Duty, Wake};

/// Keeps the index of everything that may be found: each process has its own, in its data folder. It is there soon after
/// the start, and a minute after what may be found has changed.
pub struct Finding {
    app: App,
    folder: PathBuf,
}

impl Finding {
    pub fn new(app: App, folder: PathBuf) -> Self {
        Self { app, folder }
    }
}

impl Duty for Finding {
    const NAME: &'static str = "finding";
    const EVERY: Option<Duration> = Some(A_MINUTE);

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        let kept = refresh(&self.app, &self.folder).await?;
        if kept != Kept::AsItWas {
            let texts = self.app.shelf().index().map_or(0, |index| index.texts());
            tracing::info!(texts, ?kept, "the index of the search stands");
        }
        Ok(())
    }
}
