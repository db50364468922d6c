//! Whether money adds up, whatever it is asked by.

mod tests;
