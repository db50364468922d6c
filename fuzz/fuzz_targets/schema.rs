//! Schemas: read or refused, the same each time; a kind that is read is found at the place it names.
#![no_main]

use kehu::ops::desk::shipped_kinds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut kinds = shipped_kinds().expect("shipped kinds");
    let mut again = kinds.clone();
    let read = kinds.add_own("own", "thing", text).and_then(|()| kinds.check());
    let read_again = again.add_own("own", "thing", text).and_then(|()| again.check());
    assert_eq!(read.is_ok(), read_again.is_ok());
    assert_eq!(kinds.hash(), again.hash());
    if read.is_ok() {
        assert!(kinds.get("thing").is_some());
    }
});
