use proptest::prelude::*;

use super::*;

fn fields(words: &[(&str, &str)]) -> Map {
    let value = |name: &str, text: &str| match name {
        "life" => Value::Int(text.parse().unwrap()),
        "residual" => Value::Number(text.to_owned()),
        _ => Value::text(text),
    };
    words.iter().map(|(name, text)| ((*name).to_owned(), value(name, text))).collect()
}

fn wears(words: &[(&str, &str)]) -> Depreciation {
    Depreciation::read(&fields(words)).unwrap().unwrap()
}

fn on(thing: &Depreciation, day: &str) -> String {
    thing.value_on(Date::from_iso(day).unwrap()).to_string()
}

/// 10000 at 5 % over 5 years: 9500 / 60 = 158.333…; 59 months of 158.33 are 9341.47, the last takes 158.53.
#[test]
fn a_straight_line() {
    let thing = wears(&[
        ("price", "10000.00 CNY"),
        ("residual", "5"),
        ("life", "5"),
        ("method", "straight_line"),
        ("in_service", "2024-03-15"),
    ]);
    assert_eq!(thing.residual.to_string(), "500.00 CNY");
    for (day, worth) in [
        ("2024-03-01", "10000.00 CNY"),
        // The month it was taken into use counts for nothing.
        ("2024-03-31", "10000.00 CNY"),
        ("2024-04-29", "10000.00 CNY"),
        ("2024-04-30", "9841.67 CNY"),
        ("2024-05-30", "9841.67 CNY"),
        ("2024-05-31", "9683.34 CNY"),
        ("2025-03-31", "8100.04 CNY"),
        ("2029-02-28", "658.53 CNY"),
        ("2029-03-30", "658.53 CNY"),
        ("2029-03-31", "500.00 CNY"),
        ("2099-01-01", "500.00 CNY"),
    ] {
        assert_eq!(on(&thing, day), worth, "{day}");
    }
}

/// The example of the standard's own commentary (企业会计准则讲解): 1 200 000 over 5 years, residual 4 %: 480 000, 288 000,
/// 172 800, then twice (1 200 000 − 480 000 − 288 000 − 172 800 − 48 000) / 2 = 105 600.
#[test]
fn double_declining_with_two_straight_years() {
    let thing = wears(&[
        ("price", "1200000.00 CNY"),
        ("residual", "4"),
        ("life", "5"),
        ("method", "declining"),
        ("in_service", "2019-12-31"),
    ]);
    for (day, worth) in [
        ("2019-12-31", "1200000.00 CNY"),
        // 480 000 / 12 = 40 000 each month.
        ("2020-01-31", "1160000.00 CNY"),
        ("2020-12-31", "720000.00 CNY"),
        ("2021-12-31", "432000.00 CNY"),
        ("2022-12-31", "259200.00 CNY"),
        ("2023-01-31", "250400.00 CNY"),
        ("2023-12-31", "153600.00 CNY"),
        ("2024-12-31", "48000.00 CNY"),
    ] {
        assert_eq!(on(&thing, day), worth, "{day}");
    }
}

#[test]
fn a_short_life_and_a_high_residual() {
    // Two years of the declining method are both the last two.
    let short =
        [("price", "2400.00 CNY"), ("life", "2"), ("method", "declining"), ("in_service", "2026-01-01")];
    assert_eq!(on(&wears(&short), "2026-02-28"), "2300.00 CNY");
    // 40 % of 1000 a year would go below the residual of 700 in the first.
    let high = [
        ("price", "1000.00 CNY"),
        ("residual", "70"),
        ("life", "5"),
        ("method", "declining"),
        ("in_service", "2025-12-01"),
    ];
    assert_eq!(on(&wears(&high), "2026-12-31"), "700.00 CNY");
    assert_eq!(on(&wears(&high), "2030-12-31"), "700.00 CNY");
}

#[test]
fn what_does_not_wear_out_and_what_is_gone() {
    let land = [("price", "500000.00 CNY")];
    assert_eq!(on(&wears(&land), "2099-12-31"), "500000.00 CNY");
    assert_eq!(Depreciation::read(&fields(&[("life", "5")])).unwrap(), None, "no price, no value");
    let gone =
        [("price", "1200 JPY"), ("life", "1"), ("in_service", "2025-12-31"), ("disposed", "2026-06-15")];
    assert_eq!(on(&wears(&gone), "2026-06-14"), "700 JPY");
    assert_eq!(on(&wears(&gone), "2026-06-15"), "0 JPY");
}

#[test]
fn what_cannot_be_reckoned_is_named() {
    let said = |words: &[(&str, &str)]| Depreciation::read(&fields(words)).unwrap_err();
    assert_eq!(said(&[("price", "much")]).field, "price");
    assert_eq!(said(&[("price", "-1.00 CNY")]).why.en, "it is below nothing");
    for (field, wrong) in [("life", "0"), ("life", "101"), ("residual", "100.5"), ("residual", "-1")] {
        assert_eq!(said(&[("price", "10.00 CNY"), (field, wrong)]).field, field, "{wrong}");
    }
    assert_eq!(said(&[("price", "10.00 CNY"), ("method", "guess")]).field, "method");
    assert_eq!(said(&[("price", "10.00 CNY"), ("in_service", "soon")]).field, "in_service");
}

proptest! {
    /// The charges of all months come to price − residual exactly; the value never rises and never falls below.
    #[test]
    fn charges_add_up(
        minor in 0u64..100_000_000_000, percent in 0u32..=1000, years in 1i64..=60,
        declining in any::<bool>(), currency in prop::sample::select(vec!["CNY", "JPY", "KWD"]),
        day in 1u32..=28, month in 1u32..=12,
    ) {
        let units = crate::model::money::Currency::of(currency).unwrap().minor_units();
        let price = Decimal::new(i64::try_from(minor).unwrap(), units);
        let thing = wears(&[
            ("price", &format!("{price} {currency}")),
            ("residual", &Decimal::new(i64::from(percent), 1).to_string()),
            ("life", &years.to_string()),
            ("method", if declining { "declining" } else { "straight_line" }),
            ("in_service", &format!("2020-{month:02}-{day:02}")),
        ]);
        let charged: Decimal =
            thing.runs.iter().map(|run| run.amount.amount() * Decimal::from(run.months)).sum();
        prop_assert_eq!(charged, thing.price.amount() - thing.residual.amount());
        prop_assert_eq!(thing.runs.iter().map(|run| run.months).sum::<u32>(), u32::try_from(years).unwrap() * 12);
        let first = 2020 * 12 + i64::from(month) - 1;
        let mut before = thing.price;
        for at in first - 2..=first + years * 12 + 2 {
            let worth = thing.worth_after(at);
            prop_assert!(worth.amount() <= before.amount() && worth.amount() >= thing.residual.amount());
            before = worth;
        }
        prop_assert_eq!(thing.worth_after(first), thing.price);
        prop_assert_eq!(before, thing.residual);
        prop_assert!(thing.runs.windows(2).all(|two| two[0].next() == two[1].first));
    }
}
