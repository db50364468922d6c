//! Texts that both sides changed, merged line by line.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// What to do where both sides changed the same lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Both versions stand, one below the other.
    Both,
    /// The texts cannot be merged.
    Fail,
}

/// One text of three; `None` when lines overlap and that fails. What a side appends where the other appends too counts
/// as overlapping.
pub fn merge_lines(base: &str, first: &str, second: &str, overlap: Overlap) -> Option<String> {
    let split = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    let (base, first, second) = (split(base), split(first), split(second));
    let (a, b) = (changes(&base, &first), changes(&base, &second));
    let mut out = String::new();
    let (mut i, mut j, mut at) = (0, 0, 0);
    while i < a.len() || j < b.len() {
        // The first change of what is left, an insertion before what follows it.
        let start =
            |op: Option<&Change>| op.map_or((usize::MAX, false), |op| (op.old.start, !op.old.is_empty()));
        let first_is_mine = start(a.get(i)) <= start(b.get(j));
        let (from, _) = start(a.get(i)).min(start(b.get(j)));
        add(&mut out, &base[at..from].concat());
        let (i0, j0) = (i, j);
        let mut to = from;
        match first_is_mine {
            true => i += 1,
            false => j += 1,
        }
        if let Some(op) = if first_is_mine { a.get(i0) } else { b.get(j0) } {
            to = op.old.end;
        }
        // All changes that overlap make one region, and so do insertions at one place.
        let joins = |op: &&Change, to: usize| {
            let range = &op.old;
            range.start < to || (from == to && range.is_empty() && range.start == from)
        };
        loop {
            if let Some(op) = a.get(i).filter(|op| joins(op, to)) {
                to = to.max(op.old.end);
                i += 1;
            } else if let Some(op) = b.get(j).filter(|op| joins(op, to)) {
                to = to.max(op.old.end);
                j += 1;
            } else {
                break;
            }
        }
        let mine = region(&a[i0..i], &base, &first, from, to);
        let theirs = region(&b[j0..j], &base, &second, from, to);
        if j == j0 || mine == theirs {
            add(&mut out, &mine);
        } else if i == i0 {
            add(&mut out, &theirs);
        } else if overlap == Overlap::Fail {
            return None;
        } else {
            add(&mut out, &mine);
            add(&mut out, &theirs);
        }
        at = to;
    }
    add(&mut out, &base[at..].concat());
    Some(out)
}

/// Lines of the base, and those that a side has in their place.
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// What lies between the lines that both have.
fn changes(base: &[&str], side: &[&str]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut old, mut new) = (0, 0);
    let mut between = |from: (usize, usize), to: (usize, usize)| {
        if from != to {
            changes.push(Change { old: from.0..to.0, new: from.1..to.1 });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, base, side) {
        if op.tag() == DiffTag::Equal {
            between((old, new), (op.old_range().start, op.new_range().start));
            (old, new) = (op.old_range().end, op.new_range().end);
        }
    }
    between((old, new), (base.len(), side.len()));
    changes
}

/// Puts lines below others; a last line without an end gets one.
fn add(out: &mut String, lines: &str) {
    if !lines.is_empty() && !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(lines);
}

/// How a side has the lines `from..to` of the base.
fn region(ops: &[Change], base: &[&str], side: &[&str], from: usize, to: usize) -> String {
    let mut out = String::new();
    let mut at = from;
    for op in ops {
        out.push_str(&base[at..op.old.start].concat());
        out.push_str(&side[op.new.clone()].concat());
        at = op.old.end;
    }
    out.push_str(&base[at..to].concat());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changes_apart_meet_and_changes_together_both_stand() {
        let merged = merge_lines("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\ne\n", Overlap::Fail);
        assert_eq!(merged.as_deref(), Some("A\nb\nc\nD\ne\n"));
        assert_eq!(merge_lines("a\n", "b\n", "c\n", Overlap::Fail), None);
        assert_eq!(merge_lines("a\n", "b\n", "c\n", Overlap::Both).as_deref(), Some("b\nc\n"));
        assert_eq!(merge_lines("a", "a\nb", "a\nc", Overlap::Both).as_deref(), Some("a\nb\na\nc"));
        assert_eq!(merge_lines("a\n", "", "a\nb\n", Overlap::Both).as_deref(), Some("b\n"));
        assert_eq!(merge_lines("", "x\n", "x\n", Overlap::Fail).as_deref(), Some("x\n"));
    }

    fn text(letters: &'static str) -> impl Strategy<Value = String> {
        prop::collection::vec(letters, 0..8)
            .prop_map(|lines| lines.iter().map(|l| format!("{l}\n")).collect())
    }

    proptest! {
        #[test]
        fn one_side_alone_is_itself_and_what_was_added_is_there(
            base in text("[abc]"), a in text("[abcA]"), b in text("[abcB]"),
        ) {
            prop_assert_eq!(merge_lines(&base, &a, &base, Overlap::Fail), Some(a.clone()));
            prop_assert_eq!(merge_lines(&base, &base, &b, Overlap::Fail), Some(b.clone()));
            prop_assert_eq!(merge_lines(&base, &a, &a, Overlap::Fail), Some(a.clone()));
            let merged = merge_lines(&base, &a, &b, Overlap::Both).unwrap_or_default();
            for line in merged.lines() {
                prop_assert!(a.lines().chain(b.lines()).any(|known| known == line));
            }
            let count = |text: &str, line: &str| text.lines().filter(|l| *l == line).count();
            prop_assert_eq!(count(&merged, "A"), count(&a, "A"));
            prop_assert_eq!(count(&merged, "B"), count(&b, "B"));
        }
    }
}
