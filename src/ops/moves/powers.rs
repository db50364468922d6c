//! Who may make a move: owner, superiors, heads, roles, people named; not those who are to be kept from it; up to a limit,
//! beyond which it goes on to the next superior; a deputy in the place of who is away.

use super::people::People;
use crate::error::{Code, Error, Result};
use crate::model::kind::{FieldType, Kind, TOTAL};
use crate::model::money::Money;
use crate::model::trail::{Step, apart, base, people as named};
use crate::model::value::{Map, Value};
use crate::model::workflow::{Limit, Move, Who, Workflow};
use crate::ops::{Desk, rules};

/// Most people that a refusal names.
const NAMED: usize = 5;

/// A record as the question who may move it needs it.
pub struct Powers<'a> {
    desk: &'a Desk,
    people: &'a People,
    kind: &'a Kind,
    flow: &'a Workflow,
    fields: &'a Map,
    steps: &'a [Step],
}

/// By what right somebody makes a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum May {
    /// Their own.
    Own,
    /// That of this person, who is away.
    For(String),
}

/// What becomes of a decision by its amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaches {
    /// It is within the limit.
    Enough,
    /// It is beyond it, and goes on to this person.
    Next(String),
}

impl<'a> Powers<'a> {
    /// The powers over a record with these fields and steps.
    pub fn new(
        desk: &'a Desk,
        kind: &'a Kind,
        flow: &'a Workflow,
        fields: &'a Map,
        steps: &'a [Step],
    ) -> Result<Self> {
        Ok(Self { desk, people: desk.people()?, kind, flow, fields, steps })
    }

    /// Those who may make a move by their own right, the nearest superior first among superiors.
    pub fn entitled(&self, one: &Move) -> Vec<String> {
        let owner = named(self.fields, &self.flow.owner);
        let mut all: Vec<String> = Vec::new();
        for who in &one.who {
            match who {
                Who::Anyone => all.extend(self.people.all().map(|person| person.id.clone())),
                Who::Owner => all.extend(owner.iter().cloned()),
                Who::Superior => all.extend(self.people.above(&base(self.flow, self.fields, self.steps))),
                Who::Head => all.extend(owner.iter().filter_map(|person| self.people.head_of(person))),
                Who::HeadOf(name) => {
                    all.extend(named(self.fields, name).iter().filter_map(|at| self.people.head_at(at)));
                }
                Who::Role(role) => all.extend(self.people.with_role(role).map(|person| person.id.clone())),
                Who::Person(person) => all.push(person.clone()),
                Who::Field(name) => all.extend(named(self.fields, name)),
            }
        }
        let kept = self.kept(one);
        let good = |person: &String| self.people.get(person).is_some() && !kept.contains(person);
        all.retain(good);
        // Whose record it is when the person has left, or who decides for the one on top: those who keep the book.
        if all.is_empty() {
            let keeps = self.desk.config.roles.edit_all.iter().flat_map(|role| self.people.with_role(role));
            all.extend(keeps.map(|person| person.id.clone()).filter(good));
        }
        let mut once: Vec<String> = Vec::with_capacity(all.len());
        for person in all {
            if !once.contains(&person) {
                once.push(person);
            }
        }
        once
    }

    /// Those kept from a move.
    fn kept(&self, one: &Move) -> Vec<String> {
        apart(self.flow, one, self.fields, self.steps)
    }

    /// By what right a person makes a move; `None`: not at all.
    pub fn may(&self, one: &Move, person: &str) -> Option<May> {
        let entitled = self.entitled(one);
        if entitled.iter().any(|known| known == person) {
            return Some(May::Own);
        }
        // Where there are no people yet, whoever works alone moves their own.
        if self.people.all().next().is_none()
            && named(self.fields, &self.flow.owner).iter().any(|o| o == person)
        {
            return one.who.contains(&Who::Owner).then_some(May::Own);
        }
        if self.kept(one).iter().any(|kept| kept == person) {
            return None;
        }
        let away = self.people.stands_in_for(person).find(|away| entitled.contains(&away.id));
        away.map(|away| May::For(away.id.clone()))
    }

    /// Whether a decision of a person is enough for the amount. Errors: nobody above may decide so much either.
    pub fn reaches(&self, one: &Move, person: &str) -> Result<Reaches> {
        let Some(limit) = &one.limit else { return Ok(Reaches::Enough) };
        let above = self.people.above(person);
        let kept = self.kept(one);
        let next = above.iter().find(|next| !kept.contains(next)).cloned();
        let Some(most) = self.limit_of(limit, person, next.is_some()) else { return Ok(Reaches::Enough) };
        let amounts = self.amounts(limit);
        let Some(over) = amounts.iter().find(|amount| self.is_over(amount, &most)) else {
            return Ok(Reaches::Enough);
        };
        match next {
            Some(next) => Ok(Reaches::Next(next)),
            None => {
                let person = self.people.told(person);
                Err(Error::new(
                    Code::NotPermitted,
                    format!("{over} is more than {person} may decide ({most}), and there is nobody above."),
                    format!("{over} 超过 {person} 的审批限额 ({most}), 且没有更上级。"),
                )
                .hint(
                    "Somebody who keeps the book can raise `approves_up_to` of that person.",
                    "请由账簿管理员提高该人员的 `approves_up_to` (审批限额)。",
                ))
            }
        }
    }

    /// The limit of a person: their own, else that of the workflow where somebody stands above.
    fn limit_of(&self, limit: &Limit, person: &str, has_above: bool) -> Option<Money> {
        let own = self.people.get(person).and_then(|person| person.limit);
        let default = || Money::parse(&limit.default, Some(&self.desk.config.currency)).ok();
        own.or_else(|| has_above.then(default).flatten())
    }

    fn amounts(&self, limit: &Limit) -> Vec<Money> {
        if limit.field == TOTAL && self.kind.has_total() {
            return rules::total(self.kind, self.fields);
        }
        let money = |value: &Value| value.as_str().and_then(|text| Money::parse(text, None).ok());
        match self.kind.field(&limit.field).map(|field| &field.ty) {
            Some(FieldType::Money) => self.fields.get(&limit.field).and_then(money).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// True when an amount is beyond a limit; one in a currency without a rate is.
    fn is_over(&self, amount: &Money, most: &Money) -> bool {
        match self.desk.config.exchange.convert(amount, most.currency()) {
            Ok(amount) => amount.amount() > most.amount(),
            Err(_) => amount.currency() != most.currency() || amount.amount() > most.amount(),
        }
    }

    /// The refusal of a move that is not a person's to make: it says who could.
    pub fn refusal(&self, what: &str, label: &str, one: &Move, person: &str) -> Error {
        let could = self.entitled(one);
        let owns = named(self.fields, &self.flow.owner).iter().any(|owner| owner == person);
        let own = owns && self.kept(one).iter().any(|kept| kept == person);
        let (name, zh) = (&one.name, &one.label.zh);
        let error = if own {
            Error::new(
                Code::NotPermitted,
                format!("{what}: nobody may {name} what is their own."),
                format!("{label}: 不能{zh}自己的记录。"),
            )
        } else {
            Error::new(
                Code::NotPermitted,
                format!("{what}: it is not for you to {name} it."),
                format!("{label}: 您无权{zh}。"),
            )
        };
        if could.is_empty() {
            return error.hint(
                "Nobody in the book may: give somebody the role or the superior that it needs.",
                "账簿中没有人可以办理: 请先设置所需的角色或上司。",
            );
        }
        let more = could.len() > NAMED;
        let mut told: Vec<String> = could.iter().take(NAMED).map(|id| self.people.told(id)).collect();
        if more {
            told.push("…".to_owned());
        }
        let told = told.join(", ");
        error.hint(format!("These could: {told}."), format!("可由以下人员办理: {told}。"))
    }
}
