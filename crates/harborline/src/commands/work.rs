use std::process::ExitCode;
use std::sync::Arc;

use super::{clock, mail, open_as_is, read_city};
use crate::config::Config;
use crate::duties::{Duties, Memory, Node};
use crate::engines;

/// Runs the duties until the process is told to end. They help those who serve, and make no database of their own: on a
/// mistyped path they would wait there for ever.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    super::serve::log_to_stderr(&config);
    let city = Arc::new(read_city(&config.city)?);
    let store = open_as_is(&config).await?;
    store.adopt(&city).await?;
    let memory = Memory::new(store.clone(), &city);
    let translators = engines::translators(&config, &city, memory.translator())?;
    let duties = Duties::of(&store, memory);
    let mail = if config.mail()?.is_some() {
        // One of its own would make links that those who serve do not know.
        let file = config.data.join("secret");
        anyhow::ensure!(
            file.exists(),
            "{} is missing: links in mails need the secret of those who serve",
            file.display()
        );
        mail(&config, &city, &super::serve::secret(&config, &store).await?)?
    } else {
        None
    };
    let node = Node {
        store,
        clock: clock(&config),
        mail,
        city,
    };
    let duties = duties.with_workers(&node, translators);
    super::serve::drained(async {
        duties.run(super::serve::told_to_end()).await;
        Ok(())
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
