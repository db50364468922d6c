//! Who sees a record and who may change it: one pure rule over the person and what the record says (CRM-11).
//!
//! The norm: a card is seen by its owner and the owner's direct and indirect superiors; it may be shared with others; its
//! security level is one more condition. The index keeps what a record says as marks, so that a list asks for the marks a
//! person reaches instead of reading every record; `sees` and `reaches` are the same rule, and a test holds them together.
//!
//! A kind may name roles that see and change all its records whatever their level. Where they are `only`, nobody else does
//! but the owner: no superior, no role of the book, no open mode. Where they are `keepers`, the owner reads and no more.
//!
//! For whom a record waits by its workflow sees it while it waits, a deputy of theirs in the days of the absence too: nobody
//! decides on what they cannot read. The security level stands above that, and so does `only`.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::kind::{KNOWLEDGE, Kind};
use super::trail::waits;
use super::value::{Map, Value};

/// Highest security level of a record, and highest clearance of a person.
pub const HIGHEST: i64 = 9;
/// The day of a share that does not end.
const FOREVER: &str = "9999-12-31";
/// The mark of records that everybody sees.
const EVERYBODY: &str = "*";

/// One person a record is shared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Id of the person.
    pub person: String,
    /// Last day of the share, ISO; `None`: it does not end.
    pub until: Option<String>,
    /// May change it too.
    pub edit: bool,
}

/// What a record says about who may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Id of the person who answers for it; empty when nobody does.
    pub owner: String,
    /// Security level, 0 to 9.
    pub level: i64,
    /// With whom it is shared.
    pub shares: Vec<Share>,
    /// Shared with everybody as knowledge.
    pub knowledge: bool,
    /// Roles that see and change every record of its kind.
    pub roles: Vec<String>,
    /// True when nobody but the owner and these roles sees it.
    pub only: bool,
    /// True when the owner reads it alone; these roles change it.
    pub kept: bool,
    /// For whom it waits, as `trail::waits` says it.
    pub waits: Vec<String>,
}

/// Who is looking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    /// Id of the person; empty for somebody without a person record.
    pub me: String,
    /// Everybody who reports to this person, directly or not.
    pub line: BTreeSet<String>,
    /// Security level up to which this person sees what is open to them by role, share or mode.
    pub clearance: i64,
    /// The role that lets this person see every record.
    pub sees_all: Option<String>,
    /// The role that lets this person change every record they see.
    pub edits_all: Option<String>,
    /// True in an `open` book: everybody sees and changes what their clearance allows.
    pub open: bool,
    /// The day of the command, ISO.
    pub today: String,
    /// All roles of this person.
    pub roles: BTreeSet<String>,
    /// What may wait for this person, or for somebody they stand in for, as `trail::waits` says it.
    pub awaits: BTreeSet<String>,
}

/// Why somebody sees a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is theirs.
    Owner,
    /// It is theirs, and others keep it.
    Subject,
    /// The owner reports to them.
    Superior,
    /// Nobody owns it yet.
    Nobodys,
    /// It is shared with them.
    Shared {
        /// Last day, ISO.
        until: Option<String>,
        /// May change it.
        edit: bool,
    },
    /// By a role.
    Role {
        /// Its name.
        role: String,
        /// May change it.
        edit: bool,
    },
    /// It waits for their move.
    Awaited,
    /// It is shared as knowledge.
    Knowledge,
    /// The book is open.
    Open,
}

impl Why {
    /// May this person change the record?
    pub fn may_edit(&self) -> bool {
        match self {
            Self::Shared { edit, .. } | Self::Role { edit, .. } => *edit,
            Self::Awaited | Self::Knowledge | Self::Subject => false,
            _ => true,
        }
    }

    /// May this person give it another owner, another security level, or share it?
    pub fn may_give(&self) -> bool {
        match self {
            Self::Shared { .. } | Self::Awaited | Self::Knowledge | Self::Subject => false,
            Self::Role { edit, .. } => *edit,
            _ => true,
        }
    }
}

impl Facts {
    /// What the fields of a record say; `None` when its kind is open to everybody.
    pub fn of(kind: &Kind, fields: &Map) -> Option<Self> {
        let access = kind.access.as_ref()?;
        let text =
            |map: &Map, name: &str| map.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let level = access.level.as_ref().and_then(|name| fields.get(name)).and_then(Value::as_int);
        let shares = access.shares.as_ref().and_then(|name| fields.get(name)).and_then(Value::as_list);
        let shares = shares.unwrap_or_default().iter().filter_map(Value::as_map).map(|share| Share {
            person: text(share, "person"),
            until: Some(text(share, "until")).filter(|day| !day.is_empty()),
            edit: share.get("edit") == Some(&Value::Bool(true)),
        });
        let members = access.members.iter().filter_map(|name| fields.get(name)).flat_map(members);
        Some(Self {
            owner: text(fields, &access.owner),
            level: level.unwrap_or(0).clamp(0, HIGHEST),
            shares: shares.chain(members).filter(|share| !share.person.is_empty()).collect(),
            knowledge: is_knowledge(fields),
            roles: access.roles.clone(),
            only: access.only,
            kept: access.kept,
            waits: waits(kind, fields),
        })
    }

    /// What a card in the folder of a record with these facts says: it goes by that one, and may be shared as knowledge or
    /// wait for somebody by itself.
    pub fn within(mut self, kind: &Kind, fields: &Map) -> Self {
        self.knowledge |= is_knowledge(fields);
        self.waits.extend(waits(kind, fields));
        self
    }

    /// The marks under which the index keeps the record.
    fn marks(&self) -> Vec<String> {
        let level = self.level;
        let mut marks: Vec<String> = self.roles.iter().map(|role| format!("r:{role}")).collect();
        if self.only {
            // Of another sort than that of other records: those above the owner do not reach it.
            marks.extend((!self.owner.is_empty()).then(|| format!("m:{}", self.owner)));
            return marks;
        }
        marks.push(format!("l:{level}"));
        marks.push(match self.owner.as_str() {
            "" => format!("n:{level}"),
            owner => format!("o:{owner}"),
        });
        marks.extend(self.shares.iter().map(|share| {
            let until = share.until.as_deref().unwrap_or(FOREVER);
            format!("s:{}:{level}:{until}", share.person)
        }));
        if self.knowledge {
            marks.push(format!("k:{level}"));
        }
        marks.extend(self.waits.iter().map(|who| format!("w:{level}:{who}")));
        marks
    }
}

/// Those whom a field names as working on a record: a link, a list of links, or groups of `person` and `until`.
fn members(value: &Value) -> Vec<Share> {
    match value {
        Value::Text(person) => vec![Share { person: person.clone(), until: None, edit: true }],
        Value::Map(member) => {
            let text = |name: &str| member.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let until = Some(text("until")).filter(|day| !day.is_empty());
            vec![Share { person: text("person"), until, edit: true }]
        }
        Value::List(items) => items.iter().flat_map(members).collect(),
        _ => Vec::new(),
    }
}

/// True for a record that is shared as knowledge.
pub fn is_knowledge(fields: &Map) -> bool {
    fields.get(KNOWLEDGE).is_some_and(|said| !said.is_empty())
}

/// The marks of a record of a kind; journals beside it have the same, and cards in its folder that are not shared as
/// knowledge by themselves.
pub fn marks(kind: &Kind, fields: &Map) -> Vec<String> {
    Facts::of(kind, fields).map_or_else(|| vec![EVERYBODY.to_owned()], |facts| facts.marks())
}

/// The marks of a card in the folder of another, where they are not that one's: it is shared as knowledge by
/// itself, or waits for somebody.
pub fn marks_within(host: &Kind, host_fields: &Map, kind: &Kind, fields: &Map) -> Option<Vec<String>> {
    if !is_knowledge(fields) && waits(kind, fields).is_empty() {
        return None;
    }
    Facts::of(host, host_fields).map(|facts| facts.within(kind, fields).marks())
}

/// The marks a person reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Single marks.
    pub marks: Vec<String>,
    /// Marks between two, both included: shares that have not ended.
    pub ranges: Vec<RangeInclusive<String>>,
}

impl Viewer {
    /// Why this person sees a record with these facts; `None`: they do not.
    pub fn sees(&self, facts: &Facts) -> Option<Why> {
        let known = !self.me.is_empty();
        let keeps = facts.roles.iter().find(|role| known && self.roles.contains(*role));
        let keeps = keeps.map(|role| Why::Role { role: role.clone(), edit: true });
        if known && facts.owner == self.me {
            return match facts.kept {
                true => keeps.or(Some(Why::Subject)),
                false => Some(Why::Owner),
            };
        }
        if keeps.is_some() || facts.only {
            return keeps;
        }
        if self.line.contains(&facts.owner) {
            return Some(Why::Superior);
        }
        if facts.level > self.clearance {
            return None;
        }
        if self.open {
            return Some(Why::Open);
        }
        if facts.owner.is_empty() {
            return Some(Why::Nobodys);
        }
        if let Some(role) = &self.edits_all {
            return Some(Why::Role { role: role.clone(), edit: true });
        }
        let lasts = |share: &&Share| {
            share.person == self.me && share.until.as_deref().unwrap_or(FOREVER) >= self.today.as_str()
        };
        // Of two shares with one person the one that allows more counts.
        let mine = facts.shares.iter().filter(|_| known).filter(lasts).max_by_key(|share| share.edit);
        let shared = mine.map(|share| Why::Shared { until: share.until.clone(), edit: share.edit });
        match (&shared, &self.sees_all) {
            (Some(Why::Shared { edit: true, .. }), _) | (Some(_), None) => shared,
            (_, Some(role)) => Some(Why::Role { role: role.clone(), edit: false }),
            (None, None) if facts.waits.iter().any(|who| self.awaits.contains(who)) => Some(Why::Awaited),
            (None, None) => facts.knowledge.then_some(Why::Knowledge),
        }
    }

    /// True when this person sees every record whatever it says, of kinds that are not kept to some roles.
    pub fn sees_everything(&self) -> bool {
        self.clearance >= HIGHEST && self.sees_its_levels()
    }

    /// True when this person sees every record up to their security level, of kinds that are not kept to some roles.
    pub fn sees_its_levels(&self) -> bool {
        self.open || self.sees_all.is_some() || self.edits_all.is_some()
    }

    /// The marks of the records this person sees.
    pub fn reach(&self) -> Reach {
        let mut marks = vec![EVERYBODY.to_owned()];
        let mut ranges = Vec::new();
        marks.extend(self.line.iter().map(|person| format!("o:{person}")));
        if !self.me.is_empty() {
            marks.extend([format!("o:{}", self.me), format!("m:{}", self.me)]);
            marks.extend(self.roles.iter().map(|role| format!("r:{role}")));
        }
        let all = self.sees_its_levels();
        for level in 0..=self.clearance.clamp(0, HIGHEST) {
            marks.push(format!("n:{level}"));
            marks.push(format!("k:{level}"));
            if !all {
                marks.extend(self.awaits.iter().map(|who| format!("w:{level}:{who}")));
            }
            if all {
                marks.push(format!("l:{level}"));
            } else if !self.me.is_empty() {
                let share = |until: &str| format!("s:{}:{level}:{until}", self.me);
                ranges.push(share(&self.today)..=share("~"));
            }
        }
        Reach { marks, ranges }
    }
}

impl Reach {
    /// True when any of a record's marks is among these.
    pub fn holds(&self, marks: &[String]) -> bool {
        marks
            .iter()
            .any(|mark| self.marks.contains(mark) || self.ranges.iter().any(|range| range.contains(mark)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts(owner: &str, level: i64, shares: &[(&str, Option<&str>, bool)]) -> Facts {
        let share = |(person, until, edit): &(&str, Option<&str>, bool)| Share {
            person: (*person).to_owned(),
            until: until.map(str::to_owned),
            edit: *edit,
        };
        Facts {
            owner: owner.to_owned(),
            level,
            shares: shares.iter().map(share).collect(),
            ..Facts::default()
        }
    }

    fn viewer(me: &str, line: &[&str]) -> Viewer {
        Viewer {
            me: me.to_owned(),
            line: line.iter().map(|name| (*name).to_owned()).collect(),
            today: "2026-11-23".to_owned(),
            ..Viewer::default()
        }
    }

    #[test]
    fn owner_superior_share_role() {
        let mine = facts("li", 0, &[]);
        assert_eq!(viewer("li", &[]).sees(&mine), Some(Why::Owner));
        assert_eq!(viewer("wang", &["li", "zhao"]).sees(&mine), Some(Why::Superior));
        assert_eq!(viewer("zhao", &[]).sees(&mine), None);
        let shared = facts("li", 0, &[("zhao", Some("2026-11-23"), false)]);
        let why = viewer("zhao", &[]).sees(&shared).unwrap();
        assert!(!why.may_edit() && !why.may_give());
        let mut later = viewer("zhao", &[]);
        later.today = "2026-11-24".to_owned();
        assert_eq!(later.sees(&shared), None, "the share ended");
        let auditor = Viewer { sees_all: Some("auditor".to_owned()), ..viewer("chen", &[]) };
        assert!(!auditor.sees(&mine).unwrap().may_edit());
        assert_eq!(viewer("zhao", &[]).sees(&facts("", 0, &[])), Some(Why::Nobodys));
    }

    #[test]
    fn a_level_stops_all_but_the_owner_and_those_above() {
        let secret = facts("li", 3, &[("zhao", None, true)]);
        assert_eq!(viewer("zhao", &[]).sees(&secret), None);
        assert_eq!(Viewer { open: true, ..viewer("zhao", &[]) }.sees(&secret), None);
        let cleared = Viewer { clearance: 3, ..viewer("zhao", &[]) };
        assert_eq!(cleared.sees(&secret), Some(Why::Shared { until: None, edit: true }));
        assert_eq!(viewer("li", &[]).sees(&secret), Some(Why::Owner));
        assert_eq!(viewer("wang", &["li"]).sees(&secret), Some(Why::Superior));
    }

    #[test]
    fn knowledge_is_seen_by_everybody_who_is_cleared() {
        let told = Facts { knowledge: true, ..facts("li", 2, &[]) };
        assert_eq!(viewer("zhao", &[]).sees(&told), None);
        let cleared = Viewer { clearance: 2, ..viewer("zhao", &[]) };
        let why = cleared.sees(&told).unwrap();
        assert_eq!(why, Why::Knowledge);
        assert!(!why.may_edit() && !why.may_give());
        assert_eq!(viewer("li", &[]).sees(&told), Some(Why::Owner));
    }

    #[test]
    fn what_waits_for_somebody_is_seen_by_them() {
        let asked = Facts { waits: vec!["s:li".to_owned()], ..facts("li", 1, &[]) };
        let deputy = Viewer { awaits: ["s:li".to_owned()].into(), clearance: 1, ..viewer("zhao", &[]) };
        let why = deputy.sees(&asked).unwrap();
        assert_eq!(why, Why::Awaited);
        assert!(!why.may_edit() && !why.may_give());
        assert_eq!(Viewer { clearance: 0, ..deputy.clone() }.sees(&asked), None, "the level stands above it");
        assert_eq!(deputy.sees(&Facts { waits: Vec::new(), ..asked.clone() }), None, "it waits no more");
        assert_eq!(deputy.sees(&Facts { only: true, ..asked }), None);
    }

    #[test]
    fn what_is_kept_to_roles_is_seen_by_nobody_else() {
        let roles = vec!["hr".to_owned()];
        let pay = Facts { roles, only: true, kept: true, ..facts("li", 0, &[]) };
        let all = Viewer {
            clearance: HIGHEST,
            open: true,
            sees_all: Some("auditor".to_owned()),
            edits_all: Some("admin".to_owned()),
            ..viewer("wang", &["li"])
        };
        assert_eq!(all.sees(&pay), None);
        assert_eq!(viewer("li", &[]).sees(&pay), Some(Why::Subject));
        assert!(!Why::Subject.may_edit() && !Why::Subject.may_give());
        let hr = Viewer { roles: ["hr".to_owned()].into(), ..viewer("chen", &[]) };
        let by_role = Some(Why::Role { role: "hr".to_owned(), edit: true });
        assert_eq!(hr.sees(&pay), by_role);
        assert_eq!(hr.sees(&Facts { level: 9, ..pay.clone() }), by_role, "whatever the level");
        assert_eq!(Viewer { me: String::new(), ..hr.clone() }.sees(&pay), None, "nobody has a role");
        let open = Facts { only: false, kept: false, ..pay.clone() };
        assert_eq!(viewer("wang", &["li"]).sees(&open), Some(Why::Superior), "the usual rule");
        assert_eq!(hr.sees(&open), by_role, "and these roles");
        let mine = Viewer { me: "li".to_owned(), ..hr };
        assert_eq!(mine.sees(&pay), by_role, "who keeps the records keeps their own too");
        assert_eq!(all.sees(&Facts { owner: String::new(), ..pay }), None, "nobody's is not everybody's");
    }

    proptest! {
        /// What the index answers and what the rule says are the same.
        #[test]
        fn marks_say_what_the_rule_says(
            owner in "[a-d]?", level in 0i64..4,
            shares in prop::collection::vec(("[a-d]", prop::option::of("2026-11-2[0-9]"), any::<bool>()), 0..4),
            me in "[a-d]?", line in prop::collection::btree_set("[a-d]", 0..3), clearance in 0i64..4,
            knowledge in any::<bool>(), sees in any::<bool>(), edits in any::<bool>(), open in any::<bool>(),
            named in prop::collection::vec("[rs]", 0..2), held in prop::collection::btree_set("[rst]", 0..2),
            only in any::<bool>(), kept in any::<bool>(),
            waits in prop::collection::vec("[pr]:[a-d]", 0..3), awaits in prop::collection::btree_set("[pr]:[a-d]", 0..3),
        ) {
            let shares = shares.into_iter().map(|(person, until, edit)| Share { person, until, edit }).collect();
            let facts = Facts { owner, level, shares, knowledge, roles: named, only, kept, waits };
            let viewer = Viewer {
                me, line, clearance, open, roles: held, awaits,
                sees_all: sees.then(|| "auditor".to_owned()),
                edits_all: edits.then(|| "admin".to_owned()),
                today: "2026-11-25".to_owned(),
            };
            prop_assert_eq!(viewer.sees(&facts).is_some(), viewer.reach().holds(&facts.marks()));
        }
    }
}
