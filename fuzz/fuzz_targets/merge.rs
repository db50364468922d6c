//! Merging: three texts, told apart by lines of `=====`, as cards and as journals. Refused, or the same bytes whichever side
//! is the first; what two good sides make is good, or stands back; no new entry of either side is lost.
#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use kehu::model::kind::Kind;
use kehu::model::kinds::Kinds;
use kehu::model::merge::{Spot, Stamp, Which, merge_cards, merge_journals, merge_lines, Overlap, stand_back};
use kehu::model::record::{read_fields, read_journal};
use kehu::model::validate::Judge;
use kehu::ops::desk::shipped_kinds;
use libfuzzer_sys::fuzz_target;

static KINDS: LazyLock<Kinds> = LazyLock::new(|| shipped_kinds().expect("shipped kinds"));
static JUDGES: LazyLock<Vec<(&'static Kind, Judge<'static>)>> = LazyLock::new(|| {
    let kinds = ["customer", "contract"].map(|name| KINDS.get(name).expect("a kind"));
    kinds.map(|kind| (kind, Judge::new(kind).expect("a judge"))).into()
});

const CARD: &str = "customers/x/customer.yaml";
const LOG: &str = "customers/x/log.yaml";

fn nobody(_: Which, _: Spot<'_>) -> Option<Stamp> {
    None
}

fn cards(kind: &Kind, judge: &Judge<'_>, base: Option<&str>, a: &str, b: &str) {
    let one = merge_cards(kind, CARD, base, a, b, &nobody);
    let other = merge_cards(kind, CARD, base, b, a, &nobody);
    let (Ok(one), Ok(other)) = (&one, &other) else {
        assert!(one.is_err() && other.is_err(), "refused one way round alone");
        return;
    };
    assert_eq!(one, other, "swapping the sides changed the merge");
    let good = |text: &str| read_fields(kind, text.as_bytes()).is_ok_and(|fields| judge.problems(&fields).is_empty());
    read_fields(kind, one.text.as_bytes()).expect("what was merged can be read");
    if good(a) && good(b) && base.is_none_or(good) && !good(&one.text) {
        let back = stand_back(kind, CARD, base, a, b, &nobody).expect("stands back");
        assert!(good(&back.text), "neither merged nor as it was is good: {}", back.text);
        assert_eq!(Ok(back), stand_back(kind, CARD, base, b, a, &nobody));
    }
}

fn ids(log: &Kind, text: &str) -> Option<HashSet<String>> {
    let entries = read_journal(log, text.as_bytes()).ok()?;
    let ids = entries.iter().map(|entry| entry.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned());
    Some(ids.collect())
}

fn journals(log: &Kind, base: Option<&str>, a: &str, b: &str) {
    let merge = |a, b| merge_journals(log, LOG, base.as_slice(), &[a], &[b], &nobody);
    let (one, other) = (merge(a, b), merge(b, a));
    let (Ok(one), Ok(other)) = (&one, &other) else {
        assert!(one.is_err() && other.is_err(), "refused one way round alone");
        return;
    };
    assert_eq!(one, other, "swapping the sides changed the journal");
    let merged = ids(log, &one.text).expect("what was merged can be read");
    let old = base.map_or_else(HashSet::new, |base| ids(log, base).expect("a base that was read"));
    for side in [a, b] {
        let side = ids(log, side).expect("a side that was read");
        let lost: Vec<_> = side.difference(&old).filter(|id| !merged.contains(*id)).collect();
        assert!(lost.is_empty(), "lost entries {lost:?}");
    }
}

fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.splitn(3, "=====\n").collect();
    let (base, a, b) = match parts[..] {
        [a, b] => (None, a, b),
        [base, a, b] => (Some(base), a, b),
        _ => return,
    };
    for (kind, judge) in JUDGES.iter() {
        cards(kind, judge, base, a, b);
    }
    journals(KINDS.log_of("customer").expect("a log"), base, a, b);
    let lines = |a, b| merge_lines(base.unwrap_or_default(), a, b, Overlap::Fail);
    assert_eq!(lines(a, b), lines(b, a), "swapping the sides changed the lines");
});
