//! May who gives the command make these changes? Asked once, where everything is committed.

use std::collections::BTreeMap;

use super::moves::{LIMIT, Verdict};
use super::sight::{CLEARANCE, PERSON, ROLES, SUPERIOR, roles_of};
use super::{Desk, Intent};
use crate::config::FILE;
use crate::error::article::{a, begin_a};
use crate::error::{Code, Error, Result};
use crate::index::{Ask, Sort, Test};
use crate::model::access::{Facts, Why};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::Place;
use crate::model::record::{KNOWLEDGE, Record, card_path, read_card};
use crate::model::value::{Map, Value};
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
            // A template makes records in the name of whoever uses it.
            if change.path == FILE
                || ["schemas/", "templates/"].iter().any(|top| change.path.starts_with(top))
            {
                self.permit_settings(&change.path)?;
                continue;
            }
            let Some(place) = self.kinds.of_path(&change.path) else { continue };
            let (top, id) = place.top();
            let verdict = stepped(&place, change)?;
            if place.kind.name == PERSON {
                self.permit_person(place.kind, &place.id, change.content.as_deref())?;
            }
            self.permit_payment(&place, change)?;
            // Whoever may move it does so, as the workflow says.
            if verdict != Verdict::Moves {
                self.permit_keeper(place.kind)?;
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
                Some(why) if !why.may_give() && place.parent.is_none() => match place.kind.name == top.name {
                    true => self.keeps_access(top, id, change.content.as_deref())?,
                    false => self.keeps_knowledge(&place, &change.path, change.content.as_deref())?,
                },
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
            None => self.permit_new(kind).map(|()| Some(Why::Owner)),
            Some(bytes) => match read_card(kind, id, &bytes) {
                Ok(record) => self.why(kind, &record),
                // Nobody can tell whose it was; whoever mends it may.
                Err(_) => Ok(Some(Why::Nobodys)),
            },
        }
    }

    /// Refuses to make a record of a kind that some roles keep.
    pub(super) fn permit_new(&self, kind: &Kind) -> Result<()> {
        match &kind.access {
            Some(access) if access.kept && !access.roles.iter().any(|role| self.has_role(role)) => {
                Err(kept(kind, &access.roles))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a change by anybody but those who keep the records of a kind, and those who keep the book.
    fn permit_keeper(&self, kind: &Kind) -> Result<()> {
        let keeps = kind.keepers.is_empty() || kind.keepers.iter().any(|role| self.has_role(role));
        match keeps || self.may_grant()? {
            true => Ok(()),
            false => Err(kept(kind, &kind.keepers)),
        }
    }

    /// True when who gives the command has a role.
    fn has_role(&self, role: &str) -> bool {
        self.rights().is_ok_and(|rights| rights.roles.contains(role))
    }

    /// Payments are written down by some roles, and never by whose record it is.
    fn permit_payment(&self, place: &Place<'_>, change: &Change) -> Result<()> {
        let Some(payments) = &place.kind.payments else { return Ok(()) };
        let read = |bytes: &[u8]| read_card(place.kind, &place.id, bytes).ok().map(|record| record.fields);
        let before = self.book.file(self.at, &change.path)?.as_deref().and_then(read);
        let after = change.content.as_deref().and_then(read);
        if !payments.differ(before.as_ref(), after.as_ref()) {
            return Ok(());
        }
        let (kind, id) = (place.kind, &place.id);
        let owner = kind.workflow.as_ref().map(|flow| flow.owner.as_str());
        let owner = owner.or(kind.access.as_ref().map(|access| access.owner.as_str()));
        let mine = |fields: &Option<Map>| {
            let owner = owner.and_then(|name| fields.as_ref()?.get(name)?.as_str());
            owner.is_some_and(|owner| !owner.is_empty() && owner == self.context.me)
        };
        if mine(&before) || mine(&after) {
            return Err(Error::new(
                Code::NotPermitted,
                format!("{} {id} is your own; somebody else writes down what is paid on it.", kind.name),
                format!("{} {id} 是您本人的, 应由他人登记收付款。", kind.label.zh),
            )
            .hint(
                format!("Ask somebody with the role {}.", payments.roles.join(" or ")),
                format!("请找角色为 {} 的人。", payments.roles.join(" 或 ")),
            ));
        }
        if payments.roles.is_empty() || payments.roles.iter().any(|role| self.has_role(role)) {
            return Ok(());
        }
        let roles = (payments.roles.join(" or "), payments.roles.join(" 或 "));
        Err(Error::new(
            Code::NotPermitted,
            format!("What is paid on {} is written down by the role {}.", a(&kind.name), roles.0),
            format!("{}的收付款由角色为 {} 的人登记。", kind.label.zh, roles.1),
        )
        .hint(format!("Ask somebody with the role {}.", roles.0), format!("请找角色为 {} 的人。", roles.1)))
    }

    /// Somebody a card is shared with changes neither its owner, nor its level, nor its shares.
    fn keeps_access(&self, kind: &Kind, id: &Id, after: Option<&[u8]>) -> Result<()> {
        // For whom it waits is no matter of sharing.
        let said = |facts: Facts| Facts { waits: Vec::new(), ..facts };
        let facts = |bytes: &[u8]| {
            read_card(kind, id, bytes).ok().and_then(|record| Facts::of(kind, &record.fields)).map(said)
        };
        let before = self.book.file(self.at, &card_path(kind, id))?;
        if before.as_deref().and_then(facts) == after.and_then(facts) {
            return Ok(());
        }
        Err(not_theirs(self, kind, id)?)
    }

    /// Nor do they share what lies in its folder as knowledge, or take that back.
    fn keeps_knowledge(&self, place: &Place<'_>, path: &str, after: Option<&[u8]>) -> Result<()> {
        let said = |bytes: &[u8]| {
            let record = read_card(place.kind, &place.id, bytes).ok();
            record.and_then(|record| record.fields.get(KNOWLEDGE).cloned()).filter(|said| !said.is_empty())
        };
        let before = self.book.file(self.at, path)?;
        if after.is_none() || before.as_deref().and_then(said) == after.and_then(said) {
            return Ok(());
        }
        let (top, id) = place.top();
        Err(not_theirs(self, top, id)?)
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

/// Only some roles make and change records of the kind.
fn kept(kind: &Kind, roles: &[String]) -> Error {
    let (en, zh) = (roles.join(" or "), roles.join(" 或 "));
    Error::new(
        Code::NotPermitted,
        format!("{} is made and changed by the role {en}.", begin_a(&kind.name)),
        format!("{}只由角色为 {zh} 的人建立和更改。", kind.label.zh),
    )
    .hint(format!("Ask somebody with the role {en}."), format!("请找角色为 {zh} 的人。"))
}

fn not_theirs(desk: &Desk, kind: &Kind, id: &Id) -> Result<Error> {
    if let Some(access) = kind.access.as_ref().filter(|access| access.kept) {
        return Ok(kept(kind, &access.roles));
    }
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
