//! A small valid pack in a folder of its own, for a test to break in one way.

use std::fs;
use std::path::Path;

use domain::city::Checker;
use jiff::civil::{Date, date};
use tempfile::TempDir;

/// The day on which packs are checked.
pub const TODAY: Date = date(2026, 11, 28);

/// The pack. Its languages are Chinese, which is the source, and English.
#[derive(Debug)]
pub struct Pack {
    folder: TempDir,
}

const FILES: &[(&str, &str)] = &[
    (
        "city.toml",
        r#"code = "seaside"
timezone = "Asia/Shanghai"
country = "CN"
source_language = "zh"
hotline_unit = "hotline"
phone = "12345"

[[language]]
code = "zh"
tag = "zh-Hans"
name = "中文"
[[language]]
code = "en"
tag = "en"
name = "English"

[limits]
return = { limit = "2 working days", basis = "standard" }
reopen = { limit = "30 days", times = 1, basis = "standard" }
close = { limit = "15 days", basis = "standard" }
translate = { limit = "1 working day", basis = "standard" }
"#,
    ),
    (
        "units/units.toml",
        r#"[[unit]]
code = "hotline"
kind = "centre"
languages = ["zh", "en"]
[[unit]]
code = "harbour"
kind = "district"
adcode = "000001"
languages = ["zh", "ru"]
"#,
    ),
    (
        "calendar/2026.toml",
        r#"year = 2026
source = "made up"
holidays = [
  { date = "2026-01-01", name = "new-year" },
  { date = "2026-01-02", name = "new-year" },
]
workdays = [
  { date = "2026-01-04", name = "new-year" },
]
"#,
    ),
    (
        "calendar/2027.toml",
        "year = 2027\nprovisional = true\nsource = \"made up\"\n",
    ),
    (
        "bases/bases.toml",
        "[[basis]]\ncode = \"standard\"\nstatus = \"city\"\nvalue = \"5 working days\"\nin_force = \"2026-01-01\"\n",
    ),
    (
        "regulation/regulation.toml",
        r#"in_force = "2021-08-03"
last_article = 2

[[mechanism]]
code = "helping"
live = "service:help"

[[article]]
number = 1
mechanism = ["none"]
[[article]]
number = 2
lead = ["hotline"]
mechanism = ["helping"]
"#,
    ),
    ("needs/needs.toml", "[[need]]\ncode = \"living\"\n"),
    (
        "services/help/service.toml",
        r#"code = "help"
article = 2
need = "living"
unit = "hotline"

[[topic]]
code = "water"

[[field]]
code = "where"
kind = "choice"
options = ["inside", "outside"]
[[field]]
code = "street"
kind = "text"
when = { field = "where", is = "outside" }

[[document]]
code = "bill"

[[stage]]
code = "look"
next = ["mend"]
[[stage]]
code = "mend"
final = true

[[clock]]
kind = "acceptance"
limit = "7 working days"
basis = "standard"
extension = "3 working days"
[[clock]]
kind = "stage"
stage = "mend"
limit = "60 days"
basis = "standard"

[[route]]
topic = ["water"]
district = ["harbour"]
language = ["ru"]
unit = "district"
"#,
    ),
    (
        "replies/replies.toml",
        "[[reply]]\ncode = \"thanks\"\nservices = [\"help\"]\nuse = \"reply\"\n",
    ),
    (
        "glossary/glossary.toml",
        "[[term]]\ncode = \"tide\"\ndomain = \"sea\"\n[[term]]\ncode = \"pier\"\ndomain = \"sea\"\n",
    ),
    ("pages/pages.toml", "[[page]]\ncode = \"privacy\"\n"),
    (
        "guides/swimming/guide.toml",
        r#"code = "swimming"
topic = "sea safety"
article = 1
unit = "harbour"
need = "living"
order = 10
services = ["help"]
related = ["sailing"]
reviewed_on = "2026-11-28"
expires_on = "2027-11-28"

[[source]]
title = "海上安全"
date = "2019"
url = "https://seaside.example/sea"
status = "in-force"
"#,
    ),
    (
        "guides/sailing/guide.toml",
        r#"code = "sailing"
topic = "sea safety"
article = 1
unit = "hotline"
need = "living"
order = 20
services = ["help"]
reviewed_on = "2026-11-28"
expires_on = "2026-12-31"

[[source]]
title = "海上安全"
status = "in-force"
"#,
    ),
    (
        "helpers/may-i-swim/helper.toml",
        r#"code = "may-i-swim"
need = "living"
order = 10

[[question]]
code = "wind"
answer = [{ code = "strong", to = "no" }, { code = "weak", to = "flag" }]
[[question]]
code = "flag"
answer = [{ code = "red", to = "no" }, { code = "green", to = "yes" }]

[[result]]
code = "no"
[[result]]
code = "yes"
guides = ["swimming"]
services = ["help"]
"#,
    ),
];

/// The pages of the guides, the same in every language but for its name.
const PAGES: &[(&str, &str)] = &[
    (
        "guides/swimming/",
        r#"+++
title = "Swimming, in {lang}"
summary = "Where one may swim, in {lang}"
do = "Look at the flag, in {lang}."
call = "12345"
cost = "0"
time = "8–18"
+++

## The flags

Green: swim. Red: do not. See [sailing](guide:sailing) and [whether you may](helper:may-i-swim).

> [!CAUTION]
> 2025-06-30: 2,000 may be asked, in {lang}.
"#,
    ),
    (
        "guides/sailing/",
        r#"+++
title = "Sailing, in {lang}"
summary = "s"
do = "d"
call = "c"
cost = "c"
time = "t"
+++

Ask [us](service:help), [the law](https://seaside.example/law), or [call](tel:12345).
"#,
    ),
];

const TEXTS: &[(&str, &str)] = &[
    ("", "name tagline hotline.note imprint district.none"),
    ("units/", "hotline.name hotline.short harbour.name harbour.short"),
    ("calendar/", "new-year"),
    ("bases/", "standard.what standard.source"),
    (
        "regulation/",
        "title intro article.1.topic article.1.text article.1.none article.2.topic article.2.text \
         mechanism.helping.name mechanism.helping.text",
    ),
    ("needs/", "living.name living.summary"),
    (
        "services/help/",
        "name summary intro after text.label topic.label topic.water field.where.label \
         field.where.option.inside field.where.option.outside field.street.label document.bill stage.look stage.mend",
    ),
    ("replies/", "thanks.title thanks.text"),
    ("glossary/", "tide pier"),
    ("pages/", "privacy.title privacy.body"),
    (
        "helpers/may-i-swim/",
        "title summary question.wind hint.wind question.flag answer.wind.strong answer.wind.weak answer.flag.red \
         answer.flag.green result.no text.no result.yes text.yes",
    ),
];

impl Pack {
    /// Valid, and every translation confirmed.
    pub fn valid() -> Self {
        let pack = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (name, text) in FILES {
            pack.write(name, text);
        }
        for (folder, keys) in TEXTS {
            for lang in ["zh", "en"] {
                let lines = keys
                    .split_whitespace()
                    .map(|key| format!("{key} = \"{key} in {lang}\"\n"));
                pack.write(&format!("{folder}{lang}.toml"), lines.collect::<String>());
            }
        }
        for (folder, page) in PAGES {
            for lang in ["zh", "en"] {
                pack.write(&format!("{folder}{lang}.md"), page.replace("{lang}", lang));
            }
        }
        city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
        pack
    }

    /// Valid but for one thing: in that file, `from` reads `to`.
    pub fn with(file: &str, from: &str, to: &str) -> Self {
        Self::valid().and(file, from, to)
    }

    /// Another place where `from` reads `to`.
    pub fn and(self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from:?}");
        self.write(file, text.replacen(from, to, 1));
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap()
    }

    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn remove(&self, file: &str) {
        fs::remove_file(self.path().join(file)).unwrap();
    }

    /// The findings, as developers read them, without the pack's folder.
    pub fn findings(&self) -> Vec<String> {
        let folder = format!("{}/", self.path().display());
        let (_, findings) = city::check(self.path(), TODAY);
        findings
            .iter()
            .map(|finding| finding.to_string().replace(&folder, ""))
            .collect()
    }
}
