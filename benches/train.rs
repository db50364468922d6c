//! Learns the trees of `src/matching/model.bin` from the set cn-1m: `cargo bench --bench train`.
//!
//! Pairs are what the blocking yields; a tenth of the entities is kept out to calibrate and to
//! stop by. `docs/matching.md` tells more.

#![allow(clippy::print_stderr)]

#[allow(dead_code)]
mod boost;
#[allow(dead_code)]
mod sets;

use std::path::Path;
use std::time::Instant;

use boost::{Example, Plan};
use kehu::matching::blocks::Blocks;
use kehu::matching::em;
use kehu::matching::features::{FEATURES, features};
use kehu::matching::hash::mixed;
use kehu::matching::pairs::least;
use kehu::matching::persons;
use kehu::matching::prepared::Prepared;
use rayon::prelude::*;
use sets::change::{Dice, changed};

const PLAN: Plan = Plan { trees: 320, depth: 6, rate: 0.08, lambda: 20.0, least: 40.0 };

fn main() -> sets::Result<()> {
    if std::env::args().any(|arg| arg == "--test") {
        return Ok(());
    }
    if std::env::args().any(|arg| arg == "persons") {
        return learn_persons();
    }
    let Some(folder) = sets::folder("cn-1m") else {
        eprintln!("../shared/bench/duplicates/cn-1m is not there: nothing to learn from.");
        return Ok(());
    };
    let clock = Instant::now();
    let number =
        |name: &str, usual: f64| std::env::var(name).ok().and_then(|t| t.parse().ok()).unwrap_or(usual);
    let mut set = sets::read(&folder)?;
    let mut entities = sets::groups(set.subjects.len(), set.truth.iter().copied());
    let booked = set.subjects.len();
    // The new entries of the set are learned from, too: each stands among the records.
    for query in sets::queries(&folder, &set)? {
        let own = entities.len() as u32;
        entities.push(query.answers.iter().next().map_or(own, |answer| entities[*answer]));
        set.subjects.push(query.subject);
    }
    eprintln!(
        "{:6.1} s  {} records read, {} true pairs",
        clock.elapsed().as_secs_f64(),
        set.ids.len(),
        set.truth.len()
    );
    let mut records: Vec<Prepared> = set.subjects.par_iter().map(Prepared::compact).collect();
    eprintln!("{:6.1} s  prepared", clock.elapsed().as_secs_f64());
    let blocks = Blocks::new(&mut records);
    eprintln!("{:6.1} s  blocked", clock.elapsed().as_secs_f64());
    let changes = number("CHANGES", 20.0) as usize;
    let share = number("NEGATIVES", 0.2);
    let seen = std::sync::atomic::AtomicUsize::new(0);
    let hits = std::sync::atomic::AtomicUsize::new(0);
    let examples: Vec<(u64, Example)> = blocks.each(
        least(records.len()),
        |a, b, _| {
            let (x, y) = (entities[a], entities[b]);
            let same = x == y;
            seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            hits.fetch_add(usize::from(same), std::sync::atomic::Ordering::Relaxed);
            let asked = usize::from(a >= booked) + usize::from(b >= booked);
            if asked == 2 {
                return None;
            }
            let keep = if asked == 1 {
                1.0
            } else if same {
                0.7
            } else {
                share
            };
            let dice = mixed((a as u64) << 32 | b as u64);
            if (dice >> 11) as f64 / (1u64 << 53) as f64 >= keep {
                return None;
            }
            let mut chance = Dice(dice);
            let row = if chance.percent(changes) {
                // Which of the two is changed is up to chance, too.
                let (kept, other) = if chance.percent(50) { (a, b) } else { (b, a) };
                let mut other = Prepared::compact(&changed(set.subjects[other].clone(), &mut chance));
                other.count_sharers(|key| blocks.sharers(key));
                features(&records[kept], &other)
            } else {
                features(&records[a], &records[b])
            };
            let weight = if asked == 1 { 2.0 } else { (0.7 / keep) as f32 };
            Some((mixed(u64::from(x.min(y))) >> 7, Example { row, label: f32::from(u8::from(same)), weight }))
        },
        |_| {},
    );
    eprintln!(
        "{:6.1} s  {} candidates hold {} of {} true pairs; {} examples",
        clock.elapsed().as_secs_f64(),
        seen.into_inner(),
        hits.into_inner(),
        set.truth.len(),
        examples.len()
    );
    drop((records, blocks));
    let (held, train): (Vec<_>, Vec<_>) = examples.into_iter().partition(|(entity, _)| entity % 10 == 0);
    let strip =
        |all: Vec<(u64, Example)>| -> Vec<Example> { all.into_iter().map(|(_, example)| example).collect() };
    let (held, train) = (strip(held), strip(train));
    let plan = Plan { trees: number("TREES", PLAN.trees as f64) as usize, ..PLAN };
    let mut sums: Vec<f32> = Vec::new();
    let forest = boost::grow(&train, plan, |number, forest| {
        if sums.is_empty() {
            sums = vec![forest.bias; held.len()];
        }
        let last = forest.trees.len() - 1;
        sums.par_iter_mut().zip(&held).for_each(|(sum, example)| {
            *sum += boost::value(&forest.trees[last], forest.depth, &example.row);
        });
        if (number + 1) % 40 == 0 {
            let (loss, f1) = judge(&held, &sums);
            eprintln!(
                "{:6.1} s  tree {}: held-out loss {loss:.5}, best F1 {f1:.4}",
                clock.elapsed().as_secs_f64(),
                number + 1
            );
        }
    });
    let sums: Vec<f32> = held.iter().map(|example| forest.sum(&example.row)).collect();
    let (slope, shift) = calibrate(&held, &sums);
    eprintln!("calibration: slope {slope:.4}, shift {shift:.4}");
    let bytes = forest.bytes(slope, shift);
    let mut gains = vec![0f64; FEATURES.len()];
    for tree in &forest.trees {
        for (node, (feature, bin)) in tree.splits.iter().enumerate() {
            if *bin < 255 {
                let (l, r) = (tree.values[2 * node + 1], tree.values[2 * node + 2]);
                gains[usize::from(*feature)] +=
                    f64::from((l - r).abs()) / f64::from(1u32 << (node + 1).ilog2());
            }
        }
    }
    let mut order: Vec<usize> = (0..FEATURES.len()).collect();
    order.sort_by(|a, b| gains[*b].total_cmp(&gains[*a]));
    let told: Vec<String> = order.iter().map(|f| format!("{} {:.1}", FEATURES[*f].0, gains[*f])).collect();
    eprintln!("{}", told.join(", "));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/matching/model.bin");
    std::fs::write(&path, &bytes)?;
    eprintln!("{:6.1} s  {} bytes written", clock.elapsed().as_secs_f64(), bytes.len());
    Ok(())
}

/// Log-loss and best F1.
fn judge(held: &[Example], sums: &[f32]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..held.len()).collect();
    order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
    let all: f64 = held.iter().map(|e| f64::from(e.label * e.weight)).sum();
    let (mut good, mut seen, mut best) = (0.0, 0.0, 0.0f64);
    for at in order {
        let example = &held[at];
        seen += f64::from(example.weight);
        good += f64::from(example.weight * example.label);
        best = best.max(2.0 * good / (seen + all));
    }
    let loss: f64 = held.iter().zip(sums).map(|(e, s)| loss(e, f64::from(*s))).sum();
    (loss / held.iter().map(|e| f64::from(e.weight)).sum::<f64>(), best)
}

fn loss(example: &Example, sum: f64) -> f64 {
    let sign = if example.label > 0.5 { -sum } else { sum };
    f64::from(example.weight) * (sign.max(0.0) + (-sign.abs()).exp().ln_1p())
}

/// Slope and shift of the sums that fit the kept-out labels best (Platt).
fn calibrate(held: &[Example], sums: &[f32]) -> (f32, f32) {
    let (mut slope, mut shift) = (1.0f64, 0.0f64);
    for _ in 0..30 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
        for (example, sum) in held.iter().zip(sums) {
            let (w, s) = (f64::from(example.weight), f64::from(*sum));
            let p = 1.0 / (1.0 + (-(slope * s + shift)).exp());
            let (g, h) = (w * (p - f64::from(example.label)), w * p * (1.0 - p));
            ga += g * s;
            gb += g;
            haa += h * s * s;
            hab += h * s;
            hbb += h;
        }
        let det = haa * hbb - hab * hab;
        slope -= (hbb * ga - hab * gb) / det;
        shift -= (haa * gb - hab * ga) / det;
    }
    (slope as f32, shift as f32)
}

/// Learns what findings weigh for persons, without labels, from the set febrl3.
fn learn_persons() -> sets::Result<()> {
    let folder = sets::folder("febrl3").ok_or("febrl3 is not there")?;
    let set = sets::read(&folder)?;
    let mut records: Vec<Prepared> = set.subjects.iter().map(Prepared::compact).collect();
    let blocks = Blocks::new(&mut records);
    let pairs = blocks.each(
        least(records.len()),
        |a, b, _| Some(records[a].person.as_ref()?.levels(records[b].person.as_ref()?)),
        |_| {},
    );
    // What any two persons have in common by chance.
    let mut dice = Dice(7);
    let any = (0..2_000_000).filter_map(|_| {
        let (a, b) = (dice.below(records.len()), dice.below(records.len()));
        let (x, y) = (records[a].person.as_ref()?, records[b].person.as_ref()?);
        (a != b).then(|| (x.levels(y), 1.0))
    });
    let chance = em::shares(any);
    let start = em::Learned { share: 1.0 / 2000.0, weights: [[-2.0, 0.5, 2.0, 3.0]; persons::FIELDS] };
    let learned = em::learn(&pairs, &start, Some(&chance), 60);
    let prior = (learned.share / (1.0 - learned.share)).ln();
    eprintln!("{} pairs, prior {prior:.2}\n{:.2?}", pairs.len(), learned.weights);
    Ok(())
}
