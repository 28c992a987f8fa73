//! One partner: what is known of it, who decided, whom one writes to, and what may be done next.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::Uri;
use domain::Lang;
use domain::cases::Case;
use domain::partners::{
    CommandKind, Contact, Decision, Document, Link, Note, Partner, sees_contacts, sees_notes,
};
use domain::problems::Problem;
use domain::receipts::Reference;
use jiff::civil::Date;
use store::partners::PartnerFilter;

use super::list::is_near;
use super::{Answer, Desk, ROOM};
use crate::kit::desk::{Fault, Names, query_of, show_with};
use crate::kit::field::Field;
use crate::kit::form::FormState;
use crate::kit::published::Published;
use crate::kit::work::{Draft, Form, Notice, Shown, Step, Worked as _};
use crate::partners::view::Told as _;

/// The most partners that are named as linked to one.
const LINKED_MAX: usize = 100;
/// The most partners that are named when it is not clear which is meant.
const MEANT_MAX: usize = 8;

#[derive(Template)]
#[template(path = "partners/desk/partner.html")]
pub(super) struct PartnerPage {
    pub page: Desk,
    pub reference: String,
    pub version: u64,
    pub name: Option<Published>,
    pub state: &'static str,
    pub state_text: String,
    /// What one must know at a glance.
    pub flags: Vec<String>,
    pub banners: Vec<String>,
    pub facts: Vec<(String, String)>,
    pub languages: String,
    pub articles: Vec<u16>,
    pub website: Option<String>,
    pub source: Option<String>,
    pub said: Vec<Said>,
    pub decisions: Vec<DecisionLine>,
    pub contacts: Option<Vec<ContactLine>>,
    pub documents: Vec<DocumentLine>,
    pub linked: Vec<Linked>,
    pub notes: Option<Vec<NoteLine>>,
    pub steps: Vec<Step>,
    pub groups: Vec<Group>,
    pub notice: Option<Notice>,
    pub done: Option<String>,
}

/// What is said of it in one language.
pub(super) struct Said {
    pub language: String,
    pub tag: String,
    pub dir: &'static str,
    pub name: Option<String>,
    pub summary: Option<String>,
}

pub(super) struct DecisionLine {
    pub what: String,
    pub on: String,
    pub machine: String,
    /// Until when it was renewed.
    pub until: Option<String>,
    pub decided_by: Option<String>,
    pub recorded_by: Option<String>,
    pub reason: Option<String>,
}

pub(super) struct ContactLine {
    pub name: String,
    pub role: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Option<String>,
}

pub(super) struct DocumentLine {
    pub href: String,
    pub title: String,
    pub date: Option<String>,
    pub size: String,
    pub is_public: bool,
}

/// Another record.
pub(super) struct Linked {
    pub noun: String,
    pub reference: String,
    /// Where it is; none when it is not theirs to see.
    pub href: Option<String>,
    pub name: Option<Published>,
}

pub(super) struct NoteLine {
    pub who: String,
    pub at: String,
    pub machine: String,
    pub text: String,
}

/// Forms that belong together.
pub(super) struct Group {
    pub code: &'static str,
    pub title: String,
    pub forms: Vec<Form>,
}

/// `GET /desk/partners/{reference}`
pub(super) async fn show(desk: Desk, Path(address): Path<String>, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let partner: Partner = desk.record(&address).await?;
    let done = query_of(&uri).filled("done").map(str::to_owned);
    let shown = Shown {
        done,
        ..Shown::default()
    };
    partner.page(desk, shown).await
}

pub(super) async fn page(partner: &Partner, desk: Desk, shown: Shown) -> Answer {
    let names = desk.names().await?;
    let steps = desk.history(partner, &names).await?;
    let linked = linked(&desk, partner).await?;
    let meant = meant(&desk, shown.draft.as_ref()).await?;
    let status = shown.status;
    let title = partner.reference.to_string();
    let called = desk.t("partners-page-title").with("reference", title).to_string();
    let mut page = PartnerPage::of(desk.called(called), partner, &names, linked, steps, shown);
    page.name_those(&meant);
    show_with(status, &page)
}

/// The partners that may be meant by what nothing was found for.
async fn meant(desk: &Desk, draft: Option<&Draft>) -> Result<Vec<Partner>, Fault> {
    let failed = draft.filter(|draft| draft.code == CommandKind::Link.code() && !draft.state.is_clean());
    let asked = failed.map_or("", |draft| draft.state.value("to"));
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let filter = PartnerFilter {
        q: asked.to_owned(),
        ..PartnerFilter::default()
    };
    let store = desk.app.store();
    Ok(store.partners(&desk.actor, &filter, None, MEANT_MAX).await?.rows)
}

/// What is wrong, where a partner's form says it better than the sentence for every form does.
pub(super) fn own_errors(
    desk: &Desk,
    code: &str,
    end: Option<Date>,
    state: &FormState,
    fields: &mut [Field],
) {
    for field in fields.iter_mut().filter(|field| field.error.is_some()) {
        let first = field.name.split('.').next().unwrap_or_default();
        let problem = state.problem(&field.name).or_else(|| state.problem(first));
        let own = match (code, first, problem) {
            (_, "names", Some(Problem::Required)) => desk.t("partners-names-required").to_string(),
            ("link", "to", Some(Problem::UnknownReference)) => desk.t("partners-link-unknown").to_string(),
            ("renew", "until", Some(Problem::NotAfterStart)) => {
                let today = desk.app.today();
                let after = end.map_or(today, |end| end.max(today));
                desk.t("partners-renew-after")
                    .with("date", desk.brief_date(after))
                    .to_string()
            }
            _ => continue,
        };
        field.error = Some(own);
    }
}

/// The records that it is linked to, and the partners that are linked to it, as far as they may be seen.
async fn linked(desk: &Desk, partner: &Partner) -> Result<Vec<Linked>, Fault> {
    let store = desk.app.store();
    let actor = &desk.actor;
    let mut linked = Vec::new();
    let mut known: Vec<Reference> = Vec::new();
    for link in &partner.links {
        let reference = link.reference();
        known.push(reference);
        linked.push(match link {
            Link::Partners(_) => {
                let other: Option<Partner> = store.get(reference, actor).await?;
                Linked::partner(desk, reference, other.as_ref())
            }
            Link::Cases(_) => {
                let case: Option<Case> = store.get(reference, actor).await?;
                Linked {
                    noun: desk.t("partners-links-cases").to_string(),
                    reference: reference.to_string(),
                    href: case.map(|_| format!("/desk/cases/{reference}")),
                    name: None,
                }
            }
        });
    }
    let to_it = PartnerFilter {
        linked_to: Some(partner.reference),
        ..PartnerFilter::default()
    };
    let found = store.partners(actor, &to_it, None, LINKED_MAX).await?;
    let others = found
        .rows
        .iter()
        .filter(|other| !known.contains(&other.reference));
    linked.extend(others.map(|other| Linked::partner(desk, other.reference, Some(other))));
    Ok(linked)
}

impl Linked {
    fn partner(desk: &Desk, reference: Reference, partner: Option<&Partner>) -> Self {
        Self {
            noun: desk.t("partners-links-partners").to_string(),
            reference: reference.to_string(),
            href: partner.map(|_| format!("{}/{reference}", Partner::PATH)),
            name: partner.and_then(|partner| desk.said_of(&partner.names)),
        }
    }
}

impl DecisionLine {
    fn of(desk: &Desk, names: &Names, decision: &Decision) -> Self {
        Self {
            what: desk.tc("partners-decision", decision.kind.code()).to_string(),
            on: desk.brief_date(decision.on),
            until: decision.until.map(|until| {
                desk.t("partners-decision-until")
                    .with("date", desk.brief_date(until))
                    .to_string()
            }),
            machine: decision.on.to_string(),
            decided_by: decision.decided_by.clone(),
            recorded_by: decision.recorded_by.map(|id| names.get(id)),
            reason: decision.reason.clone(),
        }
    }
}

impl ContactLine {
    fn of(desk: &Desk, contact: &Contact) -> Self {
        let person = contact.person.clone();
        Self {
            name: person.name,
            role: person.role,
            email: person.email,
            phone: person.phone,
            language: person.language.map(|lang| desk.language_name(lang)),
        }
    }
}

impl DocumentLine {
    fn of(desk: &Desk, partner: &Partner, document: &Document) -> Self {
        let title = document.title.clone().or_else(|| document.shown_name());
        Self {
            href: format!(
                "{}/{}/documents/{}",
                Partner::PATH,
                partner.reference,
                document.id
            ),
            title: title.unwrap_or_else(|| desk.t("partners-document").to_string()),
            date: document.date.map(|date| desk.brief_date(date)),
            size: desk.partner_size(document.size),
            is_public: document.public,
        }
    }
}

impl NoteLine {
    fn of(desk: &Desk, names: &Names, note: &Note) -> Self {
        Self {
            who: note.by.map(|id| names.get(id)).unwrap_or_default(),
            at: desk.brief(note.at),
            machine: desk.machine_time(note.at),
            text: note.text.clone(),
        }
    }
}

/// Names and summaries by language, in the order in which the desk has languages.
fn said(desk: &Desk, partner: &Partner) -> Vec<Said> {
    let mut languages: Vec<Lang> = desk.all_languages();
    let texts: [&BTreeMap<Lang, String>; 2] = [&partner.names, &partner.summaries];
    let others: Vec<Lang> = texts
        .iter()
        .flat_map(|texts| texts.keys())
        .filter(|lang| !languages.contains(lang))
        .copied()
        .collect();
    languages.extend(others);
    languages.dedup();
    languages.retain(|lang| texts.iter().any(|texts| texts.contains_key(lang)));
    let said = |lang: Lang| Said {
        language: desk.language_name(lang),
        tag: desk.tag_of(lang).to_owned(),
        dir: desk.dir_of(lang),
        name: partner.names.get(&lang).cloned(),
        summary: partner.summaries.get(&lang).cloned(),
    };
    languages.into_iter().map(said).collect()
}

fn group_of(kind: &str) -> &'static str {
    match CommandKind::parse(kind) {
        Some(CommandKind::Agree | CommandKind::Activate | CommandKind::End | CommandKind::Renew) => "decide",
        Some(
            CommandKind::Publish
            | CommandKind::Withdraw
            | CommandKind::PublishDocument
            | CommandKind::WithdrawDocument,
        ) => "public",
        Some(CommandKind::Erase) => "more",
        _ => "enter",
    }
}

fn groups(desk: &Desk, mut forms: Vec<Form>) -> Vec<Group> {
    let mut groups = Vec::new();
    for code in ["decide", "enter", "public", "more"] {
        let (own, others) = forms.into_iter().partition(|form| group_of(form.code) == code);
        forms = others;
        groups.push(Group {
            code,
            title: desk.tc("partners-group", code).to_string(),
            forms: own,
        });
    }
    groups.retain(|group| !group.forms.is_empty());
    groups
}

fn facts(desk: &Desk, partner: &Partner) -> Vec<(String, String)> {
    let not_known = || desk.t("partners-not-known").to_string();
    let country = partner.country.as_deref();
    let country = country.map(|country| desk.country(country).to_owned());
    let since = partner.since.map(|since| desk.brief_since(since));
    let until = partner.until.map(|until| desk.brief_date(until));
    let fact = |key: &str, value: String| (desk.t(key).to_string(), value);
    let mut facts = vec![
        fact("partners-kind", desk.partner_kind(&partner.kind)),
        fact("partners-country", country.unwrap_or_else(not_known)),
        fact("partners-unit", desk.unit(&partner.unit).to_owned()),
        fact("partners-since-label", since.unwrap_or_else(not_known)),
    ];
    facts.extend(until.map(|until| fact("partners-until-label", until)));
    facts.push(fact("partners-opened", desk.brief(partner.opened_at)));
    facts
}

impl PartnerPage {
    pub(super) fn of(
        page: Desk,
        partner: &Partner,
        names: &Names,
        linked: Vec<Linked>,
        steps: Vec<Step>,
        shown: Shown,
    ) -> Self {
        use domain::partners::State;
        let desk = &page;
        let t = |key: &str| desk.t(key).to_string();
        let (key, on) = match partner.confirmed_on.filter(|_| partner.confirmed) {
            Some(on) => ("partners-confirmed", on),
            None => ("partners-unconfirmed", desk.city().day(partner.opened_at)),
        };
        let confirmed = desk.t(key).with("date", desk.brief_date(on)).to_string();
        let public = t(match (partner.public, partner.state) {
            (true, State::Active) => "partners-is-public",
            (true, State::Proposed | State::Agreed) => "partners-is-public-later",
            _ => "partners-is-inner",
        });
        let mut banners = Vec::new();
        if let Some(until) = partner.until.filter(|_| is_near(desk, partner)) {
            let key = if until < desk.app.today() {
                "partners-renewal-over"
            } else {
                "partners-renewal-near"
            };
            let mut banner = desk.t(key).with("date", desk.brief_date(until)).to_string();
            if partner.warned_for == Some(until) {
                banner = format!("{banner} · {}", desk.t("partners-warned"));
            }
            banners.push(banner);
        }
        if partner.erased {
            banners.push(t("partners-erased"));
        }
        let languages = partner.languages.iter();
        let languages: Vec<String> = languages.map(|lang| desk.language_name(*lang)).collect();
        let lines = partner
            .contacts
            .iter()
            .map(|contact| ContactLine::of(desk, contact));
        let mut forms = desk.forms(partner, names, shown.draft.as_ref());
        if let Some(draft) = &shown.draft {
            let own = forms.iter_mut().filter(|form| form.code == draft.code);
            own.for_each(|form| own_errors(desk, form.code, partner.until, &draft.state, &mut form.fields));
        }
        let notes = partner.notes.iter().rev();
        let notes = notes.map(|note| NoteLine::of(desk, names, note));
        Self {
            reference: partner.reference.to_string(),
            version: partner.version,
            name: desk.said_of(&partner.names),
            state: partner.state.code(),
            state_text: desk.tc("partners-state", partner.state.code()).to_string(),
            flags: vec![confirmed, public],
            banners,
            facts: facts(desk, partner),
            languages: languages.join(" · "),
            articles: partner.articles.clone(),
            website: partner.website.clone(),
            source: partner.source.clone(),
            said: said(desk, partner),
            decisions: partner
                .decisions
                .iter()
                .rev()
                .map(|decision| DecisionLine::of(desk, names, decision))
                .collect(),
            contacts: sees_contacts(partner, &desk.actor).then(|| lines.collect()),
            documents: partner
                .documents
                .iter()
                .map(|document| DocumentLine::of(desk, partner, document))
                .collect(),
            linked,
            notes: sees_notes(partner, &desk.actor).then(|| notes.collect()),
            steps,
            groups: groups(desk, forms),
            notice: shown.notice,
            done: shown.done.and_then(|code| desk.partner_done(&code)),
            page,
        }
    }

    /// Says at the form of a link which partners may be meant.
    pub(super) fn name_those(&mut self, meant: &[Partner]) {
        if meant.is_empty() {
            return;
        }
        let one = |partner: &Partner| match self.page.said_of(&partner.names) {
            Some(name) => format!("{} ({})", name.text, partner.reference),
            None => partner.reference.to_string(),
        };
        let list: Vec<String> = meant.iter().map(one).collect();
        let said = self
            .page
            .t("partners-link-meant")
            .with("list", list.join(" · "))
            .to_string();
        let forms = self.groups.iter_mut().flat_map(|group| &mut group.forms);
        let fields = forms
            .filter(|form| form.code == CommandKind::Link.code())
            .flat_map(|form| &mut form.fields);
        for error in fields.filter_map(|field| field.error.as_mut()) {
            *error = format!("{error} {said}");
        }
    }
}
