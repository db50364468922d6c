//! Can a template be used? It is filled in with samples, and what comes of it is judged as any record.

use super::fill::{Filler, Placed};
use super::given::Given;
use crate::domain::workdays::Calendar;
use crate::error::{Code, Error, Lang, Result, nearest};
use crate::model::ids::Id;
use crate::model::input::{Context, fill_defaults};
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::Record;
use crate::model::template::{Sort, Template};
use crate::model::validate::Judge;
use crate::model::value::Value;
use crate::model::yaml::Position;
use crate::ops::Desk;
use crate::ops::apply::obey;

/// Who and what stands for everybody and everything.
const SAMPLE: &str = "sample";

/// Checks a template against the kinds of a book.
pub fn check(desk: &Desk, template: &Template) -> Placed<()> {
    with(&desk.kinds, &desk.context, template)
}

#[cfg(test)]
pub fn check_with(kinds: &Kinds, template: &Template) -> Placed<()> {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap();
    let context = Context { now, me: String::new(), country: "CN".to_owned(), currency: "CNY".to_owned() };
    with(kinds, &context, template)
}

fn with(kinds: &Kinds, context: &Context, template: &Template) -> Placed<()> {
    for parameter in &template.parameters {
        if let Sort::Link(target) = &parameter.sort
            && !kinds.cards().any(|kind| kind.name == *target)
        {
            let near = nearest(target, kinds.cards().map(|kind| kind.name.as_str()));
            return Err((parameter.at, Error::unknown_kind(target, near)));
        }
    }
    let context = Context { me: SAMPLE.to_owned(), ..context.clone() };
    // With everything given, and with nothing but what must be.
    for (all, lang) in [(true, Lang::En), (true, Lang::Zh), (false, Lang::En)] {
        let lookup =
            |_: &str, _: &str| -> Result<(String, String)> { Ok((SAMPLE.to_owned(), SAMPLE.to_owned())) };
        let typed: Vec<(String, String)> = template
            .parameters
            .iter()
            // A text that has a default says by it what it looks like: an hour, a number.
            .filter(|one| (all || one.required) && (one.sort != Sort::Text || one.default.is_none()))
            .map(|one| {
                let text = match &one.sort {
                    Sort::Date => context.now.format("%Y-%m-%d").to_string(),
                    Sort::Money => format!("1000 {}", context.currency),
                    Sort::Text | Sort::Link(_) => SAMPLE.to_owned(),
                };
                (one.name.clone(), text)
            })
            .collect();
        let at = template.parameters.first().map_or(Position::default(), |one| one.at);
        let given = Given::read(template, &typed, &context, &Calendar::default(), &lookup)
            .map_err(|error| (at, error))?;
        let filler = Filler { kinds, context: &context, lookup: &lookup, given, lang };
        let mut count = 0;
        let records = filler.records(template, &mut |_, _, _| {
            count += 1;
            Id::parse(&format!("{SAMPLE}-{count}"))
                .ok_or_else(|| Error::new(Code::BadValue, "no id can be made", "无法生成编号"))
        })?;
        let parts = std::iter::once(&template.record).chain(&template.children);
        for ((name, mut record), part) in records.into_iter().zip(parts) {
            let Some(kind) = kinds.get(&name) else { continue };
            fill_defaults(kind, &mut record.fields, &context);
            good(kind, &record).map_err(|error| (part.at, error))?;
            kinds.path_of(kind, &record).map_err(|error| (part.at, error))?;
        }
    }
    Ok(())
}

/// Judges a record as any other, but for fields that hold just a sample: whoever uses the template fills them in.
fn good(kind: &Kind, record: &Record) -> Result<()> {
    let sampled = |path: &str| record.fields.get(path).and_then(Value::as_str) == Some(SAMPLE);
    let problems = Judge::new(kind)?.problems(&record.fields);
    match problems.into_iter().find(|problem| !sampled(&problem.path)) {
        Some(problem) => Err(problem.into_error(&kind.name)),
        None => obey(kind, record.id.as_str(), &record.fields),
    }
}
