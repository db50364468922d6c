//! Budget against actual, worked by hand.

use super::*;
use crate::model::value::Value;
use crate::model::yaml::parse;
use proptest::prelude::*;

fn fields(text: &str) -> Map {
    let Value::Map(fields) = parse(text).unwrap().into_value() else { panic!("{text}") };
    fields
}

fn home(person: &str) -> String {
    if person == "li" { "sales".to_owned() } else { String::new() }
}

#[test]
fn a_quarter_worked_by_hand() {
    let budget = "{level: department, department: sales, state: approved, lines: [{type: travel, month: '2026-10-01', amount: 3000.00 CNY}, {type: travel, month: '2026-11-01', amount: 3000.00 CNY}, {type: meals, amount: 1000.00 CNY}]}";
    let claims = [
        "{applicant: li, date: '2026-10-12', state: paid, customer: jinke, lines: [{type: travel, amount: 1280.50 CNY}, {type: meals, amount: 319.50 CNY}]}",
        "{applicant: li, date: '2026-11-03', state: approved, lines: [{type: travel, amount: 2244.75 CNY}]}",
        "{applicant: zhao, department: sales, date: '2026-11-04', state: approved, lines: [{type: meals, amount: 755.25 CNY}]}",
        "{applicant: li, date: '2026-11-05', state: submitted, lines: [{type: travel, amount: 9999.00 CNY}]}",
        "{applicant: li, date: '2026-11-05', state: paid, retired: '2026-11-06', lines: [{type: travel, amount: 9999.00 CNY}]}",
    ];
    let plan = planned(&fields(budget), "department").unwrap();
    assert!(planned(&fields(budget), "company").unwrap().is_empty(), "levels are not added together");
    assert!(planned(&fields(&budget.replace("approved", "draft")), "department").unwrap().is_empty());
    let spent: Vec<Entry> = claims.iter().flat_map(|text| claimed(&fields(text), &home).unwrap()).collect();
    let told = |by: By| -> Vec<String> {
        let rows = against(&plan, &spent, by).unwrap();
        let row = |((group, _), row): (&(String, String), &Against)| {
            let percent = row.percent().map_or("-".to_owned(), |percent| percent.to_string());
            format!(
                "{group} {} {} {} {percent}",
                row.budget.amount_text(),
                row.actual.amount_text(),
                row.rest().unwrap().amount_text()
            )
        };
        rows.iter().map(row).collect()
    };
    // 1280.50 + 319.50 + 2244.75 + 755.25 = 4600.00 of 7000.00: 65.7 %.
    assert_eq!(told(By::Company), [" 7000.00 4600.00 2400.00 66"]);
    assert_eq!(told(By::Department), ["sales 7000.00 4600.00 2400.00 66"]);
    // Meals: 319.50 + 755.25 = 1074.75, beyond the 1000.00; travel: 3525.25 of 6000.00, 58.75 %.
    assert_eq!(told(By::Sort), ["meals 1000.00 1074.75 -74.75 107", "travel 6000.00 3525.25 2474.75 59"]);
    assert_eq!(
        told(By::Month),
        [" 1000.00 0.00 1000.00 0", "2026-10 3000.00 1600.00 1400.00 53", "2026-11 3000.00 3000.00 0.00 100"]
    );
    assert_eq!(
        told(By::Person),
        [" 7000.00 0.00 7000.00 0", "li 0.00 3844.75 -3844.75 -", "zhao 0.00 755.25 -755.25 -"]
    );
    let pay = paid(
        &fields("{person: li, date: '2026-10-31', gross: 100.00 CNY, tax: 5.00 CNY, employer: 30.00 CNY}"),
        &home,
    )
    .unwrap();
    assert_eq!((pay[0].department.as_str(), pay[0].amount.to_string()), ("sales", "130.00 CNY".to_owned()));
}

proptest! {
    /// Whatever is asked by, nothing is lost and nothing counted twice: every dimension comes to the same cent.
    #[test]
    fn every_dimension_comes_to_the_same_total(
        made in prop::collection::vec((0u32..3, 0u32..3, 0u32..3, 0u32..3, 0u32..3, 1u32..13, -1_000_000i64..1_000_000, any::<bool>()), 0..40),
    ) {
        let entries: Vec<Entry> = made.iter().map(|(person, department, customer, project, sort, month, cents, yen)| {
            let name = |number: &u32| if *number == 0 { String::new() } else { format!("x{number}") };
            let text = if *yen { format!("{cents} JPY") } else { format!("{} CNY", Decimal::new(*cents, 2)) };
            Entry {
                day: Date::from_iso(&format!("2026-{month:02}-15")).ok(),
                person: name(person),
                department: name(department),
                customer: name(customer),
                project: name(project),
                sort: name(sort),
                amount: Money::parse(&text, None).unwrap(),
            }
        }).collect();
        let total = |by: By| {
            let mut sums = Sums::default();
            rolled(&entries, by).unwrap().values().for_each(|part| sums.add_all(part).unwrap());
            sums
        };
        let all = total(By::Company);
        for by in By::ALL {
            prop_assert_eq!(total(by), all.clone());
        }
        let against: Vec<Against> = against(&entries, &entries, By::Sort).unwrap().into_values().collect();
        for row in against {
            prop_assert!(row.rest().unwrap().is_zero());
            prop_assert!(row.budget.is_zero() || row.percent() == Some(100));
        }
    }
}
