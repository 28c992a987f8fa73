use std::os::unix::fs::PermissionsExt as _;

use secrecy::SecretString;

use super::*;

/// Written by age 1.1.1 of Debian, with the passphrase below, of the line below.
const BY_AGE: &[u8] = include_bytes!("tests/by-age.age");
const PLAIN: &[u8] = b"secret = \"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\"\n";

fn passphrase(text: &str) -> SecretString {
    SecretString::from(text)
}

fn right() -> SecretString {
    passphrase("four small boats at anchor")
}

#[test]
fn a_file_of_the_tool_opens() {
    assert_eq!(age::decrypt(BY_AGE, &right()).unwrap(), PLAIN);
    let other = age::decrypt(BY_AGE, &passphrase("four small boats at sea...."));
    assert_eq!(other, Err(age::Closed::Passphrase));
}

#[test]
fn a_file_opens_with_its_passphrase_and_only_whole() {
    let mut drawn = 0;
    let random = |bytes: &mut [u8]| {
        drawn += 1;
        bytes.fill(drawn);
    };
    let whole = age::encrypt(PLAIN, &right(), random);
    assert!(whole.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert_eq!(age::decrypt(&whole, &right()).unwrap(), PLAIN);
    // Each takes a second, so only one of every part.
    let nonce = whole.len() - PLAIN.len() - 16 - 1;
    let in_mac = whole.windows(4).position(|found| found == b"--- ").unwrap() + 10;
    for at in [0, 40, in_mac, nonce, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert!(age::decrypt(&changed, &right()).is_err(), "{at}");
    }
    assert!(age::decrypt(&whole[..whole.len() - 1], &right()).is_err());
    assert!(age::decrypt(b"", &right()).is_err());
}

#[test]
fn a_cost_that_takes_the_machine_is_not_paid() {
    let begun = std::time::Instant::now();
    let text = String::from_utf8_lossy(&BY_AGE[..80]).into_owned();
    let (before, _) = text.split_once(" 18\n").expect("the tool's cost on this machine");
    let dear = [before.as_bytes(), b" 30\n", &BY_AGE[before.len() + 4..]].concat();
    assert_eq!(age::decrypt(&dear, &right()), Err(age::Closed::Unreadable));
    assert!(begun.elapsed().as_millis() < 500);
}

#[test]
fn keys_go_to_another_folder_and_replace_none() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(from.path(), SECRET, &[7; 32]).unwrap();
    let file = from.path().join("copy.keys.age");
    encrypt_to(&file, &all(from.path()).unwrap(), &right()).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let keys = decrypt(&file, &right()).unwrap();
    for _ in 0..2 {
        put(to.path(), &keys).unwrap();
        assert_eq!(fs::read(to.path().join("secret")).unwrap(), [7; 32]);
    }
    fs::write(to.path().join("secret"), [8; 32]).unwrap();
    assert!(put(to.path(), &keys).is_err());
    assert_eq!(fs::read(to.path().join("secret")).unwrap(), [8; 32]);
}

#[test]
fn a_passphrase_is_one_long_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("passphrase");
    for (text, good) in [
        ("four small boats at anchor\n", true),
        ("too short\n", false),
        ("", false),
        ("two lines of it\nare one too many\n", false),
    ] {
        fs::write(&file, text).unwrap();
        assert_eq!(super::passphrase(&file).is_ok(), good, "{text:?}");
    }
}
