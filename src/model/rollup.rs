//! Progress that follows from what lies below: which link leads up, what counts how much, and what a leaf measures.

use serde::{Deserialize, Serialize};

use super::kind::{FieldType, Kind};
use super::schema::{Result, at, error, get, known_words, text_of, texts_of};
use super::yaml::Node;

/// The fields that progress is reckoned from: `rollup: {up: part_of, weight: weight, progress: progress, measures:
/// measures, without: [dropped]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollup {
    /// The link to the record above, of the same kind.
    pub up: String,
    /// How much a record counts among its siblings; 1 when empty.
    pub weight: String,
    /// What somebody typed, 0 to 100; counts where nothing else is known.
    pub progress: String,
    /// A list of groups of `base`, `target`, `actual` and `weight`.
    pub measures: Option<String>,
    /// Words that close a record and take it out of the reckoning.
    pub without: Vec<String>,
}

/// Reads the word `rollup` of a schema.
pub(super) fn rollup_of(x: &Node) -> Result<Option<Rollup>> {
    let Some(node) = get(x, "rollup") else { return Ok(None) };
    known_words(node, &["up", "weight", "progress", "measures", "without"])?;
    match (text_of(node, "up")?, text_of(node, "weight")?, text_of(node, "progress")?) {
        (Some(up), Some(weight), Some(progress)) => {
            let (measures, without) = (text_of(node, "measures")?, texts_of(node, "without")?);
            Ok(Some(Rollup { up, weight, progress, measures, without }))
        }
        _ => Err(error(
            node.start,
            "`rollup` is written like `{up: part_of, weight: weight, progress: progress, measures: measures}`",
            "`rollup` 应写作 `{up: part_of, weight: weight, progress: progress, measures: measures}`",
        )),
    }
}

/// The link leads to the kind itself, the rest are numbers.
pub(super) fn check_rollup(x: &Node, kind: &Kind) -> Result<()> {
    let Some(rollup) = &kind.rollup else { return Ok(()) };
    let ty = |name: &str| kind.field(name).map(|field| &field.ty);
    let number = |ty: Option<&FieldType>| matches!(ty, Some(FieldType::Int { .. } | FieldType::Number));
    let measured = match &rollup.measures {
        None => true,
        Some(name) => match ty(name) {
            Some(FieldType::List(item)) => matches!(&**item, FieldType::Group(fields) if
                ["base", "target", "actual", "weight"].iter().all(|name| number(
                    fields.iter().find(|field| field.name == *name).map(|field| &field.ty)))),
            _ => false,
        },
    };
    let up = matches!(ty(&rollup.up), Some(FieldType::Link(target)) if *target == kind.name);
    let closing = kind.closed.iter().flat_map(|closed| &closed.values);
    if let Some(word) = rollup.without.iter().find(|word| !closing.clone().any(|known| known == *word)) {
        return Err(error(
            at(x, "rollup"),
            format!("`rollup` leaves out `{word}`, which closes no record"),
            format!("`rollup` 的 `without` 中的 `{word}` 不是关闭记录的值"),
        ));
    }
    if up && measured && number(ty(&rollup.weight)) && number(ty(&rollup.progress)) {
        return Ok(());
    }
    Err(error(
        at(x, "rollup"),
        "`rollup` needs a link `up` to the kind itself, the numbers `weight` and `progress`, and a list `measures` of numbers base, target, actual and weight",
        "`rollup` 须有指向本类型的链接 `up`、数字字段 `weight` 和 `progress`, 以及含数字 base、target、actual、weight 的列表 `measures`",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;

    const GOAL: &str = "type: object\nproperties:\n  name: {type: string}\n  above: {type: string, x-kehu: {link: goal}}\n  weight: {type: number}\n  done: {type: integer}\n  measures:\n    type: array\n    items:\n      type: object\n      properties:\n        base: {type: number}\n        target: {type: number}\n        actual: {type: number}\n        weight: {type: number}\nx-kehu:\n  home: goals/{id}.yaml\n  name: name\n  rollup: {up: above, weight: weight, progress: done, measures: measures}\n";

    #[test]
    fn a_tree_is_read_from_data_alone_and_mistakes_are_named() {
        assert!(read_kind("goal", "own", true, GOAL).unwrap().rollup.is_some());
        for (was, wrong, said) in [
            ("link: goal", "link: person", "`rollup` needs"),
            ("measures: measures}", "measures: name}", "`rollup` needs"),
            ("weight: weight", "weight: name", "`rollup` needs"),
            ("        base: {type: number}", "        base: {type: string}", "`rollup` needs"),
            ("up: above, ", "", "is written like"),
            ("measures: measures}", "without: [gone]}", "leaves out `gone`"),
        ] {
            assert!(GOAL.contains(was));
            let error = read_kind("goal", "own", true, &GOAL.replace(was, wrong)).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
