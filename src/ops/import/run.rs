//! The import itself.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::columns::{Mapping, Unknown};
use super::events;
use super::read::{self, BadRow, Cell, Format, Row};
use super::rows::row_fields;
use super::{open, unreadable};
use crate::domain::bookings::{Booking, booking};
use crate::error::article::a;
use crate::error::{Error, Result};
use crate::index::source_key;
use crate::model::ids::{Id, Random};
use crate::model::input::fill_defaults;
use crate::model::kind::{FieldType, Kind};
use crate::model::period::Span;
use crate::model::record::ordered;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::apply::{Applied, Intent};
use crate::ops::assemble::new_card;
use crate::ops::bookings;
use crate::ops::create::{copy_shared, is_taken, stem};
use crate::ops::lookalike::{Batch, Candidate, InPiece, veil};
use crate::ops::periods::refusal;
use crate::ops::rules;
use crate::ops::sight::PERSON;

/// Rows worked on at a time.
const PIECE: usize = 8192;
/// Records named in the commit message.
const NAMED: usize = 20;
/// Records kept to show what an import would make.
const SAMPLES: usize = 5;

/// What to do with a row that looks like a customer that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OnDuplicate {
    /// Leave it out and list it.
    Skip,
    /// Take it in all the same.
    Import,
    /// Ask for each.
    Ask,
}

/// How an import is wanted.
#[derive(Debug, Clone)]
pub struct Order {
    /// Kind.
    pub kind: String,
    /// File, or `-`.
    pub file: String,
    /// `column=field` words.
    pub map: Vec<String>,
    /// Look-alikes.
    pub on_duplicate: OnDuplicate,
    /// Change nothing.
    pub dry: bool,
}

/// A row that was not taken in.
#[derive(Debug, Clone)]
pub struct Reject {
    /// Line or row in the file.
    pub line: u64,
    /// Why.
    pub reason: Error,
    /// Its cells by column.
    pub cells: Vec<String>,
}

/// A row that looks like a customer that exists.
#[derive(Debug, Clone)]
pub struct Twin {
    /// Line or row in the file.
    pub line: u64,
    /// Name in the row.
    pub name: String,
    /// What it looks like; an earlier row of the file has its line as id.
    pub candidate: Candidate,
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Columns of the file.
    pub columns: Vec<String>,
    /// Columns that went nowhere.
    pub ignored: Vec<String>,
    /// Records made.
    pub imported: usize,
    /// Rows whose source id is in the book already.
    pub known: usize,
    /// Rows left out as look-alikes.
    pub twins: Vec<Twin>,
    /// Rows that are wrong.
    pub rejects: Vec<Reject>,
    /// The first records.
    pub samples: Vec<(Id, Map)>,
    /// Told by the reader: an encoding that was recognised, digits that Excel lost.
    pub notes: Vec<(String, String)>,
}

/// Answers whether a row that looks like a customer is to be taken in all the same.
pub type Ask<'a> = &'a mut dyn FnMut(&str, &Candidate) -> bool;

/// Takes a file in. Progress is told in rows.
pub fn import(
    desk: &mut Desk,
    order: &Order,
    ask: Ask<'_>,
    progress: &dyn Fn(u64),
) -> Result<(Report, Applied)> {
    let (bytes, format) = open(&order.file)?;
    let mut report = Report::default();
    let applied = desk.apply("import", order.dry, &mut |desk| {
        report = Report::default();
        let kind = desk.kinds.find(&order.kind)?.clone();
        desk.permit_new(&kind)?;
        if format == Format::Ics && kind.event.is_none() {
            return Err(no_events(desk, &kind, &order.file));
        }
        let mut work = Work::new(desk, &kind, order)?;
        let failed: std::cell::RefCell<Option<Error>> = std::cell::RefCell::new(None);
        let columns = std::cell::RefCell::new(Vec::<String>::new());
        let mut pending: Vec<Row> = Vec::with_capacity(PIECE);
        let notes = read::for_each(
            &bytes,
            format,
            &mut |names| {
                *columns.borrow_mut() = names.to_vec();
                Ok(())
            },
            &mut |row| {
                let step = || -> Result<()> {
                    if work.mapping.is_none() {
                        work.mapping =
                            Some(Mapping::new(&kind, &columns.borrow(), &order.map, Unknown::Keep)?);
                    }
                    match row {
                        Ok(row) => pending.push(row),
                        Err(bad) => report.rejects.push(bad_row(bad)),
                    }
                    if pending.len() == PIECE {
                        work.take(desk, &mut pending, &columns.borrow(), &mut report, ask)?;
                        progress(PIECE as u64);
                    }
                    Ok(())
                };
                step().map_err(|error| {
                    *failed.borrow_mut() = Some(error);
                    read::ReadError::new(None, "stopped", "已停止")
                })
            },
        );
        if let Some(error) = failed.into_inner() {
            return Err(error);
        }
        report.notes = notes.map_err(|e| unreadable(&order.file, e))?;
        let columns = columns.into_inner();
        if work.mapping.is_none() {
            work.mapping = Some(Mapping::new(&kind, &columns, &order.map, Unknown::Keep)?);
        }
        work.take(desk, &mut pending, &columns, &mut report, ask)?;
        report.ignored = work.mapping.as_ref().map(|m| m.ignored.clone()).unwrap_or_default();
        report.columns = columns;
        report.rejects.sort_by_key(|reject| reject.line);
        let name = order.file.rsplit(['/', '\\']).next().unwrap_or_default();
        work.intent.draft.message.subject =
            format!("import: {} {} records from {name}", report.imported, kind.name);
        // New records take nothing from anybody, unless they go into somebody's folder or are people.
        work.intent.permitted = !kind.is_child() && kind.name != PERSON && kind.payments.is_none();
        Ok(work.intent)
    })?;
    Ok((report, applied))
}

/// The error for a calendar where a kind is asked for that has no events.
fn no_events(desk: &Desk, kind: &Kind, file: &str) -> Error {
    let with: Vec<&Kind> = desk.kinds.cards().filter(|kind| kind.event.is_some()).collect();
    let en = with.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
    let zh = with.iter().map(|kind| kind.label.zh.as_str()).collect::<Vec<_>>().join("、");
    Error::new(
        crate::error::Code::BadImport,
        format!("{file}: the events of a calendar are no {}.", kind.name),
        format!("{file}: 日历中的日程不是{}。", kind.label.zh),
    )
    .hint(format!("Kinds that are events: {en}."), format!("可作为日程的类型: {zh}。"))
}

fn bad_row(bad: BadRow) -> Reject {
    let reason = Error::new(crate::error::Code::BadImport, bad.en, bad.zh);
    Reject { line: bad.line, reason, cells: vec![bad.raw] }
}

/// An import under way.
struct Work<'a> {
    kind: &'a Kind,
    order: &'a Order,
    judge: Judge<'a>,
    mapping: Option<Mapping>,
    batch: Option<Batch>,
    ids: Ids,
    sources: HashSet<String>,
    has_records: bool,
    people: HashMap<(String, String), std::result::Result<String, Error>>,
    intent: Intent,
    closed: Vec<Span>,
    /// What rows book that are taken in.
    booked: Vec<(u64, Booking)>,
}

/// A row read, or why it was not.
struct Taken {
    row: Row,
    fields: Map,
    stem: String,
    problem: Option<Error>,
}

impl<'a> Work<'a> {
    fn new(desk: &Desk, kind: &'a Kind, order: &'a Order) -> Result<Self> {
        let folder = kind.home.split("/{").next().unwrap_or_default();
        let has_records = kind.is_child() || !desk.book.names(desk.at, folder)?.is_empty();
        let batch = match order.on_duplicate {
            OnDuplicate::Import => None,
            _ if !kind.unique => None,
            _ => Some(Batch::of_book(desk, kind)?),
        };
        Ok(Self {
            kind,
            order,
            judge: Judge::new(kind)?,
            mapping: None,
            batch,
            ids: Ids { random: desk.random(), known: HashMap::new(), made: HashSet::new() },
            sources: HashSet::new(),
            has_records,
            people: HashMap::new(),
            intent: Intent::new("import", String::new()),
            closed: if kind.periods.is_empty() { Vec::new() } else { desk.closed_periods()? },
            booked: Vec::new(),
        })
    }

    /// Takes in a piece of rows.
    fn take(
        &mut self,
        desk: &Desk,
        rows: &mut Vec<Row>,
        columns: &[String],
        report: &mut Report,
        ask: Ask<'_>,
    ) -> Result<()> {
        let rows = std::mem::take(rows);
        let Some(mapping) = self.mapping.take() else { return Ok(()) };
        let kind = self.kind;
        let judge = &self.judge;
        let context = &desk.context;
        let taken: Vec<Taken> = rows
            .into_par_iter()
            .map(|row| {
                let mut got = row_fields(kind, &mapping, &row, context);
                fill_defaults(kind, &mut got.fields, context);
                let mut problems = got.problems;
                // Links are typed as names; they are checked when they are resolved.
                let links = |path: &str| matches!(kind.field(path).map(|f| &f.ty), Some(FieldType::Link(_)));
                let found = judge.schema_problems(&got.fields).into_iter();
                let found = found.filter(|problem| problem.missing || !links(&problem.path));
                problems.extend(found.map(|problem| problem.into_error(&kind.name)));
                if problems.is_empty() {
                    let broken = rules::problem(kind, &got.fields);
                    problems.extend(broken.map(|problem| problem.into_error(&kind.name)));
                }
                let problem = together(problems);
                let stem = stem(kind, &got.fields);
                Taken { row, fields: got.fields, stem, problem }
            })
            .collect();
        self.mapping = Some(mapping);
        let mut fresh: Vec<Taken> = Vec::with_capacity(taken.len());
        for mut taken in taken {
            let problem = match taken.problem.take() {
                Some(problem) => Some(problem),
                None => {
                    let linked = events::settle(desk, kind, columns, &taken.row, &mut taken.fields)
                        .and_then(|()| self.resolve_links(desk, &mut taken.fields))
                        .and_then(|()| copy_shared(desk, self.kind, &mut taken.fields))
                        .and_then(|()| match rules::problem(kind, &taken.fields) {
                            None => Ok(()),
                            Some(problem) => Err(problem.into_error(&kind.name)),
                        })
                        .err();
                    linked.or_else(|| refusal(desk, kind, "", None, Some(&taken.fields), &self.closed))
                }
            };
            if let Some(reason) = problem {
                report.rejects.push(Reject {
                    line: taken.row.line,
                    reason,
                    cells: cells(&taken.row, columns.len()),
                });
            } else if self.is_known(desk, &taken.fields)? {
                report.known += 1;
            } else if let Some(reason) = bookings::of_row(desk, kind, &taken.fields, &self.booked)? {
                let cells = cells(&taken.row, columns.len());
                report.rejects.push(Reject { line: taken.row.line, reason, cells });
            } else {
                self.booked.extend(booking(kind, &taken.fields).map(|booked| (taken.row.line, booked)));
                fresh.push(taken);
            }
        }
        let fields: Vec<&Map> = fresh.iter().map(|taken| &taken.fields).collect();
        let looks = self.batch.as_ref().map(|batch| batch.look_piece(&fields)).unwrap_or_default();
        let mut accepted = vec![true; fresh.len()];
        for (number, look) in looks.into_iter().enumerate() {
            let Some(candidate) = self.twin(look, &fresh, &accepted) else { continue };
            let name = text(&fresh[number].fields, &kind.naming);
            let wanted = self.order.on_duplicate == OnDuplicate::Ask && ask(&name, &candidate);
            if !wanted {
                accepted[number] = false;
                let candidate = veil(desk, kind, candidate)?;
                report.twins.push(Twin { line: fresh[number].row.line, name, candidate });
            }
        }
        let mut ready: Vec<(Id, String, Map)> = Vec::with_capacity(fresh.len());
        for (taken, _) in fresh.into_iter().zip(accepted).filter(|(_, accepted)| *accepted) {
            let id = self.ids.make(desk, kind, &taken.stem)?;
            if let Some(batch) = &mut self.batch {
                batch.add(kind, &format!("#{}", taken.row.line), &taken.fields);
            }
            let path = desk.kinds.path(kind, &id, &taken.fields)?;
            ready.push((id, path, taken.fields));
        }
        let written: Vec<(Id, String, Vec<u8>)> = ready
            .into_par_iter()
            .map(|(id, path, fields)| {
                let content = new_card(kind, &path, fields).into_bytes();
                (id, path, content)
            })
            .collect();
        for (id, path, content) in written {
            report.imported += 1;
            if report.samples.len() < SAMPLES
                && let Ok(record) = crate::model::record::read_card(kind, &id, &content)
            {
                report.samples.push((id.clone(), ordered(kind, record.fields)));
            }
            if self.intent.touched.len() < NAMED {
                self.intent.put(&kind.name, id.as_str(), path, content);
            } else {
                self.intent.file(path, Some(content));
            }
        }
        Ok(())
    }

    /// Owners and other links are typed as ids, names or emails; each is looked up once.
    fn resolve_links(&mut self, desk: &Desk, fields: &mut Map) -> Result<()> {
        for field in &self.kind.fields {
            let FieldType::Link(target) = &field.ty else { continue };
            let Some(Value::Text(typed)) = fields.get(&field.name) else { continue };
            if *typed == desk.context.me {
                continue;
            }
            let key = (target.clone(), typed.clone());
            let found = self.people.entry(key).or_insert_with(|| desk.link_target(target, typed));
            match found {
                Ok(id) => {
                    fields.insert(field.name.clone(), Value::text(id.clone()));
                }
                Err(error) => return Err(error.clone()),
            }
        }
        Ok(())
    }

    /// True when a record with the row's source id exists, in the book or earlier in the file.
    fn is_known(&mut self, desk: &Desk, fields: &Map) -> Result<bool> {
        let source = text(fields, "source_id");
        if source.is_empty() {
            return Ok(false);
        }
        if !self.sources.insert(source.clone()) {
            return Ok(true);
        }
        if events::is_ours(desk, self.kind, &source)? {
            return Ok(true);
        }
        Ok(self.has_records && desk.index()?.holds(&self.kind.name, &source_key(&source))?)
    }

    /// What a row looks like: a record, or an earlier row that is taken in.
    fn twin(&self, look: InPiece, rows: &[Taken], accepted: &[bool]) -> Option<Candidate> {
        if look.twin.is_some() {
            return look.twin;
        }
        let (number, mut candidate) = look.earlier.into_iter().find(|(number, _)| accepted[*number])?;
        let row = &rows[number];
        candidate.id = format!("#{}", row.row.line);
        candidate.name = text(&row.fields, &self.kind.naming);
        candidate.owner = text(&row.fields, "owner");
        Some(candidate)
    }
}

/// Everything wrong with a row as one error.
fn together(problems: Vec<Error>) -> Option<Error> {
    problems.into_iter().reduce(|mut all, next| {
        all.en = format!("{} {}", all.en, next.en);
        all.zh = format!("{} {}", all.zh, next.zh);
        all
    })
}

/// Ids made without asking the tree for each: one look at each shelf.
struct Ids {
    random: Random,
    known: HashMap<String, HashSet<String>>,
    made: HashSet<String>,
}

impl Ids {
    fn make(&mut self, desk: &Desk, kind: &Kind, stem: &str) -> Result<Id> {
        if kind.id.own
            && let Some(id) = Id::parse(stem)
        {
            let fresh = self.is_fresh(desk, kind, &id)? && self.made.insert(stem.to_owned());
            return match fresh {
                true => Ok(id),
                false => Err(Error::new(
                    crate::error::Code::Exists,
                    format!("There is {} {id} already.", a(&kind.name)),
                    format!("已有{} {id}。", kind.label.zh),
                )),
            };
        }
        loop {
            let id = self.random.id(stem, &kind.name);
            if self.is_fresh(desk, kind, &id)? && self.made.insert(id.to_string()) {
                return Ok(id);
            }
        }
    }

    fn is_fresh(&mut self, desk: &Desk, kind: &Kind, id: &Id) -> Result<bool> {
        if kind.is_child() {
            return Ok(!is_taken(desk, kind, id)?);
        }
        let (folder, rest) = kind.home.split_once("/{id}").unwrap_or((&kind.home, ""));
        let folder = folder.replace("{shard}", id.shard());
        let suffix = rest.split('/').next().unwrap_or_default();
        if !self.known.contains_key(&folder) {
            let names = desk.book.names(desk.at, &folder)?.into_iter().collect();
            self.known.insert(folder.clone(), names);
        }
        Ok(self.known.get(&folder).is_none_or(|names| !names.contains(&format!("{id}{suffix}"))))
    }
}

fn text(fields: &Map, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn cells(row: &Row, columns: usize) -> Vec<String> {
    let mut cells = vec![String::new(); columns];
    for (column, cell) in &row.cells {
        if let Some(slot) = cells.get_mut(*column) {
            *slot = match cell {
                Cell::Text(text) => text.clone(),
                Cell::Structured(json) => json.to_string(),
            };
        }
    }
    cells
}
