//! What each event of a partner changed, in words.

use std::collections::BTreeMap;

use domain::Lang;
use domain::partners::{Event, Link, Partner, PartnerEvent, Person, Since, sees_contacts};

use super::Desk;
use crate::partners::view::Told as _;

/// What an event changed.
pub(super) fn told(
    desk: &Desk,
    partner: &Partner,
    event: &Event,
    before: Option<&Partner>,
    after: &Partner,
) -> Vec<String> {
    let change = Change {
        desk,
        sees_contacts: sees_contacts(partner, &desk.actor),
    };
    before.map_or_else(Vec::new, |before| change.of(event, before, after))
}

/// What an event changed, for someone of that desk.
struct Change<'a> {
    desk: &'a Desk,
    /// Whether what is said of contacts is for them.
    sees_contacts: bool,
}

impl Change<'_> {
    fn of(&self, event: &Event, before: &Partner, after: &Partner) -> Vec<String> {
        let desk = self.desk;
        let words = event.body.clone().unwrap_or_default();
        let date = |key: &str, day| desk.t(key).with("date", desk.brief_date(day)).to_string();
        let decided = words
            .decided_by
            .map(|who| desk.t("partners-decided-by").with("who", who).to_string());
        let titled = |id: u64| {
            let document = before.document(id).or_else(|| after.document(id))?;
            document.title.clone().or_else(|| document.shown_name())
        };
        let called = |id: u64| {
            let contact = before.contact(id).or_else(|| after.contact(id))?;
            self.sees_contacts.then(|| contact.person.name.clone())
        };
        let linked = |link: &Link| {
            let noun = match link {
                Link::Partners(_) => "partners-links-partners",
                Link::Cases(_) => "partners-links-cases",
            };
            format!("{} {}", desk.t(noun), link.reference())
        };
        match &event.event {
            PartnerEvent::Edited(_) => self.said(before, after),
            PartnerEvent::Activated { .. } => self.days(before, after),
            PartnerEvent::Agreed { on } | PartnerEvent::Ended { on } => {
                let on = Some(desk.brief_date(*on));
                on.into_iter().chain(decided).chain(words.text).collect()
            }
            PartnerEvent::Renewed { until, .. } => {
                let until = Some(date("partners-decision-until", *until));
                until.into_iter().chain(decided).collect()
            }
            PartnerEvent::ContactAdded => called(event.seq).into_iter().collect(),
            PartnerEvent::ContactRemoved { contact } => called(*contact).into_iter().collect(),
            PartnerEvent::ContactChanged { contact } if self.sees_contacts => {
                let person = |partner: &Partner| partner.contact(*contact).map(|known| known.person.clone());
                match (person(before), person(after)) {
                    (Some(before), Some(after)) => self.person(&before, &after),
                    _ => Vec::new(),
                }
            }
            PartnerEvent::Attached { .. } => titled(event.seq).into_iter().collect(),
            PartnerEvent::DocumentRemoved { document }
            | PartnerEvent::DocumentPublished { document }
            | PartnerEvent::DocumentWithdrawn { document } => titled(*document).into_iter().collect(),
            PartnerEvent::Linked { to } => vec![linked(to)],
            PartnerEvent::Unlinked { from } => vec![linked(from)],
            PartnerEvent::Confirmed { .. } => words.source.into_iter().collect(),
            PartnerEvent::Warned { until } => vec![date("partners-decision-until", *until)],
            _ => Vec::new(),
        }
    }

    /// A field that has another value.
    fn field(&self, label: String, before: Option<String>, after: Option<String>) -> Option<String> {
        let nothing = || self.desk.t("partners-history-nothing").to_string();
        (before != after).then(|| {
            self.desk
                .t("partners-history-change")
                .with("field", label)
                .with("before", before.unwrap_or_else(nothing))
                .with("after", after.unwrap_or_else(nothing))
                .to_string()
        })
    }

    fn label(&self, input: &str) -> String {
        self.desk.tc("partners-input", input).to_string()
    }

    fn days(&self, before: &Partner, after: &Partner) -> Vec<String> {
        let desk = self.desk;
        let since = |since: Option<Since>| since.map(|since| desk.brief_since(since));
        let until = |partner: &Partner| partner.until.map(|until| desk.brief_date(until));
        [
            self.field(self.label("since"), since(before.since), since(after.since)),
            self.field(self.label("until"), until(before), until(after)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Texts by language.
    fn texts(
        &self,
        input: &str,
        before: &BTreeMap<Lang, String>,
        after: &BTreeMap<Lang, String>,
    ) -> Vec<String> {
        let languages = before
            .keys()
            .chain(after.keys().filter(|lang| !before.contains_key(lang)));
        let one = |lang: &Lang| {
            let label = format!("{} ({})", self.label(input), self.desk.language_name(*lang));
            self.field(label, before.get(lang).cloned(), after.get(lang).cloned())
        };
        languages.filter_map(one).collect()
    }

    /// What was said of it and is.
    fn said(&self, before: &Partner, after: &Partner) -> Vec<String> {
        let desk = self.desk;
        let mut said = self.texts("names", &before.names, &after.names);
        let mut field = |input: &str, value: &dyn Fn(&Partner) -> Option<String>| {
            said.extend(self.field(self.label(input), value(before), value(after)));
        };
        field("kind", &|partner| Some(desk.partner_kind(&partner.kind)));
        field("country", &|partner| {
            let country = partner.country.as_deref();
            country.map(|country| desk.country(country).to_owned())
        });
        field("languages", &|partner| {
            let languages = partner.languages.iter();
            let languages: Vec<String> = languages.map(|lang| desk.language_name(*lang)).collect();
            (!languages.is_empty()).then(|| languages.join(" · "))
        });
        field("articles", &|partner| {
            let articles: Vec<String> = partner.articles.iter().map(u16::to_string).collect();
            (!articles.is_empty()).then(|| articles.join(" · "))
        });
        field("unit", &|partner| Some(desk.unit(&partner.unit).to_owned()));
        field("website", &|partner| partner.website.clone());
        field("source", &|partner| partner.source.clone());
        said.extend(self.days(before, after));
        said.extend(self.texts("summaries", &before.summaries, &after.summaries));
        said
    }

    fn person(&self, before: &Person, after: &Person) -> Vec<String> {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let spoken = |person: &Person| person.language.map(|lang| self.desk.language_name(lang));
        let fields = [
            ("name", filled(&before.name), filled(&after.name)),
            ("role", filled(&before.role), filled(&after.role)),
            ("email", before.email.clone(), after.email.clone()),
            ("phone", before.phone.clone(), after.phone.clone()),
            ("language", spoken(before), spoken(after)),
        ];
        let changed = fields
            .into_iter()
            .filter_map(|(input, before, after)| self.field(self.label(input), before, after));
        // Whose it is, in any case.
        std::iter::once(after.name.clone()).chain(changed).collect()
    }
}
