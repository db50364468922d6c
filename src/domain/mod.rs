//! Business arithmetic and named rules; pure.

pub mod quiet;
pub mod repeat;
mod repeat_days;
mod repeat_words;
