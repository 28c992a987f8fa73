//! What must hold of interpreters' jobs: nobody is given two at once, whoever gives them and wherever; everybody sees theirs;
//! hours are counted once.

use domain::Lang;
use domain::cases::{self, Case};
use domain::contacts::At;
use domain::interpretation::{Command, Job, Kind, Open, Setting, State};
use domain::journaled::{Context, Refusal};
use domain::notices::Change;
use domain::people::{Actor, Role, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use jiff::{Timestamp, ToSpan as _};
use store::interpretation::{Answer, Hours, JobFilter, Lapse, Near};
use store::people::NewStaff;
use store::{CommandError, OpenError, Reminder as _};

use crate::both::{House, on_both};
use crate::sample;

fn reference(n: u8) -> Reference {
    Reference::from_random([n, 4, 4, 4, 4, 4, 4])
}

/// A day after the house opened, and so many quarters of an hour.
fn later(quarters: i64) -> Timestamp {
    sample::start() + (24 * 60 + quarters * 15).minutes()
}

fn appointment(quarters: i64, case: Option<Reference>) -> Open {
    Open {
        kind: Kind::Appointment,
        setting: Some(Setting::Hospital),
        languages: vec![Lang::KO],
        into: None,
        starts_at: later(quarters),
        ends_at: later(quarters + 4),
        travel_before: Some(0),
        travel_after: Some(0),
        place_code: String::new(),
        place: "Third floor".to_owned(),
        details: "Ask for Mrs Wang".to_owned(),
        case,
        staff: None,
    }
}

/// Makes the promise as that version has it.
fn accept(confidentiality: u32) -> Command {
    Command::Accept {
        confidentiality,
        promised: true,
    }
}

/// A house whose city sends interpreters.
fn interpreting(mut house: House) -> House {
    house.city.interpretation = serde_json::from_value(serde_json::json!({
        "short_notice": 24, "pays_short_notice": true, "travel": 30, "days_ahead": 90, "confidentiality": 1,
        "setting": [{"code": "hospital", "level": "working"}],
    }))
    .unwrap();
    house
}

impl House {
    fn ctx<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now(),
            actor,
            city: &self.city,
        }
    }

    async fn somebody_who_interprets(&self, login: &str) -> StaffId {
        let new = NewStaff {
            role: Role::Interpreter,
            unit: "hotline".into(),
            languages: vec![Lang::ZH, Lang::KO],
            ..crate::people::new(login)
        };
        let actor = Actor::System {
            worker: "test".to_owned(),
        };
        let added = self.store.add_staff(&self.city, self.now(), &actor, &new);
        added.await.unwrap().id
    }

    async fn ask(&self, n: u8, actor: &Actor, open: &Open) -> Result<Job, OpenError> {
        let ctx = self.ctx(actor);
        let opened = self.store.open_stream::<Job>(&ctx, open, reference(n), None);
        Ok(opened.await?.record)
    }

    async fn give(&self, n: u8, actor: &Actor, command: Command) -> Result<Job, CommandError<Job>> {
        self.store
            .carry_out(&self.ctx(actor), reference(n), None, &command)
            .await
    }
}

fn interpreter(id: StaffId) -> Actor {
    Actor::Staff {
        id,
        role: Role::Interpreter,
        unit: "hotline".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_jobs_given_to_one_person_at_once_one_is_theirs() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        for n in 1..=8 {
            // All of them meet in one quarter of an hour.
            let open = appointment(i64::from(n % 4), None);
            house.ask(n, &sample::supervisor(), &open).await.unwrap();
        }
        let supervisor = sample::supervisor();
        let offers = (1..=8).map(|n| house.give(n, &supervisor, Command::Offer { staff: anna }));
        let offered = futures::future::join_all(offers).await;
        let booked = CommandError::Refused(Problem::Booked.of("staff").into());
        let (given, refused): (Vec<_>, Vec<_>) = offered.into_iter().partition(Result::is_ok);
        assert_eq!(given.len(), 1);
        assert!(
            refused.iter().all(|refused| refused.as_ref() == Err(&booked)),
            "{refused:?}"
        );
        assert_eq!(
            house.number("SELECT COUNT(*) FROM interpretation_quarters").await,
            4
        );
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_declined_or_cancelled_gives_the_time_free() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        let offer = || Command::Offer { staff: anna };
        for n in [1, 2] {
            house.ask(n, &supervisor, &appointment(0, None)).await.unwrap();
        }
        house.give(1, &supervisor, offer()).await.unwrap();
        let booked = Refusal::from(Problem::Booked.of("staff"));
        assert_eq!(
            house.give(2, &supervisor, offer()).await,
            Err(CommandError::Refused(booked.clone()))
        );
        let decline = Command::Decline {
            reason: String::new(),
        };
        house.give(1, &interpreter(anna), decline).await.unwrap();
        house.give(2, &supervisor, offer()).await.unwrap();
        let accept = accept(1);
        house.give(2, &interpreter(anna), accept).await.unwrap();
        // A duty, too, takes time.
        let duty = Open {
            kind: Kind::Duty,
            setting: None,
            travel_before: None,
            travel_after: None,
            staff: Some(anna),
            ..appointment(0, None)
        };
        assert_eq!(
            house.ask(3, &supervisor, &duty).await,
            Err(OpenError::Refused(booked))
        );
        let cancel = Command::Cancel {
            reason: String::new(),
        };
        house.give(2, &supervisor, cancel).await.unwrap();
        house.ask(4, &supervisor, &duty).await.unwrap();
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_resident_asks_for_their_case_and_everybody_sees_theirs() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let case: Case = house.case(1).await;
        let holder = Actor::holder(case.reference);
        let open = appointment(0, Some(case.reference));
        house.ask(1, &holder, &open).await.unwrap();
        let unknown = OpenError::Refused(Problem::UnknownReference.of("case").into());
        assert_eq!(house.ask(2, &Actor::ANYONE, &open).await, Err(unknown.clone()));
        assert_eq!(
            house.ask(2, &sample::officer_elsewhere(), &open).await,
            Err(unknown)
        );
        let seen = |actor: Actor| {
            let house = &house;
            async move {
                let page = house.store.jobs(&actor, &JobFilter::default(), None, 50).await;
                let one: Option<Job> = house.store.get(reference(1), &actor).await.unwrap();
                let rows = page.unwrap().rows;
                assert_eq!(!rows.is_empty(), one.is_some(), "{actor:?}");
                rows.first().map(|job| job.details.is_some())
            }
        };
        assert_eq!(seen(sample::supervisor()).await, Some(true));
        assert_eq!(seen(sample::officer()).await, Some(true), "the case is theirs");
        assert_eq!(seen(sample::officer_elsewhere()).await, None);
        assert_eq!(seen(interpreter(anna)).await, None);
        assert_eq!(seen(Actor::ANYONE).await, None);
        house
            .give(1, &sample::supervisor(), Command::Offer { staff: anna })
            .await
            .unwrap();
        assert_eq!(
            seen(interpreter(anna)).await,
            Some(false),
            "not before the promise"
        );
        house.give(1, &interpreter(anna), accept(1)).await.unwrap();
        assert_eq!(seen(interpreter(anna)).await, Some(true));
        let of_case = house.store.jobs_of_case(case.reference).await.unwrap();
        assert_eq!(of_case.len(), 1);
        let other = house.store.jobs_of_case(reference(9)).await.unwrap();
        assert_eq!(other, []);
    })
    .await;
}

#[tokio::test]
async fn a_list_holds_what_it_is_asked_for() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        for n in 1..=3 {
            let open = appointment(i64::from(n) * 8, None);
            house.ask(n, &supervisor, &open).await.unwrap();
        }
        house
            .give(2, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        let found = |filter: JobFilter| {
            let (house, supervisor) = (&house, &supervisor);
            async move {
                let page = house.store.jobs(supervisor, &filter, None, 50).await.unwrap();
                let references = page.rows.into_iter().map(|job| job.reference);
                references.collect::<Vec<_>>()
            }
        };
        let any = JobFilter::default;
        for (filter, expected) in [
            (any(), vec![1, 2, 3]),
            (
                JobFilter {
                    states: vec![State::Asked],
                    ..any()
                },
                vec![1, 3],
            ),
            (
                JobFilter {
                    staff: Some(anna),
                    ..any()
                },
                vec![2],
            ),
            (
                JobFilter {
                    language: Some(Lang::KO),
                    from: Some(later(16)),
                    until: Some(later(24)),
                    ..any()
                },
                vec![2],
            ),
            (
                JobFilter {
                    language: Some(Lang::RU),
                    ..any()
                },
                vec![],
            ),
            (
                JobFilter {
                    setting: Some(Setting::Court),
                    ..any()
                },
                vec![],
            ),
            (
                JobFilter {
                    kind: Some(Kind::Duty),
                    ..any()
                },
                vec![],
            ),
            (
                JobFilter {
                    q: reference(3).to_string(),
                    ..any()
                },
                vec![3],
            ),
        ] {
            let expected: Vec<Reference> = expected.into_iter().map(reference).collect();
            assert_eq!(found(filter.clone()).await, expected, "{filter:?}");
        }
        let counted = house.store.jobs_by_state(&supervisor, &any()).await.unwrap();
        assert_eq!(counted[..2], [(State::Asked, 2), (State::Offered, 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_roster_has_what_goes_on_in_its_time() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        for n in 1..=3 {
            let open = appointment(i64::from(n) * 8, None);
            house.ask(n, &supervisor, &open).await.unwrap();
        }
        house
            .give(2, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        let week = (later(0), later(96));
        let roster = house.store.roster(&supervisor, week, None).await.unwrap();
        assert_eq!(roster.len(), 1, "who has nobody stands on nobody's row");
        let theirs = roster[0].interpreter;
        let own = house.store.roster(&supervisor, week, theirs).await.unwrap();
        assert_eq!(own, roster);
        let nobodys = Some(StaffId(99));
        let none = house.store.roster(&supervisor, week, nobodys).await.unwrap();
        assert_eq!(none, []);
        // One that began before it goes on in it.
        let since = roster[0].ends_at - 1.second();
        let late = house
            .store
            .roster(&supervisor, (since, later(96)), None)
            .await
            .unwrap();
        assert_eq!(late, roster);
        let over = house
            .store
            .roster(&supervisor, (roster[0].ends_at, later(96)), None)
            .await
            .unwrap();
        assert_eq!(over, []);
    })
    .await;
}

#[tokio::test]
async fn hours_are_counted_once_and_everybody_sees_their_own() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let boris = house.somebody_who_interprets("boris").await;
        let supervisor = sample::supervisor();
        let worked = |n: u8, staff: StaffId, minutes: i64| {
            let house = &house;
            let supervisor = &supervisor;
            async move {
                let open = appointment(i64::from(n) * 8, None);
                house.ask(n, supervisor, &open).await.unwrap();
                house.give(n, supervisor, Command::Offer { staff }).await.unwrap();
                house.give(n, &interpreter(staff), accept(1)).await.unwrap();
                let report = Command::Report {
                    began_at: open.starts_at,
                    ended_at: open.starts_at + minutes.minutes(),
                };
                let ctx = Context {
                    now: open.ends_at + 5.hours(),
                    actor: supervisor,
                    city: &house.city,
                };
                house
                    .store
                    .carry_out(&ctx, reference(n), None, &report)
                    .await
                    .unwrap();
            }
        };
        worked(1, anna, 50).await;
        worked(2, anna, 40).await;
        worked(3, boris, 30).await;
        // Cancelled an hour before.
        let open = appointment(40, None);
        house.ask(4, &supervisor, &open).await.unwrap();
        house
            .give(4, &supervisor, Command::Offer { staff: boris })
            .await
            .unwrap();
        house.give(4, &interpreter(boris), accept(1)).await.unwrap();
        let ctx = Context {
            now: open.starts_at - 1.hour(),
            actor: &supervisor,
            city: &house.city,
        };
        let cancel = Command::Cancel {
            reason: String::new(),
        };
        house
            .store
            .carry_out(&ctx, reference(4), None, &cancel)
            .await
            .unwrap();
        let day = (later(0), later(96));
        let all = [
            Hours {
                staff: anna,
                jobs: 2,
                worked: 90,
                waited: 0,
            },
            Hours {
                staff: boris,
                jobs: 2,
                worked: 30,
                waited: 60,
            },
        ];
        let hours = |actor: Actor| {
            let house = &house;
            async move { house.store.interpreting_hours(&actor, day).await.unwrap() }
        };
        assert_eq!(hours(supervisor.clone()).await, all);
        assert_eq!(hours(interpreter(anna)).await, all[..1]);
        assert_eq!(hours(sample::officer()).await, []);
        let before = (later(-96), later(0));
        assert_eq!(
            house.store.interpreting_hours(&supervisor, before).await,
            Ok(Vec::new())
        );
        assert_eq!(house.store.appointments_kept(day).await, Ok(vec![(Lang::KO, 3)]));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_calendar_is_read_by_its_last_address_while_its_owner_works_here() {
    on_both(async |house| {
        let anna = house.somebody_who_interprets("anna").await;
        let store = &house.store;
        assert_eq!(store.calendar_since(anna).await, Ok(None));
        let whose = async |token: u8| {
            let staff = store.calendar_of(&[token; 32]).await.unwrap();
            staff.map(|staff| staff.id)
        };
        store
            .renew_calendar(sample::start(), anna, &[1; 32])
            .await
            .unwrap();
        assert_eq!(store.calendar_since(anna).await, Ok(Some(sample::start())));
        assert_eq!(whose(1).await, Some(anna));
        store.renew_calendar(house.now(), anna, &[2; 32]).await.unwrap();
        assert_eq!((whose(1).await, whose(2).await), (None, Some(anna)));
        store.revoke_calendar(anna).await.unwrap();
        assert_eq!(whose(2).await, None);
        store.renew_calendar(house.now(), anna, &[3; 32]).await.unwrap();
        house.raw("UPDATE staff SET active = 0").await;
        assert_eq!(whose(3).await, None);
    })
    .await;
}

#[tokio::test]
async fn an_erased_job_has_no_words_anywhere() {
    on_both(async |house| {
        let house = interpreting(house);
        let supervisor = sample::supervisor();
        house.ask(1, &supervisor, &appointment(0, None)).await.unwrap();
        let because = || "Mrs Wang asked".to_owned();
        house
            .give(1, &supervisor, Command::Cancel { reason: because() })
            .await
            .unwrap();
        let erased = house
            .give(1, &sample::administrator(), Command::Erase { reason: because() })
            .await
            .unwrap();
        assert_eq!((erased.place, erased.details), (None, None));
        for column in ["folded", "words"] {
            let sql = format!("SELECT COUNT(*) FROM interpretation_jobs WHERE {column} LIKE '%Wang%'");
            assert_eq!(house.number(&sql).await, 0, "{column}");
        }
        let bodies = "SELECT COUNT(*) FROM events WHERE stream LIKE 'interpretation/%' AND body IS NOT NULL";
        assert_eq!(house.number(bodies).await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_an_interpreter_was_told_of_a_case_is_erased_with_it() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let case: Case = house.case(1).await;
        let holder = Actor::holder(case.reference);
        house
            .ask(1, &holder, &appointment(0, Some(case.reference)))
            .await
            .unwrap();
        house
            .give(1, &sample::supervisor(), Command::Offer { staff: anna })
            .await
            .unwrap();
        house.give(1, &interpreter(anna), accept(1)).await.unwrap();
        let decline = cases::Command::Decline {
            text: "Another city's".to_owned(),
            language: Some(Lang::EN),
        };
        let case = house.act(&sample::officer(), &case, decline).await.unwrap();
        let erase = cases::Command::Erase {
            reason: "asked for".to_owned(),
        };
        house.act(&sample::administrator(), &case, erase).await.unwrap();
        let job: Job = house
            .store
            .get(reference(1), &interpreter(anna))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((job.place, job.details, job.erased), (None, None, true));
        assert_eq!(job.state, State::Accepted, "they are expected there all the same");
        let bodies = "SELECT COUNT(*) FROM events WHERE stream LIKE 'interpretation/%' AND body IS NOT NULL";
        assert_eq!(house.number(bodies).await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_quarter_that_was_taken_past_the_program_is_found() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        house.ask(1, &supervisor, &appointment(0, None)).await.unwrap();
        house
            .give(1, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        house
            .raw("UPDATE interpretation_quarters SET quarter = quarter + 8")
            .await;
        let broken = house.broken().await;
        assert!(
            broken.starts_with(&format!("interpretation/{}", reference(1))),
            "{broken}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_case_hears_of_its_interpreters_and_whoever_brought_it_is_told() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let case: Case = house.case(1).await;
        let holder = Actor::holder(case.reference);
        let confirm = cases::Command::Notices(Change::Confirm { left: 1 });
        house.act(&holder, &case, confirm).await.unwrap();
        let open = appointment(0, Some(case.reference));
        house.ask(1, &holder, &open).await.unwrap();
        let heard = async || {
            let case: Option<Case> = house
                .store
                .get(case.reference, &sample::supervisor())
                .await
                .unwrap();
            let case = case.unwrap();
            let step = case.steps.last().unwrap().kind.clone();
            (step, case.untold().is_some_and(|seq| seq == case.version))
        };
        assert_eq!(
            heard().await,
            ("interpreter-asked".to_owned(), false),
            "they did it themselves"
        );
        let supervisor = sample::supervisor();
        house
            .give(1, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        assert_eq!(heard().await.0, "interpreter-asked", "nobody has said yes");
        house.give(1, &interpreter(anna), accept(1)).await.unwrap();
        assert_eq!(heard().await, ("interpreter-found".to_owned(), true));
        let back = Command::GiveBack {
            reason: "ill".to_owned(),
        };
        house.give(1, &interpreter(anna), back).await.unwrap();
        assert_eq!(heard().await, ("interpreter-sought".to_owned(), true));
        let cancel = Command::Cancel {
            reason: String::new(),
        };
        house.give(1, &supervisor, cancel.clone()).await.unwrap();
        assert_eq!(heard().await, ("interpreter-cancelled".to_owned(), true));
        // An officer's form of before is still theirs to send.
        let accepted = house.act(&sample::officer(), &case, cases::Command::Accept).await;
        accepted.unwrap();
        // What the resident cancels they know.
        house.ask(2, &holder, &open).await.unwrap();
        house.give(2, &holder, cancel).await.unwrap();
        assert_eq!(heard().await, ("interpreter-cancelled".to_owned(), false));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_job_moves_with_its_case_and_whoever_asked_for_it_sees_it_still() {
    on_both(async |house| {
        let house = interpreting(house);
        let case: Case = house.case(1).await;
        let officer = sample::officer();
        house
            .ask(1, &officer, &appointment(0, Some(case.reference)))
            .await
            .unwrap();
        let sees = async |actor: &Actor| {
            let found = house
                .store
                .jobs(actor, &JobFilter::default(), None, 9)
                .await
                .unwrap();
            let got: Option<Job> = house.store.get(reference(1), actor).await.unwrap();
            assert_eq!(found.total == 1, got.is_some(), "{actor:?}");
            got.map(|job| job.unit.to_string())
        };
        let colleague = Actor::Staff {
            id: StaffId(77),
            role: Role::Officer,
            unit: case.unit.clone(),
        };
        assert_eq!(sees(&colleague).await, Some(case.unit.to_string()));
        let elsewhere = sample::officer_elsewhere();
        assert_eq!(sees(&elsewhere).await, None);
        let unit = elsewhere.unit().unwrap().clone();
        let route = cases::Command::Route {
            unit: unit.clone(),
            reason: String::new(),
        };
        house.act(&sample::agent(), &case, route).await.unwrap();
        assert_eq!(sees(&elsewhere).await, Some(unit.to_string()));
        assert_eq!(sees(&colleague).await, None);
        assert_eq!(sees(&officer).await, Some(unit.to_string()), "they asked for it");
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_said_in_a_case_that_loses_its_words_meanwhile() {
    on_both(async |house| {
        let house = interpreting(house);
        let case: Case = house.case(1).await;
        let holder = Actor::holder(case.reference);
        let decline = cases::Command::Decline {
            text: "Another city's".to_owned(),
            language: Some(Lang::EN),
        };
        let case = house.act(&sample::officer(), &case, decline).await.unwrap();
        let over = house.ask(1, &holder, &appointment(0, Some(case.reference))).await;
        assert!(
            matches!(over, Err(OpenError::Refused(Refusal::WrongState { .. }))),
            "{over:?}"
        );
        // One that goes on, erased while somebody asks: whatever comes first, no words are left.
        for n in 2..6_u8 {
            let case: Case = house.case(n).await;
            let decline = cases::Command::Decline {
                text: "Another city's".to_owned(),
                language: Some(Lang::EN),
            };
            let erase = cases::Command::Erase {
                reason: "asked for".to_owned(),
            };
            let holder = Actor::holder(case.reference);
            let open = appointment(i64::from(n) * 8, Some(case.reference));
            let asks = Box::pin(house.ask(n, &holder, &open));
            let erasing = Box::pin(async {
                let case = house.act(&sample::officer(), &case, decline).await.unwrap();
                house.act(&sample::administrator(), &case, erase).await.unwrap()
            });
            let (_, erased) = futures::future::join(asks, erasing).await;
            assert!(erased.erased);
        }
        let bodies = "SELECT COUNT(*) FROM events WHERE stream LIKE 'interpretation/%' AND body IS NOT NULL";
        assert_eq!(house.number(bodies).await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_job_asks_to_be_reminded_of_while_somebody_has_it_and_to_end_while_nobody_has() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        // In ten days: there is time to remind.
        let open = appointment(4 * 24 * 10, None);
        house.ask(1, &supervisor, &open).await.unwrap();
        let tasks = async || {
            let count = |kind: &str| format!("SELECT COUNT(*) FROM tasks WHERE kind = '{kind}'");
            let (near, end) = (count(Near::KIND), count(Lapse::KIND));
            (house.number(&near).await, house.number(&end).await)
        };
        assert_eq!(tasks().await, (0, 1));
        house
            .give(1, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        assert_eq!(tasks().await, (0, 1));
        house.give(1, &interpreter(anna), accept(1)).await.unwrap();
        assert_eq!(tasks().await, (1, 0));
        let due = house.store.claim(open.starts_at, Near::KIND, 9).await.unwrap();
        assert_eq!(Near::asked(&due[0]), Some((reference(1), Command::Remind)));
        let back = Command::GiveBack {
            reason: "ill".to_owned(),
        };
        house.give(1, &interpreter(anna), back).await.unwrap();
        assert_eq!(tasks().await, (0, 1));
        let early = house.store.claim(open.ends_at - 1.second(), Lapse::KIND, 9).await;
        assert_eq!(early.unwrap(), []);
        let due = house.store.claim(open.ends_at, Lapse::KIND, 9).await.unwrap();
        let (key, command) = Lapse::asked(&due[0]).unwrap();
        let platform = Actor::System {
            worker: Lapse::KIND.to_owned(),
        };
        let ctx = Context {
            now: open.ends_at,
            ..house.ctx(&platform)
        };
        let over = house.store.carry_out(&ctx, key, None, &command).await.unwrap();
        assert_eq!(over.state, State::NotFound);
        assert_eq!(tasks().await.1, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn an_offer_asks_to_be_taken_back_until_it_is_answered_and_then_the_job_is_among_those_that_wait() {
    on_both(async |house| {
        let mut house = interpreting(house);
        house.city.interpretation.offer_lasts = 24;
        let (anna, ben) = (
            house.somebody_who_interprets("anna").await,
            house.somebody_who_interprets("ben").await,
        );
        let supervisor = sample::supervisor();
        // In ten days: half of that is more than a day.
        let open = appointment(4 * 24 * 10, None);
        house.ask(1, &supervisor, &open).await.unwrap();
        house.ask(2, &supervisor, &open).await.unwrap();
        let tasks = async || {
            let sql = format!("SELECT COUNT(*) FROM tasks WHERE kind = '{}'", Answer::KIND);
            house.number(&sql).await
        };
        let vain = JobFilter {
            unanswered: true,
            states: vec![State::Asked],
            ..JobFilter::default()
        };
        let waits = async |actor: &Actor| {
            let jobs = house.store.jobs(actor, &vain, None, 9).await.unwrap();
            jobs.rows.iter().map(|job| job.reference).collect::<Vec<_>>()
        };
        assert_eq!(tasks().await, 0);
        for (n, staff) in [(1, anna), (2, ben)] {
            house
                .give(n, &supervisor, Command::Offer { staff })
                .await
                .unwrap();
        }
        assert_eq!(tasks().await, 2);
        house.give(2, &interpreter(ben), accept(1)).await.unwrap();
        assert_eq!((tasks().await, waits(&supervisor).await), (1, vec![]));
        let job: Job = house.store.get(reference(1), &supervisor).await.unwrap().unwrap();
        let due_at = job.answer_by(&house.city).unwrap();
        assert_eq!(due_at, job.offered_at.unwrap() + 24.hours());
        let early = house.store.claim(due_at - 1.second(), Answer::KIND, 9).await;
        assert_eq!(early.unwrap(), []);
        let due = house.store.claim(due_at, Answer::KIND, 9).await.unwrap();
        let (key, command) = Answer::asked(&due[0]).unwrap();
        let platform = Actor::System {
            worker: Answer::KIND.to_owned(),
        };
        let ctx = Context {
            now: due_at,
            ..house.ctx(&platform)
        };
        let back = house.store.carry_out(&ctx, key, None, &command).await.unwrap();
        assert_eq!(
            (back.state, back.unanswered.as_slice()),
            (State::Asked, &[anna][..])
        );
        assert_eq!((tasks().await, waits(&supervisor).await), (0, vec![reference(1)]));
        // Their time is free again.
        house.ask(3, &supervisor, &open).await.unwrap();
        house
            .give(3, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn the_roster_says_who_is_rung_to_interpret() {
    on_both(async |house| {
        let house = crate::contacts::hotline(interpreting(house)).await;
        let (anna, ben) = (
            house.somebody_who_interprets("anna").await,
            house.somebody_who_interprets("ben").await,
        );
        let supervisor = sample::supervisor();
        let duty = Open {
            kind: Kind::Duty,
            setting: None,
            travel_before: None,
            travel_after: None,
            place: String::new(),
            details: String::new(),
            staff: Some(ben),
            ends_at: later(8),
            ..appointment(0, None)
        };
        house.ask(1, &supervisor, &duty).await.unwrap();
        house.ask(2, &supervisor, &appointment(8, None)).await.unwrap();
        house
            .give(2, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        let contact = house.chat(3).await;
        let (_, lin) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        let answer = domain::contacts::Command::Answer;
        house.on(&contact, &lin, answer).await.unwrap();
        let rung = async |now: Timestamp| {
            house
                .raw(
                    "UPDATE hotline_waiting SET offered_to = NULL, offered_at = NULL, declined_by = '', \
                     version = version + 1",
                )
                .await;
            house.beats(&[&contact], now).await;
            // Anna has been ready for longer.
            for (staff, since) in [(anna, now - 60.seconds()), (ben, now)] {
                house.store.be_at(staff, At::Ready, None, since).await.unwrap();
            }
            let made = house.rounds(now).await;
            made.iter().map(|(_, staff)| StaffId(*staff)).collect::<Vec<_>>()
        };
        assert_eq!(rung(later(0) - 1.second()).await, [anna], "nobody is on duty yet");
        assert_eq!(rung(later(2)).await, [ben], "who is on duty comes first");
        assert_eq!(
            rung(later(8)).await,
            [anna],
            "the duty is over, and she has accepted nothing"
        );
        house.give(2, &interpreter(anna), accept(1)).await.unwrap();
        assert_eq!(rung(later(8)).await, [ben], "she is at the hospital");
        assert_eq!(rung(later(12) - 1.second()).await, [ben]);
        assert_eq!(rung(later(12)).await, [anna], "she is back");
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn hours_of_two_jobs_do_not_overlap() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        for (n, quarters) in [(1, 0), (2, 6)] {
            house
                .ask(n, &supervisor, &appointment(quarters, None))
                .await
                .unwrap();
            house
                .give(n, &supervisor, Command::Offer { staff: anna })
                .await
                .unwrap();
            house.give(n, &interpreter(anna), accept(1)).await.unwrap();
        }
        let actor = interpreter(anna);
        let ctx = Context {
            now: later(24),
            ..house.ctx(&actor)
        };
        let report = async |n: u8, from: i64, until: i64| {
            let command = Command::Report {
                began_at: later(from),
                ended_at: later(until),
            };
            house.store.carry_out(&ctx, reference(n), None, &command).await
        };
        report(1, 0, 8).await.unwrap();
        let booked = Refusal::from(Problem::Booked.of("began_at"));
        assert_eq!(report(2, 6, 10).await, Err(CommandError::Refused(booked)));
        report(1, 0, 6).await.unwrap();
        report(2, 6, 10).await.unwrap();
        let hours = house
            .store
            .interpreting_hours(&supervisor, (later(0), later(24)))
            .await;
        assert_eq!(hours.unwrap()[0].worked, 150);
    })
    .await;
}

#[tokio::test]
async fn jobs_of_a_colleague_who_is_gone_are_found() {
    on_both(async |house| {
        let house = interpreting(house);
        let anna = house.somebody_who_interprets("anna").await;
        let supervisor = sample::supervisor();
        house.ask(1, &supervisor, &appointment(0, None)).await.unwrap();
        house
            .give(1, &supervisor, Command::Offer { staff: anna })
            .await
            .unwrap();
        let gone = JobFilter {
            gone: true,
            ..JobFilter::default()
        };
        let found = async || house.store.jobs(&supervisor, &gone, None, 9).await.unwrap().total;
        assert_eq!(found().await, 0);
        house.raw("UPDATE staff SET active = 0").await;
        assert_eq!(found().await, 1);
    })
    .await;
}
