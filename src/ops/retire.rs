//! Retiring a record: it leaves lists and searches, its file and history stay.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::edit::card_bytes;
use crate::error::Result;
use crate::model::record::RETIRED;
use crate::model::value::Value;

/// Retires records.
pub fn retire(desk: &mut Desk, typed: &[String], reason: Option<&str>, dry: bool) -> Result<Applied> {
    desk.apply("rm", dry, &mut |desk| {
        let mut intent = Intent::new("rm", String::new());
        for typed in typed {
            let (kind, record) = desk.resolve(typed)?;
            let (path, old) = card_bytes(desk, kind, &record)?;
            let title = record.title(kind).to_owned();
            intent.draft.message.subject = format!("{}: retire {title} ({})", kind.name, record.id);
            let mut fields = record.fields.clone();
            if !record.is_retired() {
                let today = desk.context.now.format("%Y-%m-%d").to_string();
                fields.insert(RETIRED.to_owned(), Value::text(today));
            }
            let text = changed_card(kind, &path, &old, fields)?;
            intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
        }
        if typed.len() > 1 {
            intent.draft.message.subject = format!("retire {} records", typed.len());
        }
        if let Some(reason) = reason {
            intent.trailer("Kehu-Reason", reason);
        }
        Ok(intent)
    })
}
