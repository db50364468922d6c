//! Work that has a time: which fields of a kind say when, after what, how far, how much and by whom, as its schema says.
//!
//! ```yaml
//! schedule: {start: start, due: due, after: after, progress: progress, started: started, finished: finished,
//!            weight: estimate, who: [assignees], code: wbs, journal: progress, spent: hours}
//! ```

use serde::{Deserialize, Serialize};

use super::kind::{FieldType, Kind};
use super::schema::{Result, at, error, get, known_words, text_of, texts_of};
use super::yaml::Node;

/// The fields that a schedule is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The day it is to begin.
    pub start: String,
    /// The day it is to be done.
    pub due: String,
    /// How far it is, 0 to 100.
    pub progress: String,
    /// What must be done before it begins.
    pub after: Option<String>,
    /// The day it began.
    pub started: Option<String>,
    /// The day it was done.
    pub finished: Option<String>,
    /// How much work it is, in hours: its weight in the whole.
    pub weight: Option<String>,
    /// Who does it.
    pub who: Vec<String>,
    /// Its place in the breakdown: `1.2.3`.
    pub code: Option<String>,
    /// The journal beside the record in whose folder it lies that keeps each report of progress.
    pub journal: Option<String>,
    /// The field of that journal for the hours spent.
    pub spent: Option<String>,
}

/// Reads the word `schedule` of a schema.
pub(super) fn schedule_of(x: &Node) -> Result<Option<Schedule>> {
    let Some(node) = get(x, "schedule") else { return Ok(None) };
    known_words(
        node,
        &[
            "start", "due", "progress", "after", "started", "finished", "weight", "who", "code", "journal",
            "spent",
        ],
    )?;
    let needed = |word: &str| {
        text_of(node, word)?.ok_or_else(|| {
            error(
                node.start,
                "`schedule` needs `start`, `due` and `progress`",
                "`schedule` 须有 `start`、`due` 和 `progress`",
            )
        })
    };
    Ok(Some(Schedule {
        start: needed("start")?,
        due: needed("due")?,
        progress: needed("progress")?,
        after: text_of(node, "after")?,
        started: text_of(node, "started")?,
        finished: text_of(node, "finished")?,
        weight: text_of(node, "weight")?,
        who: texts_of(node, "who")?,
        code: text_of(node, "code")?,
        journal: text_of(node, "journal")?,
        spent: text_of(node, "spent")?,
    }))
}

/// The fields that a schedule names exist and are of the right type; what comes before is acyclic.
pub(super) fn check_schedule(x: &Node, kind: &Kind) -> Result<()> {
    let Some(schedule) = &kind.schedule else { return Ok(()) };
    let ty = |name: &String| kind.field(name).map(|field| &field.ty);
    let day = |name: &String| ty(name) == Some(&FieldType::Date);
    let number = |name: &String| matches!(ty(name), Some(FieldType::Int { .. } | FieldType::Number));
    let person = |ty: &FieldType| matches!(ty, FieldType::Link(target) if target == "person");
    let people = |name: &String| match ty(name) {
        Some(FieldType::List(item)) => person(item),
        Some(ty) => person(ty),
        None => false,
    };
    let percent = |name: &String| ty(name) == Some(&FieldType::Int { min: Some(0), max: Some(100) });
    let days =
        [Some(&schedule.start), Some(&schedule.due), schedule.started.as_ref(), schedule.finished.as_ref()];
    let wrong = days
        .into_iter()
        .flatten()
        .find(|name| !day(name))
        .map(|name| (name, "a date", "日期"))
        .or_else(|| {
            Some(&schedule.progress)
                .filter(|name| !percent(name))
                .map(|name| (name, "an integer from 0 to 100", "0 到 100 的整数"))
        })
        .or_else(|| schedule.weight.iter().find(|name| !number(name)).map(|name| (name, "a number", "数字")))
        .or_else(|| {
            schedule.who.iter().find(|name| !people(name)).map(|name| (name, "a link to people", "人员链接"))
        })
        .or_else(|| {
            let after = schedule.after.iter();
            after
                .filter(|name| !kind.acyclic.contains(name))
                .map(|name| (name, "among those of `acyclic`", "`acyclic` 中的字段"))
                .next()
        })
        .or_else(|| {
            let code = schedule.code.iter();
            code.filter(|name| ty(name) != Some(&FieldType::Text)).map(|name| (name, "a text", "文字")).next()
        });
    match wrong {
        None => Ok(()),
        Some((name, en, zh)) => Err(error(
            at(x, "schedule"),
            format!("`schedule` names `{name}`, which is not {en}"),
            format!("`schedule` 中的 `{name}` 不是{zh}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;

    const JOB: &str = "type: object\nproperties:\n  name: {type: string}\n  from: {type: string, format: date}\n  to: {type: string, format: date}\n  done: {type: integer, minimum: 0, maximum: 100}\n  hours: {type: number}\n  after: {type: array, items: {type: string, x-kehu: {link: job}}}\n  above: {type: string, x-kehu: {link: job}}\n  by: {type: string, x-kehu: {link: person}}\nx-kehu:\n  home: jobs/{id}.yaml\n  name: name\n  acyclic: [after, above]\n  schedule: {start: from, due: to, progress: done, after: after, weight: hours, who: [by]}\n";

    #[test]
    fn a_schedule_is_read_from_data_alone() {
        let kind = read_kind("job", "own", true, JOB).unwrap();
        let schedule = kind.schedule.as_ref().unwrap();
        assert_eq!((schedule.start.as_str(), schedule.who.len()), ("from", 1));
        assert_eq!(kind.acyclic, ["after", "above"]);
    }

    #[test]
    fn mistakes_are_named() {
        for (was, wrong, said) in [
            (
                "acyclic: [after, above]",
                "acyclic: [after, by]",
                "`by`, which is no link to its own kind, job",
            ),
            ("acyclic: [after, above]", "acyclic: [above]", "`after`, which is not among"),
            ("due: to", "due: hours", "`hours`, which is not a date"),
            ("progress: done", "progress: hours", "not an integer from 0 to 100"),
            ("weight: hours", "weight: name", "not a number"),
            ("who: [by]", "who: [above]", "not a link to people"),
            ("start: from, ", "", "needs `start`"),
            ("who: [by]", "whom: [by]", "unknown x-kehu word `whom`"),
        ] {
            assert!(JOB.contains(was));
            let error = read_kind("job", "own", true, &JOB.replace(was, wrong)).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
