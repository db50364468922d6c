//! All records of a book under their keys, packed: which pairs are worth a comparison.

use std::collections::HashMap;

use rayon::prelude::*;

use super::keys::{Class, Key, keys};
use super::prepared::Prepared;

/// Bits of a record's number in an entry.
const RECORD_BITS: u32 = 24;
/// Most records of one run through the engine.
pub const MOST_RECORDS: usize = 1 << RECORD_BITS;
/// Records that a thread takes at a time.
const CHUNK: usize = 1024;

/// Records that share a key beyond so many say nothing by it.
fn cap(class: Class) -> usize {
    match class {
        Class::Phone | Class::Email | Class::Domain => 200,
        Class::Road => 60,
        Class::Core | Class::Brand => 250,
        Class::Person => 150,
        Class::Initials => 60,
        Class::Pair | Class::Sounds | Class::Run => 120,
    }
}

/// Keys of all records that more than one has.
#[derive(Debug)]
pub struct Blocks {
    /// Records, key by key.
    members: Vec<u32>,
    /// Where the records of each key begin; one more at the end.
    starts: Vec<u32>,
    /// What sharing each key counts.
    worth: Vec<f32>,
    /// Keys of each record.
    keys: Vec<u32>,
    /// Where the keys of each record begin; one more at the end.
    key_starts: Vec<u32>,
    /// How many share values that more than two have.
    crowds: HashMap<u64, u32>,
}

fn entry(key: Key, record: usize) -> u64 {
    let class = key.class as u64;
    (key.value >> (RECORD_BITS + 4)) << (RECORD_BITS + 4) | class << RECORD_BITS | record as u64
}

impl Blocks {
    /// Sorts records under their keys, and tells each how many share its values.
    pub fn new(records: &mut [Prepared]) -> Self {
        let mut entries: Vec<u64> = records
            .par_iter()
            .enumerate()
            .with_min_len(CHUNK)
            .fold(Vec::new, |mut out: Vec<u64>, (record, prepared)| {
                out.extend(keys(prepared).into_iter().map(|key| entry(key, record)));
                out
            })
            .reduce(Vec::new, |mut a, mut b| {
                if a.is_empty() {
                    b
                } else {
                    a.append(&mut b);
                    a
                }
            });
        entries.par_sort_unstable();
        // In a small book nothing is rare; `pairs::least` counts it as one of a hundred records too.
        let all = records.len().max(100) as f64;
        let (mut members, mut starts, mut worth) = (Vec::new(), vec![0u32], Vec::new());
        let mut crowds: HashMap<u64, u32> = HashMap::new();
        let mut counts = vec![0u32; records.len() + 1];
        for run in entries.chunk_by(|a, b| a >> RECORD_BITS == b >> RECORD_BITS) {
            if run.len() < 2 {
                continue;
            }
            let (key, class) = (run[0] >> RECORD_BITS, class_of(run[0]));
            if run.len() > 2
                && matches!(class, Class::Phone | Class::Email | Class::Domain | Class::Road | Class::Brand)
            {
                crowds.insert(key, run.len() as u32);
            }
            if run.len() > cap(class) {
                continue;
            }
            for entry in run {
                let record = (entry & ((1 << RECORD_BITS) - 1)) as u32;
                members.push(record);
                counts[record as usize + 1] += 1;
            }
            starts.push(members.len() as u32);
            let weight = Key { class, value: 0 }.weight();
            worth.push((weight * (all / run.len() as f64).ln().max(0.05)) as f32);
        }
        drop(entries);
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        let mut next = counts.clone();
        let mut of_record = vec![0u32; members.len()];
        for block in 0..worth.len() {
            for member in &members[starts[block] as usize..starts[block + 1] as usize] {
                let place = &mut next[*member as usize];
                of_record[*place as usize] = block as u32;
                *place += 1;
            }
        }
        records.par_iter_mut().with_min_len(CHUNK).for_each(|record| {
            record.count_sharers(|key| sharers(&crowds, key));
        });
        Self { members, starts, worth, keys: of_record, key_starts: counts, crowds }
    }

    /// How many records have a value, two at least.
    pub fn sharers(&self, key: &Key) -> usize {
        sharers(&self.crowds, key)
    }

    /// Runs over pairs of records whose shared keys weigh at least `least` together, in parallel;
    /// `take` gets the lower number, the higher and the weight, and gives what is to be kept.
    pub fn each<T: Send>(
        &self,
        least: f32,
        take: impl Fn(usize, usize, f32) -> Option<T> + Sync,
        done: impl Fn(usize) + Sync,
    ) -> Vec<T> {
        let records = self.key_starts.len() - 1;
        let chunks: Vec<usize> = (0..records).step_by(CHUNK).collect();
        let found: Vec<Vec<T>> = chunks
            .into_par_iter()
            .map_init(
                || (vec![0f32; records], Vec::<u32>::new()),
                |(sums, touched), from| {
                    let mut out = Vec::new();
                    let to = (from + CHUNK).min(records);
                    for record in from..to {
                        self.sum_up(record, sums, touched);
                        for other in touched.drain(..) {
                            let sum = std::mem::take(&mut sums[other as usize]);
                            if sum >= least {
                                out.extend(take(record, other as usize, sum));
                            }
                        }
                    }
                    done(to - from);
                    out
                },
            )
            .collect();
        found.into_iter().flatten().collect()
    }

    fn sum_up(&self, record: usize, sums: &mut [f32], touched: &mut Vec<u32>) {
        let own = self.key_starts[record] as usize..self.key_starts[record + 1] as usize;
        for block in &self.keys[own] {
            let block = *block as usize;
            let members = &self.members[self.starts[block] as usize..self.starts[block + 1] as usize];
            let worth = self.worth[block];
            // Members are in order: those behind the record come last.
            let behind = members.partition_point(|m| *m as usize <= record);
            for other in &members[behind..] {
                let sum = &mut sums[*other as usize];
                if *sum == 0.0 {
                    touched.push(*other);
                }
                *sum += worth;
            }
        }
    }
}

fn sharers(crowds: &HashMap<u64, u32>, key: &Key) -> usize {
    crowds.get(&(entry(*key, 0) >> RECORD_BITS)).map_or(2, |count| *count as usize)
}

fn class_of(entry: u64) -> Class {
    use Class::*;
    const ALL: [Class; 11] = [Phone, Email, Domain, Road, Core, Brand, Initials, Pair, Sounds, Run, Person];
    ALL[((entry >> RECORD_BITS & 15) as usize).min(ALL.len() - 1)]
}
