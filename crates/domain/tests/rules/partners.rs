//! Partners: what may be said and done, who may, and what the public reads.

use std::collections::BTreeMap;

use domain::Lang;
use domain::city::{Article, City};
use domain::journaled::{Context, Happening as _, Journaled as _, Refusal, numbered};
use domain::partners::{
    self, BadCell, Command, CommandKind, Duplicate, Entry, Event, EventKind, Existing, Kind, Known, Link,
    NewEvent, Open, Partner, Partners, Person, Public, Row, State, Terms, warning_is_due,
};
use domain::people::{Actor, Role, StaffId};
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

/// A partner and the time, as a shell would hold them.
struct Desk {
    city: City,
    now: Timestamp,
    events: Vec<Event>,
    partner: Option<Partner>,
    known: Known,
}

fn city() -> City {
    let kind = |code: &str, articles: &[u16], public| Kind {
        code: code.to_owned(),
        articles: articles.to_vec(),
        notice: "60 days".parse().unwrap(),
        public,
        unit: "foreign".into(),
    };
    let mut city = crate::support::city();
    city.partners = Partners {
        kinds: vec![kind("sister-city", &[18], true), kind("park", &[35], false)],
        register: Vec::new(),
    };
    city.regulation.articles = vec![Article {
        number: 52,
        lead: Vec::new(),
        lead_inferred: false,
        mechanism: Vec::new(),
    }];
    city
}

fn reference() -> Reference {
    Reference::from_random([3; 7])
}

fn other() -> Reference {
    Reference::from_random([9; 7])
}

fn staff(role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(1),
        role,
        unit: unit.into(),
    }
}

fn planner() -> Actor {
    staff(Role::Planner, "hotline")
}

fn officer() -> Actor {
    staff(Role::Officer, "foreign")
}

fn worker() -> Actor {
    Actor::System {
        worker: "renewals".to_owned(),
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn ube() -> Open {
    Open {
        entry: Entry {
            kind: "sister-city".to_owned(),
            names: BTreeMap::from([(Lang::ZH, "宇部市".to_owned()), (Lang::EN, "Ube".to_owned())]),
            country: Some("jp".to_owned()),
            since: Some("1992-05-18".parse().unwrap()),
            website: Some("https://www.city.ube.yamaguchi.jp".to_owned()),
            source: Some("the city's own page".to_owned()),
            ..Entry::default()
        },
        ..Open::default()
    }
}

/// One command of each kind, of which the first is refused for nothing but state and permission.
fn commands() -> Vec<Command> {
    let json = |text: &str| serde_json::from_str(text).unwrap();
    vec![
        Command::Edit(ube().entry),
        json(r#"{"command":"agree","decided_by":"The city government"}"#),
        json(r#"{"command":"activate"}"#),
        json(r#"{"command":"end","reason":"It was not renewed","decided_by":"The council"}"#),
        json(r#"{"command":"renew","until":"2030-05-18"}"#),
        json(r#"{"command":"add-contact","name":"Sato","email":"sato@example.jp","language":"ja"}"#),
        json(r#"{"command":"change-contact","contact":"5","phone":"+81 836 31 4111"}"#),
        json(r#"{"command":"remove-contact","contact":"5"}"#),
        json(
            r#"{"command":"attach","title":"The agreement","date":"1992-05-18","public":true,
                "name":"a.pdf","media_type":"application/pdf","size":9,"digest":"00"}"#,
        ),
        json(r#"{"command":"remove-document","document":"5"}"#),
        json(r#"{"command":"publish-document","document":"5"}"#),
        json(r#"{"command":"withdraw-document","document":"5"}"#),
        Command::Link {
            to: other().to_string(),
        },
        Command::Unlink {
            link: other().to_string(),
        },
        json(r#"{"command":"note","text":"They moved"}"#),
        json(r#"{"command":"publish"}"#),
        json(r#"{"command":"withdraw"}"#),
        json(r#"{"command":"confirm","source":"A letter"}"#),
        json(r#"{"command":"warn"}"#),
        json(r#"{"command":"erase","reason":"asked for"}"#),
    ]
}

fn of(kind: CommandKind) -> Command {
    let mut all = commands().into_iter();
    all.find(|command| command.kind() == kind).unwrap()
}

impl Desk {
    fn on(day: &str) -> Self {
        let city = city();
        let noon = day.parse::<Date>().unwrap().at(12, 0, 0, 0);
        let now = noon.to_zoned(city.timezone.clone()).unwrap().timestamp();
        Self {
            city,
            now,
            events: Vec::new(),
            partner: None,
            known: Known {
                target: Some(Link::Cases(other())),
            },
        }
    }

    /// With a partner that was proposed, agreed and made active.
    fn active(day: &str) -> Self {
        let mut desk = Self::on(day);
        desk.open(&officer(), &ube()).unwrap();
        desk.does(&planner(), &of(CommandKind::Agree));
        desk.does(&planner(), &of(CommandKind::Activate));
        desk
    }

    fn partner(&self) -> &Partner {
        self.partner.as_ref().unwrap()
    }

    fn open(&mut self, actor: &Actor, open: &Open) -> Result<(), Refusal> {
        let new = Partner::open(open, &self.known, &self.context(actor))?;
        self.record(actor, &new);
        Ok(())
    }

    fn try_to(&mut self, actor: &Actor, command: &Command) -> Result<Vec<EventKind>, Refusal> {
        let new = self
            .partner()
            .decide(command, &self.known, &self.context(actor))?;
        self.record(actor, &new);
        Ok(new.iter().map(|new| new.event.kind()).collect())
    }

    #[track_caller]
    fn does(&mut self, actor: &Actor, command: &Command) {
        let events = self.try_to(actor, command).unwrap();
        assert!(!events.is_empty(), "{command:?} changed nothing");
    }

    fn context<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now,
            actor,
            city: &self.city,
        }
    }

    /// As a journal keeps it: facts as JSON, words apart and gone once erased.
    fn record(&mut self, actor: &Actor, new: &[NewEvent]) {
        let after = self.events.last().map_or(0, |event| event.seq);
        let next: Vec<Event> = numbered(new, after, self.now, actor).collect();
        for mut event in next {
            let facts = serde_json::to_string(&event.event).unwrap();
            event.event = serde_json::from_str(&facts).unwrap();
            match &mut self.partner {
                Some(partner) => partner.apply(&event),
                None => self.partner = Partner::begin(reference(), &event),
            }
            let erases = event.event.erases();
            self.events.push(event);
            if erases {
                self.events.iter_mut().for_each(|event| event.body = None);
            }
        }
        assert_eq!(Partner::fold(reference(), &self.events), self.partner);
        let kept = serde_json::to_string(self.partner()).unwrap();
        assert_eq!(serde_json::from_str::<Partner>(&kept).unwrap(), *self.partner());
    }
}

#[track_caller]
fn refuses(open: &Open, expected: &[FieldProblem]) {
    let refused = Desk::on("2026-03-02").open(&planner(), open);
    assert_eq!(refused, Err(Refusal::Invalid(expected.to_vec())));
}

#[test]
fn a_partner_is_proposed_agreed_active_and_ended() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&officer(), &ube()).unwrap();
    let steps = [
        (CommandKind::Agree, State::Agreed),
        (CommandKind::Activate, State::Active),
        (CommandKind::Renew, State::Active),
        (CommandKind::End, State::Ended),
    ];
    for (command, state) in steps {
        desk.does(&planner(), &of(command));
        assert_eq!(desk.partner().state, state);
    }
    let decisions = &desk.partner().decisions;
    assert_eq!(decisions[0].decided_by.as_deref(), Some("The city government"));
    assert!(
        decisions
            .iter()
            .all(|d| d.recorded_by == Some(StaffId(1)) && d.on == day("2026-03-02"))
    );
    assert_eq!(desk.partner().until, Some(day("2030-05-18")));
}

#[test]
fn what_is_not_said_of_a_partner_its_kind_says() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&planner(), &ube()).unwrap();
    let partner = desk.partner();
    assert_eq!(partner.articles, [18]);
    assert_eq!(partner.unit, "foreign");
    assert_eq!(partner.country.as_deref(), Some("JP"));
    assert!(partner.public && !partner.confirmed);
    assert_eq!(partner.name(Lang::KO), Some((Lang::EN, "Ube")));
}

#[test]
fn what_is_wrong_with_a_proposal_is_named_by_field() {
    let with = |change: &dyn Fn(&mut Entry)| {
        let mut open = ube();
        change(&mut open.entry);
        open
    };
    let cases: [(Open, Problem, &str); 10] = [
        (
            with(&|e| e.kind = "moon".to_owned()),
            Problem::NotAnOption,
            "kind",
        ),
        (with(&|e| e.kind.clear()), Problem::Required, "kind"),
        (with(&|e| e.names.clear()), Problem::Required, "names"),
        (
            with(&|e| e.names = BTreeMap::from([(Lang::EN, "x".repeat(301))])),
            Problem::TooLong { max: 300, by: 1 },
            "names.en",
        ),
        (
            with(&|e| e.country = Some("Japan".to_owned())),
            Problem::NotAnOption,
            "country",
        ),
        (
            with(&|e| e.since = Some("2026-04".parse().unwrap())),
            Problem::InTheFuture,
            "since",
        ),
        (
            with(&|e| e.until = Some(day("1990-01-01"))),
            Problem::NotAfterStart,
            "until",
        ),
        (with(&|e| e.articles = vec![53]), Problem::NotAnOption, "articles"),
        (
            with(&|e| e.unit = Some("moon".into())),
            Problem::UnknownUnit,
            "unit",
        ),
        (
            with(&|e| e.website = Some("http://example.org".to_owned())),
            Problem::NotAWebsite,
            "website",
        ),
    ];
    for (open, problem, field) in cases {
        refuses(&open, &[problem.of(field)]);
    }
    let both = with(&|e| {
        e.kind = "moon".to_owned();
        e.unit = Some("moon".into());
    });
    refuses(
        &both,
        &[Problem::NotAnOption.of("kind"), Problem::UnknownUnit.of("unit")],
    );
}

#[test]
fn a_website_is_https_and_has_a_host() {
    for wrong in [
        "example.org",
        "https://",
        "https://localhost",
        "https://a b.org",
        "https://me:word@example.org",
        "javascript:alert(1)",
        "https://evil.example\\.weihai.gov.cn/",
        "https://a.b\0c",
        "https://\u{200b}.a",
        "https://192.0.2.1/",
        "https://a..b/",
    ] {
        let mut open = ube();
        open.entry.website = Some(wrong.to_owned());
        refuses(&open, &[Problem::NotAWebsite.of("website")]);
    }
}

#[test]
fn a_website_is_kept_as_a_browser_reads_it() {
    for (entered, kept) in [
        (
            "https://www.city.ube.yamaguchi.jp",
            "https://www.city.ube.yamaguchi.jp",
        ),
        (
            "https://Example.org/Weihai?a=b#c",
            "https://example.org/Weihai?a=b#c",
        ),
        ("https://example.org/", "https://example.org/"),
        ("https://a.b/\u{202e}x", "https://a.b/%E2%80%AEx"),
        ("https://wеihai.example", "https://xn--wihai-zwe.example"),
    ] {
        let mut open = ube();
        open.entry.website = Some(entered.to_owned());
        let mut desk = Desk::on("2026-03-02");
        desk.open(&planner(), &open).unwrap();
        assert_eq!(desk.partner().website.as_deref(), Some(kept));
        let same = Command::Edit(desk.partner().entry());
        assert_eq!(desk.try_to(&planner(), &same), Ok(Vec::new()), "{entered}");
    }
}

#[test]
fn a_day_no_partner_can_have_a_country_or_a_language_that_nobody_has_named_is_refused() {
    let many: BTreeMap<Lang, String> = (b'a'..=b'z')
        .flat_map(|a| (b'a'..=b'z').map(move |b| [a, b]))
        .filter_map(|code| Lang::parse(std::str::from_utf8(&code).unwrap()).ok())
        .filter(|lang| partners::is_language(*lang))
        .map(|lang| (lang, "A".to_owned()))
        .collect();
    let made_up = Lang::parse("xqz").unwrap();
    let with = |change: &dyn Fn(&mut Entry)| {
        let mut open = ube();
        change(&mut open.entry);
        open
    };
    for (open, problem, field) in [
        (
            with(&|e| e.until = Some(day("9999-12-31"))),
            Problem::NotADate,
            "until",
        ),
        (
            with(&|e| e.until = Some(day("-009999-01-01"))),
            Problem::NotADate,
            "until",
        ),
        (
            with(&|e| e.country = Some("XX".to_owned())),
            Problem::NotAnOption,
            "country",
        ),
        (
            with(&|e| e.names = many.clone()),
            Problem::TooLarge { max: 40 },
            "names",
        ),
        (
            with(&|e| {
                e.summaries.insert(made_up, "x".to_owned());
            }),
            Problem::NotALanguage,
            "summaries.xqz",
        ),
        (
            with(&|e| e.languages = vec![made_up]),
            Problem::NotALanguage,
            "languages",
        ),
    ] {
        refuses(&open, &[problem.of(field)]);
    }
}

#[test]
fn an_officer_proposes_for_the_unit_alone_and_makes_nobody_a_partner() {
    let mut desk = Desk::on("2026-03-02");
    let mut elsewhere = ube();
    elsewhere.entry.unit = Some("tourism".into());
    let refused = desk.open(&officer(), &elsewhere);
    assert_eq!(refused, Err(Problem::NotAnOption.of("unit").into()));
    let already = Open {
        already: true,
        ..ube()
    };
    assert_eq!(desk.open(&officer(), &already), Err(Refusal::NotAllowed));
    desk.open(&staff(Role::Officer, "tourism"), &ube()).unwrap();
    assert_eq!(desk.partner().unit, "tourism");
}

#[test]
fn one_that_is_a_partner_already_is_taken_in_as_active() {
    let mut desk = Desk::on("2026-03-02");
    let already = Open {
        already: true,
        confirmed: true,
        ..ube()
    };
    desk.open(&planner(), &already).unwrap();
    let partner = desk.partner();
    assert_eq!(partner.state, State::Active);
    assert_eq!(partner.confirmed_on, Some(day("2026-03-02")));
    assert_eq!(partner.since, ube().entry.since);
    assert!(partner.decisions.is_empty());
}

#[test]
fn an_edit_says_everything_anew_and_the_same_again_is_no_event() {
    let mut desk = Desk::active("2026-03-02");
    let mut entry = desk.partner().entry();
    assert_eq!(
        desk.try_to(&officer(), &Command::Edit(entry.clone())),
        Ok(Vec::new())
    );
    entry.country = None;
    entry.languages = vec![Lang::JA, Lang::EN, Lang::JA];
    desk.does(&officer(), &Command::Edit(entry));
    assert_eq!(desk.partner().country, None);
    assert_eq!(desk.partner().languages, [Lang::JA, Lang::EN]);
    assert_eq!(desk.partner().state, State::Active);
}

#[test]
fn an_edit_leaves_the_unit_where_it_is_and_an_officer_gives_nothing_away() {
    let mut desk = Desk::active("2026-03-02");
    let edit = |desk: &Desk, unit: Option<&str>, source: &str| {
        Command::Edit(Entry {
            unit: unit.map(Into::into),
            source: Some(source.to_owned()),
            ..desk.partner().entry()
        })
    };
    let away = edit(&desk, Some("tourism"), "a");
    let refused = desk.try_to(&officer(), &away);
    assert_eq!(refused, Err(Problem::NotAnOption.of("unit").into()));
    desk.does(&planner(), &away);
    let left_out = edit(&desk, None, "b");
    desk.does(&planner(), &left_out);
    assert_eq!(desk.partner().unit, "tourism");
}

#[test]
fn what_is_said_anew_is_not_what_was_confirmed_and_may_be_confirmed_again() {
    let mut desk = Desk::active("2026-03-02");
    desk.does(&officer(), &of(CommandKind::Confirm));
    assert_eq!(
        desk.try_to(&officer(), &of(CommandKind::Confirm)),
        Ok(Vec::new()),
        "the same day, the same source"
    );
    let mut entry = desk.partner().entry();
    entry.unit = Some("tourism".into());
    desk.does(&planner(), &Command::Edit(entry.clone()));
    assert!(desk.partner().confirmed, "whose it is, is no matter of its own");
    entry.summaries.insert(Lang::EN, "Unchecked".to_owned());
    desk.does(&planner(), &Command::Edit(entry));
    assert!(!desk.partner().confirmed && desk.partner().confirmed_on.is_none());
    desk.does(&planner(), &of(CommandKind::Confirm));
    desk.now += jiff::SignedDuration::from_hours(24);
    desk.does(&planner(), &of(CommandKind::Confirm));
    assert_eq!(desk.partner().confirmed_on, Some(day("2026-03-03")));
}

#[test]
fn a_renewal_ends_after_today_and_after_the_end_it_had() {
    let mut desk = Desk::active("2026-03-02");
    let renew = |until: &str| Command::Renew {
        until: day(until),
        decided_by: String::new(),
        on: None,
    };
    let not_after = Err(Refusal::from(Problem::NotAfterStart.of("until")));
    for until in ["2026-03-01", "2026-03-02"] {
        assert_eq!(desk.try_to(&planner(), &renew(until)), not_after, "{until}");
    }
    desk.does(&planner(), &renew("2028-01-02"));
    assert_eq!(desk.partner().decision().unwrap().until, Some(day("2028-01-02")));
    for until in ["2026-08-15", "2028-01-02"] {
        assert_eq!(desk.try_to(&planner(), &renew(until)), not_after, "{until}");
    }
    let never = Err(Refusal::from(Problem::NotADate.of("until")));
    assert_eq!(desk.try_to(&planner(), &renew("9999-12-31")), never);
}

#[test]
fn a_document_is_put_before_the_public_and_taken_back_by_those_who_publish() {
    let mut desk = Desk::active("2026-03-02");
    let attach = |public: bool, date: &str| Command::Attach {
        title: "Minutes".to_owned(),
        date: Some(day(date)),
        public,
        file: serde_json::from_str(
            r#"{"name":"m.pdf","media_type":"application/pdf","size":9,"digest":"01"}"#,
        )
        .unwrap(),
    };
    let refused = desk.try_to(&officer(), &attach(true, "2026-03-01"));
    assert_eq!(refused, Err(Problem::NotAnOption.of("public").into()));
    let refused = desk.try_to(&planner(), &attach(true, "2026-03-03"));
    assert_eq!(refused, Err(Problem::InTheFuture.of("date").into()));
    desk.does(&officer(), &attach(false, "2026-03-01"));
    let document = desk.partner().documents[0].id.to_string();
    let publish = Command::PublishDocument {
        document: document.clone(),
    };
    let withdraw = Command::WithdrawDocument {
        document: document.clone(),
    };
    assert_eq!(desk.try_to(&officer(), &publish), Err(Refusal::NotAllowed));
    for (command, public) in [(publish, true), (withdraw, false)] {
        desk.does(&planner(), &command);
        assert_eq!(desk.partner().documents[0].public, public);
    }
    let no_such = Command::RemoveDocument {
        document: "77".to_owned(),
    };
    let refused = desk.try_to(&officer(), &no_such);
    assert_eq!(refused, Err(Problem::NotAnOption.of("document").into()));
    desk.does(&officer(), &Command::RemoveDocument { document });
    assert!(desk.partner().documents.is_empty());
}

#[test]
fn what_has_ended_is_not_withdrawn_from_a_public_that_does_not_see_it() {
    let mut desk = Desk::active("2026-03-02");
    desk.does(&planner(), &of(CommandKind::End));
    let may = partners::allowed(desk.partner(), &planner(), &desk.city);
    assert!(!may.contains(&CommandKind::Withdraw));
}

#[test]
fn another_unit_s_officer_sees_a_partner_but_not_who_is_written_to() {
    let mut desk = Desk::active("2026-03-02");
    desk.does(&officer(), &of(CommandKind::AddContact));
    desk.does(&officer(), &of(CommandKind::Note));
    for (actor, sees) in [
        (officer(), true),
        (planner(), true),
        (staff(Role::Agent, "hotline"), true),
        (staff(Role::Officer, "tourism"), false),
        (staff(Role::Interpreter, "hotline"), false),
        (staff(Role::Administrator, "hotline"), false),
        (Actor::ANYONE, false),
        (Actor::holder(reference()), false),
    ] {
        let seen = desk.partner().seen_by(&actor);
        assert_eq!(!seen.contacts.is_empty(), sees, "{actor:?}");
        assert_eq!(!seen.notes.is_empty(), sees, "{actor:?}");
    }
}

#[test]
fn a_contact_is_checked_kept_and_taken_away() {
    let mut desk = Desk::active("2026-03-02");
    let nobody = Person {
        email: Some("nowhere".to_owned()),
        phone: Some("x".to_owned()),
        ..Person::default()
    };
    let wrong = vec![
        Problem::Required.of("name"),
        Problem::NotAnEmail.of("email"),
        Problem::NotAPhone.of("phone"),
    ];
    let refused = desk.try_to(&officer(), &Command::AddContact(nobody));
    assert_eq!(refused, Err(Refusal::Invalid(wrong)));
    desk.does(&officer(), &of(CommandKind::AddContact));
    let contact = desk.partner().contacts[0].id.to_string();
    let change = |name: Option<&str>, phone: &str| Command::ChangeContact {
        contact: contact.clone(),
        name: name.map(str::to_owned),
        role: None,
        email: None,
        phone: Some(phone.to_owned()),
        language: None,
    };
    let wrong = Err(Refusal::Invalid(vec![Problem::NotAPhone.of("phone")]));
    assert_eq!(desk.try_to(&officer(), &change(None, "x")), wrong);
    desk.does(&officer(), &change(Some("Sato Hanako"), "+81 836 31 4111"));
    let person = &desk.partner().contacts[0].person;
    assert_eq!(person.name, "Sato Hanako");
    assert_eq!(
        person.email.as_deref(),
        Some("sato@example.jp"),
        "what is left out stays"
    );
    let same = change(None, "+81 836 31 4111");
    assert_eq!(desk.try_to(&officer(), &same), Ok(Vec::new()));
    let remove = Command::RemoveContact { contact };
    desk.does(&officer(), &remove);
    assert!(desk.partner().contacts.is_empty());
}

#[test]
fn a_link_leads_to_a_record_that_is_there() {
    let mut desk = Desk::active("2026-03-02");
    let link = |to: &str| Command::Link { to: to.to_owned() };
    let unknown = Err(Refusal::from(Problem::UnknownReference.of("to")));
    desk.known = Known::default();
    assert_eq!(desk.try_to(&officer(), &link(&other().to_string())), unknown);
    desk.known.target = Some(Link::Partners(reference()));
    assert_eq!(desk.try_to(&officer(), &link(&reference().to_string())), unknown);
    for target in [
        Link::Partners(other()),
        Link::Cases(Reference::from_random([8; 7])),
    ] {
        desk.known.target = Some(target);
        let to = link(&target.reference().to_string());
        desk.does(&officer(), &to);
        assert_eq!(desk.try_to(&officer(), &to), Ok(Vec::new()));
    }
    let public = Public::of(desk.partner()).unwrap();
    assert_eq!(public.partners, [other()], "no case is public");
    // By a name, which only partners have.
    desk.known.target = Some(Link::Cases(other()));
    assert_eq!(desk.try_to(&officer(), &link("Beeton")), unknown);
    desk.known.target = Some(Link::Partners(Reference::from_random([7; 7])));
    desk.does(&officer(), &link("Beeton"));
    let unlink = Command::Unlink {
        link: other().to_string(),
    };
    desk.does(&officer(), &unlink);
    assert_eq!(
        desk.try_to(&officer(), &unlink),
        Err(Problem::NotAnOption.of("link").into())
    );
}

#[test]
fn the_public_reads_of_an_active_partner_only_what_is_public() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&officer(), &ube()).unwrap();
    assert_eq!(Public::of(desk.partner()), None, "it is only proposed");
    let mut desk = Desk::active("2026-03-02");
    for command in [
        CommandKind::AddContact,
        CommandKind::Attach,
        CommandKind::Link,
        CommandKind::Note,
    ] {
        desk.does(&planner(), &of(command));
    }
    desk.does(
        &officer(),
        &serde_json::from_str(
            r#"{"command":"attach","title":"The minutes","name":"m.pdf","media_type":"application/pdf","size":9,"digest":"01"}"#,
        )
        .unwrap(),
    );
    let public = Public::of(desk.partner()).unwrap();
    let written = serde_json::to_string(&public).unwrap();
    for inner in [
        "Sato",
        "sato@",
        "They moved",
        "minutes",
        "own page",
        "government",
        &other().to_string(),
    ] {
        assert!(!written.contains(inner), "{inner} is public");
    }
    assert!(written.contains("The agreement"));
    assert!(!public.confirmed);
    desk.does(&planner(), &Command::Withdraw);
    assert_eq!(Public::of(desk.partner()), None);
    desk.does(&planner(), &Command::Publish);
    desk.does(&planner(), &of(CommandKind::End));
    assert_eq!(Public::of(desk.partner()), None, "it has ended");
}

#[test]
fn what_is_confirmed_says_on_which_day() {
    let mut desk = Desk::active("2026-03-02");
    desk.does(&officer(), &of(CommandKind::Confirm));
    let partner = desk.partner();
    assert_eq!(partner.confirmed_on, Some(day("2026-03-02")));
    assert_eq!(partner.source.as_deref(), Some("A letter"));
}

#[test]
fn a_unit_is_warned_once_for_each_end() {
    let mut desk = Desk::active("2030-01-01");
    desk.does(&officer(), &of(CommandKind::Renew));
    let due = |desk: &Desk, today: &str| {
        let notice = desk.city.partners.kinds[0].notice;
        warning_is_due(desk.partner(), notice, &desk.city.calendar, day(today))
    };
    assert!(!due(&desk, "2030-03-18"));
    assert!(due(&desk, "2030-03-19"));
    assert_eq!(desk.try_to(&worker(), &Command::Warn), Ok(Vec::new()));
    desk.now += jiff::SignedDuration::from_hours(24 * 90);
    assert_eq!(desk.try_to(&planner(), &Command::Warn), Err(Refusal::NotAllowed));
    assert_eq!(
        desk.try_to(&worker(), &Command::Warn),
        Ok(vec![EventKind::Warned])
    );
    assert!(!due(&desk, "2030-04-01"));
    let renew = Command::Renew {
        until: day("2031-05-18"),
        decided_by: String::new(),
        on: None,
    };
    desk.does(&officer(), &renew);
    assert!(due(&desk, "2031-04-01"));
}

#[test]
fn a_decision_is_not_of_tomorrow() {
    let mut desk = Desk::active("2026-03-02");
    let end = Command::End {
        reason: "It was not renewed".to_owned(),
        decided_by: String::new(),
        on: Some(day("2026-03-03")),
    };
    let refused = desk.try_to(&planner(), &end);
    assert_eq!(refused, Err(Problem::InTheFuture.of("on").into()));
}

#[test]
fn an_erased_partner_has_no_words_and_takes_no_command() {
    let mut desk = Desk::active("2026-03-02");
    for command in [
        CommandKind::AddContact,
        CommandKind::Attach,
        CommandKind::Link,
        CommandKind::Note,
        CommandKind::Confirm,
        CommandKind::End,
    ] {
        desk.does(&planner(), &of(command));
    }
    desk.does(&staff(Role::Administrator, "hotline"), &of(CommandKind::Erase));
    let kept = serde_json::to_string(desk.partner()).unwrap();
    for word in [
        "Ube",
        "Sato",
        "moved",
        "agreement",
        "renewed",
        "government",
        "https",
    ] {
        assert!(!kept.contains(word), "{word} is kept");
    }
    for actor in [planner(), staff(Role::Administrator, "hotline"), worker()] {
        assert!(partners::allowed(desk.partner(), &actor, &desk.city).is_empty());
    }
}

#[test]
fn every_command_and_event_has_its_code() {
    let kinds: Vec<_> = commands().iter().map(Command::kind).collect();
    assert_eq!(kinds, CommandKind::ALL);
    for kind in EventKind::ALL {
        assert_eq!(EventKind::parse(kind.code()), Some(*kind));
    }
}

// A table of partners

fn row(line: usize, cells: &[(&str, &str)]) -> Row {
    Row {
        line,
        cells: cells
            .iter()
            .map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned()))
            .collect(),
    }
}

fn import(rows: &[Row], known: &[Existing]) -> partners::Imported {
    let city = city();
    let country = |name: &str| (name == "Japan" || name == "JP").then(|| "JP".to_owned());
    partners::import(rows, known, &Terms::of(&city, day("2026-03-02")), &country)
}

#[test]
fn a_row_is_a_proposal_with_what_is_known() {
    let cells = [
        ("kind", "sister city"),
        ("name_zh", "宇部市"),
        ("name_en", "Ube"),
        ("summary_en", "On the Inland Sea"),
        ("country", "Japan"),
        ("since", "1992-05-18"),
        ("languages", "ja, en"),
        ("articles", "18 19"),
        ("source", "treaty"),
        ("until", ""),
        ("status", "in force"),
    ];
    let imported = import(&[row(2, &cells)], &[]);
    assert_eq!((imported.bad.len(), imported.duplicates.len()), (0, 0));
    let open = &imported.proposals[0].open;
    assert!(open.already && open.confirmed);
    assert_eq!(open.entry.kind, "sister-city");
    assert_eq!(open.entry.country.as_deref(), Some("JP"));
    assert_eq!(open.entry.languages, [Lang::JA, Lang::EN]);
    assert_eq!(open.entry.articles, [18, 19]);
    assert_eq!(open.entry.until, None);
    Desk::on("2026-03-02").open(&planner(), open).unwrap();
}

#[test]
fn one_that_is_to_be_verified_is_a_partner_that_is_not_confirmed() {
    let with = |status: &str| {
        let cells = [("kind", "park"), ("name_en", "Park"), ("status", status)];
        let open = import(&[row(2, &cells)], &[]).proposals[0].open.clone();
        (open.already, open.confirmed)
    };
    assert_eq!(with("verify"), (true, false));
    assert_eq!(with("proposed"), (false, false));
    assert_eq!(with(""), (false, false));
}

#[test]
fn every_bad_cell_is_named_by_line_and_column() {
    let rows = [
        row(
            2,
            &[
                ("kind", "moon"),
                ("name_en", ""),
                ("country", "province-wide"),
                ("since", "2019-10 (year worked out)"),
                ("until", "soon"),
                ("languages", "klingon"),
                ("articles", "x"),
                ("unit", "moon"),
                ("website", "http://x.org"),
                ("status", "recalled"),
                ("colour", "blue"),
            ],
        ),
        row(3, &[("kind", "park"), ("name_en", "Park"), ("articles", "53")]),
    ];
    let bad: Vec<_> = import(&rows, &[]).bad;
    let expected = [
        (1, "colour", Problem::UnknownField),
        (2, "status", Problem::NotAnOption),
        (2, "country", Problem::NotAnOption),
        (2, "since", Problem::NotADate),
        (2, "until", Problem::NotADate),
        (2, "languages", Problem::NotALanguage),
        (2, "articles", Problem::NotANumber),
        (2, "kind", Problem::NotAnOption),
        (2, "name_en", Problem::Required),
        (2, "website", Problem::NotAWebsite),
        (2, "unit", Problem::UnknownUnit),
        (3, "articles", Problem::NotAnOption),
    ];
    let value = |line: usize, column: &str| {
        let row = rows.iter().find(|row| row.line == line);
        row.map_or_else(String::new, |row| row.cells[column].clone())
    };
    let expected = expected.map(|(line, column, problem)| BadCell {
        line,
        column: column.to_owned(),
        value: value(line, column),
        problem,
    });
    assert_eq!(bad, expected);
}

#[test]
fn the_same_kind_and_name_twice_is_left_out_and_told() {
    let park = |line, name| row(line, &[("kind", "park"), ("name_en", name)]);
    let city = row(4, &[("kind", "sister-city"), ("name_en", "Park")]);
    let known = Existing {
        reference: other(),
        kind: "park".to_owned(),
        names: BTreeMap::from([(Lang::EN, "Old Park".to_owned())]),
    };
    let rows = [park(2, "Park"), park(3, "park"), city, park(5, "Old Park")];
    let imported = import(&rows, &[known]);
    let lines: Vec<_> = imported.proposals.iter().map(|proposal| proposal.line).collect();
    assert_eq!(lines, [2, 4]);
    let expected = [
        Duplicate::OfLine { line: 3, other: 2 },
        Duplicate::OfPartner {
            line: 5,
            other: other(),
        },
    ];
    assert_eq!(imported.duplicates, expected);
}

#[test]
fn a_day_is_read_as_people_write_it_where_it_can_be_understood_in_one_way_only() {
    for (written, read) in [
        ("1999/5/3", "1999-05-03"),
        ("2024.5.15", "2024-05-15"),
        ("2024. 5. 15.", "2024-05-15"),
        ("15.05.2024", "2024-05-15"),
        ("2024-5-15", "2024-05-15"),
        ("2023年9月", "2023-09"),
        ("2023年9月1日", "2023-09-01"),
        ("2023년 9월 1일", "2023-09-01"),
        ("２０２３年", "2023"),
        ("09.2023", "2023-09"),
        ("1987", "1987"),
    ] {
        let since: partners::Since = written.parse().unwrap_or_else(|_| panic!("{written}"));
        assert_eq!(since.to_string(), read, "{written}");
    }
    for unclear in [
        "03/05/1999",
        "3-5-1999",
        "99/5/3",
        "2024-13",
        "2024/5-15",
        "2024.2.30",
        "1999-",
        "0999",
        "-1999",
        "年",
        "2023年9",
        "",
    ] {
        assert!(unclear.parse::<partners::Since>().is_err(), "{unclear}");
    }
}

#[test]
fn a_table_of_a_year_s_rows_is_read_at_once() {
    let rows: Vec<Row> = (0..20_000)
        .map(|n| {
            let name = format!("Park {n}");
            row(n + 2, &[("kind", "park"), ("name_en", &name), ("colour", "blue")])
        })
        .collect();
    let begun = std::time::Instant::now();
    let imported = import(&rows, &[]);
    assert_eq!((imported.proposals.len(), imported.bad.len()), (20_000, 1));
    // Comparing each with each took minutes.
    assert!(begun.elapsed() < std::time::Duration::from_secs(20));
}

#[test]
fn a_row_of_a_partner_that_is_there_says_nothing_new() {
    let known = Existing {
        reference: other(),
        kind: "park".to_owned(),
        names: BTreeMap::from([(Lang::EN, "Old Park".to_owned())]),
    };
    let reference = other().to_string();
    let cells = [
        ("reference", reference.as_str()),
        ("kind", "park"),
        ("name_en", "New Park"),
        ("status", "ended"),
    ];
    let imported = import(&[row(2, &cells)], &[known]);
    let there = Duplicate::OfPartner {
        line: 2,
        other: other(),
    };
    assert_eq!((imported.duplicates, imported.bad), (vec![there], Vec::new()));
    let elsewhere = import(&[row(2, &cells)], &[]);
    assert_eq!(elsewhere.bad[0].column, "status");
}

fn any_actor() -> impl Strategy<Value = Actor> {
    prop::sample::select(vec![
        planner(),
        officer(),
        worker(),
        staff(Role::Officer, "tourism"),
        staff(Role::Mediator, "foreign"),
        staff(Role::Administrator, "hotline"),
        staff(Role::Agent, "hotline"),
        Actor::holder(reference()),
    ])
}

proptest! {
    /// Whatever is tried in whatever order: what `allowed` names is not refused for state or permission, what it does not
    /// name is refused, and folding gives the same partner.
    #[test]
    fn any_sequence_of_commands_keeps_the_rules(
        tries in prop::collection::vec((any_actor(), prop::sample::select(commands()), 0i64..90), 1..40)
    ) {
        let mut desk = Desk::on("2026-01-05");
        desk.open(&planner(), &ube()).unwrap();
        for (actor, command, days) in tries {
            desk.now += jiff::SignedDuration::from_hours(24 * days);
            let listed = partners::allowed(desk.partner(), &actor, &desk.city).contains(&command.kind());
            match desk.try_to(&actor, &command) {
                Ok(_) => prop_assert!(listed, "{:?} went through unlisted", command.kind()),
                Err(Refusal::NotAllowed | Refusal::WrongState { .. }) => prop_assert!(!listed, "{:?}", command.kind()),
                Err(_) => {}
            }
            prop_assert!(desk.partner().warned_for.is_none() || desk.partner().until.is_some());
        }
    }
}
