//! A decision rests on what was decided: who changes that later takes the decision back, and is told.

use super::Desk;
use crate::error::Result;
use crate::model::date::DateTime;
use crate::model::kind::Kind;
use crate::model::record::read_card;
use crate::model::trail::{Step, VOID, add, state, void};
use crate::model::value::{Map, Value};
use crate::ops::apply::Intent;
use crate::ops::assemble::changed_card;
use crate::ops::entry::new_id;

/// A decision that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    /// The record.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Who had decided.
    pub by: String,
    /// The day of the decision.
    pub day: String,
    /// What changed.
    pub fields: Vec<String>,
    /// The state it falls back to.
    pub back: String,
}

/// Takes back the decisions that the changes of an intent leave without ground.
pub(in crate::ops) fn take_back(desk: &Desk, intent: &mut Intent) -> Result<()> {
    let mut voided = Vec::new();
    for change in &mut intent.draft.changes {
        let (Some(bytes), Some(place)) = (&change.content, desk.kinds.of_path(&change.path)) else {
            continue;
        };
        let kind = place.kind;
        if kind.workflow.is_none() {
            continue;
        }
        let Ok(record) = read_card(kind, &place.id, bytes) else { continue };
        let mut fields = record.fields.clone();
        if let Some(one) = voiding(desk, kind, place.id.as_str(), &mut fields)? {
            change.content = Some(changed_card(kind, &change.path, bytes, fields)?.into_bytes());
            voided.push(one);
        }
    }
    intent.voided.extend(voided);
    Ok(())
}

/// Adds the step that takes a decision back to the fields of a record, where one no longer holds.
pub(in crate::ops) fn voiding(
    desk: &Desk,
    kind: &Kind,
    id: &str,
    fields: &mut Map,
) -> Result<Option<Voided>> {
    let Some(flow) = &kind.workflow else { return Ok(None) };
    let Some(binds) = &flow.binds else { return Ok(None) };
    let Some((decision, changed)) = void(flow, fields) else { return Ok(None) };
    let at = state(flow, fields).to_owned();
    if binds.fixed.contains(&at) {
        // Refused where it is judged.
        return Ok(None);
    }
    let step = Step {
        id: new_id(&mut desk.random()),
        name: VOID.to_owned(),
        by: desk.stamp_by()?,
        at: DateTime::from(desk.context.now).to_string(),
        from: at,
        to: binds.back.clone(),
        note: Some(changed.join(", ")),
        ..Step::default()
    };
    fields.insert(flow.state.clone(), Value::text(binds.back.clone()));
    add(fields, &step);
    Ok(Some(Voided {
        id: id.to_owned(),
        kind: kind.name.clone(),
        day: decision.at.get(..10).unwrap_or_default().to_owned(),
        by: decision.by,
        fields: changed,
        back: binds.back.clone(),
    }))
}
