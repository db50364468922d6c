//! Makes something of each row of an answer, on all processors when there are many.

use rayon::prelude::*;

/// From this many rows on, a second processor is quicker than one.
const MANY: usize = 2000;

/// What is made of each row, in their order.
pub(super) fn each<T: Sync, U: Send>(rows: &[T], make: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    match rows.len() < MANY {
        true => rows.iter().map(make).collect(),
        false => rows.par_iter().map(make).collect(),
    }
}
