//! Comparisons that must come out so.

use super::*;
use crate::matching::subject::{Fact, Subject};
use proptest::prelude::*;

fn company(name: &str, phone: &str, city: &str) -> Prepared {
    let fact = |field: &str, text: &str| Fact { field: field.to_owned(), text: text.to_owned() };
    Prepared::new(Subject {
        names: vec![fact("name", name)],
        phones: vec![fact("phone", phone)],
        city: city.to_owned(),
        ..Subject::default()
    })
}

fn score(a: &Prepared, b: &Prepared) -> f64 {
    compare(a, b, &Model::default()).score
}

#[test]
fn near_misses_stay_apart() {
    let jinke = company("金科电子有限公司", "021-63539330", "上海市");
    let limits = Model::default();
    assert!(score(&jinke, &company("上海金科电子", "+86 21 6353 9330", "上海")) >= limits.duplicate);
    assert!(score(&jinke, &company("金科地产集团", "028-85551234", "成都市")) < limits.possible);
    assert!(
        score(&jinke, &company("金科电子有限公司成都分公司", "028-85551234", "成都市")) < limits.duplicate
    );
    assert!(score(&jinke, &company("金科电子有限公司", "0755-2222333", "深圳市")) < 0.95);
}

#[test]
fn scraps_find_their_customer() {
    let fact = |field: &str, text: &str| Fact { field: field.to_owned(), text: text.to_owned() };
    let hp = Prepared::new(Subject {
        names: vec![fact("name", "惠普中国有限公司"), fact("short_name", "HP")],
        phones: vec![fact("phone", "010-65643888")],
        websites: vec![fact("website", "www.hp.com.cn")],
        ..Subject::default()
    });
    let limits = Model::default();
    for (scrap, least) in [
        ("惠普", limits.possible),
        ("hp", limits.possible),
        ("huipu", limits.possible),
        ("惠普中国有限公司", limits.duplicate),
        ("(010)65643888", limits.duplicate),
        ("http://hp.com.cn", limits.duplicate),
    ] {
        let found = score(&Prepared::new(Subject::from_text(scrap)), &hp);
        assert!(found >= least, "{scrap}: {found}");
    }
}

proptest! {
    #[test]
    fn comparison_is_symmetric_and_a_twin_is_certain(
        a in "[金科电子上海市有限公司集团abc (),.]{1,16}",
        b in "[金科电子上海市有限公司集团abc (),.]{1,16}",
        phone in "0[0-9]{9,11}",
    ) {
        let (x, y) = (company(&a, &phone, "上海"), company(&b, "13800000000", "北京"));
        prop_assert!((score(&x, &y) - score(&y, &x)).abs() < 1e-9);
        if !x.names.is_empty() {
            prop_assert!(score(&x, &x) >= 0.99, "{}", score(&x, &x));
        }
    }

    #[test]
    fn any_text_is_survived(text in ".{0,400}") {
        let x = company(&text, &text, &text);
        prop_assert!(score(&x, &x).is_finite());
    }
}
