//! Under fire: faults at every step of a write, kills at random moments, crowds, and damage. `README.md` tells how to run it all.

// A test may panic.
#![allow(clippy::expect_used, clippy::unwrap_used)]

#[path = "../cli/identity.rs"]
#[allow(dead_code)]
#![allow(clippy::print_stdout, reason = "the figures are for people")]

mod identity;
#[path = "../cli/world.rs"]
#[allow(dead_code)]
mod world;

mod crowd;
mod damage;
mod fire;
mod moments;
mod steps;

/// True when everything is to be tried, and not only what a few seconds allow.
pub fn full() -> bool {
    std::env::var("KEHU_TORTURE").is_ok_and(|how| how == "full")
}
