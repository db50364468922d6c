//! Queries: understood or refused, the same each time, for any kind.
#![no_main]

use std::sync::LazyLock;

use kehu::index::{Reading, parse_query};
use kehu::model::kinds::Kinds;
use kehu::ops::desk::shipped_kinds;
use libfuzzer_sys::fuzz_target;

static KINDS: LazyLock<Kinds> = LazyLock::new(|| shipped_kinds().expect("shipped kinds"));

fuzz_target!(|text: &str| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
    for kind in ["customer", "contract", "plan"] {
        let kind = KINDS.get(kind).expect("a kind");
        let reading = Reading { kind, today, resolve: &|_, typed| Some(typed.to_owned()) };
        let first = format!("{:?}", parse_query(text, &reading).ok());
        assert_eq!(first, format!("{:?}", parse_query(text, &reading).ok()));
    }
});
