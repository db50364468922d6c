//! From points to a score.
//!
//! Score = 100 × Σ weight × points / Σ weight × max, over the criteria whose points are known, rounded to a whole number
//! (a half goes up). Below the scorecard's `least` share of the weight there is no score: half an assessment would
//! pass for a whole one.

use super::measures::Amount;
use super::sums::Sums;
use crate::model::money::Money;
use crate::model::scorecard::{Band, Bound, Criterion, Rule, Scorecard};
use crate::model::value::Value;

/// What came of an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score<'a> {
    /// 0 to 100; nothing when too little is known.
    pub score: Option<i64>,
    /// Where the score lies.
    pub band: Option<&'a Band>,
    /// Share of the weight that is known, in hundredths.
    pub known: i64,
    /// For each criterion, what it adds to the score, in tenths of a point; nothing for unknown ones.
    pub adds: Vec<Option<i64>>,
    /// Names of the criteria whose points are not known.
    pub missing: Vec<&'a str>,
}

/// Scores points, given in the order of the criteria. Points beyond a criterion's bounds count as its bounds.
pub fn score<'a>(card: &'a Scorecard, points: &[Option<i64>]) -> Score<'a> {
    let given = |number: usize, criterion: &Criterion| {
        points.get(number).copied().flatten().map(|points| points.clamp(0, criterion.max) * criterion.weight)
    };
    let (mut got, mut most, mut all) = (0, 0, 0);
    let mut missing = Vec::new();
    for (number, criterion) in card.criteria.iter().enumerate() {
        let full = criterion.weight * criterion.max;
        all += full;
        match given(number, criterion) {
            Some(sum) => {
                got += sum;
                most += full;
            }
            None => missing.push(criterion.name.as_str()),
        }
    }
    let enough = most > 0 && most * 100 >= all * card.least;
    let score = enough.then(|| rounded(got * 100, most));
    let adds = card.criteria.iter().enumerate().map(|(number, criterion)| {
        given(number, criterion).filter(|_| most > 0).map(|sum| rounded(sum * 1000, most))
    });
    Score {
        score,
        band: score.and_then(|score| card.bands.iter().find(|band| score >= band.from)),
        known: if all > 0 { most * 100 / all } else { 0 },
        adds: adds.collect(),
        missing,
    }
}

/// A quotient rounded to a whole number; a half goes up. The divisor is positive.
fn rounded(number: i64, by: i64) -> i64 {
    (number * 2 + by) / (by * 2)
}

/// The points of a measured amount, those of the last step reached; nothing when the steps are of another sort.
pub fn points_of_amount(rule: &Rule, amount: &Amount) -> Option<i64> {
    let Rule::Steps(steps) = rule else { return None };
    let mut points = 0;
    for (bound, step) in steps {
        let reached = match (bound, amount) {
            (Bound::Number(from), Amount::Count(count)) => count >= from,
            (Bound::Money(from), Amount::Sums(sums)) => {
                let from = Money::parse(from, None).ok()?;
                sums.of(from.currency()).amount() >= from.amount()
            }
            _ => return None,
        };
        if reached {
            points = *step;
        }
    }
    Some(points)
}

/// The points of a field's value; nothing when it is empty or of another sort than the rule.
pub fn points_of_value(rule: &Rule, value: &Value) -> Option<i64> {
    match (rule, value) {
        (_, value) if value.is_empty() => None,
        (Rule::Words(words), value) => {
            let text = value.scalar_text()?;
            Some(words.iter().find(|(word, _)| *word == text).map_or(0, |(_, points)| *points))
        }
        (rule, Value::Int(number)) => points_of_amount(rule, &Amount::Count(*number)),
        // Free fields keep what was typed as text.
        (rule, Value::Text(text)) if text.parse::<i64>().is_ok() => {
            points_of_amount(rule, &Amount::Count(text.parse().ok()?))
        }
        (rule, Value::Text(text)) => {
            let mut sums = Sums::default();
            sums.add(&Money::parse(text, None).ok()?).ok()?;
            points_of_amount(rule, &Amount::Sums(sums))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind::Label;
    use crate::model::scorecard::Source;
    use proptest::prelude::*;

    fn card(criteria: &[(i64, i64)], least: i64) -> Scorecard {
        let criterion = |(number, (weight, max)): (usize, &(i64, i64))| Criterion {
            name: format!("c{number}"),
            label: Label::default(),
            help: Label::default(),
            weight: *weight,
            max: *max,
            scale: Vec::new(),
            source: Source::Typed,
            line: 1,
        };
        let band =
            |from, name: &str| Band { from, name: name.to_owned(), label: Label::default(), level: None };
        Scorecard {
            name: "test".to_owned(),
            label: Label::default(),
            help: Label::default(),
            kind: "customer".to_owned(),
            least,
            criteria: criteria.iter().enumerate().map(criterion).collect(),
            bands: vec![band(80, "a"), band(40, "b"), band(0, "c")],
        }
    }

    #[test]
    fn the_formula_is_the_documented_one() {
        let card = card(&[(3, 5), (1, 5), (4, 5)], 50);
        let result = score(&card, &[Some(4), Some(5), Some(3)]);
        // (12 + 5 + 12) / 40 = 0.725
        assert_eq!(result.score, Some(73));
        assert_eq!(result.adds, [Some(300), Some(125), Some(300)]);
        assert_eq!(result.band.map(|band| band.name.as_str()), Some("b"));
        let part = score(&card, &[Some(4), None, Some(3)]);
        assert_eq!((part.score, part.known, part.missing), (Some(69), 87, vec!["c1"]));
        let little = score(&card, &[Some(4), None, None]);
        assert_eq!((little.score, little.band, little.known), (None, None, 37));
        assert_eq!(score(&card, &[None, None, None]).score, None);
    }

    #[test]
    fn values_become_points() {
        let steps = Rule::Steps(vec![
            (Bound::Money("10000.00 CNY".to_owned()), 2),
            (Bound::Money("100000.00 CNY".to_owned()), 5),
        ]);
        let sums = |text: &str| {
            let mut sums = Sums::default();
            sums.add(&Money::parse(text, None).unwrap()).unwrap();
            Amount::Sums(sums)
        };
        assert_eq!(points_of_amount(&steps, &sums("10000.00 CNY")), Some(2));
        assert_eq!(points_of_amount(&steps, &sums("9999.99 CNY")), Some(0));
        assert_eq!(points_of_amount(&steps, &sums("900000.00 USD")), Some(0), "no rate, no sum");
        assert_eq!(points_of_amount(&steps, &Amount::Count(7)), None);
        let late = Rule::Steps(vec![
            (Bound::Money("0.00 CNY".to_owned()), 5),
            (Bound::Money("0.01 CNY".to_owned()), 1),
        ]);
        assert_eq!(points_of_amount(&late, &Amount::Sums(Sums::default())), Some(5), "nothing is late");
        assert_eq!(points_of_amount(&late, &sums("3.00 CNY")), Some(1), "points may fall");
        assert_eq!(points_of_value(&steps, &Value::text("120000.00 CNY")), Some(5));
        let words = Rule::Words(vec![("won".to_owned(), 5)]);
        assert_eq!(points_of_value(&words, &Value::text("won")), Some(5));
        assert_eq!(points_of_value(&words, &Value::text("basic")), Some(0));
        assert_eq!(points_of_value(&words, &Value::text("")), None);
        let numbers = Rule::Steps(vec![(Bound::Number(0), 1), (Bound::Number(50), 3)]);
        assert_eq!(points_of_value(&numbers, &Value::Int(49)), Some(1));
        assert_eq!(points_of_value(&numbers, &Value::text("50")), Some(3));
        assert_eq!(points_of_value(&numbers, &Value::text("many")), None);
    }

    prop_compose! {
        fn assessed()(criteria in prop::collection::vec((1..=1000i64, 1..=1000i64, any::<bool>()), 1..12))
            (points in criteria.iter().map(|(_, max, known)| {
                let known = *known;
                (0..=*max).prop_map(move |points| known.then_some(points)).boxed()
            }).collect::<Vec<_>>(), criteria in Just(criteria)) -> (Vec<(i64, i64)>, Vec<Option<i64>>) {
            (criteria.into_iter().map(|(weight, max, _)| (weight, max)).collect(), points)
        }
    }

    proptest! {
        #[test]
        fn scores_lie_between_0_and_100((criteria, points) in assessed()) {
            let card = card(&criteria, 0);
            let result = score(&card, &points);
            prop_assert_eq!(result.score.is_some(), points.iter().any(Option::is_some));
            prop_assert!(result.score.is_none_or(|score| (0..=100).contains(&score)));
            prop_assert!((0..=100).contains(&result.known));
            prop_assert_eq!(result.band.is_some(), result.score.is_some());
        }

        #[test]
        fn a_point_more_never_lowers_the_score((criteria, points) in assessed(), at in any::<prop::sample::Index>()) {
            let card = card(&criteria, 0);
            let mut more = points.clone();
            let at = at.index(more.len());
            more[at] = more[at].map(|points| (points + 1).min(criteria[at].1));
            prop_assert!(score(&card, &more).score >= score(&card, &points).score);
        }

        #[test]
        fn only_the_ratio_of_weights_counts((criteria, points) in assessed(), times in 1..=50i64) {
            let heavier: Vec<(i64, i64)> = criteria.iter().map(|(weight, max)| (weight * times, *max)).collect();
            let (light, heavy) = (card(&criteria, 50), card(&heavier, 50));
            let (light, heavy) = (score(&light, &points), score(&heavy, &points));
            prop_assert_eq!((light.score, light.known, light.adds), (heavy.score, heavy.known, heavy.adds));
        }

        #[test]
        fn what_the_criteria_add_is_the_score((criteria, points) in assessed()) {
            let card = card(&criteria, 0);
            let result = score(&card, &points);
            let sum: i64 = result.adds.iter().flatten().sum();
            let slack = 5 + points.len() as i64;
            prop_assert!(result.score.is_none_or(|score| (score * 10 - sum).abs() <= slack));
        }
    }
}
