//! Is this the customer we have? Normal forms, comparison by evidence, candidates.
//!
//! Pure: it knows texts, not records. Every reason for a score can be said in words.

pub mod batch;
pub mod compare;
pub mod evidence;
pub mod keys;
pub mod lists;
pub mod normal;
pub mod subject;
pub mod verdict;
pub mod weigh;
