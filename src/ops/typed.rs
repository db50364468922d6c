//! The words of a command line: `field=value`, `field=@file`, `field=-`.

use crate::error::{Code, Error, Result, quoted};
use crate::model::input::{Assignment, Change};
use crate::store::files;

/// Ids and assignments told apart; values from files and standard input read.
pub fn words(words: &[String]) -> Result<(Vec<String>, Vec<Assignment>)> {
    let mut ids = Vec::new();
    let mut assignments = Vec::new();
    for word in words {
        match Assignment::parse(word) {
            None if assignments.is_empty() && !word.contains('=') => ids.push(word.clone()),
            None => return Err(not_assignment(word)),
            Some(mut assignment) => {
                if let Change::Set(value) | Change::Append(value) = &mut assignment.change {
                    *value = text(value)?;
                }
                assignments.push(assignment);
            }
        }
    }
    Ok((ids, assignments))
}

/// A text as typed, or the content of the file after `@`, or standard input for `-`.
pub fn text(typed: &str) -> Result<String> {
    match typed.strip_prefix('@') {
        Some(file) if !file.is_empty() && !file.contains(' ') => files::read_text(file),
        _ if typed == "-" => files::read_text("-"),
        _ => Ok(typed.to_owned()),
    }
}

/// Only assignments are wanted.
pub fn assignments(typed: &[String]) -> Result<Vec<Assignment>> {
    let (ids, assignments) = words(typed)?;
    match ids.first() {
        Some(word) => Err(not_assignment(word)),
        None => Ok(assignments),
    }
}

fn not_assignment(word: &str) -> Error {
    Error::new(
        Code::Usage,
        format!("{} is not of the form field=value.", quoted(word)),
        format!("{} 不是 字段=值 的形式。", quoted(word)),
    )
    .hint("Write for example: phone=021-63539330", "例如: phone=021-63539330")
}
