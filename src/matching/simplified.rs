//! Traditional characters in simplified writing.

/// One traditional and one simplified character a line, sorted; from OpenCC.
const TABLE: &[u8] = include_bytes!("traditional.txt");
/// Bytes of a line: two characters of three bytes, and its end.
const LINE: usize = 7;

/// The simplified form of a character.
pub fn simplified(c: char) -> char {
    if !matches!(c, '\u{3400}'..='\u{9fff}') {
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
