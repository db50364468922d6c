//! The program from outside: laws, journeys, shapes, errors, races and walls.

// A test may panic.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod access;
mod access_modes;
mod amiss;
mod assets;
mod bookings;
mod broken_reports;
mod calendars;
mod chance;
mod checkouts;
mod children;
mod ci;
mod circles;
mod collisions;
mod completeness;
mod concurrency;
mod contracts;
mod convergence;
mod cron;
mod deputies;
mod disk;
mod disputed_wholes;
mod disputes;
mod documents;
mod finance;
mod finance_agree;
mod finance_random;
mod forecast;
mod gallery;
mod gate;
mod gate_copies;
mod gate_lets;
mod gate_moves;
mod gate_ways;
mod halfway;
mod handover;
mod handover_laws;
mod honest_merges;
mod hostile;
mod hostile_limits;
mod identity;
mod journey;
mod kills;
mod knowledge;
mod lake;
mod laws;
mod laws_keep;
mod laws_read;
mod merging;
mod new_system;
mod norms;
mod norms_assets;
mod norms_customers;
mod norms_finance;
mod norms_meetings;
mod norms_objectives;
mod norms_projects;
mod norms_sales;
mod norms_work;
mod office_templates;
mod pairs;
mod plans;
mod projects;
mod projects_laws;
mod races;
mod remind;
mod report_files;
mod reports;
mod score;
mod shapes;
mod shipped_reports;
mod signing;
mod sql;
mod sql_access;
mod sql_files;
mod sql_guard;
mod sql_past;
mod syncing;
mod telling;
mod templates;
mod today;
mod verify;
mod walls;
mod watch;
mod workflow;
mod world;

/// A test file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli");
    let listed = include_str!("main.rs");
    for file in std::fs::read_dir(folder).expect("the folder of these tests") {
        let path = file.expect("a file").path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| end == "rs") && stem != "main" {
            assert!(listed.contains(&format!("mod {stem};")), "tests/cli/main.rs does not list {stem}");
            let lines = std::fs::read_to_string(&path).expect("a text").lines().count();
            assert!(lines < 300, "{stem}.rs has {lines} lines; give it a second idea's file");
        }
    }
}
