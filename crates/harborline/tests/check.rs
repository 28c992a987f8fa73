//! `harborline check` from outside, on a copy of the first city's pack into which a translation was pasted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use domain::Lang;
use language::translate::{PackMemory, Request, Translator as _};

/// A copy of Weihai's pack, removed with its folder.
struct Pack(tempfile::TempDir);

impl Pack {
    fn copy() -> Self {
        let pack = Self(tempfile::tempdir().unwrap());
        let weihai = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
        copy(&weihai, pack.0.path());
        pack
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Words pasted before the first that stand under `key`.
    fn paste(self, file: &str, key: &str) -> Self {
        let path: PathBuf = self.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let at = text.find(&format!("{key} = \"")).unwrap() + key.len() + 4;
        let at = at + if text[at..].starts_with("\"\"") { 2 } else { 0 };
        fs::write(&path, format!("{}Вставлено. {}", &text[..at], &text[at..])).unwrap();
        self
    }

    fn check(&self, more: &[&str]) -> (Output, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_harborline"))
            .arg("check")
            .arg(self.path())
            .args(["--on", "2026-11-28"])
            .args(more)
            .output()
            .expect("the binary runs");
        let folder = format!("{}/", self.path().display());
        let said = String::from_utf8_lossy(&output.stdout).replace(&folder, "");
        // What is only worth a look is another test's.
        let lines: Vec<&str> = said.lines().filter(|line| !line.contains(": note: ")).collect();
        let said = lines.join("\n") + "\n";
        (output, said)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_pasted_translation_is_told_until_it_is_confirmed_by_name() {
    let pack = Pack::copy()
        .paste("pages/ru.toml", "help.body")
        .paste("bases/ru.toml", "hotline-answer.what")
        .paste("units/ru.toml", "hotline-centre.name");
    let (output, said) = pack.check(&[]);
    assert!(!output.status.success());
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(lines[0].starts_with("bases/ru.toml:") && lines[0].contains("it is not published until"));
    assert!(lines[1].starts_with("pages/ru.toml:2: ") && lines[1].contains("it is not published until"));
    assert!(lines[2].starts_with("units/ru.toml:") && !lines[2].contains("published"));

    let (_, said) = pack.check(&["--confirm", "ru", "--only", "pages/help"]);
    assert!(
        said.starts_with("pages/ru.toml:2: confirmed \"help.body\"\n1 confirmed\n"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 4, "{said}");

    let (output, said) = pack.check(&["--confirm", "ru", "--only", "bases", "--only", "units"]);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("2 confirmed"), "{said}");
}

#[test]
fn a_reviewer_of_the_city_is_recorded_by_name_and_only_with_what_they_checked() {
    let pack = Pack::copy();
    let only = ["--only", "needs/ask.name", "--only", "pages/help.title"];
    let (output, said) = pack.check(&[&["--confirm", "ru", "--by", "Ли На"], &only[..]].concat());
    assert!(output.status.success() && said.contains("2 confirmed"), "{said}");
    let record = fs::read_to_string(pack.path().join("translated.toml")).unwrap();
    assert_eq!(record.matches(" Ли На\"").count(), 2);
    let city = city::read(pack.path()).unwrap();
    let by = city.texts.checked_by("pages", "help.title", Lang::RU);
    assert_eq!(by.map(domain::city::Checker::name), Some("Ли На"));
}

#[test]
fn a_language_without_texts_of_the_interface_is_told() {
    let pack = Pack::copy();
    let city = pack.path().join("city.toml");
    let german = "[[language]]\ncode = \"de\"\ntag = \"de\"\nname = \"Deutsch\"\n[limits]";
    let with_german = fs::read_to_string(&city).unwrap().replace("[limits]", german);
    fs::write(city, with_german).unwrap();
    let (output, said) = pack.check(&[]);
    assert!(!output.status.success());
    assert!(said.contains("de.toml:1: this file is missing"), "{said}");
    assert!(said.contains("de: there is no folder locales/de"), "{said}");
}

#[test]
fn a_name_that_means_nothing_and_a_name_without_a_language_are_refused() {
    let pack = Pack::copy();
    let before = fs::read(pack.path().join("translated.toml")).unwrap();
    for wrong in [
        &["--confirm", "ru", "--only", "pages/visas"][..],
        &["--confirm", "zh"],
        &["--only", "pages"],
        &["--by", "somebody"],
    ] {
        let (output, said) = pack.check(wrong);
        assert!(!output.status.success() && !output.stderr.is_empty(), "{said}");
    }
    assert_eq!(fs::read(pack.path().join("translated.toml")).unwrap(), before);
}

#[tokio::test]
async fn a_reply_nobody_confirmed_does_not_count_as_translated_by_people() {
    let translated = async |pack: &Pack, to: Lang| {
        let city = city::read(pack.path()).unwrap();
        let text = city.text("replies", "received.text", Lang::ZH).to_owned();
        let request = Request {
            text,
            from: Lang::ZH,
            to,
        };
        PackMemory::new(&city).translate(&request).await
    };
    let pack = Pack::copy();
    assert!(translated(&pack, Lang::RU).await.unwrap().is_checked());
    let pack = pack.paste("replies/ru.toml", "received.text");
    assert!(translated(&pack, Lang::RU).await.is_err());
    assert!(translated(&pack, Lang::EN).await.unwrap().is_checked());
}
