//! The query language: tantivy's syntax over field names, read with the kind's own types.
//!
//! `status:potential AND level:>=3 AND province:上海 next:<+7d -tags:老客户 "full text"`.
//! Words side by side must all be there. Text fields match any part of two letters or more;
//! choices, links, dates and numbers match whole values and ranges.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, InvertedIndexRangeQuery,
    Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy_query_grammar::{
    Delimiter, Occur as AstOccur, UserInputAst, UserInputBound, UserInputLeaf, parse_query,
};

use super::any_of::any_of;
use super::document::{BAND, BIRTHDAYS, COMPLETE, CONFLICT, EXTRA, LACKS, OPEN, SCORE, UNTOUCHED};
use super::fields::{Fields, pairs, whole};
use super::text::fold;
use crate::error::{Code, Error, Result, nearest, quoted};
use crate::model::access::Reach;
use crate::model::date::relative_bound;
use crate::model::input::find_field;
use crate::model::kind::{ANY, FieldType, Kind};
use crate::model::money::Money;

/// What a query asks, with fields and values understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Everything.
    All,
    /// Must, should and must-not parts.
    Parts(Vec<(Part, Ask)>),
    /// Text in any of some fields: path and how much a hit there counts.
    Text(String, Vec<(String, f32)>),
    /// A test of one field.
    Field(String, Test),
    /// The kind of the record.
    Kind(String),
    /// What a person may see.
    Reach(Reach),
}

/// How a part of a query counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It must hold.
    Must,
    /// One of these must hold.
    Should,
    /// It must not hold.
    Not,
}

/// A test of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The whole value.
    Is(Scalar),
    /// A part of the text.
    Contains(String),
    /// Between two values.
    Range(Bound<Scalar>, Bound<Scalar>),
    /// Filled in.
    Exists,
}

/// A value as the index keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Text and dates.
    Text(String),
    /// Whole numbers.
    Int(i64),
    /// Decimal numbers and money.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

impl Ask {
    /// Both must hold.
    #[must_use]
    pub fn and(self, other: Ask) -> Ask {
        Ask::Parts(vec![(Part::Must, self), (Part::Must, other)])
    }

    /// This and not the other.
    #[must_use]
    pub fn and_not(self, other: Ask) -> Ask {
        Ask::Parts(vec![(Part::Must, self), (Part::Not, other)])
    }

    /// True when any part tests a field.
    pub fn mentions(&self, name: &str) -> bool {
        match self {
            Ask::Parts(parts) => parts.iter().any(|(_, ask)| ask.mentions(name)),
            Ask::Field(path, _) => path == name,
            _ => false,
        }
    }
}

/// What reading a query depends on.
pub struct Reading<'a> {
    /// The kind asked for.
    pub kind: &'a Kind,
    /// Day of the command, for `+7d`.
    pub today: chrono::NaiveDate,
    /// Id of a record of a kind by what a person calls it.
    pub resolve: &'a dyn Fn(&str, &str) -> Option<String>,
}

/// Reads a query.
pub fn parse(text: &str, reading: &Reading<'_>) -> Result<Ask> {
    if text.trim().is_empty() {
        return Ok(Ask::All);
    }
    if text.len() > 4000 {
        return Err(bad(text, "it is longer than 4000 bytes", "超过 4000 字节"));
    }
    let prepared = prepare(text, reading.today);
    let ast = parse_query(&prepared).map_err(|_| {
        bad(text, "it cannot be read; check brackets and quotes", "无法解析; 请检查括号和引号")
    })?;
    convert(ast, text, reading, 0)
}

fn bad(text: &str, en: &str, zh: &str) -> Error {
    Error::new(
        Code::BadQuery,
        format!("The query {} was not understood: {en}.", quoted(text)),
        format!("查询 {} 无法理解: {zh}。", quoted(text)),
    )
    .hint(
        "Write FIELD:VALUE, such as: status:potential AND level:>=3 AND province:上海",
        "请写 字段:值, 如: status:potential AND level:>=3 AND province:上海",
    )
}

/// Full-width signs and relative dates, written as the grammar has them.
fn prepare(text: &str, today: chrono::NaiveDate) -> String {
    let text = text.replace('：', ":").replace('（', "(").replace('）', ")").replace(['“', '”'], "\"");
    let mut out = String::with_capacity(text.len() + 16);
    let mut quoted = false;
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        out.push(c);
        rest = &rest[c.len_utf8()..];
        if c == '"' {
            quoted = !quoted;
        }
        if c != ':' || quoted {
            continue;
        }
        let operator = rest.len() - rest.trim_start_matches(['<', '>', '=']).len();
        out.push_str(&rest[..operator]);
        rest = &rest[operator..];
        let end = rest.find([' ', ')', ']', '}']).unwrap_or(rest.len());
        if let Some(day) = relative_bound(&rest[..end], today) {
            out.push_str(&day.format("%Y-%m-%d").to_string());
            rest = &rest[end..];
        }
    }
    out
}

fn convert(ast: UserInputAst, text: &str, reading: &Reading<'_>, depth: usize) -> Result<Ask> {
    if depth > 40 {
        return Err(bad(text, "it is nested too deeply", "嵌套过深"));
    }
    match ast {
        UserInputAst::Boost(inner, _) => convert(*inner, text, reading, depth + 1),
        UserInputAst::Clause(clauses) => clauses
            .into_iter()
            .map(|(occur, ast)| {
                let part = match occur {
                    None | Some(AstOccur::Must) => Part::Must,
                    Some(AstOccur::Should) => Part::Should,
                    Some(AstOccur::MustNot) => Part::Not,
                };
                Ok((part, convert(ast, text, reading, depth + 1)?))
            })
            .collect::<Result<_>>()
            .map(Ask::Parts),
        UserInputAst::Leaf(leaf) => leaf_ask(*leaf, text, reading),
    }
}

fn leaf_ask(leaf: UserInputLeaf, text: &str, reading: &Reading<'_>) -> Result<Ask> {
    match leaf {
        UserInputLeaf::All => Ok(Ask::All),
        UserInputLeaf::Literal(literal) => match literal.field_name {
            None => Ok(Ask::Text(literal.phrase, text_paths(reading.kind))),
            Some(name) => {
                let exact = !matches!(literal.delimiter, Delimiter::None);
                let (path, ty) = field(&name, reading)?;
                test(&path, &ty, &literal.phrase, exact, text, reading)
            }
        },
        UserInputLeaf::Exists { field: name } => Ok(Ask::Field(field(&name, reading)?.0, Test::Exists)),
        UserInputLeaf::Set { field: Some(name), elements } => {
            let (path, ty) = field(&name, reading)?;
            elements
                .iter()
                .map(|word| Ok((Part::Should, test(&path, &ty, word, false, text, reading)?)))
                .collect::<Result<_>>()
                .map(Ask::Parts)
        }
        UserInputLeaf::Range { field: Some(name), lower, upper } => {
            let (path, ty) = field(&name, reading)?;
            let bound = |bound: UserInputBound, is_upper: bool| -> Result<Bound<Scalar>> {
                let value = |word: &str| scalar(&ty, word, text, reading);
                Ok(match bound {
                    UserInputBound::Unbounded => Bound::Unbounded,
                    // A day as the upper end of a moment means the whole day.
                    UserInputBound::Inclusive(word) if is_upper && matches!(ty, FieldType::DateTime) => {
                        Bound::Included(Scalar::Text(format!("{word}~")))
                    }
                    UserInputBound::Exclusive(word) if !is_upper && matches!(ty, FieldType::DateTime) => {
                        Bound::Excluded(Scalar::Text(format!("{word}~")))
                    }
                    UserInputBound::Inclusive(word) => Bound::Included(value(&word)?),
                    UserInputBound::Exclusive(word) => Bound::Excluded(value(&word)?),
                })
            };
            Ok(Ask::Field(path, Test::Range(bound(lower, false)?, bound(upper, true)?)))
        }
        UserInputLeaf::Regex { .. } => Err(bad(text, "regular expressions are not used", "不支持正则表达式")),
        UserInputLeaf::Set { .. } | UserInputLeaf::Range { .. } => {
            Err(bad(text, "a range needs a field before it", "范围前须有字段"))
        }
    }
}

/// Where free text of a kind is looked for; names count most.
pub fn text_paths(kind: &Kind) -> Vec<(String, f32)> {
    fn below(fields: &[crate::model::kind::Field], prefix: &str, paths: &mut Vec<(String, f32)>) {
        for field in fields {
            let path = format!("{prefix}{}", field.name);
            let ty = match &field.ty {
                FieldType::List(item) => item,
                other => other,
            };
            match ty {
                FieldType::Group(inner) => below(inner, &format!("{path}."), paths),
                FieldType::Open => paths.push((format!("{path}.{EXTRA}"), 1.0)),
                FieldType::Choice(_) | FieldType::Link(_) | FieldType::Date | FieldType::DateTime => {}
                ty if ty.is_text() => {
                    let named = field.role == Some(crate::model::kind::Role::Name);
                    paths.push((path, if named { 5.0 } else { 1.0 }));
                }
                _ => {}
            }
        }
    }
    let mut paths = Vec::new();
    below(&kind.fields, "", &mut paths);
    paths
}

/// Fields every record can be asked for beside its own.
fn special(name: &str) -> Option<FieldType> {
    match name {
        "id" => Some(FieldType::Link(String::new())),
        "parent" => Some(FieldType::Link(ANY.to_owned())),
        "last" | "next" => Some(FieldType::Date),
        SCORE | COMPLETE => Some(FieldType::Int { min: None, max: None }),
        BAND | LACKS => Some(FieldType::Link(String::new())),
        OPEN | UNTOUCHED | CONFLICT => Some(FieldType::Bool),
        BIRTHDAYS => Some(FieldType::Link(String::new())),
        _ => None,
    }
}

fn field(name: &str, reading: &Reading<'_>) -> Result<(String, FieldType)> {
    let mut steps = name.split('.');
    let first = steps.next().unwrap_or_default();
    let own = if name == "id" { None } else { find_field(&reading.kind.fields, first) };
    let Some(found) = own else {
        if let Some(ty) = special(name) {
            return Ok((name.to_owned(), ty));
        }
        let special = ["id", "last", "next", SCORE, BAND, COMPLETE, LACKS, CONFLICT];
        let known = reading.kind.fields.iter().map(|f| f.name.as_str()).chain(special);
        let kind = &reading.kind.name;
        let mut error = Error::unknown_field(kind, name, nearest(first, known)).hint(
            format!("`kehu kinds {kind}` lists the fields."),
            format!("`kehu kinds {kind}` 列出字段。"),
        );
        error.code = Code::BadQuery;
        return Err(error);
    };
    let mut path = found.name.clone();
    let mut ty = &found.ty;
    for step in steps {
        path.push('.');
        let item = match ty {
            FieldType::List(item) => item,
            other => other,
        };
        ty = match item {
            FieldType::Open => {
                path.push_str(step);
                &FieldType::Text
            }
            FieldType::Group(fields) => match find_field(fields, step) {
                Some(field) => {
                    path.push_str(&field.name);
                    &field.ty
                }
                None => return Err(Error::unknown_field(&reading.kind.name, name, None)),
            },
            _ => return Err(Error::unknown_field(&reading.kind.name, name, None)),
        };
    }
    Ok((path, ty.clone()))
}

fn test(
    path: &str,
    ty: &FieldType,
    word: &str,
    exact: bool,
    text: &str,
    reading: &Reading<'_>,
) -> Result<Ask> {
    let ty = match ty {
        FieldType::List(item) => item,
        other => other,
    };
    let test = match ty {
        FieldType::Text | FieldType::LongText | FieldType::Phone | FieldType::Email | FieldType::Website => {
            let _ = exact;
            Test::Contains(word.to_owned())
        }
        FieldType::Group(fields) => {
            // `contacts:王` asks all text of the group.
            let parts = fields
                .iter()
                .filter(|field| field.ty.is_text())
                .map(|field| {
                    (
                        Part::Should,
                        Ask::Field(format!("{path}.{}", field.name), Test::Contains(word.to_owned())),
                    )
                })
                .collect();
            return Ok(Ask::Parts(parts));
        }
        // A day asks for any moment of it.
        FieldType::DateTime => {
            let low = Scalar::Text(word.to_owned());
            Test::Range(Bound::Included(low), Bound::Included(Scalar::Text(format!("{word}~"))))
        }
        ty => Test::Is(scalar(ty, word, text, reading)?),
    };
    // Only what is in conflict is marked; the rest is what is not.
    if path == CONFLICT && test == Test::Is(Scalar::Bool(false)) && reading.kind.field(CONFLICT).is_none() {
        let marked = Ask::Field(path.to_owned(), Test::Is(Scalar::Bool(true)));
        return Ok(Ask::All.and_not(marked));
    }
    Ok(Ask::Field(path.to_owned(), test))
}

fn scalar(ty: &FieldType, word: &str, text: &str, reading: &Reading<'_>) -> Result<Scalar> {
    let wrong =
        |en: &str, zh: &str| bad(text, &format!("{} {en}", quoted(word)), &format!("{} {zh}", quoted(word)));
    match ty {
        FieldType::Int { .. } => {
            word.parse().map(Scalar::Int).map_err(|_| wrong("is not a number", "不是数字"))
        }
        FieldType::Number => {
            word.parse().map(Scalar::Float).map_err(|_| wrong("is not a number", "不是数字"))
        }
        FieldType::Money => Money::parse(word, Some("CNY"))
            .ok()
            .and_then(|money| money.to_json_parts().0.parse().ok())
            .map(Scalar::Float)
            .ok_or_else(|| wrong("is not an amount", "不是金额")),
        FieldType::Bool => match word {
            "true" | "yes" | "1" | "是" => Ok(Scalar::Bool(true)),
            "false" | "no" | "0" | "否" => Ok(Scalar::Bool(false)),
            _ => Err(wrong("is neither yes nor no", "不是“是”或“否”")),
        },
        FieldType::Choice(words) => words
            .iter()
            .find(|(name, label)| {
                name.eq_ignore_ascii_case(word) || label.zh == word || label.en.eq_ignore_ascii_case(word)
            })
            .map(|(name, _)| Scalar::Text(name.clone()))
            .ok_or_else(|| {
                let known = words.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
                wrong(&format!("is none of {known}"), &format!("不在 {known} 之中"))
            }),
        FieldType::Link(kind) if kind.is_empty() => Ok(Scalar::Text(word.to_owned())),
        FieldType::Link(kind) => {
            let id = (reading.resolve)(kind, word).unwrap_or_else(|| word.to_owned());
            Ok(Scalar::Text(id))
        }
        _ => Ok(Scalar::Text(word.to_owned())),
    }
}

impl Ask {
    pub(super) fn to_tantivy(&self, fields: &Fields) -> Box<dyn Query> {
        match self {
            Ask::All => Box::new(AllQuery),
            Ask::Kind(kind) => {
                let term = Term::from_field_text(fields.kind, kind);
                constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
            Ask::Reach(reach) => within_reach(fields, reach),
            Ask::Parts(parts) => {
                let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(parts.len() + 1);
                let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
                for (part, ask) in parts {
                    let query = ask.to_tantivy(fields);
                    match part {
                        Part::Must => clauses.push((Occur::Must, query)),
                        Part::Should => any.push((Occur::Should, query)),
                        Part::Not => clauses.push((Occur::MustNot, query)),
                    }
                }
                if !any.is_empty() {
                    clauses.push((Occur::Must, Box::new(BooleanQuery::new(any))));
                }
                if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((Occur::Must, constant(Box::new(AllQuery))));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Ask::Text(text, paths) => {
                let folded = fold(text);
                let boosted = |query: Box<dyn Query>, boost: f32| -> (Occur, Box<dyn Query>) {
                    (Occur::Should, Box::new(BoostQuery::new(query, boost)))
                };
                let mut clauses: Vec<_> = paths
                    .iter()
                    .map(|(path, boost)| {
                        let query = phrase(&folded, &|gram| {
                            let mut term = Term::from_field_json_path(fields.fields, path, false);
                            term.append_type_and_str(gram);
                            term
                        });
                        boosted(query, *boost)
                    })
                    .collect();
                if folded.is_ascii() {
                    let spelled = phrase(&folded, &|gram| Term::from_field_text(fields.pinyin, gram));
                    clauses.push(boosted(spelled, 2.0));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Ask::Field(path, test) => test.to_tantivy(fields, path),
        }
    }
}

pub(super) fn constant(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// The letters of a folded text side by side.
fn phrase(folded: &str, term: &dyn Fn(&str) -> Term) -> Box<dyn Query> {
    let terms: Vec<Term> = pairs(folded).iter().map(|gram| term(gram)).collect();
    match (&terms[..], folded.chars().count()) {
        ([], _) => Box::new(EmptyQuery),
        ([one], 1) => Box::new(PhrasePrefixQuery::new(vec![one.clone()])),
        ([one], _) => Box::new(TermQuery::new(one.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// Records with any of the marks a person reaches.
pub(super) fn within_reach(fields: &Fields, reach: &Reach) -> Box<dyn Query> {
    let term = |mark: &str| Term::from_field_text(fields.marks, mark);
    let set = any_of(fields.marks, reach.marks.iter().map(|mark| term(mark)).collect());
    let mut any: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Should, set)];
    any.extend(reach.ranges.iter().map(|range| -> (Occur, Box<dyn Query>) {
        let (from, to) = (Bound::Included(term(range.start())), Bound::Included(term(range.end())));
        (Occur::Should, Box::new(InvertedIndexRangeQuery::new(from, to)))
    }));
    constant(Box::new(BooleanQuery::new(any)))
}

impl Test {
    fn to_tantivy(&self, fields: &Fields, path: &str) -> Box<dyn Query> {
        let stem = || Term::from_field_json_path(fields.fields, path, false);
        let text_term = |text: &str| {
            let mut term = stem();
            term.append_type_and_str(text);
            term
        };
        match self {
            Test::Exists => Box::new(ExistsQuery::new(format!("fields.{path}"), true)),
            Test::Contains(text) => phrase(&fold(text), &text_term),
            Test::Is(Scalar::Text(text)) => {
                constant(Box::new(TermQuery::new(text_term(&whole(text)), IndexRecordOption::Basic)))
            }
            Test::Is(scalar) => {
                let term = scalar.term(stem());
                constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
            Test::Range(lower, upper) => {
                let term = |scalar: &Scalar| match scalar {
                    Scalar::Text(text) => text_term(&whole(text)),
                    scalar => scalar.term(stem()),
                };
                constant(Box::new(RangeQuery::new(lower.as_ref().map(term), upper.as_ref().map(term))))
            }
        }
    }
}

impl Scalar {
    fn term(&self, mut stem: Term) -> Term {
        match self {
            Scalar::Text(text) => stem.append_type_and_str(text),
            Scalar::Int(number) => stem.append_type_and_fast_value(*number),
            Scalar::Float(number) => stem.append_type_and_fast_value(*number),
            Scalar::Bool(flag) => stem.append_type_and_fast_value(*flag),
        }
        stem
    }
}
