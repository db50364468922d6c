//! The list of a record that `kehu pay` writes to, as the schema of a kind says.
//!
//! `payments: {list: returns, of: amount, in: [paid], roles: [finance]}`: what is paid goes to the list, never more than
//! `of` in all, in these states, by these roles and never by whose record it is.

use serde::{Deserialize, Serialize};

use super::kind::{FieldType, Kind};
use super::schema::{Result, at, error, get, known_words, text_of, texts_of};
use super::value::{Map, Value};
use super::yaml::Node;

/// What is paid on records of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payments {
    /// The list, of groups with `on` and `amount`.
    pub list: String,
    /// The money field that says how much in all.
    pub of: String,
    /// States in which something is paid.
    pub states: Vec<String>,
    /// Who writes it down.
    pub roles: Vec<String>,
}

impl Payments {
    /// True when what was paid is another after a change.
    pub fn differ(&self, before: Option<&Map>, after: Option<&Map>) -> bool {
        let list = |fields: Option<&Map>| {
            let list = fields.and_then(|fields| fields.get(&self.list)).and_then(Value::as_list);
            list.unwrap_or_default().to_vec()
        };
        list(before) != list(after)
    }
}

/// Reads the word `payments` of a schema.
pub(super) fn payments_of(x: &Node) -> Result<Option<Payments>> {
    let Some(node) = get(x, "payments") else { return Ok(None) };
    known_words(node, &["list", "of", "in", "roles"])?;
    let (Some(list), Some(of)) = (text_of(node, "list")?, text_of(node, "of")?) else {
        return Err(error(
            node.start,
            "`payments` is written like `{list: returns, of: amount, in: [paid], roles: [finance]}`",
            "`payments` 应写作 `{list: returns, of: amount, in: [paid], roles: [finance]}`",
        ));
    };
    Ok(Some(Payments { list, of, states: texts_of(node, "in")?, roles: texts_of(node, "roles")? }))
}

/// The list is one of days and amounts, and the states are those of the workflow.
pub(super) fn check_payments(x: &Node, kind: &Kind) -> Result<()> {
    let Some(payments) = &kind.payments else { return Ok(()) };
    let at = at(x, "payments");
    let fits = match kind.field(&payments.list).map(|field| &field.ty) {
        Some(FieldType::List(item)) => match &**item {
            FieldType::Group(fields) => [("on", FieldType::Date), ("amount", FieldType::Money)]
                .iter()
                .all(|(name, ty)| fields.iter().any(|field| field.name == *name && field.ty == *ty)),
            _ => false,
        },
        _ => false,
    };
    if !fits {
        let list = &payments.list;
        return Err(error(
            at,
            format!("`payments` names `{list}`, which is no list of groups with `on` and `amount`"),
            format!("`payments` 中的 `{list}` 不是含 `on` 和 `amount` 的列表"),
        ));
    }
    if kind.field(&payments.of).map(|field| &field.ty) != Some(&FieldType::Money) {
        let of = &payments.of;
        return Err(error(
            at,
            format!("`payments` is paid of `{of}`, which is no amount"),
            format!("`payments` 中的 `{of}` 不是金额"),
        ));
    }
    let words = kind.workflow.as_ref().and_then(|flow| kind.field(&flow.state)).map(|field| &field.ty);
    let known = |word: &&String| match words {
        Some(FieldType::Choice(choices)) => choices.iter().any(|(known, _)| known == *word),
        _ => false,
    };
    match payments.states.iter().find(|word| !known(word)) {
        None => Ok(()),
        Some(word) => Err(error(
            at,
            format!("`payments` names the state `{word}`, which the workflow has not"),
            format!("`payments` 中的状态 `{word}` 不在流程中"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;

    const LOAN: &str = "type: object\nproperties:\n  name: {type: string}\n  amount: {type: string, format: money}\n  who: {type: string, x-kehu: {link: person}}\n  state: {type: string, enum: [draft, paid], default: draft}\n  back: {type: array, items: {type: object, properties: {on: {type: string, format: date}, amount: {type: string, format: money}}}}\nx-kehu:\n  home: loans/{id}.yaml\n  name: name\n  workflow: {state: state, owner: who, moves: {pay: {from: [draft], to: paid, who: [owner]}}}\n";

    #[test]
    fn the_word_is_read_and_mistakes_are_named() {
        let kind =
            |payments: &str| read_kind("loan", "own", true, &format!("{LOAN}  payments: {payments}\n"));
        let good = kind("{list: back, of: amount, in: [paid], roles: [finance]}").unwrap();
        assert_eq!(good.payments.unwrap().states, ["paid"]);
        for (wrong, said) in [
            ("{list: back}", "is written like"),
            ("{list: who, of: amount}", "no list of groups"),
            ("{list: back, of: name}", "no amount"),
            ("{list: back, of: amount, in: [gone]}", "the state `gone`"),
        ] {
            let error = kind(wrong).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
