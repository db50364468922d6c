//! Scorecards as data: `scorecards/NAME.yaml` says what a record is judged by, how much each criterion counts, and
//! what a score means.
//!
//! Unknown words are errors with line and column, as in schemas.

use serde::{Deserialize, Serialize};

use super::kind::Label;
use super::schema::{SchemaError, at, error, get, label_of, text_of};
use super::yaml::{Node, NodeData, Position, parse};

/// Most points a criterion can give.
pub const MOST_POINTS: i64 = 1000;
/// Heaviest criterion.
pub const MOST_WEIGHT: i64 = 1000;
/// Most criteria of a scorecard, so that sums stay far inside 64 bits.
pub const MOST_CRITERIA: usize = 100;
/// Share of the weight, in hundredths, that must be known before there is a score, when the scorecard says nothing.
pub const LEAST: i64 = 50;

/// What a record is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Name of the file.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// What it is for.
    pub help: Label,
    /// Kind of the records it judges.
    pub kind: String,
    /// Share of the weight, in hundredths, that must be known before there is a score.
    pub least: i64,
    /// What counts, in the order it is told.
    pub criteria: Vec<Criterion>,
    /// What a score means, highest first; the last begins at 0.
    pub bands: Vec<Band>,
}

/// One thing that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Name, as typed.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// What to look at.
    pub help: Label,
    /// How much a point counts against a point of another criterion.
    pub weight: i64,
    /// Most points.
    pub max: i64,
    /// What points mean.
    pub scale: Vec<(i64, Label)>,
    /// Where the points come from when nobody types them.
    pub source: Source,
    /// Line in the file.
    pub line: u32,
}

/// Where points come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A person.
    Typed,
    /// A named measure.
    Measure(Measure, Rule),
    /// A field of the record.
    Field(String, Rule),
}

/// How a value becomes points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// From this value on, so many points; lowest first, so that the last step reached counts. Points may fall: what is
    /// overdue speaks against a customer.
    Steps(Vec<(Bound, i64)>),
    /// For this word, so many points; 0 for others.
    Words(Vec<(String, i64)>),
}

/// Where a step begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// A whole number.
    Number(i64),
    /// Money, as written; sums in other currencies do not count, and none is zero.
    Money(String),
}

/// A range of scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Lowest score.
    pub from: i64,
    /// Name, as kept.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// The level it suggests.
    pub level: Option<i64>,
}

/// A number the book has of a record, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Calls, visits and mails in the log of the last 90 days.
    Contacts90Days,
    /// Days since the last call, visit or mail.
    DaysQuiet,
    /// Sum of the opportunities that are neither won nor lost.
    OpportunityOpen,
    /// Sum of the contracts in which the customer pays us, signed in the last twelve months.
    Contracts12Months,
    /// What the customer should have paid by now and has not.
    Overdue,
}

impl Measure {
    /// All measures with the word a scorecard writes.
    pub const ALL: [(&'static str, Measure); 5] = [
        ("contacts_90_days", Measure::Contacts90Days),
        ("days_quiet", Measure::DaysQuiet),
        ("opportunity_open", Measure::OpportunityOpen),
        ("contracts_12_months", Measure::Contracts12Months),
        ("overdue", Measure::Overdue),
    ];

    /// The word a scorecard writes.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, measure)| *measure == self).map_or("", |(word, _)| word)
    }
}

type Result<T> = std::result::Result<T, SchemaError>;

/// Reads the scorecard of a name. Errors: what is wrong, with its line.
pub fn read_scorecard(name: &str, text: &str) -> Result<Scorecard> {
    let root = parse(text).map_err(|e| SchemaError { at: e.at, en: e.en, zh: e.zh })?;
    if !is_name(name) {
        return Err(error(
            root.start,
            format!("`{name}` is no name for a scorecard: use a-z, 0-9, - and _"),
            format!("`{name}` 不能作评分卡名: 只用 a-z、0-9、- 和 _"),
        ));
    }
    words(&root, &["label", "help", "for", "least", "criteria", "bands"])?;
    let mut criteria: Vec<Criterion> = Vec::new();
    for node in list(&root, "criteria")? {
        let criterion = read_criterion(node)?;
        if criteria.iter().any(|known| known.name == criterion.name) {
            return Err(error(
                node.start,
                format!("the criterion `{}` stands here twice", criterion.name),
                format!("评分项 `{}` 重复", criterion.name),
            ));
        }
        criteria.push(criterion);
    }
    if criteria.is_empty() || criteria.len() > MOST_CRITERIA {
        return Err(error(
            at(&root, "criteria"),
            format!("a scorecard has 1 to {MOST_CRITERIA} criteria"),
            format!("评分卡须有 1 到 {MOST_CRITERIA} 个评分项"),
        ));
    }
    Ok(Scorecard {
        name: name.to_owned(),
        label: needed(&root, "label", label_of(&root, "label")?)?,
        help: label_of(&root, "help")?.unwrap_or_default(),
        kind: needed(&root, "for", text_of(&root, "for")?)?,
        least: whole(&root, "least", 0, 100)?.unwrap_or(LEAST),
        criteria,
        bands: read_bands(&root)?,
    })
}

fn read_criterion(node: &Node) -> Result<Criterion> {
    words(node, &["name", "label", "help", "weight", "max", "scale", "measure", "field", "points"])?;
    let name = needed(node, "name", text_of(node, "name")?)?;
    if !is_name(&name) {
        return Err(error(
            at(node, "name"),
            format!("`{name}` is no name for a criterion: use a-z, 0-9, - and _"),
            format!("`{name}` 不能作评分项名: 只用 a-z、0-9、- 和 _"),
        ));
    }
    let source = match (text_of(node, "measure")?, text_of(node, "field")?) {
        (None, None) if get(node, "points").is_none() => Source::Typed,
        (Some(word), None) => Source::Measure(read_measure(node, &word)?, read_rule(node)?),
        (None, Some(path)) => Source::Field(path, read_rule(node)?),
        _ => {
            return Err(error(
                node.start,
                "`points` goes with either `measure` or `field`",
                "`points` 须与 `measure` 或 `field` 之一同用",
            ));
        }
    };
    let mut scale = Vec::new();
    for step in list(node, "scale")? {
        words(step, &["points", "label"])?;
        let points = needed(step, "points", whole(step, "points", 0, MOST_POINTS)?)?;
        scale.push((points, needed(step, "label", label_of(step, "label")?)?));
    }
    let given = match &source {
        Source::Typed => None,
        Source::Measure(_, rule) | Source::Field(_, rule) => match rule {
            Rule::Steps(steps) => steps.iter().map(|(_, points)| *points).max(),
            Rule::Words(words) => words.iter().map(|(_, points)| *points).max(),
        },
    };
    let highest = scale.iter().map(|(points, _)| *points).chain(given).max();
    let max = whole(node, "max", 1, MOST_POINTS)?.or(highest).filter(|max| *max > 0);
    let max = needed(node, "max", max)?;
    if highest.is_some_and(|highest| highest > max) {
        return Err(error(
            at(node, "max"),
            format!("`max` is {max}, yet there are more points to have"),
            format!("`max` 为 {max}, 但有更高的分值"),
        ));
    }
    Ok(Criterion {
        name,
        label: needed(node, "label", label_of(node, "label")?)?,
        help: label_of(node, "help")?.unwrap_or_default(),
        weight: needed(node, "weight", whole(node, "weight", 1, MOST_WEIGHT)?)?,
        max,
        scale,
        source,
        line: node.start.line,
    })
}

fn read_measure(node: &Node, word: &str) -> Result<Measure> {
    Measure::ALL.iter().find(|(name, _)| *name == word).map(|(_, measure)| *measure).ok_or_else(|| {
        let known = Measure::ALL.map(|(name, _)| name).join(", ");
        error(
            at(node, "measure"),
            format!("unknown measure `{word}`; measures are {known}"),
            format!("未知的 measure `{word}`; 可用: {known}"),
        )
    })
}

/// `points: [{from: 1, points: 2}]` or `points: {won: 5}`.
fn read_rule(node: &Node) -> Result<Rule> {
    let Some(rule) = get(node, "points") else {
        return Err(error(
            node.start,
            "`points` must say how the value becomes points",
            "`points` 须说明如何折算分值",
        ));
    };
    if let Some(entries) = rule.entries() {
        let points = |(word, _, _): &(String, Position, Node)| {
            whole(rule, word, 0, MOST_POINTS).map(|points| (word.clone(), points.unwrap_or(0)))
        };
        return entries.iter().map(points).collect::<Result<_>>().map(Rule::Words);
    }
    let mut steps: Vec<(Bound, i64)> = Vec::new();
    for step in list(node, "points")? {
        words(step, &["from", "points"])?;
        let bound = match get(step, "from").map(|from| from.value()) {
            Some(value) if value.as_int().is_some() => Bound::Number(value.as_int().unwrap_or(0)),
            Some(value) if value.as_str().is_some_and(is_money) => {
                Bound::Money(value.as_str().unwrap_or_default().to_owned())
            }
            _ => {
                return Err(error(
                    at(step, "from"),
                    "`from` is a whole number, or money such as `100000.00 CNY`",
                    "`from` 应为整数或金额, 如 `100000.00 CNY`",
                ));
            }
        };
        steps.push((bound, needed(step, "points", whole(step, "points", 0, MOST_POINTS)?)?));
    }
    if steps.is_empty() {
        return Err(error(rule.start, "`points` is empty", "`points` 为空"));
    }
    let number = |(bound, _): &(Bound, i64)| match bound {
        Bound::Number(number) => Some(*number),
        Bound::Money(_) => None,
    };
    let rises = |pair: &[(Bound, i64)]| match (number(&pair[0]), number(&pair[1])) {
        (Some(low), Some(high)) => low < high,
        (None, None) => true,
        _ => false,
    };
    if !steps.windows(2).all(rises) {
        return Err(error(
            rule.start,
            "the steps of `points` stand lowest first, all numbers or all money",
            "`points` 的各级须从低到高, 同为整数或同为金额",
        ));
    }
    Ok(Rule::Steps(steps))
}

fn read_bands(root: &Node) -> Result<Vec<Band>> {
    let mut bands: Vec<Band> = Vec::new();
    for node in list(root, "bands")? {
        words(node, &["from", "name", "label", "level"])?;
        let band = Band {
            from: needed(node, "from", whole(node, "from", 0, 100)?)?,
            name: needed(node, "name", text_of(node, "name")?)?,
            label: needed(node, "label", label_of(node, "label")?)?,
            level: whole(node, "level", i64::MIN, i64::MAX)?,
        };
        if bands.iter().any(|known| known.from == band.from || known.name == band.name)
            || !is_name(&band.name)
        {
            return Err(error(
                node.start,
                "each band has a `from` and a `name` of its own; names use a-z, 0-9, - and _",
                "每个分档须有各自的 `from` 和 `name`; 名称只用 a-z、0-9、- 和 _",
            ));
        }
        bands.push(band);
    }
    bands.sort_by_key(|band| std::cmp::Reverse(band.from));
    if bands.last().is_none_or(|band| band.from != 0) {
        return Err(error(at(root, "bands"), "the lowest band begins at 0", "最低分档须从 0 开始"));
    }
    Ok(bands)
}

fn is_name(name: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(good) && !name.starts_with('-')
}

/// `100000.00 CNY`.
fn is_money(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(amount, code)| {
        code.len() == 3
            && code.chars().all(|c| c.is_ascii_uppercase())
            && amount.starts_with(|c: char| c.is_ascii_digit())
            && amount.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

fn words(node: &Node, known: &[&str]) -> Result<()> {
    let Some(entries) = node.entries() else {
        return Err(error(node.start, "a group of words is wanted here", "此处应为一组词"));
    };
    match entries.iter().find(|(word, _, _)| !known.contains(&word.as_str())) {
        None => Ok(()),
        Some((word, word_at, _)) => {
            let list = known.join(", ");
            Err(error(
                *word_at,
                format!("unknown word `{word}`; known here: {list}"),
                format!("未知的词 `{word}`; 此处可用: {list}"),
            ))
        }
    }
}

fn list<'a>(node: &'a Node, key: &str) -> Result<&'a [Node]> {
    match get(node, key) {
        None => Ok(&[]),
        Some(Node { data: NodeData::List(items), .. }) => Ok(items),
        Some(other) => Err(error(other.start, format!("`{key}` is a list"), format!("`{key}` 应为列表"))),
    }
}

fn whole(node: &Node, key: &str, least: i64, most: i64) -> Result<Option<i64>> {
    let Some(child) = get(node, key) else { return Ok(None) };
    match child.value().as_int() {
        Some(number) if (least..=most).contains(&number) => Ok(Some(number)),
        _ => Err(error(
            child.start,
            format!("`{key}` is a whole number from {least} to {most}"),
            format!("`{key}` 应为 {least} 到 {most} 的整数"),
        )),
    }
}

fn needed<T>(node: &Node, key: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| error(node.start, format!("`{key}` is missing"), format!("缺少 `{key}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../scorecards/customer-value.yaml");

    fn wrong(from: &str, to: &str) -> SchemaError {
        assert!(SHIPPED.contains(from), "{from}");
        read_scorecard("customer-value", &SHIPPED.replacen(from, to, 1)).unwrap_err()
    }

    #[test]
    fn the_shipped_scorecard_is_read() {
        let card = read_scorecard("customer-value", SHIPPED).unwrap();
        assert_eq!(card.kind, "customer");
        let names: Vec<&str> = card.criteria.iter().map(|criterion| criterion.name.as_str()).collect();
        assert!(["size", "profit", "spend"].iter().all(|name| names.contains(name)), "the norm's three");
        assert!(card.criteria.iter().all(|criterion| criterion.max == 5));
        assert_eq!(card.bands.first().map(|band| (band.from, band.level)), Some((80, Some(7))));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let unknown = wrong("    weight: 3\n", "    wieght: 3\n");
        assert_eq!((unknown.at.line, unknown.at.column), (12, 5));
        assert!(unknown.en.starts_with("unknown word `wieght`; known here: name, label"), "{}", unknown.en);
        assert!(wrong("contacts_90_days", "contacts_9_days").en.contains("measures are contacts_90_days"));
        assert!(wrong("{from: 0, name: e", "{from: 5, name: e").en.contains("begins at 0"));
        assert!(wrong("name: profit", "name: size").en.contains("twice"));
        assert!(wrong("weight: 4", "weight: -4").en.contains("1 to 1000"));
        assert!(wrong("    measure: contacts_90_days\n", "").en.contains("`measure` or `field`"));
        assert!(wrong("{from: 9, points: 5}", "{from: viel, points: 5}").en.contains("100000.00 CNY"));
        assert!(wrong("{from: 9, points: 5}", "{from: 3, points: 5}").en.contains("lowest first"));
        assert!(wrong("{from: 9, points: 5}", "{from: 9.00 CNY, points: 5}").en.contains("all money"));
        assert!(wrong("for: customer\n", "").en.contains("`for` is missing"));
        assert!(wrong("    weight: 1\n", "    weight: 1\n    max: 4\n").en.contains("more points"));
        assert!(wrong("{points: 5, label: {en: excellent, zh: 优秀}}", "{points: 5}").en.contains("`label`"));
    }
}
