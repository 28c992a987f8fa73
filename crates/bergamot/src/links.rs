//! Which part of a translation comes from which part of its source.

use std::ops::Range;

/// Bytes of a translation, and the bytes of the source that went into them the most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub source: Range<usize>,
    pub target: Range<usize>,
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
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

/// Makes edits, none of which overlap, and moves links along.
pub(crate) fn edit(text: &mut String, links: &mut [Link], mut edits: Vec<Edit>) {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    // From the end, so that those before it stay where they are.
    for Edit { range, with } in edits {
        text.replace_range(range.clone(), &with);
        let end = range.start + with.len();
        for link in links.iter_mut() {
            if link.target.start >= range.end {
                link.target = link.target.start - range.end + end..link.target.end - range.end + end;
            } else if overlap(&link.target, &range) {
                link.target =
                    link.target.start.min(range.start)..(link.target.end.max(range.end) - range.end + end);
            }
        }
    }
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
        edit(&mut text, &mut links, edits);
        assert_eq!(text, "1 second three");
        assert_eq!(links.map(|link| link.target), [0..1, 2..8, 9..14]);
    }

    #[test]
    fn links_compose() {
        let first = [link(0..3, 0..2), link(4..6, 3..5)];
        let second = [link(3..5, 0..4), link(0..2, 5..9), link(6..7, 9..10)];
        assert_eq!(composed(&first, &second), [link(4..6, 0..4), link(0..3, 5..9)]);
    }
}
