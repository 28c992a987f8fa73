//! Who only looks finds what is there, and changes nothing.

use store::{Location, Store, StoreError};

use crate::both::{House, on_both, random};

const HISTORY: &str = "SELECT COUNT(*) FROM refinery_schema_history";

async fn as_is(location: &Location) -> Result<(), StoreError> {
    Store::open_as_is(location, random()).await.map(drop)
}

#[tokio::test]
async fn a_database_is_opened_as_it_is() {
    on_both(async |house: House| {
        house.answered(1).await;
        let looks = Store::open_as_is(&house.location, random()).await.unwrap();
        assert!(looks.verify(&house.city, |_| {}).await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn who_looks_does_not_migrate() {
    on_both(async |house: House| {
        let all = house.number(HISTORY).await;
        house
            .raw(
                "DELETE FROM refinery_schema_history \
                 WHERE version = (SELECT MAX(version) FROM refinery_schema_history)",
            )
            .await;
        assert_eq!(as_is(&house.location).await, Err(StoreError::OlderVersion));
        assert_eq!(house.number(HISTORY).await, all - 1);
    })
    .await;
}

#[tokio::test]
async fn who_looks_does_not_read_what_a_newer_version_wrote() {
    on_both(async |house: House| {
        house
            .raw(
                "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
                 VALUES (999, 'later', '2030-01-01T00:00:00Z', '1')",
            )
            .await;
        assert_eq!(as_is(&house.location).await, Err(StoreError::OtherVersion));
    })
    .await;
}

#[tokio::test]
async fn who_looks_makes_no_database() {
    on_both(async |house: House| {
        let nowhere = match &house.location {
            Location::Sqlite(path) => Location::Sqlite(path.with_file_name("nowhere").join("city.db")),
            Location::Postgres(url) => Location::Postgres(url.replacen("/store_", "/nowhere_", 1)),
        };
        assert_eq!(as_is(&nowhere).await, Err(StoreError::NoDatabase));
        if let Location::Sqlite(path) = nowhere {
            assert!(!path.parent().unwrap().exists());
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_database_of_this_program_stays_as_it_is() {
    on_both(async |house: House| {
        house.raw("DROP TABLE refinery_schema_history").await;
        assert_eq!(as_is(&house.location).await, Err(StoreError::NoDatabase));
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let text = "Not a database, but a letter, and long enough to look like one. ".repeat(20);
    std::fs::write(&path, &text).unwrap();
    let location = Location::Sqlite(path.clone());
    assert_eq!(as_is(&location).await, Err(StoreError::NotADatabase));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
