//! Files in a chat: who sends, who fetches, and what is taken for what.

use axum::http::StatusCode;

use super::super::tests::{begun, case_of, contact_of, done};
use crate::kit::app::App;
use crate::testing::{Visitor, peopled};

async fn sends(who: &Visitor, path: &str, name: &str, bytes: &str) -> StatusCode {
    let head = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let body = format!("--b\r\n{head}\r\n\r\n{bytes}\r\n--b--\r\n");
    let sent = who
        .send("POST", path, "multipart/form-data; boundary=b", body)
        .await;
    sent.status
}

/// The address of the only file that a page shows.
fn file_on(page: &str) -> String {
    let mut links = page.split("href=\"").filter_map(|part| part.split('"').next());
    let link = links.find(|link| link.contains("/files/"));
    link.unwrap_or_else(|| panic!("{page}")).to_owned()
}

#[tokio::test]
async fn a_file_in_a_chat_reaches_the_other_side_and_nobody_else_and_is_what_it_is() {
    const PDF: &str = "%PDF-1.4 a lease";
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let refused = sends(&visitor, &format!("{chat}/attach"), "a.pdf", "<html>no paper").await;
    assert_eq!(
        refused,
        StatusCode::UNPROCESSABLE_ENTITY,
        "its name is not believed"
    );
    let sent = sends(&visitor, &format!("{chat}/attach"), "../lease & more.pdf", PDF).await;
    assert_eq!(sent, StatusCode::SEE_OTHER);
    let own = visitor.get(&chat).await.text;
    assert!(
        own.contains("lease &#38; more.pdf · 1 kB") && !own.contains(".."),
        "{own}"
    );
    assert_eq!(visitor.get(&file_on(&own)).await.text, PDF);

    let agent = Visitor::signed_in(&app, "agent").await;
    let page = format!("/desk/hotline/{}", contact_of(&app, &chat).await.reference);
    // Whoever is not in the chat adds nothing to it.
    let early = sends(&agent, &format!("{page}/attach"), "form.pdf", PDF).await;
    assert!(early.is_client_error(), "{early}");
    done(&agent, &format!("{page}/answer"), "").await;
    let shown = agent.get(&page).await.text;
    let file = file_on(&shown);
    assert_eq!(agent.get(&file).await.text, PDF);
    let answer = sends(&agent, &format!("{page}/attach"), "form.pdf", "%PDF-1.4 a form").await;
    assert_eq!(answer, StatusCode::SEE_OTHER);
    let own = visitor.get(&chat).await.text;
    let second = own
        .rsplit("href=\"")
        .find(|part| part.contains("/files/"))
        .unwrap();
    let second = second.split('"').next().unwrap();
    assert_eq!(visitor.get(second).await.text, "%PDF-1.4 a form");

    for login in ["harbour", "interpreter", "planner", "administrator"] {
        let other = Visitor::signed_in(&app, login).await;
        let got = other.get(&file).await;
        assert!(got.status.is_client_error(), "{login}: {}", got.status);
        let sent = sends(&other, &format!("{page}/attach"), "x.pdf", PDF).await;
        assert!(sent.is_client_error(), "{login}: {sent}");
    }
    // Somebody with a chat of their own.
    let begun = Visitor::anyone(&app)
        .form("/en/chat", "text=Where+is+the+sea%3F&once=2")
        .await;
    let (cookie, other) = (begun.cookie.unwrap(), begun.to);
    let stranger = Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(&app)
    };
    assert_eq!(
        Visitor::anyone(&app).get(second).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(stranger.get(second).await.status, StatusCode::UNAUTHORIZED);
    let case = case_of(&app, &other).await.reference.to_string();
    let mine = case_of(&app, &chat).await.reference.to_string();
    let crossed = stranger.get(&second.replace(&mine, &case)).await;
    assert_eq!(
        crossed.status,
        StatusCode::NOT_FOUND,
        "a receipt opens the files of its own chats"
    );
    // A line that is no file is none.
    let line = format!("{}/1", file.rsplit_once('/').unwrap().0);
    assert_eq!(agent.get(&line).await.status, StatusCode::NOT_FOUND);
    erased_with_its_case(&app, (&visitor, &chat, second), (&agent, &page, &file)).await;
}

async fn erased_with_its_case(
    app: &App,
    (visitor, chat, theirs): (&Visitor, &str, &str),
    (agent, page, file): (&Visitor, &str, &str),
) {
    done(agent, &format!("{page}/end"), "why=done").await;
    done(agent, &format!("{page}/wrap-up"), "outcome=answered").await;
    let administrator = Visitor::signed_in(app, "administrator").await;
    let case = case_of(app, chat).await.reference;
    let erase = format!("/desk/cases/{case}/erase");
    done(&administrator, &erase, "reason=asked+for&sure=yes").await;
    for (who, address) in [(visitor, theirs), (agent, file), (&administrator, file)] {
        let got = who.get(address).await;
        assert!(got.status.is_client_error(), "{address}: {}", got.status);
    }
    let contact = contact_of(app, chat).await;
    for address in [theirs, file] {
        let id = address.rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(app.store().file(&contact, id).await.unwrap(), None);
    }
}
