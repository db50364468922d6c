//! Nothing in a book reaches a terminal as a control sequence (law 10).

use std::borrow::Cow;

use crate::model::bad_value::is_steering;

/// Text for one line of a table: line ends and tabs become spaces, controls become visible.
pub fn cell(text: &str) -> String {
    clean(text, false).into_owned()
}

/// The same, without a copy where nothing has to change.
pub fn shown(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// Text that keeps its line ends.
pub fn lines(text: &str) -> String {
    clean(text, true).into_owned()
}

fn clean(text: &str, keep_lines: bool) -> Cow<'_, str> {
    let visible = |byte: u8| matches!(byte, b' '..=b'~');
    if text.bytes().all(visible) || !text.chars().any(|c| is_steering(c) || c == '\n') {
        return Cow::Borrowed(text);
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
    Cow::Owned(out)
}

/// One line of JSON; what steers a terminal is escaped there too, which any reader undoes.
pub fn json(value: &serde_json::Value) -> String {
    let text = value.to_string();
    if !text.chars().any(is_steering) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Such letters stand only inside strings: the writer escapes what JSON itself forbids.
            c if is_steering(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
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

/// One line as Markdown that shows just these letters.
pub fn markdown(text: &str) -> String {
    let text = shown(text);
    let text = text.trim();
    // Most texts have nothing that Markdown could take for its own.
    let own = |byte: u8| {
        matches!(byte, b'<' | b'\\' | b'`' | b'*' | b'[' | b']' | b'|' | b'_' | b'~' | b'&' | b'.' | b')')
    };
    if !text.starts_with(['#', '+', '-', '=', '>', ':']) && !text.bytes().any(own) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    // What starts a heading, a list or a quotation does so at the start of a line alone.
    if text.starts_with(['#', '+', '-', '=', '>', ':']) {
        out.push('\\');
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = text[digits..].strip_prefix(['.', ')']);
    let numbered = digits > 0 && after.is_some_and(|after| after.is_empty() || after.starts_with(' '));
    let mut at = 0;
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let wordly = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '<' => out.push_str("&lt;"),
            '\\' | '`' | '*' | '[' | ']' | '|' => out.extend(['\\', c]),
            '_' if !(wordly(before) && wordly(next)) => out.push_str("\\_"),
            '~' if next == Some('~') || before == Some('~') => out.push_str("\\~"),
            '&' if wordly(next) || next == Some('#') => out.push_str("\\&"),
            '.' | ')' if numbered && at == digits => out.extend(['\\', c]),
            c => out.push(c),
        }
        before = Some(c);
        at += c.len_utf8();
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
        let value = serde_json::json!({"name": "a\u{202e}b\u{85}\u{7f}\u{1b}"});
        assert_eq!(json(&value), "{\"name\":\"a\\u202eb\\u0085\\u007f\\u001b\"}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json(&value)).unwrap(), value);
        assert_eq!(html("<b onclick='x'>"), "&lt;b onclick=&#39;x&#39;&gt;");
    }

    #[test]
    fn letters_of_markdown_are_shown_as_they_are() {
        for (text, wanted) in [
            ("# no heading", "\\# no heading"),
            ("- no list", "\\- no list"),
            ("1. no list", "1\\. no list"),
            ("100.50 CNY", "100.50 CNY"),
            ("2026-11-23 at 14:30", "2026-11-23 at 14:30"),
            ("zhang_wei@x.example", "zhang_wei@x.example"),
            ("_so_ *so* `so`", "\\_so\\_ \\*so\\* \\`so\\`"),
            ("[a](javascript:alert(1))", "\\[a\\](javascript:alert(1))"),
            ("<img src=x>", "&lt;img src=x>"),
            ("AT&T &lt; &", "AT\\&T \\&lt; &"),
            ("a|b\\", "a\\|b\\\\"),
            ("    code", "code"),
            ("~~gone~~", "\\~\\~gone\\~\\~"),
        ] {
            assert_eq!(markdown(text), wanted, "{text}");
        }
    }
}
