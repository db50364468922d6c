//! What a kind is, as its schema says: fields, labels, home, id rule, columns.

use serde::{Deserialize, Serialize};

use super::approval::Approval;
use super::closed::Closed;
use super::counts::Counts;
use super::event::Event;
use super::exclusive::Exclusive;
use super::payments::Payments;
use super::period::Period;
use super::rollup::Rollup;
use super::schedule::Schedule;
use super::workflow::Workflow;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// How a kind is kept on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Storage {
    /// One record per file.
    Card,
    /// Many stamped entries in one multi-document file beside its parent's card.
    Journal,
}

impl Storage {
    /// The word used in schemas and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Journal => "journal",
        }
    }
}

/// The system field with what two people wanted of one field: see `model::conflict`.
pub const CONFLICTS: &str = "conflicts";

/// The system field that says who shared a record as knowledge, when and why.
pub const KNOWLEDGE: &str = "knowledge";

/// The target of a link that may lead to a record of any kind.
pub const ANY: &str = "any";

/// How an id is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdRule {
    /// Fields whose first filled one gives the slug.
    pub from: Vec<String>,
    /// True for a number of its own (person, contract): the slug alone, no random letters.
    pub own: bool,
}

/// What the search index and the matcher take a field for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// A name a record is known by.
    Name,
    /// A telephone number.
    Phone,
    /// An email address.
    Email,
    /// A website.
    Website,
    /// Street address.
    Address,
    /// Province.
    Province,
    /// City.
    City,
    /// County.
    County,
    /// Postcode.
    Postcode,
    /// Given name of a person.
    GivenName,
    /// Surname of a person.
    Surname,
    /// Day of birth of a person.
    Birthday,
    /// Number of an identity card or of social security.
    Identity,
    /// The id the record had in another system; makes repeated imports change nothing.
    Source,
    /// Free text to search in.
    Text,
}

impl Role {
    /// All roles with the word a schema writes.
    pub const ALL: [(&'static str, Role); 15] = [
        ("name", Role::Name),
        ("phone", Role::Phone),
        ("email", Role::Email),
        ("website", Role::Website),
        ("address", Role::Address),
        ("province", Role::Province),
        ("city", Role::City),
        ("county", Role::County),
        ("postcode", Role::Postcode),
        ("given_name", Role::GivenName),
        ("surname", Role::Surname),
        ("birthday", Role::Birthday),
        ("identity", Role::Identity),
        ("source", Role::Source),
        ("text", Role::Text),
    ];
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldType {
    /// One line of text.
    Text,
    /// Text of many lines.
    LongText,
    /// Whole number with optional bounds.
    Int {
        /// Smallest allowed.
        min: Option<i64>,
        /// Largest allowed.
        max: Option<i64>,
    },
    /// Decimal number.
    Number,
    /// Yes or no.
    Bool,
    /// Day.
    Date,
    /// Moment with zone.
    DateTime,
    /// Exact decimal and currency.
    Money,
    /// Telephone number.
    Phone,
    /// Email address.
    Email,
    /// Website without scheme.
    Website,
    /// One of some words, with labels.
    Choice(Vec<(String, Label)>),
    /// Id of a record of this kind.
    Link(String),
    /// A list of values of one type.
    List(Box<FieldType>),
    /// A group of known fields.
    Group(Vec<Field>),
    /// A group whose fields are free.
    Open,
}

/// What a field holds when nobody says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DefaultValue {
    /// The person giving the command.
    Me,
    /// The day of the command.
    Today,
    /// The moment of the command.
    Now,
    /// Text to be read as a value of the field.
    Text(String),
}

/// One field of a kind or of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name, as typed and stored.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// One sentence on what to fill in.
    pub help: Label,
    /// Type.
    pub ty: FieldType,
    /// Must be filled.
    pub required: bool,
    /// Value of a new record.
    pub default: Option<DefaultValue>,
    /// What index and matcher take it for.
    pub role: Option<Role>,
    /// In a list of groups: items with the same value of this field are the same item.
    pub key: Option<String>,
    /// Written by kehu, not by people.
    pub stamped: bool,
    /// What becomes of two values when two records turn out to be one; by its type when not said.
    pub merge: Option<MergeRule>,
    /// Fields that follow from a choice when nobody sets them by hand.
    pub implies: Vec<Implied>,
    /// Names the person who has it to do: it gets the successor when that person's work is handed over.
    pub hands_over: bool,
}

impl Field {
    /// A field that kehu writes itself.
    pub(super) fn stamped(name: &str, en: &str, zh: &str, ty: FieldType) -> Self {
        Self {
            name: name.to_owned(),
            label: Label { en: en.to_owned(), zh: zh.to_owned() },
            help: Label::default(),
            ty,
            required: false,
            default: None,
            role: None,
            key: None,
            stamped: true,
            merge: None,
            implies: Vec::new(),
            hands_over: false,
        }
    }
}

/// A field that follows from the word of a choice: a stage says how probable a deal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implied {
    /// The field that is set.
    pub field: String,
    /// Its value for each word, as typed.
    pub values: Vec<(String, String)>,
}

/// Which fields of a kind say who may see and change a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The person who answers for it.
    pub owner: String,
    /// Its security level.
    pub level: Option<String>,
    /// With whom it is shared: groups of person, until, edit.
    pub shares: Option<String>,
    /// Roles that see and change every record of the kind.
    pub roles: Vec<String>,
    /// True when nobody but the owner and these roles sees a record.
    pub only: bool,
    /// True when these roles alone make and change records; the owner reads.
    pub kept: bool,
    /// Who works on it: links to people, lists of such, or lists of groups with a `person`; they see and change it.
    pub members: Vec<String>,
}

/// A rule of business arithmetic that JSON Schema cannot say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// `amount`, `schedule` and `payments` agree: one currency, no schedule beyond the amount, no refund of what was not
    /// paid.
    Contract,
    /// `lines` of quantity and price can be added up; their sum is the record's `total`, told and not stored.
    Lines,
    /// The record wears out by `price`, `residual`, `life`, `method` and `in_service`; what it is worth on a day is its
    /// `value`, told and not stored.
    Depreciation,
    /// `lines` of an amount each, none below zero, all in one currency; their sum is the `total`.
    Amounts,
    /// What a person is paid for a month: gross pay and allowances less what is kept back; what is left is the `total`, and
    /// `net` where it is written down.
    Payroll,
    /// `from` is not after `until`.
    Span,
    /// What was lent and is given back by and by: never more than was lent, in its currency.
    Loan,
}

/// The column of what a record comes to.
pub const TOTAL: &str = "total";
/// The column of what a record that wears out is worth.
pub const VALUE: &str = "value";

impl Rule {
    /// All rules with the word a schema writes.
    pub const ALL: [(&'static str, Rule); 7] = [
        ("contract", Rule::Contract),
        ("lines", Rule::Lines),
        ("amounts", Rule::Amounts),
        ("payroll", Rule::Payroll),
        ("span", Rule::Span),
        ("loan", Rule::Loan),
        ("depreciation", Rule::Depreciation),
    ];

    /// True for rules that tell what a record comes to.
    pub fn has_total(self) -> bool {
        matches!(self, Self::Lines | Self::Amounts | Self::Payroll)
    }
}

/// How two values of a field become one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MergeRule {
    /// A person decides.
    Ask,
    /// The one of the record that stays.
    Keep,
    /// The larger number.
    Highest,
    /// Both texts, one after the other.
    Join,
    /// All items of both.
    Union,
    /// The one of the record that stays; the other is added to this list.
    Also(String),
}

/// Something that a complete record has: one rule of the norm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedRule {
    /// Short name: `A`.
    pub mark: String,
    /// What it is about.
    pub label: Label,
    /// What must be there; for each need, any of several ways meets it.
    pub needs: Vec<Vec<Need>>,
}

/// A way to meet a need: a field that is filled or has a value, a journal with an entry, or with such a one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// `phone`, `log`, `log.type`.
    pub path: String,
    /// The value it must have.
    pub value: Option<String>,
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Name, as typed.
    pub name: String,
    /// Folder of the schema: the system it belongs to.
    pub module: String,
    /// True for a kind of the book's own `schemas/`.
    pub own: bool,
    /// What people call one.
    pub label: Label,
    /// What it is for.
    pub help: Label,
    /// Path pattern with `{shard}`, `{id}` or `{parent}`.
    pub home: String,
    /// Card or journal.
    pub storage: Storage,
    /// Kinds a journal stands beside.
    pub parents: Vec<String>,
    /// For a card in the folder of another: link fields that name that record; the first filled one counts.
    pub within: Vec<String>,
    /// Who may see and change it; `None` when everybody may. A card in another's folder goes by that one.
    pub access: Option<Access>,
    /// Roles that alone make and change records, which everybody may see; empty: no such rule.
    pub keepers: Vec<String>,
    /// What closes a record; `None` when nothing does.
    pub closed: Option<Closed>,
    /// Who decides what others asked for; `None` when nothing is decided.
    pub approval: Option<Approval>,
    /// The states it goes through and who moves it; `None` when it has none.
    pub workflow: Option<Workflow>,
    /// Periods that take no entries of it once they are closed.
    pub periods: Vec<Period>,
    /// The list that `kehu pay` writes to; `None` when nothing is paid on it.
    pub payments: Option<Payments>,
    /// Links to its own kind that may not lead a record back to itself.
    pub acyclic: Vec<String>,
    /// The fields that say when, after what, how far and by whom; `None` for what has no time.
    pub schedule: Option<Schedule>,
    /// What only one open record at a time may have.
    pub exclusive: Option<Exclusive>,
    /// The list of people who are asked, with their answers.
    pub answers: Option<String>,
    /// For a kind that says who owes what: the kind that is owed, by `person`, `every` and `period`.
    pub owes: Option<String>,
    /// How progress follows from what lies below.
    pub rollup: Option<Rollup>,
    /// Which fields make it an event of a calendar.
    pub event: Option<Event>,
    /// How ids are made.
    pub id: IdRule,
    /// Links from which a new record takes what it does not say itself: the link, and the fields both kinds have.
    pub copies: Vec<(String, Vec<String>)>,
    /// What a record of the kind counts; `None` when it counts nothing.
    pub counts: Option<Counts>,
    /// The naming field.
    pub naming: String,
    /// A field offered from the name when empty: the short name.
    pub short: Option<String>,
    /// Columns of `list`.
    pub list: Vec<String>,
    /// What a record of the kind needs to be complete.
    pub completeness: Vec<NeedRule>,
    /// The date by which an open record is due.
    pub due: Option<String>,
    /// Looks for look-alikes before a new one is made.
    pub unique: bool,
    /// What must hold beyond the schema.
    pub rules: Vec<Rule>,
    /// Fields in the order they are written.
    pub fields: Vec<Field>,
    /// The schema as JSON text, for the validator and for editors.
    pub schema: String,
}

impl Kind {
    /// True when records come to a total that is reckoned from their lines.
    pub fn has_total(&self) -> bool {
        self.rules.iter().any(|rule| rule.has_total()) && self.field(TOTAL).is_none()
    }

    /// True when records wear out, so that what they are worth is reckoned.
    pub fn has_value(&self) -> bool {
        self.rules.contains(&Rule::Depreciation) && self.field(VALUE).is_none()
    }

    /// True for a column that is reckoned from the fields: a total, a value.
    pub fn reckons(&self, column: &str) -> bool {
        (column == TOTAL && self.has_total()) || (column == VALUE && self.has_value())
    }

    /// The columns that are reckoned.
    pub fn reckoned(&self) -> impl Iterator<Item = &'static str> + '_ {
        [TOTAL, VALUE].into_iter().filter(|column| self.reckons(column))
    }

    /// True when more must hold of its records than JSON Schema says.
    pub fn has_rules(&self) -> bool {
        !self.rules.is_empty() || self.exclusive.is_some()
    }

    /// True for a journal of what was said and done: it has a text, and nothing in it is due.
    pub fn is_log(&self) -> bool {
        self.storage == Storage::Journal && self.due.is_none() && self.field("text").is_some()
    }

    /// True for cards that have a folder to themselves, where journals and other cards may lie.
    pub fn has_folder(&self) -> bool {
        self.home.contains("{id}/")
    }

    /// True for cards that live in the folder of another record.
    pub fn is_child(&self) -> bool {
        !self.within.is_empty()
    }

    /// A top-level field by name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field at a dotted path (`contacts.0.mobile`); list steps are numbers.
    pub fn field_at(&self, path: &str) -> Option<FieldRef<'_>> {
        let mut steps = path.split('.');
        let first = self.field(steps.next()?)?;
        let mut at = FieldRef { field: Some(first), ty: &first.ty };
        for step in steps {
            at = match at.ty {
                FieldType::List(item) if step.parse::<usize>().is_ok() => {
                    FieldRef { field: at.field, ty: item }
                }
                FieldType::Group(fields) => {
                    let field = fields.iter().find(|field| field.name == step)?;
                    FieldRef { field: Some(field), ty: &field.ty }
                }
                FieldType::Open => FieldRef { field: None, ty: &FieldType::Text },
                _ => return None,
            };
        }
        Some(at)
    }

    /// Place of a top-level field in the canonical order; conflicts stand behind all that are known, unknown fields last.
    pub fn rank(&self, name: &str) -> usize {
        let unknown = self.fields.len() + usize::from(name != CONFLICTS);
        self.fields.iter().position(|field| field.name == name).unwrap_or(unknown)
    }
}

/// A field found by path; `field` is absent inside open groups.
#[derive(Debug, Clone, Copy)]
pub struct FieldRef<'a> {
    /// The field, unless its group is open.
    pub field: Option<&'a Field>,
    /// The type at the path.
    pub ty: &'a FieldType,
}

impl FieldType {
    /// The word `kehu kinds KIND` prints.
    pub fn word(&self) -> String {
        match self {
            Self::Text | Self::LongText => "text".to_owned(),
            Self::Int { .. } => "integer".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Date => "date".to_owned(),
            Self::DateTime => "datetime".to_owned(),
            Self::Money => "money".to_owned(),
            Self::Phone => "phone".to_owned(),
            Self::Email => "email".to_owned(),
            Self::Website => "website".to_owned(),
            Self::Choice(_) => "choice".to_owned(),
            Self::Link(kind) => format!("link to {kind}"),
            Self::List(item) => format!("list of {}", item.word()),
            Self::Group(_) => "group".to_owned(),
            Self::Open => "free fields".to_owned(),
        }
    }

    /// True when values are kept as text, so that unquoted digits in a file are text too.
    pub fn is_text(&self) -> bool {
        !matches!(
            self,
            Self::Int { .. } | Self::Number | Self::Bool | Self::List(_) | Self::Group(_) | Self::Open
        )
    }
}
