//! Candidates in memory: all records of a kind under their keys, for looking up many rows.

use std::collections::HashMap;

use super::keys::{Key, keys};
use super::prepared::Prepared;

/// Records that share a key beyond this many say nothing by it.
const CROWD: usize = 400;
/// Postings read for one question; keys beyond it are too common to tell anything.
const BUDGET: usize = 20_000;

/// Records under their keys.
#[derive(Debug, Default)]
pub struct Block {
    records: Vec<Prepared>,
    postings: HashMap<Key, Vec<u32>>,
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
            self.postings.entry(key).or_default().push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        self.records.push(record);
        number
    }

    /// A record by its number.
    pub fn prepared(&self, number: usize) -> &Prepared {
        &self.records[number]
    }

    /// How many records have a key.
    pub fn count(&self, key: &Key) -> usize {
        self.postings.get(key).map_or(0, Vec::len)
    }

    /// Tells a newcomer how many share its values, itself among them.
    pub fn count_sharers(&self, newcomer: &mut Prepared) {
        newcomer.count_sharers(|key| self.count(key) + 1);
    }

    /// Records that share keys, most telling first: a rare key counts more.
    pub fn candidates(&self, wanted: &Prepared, limit: usize) -> Vec<(usize, f64)> {
        let all = self.records.len().max(1) as f64;
        let mut lists: Vec<(&Key, &Vec<u32>)> = Vec::new();
        let wanted = keys(wanted);
        for key in &wanted {
            lists.extend(self.postings.get(key).map(|posting| (key, posting)));
        }
        lists.sort_by_key(|(key, posting)| (posting.len(), **key));
        let mut sums: HashMap<u32, f64> = HashMap::new();
        let mut seen = 0;
        for (key, posting) in lists {
            seen += posting.len();
            if (seen > BUDGET || posting.len() > CROWD) && !sums.is_empty() {
                break;
            }
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
