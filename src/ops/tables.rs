//! The SQL tables of a desk: brought up to date, filled as far as a question needs, and limited to what may be seen.

use super::changed::changed_rows;
use super::duplicates::waiting;
use super::past::People;
use super::sight::names_of;
use super::{Desk, quiet};
use crate::error::Result;
use crate::model::access::Reach;
use crate::model::kind::{ANY, Kind};
use crate::tables::{Added, Guarded, Pair, Settings, Target};

pub use crate::tables::{
    Cell as SqlCell, Column as SqlColumn, Limits, Rows, Shape, Sort as SqlSort, Source, Table as SqlTable,
    Tables, mentions,
};

/// Tables that are filled only when a question names them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wants {
    /// `changes`, from the whole history.
    pub changes: bool,
    /// `duplicate`, by the matcher.
    pub duplicates: bool,
}

impl Wants {
    /// What a question names.
    pub fn of(sql: &str) -> Self {
        Self { changes: mentions(sql, "changes"), duplicates: mentions(sql, "duplicate") }
    }

    /// All of them.
    pub const ALL: Self = Self { changes: true, duplicates: true };
}

/// Tables opened a second time, not limited to what may be seen yet.
pub struct Again<'a> {
    tables: Tables,
    reach: Option<&'a Reach>,
    guarded: Vec<Guarded>,
    named: bool,
}

impl Again<'_> {
    /// The tables, for who is looking.
    pub fn limited(mut self) -> Result<Tables> {
        self.tables.limit_to(self.reach, &self.guarded, self.named)?;
        Ok(self.tables)
    }
}

impl Desk {
    /// The tables, for who is looking.
    pub fn tables(&self, wants: Wants) -> Result<Tables> {
        let mut tables = self.open_tables(wants)?;
        let ever = self.reach_ever(wants)?;
        let reach = ever.as_ref().or(self.reach()?);
        let guarded = if reach.is_some() { self.guarded(tables.shape()) } else { Vec::new() };
        tables.limit_to(reach, &guarded, wants != Wants::default())?;
        Ok(tables)
    }

    /// The same tables once more, for a thread of its own; `None` where that would not be quicker, or not the same.
    pub fn tables_again(&self, wants: Wants) -> Result<Option<Again<'_>>> {
        if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
            return Ok(None);
        }
        let mut more = |tables: &mut Tables, write: bool| self.fill(tables, wants, write);
        if self.reach_ever(wants)?.is_some() {
            return Ok(None);
        }
        let Some(tables) = self.book.tables_again(self.at, &self.kinds, &mut more)? else { return Ok(None) };
        let reach = self.reach()?;
        let guarded = if reach.is_some() { self.guarded(tables.shape()) } else { Vec::new() };
        Ok(Some(Again { tables, reach, guarded, named: wants != Wants::default() }))
    }

    /// What may be seen by somebody who sees all there is, but not all there was, when it is asked what there was.
    fn reach_ever(&self, wants: Wants) -> Result<Option<Reach>> {
        let hides = wants.changes && self.reach()?.is_none() && !self.sees_all_ever()?;
        Ok(if hides { Some(self.viewer()?.reach()) } else { None })
    }

    fn open_tables(&self, wants: Wants) -> Result<Tables> {
        let settings = self.settings();
        let mut more = |tables: &mut Tables, write: bool| self.fill(tables, wants, write);
        self.book.tables(self.at, &self.kinds, &settings, &mut more)
    }

    /// Fills what is wanted and missing; true when there was anything, or would be.
    fn fill(&self, tables: &mut Tables, wants: Wants, write: bool) -> Result<bool> {
        let changes = wants.changes && self.fill_changes(tables, write)?;
        let duplicates = wants.duplicates && self.fill_duplicates(tables, write)?;
        Ok(changes || duplicates)
    }

    /// What the settings say, as tables have it.
    fn settings(&self) -> Settings {
        let rules = quiet::rules(self).into_iter().map(|rule| (rule.status, rule.min_level, rule.days));
        let rates = self
            .config
            .exchange
            .all()
            .map(|(currency, worth)| (currency.code().to_owned(), worth.to_string()));
        Settings {
            quiet: rules.collect(),
            rates: rates.collect(),
            fiscal_year_start: self.config.fiscal_year_start.clone(),
        }
    }

    /// Adds the commits that are missing; true when there were any, or would be.
    fn fill_changes(&self, tables: &mut Tables, write: bool) -> Result<bool> {
        // The names of people stand in the rows: with other people all are written anew.
        let people = People::of(self);
        let now = format!("{} {:016x}", self.at.commit_text(), people.mark());
        let from = tables.filled_from(Added::Changes).unwrap_or_default();
        if from == now {
            return Ok(false);
        }
        if !write {
            return Ok(true);
        }
        let (commit, mark) = from.split_once(' ').unwrap_or_default();
        let same = mark == format!("{:016x}", people.mark());
        let after = crate::store::BlobId::from_str(commit).ok().filter(|_| same);
        let after = match (after, self.at.commit) {
            (Some(after), Some(head)) if self.book.is_before(after, head) => Some(after),
            _ => None,
        };
        let rows = changed_rows(self, &people, after)?;
        tables.put_changes(after.is_none(), &rows, &now)?;
        Ok(true)
    }

    fn fill_duplicates(&self, tables: &mut Tables, write: bool) -> Result<bool> {
        let now = self.at.tree.map(|tree| tree.to_string()).unwrap_or_default();
        if tables.filled_from(Added::Duplicate).as_deref() == Some(now.as_str()) {
            return Ok(false);
        }
        if !write {
            return Ok(true);
        }
        let mut pairs = Vec::new();
        for kind in self.kinds.cards().filter(|kind| kind.unique) {
            for (a, b, score, likely) in waiting(self, kind)? {
                let verdict = if likely { "duplicate" } else { "possible" }.to_owned();
                pairs.push(Pair { kind: kind.name.clone(), a, b, score, verdict });
            }
        }
        tables.put_pairs(&pairs, &now)?;
        Ok(true)
    }

    /// Kinds whose records are hidden with what they name.
    fn guarded(&self, shape: &Shape) -> Vec<Guarded> {
        let table = |kind: &Kind| {
            let source = Source::Kind(kind.name.clone());
            shape.place(&source).map(|place| shape.tables[place].name.clone())
        };
        let targets = |target: &str| {
            let cards = self.kinds.cards().filter(|kind| target == ANY || kind.name == target);
            cards
                .filter_map(|kind| match (kind.is_child(), &kind.access) {
                    (true, _) => table(kind).map(Target::Table),
                    (false, Some(_)) => Some(Target::Kind(kind.name.clone())),
                    (false, None) => None,
                })
                .collect()
        };
        let guarded = self.kinds.all().iter().filter(|kind| self.names_guarded(kind));
        guarded
            .filter_map(|kind| {
                let links = names_of(kind).map(|(field, target)| (field.to_owned(), targets(target)));
                Some(Guarded { table: table(kind)?, kind: kind.name.clone(), links: links.collect() })
            })
            .collect()
    }
}
