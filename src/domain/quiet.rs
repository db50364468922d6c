//! Quiet customers: those nobody talked with for longer than their status and level allow.

use chrono::{Days, NaiveDate};

/// After how many days without a contact a customer is quiet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Status it is for.
    pub status: String,
    /// From this level on; the rule with the highest that fits counts.
    pub min_level: i64,
    /// Days; 0 for never.
    pub days: u32,
}

/// A status and some of its levels, with the days that count there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Status.
    pub status: String,
    /// Lowest level; none for all below `to`.
    pub from: Option<i64>,
    /// Highest level; none for all above `from`.
    pub to: Option<i64>,
    /// Days, at least one.
    pub days: u32,
}

/// Lowest of the levels.
const LOWEST: i64 = 1;

/// The rules of a book that gives none.
pub fn shipped() -> Vec<Rule> {
    let rule = |status: &str, min_level, days| Rule { status: status.to_owned(), min_level, days };
    vec![rule("potential", 1, 30), rule("potential", 5, 14), rule("won", 1, 90), rule("basic", 1, 180)]
}

/// The rules as bands of levels that do not overlap.
pub fn bands(rules: &[Rule]) -> Vec<Band> {
    let mut rules: Vec<&Rule> = rules.iter().collect();
    rules.sort_by(|a, b| (&a.status, a.min_level).cmp(&(&b.status, b.min_level)));
    let band = |(at, rule): (usize, &&Rule)| Band {
        status: rule.status.clone(),
        from: (rule.min_level > LOWEST).then_some(rule.min_level),
        to: rules.get(at + 1).filter(|next| next.status == rule.status).map(|next| next.min_level - 1),
        days: rule.days,
    };
    rules.iter().enumerate().map(band).filter(|band| band.days > 0).collect()
}

impl Band {
    /// True for a customer of this status and level.
    pub fn holds(&self, status: &str, level: i64) -> bool {
        self.status == status
            && self.from.is_none_or(|from| level >= from)
            && self.to.is_none_or(|to| level <= to)
    }

    /// True when nobody talked for too long with a customer of this band. `last` is the day of the last contact, empty
    /// for none; then it is quiet unless something is planned.
    pub fn is_quiet(&self, last: &str, planned: bool, today: NaiveDate) -> bool {
        let limit = today.checked_sub_days(Days::new(self.days.into())).unwrap_or(NaiveDate::MIN);
        if last.is_empty() { !planned } else { last < limit.format("%Y-%m-%d").to_string().as_str() }
    }

    /// The query that finds the quiet ones: no contact since, or never one and nothing planned.
    pub fn query(&self) -> String {
        let Self { status, from, to, days } = self;
        let mut parts = vec![format!("status:{status}")];
        parts.extend(from.map(|level| format!("level:>={level}")));
        parts.extend(to.map(|level| format!("NOT level:>{level}")));
        parts.push(format!("(last:<-{days}d OR untouched:yes)"));
        format!("({})", parts.join(" AND "))
    }
}

/// The query for all bands; none when no customer is ever quiet.
pub fn query(bands: &[Band]) -> Option<String> {
    let all: Vec<String> = bands.iter().map(Band::query).collect();
    (!all.is_empty()).then(|| format!("({})", all.join(" OR ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the rule says, read from it alone.
    fn days(rules: &[Rule], status: &str, level: i64) -> u32 {
        let fits = rules.iter().filter(|rule| rule.status == status && rule.min_level <= level);
        fits.max_by_key(|rule| rule.min_level).map_or(0, |rule| rule.days)
    }

    #[test]
    fn the_shipped_rules_are_stricter_for_the_hopeful() {
        let rules = shipped();
        assert_eq!(days(&rules, "potential", 5), 14);
        assert_eq!(days(&rules, "potential", 4), 30);
        assert_eq!(days(&rules, "invalid", 7), 0);
        assert_eq!(
            bands(&rules)[1].query(),
            "(status:potential AND NOT level:>4 AND (last:<-30d OR untouched:yes))"
        );
        assert_eq!(query(&[]), None);
    }

    proptest! {
        #[test]
        fn each_customer_has_the_band_of_its_rule(
            rules in prop::collection::btree_map(("won|basic", 1i64..=7), 0u32..400, 0..8),
            status in "won|basic", level in 1i64..=7,
        ) {
            let rule = |((status, min_level), days)| Rule { status, min_level, days };
            let rules: Vec<Rule> = rules.into_iter().map(rule).collect();
            let bands = bands(&rules);
            let holding: Vec<&Band> = bands.iter().filter(|band| band.holds(&status, level)).collect();
            match days(&rules, &status, level) {
                0 => prop_assert!(holding.is_empty()),
                days => prop_assert_eq!(holding.iter().map(|band| band.days).collect::<Vec<_>>(), vec![days]),
            }
        }
    }
}
