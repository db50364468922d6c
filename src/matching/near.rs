//! How near two short rows of letters are: edits with neighbours swapped counted as one.

/// Longest row compared; the rest tells nothing more.
pub const MOST: usize = 64;

/// Edits between two rows (insert, delete, replace, swap neighbours).
pub fn edits<T: PartialEq + Copy>(a: &[T], b: &[T]) -> usize {
    if a == b {
        return 0;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    run(short, long, true)
}

/// Edits that make a row out of the best stretch of another.
pub fn edits_within<T: PartialEq + Copy>(part: &[T], whole: &[T]) -> usize {
    if whole.starts_with(part) {
        return 0;
    }
    run(part, whole, false)
}

/// Likeness of two rows, 0 to 20.
pub fn likeness<T: PartialEq + Copy>(a: &[T], b: &[T]) -> u8 {
    share(edits(a, b), a.len().max(b.len()).min(MOST))
}

/// How much of a row stands within another, 0 to 20.
pub fn held<T: PartialEq + Copy>(part: &[T], whole: &[T]) -> u8 {
    share(edits_within(part, whole), part.len().min(MOST))
}

fn share(edits: usize, len: usize) -> u8 {
    if len == 0 {
        return 0;
    }
    let alike = len.saturating_sub(edits);
    // Rounded down, so that only equal rows reach the top.
    (alike * 20 / len) as u8
}

/// Bit-parallel distance after Hyyrö; `anchored` counts what stands before and behind, too.
fn run<T: PartialEq + Copy>(pattern: &[T], text: &[T], anchored: bool) -> usize {
    let pattern = &pattern[..pattern.len().min(MOST)];
    let text = &text[..text.len().min(MOST)];
    if pattern.is_empty() {
        return if anchored { text.len() } else { 0 };
    }
    let last = 1u64 << (pattern.len() - 1);
    let (mut vp, mut vn, mut d0, mut before) = (!0u64, 0u64, 0u64, 0u64);
    let mut current = pattern.len();
    let mut best = current;
    for c in text {
        let mut pm = 0u64;
        for (at, p) in pattern.iter().enumerate() {
            pm |= u64::from(p == c) << at;
        }
        let swapped = ((!d0 & pm) << 1) & before;
        d0 = (((pm & vp).wrapping_add(vp)) ^ vp) | pm | vn | swapped;
        let mut hp = vn | !(d0 | vp);
        let mut hn = d0 & vp;
        if hp & last != 0 {
            current += 1;
        }
        if hn & last != 0 {
            current -= 1;
        }
        hp = (hp << 1) | u64::from(anchored);
        hn <<= 1;
        vp = hn | !(d0 | hp);
        vn = hp & d0;
        before = pm;
        best = best.min(current);
    }
    if anchored { current } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn swaps_count_as_one() {
        assert_eq!(edits(b"huijao", b"huijiao"), 1);
        assert_eq!(edits(b"abcd", b"acbd"), 1);
        assert_eq!(edits_within(b"sanke", b"xiasanke"), 0);
        assert_eq!(likeness(b"abc", b"abc"), 20);
    }

    proptest! {
        #[test]
        fn as_strsim_says(a in "[abc]{0,12}", b in "[abc]{0,12}") {
            prop_assert_eq!(edits(a.as_bytes(), b.as_bytes()), strsim::osa_distance(&a, &b));
        }
    }
}
