//! How good and how fast the matcher is: `cargo bench --bench matching [-- SET…]`.
//!
//! Reads the sets of `../shared/bench/duplicates` that are there; `DUMP=folder` writes what was
//! told, for `score.py` and for reading errors.

#![allow(clippy::print_stdout)]

#[allow(dead_code)]
mod sets;

use std::fmt::Write as _;
use std::time::Instant;

use kehu::matching::batch::Block;
use kehu::matching::compare;
use kehu::matching::groups::groups;
use kehu::matching::pairs::{Pair, pairs};
use kehu::matching::prepared::Prepared;
use kehu::matching::weigh::Model;
use rayon::prelude::*;
use sets::change::{Dice, changed};
use sets::score::{self, Found};

/// Pairs below this score are not told.
const LOWEST: f64 = 0.1;
/// Candidates compared in full, as `kehu check` does.
const COMPARED: usize = 24;
/// Sets in the order they are told.
const SETS: [&str; 5] = ["cn-10k", "cn-100k", "cn-1m", "febrl3", "restaurant"];

fn main() -> sets::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if std::env::args().any(|arg| arg == "--test") {
        return Ok(());
    }
    let model = Model::default();
    println!(
        "pairs        |  closed at {:.2}: P     R     F1 | single: P   R     F1 | best F1 (limit) | closed best | s prep + s pairs | MB",
        model.duplicate
    );
    for name in SETS {
        let Some(folder) = sets::folder(name) else { continue };
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) || wanted.is_empty() && name == "cn-1m" {
            continue;
        }
        let mut set = sets::read(&folder)?;
        if std::env::var("CHANGED").is_ok() {
            change(&mut set);
        }
        let clock = Instant::now();
        let mut records: Vec<Prepared> = set.subjects.par_iter().map(Prepared::compact).collect();
        let prepared = clock.elapsed().as_secs_f64();
        let clock = Instant::now();
        let found = pairs(&mut records, &model, LOWEST, |_| {});
        let seconds = clock.elapsed().as_secs_f64();
        let (at, best, limit) = score::pairs(&set, &found, model.duplicate);
        let closed = score::closed(&set, &found, model.duplicate);
        let guarded = score::grouped(&set, &roots(set.ids.len(), &groups(&found, model.duplicate)));
        let all = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
            .map(|limit| (score::closed(&set, &found, limit).f1, limit));
        let best_closed = all.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
        println!(
            "{name:<12} |  {:.3} {:.3} {:.3} | {:.3} {:.3} {:.3} | {:.3} ({limit:.2}) | {:.3} ({:.1}) | {prepared:.1} + {seconds:.1} | {}",
            closed.precision,
            closed.recall,
            closed.f1,
            at.precision,
            at.recall,
            at.f1,
            best.f1,
            best_closed.0,
            best_closed.1,
            memory()
        );
        println!("  guarded      {:.3} {:.3} {:.3}", guarded.precision, guarded.recall, guarded.f1);
        println!("  calibration  {}", calibration(&set, &found));
        if let Ok(folder) = std::env::var("DUMP") {
            let mut out = String::new();
            for Pair { a, b, score } in &found {
                writeln!(out, "{},{},{score:.6}", set.ids[*a as usize], set.ids[*b as usize])?;
            }
            std::fs::write(format!("{folder}/{name}-found.csv"), out)?;
        }
        let queries = sets::queries(&folder, &set)?;
        if queries.is_empty() {
            continue;
        }
        let mut block = Block::new();
        for record in records {
            block.insert(record);
        }
        let clock = Instant::now();
        let looks: Vec<Found> =
            queries.par_iter().map(|query| look(&block, &query.subject, &model)).collect();
        let each = clock.elapsed().as_secs_f64() * 1e3 / queries.len() as f64;
        let told = score::looks(&queries, &looks, model.duplicate, model.possible);
        println!(
            "  queries      recall@1 {:.3}  @5 {:.3} | found at <=1 % {:.3}  <=5 % {:.3} | plainly new at duplicate {:.3} possible {:.3} | at duplicate: hits {:.3} false {:.3} | {each:.2} ms",
            told.first,
            told.five,
            told.found[0],
            told.found[1],
            told.fresh[0],
            told.fresh[1],
            told.hits,
            told.alarms
        );
        if let Ok(folder) = std::env::var("DUMP") {
            let mut out = String::new();
            for (number, found) in looks.iter().enumerate() {
                for (rank, (record, score)) in found.iter().enumerate().take(5) {
                    writeln!(out, "Q{:05},{},{},{score:.6}", number + 1, rank + 1, set.ids[*record])?;
                }
            }
            std::fs::write(format!("{folder}/{name}-looks.csv"), out)?;
        }
    }
    Ok(())
}

/// Changes one record of every group in ways that the set does not know.
fn change(set: &mut sets::Set) {
    let roots = sets::groups(set.ids.len(), set.truth.iter().copied());
    for (record, root) in roots.iter().enumerate() {
        if *root as usize != record {
            let subject = std::mem::take(&mut set.subjects[record]);
            set.subjects[record] = changed(subject, &mut Dice(record as u64 ^ 0x5eed));
        }
    }
}

fn look(block: &Block, subject: &kehu::matching::subject::Subject, model: &Model) -> Found {
    let mut mine = Prepared::compact(subject);
    block.count_sharers(&mut mine);
    let candidates = block.candidates(&mine, COMPARED);
    let mut found: Found = candidates
        .into_iter()
        .map(|(at, _)| (at, compare::score(&mine, block.prepared(at), model)))
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// The group of each record, told by its first member.
fn roots(records: usize, groups: &[Vec<u32>]) -> Vec<u32> {
    let mut roots: Vec<u32> = (0..records as u32).collect();
    for group in groups {
        for member in group {
            roots[*member as usize] = group[0];
        }
    }
    roots
}

/// Told and true share of pairs by tenths of the score.
fn calibration(set: &sets::Set, found: &[Pair]) -> String {
    let mut bins = [(0usize, 0usize, 0.0f64); 10];
    for pair in found {
        let bin = &mut bins[((pair.score * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += usize::from(set.truth.contains(&(pair.a, pair.b)));
        bin.2 += pair.score;
    }
    let told = bins
        .iter()
        .filter(|b| b.0 > 0)
        .map(|(n, hits, sum)| format!("{:.2}:{:.2} ({n})", sum / *n as f64, *hits as f64 / *n as f64));
    told.collect::<Vec<_>>().join(" ")
}

/// Most memory held so far, in MB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
