//! Traditional characters in simplified writing.

use std::sync::LazyLock;

/// One traditional and one simplified character a line, sorted; from OpenCC.
const TABLE: &[u8] = include_bytes!("traditional.txt");
/// Bytes of a line: two characters of three bytes, and its end.
const LINE: usize = 7;

/// First character the table may have.
const FIRST: u32 = 0x3400;

/// A bit for each character that the table has.
static KNOWN: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0u64; (0xa000 - FIRST as usize) / 64];
    let text = std::str::from_utf8(TABLE).unwrap_or_default();
    for c in text.lines().filter_map(|line| line.chars().next()) {
        let at = (c as u32).wrapping_sub(FIRST) as usize;
        if let Some(word) = bits.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }
    bits
});

/// The simplified form of a character.
pub fn simplified(c: char) -> char {
    if !matches!(c, '\u{3400}'..='\u{9fff}') {
        return c;
    }
    let at = (c as u32 - FIRST) as usize;
    if KNOWN.get(at / 64).is_none_or(|word| word >> (at % 64) & 1 == 0) {
        return c;
    }
    let mut bytes = [0u8; 4];
    let wanted = c.encode_utf8(&mut bytes).as_bytes();
    let (mut low, mut high) = (0, TABLE.len() / LINE);
    while low < high {
        let middle = (low + high) / 2;
        let line = &TABLE[middle * LINE..middle * LINE + LINE];
        match line[..3].cmp(wanted) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => {
                return std::str::from_utf8(&line[3..6]).ok().and_then(|s| s.chars().next()).unwrap_or(c);
            }
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_becomes_simplified() {
        let text: String = "東莞市同瑞自動化設備有限公司A".chars().map(simplified).collect();
        assert_eq!(text, "东莞市同瑞自动化设备有限公司A");
        assert_eq!(TABLE.len() % LINE, 0);
        assert!(TABLE.chunks(LINE).is_sorted_by(|a, b| a[..3] < b[..3]));
    }
}
