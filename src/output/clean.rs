//! Nothing in a book reaches a terminal as a control sequence (law 10).

use crate::model::bad_value::is_steering;

/// Text for one line of a table: line ends and tabs become spaces, controls become visible.
pub fn cell(text: &str) -> String {
    clean(text, false)
}

/// Text that keeps its line ends.
pub fn lines(text: &str) -> String {
    clean(text, true)
}

fn clean(text: &str, keep_lines: bool) -> String {
    if !text.chars().any(|c| is_steering(c) || c == '\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if keep_lines => out.push('\n'),
            '\n' | '\t' | '\r' => out.push(' '),
            c if is_steering(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Text for HTML.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in lines(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_get_out() {
        assert_eq!(cell("a\u{1b}[2Jb\nc"), "a<U+001B>[2Jb c");
        assert_eq!(cell("a\u{202e}b"), "a<U+202E>b");
        assert_eq!(html("<b onclick='x'>"), "&lt;b onclick=&#39;x&#39;&gt;");
    }
}
