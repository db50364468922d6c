//! kehu (客户): a company's back office as plain files in a git repository.
//!
//! Read `docs/architecture.md` for a command's journey through these modules.

pub mod commands;
pub mod config;
pub mod domain;
pub mod error;
pub mod index;
pub mod matching;
pub mod model;
pub mod ops;
pub mod output;
pub mod reports;
pub mod session;
pub mod store;
pub mod tables;
