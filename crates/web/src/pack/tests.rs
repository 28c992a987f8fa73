use askama::Template as _;
use axum::http::StatusCode;
use city::{Cell, Column, Sheet, Sheets, Standing};
use domain::Lang;
use domain::city::Checker;

use super::PATH;
use super::list::List;
use super::sheet::SheetPage;
use crate::kit::asked::Asked;
use crate::kit::desk::Desk;
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::testing::{Visitor, peopled};

fn column(lang: Lang, standing: &Standing) -> Column {
    let cell = |key: &str| Cell {
        key: key.to_owned(),
        text: format!("<{key}> [x](guide:visas)"),
        standing: standing.clone(),
        is_relied_upon: true,
    };
    Column {
        lang,
        file: format!("guides/<visas>/{lang}.md"),
        text: (*standing != Standing::Missing).then(|| "+++\n</textarea>".to_owned()),
        cells: ["title", "cost", "body"].map(cell).into(),
        findings: Vec::new(),
    }
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let staff = crate::samples::supervisor(page.lang);
    let desk = Desk::new(&page.app, staff, page.lang, PATH);
    let reviewer = Checker::named("Somebody <b>");
    let standings = [
        (Lang::ZH, Standing::Source),
        (Lang::EN, Standing::Confirmed(reviewer)),
        (Lang::KO, Standing::SourceChanged),
        (Lang::JA, Standing::Missing),
    ];
    let sheet = Sheet {
        place: "guides/<visas>".to_owned(),
        source: Lang::ZH,
        columns: standings.map(|(lang, standing)| column(lang, &standing)).into(),
        findings: Vec::new(),
    };
    let asked = Asked::of(PATH, &[], &Fields::default(), |_, _| true);
    let some = Sheets {
        sheets: vec![sheet.clone()],
        findings: Vec::new(),
    };
    let list = |found| List::of(&desk, &asked, found).render().unwrap();
    let of = |at: usize, is_preview| {
        let page = SheetPage::of(&desk, &sheet, &sheet.columns[at], is_preview);
        page.render().unwrap()
    };
    vec![
        ("pack", list(&some)),
        ("pack-none", list(&Sheets::default())),
        ("pack-source", of(0, false)),
        ("pack-confirmed", of(1, false)),
        ("pack-preview", of(2, true)),
        ("pack-new", of(3, false)),
    ]
}

#[tokio::test]
async fn an_editor_sees_a_guide_beside_its_original_and_tries_a_change() {
    let app = peopled().await;
    let editor = Visitor::signed_in(&app, "supervisor").await;
    let list = editor.get("/desk/pack?in=guides&language=ko").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(
        list.text.contains("href=\"/desk/pack/guides/visas\""),
        "{}",
        list.text
    );
    let guide = editor.get("/desk/pack/guides/visas?language=ko").await.text;
    let original = std::fs::read_to_string(app.pack().join("guides/visas/zh.md")).unwrap();
    let title = original
        .lines()
        .find_map(|line| line.strip_prefix("title = "))
        .unwrap();
    assert!(guide.contains(title.trim_matches('"')));
    assert!(guide.contains("guides/visas/ko.md") && guide.contains("lang=\"ko\""));

    let text = "+++%0Atitle+%3D+%22A+%3Cb%3E%22%0A+++%0A%0A%3Cscript%3E1%3C%2Fscript%3E";
    let form = format!(
        "language=ko&file=guides/visas/ko.md&text={}",
        text.replace("+++", "%2B%2B%2B")
    );
    let seen = editor.form("/desk/pack/guides/visas", &form).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.text.contains("A &#60;b&#62;") && !seen.text.contains("<script>1"));
    assert!(
        seen.text.contains("guides/visas/ko.md:"),
        "what is wrong with it is said"
    );
    let saved = editor
        .form("/desk/pack/guides/visas", &format!("{form}&save=yes"))
        .await;
    assert!(
        saved.text.starts_with("+++\ntitle = \"A <b>\"\n+++\n"),
        "{}",
        saved.text
    );
    let elsewhere = form.replace("visas/ko.md", "visas/guide.toml");
    let refused = editor.form("/desk/pack/guides/visas", &elsewhere).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let same = editor.get("/desk/pack/guides/visas?language=ko").await.text;
    assert_eq!(same, guide, "nothing was changed");
}

#[tokio::test]
async fn what_is_no_folder_of_the_pack_is_not_there_and_an_agent_has_no_such_room() {
    let app = peopled().await;
    let editor = Visitor::signed_in(&app, "supervisor").await;
    for path in [
        "guides/none",
        "../../etc/passwd",
        "guides/visas/zh.md",
        "%2e%2e/x",
    ] {
        let seen = editor.get(&format!("/desk/pack/{path}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
    }
    let agent = Visitor::signed_in(&app, "agent").await;
    for path in ["", "/guides/visas"] {
        let seen = agent.get(&format!("/desk/pack{path}")).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{path}");
    }
}
