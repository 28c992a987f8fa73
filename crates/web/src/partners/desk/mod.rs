//! The register of partners at the desk: list, partner, proposing one, and the import of a table.

mod history;
mod import;
mod list;
mod new;
mod partner;
#[cfg(test)]
pub(super) mod sample;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::response::Response;
use axum::routing::{get, post};
use domain::inputs::Input;
use domain::journaled::{Event, Journaled as _};
use domain::partners::{CommandKind, Contact, Document, Link, Partner, SEE};
use domain::roles::{Action, Actor, Reach};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Fault, Names, Room, see_other};
use crate::kit::field::choice;
use crate::kit::form::{Choice, Fields};
use crate::kit::inputs::Given;
use crate::kit::upload::{self, FILE_BODY_MAX, Sent};
use crate::kit::work::{self, Shown, Worked};
use crate::partners::api::PartnerView;
use crate::partners::view::Told as _;

const ROOM: Room = Room {
    text: "partners-title",
    href: Partner::PATH,
    key: 'p',
    needs: SEE,
};
pub const ROOMS: &[Room] = &[ROOM];

/// Routes for who is signed in.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/partners", get(list::show))
        .route("/desk/partners/search", post(list::search))
        .route("/desk/partners.csv", get(list::csv))
        .route("/desk/partners/new", get(new::show).post(new::open))
        .route(
            "/desk/partners/import",
            get(import::show)
                .post(import::check)
                .layer(DefaultBodyLimit::max(import::BODY_MAX)),
        )
        .route("/desk/partners/import.csv", get(import::template))
        .route(
            "/desk/partners/import/enter",
            get(import::back)
                .post(import::enter)
                .layer(DefaultBodyLimit::max(import::BODY_MAX)),
        )
        .route("/desk/partners/{reference}", get(partner::show))
        .route("/desk/partners/{reference}/documents/{id}", get(document))
        .route(
            "/desk/partners/{reference}/attach",
            get(back).post(attach).layer(DefaultBodyLimit::max(FILE_BODY_MAX)),
        )
        .route("/desk/partners/{reference}/{command}", get(back).post(carry_out))
}

/// Shows the form that was sent to that path, below `/desk`, when the session had ended.
pub fn resume(desk: Desk, path: Vec<String>, kept: Fields) -> Option<BoxFuture<'static, Answer>> {
    let mut path = path.into_iter();
    if path.next()? != domain::partners::NOUN {
        return None;
    }
    match (path.next()?, path.next()) {
        (new, None) if new == "new" => Some(async move { new::resume(desk, kept) }.boxed()),
        // A table is chosen again.
        (import, _) if import == "import" => None,
        (reference, Some(command)) => {
            Some(work::resume::<Partner, _>(desk, reference, command, kept).boxed())
        }
        _ => None,
    }
}

/// `POST /desk/partners/{reference}/{command}`
async fn carry_out(desk: Desk, Path(address): Path<(String, String)>, fields: Fields) -> Answer {
    work::carry_out::<Partner, _>(desk.room(&ROOM), address, fields).await
}

/// `POST /desk/partners/{reference}/attach`
async fn attach(desk: Desk, Path(reference): Path<String>, form: Sent) -> Answer {
    let address = (reference, CommandKind::Attach.code().to_owned());
    work::attach::<Partner, _>(desk.room(&ROOM), address, form).await
}

/// A form's address, opened again as a page.
async fn back(desk: Desk, Path(address): Path<Vec<(String, String)>>) -> Result<Response, Fault> {
    let reference = address.first().map_or("", |(_, value)| value);
    let reference = desk.reference(reference, "partners-unknown")?;
    Ok(see_other(&format!("{}/{reference}", Partner::PATH)))
}

/// `GET /desk/partners/{reference}/documents/{id}`
async fn document(desk: Desk, Path((reference, id)): Path<(String, u64)>) -> Answer {
    let partner: Partner = desk.record(&reference).await?;
    let found = partner.document(id);
    let document = found.ok_or_else(|| desk.unknown("partners-unknown"))?;
    let named = (document.name.as_deref(), document.media_type.as_str());
    Ok(upload::download(&desk.app, &partner, id, named).await?)
}

/// Whether they take that action on whichever partner.
fn takes(desk: &Desk, action: Action) -> bool {
    desk.reach(action) == Reach::All
}

/// The city's kinds, in the order of its pack.
fn kinds(desk: &Desk) -> Vec<Choice> {
    let kinds = desk.city().partners.kinds.iter();
    kinds
        .map(|kind| choice(&kind.code, desk.partner_kind(&kind.code)))
        .collect()
}

/// Whom a contact is chosen by.
fn named(contact: &Contact) -> Choice {
    let person = &contact.person;
    let label = match person.role.as_str() {
        "" => person.name.clone(),
        role => format!("{} · {role}", person.name),
    };
    choice(contact.id, label)
}

/// Whom a document is chosen by.
fn titled(desk: &Desk, document: &Document) -> Choice {
    let title = document.title.clone().or_else(|| document.shown_name());
    let title = title.unwrap_or_else(|| desk.t("partners-document").to_string());
    let label = match document.date {
        Some(date) => format!("{title} · {}", desk.brief_date(date)),
        None => title,
    };
    choice(document.id, label)
}

/// What a link is chosen by.
fn linked(desk: &Desk, link: Link) -> Choice {
    let noun = desk.t(match link {
        Link::Partners(_) => "partners-links-partners",
        Link::Cases(_) => "partners-links-cases",
    });
    let reference = link.reference().to_string();
    choice(&reference, format!("{noun} {reference}"))
}

impl Worked<PartnerView> for Partner {
    const PATH: &'static str = "/desk/partners";

    fn allowed(&self, desk: &Desk) -> Vec<CommandKind> {
        domain::partners::allowed(self, &desk.actor, desk.city())
    }

    fn given(&self, desk: &Desk, _: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
        let entry = self.entry();
        let valued = |value: String| Given::default().valued(input.name, value);
        Some(match (kind, input.name) {
            (CommandKind::Edit, "kind") => Given::among(kinds(desk)).valued("kind", entry.kind),
            (CommandKind::Edit, "names") => Given::texts("names", &entry.names),
            (CommandKind::Edit, "summaries") => Given::texts("summaries", &entry.summaries),
            (CommandKind::Edit, "languages") => {
                let languages = desk.all_languages().into_iter();
                let others = entry.languages.iter().copied();
                let others: Vec<_> = others
                    .filter(|lang| !desk.all_languages().contains(lang))
                    .collect();
                let choices = languages.chain(others).map(|lang| Choice {
                    chosen: entry.languages.contains(&lang),
                    ..choice(lang, desk.language_name(lang))
                });
                Given::among(choices.collect())
            }
            (CommandKind::Edit, "country") => valued(entry.country.unwrap_or_default()),
            (CommandKind::Edit, "articles") => {
                let articles: Vec<String> = entry.articles.iter().map(u16::to_string).collect();
                valued(articles.join(", "))
            }
            // Whose it is, is not for those to change who keep what is their own unit's.
            (CommandKind::Edit, "unit") if !takes(desk, CommandKind::Edit.action()) => return None,
            (CommandKind::Edit, "unit") => valued(self.unit.to_string()),
            (CommandKind::Edit, "website") => valued(entry.website.unwrap_or_default()),
            (CommandKind::Edit | CommandKind::Confirm, "source") => valued(entry.source.unwrap_or_default()),
            (CommandKind::Edit | CommandKind::Activate, "since") => {
                valued(entry.since.map(|since| since.to_string()).unwrap_or_default())
            }
            (CommandKind::Edit | CommandKind::Activate, "until") => {
                valued(entry.until.map(|until| until.to_string()).unwrap_or_default())
            }
            (CommandKind::Attach, "public")
                if !self.permits(&desk.actor, CommandKind::PublishDocument.action()) =>
            {
                return None;
            }
            (_, "document") => {
                let fits = |document: &&Document| match kind {
                    CommandKind::PublishDocument => !document.public,
                    CommandKind::WithdrawDocument => document.public,
                    _ => true,
                };
                let documents = self.documents.iter().filter(fits);
                Given::among(documents.map(|document| titled(desk, document)).collect())
            }
            (CommandKind::Unlink, "link") => {
                Given::among(self.links.iter().map(|link| linked(desk, *link)).collect())
            }
            (CommandKind::RemoveContact | CommandKind::ChangeContact, "contact") => {
                Given::among(self.contacts.iter().map(named).collect())
            }
            _ => Given::default(),
        })
    }

    fn given_new(desk: &Desk, input: &Input) -> Option<Given> {
        match input.name {
            "kind" => {
                // None is chosen for them.
                let none = choice("", desk.t("desk-choose"));
                Some(Given::among(std::iter::once(none).chain(kinds(desk)).collect()))
            }
            // Whose unit it is, is not theirs to choose.
            "unit" if !takes(desk, domain::partners::OPEN) => None,
            "already" if !takes(desk, CommandKind::Activate.action()) => None,
            _ => Some(Given::default()),
        }
    }

    fn is_danger(kind: CommandKind) -> bool {
        matches!(
            kind,
            CommandKind::Erase
                | CommandKind::End
                | CommandKind::Withdraw
                | CommandKind::WithdrawDocument
                | CommandKind::RemoveDocument
        )
    }

    fn told(
        &self,
        (desk, _): (&Desk, &Names),
        event: &Event<Self>,
        before: Option<&Self>,
        after: &Self,
    ) -> Vec<String> {
        history::told(desk, self, event, before, after)
    }

    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer> {
        partner::page(self, desk.room(&ROOM), shown).boxed()
    }

    fn seen_by(&self, actor: &Actor) -> Self {
        Self::seen_by(self, actor)
    }

    fn view(&self, app: &App, actor: &Actor) -> PartnerView {
        PartnerView::of(app, self, actor)
    }
}
