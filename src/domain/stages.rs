//! How opportunities went through their stages: how many came on, and how long they stayed.

use super::forecast::{LOST, WON};

/// Seconds of a tenth of a day.
const TENTH: i64 = 8_640;

/// A stage that an opportunity came into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Its word.
    pub stage: String,
}

/// What became of the opportunities that came into one stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// How many came into it.
    pub entered: usize,
    /// How many of them came further: into a later stage, won included.
    pub advanced: usize,
    /// How many of them are won now.
    pub won: usize,
    /// How many of them are lost now.
    pub lost: usize,
    /// How many are in it now.
    pub still: usize,
    /// Length of each stay that ended, in seconds, shortest first.
    stays: Vec<i64>,
}

impl Passage {
    /// Mean length of the stays that ended, in tenths of a day.
    pub fn mean(&self) -> Option<i64> {
        let count = i64::try_from(self.stays.len()).ok().filter(|count| *count > 0)?;
        Some(tenths(self.stays.iter().sum::<i64>() / count))
    }

    /// Middle length of the stays that ended, in tenths of a day; of two middle ones their mean.
    pub fn median(&self) -> Option<i64> {
        let middle = self.stays.len() / 2;
        let upper = self.stays.get(middle)?;
        let lower =
            if self.stays.len().is_multiple_of(2) { self.stays.get(middle.checked_sub(1)?)? } else { upper };
        Some(tenths((lower + upper) / 2))
    }
}

/// Seconds as tenths of a day, rounded.
fn tenths(seconds: i64) -> i64 {
    (seconds + TENTH / 2) / TENTH
}

/// What became of opportunities in each stage of `order`. A history is what one of them went through, oldest first; only
/// stays that began at `since` or later count.
pub fn passages<'a>(
    order: &[String],
    histories: impl IntoIterator<Item = &'a [Entry]>,
    since: Option<i64>,
) -> Vec<Passage> {
    let mut passages = vec![Passage::default(); order.len()];
    let rank = |stage: &str| match stage {
        WON => Some(order.len()),
        _ => order.iter().position(|known| known == stage),
    };
    for history in histories {
        let mut stays: Vec<&Entry> = Vec::with_capacity(history.len());
        for entry in history {
            if stays.last().is_none_or(|last| last.stage != entry.stage) {
                stays.push(entry);
            }
        }
        let Some(now) = stays.last() else { continue };
        for (place, stage) in order.iter().enumerate() {
            let counts = |entry: &Entry| entry.stage == *stage && since.is_none_or(|since| entry.at >= since);
            let Some(first) = stays.iter().position(|entry| counts(entry)) else { continue };
            let passage = &mut passages[place];
            passage.entered += 1;
            let further = |entry: &&&Entry| rank(&entry.stage).is_some_and(|rank| rank > place);
            passage.advanced += usize::from(stays[first..].iter().any(|entry| further(&entry)));
            passage.won += usize::from(now.stage == WON);
            passage.lost += usize::from(now.stage == LOST);
            passage.still += usize::from(now.stage == *stage);
            for pair in stays[first..].windows(2).filter(|pair| counts(pair[0])) {
                // Clocks of different people may disagree.
                passage.stays.push(pair[1].at.saturating_sub(pair[0].at).max(0));
            }
        }
    }
    passages.iter_mut().for_each(|passage| passage.stays.sort_unstable());
    passages
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400;

    fn order() -> Vec<String> {
        ["lead", "qualified", "proposal"].map(str::to_owned).to_vec()
    }

    /// `lead:0 proposal:3` with days.
    fn history(text: &str) -> Vec<Entry> {
        let entry = |word: &str| {
            let (stage, day) = word.split_once(':').unwrap();
            Entry { at: day.parse::<i64>().unwrap() * DAY, stage: stage.to_owned() }
        };
        text.split(' ').map(entry).collect()
    }

    #[test]
    fn what_came_on_and_how_long_it_stayed() {
        let all = [
            history("lead:0 lead:1 qualified:2 proposal:5 won:9"),
            history("lead:0 lost:10"),
            history("proposal:1 lead:4"),
            history("lead:0 qualified:3"),
        ];
        let found = passages(&order(), all.iter().map(Vec::as_slice), None);
        let counts = |p: &Passage| [p.entered, p.advanced, p.won, p.lost, p.still];
        assert_eq!(counts(&found[0]), [4, 2, 1, 1, 1]);
        assert_eq!(counts(&found[1]), [2, 1, 1, 0, 1]);
        assert_eq!(counts(&found[2]), [2, 1, 1, 0, 0]);
        assert_eq!((found[0].mean(), found[0].median()), (Some(50), Some(30)));
        assert_eq!((found[2].mean(), found[2].median()), (Some(35), Some(35)));
        let late = passages(&order(), all.iter().map(Vec::as_slice), Some(3 * DAY));
        assert_eq!(counts(&late[0]), [1, 0, 0, 0, 1]);
        assert_eq!(late[0].mean(), None);
    }

    proptest! {
        #[test]
        fn counts_never_exceed_who_came_in(histories in prop::collection::vec(prop::collection::vec((0_usize..6, 0_i64..100), 0..8), 0..20)) {
            let words = ["lead", "qualified", "proposal", "won", "lost", "own"];
            let all: Vec<Vec<Entry>> = histories.iter().map(|history| {
                history.iter().map(|(stage, day)| Entry { at: day * DAY, stage: words[*stage].to_owned() }).collect()
            }).collect();
            for passage in passages(&order(), all.iter().map(Vec::as_slice), None) {
                prop_assert!(passage.entered >= passage.advanced && passage.advanced >= passage.won);
                prop_assert!(passage.entered >= passage.won + passage.lost + passage.still);
                prop_assert!(passage.median().is_none_or(|days| days >= 0));
            }
        }
    }
}
