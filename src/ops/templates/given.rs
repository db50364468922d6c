//! The parameters of a template: what was typed for them, defaults, and days reckoned from one another.

use std::collections::BTreeMap;

use chrono::Months;

use super::fill::{Lookup, Named};
use crate::domain::workdays::Calendar;
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::model::date::Date;
use crate::model::input::{Context, read, value_error};
use crate::model::kind::FieldType;
use crate::model::template::{Sort, Step, Template, reckoned};

/// The word for the day of the command.
const TODAY: &str = "today";

/// The value of a parameter.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What it is.
    pub sort: Sort,
    /// As it is kept.
    pub value: String,
    /// As it stands in a text.
    pub title: String,
}

/// The parameters of a template with what was given for them, and the days that are worked on.
#[derive(Debug, Clone, Default)]
pub struct Given(BTreeMap<String, Option<Told>>, Calendar);

impl Given {
    /// The value of a parameter: none where nobody said, nothing where there is no such parameter.
    pub(super) fn told(&self, name: &str) -> Option<&Option<Told>> {
        self.0.get(name)
    }

    /// Reads what was typed. Errors: something needed is missing, or cannot be read.
    pub fn read(
        template: &Template,
        typed: &[(String, String)],
        context: &Context,
        calendar: &Calendar,
        lookup: Lookup<'_>,
    ) -> Result<Self> {
        let mut given = Self(BTreeMap::new(), calendar.clone());
        let mut missing = Vec::new();
        for parameter in &template.parameters {
            let name = &parameter.name;
            let said = typed.iter().rev().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
            let told = match said.filter(|text| !text.trim().is_empty()) {
                Some(text) => Some(told(name, &parameter.sort, text, context, lookup)?),
                None => match &parameter.default {
                    // Nobody in particular, where nobody knows who gives the command.
                    Some(text) if text == "me" && context.me.is_empty() => None,
                    Some(text) => match given.usual(&parameter.sort, text, context)? {
                        Some(text) => Some(told(name, &parameter.sort, &text, context, lookup)?),
                        None => None,
                    },
                    None => None,
                },
            };
            if told.is_none() && parameter.required {
                missing.push(parameter);
            }
            given.0.insert(name.clone(), told);
        }
        if missing.is_empty() {
            return Ok(given);
        }
        let list = |en: bool| {
            let one = missing
                .iter()
                .map(|one| format!("{} ({})", one.name, if en { &one.label.en } else { &one.label.zh }));
            one.collect::<Vec<_>>().join(", ")
        };
        let line = missing.iter().map(|one| format!(" {}=…", one.name)).collect::<String>();
        let command = format!("kehu new {} --template {}{line}", template.kind, template.name);
        Err(Error::new(
            Code::MissingField,
            format!("The template {} needs {}.", template.name, list(true)),
            format!("模板 {} 须有 {}。", template.name, list(false)),
        )
        .hint(command.clone(), command))
    }

    /// A default as somebody would type it: days may be reckoned from parameters before it.
    fn usual(&self, sort: &Sort, text: &str, context: &Context) -> Result<Option<String>> {
        match (sort, reckoned(text)) {
            (Sort::Date, Some((name, steps))) => {
                Ok(self.day(name, &steps, context)?.map(|day| day.to_string()))
            }
            _ => Ok(Some(text.to_owned())),
        }
    }

    /// A day reckoned from a parameter or from today; `None` when nobody said.
    pub(super) fn day(&self, name: &str, steps: &[Step], context: &Context) -> Result<Option<Date>> {
        let from = match self.0.get(name) {
            Some(Some(Told { sort: Sort::Date, value, .. })) => Date::from_iso(value).ok(),
            Some(None) => return Ok(None),
            Some(Some(_)) => {
                return Err(Error::new(
                    Code::BadValue,
                    format!("`{name}` is no day"),
                    format!("`{name}` 不是日期"),
                ));
            }
            None if name == TODAY => Some(Date(context.now.date_naive())),
            None => return Err(self.unknown(name, &[])),
        };
        let Some(mut day) = from else { return Ok(None) };
        for step in steps {
            let moved = match *step {
                Step::Days(days) => day.0.checked_add_signed(chrono::Duration::days(days)).map(Date),
                Step::Workdays(days) => Some(self.1.later(day, days)),
                Step::Months(months) => {
                    let count = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
                    let moved = match months < 0 {
                        true => day.0.checked_sub_months(count),
                        false => day.0.checked_add_months(count),
                    };
                    moved.map(Date)
                }
            };
            day = moved.filter(|day| Date::from_iso(&day.to_string()).is_ok()).ok_or_else(|| {
                Error::new(
                    Code::BadValue,
                    format!("`{name}` is too far away"),
                    format!("`{name}` 的日期超出范围"),
                )
            })?;
        }
        Ok(Some(day))
    }

    pub(super) fn unknown(&self, name: &str, made: &[Named]) -> Error {
        let keys = made.iter().map(|named| named.key.as_str()).filter(|key| !key.is_empty());
        let near = nearest(name, self.0.keys().map(String::as_str).chain(keys));
        let (en, zh) = did_you_mean(near);
        Error::new(
            Code::BadValue,
            format!("there is no parameter or key {}.{en}", quoted(name)),
            format!("没有参数或键 {}。{zh}", quoted(name)),
        )
    }
}

fn told(name: &str, sort: &Sort, text: &str, context: &Context, lookup: Lookup<'_>) -> Result<Told> {
    let typed = match sort {
        Sort::Date => read(&FieldType::Date, text, context),
        Sort::Money => read(&FieldType::Money, text, context),
        Sort::Text => read(&FieldType::LongText, text, context),
        Sort::Link(kind) => {
            let (value, title) = lookup(kind, text).map_err(|error| Error {
                en: format!("{name}: {}", error.en),
                zh: format!("{name}: {}", error.zh),
                ..error
            })?;
            return Ok(Told { sort: sort.clone(), value, title });
        }
    };
    let value = typed.map_err(|bad| value_error(name, text, &bad))?;
    let value = value.scalar_text().unwrap_or_default();
    Ok(Told { sort: sort.clone(), title: value.clone(), value })
}
