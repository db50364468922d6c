//! Business arithmetic and named rules. Pure.

pub mod measures;
pub mod score;
