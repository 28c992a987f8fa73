//! Languages that wait for people because no machine translates them here: a notice on the translation desk.

use domain::Lang;
use language::neural::lacking;
use store::StoreError;

use super::{Desk, pair};

/// What the notice says.
#[derive(Debug, Clone)]
pub(super) struct Missing {
    /// A pair of languages and how many messages wait, the most first.
    pub lines: Vec<String>,
    /// What an administrator types to have them translated.
    pub command: String,
}

impl Missing {
    /// None when a machine translates all that waits.
    pub(super) async fn of(desk: &Desk) -> Result<Option<Self>, StoreError> {
        let waiting = desk.app.store().waiting_pairs(&desk.actor).await?;
        let translators = desk.app.translators();
        Ok(Self::among(desk, &waiting, |from, to| translators.has(from, to)))
    }

    pub(super) fn among(
        desk: &Desk,
        waiting: &[(Lang, Lang, u64)],
        has: impl Fn(Lang, Lang) -> bool,
    ) -> Option<Self> {
        let missing: Vec<_> = waiting.iter().filter(|(from, to, _)| !has(*from, *to)).collect();
        let mut models: Vec<String> = Vec::new();
        for (from, to, _) in &missing {
            for (from, to) in lacking(*from, *to, &has) {
                let model = format!("{from}-{to}");
                if !models.contains(&model) {
                    models.push(model);
                }
            }
        }
        let line = |(from, to, n): &&(Lang, Lang, u64)| {
            desk.t("desk-translation-missing-pair")
                .with("pair", pair(desk, *from, *to))
                .with("n", *n)
                .to_string()
        };
        (!missing.is_empty()).then(|| Self {
            lines: missing.iter().map(line).collect(),
            command: format!("harborline models add {}", models.join(" ")),
        })
    }
}
