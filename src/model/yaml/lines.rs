//! The lines of a text as YAML counts them.

/// How the comment begins that names the schema for editors: a card's first line.
pub const MODELINE: &str = "# yaml-language-server:";

/// The lines of a text with their ends, as YAML counts them: a lone carriage return ends one too.
pub fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = line.len() - usize::from(line.ends_with('\n')) - usize::from(line.ends_with("\r\n"));
        let mut from = 0;
        while let Some(at) = line[from..end].find('\r') {
            lines.push(&line[from..=from + at]);
            from += at + 1;
        }
        if from < line.len() {
            lines.push(&line[from..]);
        }
    }
    lines
}

/// The line that names the schema for editors, without its end.
pub fn modeline_of(text: &str) -> Option<&str> {
    let first = text.split(['\n', '\r']).next()?;
    first.starts_with(MODELINE).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        assert_eq!(lines("a\rb\r\nc\r\r\nd\re"), ["a\r", "b\r\n", "c\r", "\r\n", "d\r", "e"]);
        assert_eq!(lines("\r\r"), ["\r", "\r"]);
        assert_eq!(lines(""), [""; 0]);
        assert_eq!(modeline_of("# yaml-language-server: x\rname: b\n"), Some("# yaml-language-server: x"));
        assert_eq!(modeline_of("name: b\n"), None);
    }
}
