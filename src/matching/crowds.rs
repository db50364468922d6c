//! How many records share a value is counted over the whole book; a record made anew takes the counts it had there.

use super::prepared::Prepared;

impl Prepared {
    /// Takes over the counts of the same record's compact form.
    #[must_use]
    pub fn with_counts_of(mut self, compact: &Self) -> Self {
        for (mine, known) in self.names.iter_mut().zip(&compact.names) {
            mine.crowd = known.crowd;
        }
        for (mine, known) in self.phones.iter_mut().zip(&compact.phones) {
            mine.crowd = known.crowd;
        }
        for (mine, known) in self.emails.iter_mut().zip(&compact.emails) {
            mine.crowd = known.crowd;
        }
        for (mine, known) in self.domains.iter_mut().zip(&compact.domains) {
            mine.crowd = known.crowd;
        }
        if let (Some(mine), Some(known)) = (&mut self.address, &compact.address) {
            mine.crowd = known.crowd;
        }
        self
    }
}
