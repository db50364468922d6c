//! Is this the customer we have? Normal forms, comparison by evidence, candidates.
//!
//! Pure: it knows texts, not records. Every reason for a score can be said in words.

pub mod address;
pub mod batch;
pub mod blocks;
mod chinese;
pub mod compare;
pub mod contacts;
mod crowds;
pub mod em;
pub mod evidence;
pub mod features;
pub mod form;
pub mod groups;
pub mod hash;
pub mod keys;
pub mod lists;
mod name_features;
mod near;
pub mod normal;
pub mod pairs;
pub mod persons;
pub mod prepared;
mod reasons;
pub mod regions;
pub mod simplified;
pub mod spelled;
pub mod subject;
pub mod trees;
pub mod tune;
pub mod verdict;
pub mod weigh;
mod western;
