//! What a translation needs beside its table of inputs to be worked on at the desk.

use domain::inputs::Input;
use domain::journaled::Event;
use domain::legal::{self, CommandKind, OPEN, Translation, TranslationEvent};
use domain::roles::{Actor, Reach};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::LAWS;
use super::api::LawTranslationView;
use super::record::RecordPage;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Names, show_with};
use crate::kit::field::choice;
use crate::kit::inputs::Given;
use crate::kit::work::{Shown, Worked};

impl Worked<LawTranslationView> for Translation {
    const PATH: &'static str = LAWS.href;

    fn allowed(&self, desk: &Desk) -> Vec<CommandKind> {
        legal::allowed(self, &desk.actor, desk.city())
    }

    fn given(&self, desk: &Desk, _: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
        let words = self.words.as_ref();
        Some(match (kind, input.name) {
            (CommandKind::Revise, "title") => {
                Given::default().valued("title", words.map_or("", |words| &words.title))
            }
            (CommandKind::Revise, "text") => {
                Given::default().valued("text", words.map_or("", |words| &words.text))
            }
            (CommandKind::Publish, "on") => Given::default().valued("on", desk.app.today().to_string()),
            _ => Given::default(),
        })
    }

    fn given_new(desk: &Desk, input: &Input) -> Option<Given> {
        let owed = || desk.city().owed_translations();
        Some(match input.name {
            "law" => {
                let theirs = owed()
                    .filter(|(_, owed, _)| desk.reach(OPEN) == Reach::All || desk.actor.is_of(&owed.unit));
                let mut laws: Vec<&legal::Law> = theirs.map(|(law, ..)| law).collect();
                laws.dedup_by_key(|law| &law.code);
                let named = laws
                    .into_iter()
                    .map(|law| choice(&law.code, desk.c_owned(&law.place(), "title")));
                Given::among(named.collect())
            }
            "language" => {
                let mut languages: Vec<_> = owed().map(|(.., language)| language).collect();
                languages.sort_unstable();
                languages.dedup();
                let named = languages
                    .into_iter()
                    .map(|lang| choice(lang, desk.language_name(lang)));
                Given::among(named.collect())
            }
            _ => Given::default(),
        })
    }

    fn told(
        &self,
        (desk, _): (&Desk, &Names),
        event: &Event<Self>,
        _: Option<&Self>,
        _: &Self,
    ) -> Vec<String> {
        let body = event.body.clone().unwrap_or_default();
        let day = |day| desk.brief_date(day);
        let from = |from| desk.t("legal-detail-from").with("date", day(from)).to_string();
        let facts = match &event.event {
            TranslationEvent::Opened { source_day, .. } | TranslationEvent::Revised { source_day } => {
                vec![source_day.map(from)]
            }
            TranslationEvent::Published { on, url } => vec![Some(day(*on)), url.clone()],
            _ => Vec::new(),
        };
        let reason = body.reason.map(|reason| {
            let text = desk.t("legal-detail-reason").with("reason", reason);
            text.to_string()
        });
        let title = body.words.map(|words| words.title);
        facts.into_iter().chain([title, reason]).flatten().collect()
    }

    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer> {
        async move {
            let status = shown.status;
            show_with(status, &RecordPage::of(desk, self, shown).await?)
        }
        .boxed()
    }

    fn view(&self, app: &App, actor: &Actor) -> LawTranslationView {
        LawTranslationView::of(app, self, actor)
    }
}
