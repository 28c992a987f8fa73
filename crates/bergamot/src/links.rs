//! Which part of a translation comes from which part of its source.

use std::ops::Range;

/// Bytes of a translation, and the bytes of the source that went into them the most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub source: Range<usize>,
    pub target: Range<usize>,
}

pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The part of a translation that comes from `source`: the longest stretch of linked bytes, small gaps included. `links`
/// are in the order of the translation.
pub(crate) fn target_of(links: &[Link], source: &Range<usize>) -> Option<Range<usize>> {
    /// One word that is linked elsewhere may stand between.
    const GAP: usize = 1;
    let mut best: Option<Range<usize>> = None;
    let mut run: Option<(Range<usize>, usize)> = None;
    for link in links.iter().filter(|link| !link.target.is_empty()) {
        let linked = overlap(&link.source, source);
        run = match (run, linked) {
            (Some((range, _)), true) => Some((range.start..link.target.end, 0)),
            (Some((range, gap)), false) if gap < GAP => Some((range, gap + 1)),
            (_, true) => Some((link.target.clone(), 0)),
            (_, false) => None,
        };
        if let Some((range, _)) = &run
            && best.as_ref().is_none_or(|best| range.len() > best.len())
        {
            best = Some(range.clone());
        }
    }
    best
}

/// Links over an intermediate language: `first` leads to it, `second` from it.
pub(crate) fn composed(first: &[Link], second: &[Link]) -> Vec<Link> {
    second
        .iter()
        .filter_map(|link| {
            let mut sources = first
                .iter()
                .filter(|earlier| overlap(&earlier.target, &link.source));
            let start = sources.next()?.source.clone();
            let source = sources.fold(start, |all, link| {
                all.start.min(link.source.start)..all.end.max(link.source.end)
            });
            Some(Link {
                source,
                target: link.target.clone(),
            })
        })
        .collect()
}

/// What was put in place of a part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub range: Range<usize>,
    pub with: String,
}

/// Makes edits, none of which overlap, and moves links along. Says where what was put begins, edit for edit.
pub(crate) fn edit(text: &mut String, links: &mut [Link], edits: &[Edit]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|at| (edits[*at].range.start, edits[*at].range.end));
    let sorted: Vec<&Edit> = order.iter().map(|at| &edits[*at]).collect();
    let mut edited = String::with_capacity(text.len());
    let mut starts = vec![0; edits.len()];
    // Of each edit, where the text after it begins, before and after all edits.
    let mut after: Vec<(usize, usize)> = Vec::with_capacity(edits.len());
    let mut done = 0;
    for (at, Edit { range, with }) in order.iter().zip(&sorted) {
        edited.push_str(&text[done..range.start]);
        starts[*at] = edited.len();
        edited.push_str(with);
        done = range.end;
        after.push((done, edited.len()));
    }
    edited.push_str(&text[done..]);
    *text = edited;
    // Where a place is now, if `before` edits end before it: within the next one, it goes to that one's end or beginning.
    let moved = |place: usize, before: usize, to_end: bool| {
        let (old, new) = before.checked_sub(1).map_or((0, 0), |last| after[last]);
        match sorted.get(before).filter(|next| next.range.start < place) {
            Some(_) if to_end => after[before].1,
            Some(next) => new + next.range.start - old,
            None => new + place - old,
        }
    };
    for Link { target, .. } in links {
        let before_start = sorted.partition_point(|edit| edit.range.end <= target.start);
        // What is put right after a word is none of it.
        let before_end =
            sorted.partition_point(|edit| edit.range.start < target.end && edit.range.end <= target.end);
        let start = moved(target.start, before_start, false);
        *target = start..moved(target.end, before_end.max(before_start), true).max(start);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(source: Range<usize>, target: Range<usize>) -> Link {
        Link { source, target }
    }

    #[test]
    fn the_longest_stretch_is_taken() {
        let links = [
            link(0..2, 0..2),
            link(5..8, 2..4),
            link(0..2, 4..5),
            link(5..8, 5..9),
            link(9..10, 9..10),
            link(9..10, 10..11),
            link(5..8, 11..12),
        ];
        assert_eq!(target_of(&links, &(5..8)), Some(2..9));
        assert_eq!(target_of(&links, &(9..10)), Some(9..11));
        assert_eq!(target_of(&links, &(3..4)), None);
    }

    #[test]
    fn edits_move_what_comes_after_them() {
        let mut text = "one two three".to_owned();
        let mut links = [link(0..1, 0..3), link(1..2, 4..7), link(2..3, 8..13)];
        let edits = vec![
            Edit {
                range: 0..3,
                with: "1".to_owned(),
            },
            Edit {
                range: 4..7,
                with: "second".to_owned(),
            },
        ];
        assert_eq!(edit(&mut text, &mut links, &edits), [0, 2]);
        assert_eq!(text, "1 second three");
        assert_eq!(links.map(|link| link.target), [0..1, 2..8, 9..14]);
    }

    #[test]
    fn what_is_put_at_one_place_stands_in_order_and_words_grow_with_what_is_put_into_them() {
        let put = |range: Range<usize>, with: &str| Edit {
            range,
            with: with.to_owned(),
        };
        let mut text = "one two three".to_owned();
        let mut links = [
            link(0..1, 0..3),
            link(1..2, 4..7),
            link(2..3, 8..13),
            link(3..4, 3..3),
        ];
        let edits = [
            put(7..7, " (A)"),
            put(7..7, " (B)"),
            put(9..11, "HRE"),
            put(0..1, ""),
        ];
        assert_eq!(edit(&mut text, &mut links, &edits), [6, 10, 16, 0]);
        assert_eq!(text, "ne two (A) (B) tHREee");
        assert_eq!(links.map(|link| link.target), [0..2, 3..6, 15..21, 2..2]);
    }

    #[test]
    fn links_compose() {
        let first = [link(0..3, 0..2), link(4..6, 3..5)];
        let second = [link(3..5, 0..4), link(0..2, 5..9), link(6..7, 9..10)];
        assert_eq!(composed(&first, &second), [link(4..6, 0..4), link(0..3, 5..9)]);
    }
}
