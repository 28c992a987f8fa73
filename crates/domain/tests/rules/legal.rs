//! The translation of a law: who may do what with it, that four eyes see it, what the public reads, and how late it is.

use domain::city::City;
use domain::guides::SourceStatus;
use domain::journaled::{self, Context, Journaled as _, Refusal};
use domain::legal::{
    self, Command, CommandKind, Event, Known, Law, NewEvent, Open, Public, Standing, Stands, State,
    TITLE_MAX, Translation,
};
use domain::people::{Actor, Role, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::{Lang, LawCode};
use jiff::Timestamp;
use jiff::civil::Date;

fn reference() -> Reference {
    Reference::from_random([7, 6, 5, 4, 3, 2, 1])
}

fn someone(id: i64, role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(id),
        role,
        unit: unit.into(),
    }
}

fn agent() -> Actor {
    someone(1, Role::Agent, "hotline")
}

fn interpreter() -> Actor {
    someone(2, Role::Interpreter, "hotline")
}

fn supervisor() -> Actor {
    someone(3, Role::Supervisor, "hotline")
}

fn administrator() -> Actor {
    someone(4, Role::Administrator, "hotline")
}

fn day(day: &str) -> Date {
    day.parse().unwrap()
}

/// A law of the market unit, published on the last working day but one before the long holiday.
fn law() -> Law {
    serde_json::from_value(serde_json::json!({
        "code": "harbour", "kind": "regulation", "scope": "city", "order": 1, "published": "2026-02-13",
        "status": "in-force", "cited": ["商品法"],
        "translation": {
            "unit": "market", "languages": ["en", "ko"], "limit": "5 working days", "basis": "standard"
        }
    }))
    .unwrap()
}

/// A translation and the time, as a shell would hold them.
struct Desk {
    city: City,
    now: Timestamp,
    events: Vec<Event>,
    translation: Option<Translation>,
}

fn korean() -> Open {
    Open {
        law: LawCode::from("harbour"),
        language: Lang::KO,
        title: "항구 조례".to_owned(),
        text: "제1조\n\n배는 기다린다.".to_owned(),
    }
}

fn revise(text: &str) -> Command {
    Command::Revise {
        title: "항구 조례".to_owned(),
        text: text.to_owned(),
    }
}

fn publish(on: &str) -> Command {
    Command::Publish {
        on: day(on),
        url: String::new(),
    }
}

fn because() -> String {
    "A word is wrong.".to_owned()
}

impl Desk {
    /// Noon in the city on that day.
    fn on(today: &str) -> Self {
        let mut city = crate::support::city();
        city.legal = vec![law()];
        let mut desk = Self {
            city,
            now: Timestamp::UNIX_EPOCH,
            events: Vec::new(),
            translation: None,
        };
        desk.go_to(today);
        desk
    }

    fn with_draft(today: &str) -> Self {
        let mut desk = Self::on(today);
        desk.opens(&agent(), &korean(), Known::default()).unwrap();
        desk
    }

    fn go_to(&mut self, on: &str) {
        let noon = day(on).at(12, 0, 0, 0);
        self.now = noon.to_zoned(self.city.timezone.clone()).unwrap().timestamp();
    }

    fn record(&mut self, actor: &Actor, new: &[NewEvent]) {
        let after = self.events.len() as u64;
        for event in journaled::numbered(new, after, self.now, actor) {
            match &mut self.translation {
                Some(translation) => translation.apply(&event),
                None => self.translation = Translation::begin(reference(), &event),
            }
            self.events.push(event);
        }
        let folded = Translation::fold(reference(), &self.events);
        assert_eq!(folded, self.translation, "folding gives the same translation");
    }

    fn opens(&mut self, actor: &Actor, open: &Open, known: Known) -> Result<(), Refusal> {
        let ctx = Context {
            now: self.now,
            actor,
            city: &self.city,
        };
        let new = Translation::open(open, &known, &ctx)?;
        self.record(actor, &new);
        Ok(())
    }

    fn try_to(&mut self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        let ctx = Context {
            now: self.now,
            actor,
            city: &self.city,
        };
        let new = self.it().decide(command, &Known::default(), &ctx)?;
        self.record(actor, &new);
        Ok(())
    }

    #[track_caller]
    fn does(&mut self, actor: &Actor, command: &Command) {
        self.try_to(actor, command)
            .unwrap_or_else(|refusal| panic!("{:?} refused: {refusal:?}", command.kind()));
    }

    fn it(&self) -> &Translation {
        self.translation.as_ref().expect("a translation was taken up")
    }

    fn allowed(&self, actor: &Actor) -> Vec<CommandKind> {
        legal::allowed(self.it(), actor, &self.city)
    }

    fn standing(&self) -> Standing {
        let progress = self.translation.as_ref().map(Translation::progress);
        Standing::of(&self.city.legal[0], progress, &self.city, self.city.day(self.now))
    }
}

#[test]
fn only_what_the_city_owes_is_taken_up_once_and_with_words() {
    let mut desk = Desk::on("2026-02-14");
    for (open, known, field, problem) in [
        (
            Open {
                law: "moon".into(),
                ..korean()
            },
            Known::default(),
            "law",
            Problem::NotAnOption,
        ),
        (
            Open {
                language: Lang::RU,
                ..korean()
            },
            Known::default(),
            "language",
            Problem::NotAnOption,
        ),
        (korean(), Known { is_taken: true }, "language", Problem::Twice),
        (
            Open {
                text: " \n".to_owned(),
                ..korean()
            },
            Known::default(),
            "text",
            Problem::Required,
        ),
        (
            Open {
                title: "х".repeat(TITLE_MAX + 1),
                ..korean()
            },
            Known::default(),
            "title",
            Problem::TooLong {
                max: TITLE_MAX,
                by: 1,
            },
        ),
    ] {
        assert_eq!(desk.opens(&agent(), &open, known), Err(problem.of(field).into()));
    }
    let officer = |unit| someone(9, Role::Officer, unit);
    let elsewhere = desk.opens(&officer("hotline"), &korean(), Known::default());
    assert_eq!(elsewhere, Err(Problem::NotAnOption.of("law").into()));
    let planner = someone(9, Role::Planner, "hotline");
    assert_eq!(
        desk.opens(&planner, &korean(), Known::default()),
        Err(Refusal::NotAllowed)
    );
    desk.opens(&officer("market"), &korean(), Known::default())
        .unwrap();
    assert_eq!(desk.it().unit, "market");
    assert_eq!(desk.it().source_day, Some(day("2026-02-13")));
}

#[test]
fn nobody_reviews_what_they_wrote_at() {
    let mut desk = Desk::with_draft("2026-02-25");
    desk.does(&interpreter(), &revise("제1조"));
    for who in [&agent(), &interpreter()] {
        assert_eq!(desk.try_to(who, &Command::Review), Err(Refusal::NotAllowed));
        assert!(!desk.allowed(who).contains(&CommandKind::Review));
    }
    desk.does(&supervisor(), &Command::Review);
    assert_eq!(desk.it().state, State::Reviewed);
    let review = desk.it().review.clone().unwrap();
    assert_eq!(
        (review.by, review.unit),
        (Some(StaffId(3)), Some("hotline".into()))
    );
    // Words that were changed since are read anew.
    desk.does(&interpreter(), &revise("제1조 배"));
    assert_eq!((desk.it().state, &desk.it().review), (State::Draft, &None));
}

#[test]
fn what_was_sent_back_is_revised_before_it_is_read_again() {
    let mut desk = Desk::with_draft("2026-02-25");
    desk.does(&supervisor(), &Command::SendBack { reason: because() });
    assert!(matches!(
        desk.try_to(&supervisor(), &Command::Review),
        Err(Refusal::WrongState { state: "draft", .. })
    ));
    assert_eq!(desk.it().sent_back.as_ref().unwrap().reason, Some(because()));
    // The same words again are an answer, too.
    let same = revise(&korean().text);
    desk.does(&agent(), &same);
    assert_eq!(desk.it().sent_back, None);
    let events = desk.events.len();
    desk.does(&agent(), &same);
    assert_eq!(desk.events.len(), events, "nothing changes");
}

#[test]
fn the_public_reads_the_last_publication_while_another_draft_is_made() {
    let mut desk = Desk::with_draft("2026-02-25");
    assert_eq!(Public::of(desk.it().clone()), None);
    assert!(matches!(
        desk.try_to(&supervisor(), &publish("2026-02-25")),
        Err(Refusal::WrongState { state: "draft", .. })
    ));
    desk.does(&interpreter(), &Command::Review);
    for (on, url, field, problem) in [
        ("2026-02-26", "", "on", Problem::InTheFuture),
        ("2026-02-12", "", "on", Problem::NotAfterStart),
        ("2026-02-25", "http://law.example/", "url", Problem::NotAWebsite),
        ("2026-02-25", "javascript:alert(1)", "url", Problem::NotAWebsite),
    ] {
        let publish = Command::Publish {
            on: day(on),
            url: url.to_owned(),
        };
        assert_eq!(
            desk.try_to(&supervisor(), &publish),
            Err(problem.of(field).into()),
            "{on} {url}"
        );
    }
    assert_eq!(
        desk.try_to(&interpreter(), &publish("2026-02-25")),
        Err(Refusal::NotAllowed)
    );
    desk.does(&supervisor(), &publish("2026-02-25"));
    desk.does(&agent(), &revise("새 글"));
    let public = Public::of(desk.it().clone()).unwrap();
    assert_eq!(public.publication.words.text, korean().text);
    assert_eq!(desk.it().state, State::Draft);
    assert_eq!(desk.standing().shown(), Stands::Published);
    desk.does(&supervisor(), &Command::Withdraw { reason: because() });
    assert_eq!(Public::of(desk.it().clone()), None);
    assert_eq!(desk.standing().shown(), Stands::Withdrawn);
}

#[test]
fn what_is_erased_has_no_words_and_takes_none() {
    let mut desk = Desk::with_draft("2026-02-25");
    let erase = Command::Erase { reason: because() };
    assert!(matches!(
        desk.try_to(&administrator(), &erase),
        Err(Refusal::WrongState { .. })
    ));
    desk.does(&administrator(), &Command::Withdraw { reason: because() });
    desk.does(&administrator(), &erase);
    assert_eq!((&desk.it().words, desk.it().erased), (&None, true));
    assert_eq!(desk.allowed(&agent()), []);
    let last = desk.events.last().unwrap();
    assert_eq!(last.body, None);
}

#[test]
fn days_late_are_the_citys_working_days_after_the_limit() {
    let mut desk = Desk::on("2026-02-27");
    let due = desk.standing().due.unwrap();
    // The first day is not counted, the holidays are not, the Saturday that makes up for them is.
    assert_eq!((due.on, due.provisional), (day("2026-02-27"), false));
    assert!(desk.standing().is_owed() && !desk.standing().is_overdue());
    desk.go_to("2026-03-02");
    assert_eq!(
        (desk.standing().late, desk.standing().is_overdue()),
        (2, true),
        "28 February is worked"
    );
    desk.opens(&agent(), &korean(), Known::default()).unwrap();
    desk.does(&interpreter(), &Command::Review);
    desk.does(&supervisor(), &publish("2026-03-02"));
    desk.go_to("2026-05-20");
    let standing = desk.standing();
    assert_eq!(
        (standing.late, standing.is_owed(), standing.is_overdue()),
        (2, false, false)
    );
}

#[test]
fn a_duty_is_no_older_than_the_regulation_it_is_from() {
    let mut desk = Desk::on("2026-02-27");
    desk.city.legal[0].published = Some(day("2019-05-31"));
    desk.city.regulation.in_force = day("2026-02-13");
    assert_eq!(desk.standing().due.unwrap().on, day("2026-02-27"));
}

#[test]
fn an_amendment_makes_a_translation_one_of_an_earlier_version_and_owed_again() {
    let mut desk = Desk::with_draft("2026-02-25");
    desk.does(&interpreter(), &Command::Review);
    desk.does(&supervisor(), &publish("2026-02-25"));
    assert_eq!(desk.standing().of_earlier, None);
    desk.city.legal[0].amended = Some(day("2026-03-02"));
    desk.go_to("2026-03-10");
    let standing = desk.standing();
    assert_eq!(standing.of_earlier, Some(day("2026-02-13")));
    assert_eq!((standing.due.unwrap().on, standing.late), (day("2026-03-09"), 1));
    assert!(standing.is_overdue());
    // The same words may hold of the new version, too.
    desk.does(&agent(), &revise(&korean().text));
    assert_eq!(desk.it().source_day, Some(day("2026-03-02")));
}

#[test]
fn a_word_that_is_mended_years_later_makes_nothing_late() {
    let mut desk = Desk::with_draft("2026-02-25");
    desk.does(&interpreter(), &Command::Review);
    desk.does(&supervisor(), &publish("2026-02-25"));
    desk.go_to("2028-05-10");
    desk.does(&agent(), &revise("제1조\n\n배가 기다린다."));
    desk.does(&interpreter(), &Command::Review);
    desk.does(&supervisor(), &publish("2028-05-10"));
    let standing = desk.standing();
    assert_eq!(standing.published_on, Some(day("2028-05-10")));
    assert_eq!((standing.late, standing.is_owed()), (0, false));
    // The official publication may have been earlier than what was entered first.
    desk.does(&agent(), &revise("제1조\n\n배들이 기다린다."));
    desk.does(&interpreter(), &Command::Review);
    desk.does(&supervisor(), &publish("2026-02-24"));
    let first_on = desk.it().publication.as_ref().unwrap().first_on;
    assert_eq!(first_on, Some(day("2026-02-24")));
}

#[test]
fn who_translates_an_amendment_in_time_is_not_late() {
    let mut desk = Desk::with_draft("2026-02-25");
    desk.does(&interpreter(), &Command::Review);
    desk.does(&supervisor(), &publish("2026-02-25"));
    desk.city.legal[0].amended = Some(day("2026-03-02"));
    // The same version once more, for a typo, changes nothing of that.
    for (on, text) in [("2026-03-06", "제1조 새"), ("2026-03-20", "제1조 새로")] {
        desk.go_to(on);
        desk.does(&agent(), &revise(text));
        desk.does(&interpreter(), &Command::Review);
        desk.does(&supervisor(), &publish(on));
        let standing = desk.standing();
        assert_eq!(
            (standing.due.unwrap().on, standing.late),
            (day("2026-03-09"), 0),
            "{on}"
        );
        assert_eq!((standing.of_earlier, standing.is_owed()), (None, false), "{on}");
    }
    let days = desk.it().publication.as_ref().unwrap().days();
    assert_eq!(
        (days.first_on, days.replaces),
        (Some(day("2026-03-06")), Some(day("2026-02-13")))
    );
}

#[test]
fn a_law_that_owes_nothing_is_never_late() {
    let mut desk = Desk::on("2030-01-01");
    desk.city.legal[0].translation = None;
    let standing = desk.standing();
    assert_eq!(
        (standing.due, standing.late, standing.is_owed()),
        (None, 0, false)
    );
}

#[test]
fn a_source_is_the_law_only_where_its_whole_name_stands() {
    let law = law();
    for (title, is_it) in [
        ("商品法", true),
        ("商品法 第39条", true),
        ("商品法（2017年修正） 第3条", true),
        ("《商品法》第3条", true),
        ("商品法实施条例 第4条", false),
        ("新商品法", false),
        ("商品", false),
    ] {
        assert_eq!(law.is_cited_as(title), is_it, "{title}");
    }
    assert_eq!(law.status, SourceStatus::InForce);
}
