//! Telling of plans that were made or changed.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::Result;
use crate::ops::plans::Made;
use crate::ops::{Applied, Desk};

impl Session {
    /// Tells what became of one plan.
    pub fn told_plan(
        &mut self,
        desk: &Desk,
        applied: &Applied,
        made: &Made,
        en: &str,
        zh: &str,
    ) -> Result<()> {
        let Made { id, date, text } = made;
        let en = format!("{en} {date}: {text} ({id})");
        let zh = format!("{zh} {date}: {text} ({id})");
        self.written_with(desk, applied, &en, &zh, &[("plan", plan_json(made))])
    }
}

/// A plan for scripts.
pub fn plan_json(made: &Made) -> Json {
    json!({"id": made.id, "date": made.date, "text": made.text})
}
