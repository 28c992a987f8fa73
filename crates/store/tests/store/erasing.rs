use domain::cases::Case;
use domain::cases::Command;

use crate::both::on_both;
use crate::sample;

#[tokio::test]
async fn what_is_erased_is_gone_and_the_chain_still_holds() {
    on_both(async |house| {
        let case = house.answered(1).await;
        let other = house.case(2).await;
        crate::cases::attach(&house, &other, b"a picture").await.unwrap();
        let reopen = Command::Reopen { text: "Look".to_owned(), language: None };
        house.act(&sample::agent(), &case, reopen).await.unwrap();
        crate::cases::attach(&house, &case, b"another picture").await.unwrap();
        let decline = Command::Resolve { text: "已处理".to_owned(), language: Some(domain::Lang::EN) };
        house.act(&sample::officer(), &case, decline).await.unwrap();
        let case = crate::memory::translate(&house, &case, "水壶坏了").await;
        let erase = Command::Erase { reason: "asked for".to_owned() };
        let erased = house.act(&sample::administrator(), &case, erase).await.unwrap();
        assert!(erased.erased && erased.fields.is_empty() && erased.contact.is_empty());
        assert!(erased.messages.iter().all(|message| message.text.is_none()));

        let reference = case.reference;
        let none = async |sql: String| assert_eq!(house.number(&sql).await, 0, "{sql}");
        none(format!(
            "SELECT COUNT(*) FROM events WHERE stream = 'case/{reference}' AND (body IS NOT NULL OR salt IS NOT NULL)"
        ))
        .await;
        none(format!("SELECT COUNT(*) FROM case_search WHERE reference = '{reference}' AND words || notes <> ''"))
            .await;
        none(format!("SELECT COUNT(*) FROM files WHERE stream = 'case/{reference}'")).await;
        none(format!("SELECT COUNT(*) FROM translation_wants WHERE reference = '{reference}'")).await;
        none(format!("SELECT COUNT(*) FROM translation_memory WHERE reference = '{reference}'")).await;
        none(format!("SELECT COUNT(*) FROM cases WHERE reference = '{reference}' AND folded LIKE '%kettle%'"))
            .await;
        house.is_clean().await;
        let report = house.store.verify(&house.city, |_| {}).await.unwrap();
        assert_eq!(report.checked.streams, 2);

        // The other case still has its words.
        assert!(house.store.get::<Case>(other.reference, &sample::agent()).await.unwrap().unwrap().messages[0].text.is_some());
        // And the journal still says what was done, and that there were words.
        let journal = house.store.journal_of::<Case>(reference, &sample::administrator()).await.unwrap().unwrap();
        assert_eq!(journal.len(), 12);
        assert!(journal[0].erased && !journal[1].erased);
    })
    .await;
}

#[tokio::test]
async fn erased_words_leave_the_files_of_sqlite() {
    let house = crate::both::House::sqlite().await;
    let case = house.case_about(1, "Zanzibarquartz and nothing else").await;
    let store::Location::Sqlite(path) = &house.location else {
        unreachable!()
    };
    let holds = || {
        ["", "-wal"].iter().any(|end| {
            let mut name = path.clone().into_os_string();
            name.push(end);
            let bytes = std::fs::read(name).unwrap_or_default();
            bytes
                .windows(14)
                .any(|window| window.eq_ignore_ascii_case(b"zanzibarquartz"))
        })
    };
    assert!(holds());
    house
        .act(
            &sample::officer(),
            &case,
            Command::Decline {
                text: "不受理".to_owned(),
                language: Some(domain::Lang::EN),
            },
        )
        .await
        .unwrap();
    let erase = Command::Erase {
        reason: "asked for".to_owned(),
    };
    house.act(&sample::administrator(), &case, erase).await.unwrap();
    // The log is emptied after the answer; the next write waits for that.
    house.case(2).await;
    assert!(!holds());
}

#[tokio::test]
async fn words_that_vanish_without_an_erasure_are_missed() {
    on_both(async |house| {
        let case = house.answered(1).await;
        let stream = format!("case/{}", case.reference);
        house
            .raw(&format!(
                "UPDATE events SET body = NULL, salt = NULL WHERE stream = '{stream}' AND seq = 5"
            ))
            .await;
        assert_eq!(house.broken().await, format!("{stream} 5 missing-body"));
    })
    .await;
}
