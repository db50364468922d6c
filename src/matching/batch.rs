//! Candidates in memory: all records of a kind under their keys, for looking up many rows.

use std::collections::HashMap;

use super::compare::Prepared;
use super::keys::keys;

/// Records that share a key beyond this many say nothing by it.
const CROWD: usize = 400;

/// Records under their keys.
#[derive(Debug, Default)]
pub struct Block {
    records: Vec<Prepared>,
    postings: HashMap<Box<str>, Vec<u32>>,
}

impl Block {
    /// An empty block.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record; its number counts from 0.
    pub fn insert(&mut self, record: Prepared) -> usize {
        let number = self.records.len();
        for key in keys(&record) {
            self.postings.entry(key.text.into()).or_default().push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        self.records.push(record);
        number
    }

    /// A record by its number.
    pub fn prepared(&self, number: usize) -> &Prepared {
        &self.records[number]
    }

    /// Records that share keys, most telling first: a rare key counts more.
    pub fn candidates(&self, wanted: &Prepared, limit: usize) -> Vec<(usize, f64)> {
        let all = self.records.len().max(1) as f64;
        let mut sums: HashMap<u32, f64> = HashMap::new();
        for key in keys(wanted) {
            let Some(posting) = self.postings.get(key.text.as_str()).filter(|p| p.len() <= CROWD) else {
                continue;
            };
            let rarity = (all / posting.len() as f64).ln().max(0.05) * key.weight();
            for number in posting {
                *sums.entry(*number).or_default() += rarity;
            }
        }
        let mut found: Vec<(usize, f64)> =
            sums.into_iter().map(|(number, sum)| (number as usize, sum)).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::subject::{Fact, Subject};

    #[test]
    fn look_alikes_meet_under_their_keys() {
        let named = |name: &str| {
            let fact = Fact { field: "name".to_owned(), text: name.to_owned() };
            Prepared::new(Subject { names: vec![fact], ..Subject::default() })
        };
        let mut block = Block::new();
        for name in ["金科电子有限公司", "惠普中国有限公司", "Jinke Electronics Co., Ltd."] {
            block.insert(named(name));
        }
        let found: Vec<usize> = block.candidates(&named("上海金科"), 5).into_iter().map(|(n, _)| n).collect();
        assert!(found.contains(&0) && found.contains(&2), "{found:?}");
    }
}
