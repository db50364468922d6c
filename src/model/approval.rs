//! Who decides what others asked for, as the schema of a kind says: nobody decides their own.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::schema::{Result, error, get, known_words, text_of, texts_of};
use super::value::{Map, Value};
use super::yaml::Node;

/// The fields of a decision: `approval: {by: decided_by, asked: [from], to: to}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Names who decided.
    pub by: String,
    /// Name who asked for it.
    pub asked: Vec<String>,
    /// Names who is to decide; nobody in particular when it is empty or left out.
    pub to: Option<String>,
}

/// What is wrong with a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// Who asked for it decided it.
    Own,
    /// It is for this person to decide.
    For(String),
    /// It names this person, who did not write it.
    Foreign(String),
    /// Who asked was changed afterwards: the field.
    Asker(String),
}

impl Approval {
    /// What is wrong with a change of a record or an entry made by a person; `before` is `None` for a new one.
    pub fn objection(&self, before: Option<&Map>, after: &Map, author: &str) -> Option<Objection> {
        let none = Map::default();
        let before = before.unwrap_or(&none);
        let changed =
            |name: &&String| !text(before, name).is_empty() && text(before, name) != text(after, name);
        if let Some(field) = self.asked.iter().find(changed) {
            return Some(Objection::Asker(field.clone()));
        }
        let by = text(after, &self.by);
        if by.is_empty() || by == text(before, &self.by) {
            return None;
        }
        if by != author {
            return Some(Objection::Foreign(by.to_owned()));
        }
        if self.asked.iter().any(|name| text(after, name) == author) {
            return Some(Objection::Own);
        }
        let to = self.to.as_deref().map(|name| match text(before, name) {
            "" => text(after, name),
            to => to,
        });
        to.filter(|to| !to.is_empty() && *to != author).map(|to| Objection::For(to.to_owned()))
    }
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Reads the word `approval` of a schema.
pub(super) fn approval_of(x: &Node) -> Result<Option<Approval>> {
    let Some(node) = get(x, "approval") else { return Ok(None) };
    known_words(node, &["by", "asked", "to"])?;
    let (by, asked) = (text_of(node, "by")?, texts_of(node, "asked")?);
    match (by, asked.is_empty()) {
        (Some(by), false) => Ok(Some(Approval { by, asked, to: text_of(node, "to")? })),
        _ => Err(error(
            node.start,
            "`approval` is written like `{by: approved_by, asked: [requested_by]}`",
            "`approval` 应写作 `{by: approved_by, asked: [requested_by]}`",
        )),
    }
}

/// The fields that the word names.
pub(super) fn named(kind: &Kind) -> impl Iterator<Item = &String> {
    kind.approval.iter().flat_map(|approval| approval.asked.iter().chain([&approval.by]).chain(&approval.to))
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;

    const CLAIM: &str = "type: object\nproperties:\n  name: {type: string}\n  asker: {type: string, x-kehu: {link: person}}\n  boss: {type: string, x-kehu: {link: person}}\n  ok_by: {type: string, x-kehu: {link: person}}\nx-kehu:\n  home: claims/{id}.yaml\n  name: name\n";

    fn fields(pairs: &[(&str, &str)]) -> Map {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect()
    }

    #[test]
    fn nobody_decides_their_own() {
        let text = format!("{CLAIM}  approval: {{by: ok_by, asked: [asker], to: boss}}\n");
        let approval = read_kind("claim", "own", true, &text).unwrap().approval.unwrap();
        let asked = fields(&[("asker", "li"), ("boss", "wang")]);
        let decided = |by: &str| fields(&[("asker", "li"), ("boss", "wang"), ("ok_by", by)]);
        let objection = |after: &Map, author| approval.objection(Some(&asked), after, author);
        assert_eq!(objection(&decided("wang"), "wang"), None);
        assert_eq!(objection(&decided("li"), "li"), Some(Objection::Own));
        assert_eq!(objection(&decided("zhao"), "zhao"), Some(Objection::For("wang".to_owned())));
        assert_eq!(objection(&decided("wang"), "li"), Some(Objection::Foreign("wang".to_owned())));
        let other = fields(&[("asker", "chen"), ("boss", "wang")]);
        assert_eq!(objection(&other, "li"), Some(Objection::Asker("asker".to_owned())));
        assert_eq!(approval.objection(Some(&decided("wang")), &decided("wang"), "li"), None, "said before");
        assert_eq!(approval.objection(None, &decided("li"), "li"), Some(Objection::Own));
    }

    #[test]
    fn mistakes_are_named() {
        for (wrong, said) in [
            ("{by: ok_by}", "is written like"),
            ("{asked: [asker]}", "is written like"),
            ("{by: gone, asked: [asker]}", "the field `gone`"),
            ("{by: ok_by, asked: [asker], whom: boss}", "unknown x-kehu word `whom`"),
        ] {
            let error =
                read_kind("claim", "own", true, &format!("{CLAIM}  approval: {wrong}\n")).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
