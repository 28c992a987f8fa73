//! Partners as people meet them: the public, each role at the desk, and programs.

use axum::http::StatusCode;
use domain::Lang;
use domain::partners::{Command, Open, Partner, Person};
use domain::receipts::Reference;
use serde_json::{Value, json};

use super::samples::{names, sister_city};
use crate::kit::app::App;
use crate::testing::{PASSWORD, Visitor, peopled, worker};

const CONTACT: &str = "Nobody Inparticular";
const NOTE: &str = "They like to be rung up.";

async fn open(app: &App, n: u8, open: &Open) -> Partner {
    let (actor, reference) = (worker(), Reference::from_random([n; 7]));
    let ctx = app.context(&actor);
    let opened = app.store().open_stream(&ctx, open, reference, None).await;
    opened.unwrap().record
}

async fn then(app: &App, partner: &Partner, command: Command) -> Partner {
    let actor = worker();
    let ctx = app.context(&actor);
    let done = app
        .store()
        .carry_out(&ctx, partner.reference, None, &command)
        .await;
    done.unwrap()
}

/// A public partner of `market` with a contact and a note, which are not.
async fn with_secrets(app: &App) -> Partner {
    let partner = open(app, 9, &sister_city()).await;
    let person = Person {
        name: CONTACT.to_owned(),
        email: Some("nobody@example.org".to_owned()),
        ..Person::default()
    };
    then(app, &partner, Command::AddContact(person)).await;
    then(
        app,
        &partner,
        Command::Note {
            text: NOTE.to_owned(),
        },
    )
    .await
}

fn form(pairs: &[(&str, &str)]) -> String {
    let encoded = |text| percent_encoding::utf8_percent_encode(text, crate::kit::form::UNRESERVED);
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn the_public_reads_what_is_public_and_nothing_else() {
    let app = peopled().await;
    let shown = with_secrets(&app).await;
    let mut open_to_come = sister_city();
    open_to_come.already = false;
    open_to_come.entry.names = names(&[("en", "Notyetham")]);
    let hidden = open(&app, 8, &open_to_come).await;
    let anyone = Visitor::anyone(&app);
    for language in ["zh", "en", "ko", "ja", "ru"] {
        for path in [
            format!("/{language}/partners"),
            format!("/{language}/partners?by=country"),
            format!("/{language}/partners/{}", shown.reference),
        ] {
            let seen = anyone.get(&path).await;
            assert_eq!(seen.status, StatusCode::OK, "{path}");
            let name = if language == "zh" {
                "样例市"
            } else {
                "Sampleton"
            };
            assert!(seen.text.contains(name), "{path}");
            for secret in [CONTACT, "nobody@example.org", NOTE, "made-up treaty", "Notyetham"] {
                assert!(!seen.text.contains(secret), "{path} tells {secret}");
            }
        }
    }
    let seen = anyone.get("/api/v1/partners").await;
    assert!(!seen.text.contains(CONTACT) && !seen.text.contains(NOTE) && !seen.text.contains("Notyetham"));
    let missing = anyone.get(&format!("/en/partners/{}", hidden.reference)).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    // Ended, it is gone.
    let end = Command::End {
        reason: "Over.".to_owned(),
        decided_by: String::new(),
        on: None,
    };
    then(&app, &shown, end).await;
    let gone = anyone.get(&format!("/en/partners/{}", shown.reference)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let empty = anyone.get("/en/partners").await;
    assert!(empty.text.contains("No partner is listed at the moment."));
}

#[tokio::test]
async fn the_public_list_filters_by_kind_and_country_and_says_what_is_not_confirmed() {
    let app = peopled().await;
    let mut sure = sister_city();
    sure.entry.names = names(&[("en", "Beeton"), ("ko", "비튼")]);
    open(&app, 9, &sure).await;
    let mut unsure = sister_city();
    unsure.confirmed = false;
    unsure.entry = domain::partners::Entry {
        kind: "volunteer-group".to_owned(),
        names: names(&[("en", "Ayton")]),
        ..domain::partners::Entry::default()
    };
    let unsure = open(&app, 8, &unsure).await;
    let anyone = Visitor::anyone(&app);
    let of = async |query: &str| anyone.get(&format!("/en/partners{query}")).await.text;
    let all = of("").await;
    assert!(all.contains("Beeton") && all.contains("Ayton"));
    assert_eq!(all.matches("hl-basis--verify").count(), 1);
    let of_kind = of("?kind=sister-city").await;
    assert!(of_kind.contains("Beeton") && !of_kind.contains("Ayton"));
    let of_country = of("?country=kr").await;
    assert!(of_country.contains("Beeton") && !of_country.contains("Ayton"));
    let of_article = of("?article=9").await;
    assert!(of_article.contains("Ayton") && !of_article.contains("Beeton"));
    let of_none = of("?country=none&by=country").await;
    assert!(of_none.contains("Ayton") && !of_none.contains("Beeton"));
    let page = anyone.get(&format!("/en/partners/{}", unsure.reference)).await;
    assert!(page.text.contains("Not confirmed"));
    // One address, whatever way the reference is written.
    let other = unsure.reference.to_string().to_lowercase().replace('-', "");
    let moved = anyone.get(&format!("/ko/partners/{other}")).await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(moved.to, format!("/ko/partners/{}", unsure.reference));
    let korean = Visitor {
        language: "ko",
        ..anyone.clone()
    };
    let listed = korean.get("/api/v1/partners?country=kr").await.json();
    assert_eq!(listed[0]["name"], "비튼");
    assert_eq!(listed[0]["language"], "ko");
    assert_eq!(listed[0]["country_name"], "대한민국");
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

/// What each role sees of a partner of its own unit.
#[tokio::test]
async fn each_role_sees_contacts_and_notes_as_the_table_says() {
    let app = peopled().await;
    let partner = with_secrets(&app).await;
    let (page, api) = (
        format!("/desk/partners/{}", partner.reference),
        format!("/api/v1/desk/partners/{}", partner.reference),
    );
    let expected = [
        ("agent", true, true),
        ("interpreter", true, false),
        ("officer", true, true),
        ("harbour", true, false),
        ("mediator", true, true),
        ("supervisor", true, true),
        ("planner", true, true),
        ("reviewer", false, false),
        ("administrator", true, false),
    ];
    for (login, sees, sees_secrets) in expected {
        let visitor = Visitor::signed_in(&app, login).await;
        let list = visitor.get("/desk/partners").await;
        let shown = visitor.get(&page).await;
        let viewed = visitor.get(&api).await;
        if !sees {
            assert_eq!(list.status, StatusCode::FORBIDDEN, "{login}");
            assert!(!shown.text.contains("Sampleton"), "{login}");
            assert_eq!(viewed.status, StatusCode::NOT_FOUND, "{login}");
            continue;
        }
        assert!(list.text.contains("Sampleton"), "{login}");
        assert_eq!(shown.status, StatusCode::OK, "{login}");
        for secret in [CONTACT, NOTE] {
            assert_eq!(shown.text.contains(secret), sees_secrets, "{login}: {secret}");
            assert_eq!(viewed.text.contains(secret), sees_secrets, "{login}: {secret}");
            assert!(!list.text.contains(secret), "{login}");
        }
        assert_eq!(viewed.json().get("contacts").is_some(), sees_secrets, "{login}");
        // Nor does a search tell of them.
        let found = visitor.get("/api/v1/desk/partners?q=Inparticular").await.json();
        assert_eq!(found["total"], u64::from(sees_secrets), "{login}");
        let csv = visitor.get("/desk/partners.csv").await;
        assert!(
            csv.text.contains("Sampleton") && !csv.text.contains(CONTACT),
            "{login}"
        );
    }
}

#[tokio::test]
async fn each_role_does_what_it_may_on_pages_and_by_the_api() {
    let app = peopled().await;
    let partner = with_secrets(&app).await;
    let path = format!("/desk/partners/{}", partner.reference);
    let expected = [
        ("agent", [false; 4]),
        ("interpreter", [false; 4]),
        ("officer", [true, false, false, true]),
        ("harbour", [false, false, false, true]),
        ("mediator", [false; 4]),
        ("supervisor", [true, true, true, true]),
        ("planner", [true, true, true, true]),
        ("administrator", [false; 4]),
    ];
    for (login, [notes, withdraws, imports, opens]) in expected {
        let visitor = Visitor::signed_in(&app, login).await;
        let shown = visitor.get(&path).await.text;
        for (command, may) in [("note", notes), ("withdraw", withdraws)] {
            let action = format!("action=\"{path}/{command}\"");
            assert_eq!(shown.contains(&action), may, "{login}: the form of {command}");
        }
        let noted = visitor.form(&format!("{path}/note"), "text=seen").await;
        let wanted = if notes {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(noted.status, wanted, "{login}: {}", noted.text);
        let wanted = if notes {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        let by_api = format!("/api/v1{path}/note");
        let noted = visitor.json(&by_api, &json!({"text": "seen"})).await;
        assert_eq!(noted.status, wanted, "{login}: {}", noted.text);
        for (page, may) in [("/desk/partners/import", imports), ("/desk/partners/new", opens)] {
            let wanted = if may {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(visitor.get(page).await.status, wanted, "{login}: {page}");
        }
        let table = form(&[("table", "kind,name_en\nsister-city,Xton\n")]);
        if !imports {
            let entered = visitor.form("/desk/partners/import/enter", &table).await;
            assert_eq!(entered.status, StatusCode::FORBIDDEN, "{login}");
        }
        let open = json!({"kind": "volunteer-group", "names": {"en": format!("Group of {login}")}});
        let opened = visitor.json("/api/v1/desk/partners", &open).await;
        let wanted = if opens {
            StatusCode::CREATED
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(opened.status, wanted, "{login}: {}", opened.text);
    }
    // An officer proposes for the own unit, and nothing that is a partner already.
    let officer = Visitor::signed_in(&app, "officer").await;
    let body = json!({"kind": "sister-city", "names": {"en": "X"}, "already": true});
    let refused = officer.json("/api/v1/desk/partners", &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let body = json!({"kind": "sister-city", "names": {"en": "X"}, "unit": "harbour"});
    let refused = officer.json("/api/v1/desk/partners", &body).await;
    assert_eq!(refused.json()["errors"][0]["field"], "unit");
}

#[tokio::test]
async fn a_partner_goes_from_proposal_to_the_public_page_by_forms() {
    let app = peopled().await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let wrong = planner.form("/desk/partners/new", "website=example").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("id=\"open-names-zh-error\""),
        "the first name is asked for"
    );
    assert!(
        wrong.text.contains("value=\"example\""),
        "what was entered is kept"
    );
    let opened = planner
        .form(
            "/desk/partners/new",
            &form(&[
                ("kind", "sister-city"),
                ("names.en", "Newton"),
                ("names.ko", "뉴턴"),
                ("summaries.ko", "바닷가 도시"),
                ("country", "KR"),
                ("languages", "ko"),
            ]),
        )
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let path = opened.to.split('?').next().unwrap().to_owned();
    let shown = planner.get(&opened.to).await.text;
    assert!(shown.contains("Newton") && shown.contains("뉴턴"));
    let version = |text: &str| {
        let at = text.split("name=\"version\" value=\"").nth(1).unwrap();
        at.split('"').next().unwrap().to_owned()
    };
    let first = version(&shown);
    let agreed = planner
        .form(
            &format!("{path}/agree"),
            &form(&[("decided_by", "The council"), ("version", &first)]),
        )
        .await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text);
    // Someone who still sees the page of before is told what changed.
    let stale = planner
        .form(
            &format!("{path}/note"),
            &form(&[("text", "too late"), ("version", &first)]),
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("too late"));
    let anyone = Visitor::anyone(&app);
    let public = path.replace("/desk", "/ko");
    assert_eq!(anyone.get(&public).await.status, StatusCode::NOT_FOUND);
    let active = planner.form(&format!("{path}/activate"), "since=2026-02").await;
    assert_eq!(active.status, StatusCode::SEE_OTHER, "{}", active.text);
    let seen = anyone.get(&public).await;
    assert!(
        seen.text.contains("뉴턴") && seen.text.contains("바닷가 도시") && seen.text.contains("2026년 2월")
    );
    let shown = planner.get(&path).await.text;
    assert!(shown.contains("The council") && shown.contains("The planner"));
    planner.form(&format!("{path}/withdraw"), "").await;
    assert_eq!(anyone.get(&public).await.status, StatusCode::NOT_FOUND);
    let publish = planner.form(&format!("{path}/publish"), "").await;
    assert_eq!(publish.status, StatusCode::SEE_OTHER);
    assert_eq!(anyone.get(&public).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_edit_keeps_what_is_said_in_languages_that_the_interface_does_not_have() {
    let app = peopled().await;
    let partner = open(&app, 9, &sister_city()).await;
    let path = format!("/desk/partners/{}", partner.reference);
    let planner = Visitor::signed_in(&app, "planner").await;
    let shown = planner.get(&path).await.text;
    let edit = shown.split("id=\"do-edit\"").nth(1).unwrap();
    let edit = edit.split("</form>").next().unwrap();
    assert!(edit.contains("name=\"names.fr\"") && edit.contains("value=\"Échantillon\""));
    assert!(edit.contains("value=\"ko\" checked"), "its languages are ticked");
    assert!(edit.contains("<option value=\"KR\" selected>"));
    let sent = form(&[
        ("kind", "sister-city"),
        ("names.en", "Sampleton-on-Sea"),
        ("names.fr", "Échantillon"),
    ]);
    let edited = planner.form(&format!("{path}/edit"), &sent).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.text);
    let after: Partner = app
        .store()
        .get(partner.reference, &worker())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        after.names,
        names(&[("en", "Sampleton-on-Sea"), ("fr", "Échantillon")])
    );
    assert_eq!(after.country, None);
}

const TABLE: &str = "kind,name_zh,name_en,country,since,status\n\
    sister-city,甲市,Ayton,South Korea,1993,in-force\n\
    sister city,乙市,Beeton,日本,2023-09,verify\n\
    volunteer-group,丙组,,,,\n";

#[tokio::test]
async fn a_dry_run_names_every_bad_cell_and_enters_nothing() {
    let app = peopled().await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let bad = "kind,name_zh,country,since,until,colour\n\
        sister-town,甲,KR,1993,,\n\
        sister-city,,Atlantis,93,2020-01-01,blue\n";
    let seen = planner.file("/desk/partners/import", bad).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (line, column) in [
        (2, "kind"),
        (3, "name_zh"),
        (3, "country"),
        (3, "since"),
        (1, "colour"),
    ] {
        let cell = format!("{line}</td><td><code dir=\"auto\">{column}</code>");
        assert!(
            seen.text.contains(&cell),
            "line {line}, column {column}: {}",
            seen.text
        );
    }
    assert!(
        seen.text.contains("Atlantis") && seen.text.contains("sister-town"),
        "what stood there"
    );
    assert_eq!(seen.text.matches(">colour<").count(), 1, "a column is named once");
    assert!(seen.text.contains("<code>harbour</code>"), "units are listed");
    let nothing = planner.file("/desk/partners/import", "").await;
    assert!(nothing.text.contains("it is empty"), "{}", nothing.text);
    assert!(!seen.text.contains("import/enter"), "nothing can be entered");
    // Nor by a form that somebody makes themselves.
    let sent = planner
        .form("/desk/partners/import/enter", &form(&[("table", bad)]))
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let good = planner.file("/desk/partners/import", TABLE).await;
    assert_eq!(good.status, StatusCode::OK, "{}", good.text);
    assert!(good.text.contains("3 rows, all correct") && good.text.contains("Beeton"));
    let count = planner.get("/api/v1/desk/partners").await.json();
    assert_eq!(count["total"], 0, "a dry run enters nothing");
    for (content, says) in [
        ("kind,name_zh\nsister-city,甲,乙\n", "Line 2 has more cells"),
        ("", "The file has no rows."),
        ("kind,kind\n", "Line 1"),
    ] {
        let seen = planner.file("/desk/partners/import", content).await;
        assert!(
            seen.text.contains(says) || content.is_empty(),
            "{says}: {}",
            seen.text
        );
    }
}

#[tokio::test]
async fn a_table_is_entered_once() {
    let app = peopled().await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let sent = form(&[("table", TABLE)]);
    let entered = planner.form("/desk/partners/import/enter", &sent).await;
    assert_eq!(entered.status, StatusCode::OK);
    assert!(entered.text.contains("3 partners entered"), "{}", entered.text);
    let all = planner.get("/api/v1/desk/partners?sort=newest").await.json();
    assert_eq!(all["total"], 3);
    let of = |name: &str| {
        let rows = all["partners"].as_array().unwrap();
        rows.iter()
            .find(|row| row["names"]["zh"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(of("甲市")["country"], "KR");
    assert_eq!(of("甲市")["state"], "active");
    assert_eq!(of("乙市")["country"], "JP");
    assert_eq!(of("乙市")["confirmed"], false);
    assert_eq!(of("丙组")["state"], "proposed");
    assert_eq!(of("丙组")["unit"], "harbour");
    let again = planner.file("/desk/partners/import", TABLE).await;
    assert!(again.text.contains("3 rows are there already"), "{}", again.text);
    let entered = planner.form("/desk/partners/import/enter", &sent).await;
    assert!(entered.text.contains("0 partners entered"));
    assert_eq!(planner.get("/api/v1/desk/partners").await.json()["total"], 3);
}

#[tokio::test]
async fn a_table_that_is_sent_twice_at_once_is_entered_once() {
    let app = peopled().await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let table = form(&[("table", TABLE)]);
    let enter = || planner.form("/desk/partners/import/enter", &table);
    let (one, other, third) = tokio::join!(enter(), enter(), enter());
    for seen in [one, other, third] {
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    }
    assert_eq!(planner.get("/api/v1/desk/partners").await.json()["total"], 3);
}

#[tokio::test]
async fn what_is_exported_can_be_read_again() {
    let app = peopled().await;
    let one = with_secrets(&app).await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let csv = planner.get("/desk/partners.csv").await.text;
    let head = csv.lines().next().unwrap();
    for column in [
        "reference",
        "kind",
        "name_zh",
        "name_fr",
        "summary_en",
        "until",
        "status",
    ] {
        assert!(head.contains(&format!("\"{column}\"")), "{column}: {head}");
    }
    for value in [
        "sister-city",
        "样例市",
        "Échantillon",
        "KR",
        "1993",
        "2026-03-01",
        "ko; en",
        "in-force",
        "market",
    ] {
        assert!(csv.contains(&format!("\"{value}\"")), "{value}: {csv}");
    }
    let again = planner.file("/desk/partners/import", &csv).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    let there = format!("Line 2 is there already: {}", one.reference);
    assert!(again.text.contains(&there), "{}", again.text);
    // Without the reference, as someone else's register has it, under another name.
    let mut cells: Vec<Vec<&str>> = csv.lines().map(|line| line.split("\",\"").collect()).collect();
    for line in &mut cells {
        line.remove(0);
    }
    let table = cells.iter().map(|line| format!("\"{}", line.join("\",\"")));
    let table = table
        .collect::<Vec<_>>()
        .join("\n")
        .replace("样例市", "甲市")
        .replace("Sampleton", "Ayton");
    let table = table.replace("Échantillon", "Autre");
    let seen = planner.file("/desk/partners/import", &table).await;
    assert!(seen.text.contains("1 row, all correct"), "{}", seen.text);
    let empty = planner.get("/desk/partners/import.csv").await.text;
    assert!(empty.contains("\"kind\",\"name_zh\"") && !empty.contains("reference"));
    let empty = planner.file("/desk/partners/import", &empty).await;
    assert!(empty.text.contains("The file has no rows."));
}

#[tokio::test]
async fn a_program_enters_a_table_after_looking_through_it() {
    let app = peopled().await;
    let path = "/api/v1/desk/partners/import";
    let officer = Visitor::signed_in(&app, "officer").await;
    let refused = officer.send("POST", path, "text/csv", TABLE).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let planner = Visitor::signed_in(&app, "planner").await;
    let bad = "kind,name_en\nsister-town,Xton\n";
    let seen = planner.send("POST", path, "text/csv", bad).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cell = json!({"line": 2, "column": "kind", "value": "sister-town", "problem": "not-an-option"});
    assert_eq!(seen.json()["bad"][0], cell);
    let dry = format!("{path}?dry_run=yes");
    for (path, entered) in [(dry.as_str(), 0), (path, 3)] {
        let seen = planner.send("POST", path, "text/csv", TABLE).await.json();
        assert_eq!(seen["rows"], 3);
        assert_eq!(seen["entered"].as_array().unwrap().len(), entered);
    }
}

#[tokio::test]
async fn an_edit_by_the_api_leaves_what_it_leaves_out_and_empties_what_is_null() {
    let app = peopled().await;
    let one = with_secrets(&app).await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let path = format!("/api/v1/desk/partners/{}/edit", one.reference);
    let edited = planner
        .json(&path, &json!({"names": {"en": "Other"}, "website": null}))
        .await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.text);
    let after = edited.json();
    assert_eq!(after["names"], json!({"en": "Other"}));
    assert_eq!(
        (&after["country"], &after["until"]),
        (&json!("KR"), &json!("2026-03-01"))
    );
    assert_eq!(after.get("website"), None);
    assert_eq!(after["confirmed"], false);
    for (body, field) in [
        (json!({"country": "XX"}), "country"),
        (json!({"until": "9999-12-31"}), "until"),
        (json!({"names": {"xqz": "x"}}), "names.xqz"),
    ] {
        let refused = planner.json(&path, &body).await;
        assert_eq!(refused.json()["errors"][0]["field"], field, "{}", refused.text);
    }
}

/// A form with a title and a small PDF.
fn pdf(public: bool) -> String {
    let part = |name: &str, value: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = "content-disposition: form-data; name=\"file\"; filename=\"a.pdf\"";
    let public = if public {
        part("public", "yes")
    } else {
        String::new()
    };
    let title = part("title", "The minutes");
    format!("{title}{public}--b\r\n{head}\r\n\r\n%PDF-1.7\n\r\n--b--\r\n")
}

#[tokio::test]
async fn a_document_reaches_the_public_only_by_those_who_publish() {
    let app = peopled().await;
    let one = with_secrets(&app).await;
    let path = format!("/desk/partners/{}", one.reference);
    let public = format!("/en/partners/{}", one.reference);
    let multipart = "multipart/form-data; boundary=b";
    let (officer, planner, anyone) = (
        Visitor::signed_in(&app, "officer").await,
        Visitor::signed_in(&app, "planner").await,
        Visitor::anyone(&app),
    );
    let offers = async |visitor: &Visitor| visitor.get(&path).await.text.contains("id=\"attach-public\"");
    assert!(offers(&planner).await && !offers(&officer).await);
    let attach = format!("/api/v1{path}/attach");
    let refused = officer.send("POST", &attach, multipart, pdf(true)).await;
    assert_eq!(refused.json()["errors"][0]["field"], "public");
    let inner = officer.send("POST", &attach, multipart, pdf(false)).await;
    assert_eq!(inner.status, StatusCode::OK, "{}", inner.text);
    let id = inner.json()["documents"][0]["id"].to_string();
    let shown = async || anyone.get(&public).await.text.contains("The minutes");
    assert!(!shown().await);
    let document = form(&[("document", &id)]);
    for (command, is_shown) in [("publish-document", true), ("withdraw-document", false)] {
        let done = planner.form(&format!("{path}/{command}"), &document).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(shown().await, is_shown, "{command}");
    }
    let removed = officer.form(&format!("{path}/remove-document"), &document).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let gone = officer.get(&format!("{path}/documents/{id}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_says_in_its_own_words_what_is_wrong_and_who_may_be_meant() {
    let app = peopled().await;
    let one = with_secrets(&app).await;
    let mut other = sister_city();
    other.entry.names = names(&[("en", "Samplemouth")]);
    let other = open(&app, 8, &other).await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let path = format!("/desk/partners/{}", one.reference);
    let unclear = planner.form(&format!("{path}/link"), "to=Sample").await;
    assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    let meant = format!("Samplemouth ({})", other.reference);
    assert!(unclear.text.contains("or more than one") && unclear.text.contains(&meant));
    let linked = planner.form(&format!("{path}/link"), "to=samplemouth").await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text);
    let renewed = planner.form(&format!("{path}/renew"), "until=2026-02-28").await;
    assert_eq!(renewed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        renewed.text.contains("The new day must be after"),
        "{}",
        renewed.text
    );
    let unnamed = planner.form("/desk/partners/new", "kind=sister-city").await;
    assert!(unnamed.text.contains("Give the name in at least one language"));
}

#[tokio::test]
async fn the_history_says_what_changed_and_no_contact_to_whom_they_are_not_for() {
    let app = peopled().await;
    let one = with_secrets(&app).await;
    let path = format!("/desk/partners/{}", one.reference);
    let planner = Visitor::signed_in(&app, "planner").await;
    let api = format!("/api/v1{path}/edit");
    planner.json(&api, &json!({"since": "1994"})).await;
    planner
        .form(
            &format!("{path}/renew"),
            "until=2030-06-30&decided_by=Both+mayors",
        )
        .await;
    let history = async |login: &str| {
        let seen = Visitor::signed_in(&app, login).await.get(&path).await.text;
        seen.split("id=\"journal\"").nth(1).unwrap().to_owned()
    };
    let told = history("planner").await;
    for said in ["Since: 1993 → 1994", "until ", "By Both mayors", CONTACT] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(!history("administrator").await.contains(CONTACT));
    let done = planner.get(&format!("{path}?done=add-contact")).await.text;
    assert!(done.contains("Done: Contact added"));
    for page in ["/desk/partners", path.as_str()] {
        let seen = planner.get(&format!("{page}?done=Any%20words")).await;
        assert!(
            !seen.text.contains("Any words") && !seen.text.contains("hd-done"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn all_that_is_public_is_counted_and_listed_on_as_many_pages_as_it_takes() {
    let app = peopled().await;
    for n in 0..203_u8 {
        let mut open_one = sister_city();
        open_one.entry.names = names(&[("en", &format!("Town {n:03}"))]);
        let (actor, bytes) = (worker(), [n % 31, n / 31, 1, 1, 1, 1, 1]);
        let ctx = app.context(&actor);
        let opened = app
            .store()
            .open_stream::<Partner>(&ctx, &open_one, Reference::from_random(bytes), None);
        opened.await.unwrap();
    }
    let anyone = Visitor::anyone(&app);
    let first = anyone.get("/en/partners?country=kr").await.text;
    assert!(first.contains("203 active partners") && first.contains("Town 199"));
    assert!(!first.contains("Town 200") && !first.contains("rel=\"prev\""));
    let next = first.split("rel=\"next\" href=\"").nth(1).unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let second = anyone.get(&next).await.text;
    assert!(second.contains("Town 202") && !second.contains("Town 199"));
    assert!(second.contains("203 active partners") && second.contains("rel=\"prev\""));
    let listed = anyone.get("/api/v1/partners").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 203);
    let one = listed[0]["reference"].as_str().unwrap();
    let alone = anyone.get(&format!("/api/v1/partners/{one}")).await.json();
    assert_eq!(alone, listed[0]);
}

#[test]
fn every_country_and_language_that_has_a_name_is_one_that_a_partner_may_have() {
    let app = crate::testing::app();
    let names = app.texts().writing(Lang::EN).unwrap().names();
    for (code, _) in names.countries() {
        assert!(domain::partners::is_country(code), "{code}");
    }
    for first in b'a'..=b'z' {
        for second in b'a'..=b'z' {
            let lang = Lang::parse(std::str::from_utf8(&[first, second]).unwrap()).unwrap();
            let has_name = names.language(lang).is_some();
            assert_eq!(domain::partners::is_language(lang), has_name, "{lang}");
        }
    }
}

#[tokio::test]
async fn a_list_is_filtered_and_searched_without_words_in_its_address() {
    let app = peopled().await;
    with_secrets(&app).await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let sent = form(&[("q", "Sampleton"), ("kind", "sister-city"), ("state", "active")]);
    let asked = planner.form("/desk/partners/search", &sent).await;
    assert_eq!(
        asked.to,
        "/desk/partners?state=active&kind=sister-city&search=yes"
    );
    let words = asked.cookie.unwrap();
    let with_words = Visitor {
        cookie: format!("{}; {}", planner.cookie, words.split(';').next().unwrap()),
        ..planner.clone()
    };
    let found = with_words.get(&asked.to).await;
    assert!(found.text.contains("value=\"Sampleton\"") && found.text.contains("1 partner<"));
    for (query, n) in [
        ("unit=market", 1),
        ("unit=harbour", 0),
        ("article=8", 1),
        ("language=ko", 1),
        ("language=ru", 0),
        ("country=kr", 1),
        ("unconfirmed=yes", 0),
        ("state=proposed,ended", 0),
    ] {
        let found = planner
            .get(&format!("/api/v1/desk/partners?{query}"))
            .await
            .json();
        assert_eq!(found["total"], n, "{query}");
    }
    let wrong = planner.get("/api/v1/desk/partners?state=old&article=x").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.json()["errors"][1]["field"], "article");
}

#[tokio::test]
async fn the_description_has_a_typed_body_for_each_command() {
    let app = peopled().await;
    let api = Visitor::anyone(&app).get("/api/v1/openapi.json").await.json();
    let body = |path: &str| {
        let of = &api["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        of["properties"].clone()
    };
    assert_eq!(body("/api/v1/desk/partners")["names"]["type"], "object");
    let of = |command: &str| body(&format!("/api/v1/desk/partners/{{reference}}/{command}"));
    assert_eq!(of("agree")["on"]["format"], "date");
    assert_eq!(of("edit")["articles"]["items"]["type"], "integer");
    assert_eq!(of("publish")["version"]["type"], "integer");
    assert_eq!(of("attach"), Value::Null, "a file does not come as JSON");
    let path = |command: &str| format!("/api/v1/desk/partners/{{reference}}/{command}");
    assert_eq!(api["paths"].get(path("warn")), None, "nobody may give it");
    let edit = &api["paths"][path("edit")]["post"];
    assert!(edit["description"].as_str().unwrap().contains("stays as it is"));
    let schemas = &api["components"]["schemas"];
    assert!(schemas["PartnersPage"]["properties"].get("partners").is_some());
    let mut ids: Vec<&str> = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        let operations = item.as_object().unwrap().values();
        let own = operations.filter_map(|operation| operation["operationId"].as_str());
        ids.extend(own.filter(|_| path.contains("/partners")));
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for id in ["partners-attach", "partners-import", "partners-public-one"] {
        assert!(ids.contains(&id), "{id}");
    }
}

#[tokio::test]
async fn a_form_comes_back_after_the_session_has_ended() {
    let app = peopled().await;
    let partner = with_secrets(&app).await;
    let path = format!("/desk/partners/{}/note", partner.reference);
    let out = Visitor::anyone(&app).form(&path, "text=written+before").await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert!(out.text.contains("written before"));
    let back = form(&[
        ("login", "planner"),
        ("password", PASSWORD),
        ("to", &path),
        ("kept.text", "written before"),
    ]);
    let seen = Visitor::anyone(&app).form("/desk/sign-in", &back).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    assert!(seen.text.contains("written before") && seen.text.contains("id=\"do-note\""));
}

#[tokio::test]
async fn a_mechanism_has_the_number_of_the_partners_that_its_article_asks_for() {
    let mut city = crate::testing::city();
    for mechanism in &mut city.regulation.mechanisms {
        mechanism.live = Some("page:partners".to_owned().try_into().unwrap());
    }
    let app = crate::testing::app_of(city, None);
    open(&app, 9, &sister_city()).await;
    let figures = super::figures(&app).await.unwrap();
    let of = |mechanism: &str| {
        let figure = figures
            .iter()
            .find(|figure| figure.mechanism == mechanism)
            .unwrap();
        (figure.n, figure.path.clone().unwrap())
    };
    assert_eq!(of("complaints"), (1, "/partners?kind=sister-city".to_owned()));
    assert_eq!(of("later"), (0, "/partners?article=9".to_owned()));
}

#[tokio::test]
async fn who_must_renew_one_is_told_where_they_begin() {
    let app = peopled().await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let told = async || {
        let begins = planner.get("/desk").await;
        let page = planner.get(&begins.to).await;
        page.text.contains("1 partner of your unit is to be renewed soon")
    };
    let mut open = sister_city();
    open.entry.until = Some(app.today().saturating_add(jiff::ToSpan::days(1_i64)));
    open.already = true;
    let partner = self::open(&app, 1, &open).await;
    assert!(!told().await, "nobody was reminded yet");
    then(&app, &partner, Command::Warn).await;
    assert!(told().await);
    let elsewhere = Visitor::signed_in(&app, "harbour").await;
    let begins = elsewhere.get("/desk/inbox").await;
    assert!(!begins.text.contains("to be renewed"), "it is another unit's");
}

#[tokio::test]
async fn what_opens_or_changes_one_is_done_once() {
    let app = peopled().await;
    let planner = Visitor::signed_in(&app, "planner").await;
    let new = form(&[
        ("kind", "sister-city"),
        ("names.en", "Onceville"),
        ("once", "abc"),
    ]);
    let first = planner.form("/desk/partners/new", &new).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    assert_eq!(planner.form("/desk/partners/new", &new).await.to, first.to);

    let program = Visitor {
        cookie: String::new(),
        key: "one of mine",
        ..planner.clone()
    };
    let body = json!({"kind": "sister-city", "names": {"en": "Twiceville"}});
    let opened = program.json("/api/v1/desk/partners", &body).await.json();
    let again = program.json("/api/v1/desk/partners", &body).await.json();
    assert_eq!(opened["reference"], again["reference"]);
    let note = format!(
        "/api/v1/desk/partners/{}/note",
        opened["reference"].as_str().unwrap()
    );
    let other = program.json(&note, &json!({"text": "Rung up"})).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "that key is used");
    let program = Visitor {
        key: "another",
        ..program
    };
    for _ in 0..2 {
        let noted = program.json(&note, &json!({"text": "Rung up"})).await.json();
        assert_eq!(noted["notes"].as_array().unwrap().len(), 1, "{noted}");
    }
    assert_eq!(planner.get("/api/v1/desk/partners").await.json()["total"], 2);
}
