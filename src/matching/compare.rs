//! Two subjects held against one another.

use super::evidence::Evidence;
use super::features::{Row, features};
use super::form::Form;
use super::persons::{self, Person};
pub use super::prepared::Prepared;
use super::reasons;
use super::weigh::{Model, probability};

/// Log-odds of a record that is the same word for word.
pub const SAME: f64 = 5.5;

/// Log-odds of a scrap that a western name begins with.
const FIRST_WORD: f64 = 1.5;

/// Log-odds of a scrap that is a whole name nobody else bears.
const WHOLE_NAME: f64 = 2.6;

/// Score and reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Probability that both are one, 0 to 1.
    pub score: f64,
    /// Log-odds before any evidence.
    pub prior: f64,
    /// Reasons; with the prior their weights add up to the score's log-odds.
    pub evidence: Vec<Evidence>,
}

/// Compares two subjects and tells why.
pub fn compare(mine: &Prepared, theirs: &Prepared, model: &Model) -> Comparison {
    if let (Some(a), Some(b)) = (&mine.person, &theirs.person) {
        return of_persons(mine, theirs, a, b, model);
    }
    let row = features(mine, theirs);
    let mut shares = model.trees.shares(&row);
    for (share, factor) in shares.iter_mut().zip(&model.factors) {
        *share *= factor;
    }
    let prior = model.trees.bias() + added(mine, theirs, model);
    let mut sum = prior + shares.iter().sum::<f64>();
    if sum < SAME && same(mine, theirs) {
        shares[0] += SAME - sum;
        sum = SAME;
    }
    let least = least(mine, theirs);
    if sum < least {
        shares[0] += least - sum;
        sum = least;
    }
    Comparison { score: probability(sum), prior, evidence: reasons::told(mine, theirs, &row, &shares) }
}

fn of_persons(mine: &Prepared, theirs: &Prepared, a: &Person, b: &Person, model: &Model) -> Comparison {
    let levels = a.levels(b);
    let mut evidence = persons::told(mine.facts.as_deref(), theirs.facts.as_deref(), &levels);
    evidence.extend(reasons::contacts(mine, theirs));
    let prior = persons::prior() + added(mine, theirs, model);
    let sum = prior + evidence.iter().map(|e| e.weight).sum::<f64>();
    Comparison { score: probability(sum), prior, evidence }
}

/// Log-odds of two persons without the model's prior.
pub fn person_sum(mine: &Prepared, theirs: &Prepared, a: &Person, b: &Person) -> f64 {
    let contacts: f64 = reasons::contacts(mine, theirs).iter().map(|e| e.weight).sum();
    persons::prior() + persons::shares(&a.levels(b)).iter().sum::<f64>() + contacts
}

/// The score alone.
pub fn score(mine: &Prepared, theirs: &Prepared, model: &Model) -> f64 {
    if let (Some(a), Some(b)) = (&mine.person, &theirs.person) {
        return probability(person_sum(mine, theirs, a, b) + added(mine, theirs, model));
    }
    let row = features(mine, theirs);
    let sum = (row_sum(&row, model) + added(mine, theirs, model)).max(least(mine, theirs));
    probability(if sum < SAME && same(mine, theirs) { SAME } else { sum })
}

/// The log-odds of a row without the prior of the model.
pub fn row_sum(row: &Row, model: &Model) -> f64 {
    if model.is_plain() {
        return model.trees.sum(row);
    }
    let shares = model.trees.shares(row);
    model.trees.bias() + shares.iter().zip(&model.factors).map(|(share, factor)| share * factor).sum::<f64>()
}

/// What is added to the trees' sum.
pub fn added(mine: &Prepared, theirs: &Prepared, model: &Model) -> f64 {
    if !(mine.scrap || theirs.scrap) {
        return model.prior;
    }
    // The first word of a western name is what people type.
    let begins = |x: &Form, y: &Form| {
        !x.chinese
            && !y.chinese
            && x.spelled.len() >= 5
            && x.spelled.len() < y.spelled.len()
            && y.spelled.starts_with(&x.spelled)
    };
    let first = mine.names.iter().any(|x| theirs.names.iter().any(|y| begins(x, y) || begins(y, x)));
    model.prior + model.scrap + if first { FIRST_WORD } else { 0.0 }
}

/// The least log-odds of a scrap that is a name of the record, letter by letter: somebody who types a short name means
/// whoever bears it, and the fewer bear its brand, the surer it is.
pub fn least(mine: &Prepared, theirs: &Prepared) -> f64 {
    if mine.scrap == theirs.scrap {
        return f64::NEG_INFINITY;
    }
    let named = mine.names.iter().find_map(|x| {
        let y = theirs.names.iter().find(|y| x.full == y.full)?;
        Some(f64::from(x.crowd.max(y.crowd).max(1)))
    });
    named.map_or(f64::NEG_INFINITY, |bearers| WHOLE_NAME - bearers.ln())
}

/// True when nothing tells the two apart and there is a name or a contact.
pub fn same(a: &Prepared, b: &Prepared) -> bool {
    let names =
        a.names.len() == b.names.len() && a.names.iter().all(|x| b.names.iter().any(|y| x.full == y.full));
    let something =
        !a.names.is_empty() || !a.phones.is_empty() || !a.emails.is_empty() || !a.domains.is_empty();
    names
        && something
        && a.branch == b.branch
        && a.region == b.region
        && a.county == b.county
        && a.phones.len() == b.phones.len()
        && a.phones.iter().all(|x| b.phones.iter().any(|y| x.digits == y.digits && x.area == y.area))
        && a.emails.len() == b.emails.len()
        && a.emails.iter().all(|x| b.emails.iter().any(|y| x.whole == y.whole))
        && a.domains.len() == b.domains.len()
        && a.domains.iter().all(|x| b.domains.iter().any(|y| x.whole == y.whole))
        && match (&a.address, &b.address) {
            (Some(x), Some(y)) => {
                x.road == y.road && x.number == y.number && x.building == y.building && x.room == y.room
            }
            (None, None) => true,
            _ => false,
        }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
