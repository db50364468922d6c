//! Scalars of canonical text: plain, in double quotes, and `|` blocks.

use super::Reader;
use crate::model::yaml::write::{INDICATORS, is_printable};

/// A byte that may have a meaning inside a scalar.
const STOP: u8 = 1;
/// A control character, or the first byte of a character that may not be shown.
const DOUBT: u8 = 2;
/// A byte no plain text of the writer starts with.
const INDICATOR: u8 = 4;

const CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        classes[byte] = DOUBT;
        byte += 1;
    }
    // 0xc2, 0xe2 and 0xef lead all unprintable characters beyond ASCII.
    let (doubtful, stops) = ([0x7f, 0xc2, 0xe2, 0xef], *b":#\"\\\n\t");
    let mut index = 0;
    while index < doubtful.len() {
        classes[doubtful[index]] = DOUBT;
        index += 1;
    }
    index = 0;
    while index < stops.len() {
        classes[stops[index] as usize] = STOP;
        index += 1;
    }
    index = 0;
    while index < INDICATORS.len() {
        classes[INDICATORS.as_bytes()[index] as usize] |= INDICATOR;
        index += 1;
    }
    classes
}

impl<'a> Reader<'a> {
    /// The next byte from `at` on that may have a meaning: one of `: # " \` or the end of the
    /// line or a tab. `None` at the end of the text and at any character not to be shown.
    pub(super) fn stop(&self, mut at: usize) -> Option<usize> {
        loop {
            let byte = *self.bytes.get(at)?;
            match CLASS[usize::from(byte)] & (STOP | DOUBT) {
                0 => at += 1,
                STOP => return Some(at),
                _ => {
                    let c = self.text.get(at..)?.chars().next().filter(|c| is_printable(*c))?;
                    at += c.len_utf8();
                }
            }
        }
    }

    /// A plain scalar, up to the colon that makes it a key or the end of the line.
    pub(super) fn plain(&mut self) -> Option<&'a str> {
        let from = self.at;
        match self.rest() {
            // Only a number may start with a sign of the language.
            [b'-', digit, ..] if digit.is_ascii_digit() => {}
            [b' ', ..] => return None,
            [first, ..] if CLASS[usize::from(*first)] & INDICATOR == 0 => {}
            _ => return None,
        }
        let mut at = self.stop(from)?;
        loop {
            match self.bytes[at] {
                b'\n' => break,
                b':' if matches!(self.bytes.get(at + 1)?, b' ' | b'\n') => break,
                b'#' if at > from && self.bytes[at - 1] == b' ' => return None,
                b'\t' => return None,
                _ => at = self.stop(at + 1)?,
            }
        }
        self.at = at;
        self.text.get(from..at).filter(|text| !text.is_empty() && !text.ends_with(' '))
    }

    /// A text in double quotes, the escapes of the writer resolved.
    pub(super) fn quoted(&mut self) -> Option<String> {
        let (mut from, mut out) = (self.at + 1, String::new());
        let mut at = from;
        loop {
            at = self.stop(at)?;
            match self.bytes[at] {
                b'"' => break,
                b'\\' => {
                    out.push_str(self.text.get(from..at)?);
                    let (c, next) = self.escape(at + 1)?;
                    out.push(c);
                    (from, at) = (next, next);
                }
                b'\n' | b'\t' => return None,
                _ => at += 1,
            }
        }
        out.push_str(self.text.get(from..at)?);
        self.at = at + 1;
        Some(out)
    }

    /// The character of an escape and where the text goes on.
    fn escape(&self, at: usize) -> Option<(char, usize)> {
        let digits = match self.bytes.get(at)? {
            b'"' => return Some(('"', at + 1)),
            b'\\' => return Some(('\\', at + 1)),
            b'n' => return Some(('\n', at + 1)),
            b't' => return Some(('\t', at + 1)),
            b'r' => return Some(('\r', at + 1)),
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => return None,
        };
        let to = at + 1 + digits;
        let code = self.text.get(at + 1..to).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
        Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, to))
    }

    /// The lines of a `|` block, each led by `indent` blanks.
    pub(super) fn block(&mut self, indent: usize) -> Option<String> {
        let (chomp, header): (u8, usize) = match self.rest() {
            [b'|', b'\n', ..] => (b' ', 2),
            [b'|', chomp @ (b'-' | b'+'), b'\n', ..] => (*chomp, 3),
            _ => return None,
        };
        self.line(self.at + header);
        let (mut out, mut empty) = (String::new(), 0);
        loop {
            if self.peek() == Some(b'\n') && self.lead == 0 {
                empty += 1;
                self.line(self.at + 1);
                continue;
            }
            if self.lead < indent {
                break;
            }
            let from = self.at - (self.lead - indent);
            if out.is_empty() {
                // The first line tells the reader the indentation.
                if empty > 0 || self.lead > indent || matches!(self.peek()?, b'\n' | b'\t') {
                    return None;
                }
            } else {
                out.extend(std::iter::repeat_n('\n', empty + 1));
            }
            let mut at = self.stop(self.at)?;
            while self.bytes[at] != b'\n' {
                at = self.stop(at + 1)?;
            }
            if at == from {
                return None;
            }
            out.push_str(self.text.get(from..at)?);
            empty = 0;
            self.line(at + 1);
        }
        match (chomp, empty) {
            _ if out.is_empty() => return None,
            (b'-', 0) => {}
            (b' ', 0) => out.push('\n'),
            (b'+', 1..) => out.extend(std::iter::repeat_n('\n', empty + 1)),
            _ => return None,
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_unprintable_character_is_passed_over() {
        for c in ('\0'..=char::MAX).filter(|c| !is_printable(*c) && !"\n\t".contains(*c)) {
            let lead = c.to_string().as_bytes()[0];
            assert_eq!(CLASS[usize::from(lead)] & DOUBT, DOUBT, "{c:?}");
        }
    }
}
