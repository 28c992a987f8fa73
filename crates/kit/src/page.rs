//! What every page carries: its language, its texts, and what stands around it.

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::response::Html;
use domain::city::City;
use domain::deadlines::Limit;
use domain::since::{Precision, Since};
use domain::{Lang, ServiceCode, UnitCode};
use jiff::Timestamp;
use jiff::civil::Date;
use language::detect::Detector;

use crate::address;
use crate::app::App;
use crate::error::Error;
use crate::names;
use crate::published::Published;
use crate::reader::{self, Reader};
use crate::texts::Text;
use crate::writing::{Writing, direction};

/// The part of the site a page belongs to, marked in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    None,
    Services,
    Follow,
    Regulation,
    About,
    /// The part of a noun's own: where it begins, below the language.
    Of(&'static str),
}

/// The base of every page's context. Templates take all words from it.
#[derive(Debug, Clone)]
pub struct Page {
    pub app: App,
    pub lang: Lang,
    /// Of this page; the city's name follows it in the window's title.
    pub title: String,
    /// Path after the language, for the picker: the same page in another language.
    pub rest: String,
    pub nav: Nav,
    /// The address names its language, as public pages' do; those of the desk do not.
    pub by_path: bool,
    /// The form that goes along when another language is picked, by its `id`: its answers are not lost.
    pub posts: Option<&'static str>,
    /// Nothing that is written may be kept by this browser.
    pub kiosk: bool,
    /// Address of this site, without a slash at its end.
    pub base: String,
    /// What search engines say of it; they are not to show a page without one.
    pub description: Option<String>,
}

/// An entry of the header that a noun brings.
#[derive(Debug)]
pub struct NavLink {
    pub href: String,
    pub text: String,
    pub current: bool,
}

/// One language of the picker.
#[derive(Debug)]
pub struct Choice {
    pub href: String,
    pub lang: Lang,
    pub tag: String,
    pub name: String,
    pub current: bool,
}

impl Page {
    pub fn new(app: &App, lang: Lang, rest: impl Into<String>, nav: Nav) -> Self {
        Self {
            app: app.clone(),
            lang,
            title: String::new(),
            rest: rest.into(),
            nav,
            by_path: true,
            posts: None,
            kiosk: false,
            base: String::new(),
            description: None,
        }
    }

    /// A page of one form, which the picker posts on to the same address in another language.
    #[must_use]
    pub fn posting(mut self, form: &'static str) -> Self {
        self.posts = Some(form);
        self
    }

    #[must_use]
    pub fn titled(mut self, title: impl std::fmt::Display) -> Self {
        self.title = title.to_string();
        self
    }

    /// A page for everybody, which search engines may show: what it is about, in its own language, in a sentence or two.
    #[must_use]
    pub fn described(mut self, about: impl std::fmt::Display) -> Self {
        self.description = Some(beginning(&about.to_string()));
        self
    }

    /// The same by how that text begins, or, while it is only there in another language, by the other.
    #[must_use]
    pub fn described_by(self, text: &Published, otherwise: impl std::fmt::Display) -> Self {
        match text.original {
            None => self.described(&text.text),
            Some(_) => self.described(otherwise),
        }
    }

    /// The same page in each language, by its whole address.
    pub fn alternates(&self) -> Vec<(String, String)> {
        address::in_each_language(&self.app, &self.base, &self.rest)
    }

    pub fn city(&self) -> &City {
        self.app.city()
    }

    /// For `html lang`.
    pub fn tag(&self) -> &str {
        self.tag_of(self.lang)
    }

    /// For the `lang` of a text that is in another language.
    pub fn tag_of(&self, lang: Lang) -> &str {
        let known = self.city().languages.iter().find(|l| l.code == lang);
        known.map_or_else(|| names::tag(lang).unwrap_or("und"), |language| &language.tag)
    }

    /// For `html dir`: which way the page is written.
    pub fn dir(&self) -> &'static str {
        direction(self.lang)
    }

    pub fn dir_of(&self, lang: Lang) -> &'static str {
        direction(lang)
    }

    /// How the reader's language is written.
    pub fn writing(&self) -> &Writing {
        let texts = self.app.texts();
        texts
            .writing(self.lang)
            .expect("a page is in a language of the city, and texts were read for each of them")
    }

    /// A text of the interface.
    pub fn t(&self, key: &str) -> Text<'_> {
        self.app.texts().get(self.lang, key).marked()
    }

    /// The text of a code: key `prefix-code`.
    pub fn tc(&self, prefix: &str, code: &str) -> Text<'_> {
        self.app
            .texts()
            .get(self.lang, format!("{prefix}-{code}"))
            .marked()
    }

    /// A text of the city pack.
    pub fn c<'a>(&'a self, place: &str, key: &'a str) -> &'a str {
        self.city().text(place, key, self.lang)
    }

    /// A text of the city pack, if it has one.
    pub fn c_opt(&self, place: &str, key: &str) -> Option<&str> {
        let texts = &self.city().texts;
        texts
            .get(place, key, self.lang)
            .or_else(|| texts.get(place, key, self.city().source_language))
    }

    /// A text of the city pack under a key that was put together.
    pub fn c_owned(&self, place: &str, key: impl AsRef<str>) -> String {
        self.c(place, key.as_ref()).to_owned()
    }

    /// The title of a page of the pack.
    pub fn text_title(&self, code: &str) -> Published {
        self.published("pages", format!("{code}.title"))
    }

    pub fn city_name(&self) -> &str {
        self.c("city", "name")
    }

    pub fn unit<'a>(&'a self, unit: &'a UnitCode) -> &'a str {
        self.city().unit_name(unit, self.lang)
    }

    pub fn service_text(&self, service: &ServiceCode, key: &str) -> String {
        self.city().service_text(service, key, self.lang).to_owned()
    }

    /// An address of this site in the reader's language.
    pub fn url(&self, path: &str) -> String {
        format!("/{}{}", self.lang, if path == "/" { "" } else { path })
    }

    /// The address of a page by the name that a pack has for it: the first one is `home`, which stands in no address.
    pub fn url_of(&self, name: &str) -> String {
        match name {
            "home" => self.url("/"),
            name => self.url(&format!("/{name}")),
        }
    }

    pub fn asset(&self, name: &str) -> &str {
        self.app.assets().address(name)
    }

    /// The entries of the header that nouns bring.
    pub fn navigation(&self) -> Vec<NavLink> {
        let entries = self.app.slices().iter().filter_map(|slice| slice.nav);
        let link = |(text, path): (&str, &'static str)| NavLink {
            href: self.url(path),
            text: self.t(text).to_string(),
            current: self.nav == Nav::Of(path),
        };
        entries.map(link).collect()
    }

    /// The same page in each language.
    pub fn languages(&self) -> Vec<Choice> {
        let path = if self.rest == "/" { "" } else { &self.rest };
        let choice = |language: &domain::city::InterfaceLanguage| Choice {
            href: if self.by_path {
                format!("/{}{path}", language.code)
            } else {
                format!("{path}?lang={}", language.code)
            },
            lang: language.code,
            tag: language.tag.clone(),
            name: language.name.clone(),
            current: language.code == self.lang,
        };
        self.city().languages.iter().map(choice).collect()
    }

    /// The name of the reader's language, in itself.
    pub fn own_language(&self) -> &str {
        let own = self.city().languages.iter().find(|l| l.code == self.lang);
        own.map_or("", |language| language.name.as_str())
    }

    /// The name of any language, in the reader's.
    pub fn language_name(&self, lang: Lang) -> String {
        let name = self.writing().names().language(lang);
        name.map_or_else(
            || {
                let other = self.t("language-other").with("code", lang.to_string());
                other.to_string()
            },
            str::to_owned,
        )
    }

    /// What stands for a language's name where nobody could tell which it is: the script, by its code.
    pub fn unknown_language(&self, script: &str) -> String {
        let name = self.writing().names().script(script).unwrap_or(script);
        self.t("language-unknown").with("script", name).to_string()
    }

    /// A country's name by its code; the code of one that there is not.
    pub fn country<'a>(&'a self, code: &'a str) -> &'a str {
        self.writing().names().country(code).unwrap_or(code)
    }

    /// Languages that people write in, besides those of the interface: those that are told apart.
    pub fn other_languages(&self) -> impl Iterator<Item = Lang> {
        let city = self.app.city().clone();
        Detector::languages().filter(move |lang| !city.is_interface_language(*lang))
    }

    /// `Friday 27 February 2026`, `2026年2月27日（星期五）`.
    pub fn date(&self, date: Date) -> String {
        self.t("date-long")
            .with("date", self.short_date(date))
            .with("weekday", self.writing().weekday(date))
            .to_string()
    }

    /// `27 February 2026`, without the day of the week.
    pub fn short_date(&self, date: Date) -> String {
        self.writing().date(date)
    }

    /// A day as far as it is known.
    pub fn since(&self, since: Since) -> String {
        let day = since.first_day();
        match since.precision() {
            Precision::Year => self.writing().year(day),
            Precision::Month => self.writing().month(day),
            Precision::Day => self.short_date(day),
        }
    }

    /// A token for one form: what is sent with it twice is done once.
    pub fn once(&self) -> String {
        hex::encode(self.app.entropy().bytes::<16>())
    }

    /// A phone number as it was kept, as it is read.
    pub fn phone(&self, kept: &str) -> String {
        match domain::typed::phone_parts(kept) {
            (number, None) => number,
            (number, Some(extension)) => self
                .t("form-phone-extension")
                .with("number", number)
                .with("extension", extension.to_owned())
                .to_string(),
        }
    }

    /// The day in the city.
    pub fn day(&self, at: Timestamp) -> String {
        self.date(self.city().day(at))
    }

    /// Day and time in the city.
    pub fn moment(&self, at: Timestamp) -> String {
        let zoned = at.to_zoned(self.city().timezone.clone());
        self.t("date-moment")
            .with("date", self.short_date(zoned.date()))
            .with("time", self.writing().time(zoned.time()))
            .to_string()
    }

    /// For `time datetime`.
    pub fn machine_time(&self, at: Timestamp) -> String {
        at.to_zoned(self.city().timezone.clone())
            .strftime("%Y-%m-%dT%H:%M%:z")
            .to_string()
    }

    /// `7 working days`.
    pub fn limit(&self, limit: Limit) -> String {
        let count = limit.count();
        self.tc("deadlines-limit", limit.unit())
            .with("n", count)
            .to_string()
    }

    /// With its thousands parted as the reader's language parts them.
    pub fn number(&self, number: usize) -> String {
        self.writing().number(number as u64)
    }
}

/// Someone on a public page: its language is in the address.
#[derive(Debug, Clone)]
pub struct Visit {
    pub app: App,
    pub reader: Reader,
    base: String,
}

impl Visit {
    pub fn page(&self, nav: Nav) -> Page {
        Page {
            kiosk: self.reader.kiosk,
            base: self.base.clone(),
            ..Page::new(&self.app, self.reader.lang, self.reader.rest.clone(), nav)
        }
    }

    pub fn lang(&self) -> Lang {
        self.reader.lang
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        if reader::language_of_path(app, uri.path()).is_none() {
            return Err(Error::NotFound);
        }
        Ok(Self {
            app: app.clone(),
            reader: Reader::of(app, uri, &parts.headers),
            base: address::base(app).to_owned(),
        })
    }
}

/// A rendered page.
pub type Shown = Result<Html<String>, Error>;

/// Renders a page.
pub fn show(template: &impl Template) -> Shown {
    Ok(Html(template.render()?))
}

/// How many characters of a description search engines show at most.
const DESCRIPTION: usize = 160;

/// How a text begins: its first paragraph, up to the last word that fits.
fn beginning(text: &str) -> String {
    let first = match blocks(text).into_iter().next() {
        Some(Block::Paragraph(lines) | Block::List(lines)) => lines.join(" "),
        None => String::new(),
    };
    let Some((end, _)) = first.char_indices().nth(DESCRIPTION) else {
        return first;
    };
    let cut = &first[..end];
    // Chinese and Japanese part no words.
    let whole = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2);
    format!("{}…", &cut[..whole.unwrap_or(end)])
}

/// Paragraphs and lists of a text of the city pack: paragraphs are parted by an empty line, a line that begins with `- `
/// is an item of a list.
#[derive(Debug, PartialEq, Eq)]
pub enum Block<'a> {
    Paragraph(Vec<&'a str>),
    List(Vec<&'a str>),
}

pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
            continue;
        }
        match (line.strip_prefix("- "), blocks.last_mut()) {
            (Some(item), Some(Block::List(items))) if open => items.push(item),
            (Some(item), _) => blocks.push(Block::List(vec![item])),
            (None, Some(Block::Paragraph(lines))) if open => lines.push(line),
            (None, _) => blocks.push(Block::Paragraph(vec![line])),
        }
        open = true;
    }
    blocks
}

#[derive(Template)]
#[template(path = "text.html")]
struct TextBlocks<'a> {
    blocks: Vec<Block<'a>>,
}

/// A longer text of the pack or of a person as HTML.
pub fn text_html(text: &str) -> String {
    TextBlocks { blocks: blocks(text) }.render().unwrap_or_default()
}

/// Data for programs that read pages, as it may stand in a `script` element: nothing in it can end that.
pub fn linked_data(data: &serde_json::Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_how_a_text_begins() {
        assert_eq!(beginning("One\nline.\n\nTwo."), "One line.");
        assert_eq!(beginning("- a\n- b"), "a b");
        assert_eq!(
            beginning(&"word ".repeat(40)),
            format!("{}…", "word ".repeat(32).trim_end())
        );
        assert_eq!(beginning(&"字".repeat(200)), format!("{}…", "字".repeat(160)));
        assert_eq!(beginning(""), "");
    }

    #[test]
    fn a_text_of_the_pack_has_paragraphs_and_lists_and_nothing_else() {
        let found = blocks("One\nline.\n\n- a\n- b\nAfter <b>\n\n- c");
        assert_eq!(
            found,
            vec![
                Block::Paragraph(vec!["One", "line."]),
                Block::List(vec!["a", "b"]),
                Block::Paragraph(vec!["After <b>"]),
                Block::List(vec!["c"]),
            ]
        );
        assert!(text_html("After <b>").contains("After &#60;b&#62;"));
    }
}
