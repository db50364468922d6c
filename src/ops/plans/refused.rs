//! What is said when a plan is not taken or not found.

use super::{LEAST, Made, text};
use crate::domain::repeat;
use crate::error::article::begin_a;
use crate::error::{Code, Error, quoted};
use crate::model::bad_value::BadValue;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::Map;
use crate::ops::entry::id_of;

pub(super) fn bad_rule(typed: &str, bad: &BadValue) -> Error {
    Error::bad_value("repeat", typed, &bad.en, &bad.zh, "").hint(
        format!(
            "Write it like this: --repeat weekly, --repeat \"every 2 weeks\" or --repeat \"{}\"",
            repeat::EXAMPLE
        ),
        format!("请这样写: --repeat 每周、--repeat 每两周 或 --repeat \"{}\"", repeat::EXAMPLE),
    )
}

pub(super) fn no_plans(kind: &Kind) -> Error {
    Error::new(
        Code::BadValue,
        format!("{} has no plans.", begin_a(&kind.name)),
        format!("{}没有联系计划。", kind.label.zh),
    )
    .hint("Plans are kept beside customers.", "联系计划属于客户。")
}

pub(super) fn retired(record: &Record) -> Error {
    let id = &record.id;
    Error::new(
        Code::BadValue,
        format!("{id} is retired, so nothing is planned for it."),
        format!("{id} 已停用, 不能再做计划。"),
    )
    .hint(format!("`kehu history {id}` says why."), format!("`kehu history {id}` 可查看原因。"))
}

pub(super) fn none_open(record: &Record) -> Error {
    let id = &record.id;
    Error::new(
        Code::NotFound,
        format!("You have no open plan with {id}."),
        format!("您对 {id} 没有未完成的计划。"),
    )
    .hint(
        format!("`kehu list plan \"parent:{id} open:yes\"` shows those of others; --done PLAN names one."),
        format!("`kehu list plan \"parent:{id} open:yes\"` 列出他人的计划; 用 --done 编号 指定。"),
    )
}

pub(super) fn closed(entry: &Map) -> Error {
    let (id, done) = (id_of(entry), text(entry, "done"));
    let (en, zh, at) = match done {
        "" => ("was dropped on", "已取消", text(entry, "dropped")),
        done => ("was done on", "已完成", done),
    };
    let day = at.get(..10).unwrap_or_default();
    Error::new(Code::NotFound, format!("The plan {id} {en} {day}."), format!("计划 {id} {zh} ({day})。"))
        .hint(
            "`kehu list plan open:yes` shows those that are open.",
            "`kehu list plan open:yes` 列出未完成的计划。",
        )
}

pub(super) fn unknown(typed: &str, id: &str) -> Error {
    let of = if id.is_empty() { String::new() } else { format!("parent:{id} ") };
    Error::new(
        Code::NotFound,
        format!("There is no plan {}.", quoted(typed)),
        format!("没有计划 {}。", quoted(typed)),
    )
    .hint(
        format!("A plan is named by its id or the first {LEAST} letters of it; `kehu list plan \"{of}open:yes\"` shows them."),
        format!("请输入计划编号或其前 {LEAST} 个字母; `kehu list plan \"{of}open:yes\"` 可列出。"),
    )
}

pub(super) fn ambiguous(typed: &str, several: Vec<Made>) -> Error {
    let lines: String =
        several.iter().take(8).map(|plan| format!("\n  {}  {}  {}", plan.id, plan.date, plan.text)).collect();
    Error::new(
        Code::Ambiguous,
        format!("{} could be any of these plans:{lines}", quoted(typed)),
        format!("{} 可能是以下计划:{lines}", quoted(typed)),
    )
    .hint("Type more of the id.", "请多输入几个编号字母。")
}
