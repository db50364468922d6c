//! Pairs a person put off in a review of duplicates; kept beside the projections, never committed.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Write as _;

use super::Book;
use crate::error::{Error, Result};

/// Name of the file below the state folder.
const FILE: &str = "review-skipped";

impl Book {
    /// Pairs put off, as they were noted.
    pub fn skipped(&self) -> HashSet<(String, String)> {
        let text = fs::read_to_string(self.state.join(FILE)).unwrap_or_default();
        text.lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect()
    }

    /// Notes a pair that is put off.
    pub fn skip(&self, a: &str, b: &str) -> Result<()> {
        let doing = |e: std::io::Error| Error::io("Noting the pair", &e);
        fs::create_dir_all(&self.state).map_err(doing)?;
        let mut file =
            File::options().create(true).append(true).open(self.state.join(FILE)).map_err(doing)?;
        writeln!(file, "{a} {b}").map_err(doing)
    }

    /// Forgets what was put off.
    pub fn forget_skipped(&self) {
        let _ = fs::remove_file(self.state.join(FILE));
    }
}
