//! What people intend, made into changes of the book. One function commits them.

pub mod apply;
pub mod ask;
pub mod assemble;
pub mod card;
pub mod create;
pub mod demo;
pub mod desk;
pub mod distinct;
pub mod duplicates;
pub mod edit;
pub mod entry;
pub mod examine;
pub mod import;
pub mod journal;
pub mod lookalike;
pub mod merge;
pub mod occasions;
pub mod past;
pub mod plans;
pub mod quiet;
pub mod resolve;
pub mod retire;
pub mod save;
pub mod start;
pub mod today;
pub mod typed;
pub mod undo;
pub mod unmerge;

pub use crate::store::files;
pub use apply::{Applied, Intent};
pub use desk::Desk;
