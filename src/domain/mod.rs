//! Business arithmetic and named rules; pure.

pub mod bookings;
pub mod duties;
pub mod fields;
pub mod handing;
pub mod measures;
pub mod order;
pub mod progress;
pub mod quiet;
pub mod rates;
pub mod receivable;
pub mod repeat;
mod repeat_days;
mod repeat_words;
pub mod rules;
pub mod score;
pub mod sums;
