//! What was typed behind a report's name, `param=value`, and its reading.

use super::Report;
use crate::error::{Code, Error, Lang, Result, did_you_mean, nearest, quoted};
use crate::model::date::Date;
use crate::ops::Desk;

/// Parameters of one question, and the language to answer in.
#[derive(Debug, Clone, Default)]
pub struct Params {
    typed: Vec<(String, String)>,
    /// Language of headings and labels.
    pub lang: Lang,
}

impl Params {
    /// Reads `param=value` words. Errors: a word of another form, a parameter that the report has not, one typed twice.
    pub fn read(report: &Report, words: &[String], lang: Lang) -> Result<Self> {
        let mut typed: Vec<(String, String)> = Vec::with_capacity(words.len());
        for word in words {
            let Some((name, value)) = word.split_once('=') else { return Err(not_param(report, word)) };
            if !report.parameters.iter().any(|parameter| parameter.name == name) {
                return Err(unknown(report, name));
            }
            if typed.iter().any(|(known, _)| known == name) {
                return Err(Error::new(
                    Code::Usage,
                    format!("{name} is given twice."),
                    format!("{name} 给了两次。"),
                ));
            }
            typed.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(Self { typed, lang })
    }

    /// One of two texts in the language of the answer.
    pub fn say<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        self.lang.pick(en, zh)
    }

    /// A parameter as typed; nothing when absent or empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        let value = self.typed.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    /// A whole number from `least` to `most`.
    pub fn number(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(wrong(
                name,
                text,
                &format!("a whole number from {least} to {most} is wanted"),
                &format!("应为 {least} 到 {most} 的整数"),
            )),
        }
    }

    /// One of some words; the first when absent.
    pub fn word(&self, name: &str, words: &[&'static str]) -> Result<&'static str> {
        let Some(text) = self.text(name) else { return Ok(words.first().copied().unwrap_or_default()) };
        words.iter().copied().find(|word| *word == text).ok_or_else(|| {
            let (en, zh) = did_you_mean(nearest(text, words.iter().copied()));
            let list = words.join(", ");
            wrong(name, text, &format!("it is one of {list}"), &format!("可用: {list}"))
                .hint(en.trim().to_owned(), zh)
        })
    }

    /// A day: 2026-11-30, +7d, friday …
    pub fn day(&self, desk: &Desk, name: &str) -> Result<Option<Date>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        Date::parse(text, desk.context.now.date_naive())
            .map(Some)
            .map_err(|_| wrong(name, text, "a day is wanted, such as 2026-11-30", "应为日期, 如 2026-11-30"))
    }

    /// The id of a record of a kind, typed by id, name or `me`.
    pub fn record(&self, desk: &Desk, name: &str, kind: &str) -> Result<Option<String>> {
        self.text(name).map(|typed| desk.link_target(kind, typed)).transpose()
    }
}

fn wrong(name: &str, text: &str, en: &str, zh: &str) -> Error {
    Error::new(
        Code::Usage,
        format!("{name}={}: {en}.", quoted(text)),
        format!("{name}={}: {zh}。", quoted(text)),
    )
}

fn not_param(report: &Report, word: &str) -> Error {
    takes(
        report,
        Error::new(
            Code::Usage,
            format!("{} is not of the form param=value.", quoted(word)),
            format!("{} 不是 参数=值 的形式。", quoted(word)),
        ),
    )
}

fn unknown(report: &Report, name: &str) -> Error {
    let (en, zh) = did_you_mean(nearest(name, report.parameters.iter().map(|parameter| parameter.name)));
    takes(
        report,
        Error::new(
            Code::Usage,
            format!("The report {} has no parameter {}.{en}", report.name, quoted(name)),
            format!("报表 {} 没有参数 {}。{zh}", report.name, quoted(name)),
        ),
    )
}

/// Says what a report takes.
fn takes(report: &Report, error: Error) -> Error {
    if report.parameters.is_empty() {
        return error.hint("It takes none.", "它没有参数。");
    }
    let list = report.parameters.iter().map(|parameter| format!("{}=…", parameter.name)).collect::<Vec<_>>();
    error.hint(format!("It takes {}", list.join(" ")), format!("可用参数: {}", list.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, Parameter};
    use super::*;

    const ASKED: Report = Report {
        name: "asked",
        title: ("Asked", "问"),
        parameters: &[
            Parameter { name: "owner", help: ("", "") },
            Parameter { name: "below", help: ("", "") },
        ],
        answer: |_, _| Ok(Answer::new(Lang::En, &[])),
    };

    fn read(words: &[&str]) -> Result<Params> {
        Params::read(&ASKED, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), Lang::En)
    }

    #[test]
    fn parameters_are_known_and_typed() {
        let params = read(&["owner=wang", "below=60"]).unwrap();
        assert_eq!(params.text("owner"), Some("wang"));
        assert_eq!(params.number("below", 0, 100).unwrap(), Some(60));
        assert!(params.number("below", 0, 50).unwrap_err().en.contains("from 0 to 50"));
        assert_eq!(params.word("owner", &["li", "wang"]).unwrap(), "wang");
        assert_eq!(params.word("none", &["li", "wang"]).unwrap(), "li");
        assert_eq!(read(&["owner="]).unwrap().text("owner"), None);
    }

    #[test]
    fn mistakes_are_named() {
        let wrong = read(&["onwer=wang"]).unwrap_err();
        assert!(wrong.en.ends_with("Did you mean `owner`?"), "{wrong}");
        assert_eq!(wrong.hint_en, "It takes owner=… below=…");
        assert!(read(&["wang"]).unwrap_err().en.contains("param=value"));
        assert!(read(&["below=1", "below=2"]).unwrap_err().en.contains("twice"));
    }
}
