//! Markup of a text in its translation: what was bold is bold, and a link is on the words that it was on.
//!
//! The core knows no syntax: [`Mark`]s are on parts of a text, one within another, or stand between words, and
//! [`Route::translate_marked`] says where they are in its translation. `html` reads and writes fragments of HTML around it.
//!
//! What holds of every translation:
//! - each mark is there once, on one stretch of text;
//! - marks lie within those that they lay in, and never cross each other;
//! - none begins or ends within a grapheme, or within a link, an address or a number. Within a word they do only where they
//!   did in the source and the word is the same;
//! - a mark whose words have no counterpart stands empty, near where they would be. It is not dropped: an empty link or
//!   anchor may still be meant. (Bergamot's own HTML does so, too; unlike it, an element whose words part is not doubled.)
//!
//! To add a syntax: a module like `html`, which makes texts and marks, and calls `Engine::marked`.

mod cuts;
mod elements;
mod html;
mod place;

use std::ops::Range;

use crate::error::Error;
use crate::route::{Route, Source, along};
use crate::translator::{Options, Translation, Translator};
pub use html::TranslatedHtml;

/// Marks within marks. Writers of text have a handful.
const DEPTH_MAX: usize = 256;

/// Markup on a part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// Bytes of the text. An empty one is between words: a picture, an anchor.
    pub range: Range<usize>,
    /// The mark that it stands directly in, which comes before it.
    pub inside: Option<usize>,
    /// Its text comes out letter for letter, as a name or code must. No mark is inside it.
    pub fixed: bool,
}

/// A translation, and where the marks are in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marked {
    pub translation: Translation,
    /// Of each mark the bytes of the translation that it is on; for one that stands between words, or whose words have no
    /// counterpart, an empty range.
    pub ranges: Vec<Range<usize>>,
    /// Of each mark the one that it stands directly in. That is as it was, but for fixed ones, which are in what is around
    /// their text.
    pub inside: Vec<Option<usize>>,
}

/// A translation from its beginning to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The mark of that number begins.
    Begin(usize),
    /// Bytes of the translation.
    Text(Range<usize>),
    /// The mark of that number ends.
    End(usize),
}

impl Marked {
    /// Marks and text, in order: for whoever writes them in some syntax.
    ///
    /// ```
    /// use bergamot::{Event, Mark, Marked, Translation};
    ///
    /// let marked = Marked {
    ///     translation: Translation { text: "carro vermelho".to_owned(), ..Translation::default() },
    ///     ranges: vec![6..14],
    ///     inside: vec![None],
    /// };
    /// let mut written = String::new();
    /// for event in marked.events() {
    ///     match event {
    ///         Event::Begin(_) => written += "*",
    ///         Event::Text(range) => written += &marked.translation.text[range],
    ///         Event::End(_) => written += "*",
    ///     }
    /// }
    /// assert_eq!(written, "carro *vermelho*");
    /// ```
    pub fn events(&self) -> Vec<Event> {
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); self.ranges.len() + 1];
        for (mark, inside) in self.inside.iter().enumerate() {
            within[inside.map_or(0, |inside| inside + 1)].push(mark);
        }
        for marks in &mut within {
            marks.sort_by_key(|mark| (self.ranges[*mark].start, self.ranges[*mark].end, *mark));
        }
        let mut events = Vec::with_capacity(4 * self.ranges.len() + 1);
        self.write(None, &within, &mut events);
        events
    }

    fn write(&self, mark: Option<usize>, within: &[Vec<usize>], events: &mut Vec<Event>) {
        let range = mark.map_or(0..self.translation.text.len(), |mark| self.ranges[mark].clone());
        let mut done = range.start;
        for inner in &within[mark.map_or(0, |mark| mark + 1)] {
            let Range { start, end } = self.ranges[*inner];
            if done < start {
                events.push(Event::Text(done..start));
            }
            events.push(Event::Begin(*inner));
            self.write(Some(*inner), within, events);
            events.push(Event::End(*inner));
            done = end.max(done);
        }
        if done < range.end {
            events.push(Event::Text(done..range.end));
        }
    }
}

/// A text with marks.
#[derive(Debug, Clone, Copy)]
struct MarkedText<'t> {
    text: &'t str,
    marks: &'t [Mark],
}

/// What translates: one step, or several.
#[derive(Debug)]
struct Engine<'e>(Vec<&'e Translator>);

impl Engine<'_> {
    fn marked(&self, texts: &[MarkedText<'_>], options: &Options) -> Result<Vec<Marked>, Error> {
        for MarkedText { text, marks } in texts {
            check(text, marks)?;
        }
        let fixed: Vec<Vec<Range<usize>>> = texts
            .iter()
            .map(|text| {
                let fixed = text.marks.iter().filter(|mark| mark.is_fixed());
                fixed.map(|mark| mark.range.clone()).collect()
            })
            .collect();
        let sources: Vec<Source<'_>> = texts
            .iter()
            .zip(&fixed)
            .map(|(MarkedText { text, .. }, fixed)| Source { text, fixed })
            .collect();
        let translated = along(&self.0, &sources, options)?;
        let all = texts.iter().zip(translated);
        Ok(all
            .map(|(MarkedText { text, marks }, (translation, fixed))| {
                place::place(text, marks, translation, &fixed)
            })
            .collect())
    }

    fn marked_one(&self, text: &str, marks: &[Mark], options: &Options) -> Result<Marked, Error> {
        let mut all = self.marked(&[MarkedText { text, marks }], options)?;
        Ok(all.pop().unwrap_or_default())
    }
}

impl Mark {
    /// What is between words has no letters to be kept.
    fn is_fixed(&self) -> bool {
        self.fixed && !self.range.is_empty()
    }
}

/// Refuses marks that are on no text, or cross each other.
fn check(text: &str, marks: &[Mark]) -> Result<(), Error> {
    let refuse = |what| Err(Error::Marks(what));
    // Of the text and of each mark, where the last one within it ends, and how deep it is.
    let mut ends = vec![0; marks.len() + 1];
    let mut depths = vec![0; marks.len() + 1];
    for (at, Mark { range, inside, .. }) in marks.iter().enumerate() {
        if text.get(range.clone()).is_none() {
            return refuse("one is outside the text, or cuts a letter");
        }
        let around = match inside {
            Some(around) if *around >= at => return refuse("one is inside one that comes after it"),
            Some(around) if marks[*around].fixed => return refuse("one is inside one that is fixed"),
            Some(around) => marks[*around].range.clone(),
            None => 0..text.len(),
        };
        let slot = inside.map_or(0, |inside| inside + 1);
        if range.start < around.start || around.end < range.end || range.start < ends[slot] {
            return refuse("two cross each other, or are in no order");
        }
        ends[slot] = range.end;
        depths[at + 1] = depths[slot] + 1;
        if depths[at + 1] > DEPTH_MAX {
            return refuse("they are too deep in one another");
        }
    }
    Ok(())
}

impl Translator {
    /// As [`Route::translate_marked`], in one step.
    pub fn translate_marked(&self, text: &str, marks: &[Mark], options: &Options) -> Result<Marked, Error> {
        Engine(vec![self]).marked_one(text, marks, options)
    }

    /// As [`Route::translate_html`], in one step.
    pub fn translate_html(&self, html: &str, options: &Options) -> Result<TranslatedHtml, Error> {
        html::translate(&Engine(vec![self]), html, options)
    }
}

impl Route {
    /// Translates a text, and says where its marks are in the translation.
    ///
    /// # Errors
    /// [`Error::Marks`] when they cross each other or are on no text, and as [`Route::translate`].
    pub fn translate_marked(&self, text: &str, marks: &[Mark], options: &Options) -> Result<Marked, Error> {
        Engine(self.steps()).marked_one(text, marks, options)
    }

    /// Translates a fragment of HTML: its text, but no attributes.
    ///
    /// - All tags are there as they were, letter for letter, and so are comments. Those of blocks (paragraphs, items, cells, …)
    ///   and line breaks stay in their order, and no sentence goes over them; those of phrases (`a`, `b`, `img`, …) are around
    ///   or beside the words that they were, see [`Marked`]. A phrase around a block is taken for a block.
    /// - `code`, `kbd`, `samp`, `pre`, `script`, `style`, pictures and forms of other languages (`svg`, `math`), and whatever has
    ///   `translate="no"`, stay as they are with everything in them. A short one within a sentence is read with it, so that the
    ///   sentence is whole.
    /// - Entities are understood; what is written has `&amp;`, `&lt;`, `&gt;` and `&nbsp;`, and all other letters as they are.
    ///   Blanks and line ends within a sentence become one blank, as a browser shows them.
    /// - Tags that HTML lets be omitted (`</p>`, `</li>`, …) stay omitted. A `<` that begins no tag is text.
    ///
    /// # Errors
    /// [`Error::Html`] when a tag is not closed or closes nothing, when two cross each other, or when the text ends within one;
    /// and as [`Route::translate`].
    pub fn translate_html(&self, html: &str, options: &Options) -> Result<TranslatedHtml, Error> {
        html::translate(&Engine(self.steps()), html, options)
    }
}

#[cfg(test)]
mod tests;
