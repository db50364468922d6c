//! A payment as an item of a record's list: who wrote it down when, where the kind asks for that, and the card with it.

use super::Desk;
use super::apply::Intent;
use super::assemble::changed_card;
use super::edit::card_bytes;
use super::pay::Order;
use crate::error::Result;
use crate::model::date::{Date, DateTime};
use crate::model::kind::{FieldType, Kind};
use crate::model::money::Money;
use crate::model::record::Record;
use crate::model::value::{Map, Value};

/// The fields of a record with one payment more in a list.
pub(super) fn added(
    desk: &Desk,
    (kind, record): (&Kind, &Record),
    list: &str,
    order: &Order,
    (amount, on): (Money, Date),
) -> Result<Map> {
    let item = match kind.field(list).map(|field| &field.ty) {
        Some(FieldType::List(item)) => Some(&**item),
        _ => None,
    };
    let has =
        |name: &str| matches!(item, Some(FieldType::Group(fields)) if fields.iter().any(|f| f.name == name));
    let mut payment = Map::default();
    payment.insert("on".to_owned(), Value::text(on.to_string()));
    payment.insert("amount".to_owned(), Value::text(amount.to_string()));
    if has("by") {
        payment.insert("by".to_owned(), Value::text(desk.stamp_by()?));
    }
    if has("at") {
        payment.insert("at".to_owned(), Value::text(DateTime::from(desk.context.now).to_string()));
    }
    if let Some(note) = order.note.as_deref().map(str::trim).filter(|note| !note.is_empty()) {
        payment.insert("note".to_owned(), Value::text(note));
    }
    let mut fields = record.fields.clone();
    let mut payments = fields.get(list).and_then(Value::as_list).unwrap_or_default().to_vec();
    payments.push(Value::Map(payment));
    fields.insert(list.to_owned(), Value::List(payments));
    Ok(fields)
}

/// The card of a record that was paid on.
pub(super) fn intent(
    desk: &Desk,
    (kind, record): (&Kind, &Record),
    fields: Map,
    (amount, on): (Money, Date),
) -> Result<Intent> {
    let (path, old) = card_bytes(desk, kind, record)?;
    let text = changed_card(kind, &path, &old, fields)?;
    let subject = format!("{}: {amount} on {on} for {} ({})", kind.name, record.title(kind), record.id);
    let mut intent = Intent::new("pay", subject);
    intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
    Ok(intent)
}
