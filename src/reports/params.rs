//! What was typed behind a report's name, `param=value`, and its reading.

use super::file::{Report, Takes};
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::model::date::Date;
use crate::model::money::Currency;
use crate::ops::Desk;
use crate::ops::tables::SqlCell;

/// The parameter that every report has: the day taken for today.
pub const AS_OF: &str = "as_of";

/// Words typed behind a report's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads `param=value` words. Errors: a word of another form, a parameter that the report has not, one typed twice.
    pub fn read(report: &Report, words: &[String]) -> Result<Self> {
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
        Ok(Self(typed))
    }

    /// The same with records by id, so that later, and for somebody else, it means the same ones.
    pub fn settled(&self, desk: &Desk, report: &Report) -> Result<Self> {
        let mut settled = self.clone();
        for (name, value) in &mut settled.0 {
            let parameter = report.parameters.iter().find(|parameter| parameter.name == *name);
            if let Some(Takes::Record(kind)) = parameter.map(|parameter| &parameter.takes)
                && !value.is_empty()
            {
                *value = desk.link_target(kind, value)?;
            }
        }
        Ok(settled)
    }

    /// As they can be typed again.
    pub fn words(&self) -> Vec<String> {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// A parameter as typed; nothing when absent or empty.
    fn text(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    /// The values of all parameters of a report, `as_of` first.
    pub fn values(&self, desk: &Desk, report: &Report) -> Result<Vec<(String, SqlCell)>> {
        let mut values = vec![(AS_OF.to_owned(), SqlCell::Text(desk.today().to_string()))];
        for parameter in &report.parameters {
            let name = &parameter.name;
            let text = self.text(name);
            let cell = match &parameter.takes {
                Takes::Words(words) => match text {
                    None => words.first().map_or(SqlCell::Null, |word| SqlCell::text(word)),
                    Some(text) => SqlCell::text(word(name, text, words)?),
                },
                Takes::Record(kind) => match text {
                    None => SqlCell::Null,
                    Some(text) => SqlCell::text(&desk.link_target(kind, text)?),
                },
                Takes::Day(default) => match text.or(default.as_deref()) {
                    None => SqlCell::Null,
                    Some(text) => SqlCell::Text(day(desk, name, text)?.to_string()),
                },
                Takes::Number { default, least, most } => match text {
                    None => default.map_or(SqlCell::Null, SqlCell::Int),
                    Some(text) => SqlCell::Int(number(name, text, *least, *most)?),
                },
                Takes::Currency => match text {
                    None => SqlCell::Null,
                    Some(text) => SqlCell::text(currency(desk, name, text)?.code()),
                },
                Takes::Text => text.map_or(SqlCell::Null, SqlCell::text),
            };
            values.push((name.clone(), cell));
        }
        Ok(values)
    }
}

fn word<'a>(name: &str, text: &str, words: &'a [String]) -> Result<&'a str> {
    words.iter().map(String::as_str).find(|word| *word == text).ok_or_else(|| {
        let (en, zh) = did_you_mean(nearest(text, words.iter().map(String::as_str)));
        let list = words.join(", ");
        wrong(name, text, &format!("it is one of {list}"), &format!("可用: {list}"))
            .hint(en.trim().to_owned(), zh)
    })
}

/// A day: 2026-11-30, +7d, friday …
fn day(desk: &Desk, name: &str, text: &str) -> Result<Date> {
    Date::parse(text, desk.today().0)
        .map_err(|_| wrong(name, text, "a day is wanted, such as 2026-11-30", "应为日期, 如 2026-11-30"))
}

fn number(name: &str, text: &str, least: i64, most: i64) -> Result<i64> {
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ if least == i64::MIN || most == i64::MAX => {
            Err(wrong(name, text, "a whole number is wanted", "应为整数"))
        }
        _ => Err(wrong(
            name,
            text,
            &format!("a whole number from {least} to {most} is wanted"),
            &format!("应为 {least} 到 {most} 的整数"),
        )),
    }
}

fn currency(desk: &Desk, name: &str, code: &str) -> Result<Currency> {
    let Some(currency) = Currency::of(code) else {
        return Err(wrong(name, code, "it is not a currency of ISO 4217", "不是 ISO 4217 币种代码")
            .hint(format!("Write for example: {name}=CNY"), format!("例如: {name}=CNY")));
    };
    match desk.config.exchange.worth(currency) {
        Some(_) => Ok(currency),
        None => Err(no_rate(name, currency.code(), currency.code())),
    }
}

/// The error for a currency that cannot be converted.
pub fn no_rate(name: &str, to: &str, currency: &str) -> Error {
    Error::new(
        Code::BadConfig,
        format!("{name}={to}: there is no rate of {currency}."),
        format!("{name}={to}: 没有 {currency} 的汇率。"),
    )
    .hint(
        format!("Add it to kehu.toml below [rates]: {currency} = \"…\""),
        format!("请在 kehu.toml 的 [rates] 下添加: {currency} = \"…\""),
    )
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
    let (en, zh) = did_you_mean(nearest(name, report.parameters.iter().map(|p| p.name.as_str())));
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
    use super::super::file;
    use super::*;

    fn read(words: &[&str]) -> Result<Typed> {
        let text = "/*\ntitle: Asked\nparameters:\n  owner: {record: person}\n  below: {number: null}\n\
                    columns: {n: {}}\n*/\nselect 1 as n";
        let report = file::read("asked", false, text).unwrap();
        Typed::read(&report, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn parameters_are_known_and_typed() {
        assert_eq!(read(&["owner=wang"]).unwrap().text("owner"), Some("wang"));
        assert_eq!(read(&["owner="]).unwrap().text("owner"), None);
        assert_eq!(number("below", "60", 0, 100).unwrap(), 60);
        assert!(number("below", "60", 0, 50).unwrap_err().en.contains("from 0 to 50"));
        let words = ["li".to_owned(), "wang".to_owned()];
        assert_eq!(word("owner", "wang", &words).unwrap(), "wang");
        assert!(word("owner", "wan", &words).unwrap_err().hint_en.contains("`wang`"));
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
