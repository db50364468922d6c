//! Where the gatekeeper stands: at the state before a commit, as the person who made it.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, FixedOffset};

use crate::config::{Config, FILE};
use crate::error::Result;
use crate::model::record::{card_id, read_card};
use crate::model::value::Value;
use crate::ops::Desk;
use crate::ops::desk::{own_kinds, person_id, shipped_kinds};
use crate::ops::sight::PERSON;
use crate::store::signature::now;
use crate::store::{BlobId, Book, Snapshot};

/// Somebody of the book.
#[derive(Debug, Clone, Default)]
pub struct Somebody {
    /// Id.
    pub id: String,
    /// Still here.
    pub living: bool,
    /// Keys they sign with.
    pub keys: Vec<String>,
    /// Somebody else who is still here and has the same email; empty mostly.
    pub other: String,
}

/// The people of a state, by email in small letters.
pub type Everybody = HashMap<String, Somebody>;

/// A desk that moves from state to state; what did not change between two is not read again.
pub struct Post {
    /// The desk.
    pub desk: Desk,
    settings: Option<BlobId>,
    schemas: Option<BlobId>,
    people: HashMap<Option<BlobId>, Rc<Everybody>>,
}

impl Post {
    /// A desk at no state.
    pub fn new(book: Book) -> Result<Self> {
        let mut desk = Desk::bare(book, Config::default(), shipped_kinds()?, now());
        desk.frugal = true;
        Ok(Self { desk, settings: None, schemas: None, people: HashMap::new() })
    }

    /// Moves to a state. Settings or schemas that cannot be read there count as none.
    pub fn move_to(&mut self, at: Snapshot) -> Result<()> {
        let desk = &mut self.desk;
        desk.move_to(at);
        let (settings, schemas) = (desk.book.object_at(at, FILE)?, desk.book.object_at(at, "schemas")?);
        if settings != self.settings {
            let text = desk.book.file(at, FILE)?.unwrap_or_default();
            desk.config = Config::parse(&String::from_utf8_lossy(&text)).unwrap_or_default();
            self.settings = settings;
        }
        if schemas != self.schemas {
            (desk.kinds, desk.schema_problem) = match own_kinds(&desk.book, at, &|_| Ok(None)) {
                Ok(kinds) => (kinds, None),
                Err(problem) => (shipped_kinds()?, Some(problem)),
            };
            self.schemas = schemas;
        }
        Ok(())
    }

    /// Takes the seat of a person at a moment; an empty id is nobody's.
    pub fn sit(&mut self, at: Snapshot, me: &str, when: DateTime<FixedOffset>) -> Result<()> {
        self.move_to(at)?;
        self.desk.context.me = me.to_owned();
        self.desk.context.now = when;
        self.desk.clock = when;
        Ok(())
    }

    /// The people of a state.
    pub fn people(&mut self, at: Snapshot) -> Result<Rc<Everybody>> {
        let Some(kind) = self.desk.kinds.get(PERSON) else { return Ok(Rc::default()) };
        let folder = kind.home.split('/').next().unwrap_or_default();
        let tree = self.desk.book.object_at(at, folder)?;
        if let Some(known) = self.people.get(&tree) {
            return Ok(Rc::clone(known));
        }
        let files = self.desk.book.files_below(at, folder)?;
        let read = self.desk.book.read_each(&files, |path, bytes| {
            let Some(id) = card_id(kind, path) else { return Ok(None) };
            let Ok(person) = read_card(kind, &id, bytes) else { return Ok(None) };
            let keys = person.fields.get("keys").and_then(Value::as_list).unwrap_or_default();
            let somebody = Somebody {
                id: id.to_string(),
                living: !person.is_retired(),
                keys: keys.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                other: String::new(),
            };
            Ok(Some((person.text("email").to_lowercase(), somebody)))
        })?;
        let mut everybody = Everybody::new();
        for (email, mut somebody) in read {
            let Some(known) = everybody.get_mut(&email) else {
                everybody.insert(email, somebody);
                continue;
            };
            // Of two records with one address that of somebody who is still here counts, then the one named by it, as
            // every command has it: nobody becomes another by writing down that other's address.
            let named = |one: &Somebody| (one.living, one.id == person_id(&email));
            if named(&somebody) > named(known) {
                std::mem::swap(known, &mut somebody);
            }
            if somebody.living {
                known.other = somebody.id;
            }
        }
        let everybody = Rc::new(everybody);
        self.people.insert(tree, Rc::clone(&everybody));
        Ok(everybody)
    }
}
