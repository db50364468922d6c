//! Lists, three-way, item by item.

use super::Which;
use super::fields::Work;
use crate::model::combine::same_item;
use crate::model::conflict::{item_name, item_path};
use crate::model::kind::{Field, FieldType};
use crate::model::value::{Map, Value};

impl Work<'_> {
    /// The items of both; `None` when nobody can tell which items are the same.
    pub(super) fn list(
        &mut self,
        field: Option<&Field>,
        item: &FieldType,
        path: &str,
        base: &[Value],
        first: &[Value],
        second: &[Value],
    ) -> Option<Vec<Value>> {
        let key = field.and_then(|field| field.key.as_deref());
        let same = |a: &Value, b: &Value| same_item(item, key, a, b);
        let (a, b) = (pair(base, first, &same), pair(base, second, &same));
        let added = |side: &[Value], pairs: &[Option<usize>]| -> Vec<Value> {
            let new = (0..side.len()).filter(|at| !pairs.contains(&Some(*at)));
            new.map(|at| side[at].clone()).collect()
        };
        let (new_a, new_b) = (added(first, &a), added(second, &b));
        // Groups without a name are told apart by being equal: one that both sides changed is gone and there anew.
        let name = |value: &Value| {
            field.filter(|_| value.as_map().is_some()).and_then(|field| item_name(field, value))
        };
        let nameless = |value: &Value| value.as_map().is_some() && name(value).is_none();
        let contested = (0..base.len()).any(|at| a[at].is_none() && b[at].is_none() && nameless(&base[at]));
        if contested && new_a != new_b {
            return None;
        }
        let mut items = Vec::with_capacity(base.len() + new_a.len() + new_b.len());
        for (at, old) in base.iter().enumerate() {
            let (mine, theirs) = (a[at].map(|at| &first[at]), b[at].map(|at| &second[at]));
            let named = name(old).map(|name| item_path(path, &name));
            let place = named.as_deref().unwrap_or(path);
            match (mine, theirs) {
                (None, None) => {}
                (Some(one), None) | (None, Some(one)) => {
                    // Taken out by one side; it stays when the other changed it.
                    if one != old {
                        items.push(one.clone());
                        let by = if mine.is_none() { Which::First } else { Which::Second };
                        self.take(if mine.is_none() { 2 } else { 1 }, place);
                        self.kept(place, by);
                    }
                }
                (Some(one), Some(other)) => {
                    let merged = self.item(item, place, Some(old), one, other);
                    self.renamed(named.as_deref(), name(&merged).map(|name| item_path(path, &name)));
                    items.push(merged);
                }
            }
        }
        for value in &new_a {
            let twin = new_b.iter().find(|other| *other == value || same(value, other));
            let named = name(value).map(|name| item_path(path, &name));
            let place = named.as_deref().unwrap_or(path);
            match twin {
                Some(twin) => items.push(self.item(item, place, None, value, twin)),
                None => {
                    items.push(value.clone());
                    if named.is_some() {
                        self.take(1, place);
                    }
                }
            }
        }
        for value in &new_b {
            if !new_a.iter().any(|other| other == value || same(other, value)) {
                items.push(value.clone());
                if let Some(name) = name(value) {
                    self.take(2, &item_path(path, &name));
                }
            }
        }
        Some(items)
    }

    /// What is in conflict in an item is told under the name it has now.
    fn renamed(&mut self, old: Option<&str>, new: Option<String>) {
        let (Some(old), Some(new)) = (old, new) else { return };
        for conflict in self.out.iter_mut().filter(|_| old != new) {
            if let Some(rest) = conflict.field.strip_prefix(old).filter(|rest| rest.starts_with('.')) {
                conflict.field = format!("{new}{rest}");
            }
        }
    }

    /// One item that both sides have.
    fn item(
        &mut self,
        ty: &FieldType,
        path: &str,
        base: Option<&Value>,
        first: &Value,
        second: &Value,
    ) -> Value {
        let three = [base, Some(first), Some(second)];
        let named = path.ends_with(']');
        let plain = match named {
            true => self.plain(path, three),
            false if first == second || Some(second) == base => Some(1),
            false if Some(first) == base => Some(2),
            false => None,
        };
        if let Some(side) = plain {
            if named {
                self.take(side, path);
            }
            return three[side].cloned().unwrap_or_default();
        }
        let empty = Map::default();
        match (ty, first, second) {
            (FieldType::Group(fields), Value::Map(a), Value::Map(b)) => {
                let base = base.and_then(Value::as_map).unwrap_or(&empty);
                let merged = self.group(Some(fields), path, base, a, b);
                self.removed(path);
                Value::Map(merged)
            }
            _ => first.clone(),
        }
    }
}

/// For each item of the base, where the side has it: equal ones first, then those that are the same thing.
fn pair(base: &[Value], side: &[Value], same: &dyn Fn(&Value, &Value) -> bool) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; base.len()];
    let mut taken = vec![false; side.len()];
    for fits in [&|a: &Value, b: &Value| a == b, same] as [&dyn Fn(&Value, &Value) -> bool; 2] {
        for (at, item) in base.iter().enumerate().filter(|(at, _)| pairs[*at].is_none()).collect::<Vec<_>>() {
            let found = (0..side.len()).find(|to| !taken[*to] && fits(item, &side[*to]));
            if let Some(to) = found {
                taken[to] = true;
                pairs[at] = Some(to);
            }
        }
    }
    pairs
}
