//! The scorecards of a book: the shipped ones, and its own in `scorecards/`, which go before them.

use super::Desk;
use crate::error::article::a;
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::model::kind::{FieldType, Kind};
use crate::model::money::Money;
use crate::model::scorecard::{Bound, Rule, Scorecard, Source, read_scorecard};
use crate::model::yaml::{self, Position};

/// The compiled form of the shipped scorecards.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/scorecards.postcard"));
/// Where a book keeps its own.
const FOLDER: &str = "scorecards";

/// All scorecards of a book, by name. Errors: one of its own cannot be used.
pub fn all(desk: &Desk) -> Result<Vec<Scorecard>> {
    let mut cards: Vec<Scorecard> = postcard::from_bytes(SHIPPED).map_err(|error| {
        Error::new(
            Code::BadSchema,
            format!("The shipped scorecards cannot be read: {error}."),
            format!("内置评分卡无法读取: {error}。"),
        )
    })?;
    for file in desk.book.names(desk.at, FOLDER)? {
        let path = format!("{FOLDER}/{file}");
        let Some(bytes) = desk.book.file(desk.at, &path)? else { continue };
        if let Some(card) = read_own(desk, &path, &bytes)? {
            cards.retain(|known| known.name != card.name);
            cards.push(card);
        }
    }
    cards.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cards)
}

/// Reads and checks a scorecard of the book's own; files elsewhere or of another sort are none.
pub(super) fn read_own(desk: &Desk, path: &str, bytes: &[u8]) -> Result<Option<Scorecard>> {
    let file = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    let Some(name) = file.and_then(|file| file.strip_suffix(".yaml")).filter(|name| !name.contains('/'))
    else {
        return Ok(None);
    };
    let wrong = |at: Position, en: &str, zh: &str| {
        let (line, column) = (at.line, at.column);
        Error::new(
            Code::BadSchema,
            format!("{path}:{line}:{column}: {en}."),
            format!("{path}:{line}:{column}: {zh}。"),
        )
    };
    let text = yaml::read::utf8(bytes).map_err(|e| wrong(e.at, &e.en, &e.zh))?;
    let card = read_scorecard(name, text).map_err(|e| wrong(e.at, &e.en, &e.zh))?;
    check(desk, path, &card)?;
    Ok(Some(card))
}

/// The scorecard for a kind: the one of a name; else the only one, or the one called `KIND-value`.
pub fn find(desk: &Desk, kind: &Kind, typed: Option<&str>) -> Result<Scorecard> {
    let mut cards = all(desk)?;
    if let Some(typed) = typed {
        let at = cards.iter().position(|card| {
            card.name == typed || card.label.zh == typed || card.label.en.eq_ignore_ascii_case(typed)
        });
        let Some(at) = at else {
            let (en, zh) = did_you_mean(nearest(typed, cards.iter().map(|card| card.name.as_str())));
            return Err(Error::new(
                Code::NotFound,
                format!("There is no scorecard {}.{en}", quoted(typed)),
                format!("没有评分卡 {}。{zh}", quoted(typed)),
            )
            .hint(known(&cards, "Scorecards: "), known(&cards, "评分卡: ")));
        };
        let card = cards.swap_remove(at);
        if card.kind != kind.name {
            return Err(Error::new(
                Code::BadValue,
                format!("The scorecard {} judges {}, not {}.", card.name, a(&card.kind), a(&kind.name)),
                format!("评分卡 {} 用于 {}, 不用于 {}。", card.name, card.kind, kind.name),
            ));
        }
        return Ok(card);
    }
    cards.retain(|card| card.kind == kind.name);
    let usual = format!("{}-value", kind.name);
    let at = match cards.len() {
        1 => Some(0),
        _ => cards.iter().position(|card| card.name == usual),
    };
    match at {
        Some(at) => Ok(cards.swap_remove(at)),
        None if cards.is_empty() => Err(Error::new(
            Code::NotFound,
            format!("There is no scorecard for {}.", a(&kind.name)),
            format!("没有用于{}的评分卡。", kind.label.zh),
        )
        .hint(
            format!("Write one in {FOLDER}/NAME.yaml with `for: {}`.", kind.name),
            format!("请在 {FOLDER}/名称.yaml 中写一个, 含 `for: {}`。", kind.name),
        )),
        None => Err(Error::new(
            Code::Ambiguous,
            format!("There are several scorecards for {}.", a(&kind.name)),
            format!("{}有多张评分卡。", kind.label.zh),
        )
        .hint(known(&cards, "Name one with --scorecard: "), known(&cards, "请用 --scorecard 指定: "))),
    }
}

fn known(cards: &[Scorecard], before: &str) -> String {
    let names: Vec<&str> = cards.iter().map(|card| card.name.as_str()).collect();
    format!("{before}{}", names.join(", "))
}

/// Holds a scorecard of the book's own against the kinds there are.
fn check(desk: &Desk, path: &str, card: &Scorecard) -> Result<()> {
    let wrong = |line: u32, en: String, zh: String| {
        Err(Error::new(Code::BadSchema, format!("{path}:{line}: {en}."), format!("{path}:{line}: {zh}。")))
    };
    let Some(kind) = desk.kinds.get(&card.kind) else {
        let (en, zh) = did_you_mean(nearest(&card.kind, desk.kinds.cards().map(|kind| kind.name.as_str())));
        let wrong: Result<()> = wrong(
            1,
            format!("`for` names `{}`, which is no kind", card.kind),
            format!("`for` 中的 `{}` 不是已知类型", card.kind),
        );
        return wrong.map_err(|error| error.hint(en.trim(), zh));
    };
    for criterion in &card.criteria {
        let rule = match &criterion.source {
            Source::Typed => continue,
            Source::Measure(_, rule) => rule,
            Source::Field(field, rule) => {
                if kind.field_at(field).is_none() {
                    return wrong(
                        criterion.line,
                        format!("`field: {field}` is no field of {}", a(&kind.name)),
                        format!("`field: {field}` 不是{}的字段", kind.label.zh),
                    );
                }
                rule
            }
        };
        let Rule::Steps(steps) = rule else { continue };
        let mut before: Option<Money> = None;
        for (bound, _) in steps {
            let Bound::Money(text) = bound else { continue };
            let Ok(money) = Money::parse(text, None) else {
                return wrong(
                    criterion.line,
                    format!("`from: {text}` is no amount of money"),
                    format!("`from: {text}` 不是有效金额"),
                );
            };
            let rises = |low: Money| low.currency() == money.currency() && low.amount() < money.amount();
            if !before.is_none_or(rises) {
                return wrong(
                    criterion.line,
                    "the steps of `points` stand lowest first, in one currency".to_owned(),
                    "`points` 的各级须从低到高, 使用同一币种".to_owned(),
                );
            }
            before = Some(money);
        }
    }
    let bounds = kind.field("level").map(|field| &field.ty);
    if let Some(FieldType::Int { min, max }) = bounds {
        let fits = |level: i64| min.is_none_or(|min| level >= min) && max.is_none_or(|max| level <= max);
        if let Some(band) = card.bands.iter().find(|band| band.level.is_some_and(|level| !fits(level))) {
            return wrong(
                1,
                format!("the band `{}` suggests a level that {} cannot have", band.name, a(&kind.name)),
                format!("档次 `{}` 建议的级别超出{}的范围", band.name, kind.label.zh),
            );
        }
    }
    Ok(())
}
