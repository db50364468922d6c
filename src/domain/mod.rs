//! Business arithmetic and named rules; pure.

pub mod amounts;
pub mod bookings;
pub mod circle;
pub mod critical_path;
pub mod depreciation;
pub mod duties;
pub mod fields;
pub mod handing;
pub mod loan;
pub mod measures;
pub mod order;
pub mod payroll;
pub mod progress;
pub mod quiet;
pub mod rates;
pub mod receivable;
pub mod repeat;
mod repeat_days;
mod repeat_words;
pub mod roll_up;
pub mod rules;
pub mod score;
pub mod sums;
pub mod work;
pub mod workdays;
