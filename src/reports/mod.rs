//! Questions about the whole book, answered with a table. Read only.
//!
//! A report is an SQL file: `schemas/<module>/reports/NAME.sql`, or the book's own `reports/NAME.sql` (docs/reports.md).

pub mod answer;
pub mod dossier;
pub mod drill;
mod each;
mod explain;
pub mod file;
pub mod library;
mod literal;
pub mod made;
pub mod params;
pub mod publish;
mod questions;
mod ready;
pub mod run;
pub mod shown;
pub mod statement;
mod sums;
pub mod verify;
pub mod versus;

pub use answer::{Answer, Cell, Heading};
pub use file::Report;
pub use library::Library;
pub use made::{Made, Maker};
pub use params::Typed;
pub use run::Asked;
