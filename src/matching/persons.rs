//! Persons held against one another.

use super::subject::Subject;

/// What identifies a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {}

impl Person {
    /// The person a subject is; `None` for a company.
    pub fn of(_subject: &Subject) -> Option<Self> {
        None
    }

    /// Keys under which persons meet.
    pub fn each_key(&self, _tell: impl FnMut(u64)) {}
}
