//! Where work is done: a book at a state, its kinds and settings, and who is asking.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::lookalike;
use super::moves::People;
use crate::config::{Config, FILE};
use crate::error::{Code, Error, Result};
use crate::index::SearchIndex;
use crate::model::access::{Reach, Viewer};
use crate::model::date::Date;
use crate::model::ids::{Id, Random};
use crate::model::input::Context;
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::Record;
use crate::store::signature::{Author, now};
use crate::store::{Book, Snapshot};

/// The compiled schemas of the shipped kinds.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kinds.postcard"));

/// The shipped kinds alone.
pub fn shipped_kinds() -> Result<Kinds> {
    Kinds::shipped(SHIPPED)
}

/// A book at a state, ready to work on.
pub struct Desk {
    /// The book.
    pub book: Book,
    /// The state reads answer from: HEAD, or what `--at` names.
    pub at: Snapshot,
    /// True when `at` is not HEAD, so nothing can be written.
    pub past: bool,
    /// Shipped kinds and the book's own.
    pub kinds: Kinds,
    /// What is wrong with the book's own schemas; the shipped kinds alone serve then, to mend it.
    pub schema_problem: Option<Error>,
    /// `kehu.toml`.
    pub config: Config,
    /// What reading typed values depends on; its now is the day that questions are asked about.
    pub context: Context,
    /// The moment of the command, whatever day is asked about.
    pub clock: DateTime<FixedOffset>,
    index: OnceCell<SearchIndex>,
    pub(super) viewer: OnceCell<Viewer>,
    /// Who is looking, without those who report to them.
    pub(super) rights: OnceCell<Viewer>,
    /// For people asked about: everybody they report to.
    pub(super) above: RefCell<HashMap<String, BTreeSet<String>>>,
    pub(super) reach: OnceCell<Option<Reach>>,
    /// The cards of all people.
    pub(super) persons: OnceCell<Vec<Record>>,
    /// Superiors, heads, roles, deputies, as workflows ask for them.
    pub(super) people: OnceCell<People>,
    followed: RefCell<Vec<(String, String)>>,
    /// True when everything is read from the tree and no index is opened: a judge goes through many states.
    pub(super) frugal: bool,
}

impl Desk {
    /// Opens the book that holds `dir`, at HEAD or at `when`.
    pub fn open(dir: &Path, when: Option<&str>) -> Result<Self> {
        let book = Book::discover(dir)?;
        let now = now();
        let head = book.head()?;
        let at = match when {
            Some(when) => book.at(when, now)?,
            None => head,
        };
        Self::with(book, at, when.is_some(), now)
    }

    /// The desk of an open book at a state.
    pub fn with(book: Book, at: Snapshot, past: bool, now: DateTime<FixedOffset>) -> Result<Self> {
        let Some(bytes) = book.file(at, FILE)? else { return Err(not_a_book(book.place())) };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let config = Config::parse(&text)?;
        let (kinds, schema_problem) = match own_kinds(&book, at, &|_| Ok(None)) {
            Ok(kinds) => (kinds, None),
            Err(problem) => (shipped_kinds()?, Some(problem)),
        };
        let mut desk = Self::bare(book, config, kinds, now);
        (desk.at, desk.past, desk.schema_problem) = (at, past, schema_problem);
        desk.context.me = desk.me().unwrap_or_default();
        Ok(desk)
    }

    /// A desk at no state yet, with nobody at it.
    pub(super) fn bare(book: Book, config: Config, kinds: Kinds, now: DateTime<FixedOffset>) -> Self {
        let context = Context {
            now,
            me: String::new(),
            country: config.country_code.clone(),
            currency: config.currency.clone(),
        };
        Self {
            book,
            at: Snapshot { commit: None, tree: None },
            past: true,
            kinds,
            schema_problem: None,
            config,
            context,
            clock: now,
            index: OnceCell::new(),
            viewer: OnceCell::new(),
            rights: OnceCell::new(),
            above: RefCell::default(),
            reach: OnceCell::new(),
            persons: OnceCell::new(),
            people: OnceCell::new(),
            followed: RefCell::default(),
            frugal: false,
        }
    }

    /// The same desk after a commit.
    pub fn move_to(&mut self, at: Snapshot) {
        self.at = at;
        self.index = OnceCell::new();
        self.viewer = OnceCell::new();
        self.rights = OnceCell::new();
        self.above = RefCell::default();
        self.reach = OnceCell::new();
        self.persons = OnceCell::new();
        self.people = OnceCell::new();
    }

    /// The id of the person whose email is git's `user.email`.
    fn me(&self) -> Option<String> {
        let email = self.book.author().ok()?.email;
        let kind = self.kinds.get("person")?;
        let guess = Id::parse(&person_id(&email));
        let is = |record: &Record| record.text("email").eq_ignore_ascii_case(&email);
        if let Some(id) = guess
            && let Ok(Some(record)) = self.book.card(self.at, kind, &id)
            && is(&record)
        {
            return Some(id.to_string());
        }
        let mut people = self.persons(kind).ok()?.iter();
        people.find(|record| is(record)).map(|record| record.id.to_string())
    }

    /// Who gives the command; everything that writes needs it.
    pub fn author(&self) -> Result<Author> {
        let mut author = self.book.author()?;
        author.at = self.context.now;
        Ok(author)
    }

    /// Person id for stamps: the person record's, else the user part of the email.
    pub fn stamp_by(&self) -> Result<String> {
        if self.context.me.is_empty() {
            Ok(person_id(&self.author()?.email))
        } else {
            Ok(self.context.me.clone())
        }
    }

    /// The search index for this state, opened and brought up to date at first use.
    pub fn index(&self) -> Result<&SearchIndex> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = self.book.search(self.at, &self.kinds, &lookalike::index_keys)?;
        Ok(self.index.get_or_init(|| index))
    }

    /// Opens the index of a state that is about to become HEAD's, so that it is kept on disk.
    pub(super) fn index_ahead(&self) -> Result<()> {
        if self.index.get().is_none() {
            let index = self.book.search_ahead(self.at, &self.kinds, &lookalike::index_keys)?;
            let _ = self.index.set(index);
        }
        Ok(())
    }

    /// True when the index was opened for something.
    pub(super) fn index_is_open(&self) -> bool {
        self.index.get().is_some()
    }

    /// A card by kind and id, wherever it lives; seen by whom is not asked here.
    pub fn card(&self, kind: &Kind, id: &Id) -> Result<Option<Record>> {
        if !kind.is_child() {
            return self.book.card(self.at, kind, id);
        }
        match self.index()?.with_id(&kind.name, id.as_str())? {
            Some(hit) => self.book.card_of(kind, &hit),
            None => Ok(None),
        }
    }

    /// Takes a day for today: what is due, late or quiet is told as of then. Nothing can be written.
    pub fn look_from(&mut self, day: Date) {
        let now = self.context.now;
        let moved = day.0.and_time(now.time()).and_local_timezone(*now.offset()).single();
        self.context.now = moved.unwrap_or(now);
    }

    /// A desk of its own for another state of the same book.
    pub(super) fn elsewhere(&self, at: Snapshot, past: bool) -> Result<Self> {
        Self::with(Book::discover(self.book.place())?, at, past, self.clock)
    }

    /// The book as it was on a day, asked as of that day; at a commit, as of the day of the commit.
    pub fn then(&self, when: &str) -> Result<Self> {
        let at = self.book.at(when, self.clock)?;
        let day = match Date::from_iso(when) {
            Ok(day) => day,
            Err(_) => Date(self.book.time_of(at)?.with_timezone(self.clock.offset()).date_naive()),
        };
        let mut then = self.elsewhere(at, true)?;
        then.look_from(day);
        Ok(then)
    }

    /// The book at a commit with a clock of its own. Errors: the book has no commit of this full name.
    pub fn at_commit(&self, commit: &str, clock: DateTime<FixedOffset>) -> Result<Self> {
        let at = self.book.at(commit, clock).ok().filter(|at| at.commit_text().eq_ignore_ascii_case(commit));
        let at = at.ok_or_else(|| {
            let commit = crate::error::quoted(commit);
            Error::new(
                Code::NotFound,
                format!("The book has no commit {commit}."),
                format!("账簿没有提交 {commit}。"),
            )
            .hint("Fetch it first, or ask the book it comes from.", "请先取回该提交, 或改用其来源的账簿。")
        })?;
        Self::with(Book::discover(self.book.place())?, at, true, clock)
    }

    /// The day that questions take for today.
    pub fn today(&self) -> Date {
        Date(self.context.now.date_naive())
    }

    /// A source of random letters; fixed by `KEHU_SEED` for each state of the book.
    pub fn random(&self) -> Random {
        match std::env::var("KEHU_SEED") {
            Ok(seed) => Random::from_seed(&format!("{seed}{}", self.at.commit_text())),
            Err(_) => Random::from_system(),
        }
    }

    /// Notes that a merged record led to another.
    pub(super) fn note_followed(&self, from: &str, to: &str) {
        let pair = (from.to_owned(), to.to_owned());
        let mut followed = self.followed.borrow_mut();
        if !followed.contains(&pair) {
            followed.push(pair);
        }
    }

    /// Merged records that led to others, for telling.
    pub fn followed(&self) -> Vec<(String, String)> {
        self.followed.borrow().clone()
    }

    /// Refuses to write while looking at the past, or while git itself has work under way.
    pub fn writable(&self) -> Result<()> {
        if self.context.now != self.clock {
            return Err(Error::new(
                Code::Usage,
                "Nothing can be written as of another day: --as-of is for reading.",
                "不能按其他日期写入: --as-of 只用于查看。",
            ));
        }
        if self.past {
            return Err(Error::new(
                Code::Usage,
                "The past cannot be changed: --at is for reading.",
                "过去不能更改: --at 只用于查看。",
            ));
        }
        self.book.refuse_halfway()
    }
}

/// Kinds of the book's own `schemas/` added to the shipped ones; `newer` gives files that are edited.
pub(super) fn own_kinds(
    book: &Book,
    at: Snapshot,
    newer: &dyn Fn(&str) -> Result<Option<Vec<u8>>>,
) -> Result<Kinds> {
    let mut kinds = shipped_kinds()?;
    for (path, blob) in book.files_below(at, "schemas")? {
        let bytes = match newer(&path)? {
            Some(bytes) => bytes,
            None => book.blob(blob)?,
        };
        add_own(&mut kinds, &path, &bytes)?;
    }
    kinds.check()?;
    Ok(kinds)
}

/// Adds the kind of a schema file; other files are none.
pub(super) fn add_own(kinds: &mut Kinds, path: &str, bytes: &[u8]) -> Result<()> {
    let parts: Vec<&str> = path.split('/').collect();
    let ["schemas", module, file] = parts[..] else { return Ok(()) };
    let Some(name) = file.strip_suffix(".yaml") else { return Ok(()) };
    kinds.add_own(module, name, &String::from_utf8_lossy(bytes))
}

/// The id a person gets: the user part of the email.
pub fn person_id(email: &str) -> String {
    let user = email.split('@').next().unwrap_or_default();
    let slug = crate::model::ids::slug(user);
    if slug.is_empty() { "me".to_owned() } else { slug }
}

fn not_a_book(place: &Path) -> Error {
    let place = place.display();
    Error::new(
        Code::NotABook,
        format!("{place} is a git repository, but no book: it has no committed {FILE}."),
        format!("{place} 是 git 仓库, 但不是账簿: 没有已提交的 {FILE}。"),
    )
    .hint(format!("Make it one with `kehu init {place}`."), format!("用 `kehu init {place}` 建立账簿。"))
}
