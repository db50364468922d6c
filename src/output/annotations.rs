//! Findings as the hosts of CI show them beside the lines they are about.

use serde_json::{Value as Json, json};

/// Something about a line of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation {
    /// True when it is broken; else it is worth knowing.
    pub broken: bool,
    /// File; empty when it is about none.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1; 0 when not known.
    pub column: usize,
    /// What was looked at.
    pub title: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Takes `PATH:LINE:COLUMN: ` off a message about a file.
pub fn located(path: &str, message: &str) -> (usize, usize, String) {
    let whole = (1, 0, message.to_owned());
    let Some(rest) = message.strip_prefix(path).and_then(|rest| rest.strip_prefix(':')) else { return whole };
    let (place, words) =
        rest.split_once(": ").or_else(|| rest.split_once(' ')).unwrap_or(("", rest.trim_start()));
    let numbers: Vec<usize> = place.split(':').filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [line, column] => (line.max(1), column, words.to_owned()),
        [line] => (line.max(1), 0, words.to_owned()),
        _ => (1, 0, rest.trim_start().to_owned()),
    }
}

/// A workflow command of GitHub Actions; Gitea's and Forgejo's runners know it too.
pub fn github(one: &Annotation) -> String {
    let value = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| value(text).replace(':', "%3A").replace(',', "%2C");
    let mut properties = Vec::new();
    if !one.path.is_empty() {
        properties.push(format!("file={}", property(&one.path)));
        properties.push(format!("line={}", one.line));
        if one.column > 0 {
            properties.push(format!("col={}", one.column));
        }
    }
    properties.push(format!("title={}", property(&one.title)));
    let command = if one.broken { "error" } else { "notice" };
    format!("::{command} {}::{}", properties.join(","), value(&one.message))
}

/// An issue of GitLab's code quality report.
pub fn gitlab(one: &Annotation) -> Json {
    let print =
        [&one.title, &one.path, &one.message].into_iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, text| {
            text.bytes().chain([0]).fold(hash, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
        });
    let path = if one.path.is_empty() { "kehu.toml" } else { &one.path };
    json!({
        "description": one.message,
        "check_name": format!("kehu-{}", one.title),
        "fingerprint": format!("{print:016x}"),
        "severity": if one.broken { "major" } else { "info" },
        "location": {"path": path, "lines": {"begin": one.line}},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_cannot_give_the_runner_commands() {
        let one = Annotation {
            broken: true,
            path: "a,b:c.yaml".to_owned(),
            line: 3,
            column: 5,
            title: "record".to_owned(),
            message: "100% wrong\n::set-env name=x::y".to_owned(),
        };
        let line = github(&one);
        assert_eq!(
            line,
            "::error file=a%2Cb%3Ac.yaml,line=3,col=5,title=record::100%25 wrong%0A::set-env name=x::y"
        );
        assert_eq!(gitlab(&one)["location"]["lines"]["begin"], 3);
    }

    #[test]
    fn a_place_is_taken_off_the_message() {
        assert_eq!(located("a/b.yaml", "a/b.yaml:3:5: level: wrong."), (3, 5, "level: wrong.".to_owned()));
        assert_eq!(located("a/b.yaml", "a/b.yaml: wrong: it is."), (1, 0, "wrong: it is.".to_owned()));
        assert_eq!(located("kehu.toml", "kehu.toml:2: wrong."), (2, 0, "wrong.".to_owned()));
        assert_eq!(located("a/b.yaml", "Nothing of that."), (1, 0, "Nothing of that.".to_owned()));
    }
}
