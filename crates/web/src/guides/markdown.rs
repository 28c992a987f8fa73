//! A guide's Markdown as HTML. Whatever a text holds, only the elements written here come out of it: HTML in it is shown as
//! the text it is, a picture as its words, and a link that leads nowhere a guide may lead as its words, too. That it has
//! none of these, the pack is checked for; here it is only made sure of.

use std::collections::BTreeSet;

use askama::Template;
use domain::guides::Link;
use domain::since::Since;
use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd, TextMergeStream, html,
};

use super::{guide_path, helper_path};
use crate::kit::page::Page;

/// A text as HTML, and what is said of it elsewhere on the page.
#[derive(Debug, Default)]
pub struct Body {
    pub html: String,
    /// Of the second level: what their element is called, and their words.
    pub headings: Vec<(String, String)>,
}

/// How an alert begins: what it is, in the reader's language, whichever the text is in.
#[derive(Template)]
#[template(path = "guides/alert.html")]
struct Alert<'a> {
    page: &'a Page,
    is_warning: bool,
    /// Of what an unconfirmed sentence rests on.
    date: Option<String>,
}

/// What stands around a table, which a narrow screen has to move.
#[derive(Template)]
#[template(path = "guides/table.html")]
struct Table<'a> {
    page: &'a Page,
}

/// The numbers that a text links as phones.
pub fn phones(text: &str) -> BTreeSet<String> {
    let phone = |(_, link)| match link {
        Link::Phone(number) => Some(number),
        _ => None,
    };
    city::markdown::links(text).filter_map(phone).collect()
}

/// The words of a text, without its marks; blocks are parted by lines.
pub fn plain(text: &str) -> String {
    let mut words = String::new();
    for (event, _) in city::markdown::read(text) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => words.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow) => {
                words.push('\n');
            }
            _ => {}
        }
    }
    words
}

impl Body {
    pub fn of(page: &Page, text: &str) -> Self {
        let mut writer = Writer {
            page,
            body: Self::default(),
            events: Vec::new(),
            links: Vec::new(),
            quotes: Vec::new(),
            heading: None,
            unconfirmed: None,
        };
        for event in TextMergeStream::new(city::markdown::read(text).map(|(event, _)| event)) {
            writer.take(event);
        }
        let Writer { mut body, events, .. } = writer;
        html::push_html(&mut body.html, events.into_iter());
        body
    }
}

struct Writer<'p, 't> {
    page: &'p Page,
    body: Body,
    events: Vec<Event<'t>>,
    /// Of each link that is open, whether it is one here.
    links: Vec<bool>,
    /// Of each quotation that is open, whether it is an alert.
    quotes: Vec<bool>,
    /// The words of a heading that is open.
    heading: Option<String>,
    /// Where the beginning of an alert stands whose first words may be a date.
    unconfirmed: Option<usize>,
}

impl<'t> Writer<'_, 't> {
    fn take(&mut self, event: Event<'t>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Html(text) | Event::InlineHtml(text) => self.events.push(Event::Text(text)),
            Event::Text(text) => {
                let text = match self.unconfirmed.take() {
                    Some(at) => self.dated(at, text),
                    None => text,
                };
                self.word(&text);
                self.events.push(Event::Text(text));
            }
            Event::Code(text) => {
                self.word(&text);
                self.events.push(Event::Code(text));
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.events.push(event),
            // Nothing else is read.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>) {
        let tag = match tag {
            Tag::HtmlBlock => Tag::Paragraph,
            Tag::Heading { level, .. } => self.open_heading(level),
            Tag::BlockQuote(kind) => {
                let is_warning = match kind {
                    Some(BlockQuoteKind::Caution) => Some(false),
                    Some(BlockQuoteKind::Warning) => Some(true),
                    _ => None,
                };
                self.quotes.push(is_warning.is_some());
                let Some(is_warning) = is_warning else {
                    return self.events.push(Event::Start(Tag::BlockQuote(None)));
                };
                self.unconfirmed = (!is_warning).then_some(self.events.len());
                return self.alert(is_warning, None);
            }
            Tag::CodeBlock(_) => Tag::CodeBlock(CodeBlockKind::Indented),
            Tag::Link { dest_url, .. } => {
                let address = Link::parse(&dest_url).map(|link| self.address(&link));
                self.links.push(address.is_some());
                let Some(address) = address else { return };
                Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: address.into(),
                    title: "".into(),
                    id: "".into(),
                }
            }
            Tag::Table(columns) => {
                let around = Table { page: self.page }.render().unwrap_or_default();
                self.events.push(Event::Html(around.into()));
                // How a column stands would be written into it as a style.
                Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()])
            }
            Tag::Paragraph
            | Tag::List(_)
            | Tag::Item
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong => tag,
            // Of a picture its words are left; nothing else is read.
            _ => return,
        };
        self.events.push(Event::Start(tag));
    }

    fn end(&mut self, tag: TagEnd) {
        let tag = match tag {
            TagEnd::HtmlBlock => TagEnd::Paragraph,
            TagEnd::Heading(level) => {
                self.close_heading();
                TagEnd::Heading(below_title(level))
            }
            TagEnd::BlockQuote(_) => {
                self.unconfirmed = None;
                if self.quotes.pop() == Some(true) {
                    return self.events.push(Event::Html("</div>\n".into()));
                }
                TagEnd::BlockQuote(None)
            }
            TagEnd::Link if self.links.pop() == Some(false) => return,
            TagEnd::Table => {
                self.events.push(Event::End(tag));
                return self.events.push(Event::Html("</div>\n".into()));
            }
            TagEnd::Paragraph
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Link => tag,
            _ => return,
        };
        self.events.push(Event::End(tag));
    }

    fn open_heading(&mut self, level: HeadingLevel) -> Tag<'t> {
        self.heading = (below_title(level) == HeadingLevel::H2).then(String::new);
        let id = self.heading.as_ref().map(|_| self.heading_id().into());
        Tag::Heading {
            level: below_title(level),
            id,
            classes: Vec::new(),
            attrs: Vec::new(),
        }
    }

    fn close_heading(&mut self) {
        if let Some(words) = self.heading.take() {
            self.body.headings.push((self.heading_id(), words));
        }
    }

    /// The same in every language, so that a link into a page leads to the same part of it.
    fn heading_id(&self) -> String {
        format!("part-{}", self.body.headings.len() + 1)
    }

    fn word(&mut self, text: &str) {
        if let Some(words) = &mut self.heading {
            words.push_str(text);
        }
    }

    fn alert(&mut self, is_warning: bool, date: Option<String>) {
        let alert = Alert {
            page: self.page,
            is_warning,
            date,
        };
        let begins = alert.render().unwrap_or_default();
        self.events.push(Event::Html(begins.into()));
    }

    /// Takes the date off the first words of an unconfirmed sentence, and says it as the reader's language does.
    fn dated(&mut self, at: usize, text: pulldown_cmark::CowStr<'t>) -> pulldown_cmark::CowStr<'t> {
        let Some((date, rest)) = text.split_once([':', '：']) else {
            return text;
        };
        let is_written = date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let Some(date) = date.parse::<Since>().ok().filter(|_| is_written) else {
            return text;
        };
        let rest = rest.trim_start().to_owned();
        let begun = self.events.split_off(at);
        self.alert(false, Some(self.page.since(date)));
        self.events.extend(begun.into_iter().skip(1));
        rest.into()
    }

    fn address(&self, link: &Link) -> String {
        let page = self.page;
        match link {
            Link::Web(address) => address.clone(),
            Link::Phone(number) => format!("tel:{number}"),
            Link::Guide(code) => page.url(&guide_path(code)),
            Link::Service(code) => page.url(&format!("/services/{code}")),
            Link::Place(code) => page.url(&format!("/places/{code}")),
            Link::Helper(code) => page.url(&helper_path(code)),
            Link::Page(code) => page.url_of(code),
        }
    }
}

/// The page's own heading is the only one of the first level.
fn below_title(level: HeadingLevel) -> HeadingLevel {
    level.max(HeadingLevel::H2)
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;
    use crate::kit::page::Nav;

    fn body(text: &str) -> Body {
        Body::of(&Page::new(&crate::testing::app(), Lang::EN, "/", Nav::None), text)
    }

    #[test]
    fn what_is_no_text_comes_out_as_text() {
        for (text, shown) in [
            (
                "<script>alert(1)</script>",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
            ),
            ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
            ("[x](javascript:alert(1))", "<p>x</p>"),
            ("[x][y]\n\n[y]: data:text/html,z", "<p>x</p>"),
            ("<a@b.example>", "<p>a@b.example</p>"),
            (
                "![what it shows](https://a.example/b.png)",
                "<p>what it shows</p>",
            ),
            ("# x", "<h2 id=\"part-1\">x</h2>"),
            ("```js\" onload=x\na\n```", "<pre><code>a\n</code></pre>"),
            ("[x](tel:110 \"title\")", "<p><a href=\"tel:110\">x</a></p>"),
            ("<!-- > --> x", "<p>&lt;!-- &gt; --&gt; x</p>"),
        ] {
            assert_eq!(body(text).html.trim(), shown, "{text}");
        }
    }

    #[test]
    fn links_lead_to_pages_in_the_readers_language() {
        for (link, href) in [
            ("guide:visas", "/en/guides/visas"),
            ("service:complaint", "/en/services/complaint"),
            ("helper:which", "/en/helpers/which"),
            ("place:harbour", "/en/places/harbour"),
            ("page:help", "/en/help"),
            ("page:home", "/en"),
            ("tel:0631-12345", "tel:0631-12345"),
            ("https://a.example/?b=c&d", "https://a.example/?b=c&amp;d"),
        ] {
            let html = body(&format!("[x]({link})")).html;
            assert_eq!(html, format!("<p><a href=\"{href}\">x</a></p>\n"));
        }
    }

    #[test]
    fn an_unconfirmed_sentence_says_so_itself_with_its_date() {
        let html = body("> [!CAUTION]\n> 2025-06-30: It **may** cost 20 yuan.").html;
        assert!(html.contains("Not confirmed (as of 30 June 2025)"), "{html}");
        assert!(
            html.contains("<p>It <strong>may</strong> cost 20 yuan.</p>"),
            "{html}"
        );
        assert_eq!(html.matches("<div").count(), html.matches("</div>").count());
        for undated in ["No date: it may.", "Perhaps.", "10:30 is when it opens"] {
            let html = body(&format!("> [!CAUTION]\n> {undated}")).html;
            assert!(html.contains(&format!("<p>{undated}</p>")), "{html}");
            assert!(
                html.contains("Not confirmed") && !html.contains("as of"),
                "{html}"
            );
        }
        let html = body("> [!WARNING]\n> 2025: x").html;
        assert!(
            html.contains("Important") && html.contains("<p>2025: x</p>"),
            "{html}"
        );
    }

    #[test]
    fn headings_are_told_by_their_words_and_each_has_a_name_of_its_own() {
        let body = body("## To *bring* `x`\n\n### Deeper\n\n## Where to go");
        let told: Vec<(&str, &str)> = body
            .headings
            .iter()
            .map(|(id, words)| (&**id, &**words))
            .collect();
        assert_eq!(told, [("part-1", "To bring x"), ("part-2", "Where to go")]);
        assert!(body.html.contains("<h2 id=\"part-2\">Where to go</h2>"));
        assert!(body.html.contains("<h3>Deeper</h3>"));
    }

    #[test]
    fn a_table_has_no_style_and_can_be_moved() {
        let html = body("|a|b|\n|:-|-:|\n|1|2|").html;
        assert!(
            html.contains("tabindex=\"0\"") && html.contains("<td>2</td>"),
            "{html}"
        );
        assert!(!html.contains("style"), "{html}");
        assert_eq!(html.matches("<div").count(), html.matches("</div>").count());
    }

    #[test]
    fn the_phones_of_a_text_are_those_that_it_links() {
        let found = phones("[a](tel:110) 119 [b](tel:12345) [c](guide:x)");
        assert_eq!(found, BTreeSet::from(["110".to_owned(), "12345".to_owned()]));
    }
}
