//! Contact plans: what is to be done for a customer, by whom and when. Entries of the journal a kind keeps for them.

mod refused;

use chrono::NaiveDate;

use super::Desk;
use super::apply::{Applied, Intent};
use super::ask::{self, Question};
use super::entry::{append, change, id_of, journal_bytes, new_id};
use crate::domain::repeat::Repeat;
use crate::error::Result;
use crate::model::date::{Date, DateTime};
use crate::model::ids::{Id, Random};
use crate::model::input::{Assignment, Change, assign, fill_defaults, value_error};
use crate::model::kind::Kind;
use crate::model::record::{Record, card_path, journal_path, read_journal};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::store::snapshot::bad_yaml;
use refused::{ambiguous, bad_rule, closed, no_plans, none_open, retired, unknown};

/// Letters of a plan's id that are enough to name it.
pub const LEAST: usize = 4;
/// The trailer that names a plan made or changed.
const TRAILER: &str = "Kehu-Plan";

/// A plan as typed.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Day.
    pub date: String,
    /// What is to be done.
    pub text: String,
    /// Who is to do it; the person giving the command when nobody says.
    pub who: Option<String>,
    /// How it comes again.
    pub repeat: Option<String>,
}

/// A plan made or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// Its day.
    pub date: String,
    /// What is to be done.
    pub text: String,
}

impl Made {
    fn of(kind: &Kind, entry: &Map) -> Self {
        Self {
            id: id_of(entry).to_owned(),
            date: due(kind, entry).to_owned(),
            text: text(entry, &kind.naming).to_owned(),
        }
    }
}

/// The plans of one record while a command changes them.
pub struct Plans<'a> {
    desk: &'a Desk,
    kind: &'a Kind,
    path: String,
    bytes: Vec<u8>,
    entries: Vec<Map>,
}

impl<'a> Plans<'a> {
    /// The plans beside a card; none for kinds without plans.
    pub fn of(desk: &'a Desk, parent: &Kind, id: &Id) -> Result<Option<Self>> {
        let Some(kind) = desk.kinds.plans_of(&parent.name) else { return Ok(None) };
        let path = journal_path(kind, parent, id);
        let bytes = journal_bytes(desk, kind, &path)?;
        let entries = read_journal(kind, &bytes).map_err(|e| bad_yaml(&path, &e))?;
        Ok(Some(Self { desk, kind, path, bytes, entries }))
    }

    /// Makes a plan; `more` are fields that only the program writes.
    pub fn add(&mut self, wish: &Wish, more: Map, random: &mut Random) -> Result<Made> {
        let desk = self.desk;
        let word = |path: &str, value: &str| Assignment {
            path: path.to_owned(),
            change: Change::Set(value.to_owned()),
        };
        let mut words = vec![word(self.due(), &wish.date), word(&self.kind.naming, &wish.text)];
        words.extend(wish.who.as_deref().map(|who| word("who", who)));
        let mut fields = more;
        assign(self.kind, &mut fields, &words, &desk.context)?;
        fields.entry("who".to_owned()).or_insert(Value::text(desk.stamp_by()?));
        super::create::resolve_links(desk, self.kind, &mut fields)?;
        if let Some(typed) = &wish.repeat {
            let from = date_of(self.kind, &fields);
            let rule = Repeat::parse(typed, from).map_err(|bad| bad_rule(typed, &bad))?;
            // The first day that the rule has; parsing made sure there is one.
            let first = rule.first(from).unwrap_or(from);
            fields.insert(self.due().to_owned(), Value::text(Date(first).to_string()));
            fields.insert("repeat".to_owned(), Value::text(rule.to_string()));
        }
        self.put(fields, new_id(random))
    }

    /// Writes a new entry with its stamp.
    fn put(&mut self, mut fields: Map, id: String) -> Result<Made> {
        fields.insert("id".to_owned(), Value::text(id));
        fields.insert("by".to_owned(), Value::text(self.desk.stamp_by()?));
        fill_defaults(self.kind, &mut fields, &self.desk.context);
        Judge::new(self.kind)?.accept(&fields, &self.kind.name)?;
        append(self.kind, &mut self.bytes, fields.clone());
        let made = Made::of(self.kind, &fields);
        self.entries.push(fields);
        Ok(made)
    }

    /// Gives the plan at a place other fields.
    fn set(&mut self, at: usize, fields: Map) -> Result<()> {
        Judge::new(self.kind)?.accept(&fields, &self.kind.name)?;
        change(self.kind, &self.path, &mut self.bytes, fields.clone())?;
        self.entries[at] = fields;
        Ok(())
    }

    /// Marks a plan as done with an entry of the log. One that repeats comes again.
    pub fn done(
        &mut self,
        at: usize,
        day: &DateTime,
        with: &str,
        random: &mut Random,
    ) -> Result<Option<Made>> {
        let before = self.entries[at].clone();
        let mut fields = before.clone();
        fields.insert("done".to_owned(), Value::text(day.to_string()));
        fields.insert("done_by".to_owned(), Value::text(self.desk.stamp_by()?));
        fields.insert("done_with".to_owned(), Value::text(with));
        self.set(at, fields)?;
        let Some(rule) = before.get("repeat").and_then(Value::as_str) else { return Ok(None) };
        let rule = Repeat::read(rule).map_err(|bad| bad_rule(rule, &bad))?;
        let Some(next) = rule.next(date_of(self.kind, &before), day.date().0) else { return Ok(None) };
        let mut again = before;
        // The same in every clone: what two people do apart comes again once.
        let after = format!("{} {}", id_of(&again), Date(next.date));
        let mut id = new_id(&mut Random::from_seed(&after));
        if self.entries.iter().any(|entry| id_of(entry) == id) {
            id = new_id(random);
        }
        let series = again.get("series").cloned().or_else(|| again.get("id").cloned()).unwrap_or_default();
        for gone in ["id", "at", "by", "from"] {
            again.shift_remove(gone);
        }
        again.insert("series".to_owned(), series);
        again.insert(self.due().to_owned(), Value::text(Date(next.date).to_string()));
        match next.repeat {
            Some(rule) => again.insert("repeat".to_owned(), Value::text(rule.to_string())),
            None => again.shift_remove("repeat"),
        };
        self.put(again, id).map(Some)
    }

    /// The open plan that is meant: by id or its start, or the earliest of the person giving the command.
    pub fn meant(&self, typed: Option<&str>, record: &Record) -> Result<usize> {
        let open = || self.entries.iter().enumerate().filter(|(_, entry)| self.kind.is_open(entry));
        let Some(typed) = typed else {
            let me = self.desk.stamp_by()?;
            let mine = open().filter(|(_, entry)| text(entry, "who") == me);
            let earliest = mine.min_by_key(|(at, entry)| (due(self.kind, entry).to_owned(), *at));
            return earliest.map(|(at, _)| at).ok_or_else(|| none_open(record));
        };
        let fits: Vec<(usize, &Map)> = open().filter(|(_, entry)| names(typed, id_of(entry))).collect();
        match &fits[..] {
            [(at, _)] => Ok(*at),
            [] => match self.entries.iter().find(|entry| names(typed, id_of(entry))) {
                Some(entry) => Err(closed(entry)),
                None => Err(unknown(typed, record.id.as_str())),
            },
            several => {
                Err(ambiguous(typed, several.iter().map(|(_, entry)| Made::of(self.kind, entry)).collect()))
            }
        }
    }

    /// The plan at a place.
    pub fn made(&self, at: usize) -> Made {
        Made::of(self.kind, &self.entries[at])
    }

    /// Path and bytes as they are to be written.
    pub fn file(self) -> (String, Vec<u8>) {
        (self.path, self.bytes)
    }

    fn due(&self) -> &'a str {
        self.kind.due.as_deref().unwrap_or_default()
    }
}

/// `kehu plan`: something to be done for a record.
pub fn make(desk: &mut Desk, typed: &str, wish: &Wish, dry: bool) -> Result<(Made, Applied)> {
    let mut made = Made::default();
    let applied = desk.apply("plan", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        if record.is_retired() {
            return Err(retired(&record));
        }
        let mut plans = Plans::of(desk, kind, &record.id)?.ok_or_else(|| no_plans(kind))?;
        made = plans.add(wish, Map::default(), &mut desk.random())?;
        Ok(intent(kind, &record, plans, &format!("plan for {}", made.date), &made))
    })?;
    Ok((made, applied))
}

/// `kehu plan --move`: another day for an open plan.
pub fn shift(desk: &mut Desk, typed: &str, date: &str, dry: bool) -> Result<(Made, Applied)> {
    let mut made = Made::default();
    let applied = on_plan(desk, typed, dry, &mut |plans, at| {
        let today = plans.desk.context.now.date_naive();
        let day = Date::parse(date, today).map_err(|bad| value_error(plans.due(), date, &bad))?;
        let mut fields = plans.entries[at].clone();
        fields.insert(plans.due().to_owned(), Value::text(day.to_string()));
        plans.set(at, fields)?;
        made = plans.made(at);
        Ok(format!("move plan to {day}"))
    })?;
    Ok((made, applied))
}

/// `kehu plan --drop`: a plan that will not be done.
pub fn drop(desk: &mut Desk, typed: &str, reason: &str, dry: bool) -> Result<(Made, Applied)> {
    let mut made = Made::default();
    let applied = on_plan(desk, typed, dry, &mut |plans, at| {
        let mut fields = plans.entries[at].clone();
        fields.insert("dropped".to_owned(), Value::text(DateTime::from(plans.desk.context.now).to_string()));
        fields.insert("dropped_by".to_owned(), Value::text(plans.desk.stamp_by()?));
        if !reason.is_empty() {
            let word = Assignment { path: "reason".to_owned(), change: Change::Set(reason.to_owned()) };
            assign(plans.kind, &mut fields, &[word], &plans.desk.context)?;
        }
        plans.set(at, fields)?;
        made = plans.made(at);
        Ok(format!("drop plan of {}", made.date))
    })?;
    Ok((made, applied))
}

/// Changes the open plan that is named by the start of its id, whoever it is for.
fn on_plan(
    desk: &mut Desk,
    typed: &str,
    dry: bool,
    act: &mut dyn FnMut(&mut Plans<'_>, usize) -> Result<String>,
) -> Result<Applied> {
    desk.apply("plan", dry, &mut |desk| {
        let (parent, record) = beside(desk, typed)?;
        let mut plans = Plans::of(desk, parent, &record.id)?.ok_or_else(|| no_plans(parent))?;
        let at = plans.meant(Some(typed), &record)?;
        let what = act(&mut plans, at)?;
        let made = plans.made(at);
        Ok(intent(parent, &record, plans, &what, &made))
    })
}

/// The card that has the plan with an id or the start of one.
fn beside<'a>(desk: &'a Desk, typed: &str) -> Result<(&'a Kind, Record)> {
    if !is_start(typed) {
        return Err(unknown(typed, ""));
    }
    let mut found: Vec<(&Kind, &Kind, Record)> = Vec::new();
    for parent in desk.kinds.cards() {
        let Some(kind) = desk.kinds.plans_of(&parent.name) else { continue };
        let query = format!("id:[{typed} TO {typed}~]");
        let (entries, _) =
            ask::list(desk, kind, &Question { query, limit: Some(20), ..Question::default() })?;
        // Several kinds have the same journal: an entry stands beside one card.
        for entry in entries {
            if desk.book.blob_id(desk.at, &card_path(parent, &entry.id))?.is_some() {
                found.push((parent, kind, entry));
            }
        }
    }
    let open = |(_, kind, entry): &(&Kind, &Kind, Record)| kind.is_open(&entry.fields);
    if found.iter().any(open) {
        found.retain(open);
    }
    let exact = |(_, _, entry): &(&Kind, &Kind, Record)| id_of(&entry.fields) == typed;
    if found.iter().any(exact) {
        found.retain(exact);
    }
    match &found[..] {
        [] => Err(unknown(typed, "")),
        [(parent, _, entry)] => {
            let record = desk.book.card(desk.at, parent, &entry.id)?;
            Ok((parent, record.ok_or_else(|| unknown(typed, ""))?))
        }
        several => {
            Err(ambiguous(typed, several.iter().map(|(_, kind, e)| Made::of(kind, &e.fields)).collect()))
        }
    }
}

fn intent(kind: &Kind, record: &Record, plans: Plans<'_>, what: &str, made: &Made) -> Intent {
    let subject = format!("{}: {what} with {} ({})", kind.name, record.title(kind), record.id);
    let mut intent = Intent::new("plan", subject);
    let (path, bytes) = plans.file();
    intent.put(&kind.name, record.id.as_str(), path, bytes);
    intent.trailer(TRAILER, &made.id);
    intent
}

/// True for what can be the start of a plan's id: four letters or more.
pub fn is_start(typed: &str) -> bool {
    let letter = |b: u8| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b));
    (LEAST..=40).contains(&typed.len()) && typed.bytes().all(letter)
}

fn names(typed: &str, id: &str) -> bool {
    id == typed || (typed.len() >= LEAST && id.starts_with(typed))
}

/// The day a plan is due, as it stands.
pub fn due<'a>(kind: &Kind, entry: &'a Map) -> &'a str {
    kind.due.as_deref().map_or("", |due| text(entry, due))
}

fn date_of(kind: &Kind, entry: &Map) -> NaiveDate {
    Date::from_iso(due(kind, entry)).map(|date| date.0).unwrap_or_default()
}

/// A text field of an entry; empty when it is not there.
pub fn text<'a>(entry: &'a Map, name: &str) -> &'a str {
    entry.get(name).and_then(Value::as_str).unwrap_or_default()
}
