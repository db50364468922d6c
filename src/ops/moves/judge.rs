//! Is a change of a record with a workflow what its moves allow? Asked for every change that is committed, however it was
//! made: by a verb, by hand, or pushed to a hub.

use super::powers::{May, Powers, Reaches};
use super::{filled, moved_only};
use crate::error::{Code, Error, Result};
use crate::model::conflict::Conflict;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::{KNOWLEDGE, Record, is_system, read_card};
use crate::model::trail::{Step, VOID, seen, state, steps, void};
use crate::model::value::{Map, Value};
use crate::model::workflow::{TRAIL, Workflow};
use crate::ops::Desk;

/// How a change stands to the workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Verdict {
    /// It makes no step.
    Apart,
    /// It makes a step, and nothing else that needs a right of its own.
    Moves,
    /// It makes a step and changes more.
    More,
}

impl Desk {
    /// Refuses a change that steps aside the workflow of its kind.
    pub(in crate::ops) fn permit_steps(
        &self,
        kind: &Kind,
        id: &Id,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<Verdict> {
        let (Some(flow), Some(after)) = (&kind.workflow, after) else {
            return self.permit_taking_out(kind, id, before, after).map(|()| Verdict::Apart);
        };
        let read = |bytes: &[u8]| read_card(kind, id, bytes).ok();
        let Some(after) = read(after) else { return Ok(Verdict::Apart) };
        let before = match before {
            Some(bytes) => read(bytes),
            // A card in another's folder may lie elsewhere now.
            None if kind.is_child() && !self.frugal => self.card(kind, id)?,
            None => None,
        };
        match before {
            None => self.first_state(kind, flow, &after).map(|()| Verdict::Apart),
            Some(before) => self.follow_steps(kind, flow, &before, &after),
        }
    }

    /// The same for a merge: its steps are those of its parents, and at most a decision is taken back.
    pub(in crate::ops) fn permit_merged_steps(
        &self,
        kind: &Kind,
        id: &Id,
        before: &[Option<Vec<u8>>],
        after: Option<&[u8]>,
    ) -> Result<Verdict> {
        let (Some(flow), Some(after)) = (&kind.workflow, after) else {
            for before in before {
                self.permit_taking_out(kind, id, before.as_deref(), after)?;
            }
            return Ok(Verdict::Apart);
        };
        let read = |bytes: &[u8]| read_card(kind, id, bytes).ok();
        let Some(after) = read(after) else { return Ok(Verdict::Apart) };
        let parents: Vec<Record> = before.iter().flatten().filter_map(|bytes| read(bytes)).collect();
        if parents.is_empty() {
            return self.first_state(kind, flow, &after).map(|()| Verdict::Apart);
        }
        let known: Vec<Step> = parents.iter().flat_map(|parent| steps(&parent.fields)).collect();
        let new = steps(&after.fields);
        if known.iter().any(|step| !new.contains(step)) {
            return Err(trail_stays(kind, id.as_str()));
        }
        let (what, label) = (format!("{} {id}", kind.name), format!("{} {id}", kind.label.zh));
        let back = flow.binds.as_ref().map(|binds| binds.back.as_str());
        let made_up =
            |step: &&Step| !(known.contains(step) || step.name == VOID && Some(step.to.as_str()) == back);
        if let Some(step) = new.iter().find(made_up) {
            return Err(wrong_step(&what, &label, step));
        }
        let is = state(flow, &after.fields);
        // Where both sides moved it differently the state is in conflict, until somebody who could settles it.
        let open = Conflict::all(&after.fields).iter().any(|conflict| conflict.field == flow.state);
        let led = open || new.last().is_some_and(|step| step.to == is);
        if !led && !parents.iter().any(|parent| state(flow, &parent.fields) == is) {
            return Err(moved_only(kind, flow, id.as_str()));
        }
        match void(flow, &after.fields) {
            Some((decision, changed)) => Err(no_longer(kind, id.as_str(), &decision, &changed)),
            None => Ok(Verdict::Moves),
        }
    }

    /// A record with steps is not taken out of the book: it is retired, or taken back. Those who keep the book may.
    fn permit_taking_out(
        &self,
        kind: &Kind,
        id: &Id,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<()> {
        // A card in another's folder that is gone here may lie elsewhere now.
        let (Some(before), None, Some(_), false) = (before, after, &kind.workflow, kind.is_child()) else {
            return Ok(());
        };
        let stepped = read_card(kind, id, before).is_ok_and(|record| !steps(&record.fields).is_empty());
        if stepped && !self.may_grant()? {
            return Err(trail_stays(kind, id.as_str()));
        }
        Ok(())
    }

    /// A new record stands at the beginning; those who keep the book may bring in what was decided elsewhere.
    fn first_state(&self, kind: &Kind, flow: &Workflow, after: &Record) -> Result<()> {
        if state(flow, &after.fields) == flow.first && steps(&after.fields).is_empty() {
            return Ok(());
        }
        if self.may_grant()? {
            return Ok(());
        }
        let (first, at) = (&flow.first, state(flow, &after.fields));
        Err(Error::new(
            Code::NotPermitted,
            format!("A new {} is {first}; it cannot begin as {at}.", kind.name),
            format!("新建的{}状态应为 {first}, 不能是 {at}。", kind.label.zh),
        )
        .hint("Leave the state out, then move it on.", "请不要填写状态, 之后再办理流程。"))
    }

    fn follow_steps(&self, kind: &Kind, flow: &Workflow, before: &Record, after: &Record) -> Result<Verdict> {
        let id = after.id.as_str();
        let (old, new) = (steps(&before.fields), steps(&after.fields));
        let (was, is) = (state(flow, &before.fields), state(flow, &after.fields));
        let me = self.stamp_by()?;
        self.still_fixed(kind, flow, before, after)?;
        if new.len() < old.len() {
            // Taking one's own last steps back is undoing them.
            let kept = old.starts_with(&new);
            let mine = old.get(new.len()..).unwrap_or_default().iter().all(|step| step.by == me);
            let back = old.get(new.len()).is_some_and(|step| step.from == is);
            return if kept && mine && back { Ok(Verdict::More) } else { Err(trail_stays(kind, id)) };
        }
        if !new.starts_with(&old) {
            return Err(trail_stays(kind, id));
        }
        let fresh = new.get(old.len()..).unwrap_or_default();
        if fresh.is_empty() && was != is {
            return self.settles(kind, flow, before, after).map(|()| Verdict::More);
        }
        if fresh.is_empty() && !old.is_empty() {
            told_by_trail(kind, flow, before, after)?;
        }
        let mut at = was.to_owned();
        let mut past = old.clone();
        for step in fresh {
            self.one_step(kind, flow, (before, after), &past, step, &at, &me)?;
            at.clone_from(&step.to);
            past.push(step.clone());
        }
        if at != is {
            return Err(moved_only(kind, flow, id));
        }
        if let Some((decision, changed)) = void(flow, &after.fields) {
            return Err(no_longer(kind, id, &decision, &changed));
        }
        if fresh.is_empty() {
            return Ok(Verdict::Apart);
        }
        let may = |name: &str| {
            name == flow.state
                || name == TRAIL
                || (is_system(name) && name != KNOWLEDGE)
                || flow.tracks.iter().any(|known| known == name)
                || fresh.iter().filter_map(|step| flow.find(&step.name)).any(|one| {
                    one.sets.iter().any(|(known, _)| known == name)
                        || one.needs.iter().any(|known| known == name)
                })
        };
        let same = |name: &str| before.fields.get(name) == after.fields.get(name);
        let names = before.fields.keys().chain(after.fields.keys());
        let more = names.into_iter().any(|name| !same(name) && !may(name));
        Ok(if more { Verdict::More } else { Verdict::Moves })
    }

    /// Two people moved a record differently while apart: who could have made the step that is to hold may say so.
    fn settles(&self, kind: &Kind, flow: &Workflow, before: &Record, after: &Record) -> Result<()> {
        let id = after.id.as_str();
        let is = state(flow, &after.fields);
        let open = Conflict::all(&before.fields).iter().any(|conflict| conflict.field == flow.state);
        let trail = steps(&before.fields);
        let Some(step) = trail.iter().rev().find(|step| step.to == is).filter(|_| open) else {
            return Err(moved_only(kind, flow, id));
        };
        let Some(one) = flow.find(&step.name) else { return Err(moved_only(kind, flow, id)) };
        let past: Vec<Step> = trail.iter().take_while(|known| known.id != step.id).cloned().collect();
        let powers = Powers::new(self, kind, flow, &before.fields, &past)?;
        match powers.may(one, &self.stamp_by()?) {
            Some(_) => Ok(()),
            None => {
                let (what, label) = (format!("{} {id}", kind.name), format!("{} {id}", kind.label.zh));
                Err(powers.refusal(&what, &label, one, &self.stamp_by()?))
            }
        }
    }

    /// Is a step one that who gives the command may make from a state?
    #[allow(clippy::too_many_arguments)]
    fn one_step(
        &self,
        kind: &Kind,
        flow: &Workflow,
        (before, after): (&Record, &Record),
        past: &[Step],
        step: &Step,
        at: &str,
        me: &str,
    ) -> Result<()> {
        let id = after.id.as_str();
        let (what, label) = (format!("{} {id}", kind.name), format!("{} {id}", kind.label.zh));
        if step.name == VOID {
            return taken_back(flow, before, after, step, at).ok_or_else(|| wrong_step(&what, &label, step));
        }
        let one = flow.find(&step.name).filter(|one| one.from.iter().any(|from| from == at));
        let one = one.ok_or_else(|| wrong_step(&what, &label, step))?;
        if step.from != at || step.by != me {
            return Err(wrong_step(&what, &label, step));
        }
        // What the move itself sets is asked as it was: who withdraws a request is no longer named by it.
        let mut asked = if one.decides { before.fields.clone() } else { after.fields.clone() };
        for (name, _) in &one.sets {
            match before.fields.get(name) {
                Some(value) => asked.insert(name.clone(), value.clone()),
                None => asked.shift_remove(name),
            };
        }
        let powers = Powers::new(self, kind, flow, &asked, past)?;
        let right = powers.may(one, me).ok_or_else(|| powers.refusal(&what, &label, one, me))?;
        let deputy = match &right {
            May::Own => None,
            May::For(person) => Some(person),
        };
        // Standing in for somebody when one may oneself tells no more, and no less.
        if step.deputy_of.as_ref() != deputy {
            return Err(wrong_step(&what, &label, step));
        }
        let to = match powers.reaches(one, step.right_of())? {
            Reaches::Next(_) => at,
            Reaches::Enough if one.to.is_empty() => at,
            Reaches::Enough => &one.to,
        };
        if step.to != to {
            return Err(wrong_step(&what, &label, step));
        }
        if one.decides
            && (step.seen != seen(flow, &after.fields) || bound(flow, before) != bound(flow, after))
        {
            return Err(wrong_step(&what, &label, step));
        }
        if step.from != step.to {
            filled(kind, one, &after.fields, &what, &label)?;
        }
        Ok(())
    }

    /// What was decided and carried out stays as it is.
    fn still_fixed(&self, kind: &Kind, flow: &Workflow, before: &Record, after: &Record) -> Result<()> {
        let Some(binds) = &flow.binds else { return Ok(()) };
        let at = state(flow, &before.fields);
        if !binds.fixed.iter().any(|fixed| fixed == at) {
            return Ok(());
        }
        let differs = |name: &&String| before.fields.get(*name) != after.fields.get(*name);
        let Some(name) = binds.fields.iter().find(differs) else { return Ok(()) };
        let id = &after.id;
        Err(Error::new(
            Code::NotPermitted,
            format!("{} {id} is {at}: {name} cannot be changed any more.", kind.name),
            format!("{} {id} 的状态是 {at}: {name} 不能再更改。", kind.label.zh),
        )
        .hint("Make a new record for what is to be put right.", "如需更正, 请另建一条记录。"))
    }
}

/// The values of the fields that decisions rest on.
fn bound<'a>(flow: &'a Workflow, record: &'a Record) -> Vec<Option<&'a Value>> {
    flow.binds.iter().flat_map(|binds| &binds.fields).map(|name| record.fields.get(name)).collect()
}

/// A decision is taken back when what it rested on has changed, and not otherwise.
fn taken_back(flow: &Workflow, before: &Record, after: &Record, step: &Step, at: &str) -> Option<()> {
    let binds = flow.binds.as_ref()?;
    let good = step.from == at && step.to == binds.back;
    let mut fields: Map = after.fields.clone();
    fields.insert(TRAIL.to_owned(), before.fields.get(TRAIL).cloned().unwrap_or_default());
    (good && void(flow, &fields).is_some()).then_some(())
}

/// What a trail writes down changes with a step, where a move is there that leaves the state as it is.
fn told_by_trail(kind: &Kind, flow: &Workflow, before: &Record, after: &Record) -> Result<()> {
    let open = Conflict::all(&before.fields);
    let differs = |name: &&String| {
        before.fields.get(*name) != after.fields.get(*name)
            && !open.iter().any(|conflict| conflict.field == **name)
    };
    let stays = flow.out_of(state(flow, &after.fields)).find(|one| one.to.is_empty());
    let (Some(name), Some(one)) = (flow.tracks.iter().find(differs), stays) else { return Ok(()) };
    let (id, verb) = (&after.id, &one.name);
    Err(Error::new(
        Code::NotPermitted,
        format!("{} {id}: {name} is told by its trail, so it changes with a move.", kind.name),
        format!("{} {id}: {name} 记入流程记录, 只能随动作更改。", kind.label.zh),
    )
    .hint(format!("kehu move {id} {verb} {name}=…"), format!("kehu move {id} {verb} {name}=…")))
}

fn wrong_step(what: &str, label: &str, step: &Step) -> Error {
    let Step { name, by, from, to, .. } = step;
    Error::new(
        Code::NotPermitted,
        format!("{what}: the step `{name}` by {by} from {from} to {to} is none that its workflow allows."),
        format!("{label}: {by} 的步骤 `{name}` ({from} → {to}) 不符合流程。"),
    )
    .hint("Make it with `kehu move`, under your own name.", "请用 `kehu move` 以本人名义办理。")
}

fn trail_stays(kind: &Kind, id: &str) -> Error {
    Error::new(
        Code::NotPermitted,
        format!("{} {id}: the steps that were made stay as they were written.", kind.name),
        format!("{} {id}: 已办理的流程记录不能更改。", kind.label.zh),
    )
    .hint(
        "Put the trail back; `kehu undo` takes back your own last step.",
        "请恢复流程记录; 可用 `kehu undo` 撤销本人最后一步。",
    )
}

/// The error for a change that leaves a decision standing on what is no longer so.
pub(in crate::ops) fn no_longer(kind: &Kind, id: &str, decision: &Step, changed: &[String]) -> Error {
    let (by, names) = (&decision.by, changed.join(", "));
    let day = decision.at.get(..10).unwrap_or_default();
    Error::new(
        Code::NotPermitted,
        format!(
            "{} {id}: {by} decided on {day} by another {names}; the decision no longer holds.",
            kind.name
        ),
        format!("{} {id}: {by} 于 {day} 审批时的 {names} 与现在不同, 该审批已失效。", kind.label.zh),
    )
    .hint(
        format!("Put it back, or change it with `kehu set {id} …`, which takes the decision back."),
        format!("请恢复原值, 或用 `kehu set {id} …` 更改, 审批将自动撤回。"),
    )
}
