//! Texts of the city pack that are published only after a person has checked them, as a reader gets them: in their own
//! language or, while nobody has checked that, in the original, which is marked and said; and what people wrote in several
//! languages, marked alike.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use domain::city::Checker;
use domain::{Lang, said_in};

use crate::page::{Page, text_html};

/// Such a text. In a template it stands as it is, marked with its language if that is not the page's.
#[derive(Debug, Clone, Template)]
#[template(path = "published/words.html")]
pub struct Published {
    pub text: String,
    pub original: Option<Original>,
    /// A translation that only the project has checked: the city has not confirmed it.
    pub is_unconfirmed: bool,
}

impl HtmlSafe for Published {}

/// The language of a text that is not in the reader's.
#[derive(Debug, Clone)]
pub struct Original {
    pub tag: String,
    pub dir: &'static str,
}

/// What is said beside texts that the reader does not get as the city has confirmed them, in their language.
#[derive(Debug, Clone)]
pub struct Notice {
    pub text: String,
    /// They are in the reader's language and were checked, only not by the city.
    pub is_quiet: bool,
}

/// A longer one, with its paragraphs and lists.
#[derive(Debug, Template)]
#[template(path = "published/block.html")]
pub struct Block<'a> {
    class: &'a str,
    html: String,
    original: Option<&'a Original>,
}

impl HtmlSafe for Block<'_> {}

impl Published {
    /// As a block of its own, of that class.
    pub fn block<'a>(&'a self, class: &'a str) -> Block<'a> {
        Block {
            class,
            html: text_html(&self.text),
            original: self.original.as_ref(),
        }
    }
}

impl Page {
    /// A text of the pack; in the source language, and marked, when it is not published in the reader's.
    pub fn published(&self, place: &str, key: impl AsRef<str>) -> Published {
        let (key, source) = (key.as_ref(), self.city().source_language);
        let own = self.city().texts.get(place, key, self.lang);
        let original = self.city().texts.get(place, key, source);
        let checked_by = self.city().texts.checked_by(place, key, self.lang);
        Published {
            text: own.or(original).unwrap_or(key).to_owned(),
            original: (own.is_none() && original.is_some()).then(|| self.marked(source)),
            is_unconfirmed: own.is_some() && checked_by == Some(&Checker::Project),
        }
    }

    /// A text of the pack in the source language, whoever reads it: what a law or an office is really called.
    pub fn original(&self, place: &str, key: &str) -> Published {
        let source = self.city().source_language;
        Published {
            text: self.city().text(place, key, source).to_owned(),
            original: (source != self.lang).then(|| self.marked(source)),
            is_unconfirmed: false,
        }
    }

    /// Words of people, marked with their language where it is not the page's.
    pub fn said(&self, (lang, text): (Lang, &str)) -> Published {
        Published {
            text: text.to_owned(),
            original: (lang != self.lang).then(|| self.marked(lang)),
            is_unconfirmed: false,
        }
    }

    /// What was said in the reader's language, or else in one there is.
    pub fn said_of(&self, texts: &BTreeMap<Lang, String>) -> Option<Published> {
        said_in(texts, self.lang).map(|said| self.said(said))
    }

    pub fn marked(&self, lang: Lang) -> Original {
        Original {
            tag: self.tag_of(lang).to_owned(),
            dir: self.dir_of(lang),
        }
    }

    /// What to say beside a text that is shown in the original or that the city has not confirmed, if one of these is.
    pub fn unchecked_text<'a>(&self, texts: impl IntoIterator<Item = &'a Published>) -> Option<Notice> {
        self.notice("page-unchecked-text", texts)
    }

    /// What to say at the top of a page of which parts are, if one of these is.
    pub fn unchecked_parts<'a>(&self, texts: impl IntoIterator<Item = &'a Published>) -> Option<Notice> {
        self.notice("page-unchecked-parts", texts)
    }

    fn notice<'a>(&self, key: &str, texts: impl IntoIterator<Item = &'a Published>) -> Option<Notice> {
        let mut unconfirmed = false;
        for text in texts {
            if text.original.is_some() {
                let source = self.language_name(self.city().source_language);
                return Some(Notice {
                    text: self.t(key).with("language", source).to_string(),
                    is_quiet: false,
                });
            }
            unconfirmed |= text.is_unconfirmed;
        }
        unconfirmed.then(|| Notice {
            text: self.t("page-unconfirmed").to_string(),
            is_quiet: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Nav;

    fn help(lang: Lang) -> Published {
        let page = Page::new(&crate::testing::app(), lang, "/help", Nav::About);
        page.published("pages", "help.body")
    }

    #[test]
    fn a_text_in_the_readers_language_is_not_marked() {
        for lang in [Lang::EN, Lang::ZH] {
            let text = help(lang);
            assert!(text.original.is_none());
            assert_eq!(text.to_string(), text.text);
            assert!(
                text.block("hl-text")
                    .to_string()
                    .starts_with("<div class=\"hl-text\">")
            );
        }
    }

    #[test]
    fn a_text_in_the_original_is_marked_with_its_language() {
        let text = help(Lang::RU);
        assert_eq!(text.text, help(Lang::ZH).text);
        assert!(
            text.to_string()
                .starts_with("<span lang=\"zh-Hans\" dir=\"ltr\">")
        );
        let block = text.block("hl-text").to_string();
        assert!(
            block.starts_with("<div class=\"hl-text\" lang=\"zh-Hans\" dir=\"ltr\"><p"),
            "{block}"
        );
    }

    #[test]
    fn the_regulation_is_called_by_its_own_title_too_marked_where_that_is_foreign() {
        let app = crate::testing::app();
        let title = |lang| Page::new(&app, lang, "/regulation", Nav::None).original("regulation", "title");
        assert_eq!(
            title(Lang::KO).to_string(),
            "<span lang=\"zh-Hans\" dir=\"ltr\">title（原文）</span>"
        );
        assert_eq!(title(Lang::ZH).to_string(), "title（原文）");
    }

    #[test]
    fn a_text_is_escaped_whichever_language_it_is_in() {
        for original in [None, help(Lang::RU).original] {
            let text = Published {
                text: "<b>\" & more".to_owned(),
                original,
                is_unconfirmed: false,
            };
            for html in [text.to_string(), text.block("hl-text").to_string()] {
                assert!(!html.contains("<b>") && html.contains("&#60;b&#62;"), "{html}");
            }
        }
    }
}
