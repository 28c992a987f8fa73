//! Fragments of HTML.
//!
//! A fragment is cut at the tags of blocks. What lies between two is a text with marks, the rest is written as it stands; so
//! blocks never move, and nothing is written that was not there.

use std::ops::Range;

use html5gum::{DefaultEmitter, Error as TokenError, HtmlString, StartTag, Token, Tokenizer};

use super::elements::{is_block, is_foreign, is_unread, is_visible, is_void, may_stay_open, stays_as_it_is};
use super::{DEPTH_MAX, Engine, Event, Mark, Marked, MarkedText};
use crate::error::Error;
use crate::translator::Options;

/// A fragment of HTML, translated.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TranslatedHtml {
    pub html: String,
    /// Mean of the natural logarithms of its words' probabilities; none when nothing was translated.
    pub log_probability: Option<f32>,
    /// Source terms that came out otherwise, and could not be placed.
    pub missing_terms: Vec<String>,
}

/// The longest text of a `code`, in bytes, that is read with the sentence around it.
const READ_MAX: usize = 64;

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// A part of a fragment, in order; all together are the fragment.
#[derive(Debug)]
pub(super) struct Part {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Entities resolved.
    Text(String),
    /// With the part that ends it. None where that was omitted, and for void elements.
    Start {
        block: bool,
        end: Option<usize>,
    },
    End {
        block: bool,
    },
    /// An element that stays as it is, a comment, or a document type.
    Whole {
        block: bool,
        /// What is read of it in the sentence around it.
        read: Option<String>,
        /// A reader sees it.
        visible: bool,
    },
}

/// A fragment that was read.
#[derive(Debug)]
pub(super) struct Fragment<'h> {
    html: &'h str,
    pub parts: Vec<Part>,
}

/// What lies between two blocks.
#[derive(Debug, Default)]
pub(super) struct Segment {
    pub range: Range<usize>,
    /// Blanks before and after.
    leading: String,
    trailing: String,
    pub text: String,
    pub marks: Vec<Mark>,
    tags: Vec<Tags>,
    /// There are letters to be translated.
    pub readable: bool,
}

/// What is written for a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tags {
    Around {
        start: Range<usize>,
        end: Range<usize>,
    },
    /// In place of the mark and its text. `spaced`: there is a blank on either side, and a reader sees that.
    Whole {
        range: Range<usize>,
        spaced: bool,
    },
}

/// Reads a fragment token by token.
struct Reader<'h> {
    html: &'h str,
    pub parts: Vec<Part>,
    /// Elements that are not closed yet: name and part.
    open: Vec<(String, usize)>,
    /// How many of them must be closed.
    depth: usize,
    /// An element that stays as it is: where it begins, and what is known of it.
    whole: Option<Whole>,
}

struct Whole {
    start: usize,
    name: String,
    /// Elements of the same name within it.
    depth: usize,
    block: bool,
    unread: bool,
    pub text: String,
}

fn name(name: &HtmlString) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn error(html: &str, at: usize, what: &'static str) -> Error {
    let before = html.get(..at).unwrap_or(html);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Error::Html {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        what,
    }
}

impl<'h> Fragment<'h> {
    pub fn read(html: &'h str) -> Result<Self, Error> {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut reader = Reader {
            html,
            parts: Vec::new(),
            open: Vec::new(),
            depth: 0,
            whole: None,
        };
        for token in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Ok(token) => reader.token(token)?,
                Err(never) => match never {},
            }
        }
        reader.finish()
    }
}

impl<'h> Reader<'h> {
    fn error(&self, at: usize, what: &'static str) -> Error {
        error(self.html, at, what)
    }

    /// A tag, as it is written.
    fn tag(&self, span: html5gum::Span<usize>) -> Result<Range<usize>, Error> {
        let range = span.start..span.end;
        let done = self.parts.last().map_or(0, |part| part.range.start);
        let is_tag = |tag: &str| tag.len() > 2 && tag.starts_with('<') && tag.ends_with('>');
        if done <= range.start && self.html.get(range.clone()).is_some_and(is_tag) {
            Ok(range)
        } else {
            Err(self.error(span.start, "it ends within a tag"))
        }
    }

    fn token(&mut self, token: Token<usize>) -> Result<(), Error> {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => {
                let range = self.tag(tag.span)?;
                self.end(&name(&tag.name), range)
            }
            Token::String(text) => {
                let said = String::from_utf8_lossy(&text.value);
                match &mut self.whole {
                    Some(whole) => whole.text.push_str(&said),
                    None => match self.parts.last_mut() {
                        // A `</>` between, which is nothing.
                        Some(Part {
                            kind: Kind::Text(before),
                            range,
                        }) => {
                            before.push_str(&said);
                            range.end = text.span.end;
                        }
                        _ => self.parts.push(Part {
                            range: text.span.start..text.span.end,
                            kind: Kind::Text(said.into_owned()),
                        }),
                    },
                }
                Ok(())
            }
            Token::Comment(comment) => {
                let range = self.tag(comment.span)?;
                self.whole_part(range, false, None, false);
                Ok(())
            }
            Token::Doctype(doctype) => {
                let range = self.tag(doctype.span)?;
                self.whole_part(range, true, None, false);
                Ok(())
            }
            Token::Error(found) => match found.value {
                TokenError::EofInTag
                | TokenError::EofInComment
                | TokenError::EofInDoctype
                | TokenError::EofInCdata => {
                    Err(self.error(self.html.len(), "it ends within a tag or a comment"))
                }
                _ => Ok(()),
            },
        }
    }

    fn whole_part(&mut self, range: Range<usize>, block: bool, read: Option<String>, visible: bool) {
        if self.whole.is_none() {
            self.parts.push(Part {
                range,
                kind: Kind::Whole { block, read, visible },
            });
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) -> Result<(), Error> {
        let range = self.tag(tag.span)?;
        let name = name(&tag.name);
        let block = is_block(&name);
        let void = is_void(&name);
        if let Some(whole) = &mut self.whole {
            // In other languages than HTML an element may close itself.
            let foreign = is_foreign(&whole.name);
            if name == whole.name && !void && !(foreign && tag.self_closing) {
                whole.depth += 1;
            }
            return Ok(());
        }
        if void {
            let visible = is_visible(&name);
            self.whole_part(range, block, None, visible);
            return Ok(());
        }
        let unread = is_unread(&name);
        let not_translated = tag
            .attributes
            .get(b"translate".as_slice())
            .is_some_and(|value| value.eq_ignore_ascii_case(b"no"));
        if not_translated || stays_as_it_is(&name) {
            if tag.self_closing && is_foreign(&name) {
                self.whole_part(range, block, None, true);
                return Ok(());
            }
            self.whole = Some(Whole {
                start: range.start,
                name,
                depth: 0,
                block,
                unread,
                text: String::new(),
            });
            return Ok(());
        }
        self.depth += usize::from(!may_stay_open(&name));
        if self.depth > DEPTH_MAX {
            return Err(self.error(range.start, "elements are too deep in one another"));
        }
        self.open.push((name, self.parts.len()));
        self.parts.push(Part {
            range,
            kind: Kind::Start { block, end: None },
        });
        Ok(())
    }

    fn end(&mut self, name: &str, range: Range<usize>) -> Result<(), Error> {
        if let Some(whole) = &mut self.whole {
            if name != whole.name {
                return Ok(());
            }
            if whole.depth > 0 {
                whole.depth -= 1;
                return Ok(());
            }
            if let Some(whole) = self.whole.take() {
                let text = whole.text.trim_matches(is_blank);
                let is_read = !whole.unread
                    && !text.is_empty()
                    && text.len() <= READ_MAX
                    && !text.contains(['\n', '\r']);
                let read = is_read.then(|| text.to_owned());
                let visible = is_visible(&whole.name);
                self.whole_part(whole.start..range.end, whole.block, read, visible);
            }
            return Ok(());
        }
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else {
            return Err(self.error(range.start, "an end tag closes nothing"));
        };
        if let Some((_, part)) = self.open[at + 1..].iter().find(|(open, _)| !may_stay_open(open)) {
            return Err(self.error(
                self.parts[*part].range.start,
                "an element is not closed before the one around it",
            ));
        }
        let (_, part) = self.open[at];
        self.depth -= usize::from(!may_stay_open(name));
        self.open.truncate(at);
        let here = self.parts.len();
        let mut is_block = false;
        if let Kind::Start { block, end } = &mut self.parts[part].kind {
            *end = Some(here);
            is_block = *block;
        }
        self.parts.push(Part {
            range,
            kind: Kind::End { block: is_block },
        });
        Ok(())
    }

    fn finish(mut self) -> Result<Fragment<'h>, Error> {
        if let Some(whole) = &self.whole {
            return Err(self.error(whole.start, "an element is not closed"));
        }
        if let Some((_, part)) = self.open.iter().find(|(open, _)| !may_stay_open(open)) {
            return Err(self.error(self.parts[*part].range.start, "an element is not closed"));
        }
        // What is between tags is text, and what a browser leaves out.
        for at in 0..self.parts.len() {
            if matches!(self.parts[at].kind, Kind::Text(_)) {
                let start = at.checked_sub(1).map_or(0, |before| self.parts[before].range.end);
                let end = self
                    .parts
                    .get(at + 1)
                    .map_or(self.html.len(), |next| next.range.start);
                self.parts[at].range = start..end.max(start);
            }
        }
        // A phrase around a block is taken for one.
        let blocks: Vec<usize> = self
            .parts
            .iter()
            .scan(0, |sum, part| {
                *sum += usize::from(part.is_block());
                Some(*sum)
            })
            .collect();
        for at in 0..self.parts.len() {
            let Kind::Start {
                block: false,
                end: Some(end),
            } = self.parts[at].kind
            else {
                continue;
            };
            if blocks[end] > blocks[at] {
                for part in [at, end] {
                    if let Kind::Start { block, .. } | Kind::End { block } = &mut self.parts[part].kind {
                        *block = true;
                    }
                }
            }
        }
        Ok(Fragment {
            html: self.html,
            parts: self.parts,
        })
    }
}

impl Part {
    fn is_block(&self) -> bool {
        match self.kind {
            Kind::Text(_) => false,
            Kind::Start { block, .. } | Kind::End { block } | Kind::Whole { block, .. } => block,
        }
    }
}

impl Fragment<'_> {
    /// What lies between blocks, in order.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut start = 0;
        for end in 0..=self.parts.len() {
            if end == self.parts.len() || self.parts[end].is_block() {
                if start < end {
                    segments.push(self.segment(start..end));
                }
                start = end + 1;
            }
        }
        segments
    }

    fn segment(&self, parts: Range<usize>) -> Segment {
        let (first, last) = (parts.start, parts.end - 1);
        let mut segment = Segment {
            range: self.parts[first].range.start..self.parts[last].range.end,
            ..Segment::default()
        };
        let mut open: Vec<usize> = Vec::new();
        // A blank after a picture is one of its own.
        let mut after_blank = false;
        for at in parts {
            let Part { range, kind } = &self.parts[at];
            match kind {
                Kind::Text(text) => {
                    let mut text = text.as_str();
                    if at == first {
                        let rest = text.trim_start_matches(is_blank);
                        segment.leading.push_str(&text[..text.len() - rest.len()]);
                        text = rest;
                    }
                    if at == last {
                        let rest = text.trim_end_matches(is_blank);
                        segment.trailing.push_str(&text[rest.len()..]);
                        text = rest;
                    }
                    segment.readable |= text.chars().any(char::is_alphabetic);
                    for letter in text.chars() {
                        if !is_blank(letter) {
                            segment.text.push(letter);
                        } else if !after_blank {
                            segment.text.push(' ');
                        }
                        after_blank = is_blank(letter);
                    }
                }
                Kind::Start { end, .. } => {
                    let end = end.map_or(0..0, |end| self.parts[end].range.clone());
                    segment.add(
                        open.last().copied(),
                        false,
                        Tags::Around {
                            start: range.clone(),
                            end,
                        },
                    );
                    open.push(segment.marks.len() - 1);
                }
                Kind::End { .. } => {
                    if let Some(mark) = open.pop() {
                        segment.marks[mark].range.end = segment.text.len();
                    }
                }
                Kind::Whole { read, visible, .. } => {
                    let next = self.parts.get(at + 1).filter(|_| at < last);
                    let blank_after = next.is_some_and(
                        |next| matches!(&next.kind, Kind::Text(text) if text.starts_with(is_blank)),
                    );
                    let spaced = *visible && read.is_none() && after_blank && blank_after;
                    let tags = Tags::Whole {
                        range: range.clone(),
                        spaced,
                    };
                    segment.add(open.last().copied(), read.is_some(), tags);
                    if let Some(read) = read {
                        segment.text.push_str(read);
                        after_blank = false;
                        if let Some(mark) = segment.marks.last_mut() {
                            mark.range.end = segment.text.len();
                        }
                    }
                }
            }
        }
        segment
    }

    /// Writes the fragment with those translations of its segments.
    pub fn write(&self, segments: &[Segment], translations: &[Option<Marked>]) -> String {
        let mut written = String::with_capacity(self.html.len() + self.html.len() / 4);
        let mut done = 0;
        for (segment, marked) in segments.iter().zip(translations) {
            written.push_str(&self.html[done..segment.range.start]);
            match marked {
                Some(marked) => self.write_segment(segment, marked, &mut written),
                None => written.push_str(&self.html[segment.range.clone()]),
            }
            done = segment.range.end;
        }
        written.push_str(&self.html[done..]);
        written
    }

    fn write_segment(&self, segment: &Segment, marked: &Marked, written: &mut String) {
        let text = &marked.translation.text;
        written.push_str(&segment.leading);
        // Within what is written whole.
        let mut hidden = false;
        for event in marked.events() {
            match event {
                Event::Begin(mark) => match &segment.tags[mark] {
                    Tags::Around { start, .. } => written.push_str(&self.html[start.clone()]),
                    Tags::Whole { range, spaced } => {
                        hidden = true;
                        let at = marked.ranges[mark].start;
                        let blank = |letter: char| is_blank(letter);
                        if *spaced && !text[..at].ends_with(blank) {
                            written.push(' ');
                        }
                        written.push_str(&self.html[range.clone()]);
                        if *spaced && !text[at..].starts_with(blank) {
                            written.push(' ');
                        }
                    }
                },
                Event::End(mark) => match &segment.tags[mark] {
                    Tags::Around { end, .. } => written.push_str(&self.html[end.clone()]),
                    Tags::Whole { .. } => hidden = false,
                },
                Event::Text(range) if !hidden => escape(&text[range], written),
                Event::Text(_) => {}
            }
        }
        written.push_str(&segment.trailing);
    }
}

impl Segment {
    fn add(&mut self, inside: Option<usize>, fixed: bool, tags: Tags) {
        self.marks.push(Mark {
            range: self.text.len()..self.text.len(),
            inside,
            fixed,
        });
        self.tags.push(tags);
    }
}

/// As the HTML standard writes text.
fn escape(text: &str, written: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '\u{a0}' => written.push_str("&nbsp;"),
            _ => written.push(letter),
        }
    }
}

pub(super) fn translate(engine: &Engine<'_>, html: &str, options: &Options) -> Result<TranslatedHtml, Error> {
    let fragment = Fragment::read(html)?;
    let segments = fragment.segments();
    let texts: Vec<MarkedText<'_>> = segments
        .iter()
        .filter(|segment| segment.readable)
        .map(|Segment { text, marks, .. }| MarkedText { text, marks })
        .collect();
    let mut marked = engine.marked(&texts, options)?.into_iter();
    let translations: Vec<Option<Marked>> = segments
        .iter()
        .map(|segment| if segment.readable { marked.next() } else { None })
        .collect();
    let all = || translations.iter().flatten().map(|marked| &marked.translation);
    let sentences = all()
        .flat_map(|translation| &translation.sentences)
        .cloned()
        .collect();
    Ok(TranslatedHtml {
        html: fragment.write(&segments, &translations),
        log_probability: crate::Translation {
            sentences,
            ..Default::default()
        }
        .log_probability(),
        missing_terms: all()
            .flat_map(|translation| &translation.missing_terms)
            .cloned()
            .collect(),
    })
}
