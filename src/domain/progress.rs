//! How far a goal is: what it measures, or what the goals below it come to, each counted by its weight.
//!
//! The rule is that of graded objectives and key results (J. Doerr, Measure What Matters, 2018; Google re:Work, "Set goals
//! with OKRs"): the grade of an objective is the mean of the grades of what it is made of, here the weighted arithmetic
//! mean. A measure is graded on the straight line from its base to its target, and no further.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::fields::groups;
use crate::model::kind::Kind;
use crate::model::value::{Map, Value};

/// A goal as far as its progress goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// Id.
    pub id: String,
    /// Id of the goal above; empty for none.
    pub up: String,
    /// How much it counts among those below the same one.
    pub weight: Decimal,
    /// What it comes to by itself, 0 to 100: what it measures, else what somebody typed.
    pub own: Decimal,
}

const WHOLE: Decimal = Decimal::ONE_HUNDRED;

/// Reads what a record of a kind with `rollup` comes to by itself; none when it does not count.
pub fn goal(kind: &Kind, id: &str, fields: &Map) -> Option<Goal> {
    let word = kind.rollup.as_ref()?;
    let state = kind.closed.as_ref().and_then(|closed| fields.get(closed.field.as_ref()?)?.as_str());
    if state.is_some_and(|state| word.without.iter().any(|left_out| left_out == state)) {
        return None;
    }
    let typed = number(fields, &word.progress).unwrap_or_default().clamp(Decimal::ZERO, WHOLE);
    let measured = word.measures.as_ref().and_then(|name| {
        mean(
            groups(fields, name)
                .filter_map(|(_, measure)| Some((weight(measure, "weight"), graded(measure)?))),
        )
    });
    Some(Goal {
        id: id.to_owned(),
        up: fields.get(&word.up).and_then(Value::as_str).unwrap_or_default().to_owned(),
        weight: weight(fields, &word.weight),
        own: measured.unwrap_or(typed),
    })
}

/// Where a measure stands between its base and its target, 0 to 100; none when it has no target.
fn graded(measure: &Map) -> Option<Decimal> {
    let target = number(measure, "target")?;
    let base = number(measure, "base").unwrap_or_default();
    let Some(actual) = number(measure, "actual") else { return Some(Decimal::ZERO) };
    let way = target.checked_sub(base)?;
    if way.is_zero() {
        return Some(if actual >= target { WHOLE } else { Decimal::ZERO });
    }
    let gone = actual.checked_sub(base)?.checked_mul(WHOLE)?.checked_div(way)?;
    Some(gone.clamp(Decimal::ZERO, WHOLE))
}

/// A weight is 1 when nobody said; below 0 it is 0.
fn weight(fields: &Map, name: &str) -> Decimal {
    number(fields, name).unwrap_or(Decimal::ONE).max(Decimal::ZERO)
}

fn number(fields: &Map, name: &str) -> Option<Decimal> {
    let text = fields.get(name)?.scalar_text()?;
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// The weighted mean; none of nothing, or when nothing counts.
fn mean(parts: impl Iterator<Item = (Decimal, Decimal)>) -> Option<Decimal> {
    let (mut all, mut sum) = (Decimal::ZERO, Decimal::ZERO);
    for (weight, part) in parts {
        all = all.checked_add(weight)?;
        sum = sum.checked_add(weight.checked_mul(part)?)?;
    }
    if all.is_zero() { None } else { sum.checked_div(all) }
}

/// How far each goal is, by id. A goal with goals below it is their weighted mean, one without is what it comes to by
/// itself. In a circle each goal stands for itself.
pub fn progress(goals: &[Goal]) -> BTreeMap<String, Decimal> {
    let by_id: BTreeMap<&str, &Goal> = goals.iter().map(|goal| (goal.id.as_str(), goal)).collect();
    let mut below: BTreeMap<&str, Vec<&Goal>> = BTreeMap::new();
    for goal in goals.iter().filter(|goal| by_id.contains_key(goal.up.as_str())) {
        below.entry(&goal.up).or_default().push(goal);
    }
    let mut done: BTreeMap<String, Decimal> = BTreeMap::new();
    let mut open: Vec<(&Goal, bool)> = goals.iter().map(|goal| (goal, false)).collect();
    let mut on_the_way = BTreeSet::new();
    while let Some((goal, seen)) = open.pop() {
        let id = goal.id.as_str();
        if done.contains_key(id) {
            continue;
        }
        let children = below.get(id).map(Vec::as_slice).unwrap_or_default();
        if seen || children.is_empty() {
            let parts = children.iter().filter_map(|child| Some((child.weight, *done.get(&child.id)?)));
            let value = mean(parts).unwrap_or(goal.own);
            done.insert(goal.id.clone(), value);
            on_the_way.remove(id);
        } else if on_the_way.insert(id) {
            open.push((goal, true));
            open.extend(
                children
                    .iter()
                    .filter(|child| !on_the_way.contains(child.id.as_str()))
                    .map(|child| (*child, false)),
            );
        }
    }
    done
}

/// To one place after the point, halves up.
pub fn tenths(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::read_kind;
    use proptest::prelude::*;

    const KIND: &str = "type: object\nproperties:\n  name: {type: string}\n  above: {type: string, x-kehu: {link: goal}}\n  weight: {type: number}\n  done: {type: integer}\n  measures:\n    type: array\n    items:\n      type: object\n      properties:\n        base: {type: number}\n        target: {type: number}\n        actual: {type: number}\n        weight: {type: number}\nx-kehu:\n  home: goals/{id}.yaml\n  name: name\n  rollup: {up: above, weight: weight, progress: done, measures: measures}\n";

    fn read(yaml: &str) -> Goal {
        let kind = read_kind("goal", "own", true, KIND).unwrap();
        let node = crate::model::yaml::parse(yaml).unwrap();
        let value = node.value();
        goal(&kind, "g", value.as_map().unwrap()).unwrap()
    }

    fn own(yaml: &str) -> String {
        tenths(read(yaml).own).to_string()
    }

    /// Worked by hand: 3 of 12 contracts is 25; from 40 complaints down to 10, 25 is half the way; the second counts
    /// three times: (25 + 3 × 50) / 4 = 43.75.
    #[test]
    fn measures_are_graded_on_the_way_from_base_to_target() {
        assert_eq!(own("measures: [{target: 12, actual: 3}]"), "25");
        assert_eq!(own("measures: [{base: 40, target: 10, actual: 25}]"), "50");
        assert_eq!(
            own("measures: [{target: 12, actual: 3}, {base: 40, target: 10, actual: 25, weight: 3}]"),
            "43.8"
        );
        assert_eq!(own("measures: [{target: 12, actual: 30}]"), "100", "no further than the target");
        assert_eq!(own("measures: [{base: 5, target: 12, actual: 3}]"), "0", "nor behind the base");
        assert_eq!(own("measures: [{target: 12}]"), "0");
        assert_eq!(own("measures: [{base: 3, target: 3, actual: 3}]"), "100");
        assert_eq!(own("measures: [{actual: 3}]\ndone: 70"), "70", "without a target it measures nothing");
        assert_eq!(own("done: 62"), "62");
        assert_eq!(own("done: 620"), "100");
        assert_eq!(own("name: x"), "0");
    }

    fn at(id: &str, up: &str, weight: i64, own: i64) -> Goal {
        Goal { id: id.into(), up: up.into(), weight: weight.into(), own: own.into() }
    }

    fn shown(goals: &[Goal]) -> String {
        let all = progress(goals);
        all.iter().map(|(id, value)| format!("{id}={}", tenths(*value))).collect::<Vec<_>>().join(" ")
    }

    /// Worked by hand: sales weighs 3 and is (2 × 80 + 1 × 20) / 3 = 60, service weighs 1 and is 20: the company is at
    /// (3 × 60 + 20) / 4 = 50.
    #[test]
    fn a_goal_is_the_weighted_mean_of_those_below() {
        let goals = [
            at("company", "", 1, 7),
            at("sales", "company", 3, 0),
            at("service", "company", 1, 20),
            at("li", "sales", 2, 80),
            at("zhao", "sales", 1, 20),
        ];
        assert_eq!(shown(&goals), "company=50 li=80 sales=60 service=20 zhao=20");
    }

    #[test]
    fn weights_of_nothing_and_circles_end() {
        assert_eq!(
            shown(&[at("a", "", 1, 30), at("b", "a", 0, 90)]),
            "a=30 b=90",
            "what counts nothing adds nothing"
        );
        assert_eq!(shown(&[at("a", "gone", 1, 30)]), "a=30");
        assert_eq!(shown(&[at("a", "a", 1, 30)]), "a=30");
        assert_eq!(progress(&[at("a", "b", 1, 30), at("b", "a", 1, 50)]).len(), 2);
    }

    proptest! {
        /// A mean lies between the least and the most of what it is made of, and doubling all weights changes nothing.
        #[test]
        fn a_tree_stays_within_its_leaves(all in prop::collection::vec((0usize..9, 0i64..9, 0i64..101), 1..12)) {
            let goals: Vec<Goal> = all.iter().enumerate().map(|(n, (up, weight, own))| {
                let up = if *up < n { format!("g{up}") } else { String::new() };
                at(&format!("g{n}"), &up, *weight, *own)
            }).collect();
            let found = progress(&goals);
            prop_assert_eq!(found.len(), goals.len());
            prop_assert!(found.values().all(|value| *value >= Decimal::ZERO && *value <= WHOLE));
            let doubled: Vec<Goal> = goals.iter().map(|goal| Goal { weight: goal.weight * Decimal::TWO, ..goal.clone() }).collect();
            let again = progress(&doubled);
            prop_assert!(found.iter().all(|(id, value)| tenths(*value) == tenths(again[id])));
        }
    }
}
