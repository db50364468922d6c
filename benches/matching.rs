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

/// Head of the table of pairs.
const PAIRS_HEAD: &str = "                                   set                    s    MB  P     R     F1";

/// What others reach, from `../shared/bench/README.md`: name, seconds, memory, precision, recall
/// and F1 at their best limit.
fn peers(set: &str) -> &'static [(&'static str, &'static str, &'static str, &'static str)] {
    match set {
        "cn-10k" => &[
            ("exact rules on normal forms", "0.19", "34", "0.69  0.57  0.625"),
            ("blocking and hand-set weights", "0.7", "75", "0.79  0.77  0.778"),
            ("Splink 4.0.17 (EM)", "5.9", "492", "0.74  0.73  0.735 (closed 0.745)"),
            ("dedupe 3.0.3, 150 of its labels", "195", "7815", "0.93  0.83  0.876"),
        ],
        "cn-100k" => &[
            ("exact rules on normal forms", "1.9", "198", "0.70  0.56  0.626"),
            ("blocking and hand-set weights", "9.5", "502", "0.77  0.76  0.764"),
            ("Splink 4.0.17 (EM)", "13.5", "694", "0.82  0.65  0.727 (closed 0.756)"),
            ("boosted trees, a set of other make", "40", "", "            0.909 (closed 0.928)"),
        ],
        "cn-1m" => &[
            ("exact rules on normal forms", "15", "1776", "0.67  0.58  0.619"),
            ("Splink 4.0.17 (EM)", "123", "3039", "0.81  0.63  0.712 (closed 0.748)"),
        ],
        "febrl3" => &[
            ("recordlinkage, five blocking keys", "", "", "            0.979"),
            ("Splink 4", "", "", "            0.9985"),
        ],
        "restaurant" => &[
            ("Splink 4", "", "", "            0.889"),
            ("dedupe 3, labels of the same set", "", "", "            0.923"),
        ],
        _ => &[],
    }
}

/// What others reach in look-ups: recall@1, recall@5, found at 1 % and 5 % false alarms.
fn asked_peers(set: &str) -> &'static [(&'static str, &'static str)] {
    match set {
        "cn-10k" => &[
            ("SQLite FTS5 + rapidfuzz", "0.949  0.969  0.411  0.543"),
            ("Splink", "0.928  0.947  0.464  0.573"),
        ],
        "cn-100k" => &[
            ("SQLite FTS5 + rapidfuzz", "0.910  0.950  0.434  0.593"),
            ("Splink", "0.893  0.912  0.482  0.594"),
            ("boosted trees, a set of other make", "0.949  0.965  0.826  0.907"),
        ],
        _ => &[],
    }
}

fn main() -> sets::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if std::env::args().any(|arg| arg == "--test") {
        return Ok(());
    }
    let model = Model::default();
    println!(
        "limit {:.2}; s: normal forms + pairs, the set read before; MB: most of the program so far",
        model.duplicate
    );
    println!("{PAIRS_HEAD}");
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
            "{:<34} {name:<10} {prepared:>5.1} + {seconds:<5.1} {:>5}  {:.3} {:.3} {:.3} (closed {:.3}, in groups {:.3}; best {:.3} at {limit:.2}, closed {:.3} at {:.1})",
            "kehu",
            memory(),
            at.precision,
            at.recall,
            at.f1,
            closed.f1,
            guarded.f1,
            best.f1,
            best_closed.0,
            best_closed.1
        );
        for (peer, seconds, memory, figures) in peers(name) {
            println!("{peer:<34} {name:<10} {seconds:>13} {memory:>5}  {figures}");
        }
        println!("  closed       P {:.3} R {:.3}", closed.precision, closed.recall);
        println!("  in groups    P {:.3} R {:.3}", guarded.precision, guarded.recall);
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
        println!("  look-ups                           @1     @5     <=1 %  <=5 %");
        println!(
            "  {:<34} {:.3}  {:.3}  {:.3}  {:.3}  (plainly new at or above duplicate {:.3}, possible {:.3}; at duplicate {:.3} found, {:.3} false; {each:.2} ms)",
            "kehu",
            told.first,
            told.five,
            told.found[0],
            told.found[1],
            told.fresh[0],
            told.fresh[1],
            told.hits,
            told.alarms
        );
        for (peer, figures) in asked_peers(name) {
            println!("  {peer:<34} {figures}");
        }
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
