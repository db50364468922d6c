//! Business arithmetic and named rules; pure.

pub mod measures;
pub mod quiet;
pub mod repeat;
mod repeat_days;
mod repeat_words;
pub mod rates;
pub mod receivable;
pub mod score;
pub mod sums;
