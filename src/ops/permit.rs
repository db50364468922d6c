//! May who gives the command make these changes? Asked once, where everything is committed.

use std::collections::BTreeMap;

use super::moves::{LIMIT, Verdict};
use super::sight::{CLEARANCE, PERSON, ROLES, SUPERIOR, roles_of};
use super::{Desk, Intent};
use crate::config::FILE;
use crate::error::{Code, Error, Result};
use crate::index::{Ask, Sort, Test};
use crate::model::access::{Facts, Why};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::kinds::Place;
use crate::model::record::{Record, card_path, read_card};
use crate::model::value::Value;
use crate::store::Change;

impl Desk {
    /// Refuses an intent that touches what its author may not change.
    pub(super) fn permit(&self, intent: &Intent) -> Result<()> {
        if !intent.permitted {
            return self.permit_changes(&intent.draft.changes);
        }
        for change in &intent.draft.changes {
            if let Some(place) = self.kinds.of_path(&change.path) {
                self.stepped(&place, change)?;
            }
        }
        Ok(())
    }

    /// Refuses changes that who is at the desk may not make, by what the state of the desk says.
    pub(super) fn permit_changes(&self, changes: &[Change]) -> Result<()> {
        self.permit_each(changes, &|place, change| self.stepped(place, change))
    }

    /// The same, where something else tells how a change stands to the workflow of its kind.
    pub(super) fn permit_each(
        &self,
        changes: &[Change],
        stepped: &dyn Fn(&Place<'_>, &Change) -> Result<Verdict>,
    ) -> Result<()> {
        let mut asked: BTreeMap<String, Option<Why>> = BTreeMap::new();
        for change in changes {
            if change.path == FILE || change.path.starts_with("schemas/") {
                self.permit_settings(&change.path)?;
                continue;
            }
            let Some(place) = self.kinds.of_path(&change.path) else { continue };
            let (top, id) = place.top();
            let verdict = stepped(&place, change)?;
            if place.kind.name == PERSON {
                self.permit_person(place.kind, &place.id, change.content.as_deref())?;
            }
            if top.access.is_none() {
                continue;
            }
            let key = format!("{}/{id}", top.name);
            let why = match asked.get(&key) {
                Some(why) => why.clone(),
                None => {
                    let why = self.standing(top, id)?;
                    asked.insert(key, why.clone());
                    why
                }
            };
            match why {
                None => return Err(hidden()),
                // Whoever may move it and does nothing else needs no right to change it.
                Some(why) if !why.may_edit() && verdict == Verdict::Moves => {}
                Some(why) if !why.may_edit() => return Err(not_theirs(self, top, id)?),
                Some(why) if !why.may_give() && place.kind.name == top.name && place.parent.is_none() => {
                    self.keeps_access(top, id, change.content.as_deref())?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Holds a change against the workflow of its kind.
    pub(super) fn stepped(&self, place: &Place<'_>, change: &Change) -> Result<Verdict> {
        if place.kind.workflow.is_none() {
            return Ok(Verdict::Apart);
        }
        let before = self.book.file(self.at, &change.path)?;
        self.permit_steps(place.kind, &place.id, before.as_deref(), change.content.as_deref())
    }

    /// Refuses to touch a file that is no record and lies in the folder of a card that may not be changed.
    pub(super) fn permit_beside(&self, path: &str) -> Result<()> {
        let Some((kind, id)) = self.kinds.folder_owner(path) else { return Ok(()) };
        if kind.access.is_none() {
            return Ok(());
        }
        match self.standing(kind, &id)? {
            None => Err(hidden()),
            Some(why) if !why.may_edit() => Err(not_theirs(self, kind, &id)?),
            Some(_) => Ok(()),
        }
    }

    /// Why the author sees a card as it is before the change; a new one is theirs to make.
    fn standing(&self, kind: &Kind, id: &Id) -> Result<Option<Why>> {
        match self.book.file(self.at, &card_path(kind, id))? {
            None => Ok(Some(Why::Owner)),
            Some(bytes) => match read_card(kind, id, &bytes) {
                Ok(record) => self.why(kind, &record),
                // Nobody can tell whose it was; whoever mends it may.
                Err(_) => Ok(Some(Why::Nobodys)),
            },
        }
    }

    /// Somebody a card is shared with changes neither its owner, nor its level, nor its shares.
    fn keeps_access(&self, kind: &Kind, id: &Id, after: Option<&[u8]>) -> Result<()> {
        let facts =
            |bytes: &[u8]| read_card(kind, id, bytes).ok().and_then(|record| Facts::of(kind, &record.fields));
        let before = self.book.file(self.at, &card_path(kind, id))?;
        if before.as_deref().and_then(facts) == after.and_then(facts) {
            return Ok(());
        }
        Err(not_theirs(self, kind, id)?)
    }

    /// True for those who may change people and settings: by role, or, while nobody has such a role, by reporting to nobody.
    pub fn may_grant(&self) -> Result<bool> {
        if self.rights()?.edits_all.is_some() {
            return Ok(true);
        }
        let Some(kind) = self.kinds.get(PERSON) else { return Ok(true) };
        let me =
            Id::parse(&self.context.me).map(|id| self.book.card(self.at, kind, &id)).transpose()?.flatten();
        let on_top = me.is_none_or(|me| me.text(SUPERIOR).is_empty());
        Ok(on_top && !self.has_keeper(kind)?)
    }

    /// True when somebody has a role that may change everything.
    fn has_keeper(&self, kind: &Kind) -> Result<bool> {
        let keeps = |person: &Record| {
            !person.is_retired()
                && roles_of(person).iter().any(|role| self.config.roles.edit_all.contains(role))
        };
        let folder = kind.home.split('/').next().unwrap_or_default();
        // A card that cannot be read says nothing of a role.
        if self.reads_people(folder)?
            && let Ok(people) = self.book.cards(self.at, kind)
        {
            return Ok(people.iter().any(keeps));
        }
        if self.frugal {
            return Ok(true);
        }
        for role in &self.config.roles.edit_all {
            let ask =
                Ask::Kind(PERSON.to_owned()).and(Ask::Field(ROLES.to_owned(), Test::Contains(role.clone())));
            let (hits, _) = self.index()?.search(&ask, &Sort::Id, usize::MAX)?;
            for hit in hits {
                let person = self.book.card_of(kind, &hit)?;
                if person.is_some_and(|person| !person.is_retired() && roles_of(&person).contains(role)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn permit_settings(&self, file: &str) -> Result<()> {
        if !self.restricted()? || self.may_grant()? {
            return Ok(());
        }
        Err(Error::new(
            Code::NotPermitted,
            format!("{file} may only be changed by somebody with the role {}.", self.keepers()),
            format!("只有角色为 {} 的人可以更改 {file}。", self.keepers()),
        ))
    }

    fn keepers(&self) -> String {
        self.config.roles.edit_all.join(", ")
    }

    /// One's own record may be changed, but not one's level, roles or superior; others' by those above them.
    fn permit_person(&self, kind: &Kind, id: &Id, after: Option<&[u8]>) -> Result<()> {
        let before = self.book.card(self.at, kind, id).ok().flatten();
        let after = after.and_then(|bytes| read_card(kind, id, bytes).ok());
        let level = |person: &Option<Record>| {
            person
                .as_ref()
                .and_then(|person| person.fields.get(CLEARANCE))
                .and_then(Value::as_int)
                .unwrap_or(0)
        };
        let field = |person: &Option<Record>, name: &str| {
            person.as_ref().and_then(|person| person.fields.get(name)).cloned().unwrap_or_default()
        };
        let mine = id.as_str() == self.context.me;
        let raised = level(&after) > level(&before);
        let differs = |name: &str| field(&before, name) != field(&after, name);
        let granted = raised
            || differs(ROLES)
            || differs(SUPERIOR)
            || differs(LIMIT)
            || (before.is_some() && after.is_none());
        let wanted = if mine || !self.restricted()? { mine && granted } else { true };
        if !wanted || self.may_grant()? {
            return Ok(());
        }
        let above = |superior: &str| -> Result<bool> {
            Ok(superior == self.context.me || self.is_above(&self.context.me, superior)?)
        };
        // Those above a person keep that person's record, and take newcomers in below themselves.
        let superior = field(if before.is_some() { &before } else { &after }, SUPERIOR);
        let clearance = self.rights()?.clearance;
        if !mine
            && above(superior.as_str().unwrap_or_default())?
            && level(&after) <= clearance
            && !differs(ROLES)
        {
            return Ok(());
        }
        let keepers = self.keepers();
        let (en, zh) = match mine {
            true => (
                format!("You may not change your own security level, roles or superior ({id})."),
                format!("不能更改自己的安全级别、角色或上司 ({id})。"),
            ),
            false => {
                (format!("You may not change the record of {id}."), format!("不能更改 {id} 的人员记录。"))
            }
        };
        Err(Error::new(Code::NotPermitted, en, zh).hint(
            format!("Ask somebody with the role {keepers}, or a superior."),
            format!("请找角色为 {keepers} 的人或其上司。"),
        ))
    }
}

/// Nothing is told of a record that may not be seen.
fn hidden() -> Error {
    Error::new(
        Code::NotPermitted,
        "This would change records that are not yours to change.",
        "此操作会更改不归您管理的记录。",
    )
    .hint(
        "Ask the person who answers for it to share it with the right to change it.",
        "请由负责人共享给您并允许更改。",
    )
}

fn not_theirs(desk: &Desk, kind: &Kind, id: &Id) -> Result<Error> {
    let facts = desk.book.card(desk.at, kind, id)?.and_then(|record| Facts::of(kind, &record.fields));
    let owner = facts.map(|facts| facts.owner).unwrap_or_default();
    Ok(Error::new(
        Code::NotPermitted,
        format!("{id} belongs to {owner}; you may see it, but not change this."),
        format!("{id} 由 {owner} 负责; 您可以查看, 但不能作此更改。"),
    )
    .hint(
        format!("Ask {owner} for `kehu share {id} {} --edit`, or a superior to change it.", desk.context.me),
        format!("请 {owner} 运行 `kehu share {id} {} --edit`, 或请其上司更改。", desk.context.me),
    ))
}
