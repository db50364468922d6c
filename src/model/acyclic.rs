//! Links that may not lead a record back to itself, as its schema says: `acyclic: [after]`.

use super::kind::{FieldType, Kind};
use super::schema::{Result, at, error};
use super::value::{Map, Value};
use super::yaml::Node;

impl Kind {
    /// The records that a record with these fields leads to by its acyclic links, each with the field, once.
    pub fn leads_to<'a>(&'a self, fields: &'a Map) -> Vec<(&'a str, &'a str)> {
        let mut found: Vec<(&str, &str)> = Vec::new();
        for name in &self.acyclic {
            let ids: &[Value] = match fields.get(name) {
                Some(Value::List(items)) => items,
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            for id in ids.iter().filter_map(Value::as_str).filter(|id| !id.is_empty()) {
                if !found.iter().any(|(_, known)| *known == id) {
                    found.push((name, id));
                }
            }
        }
        found
    }
}

/// Acyclic fields are links, or lists of links, to records of the same kind.
pub(super) fn check_acyclic(x: &Node, kind: &Kind) -> Result<()> {
    let own = |ty: &FieldType| matches!(ty, FieldType::Link(target) if *target == kind.name);
    let fits = |name: &&String| match kind.field(name).map(|field| &field.ty) {
        Some(FieldType::List(item)) => own(item),
        Some(ty) => own(ty),
        None => false,
    };
    match kind.acyclic.iter().find(|name| !fits(name)) {
        None => Ok(()),
        Some(name) => Err(error(
            at(x, "acyclic"),
            format!(
                "`acyclic` names `{name}`, which is no link to its own kind, {}, nor a list of such",
                kind.name
            ),
            format!("`acyclic` 中的 `{name}` 不是指向同类记录 ({}) 的链接或链接列表", kind.name),
        )),
    }
}
