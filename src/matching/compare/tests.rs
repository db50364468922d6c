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
        ("HP中国", limits.possible),
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

    #[test]
    fn agreeing_evidence_never_lowers_the_score(
        a in "(上海|北京|)[金科新电子恒达]{2,4}(电子|科技|贸易|)(有限公司|股份有限公司|)|[A-Z][a-z]{3,7} (Electronics|Trading) Ltd",
        b in "(上海|北京|)[金科新电子恒达]{2,4}(电子|科技|贸易|)(有限公司|股份有限公司|)|[A-Z][a-z]{3,7} (Electronics|Trading) Ltd",
        own in proptest::array::uniform6(proptest::bool::ANY),
        added in 0usize..5,
    ) {
        let fact = |text: &str| Fact { field: "f".to_owned(), text: text.to_owned() };
        let make = |name: &str, other: bool, more: bool| {
            let pick = |x: &str, y: &str| if other { x.to_owned() } else { y.to_owned() };
            let mut subject = Subject { names: vec![fact(name)], ..Subject::default() };
            if own[0] { subject.phones.push(fact(&pick("021-55556666", "0755-88889999"))); }
            if own[1] { subject.phones.push(fact(&pick("13811112222", "13933334444"))); }
            if own[2] { subject.emails.push(fact(&pick("li@163.com", "wang@qq.com"))); }
            if own[3] { subject.websites.push(fact(&pick("www.one.com", "www.two.cn"))); }
            if own[4] { subject.city = pick("上海市", "深圳市"); }
            if own[5] { subject.address = pick("凤凰东路12号5楼501室", "世纪大道88号302室"); }
            if more {
                match added {
                    0 => subject.phones.push(fact("010-65643888")),
                    1 => subject.phones.push(fact("13800001111")),
                    2 => subject.emails.push(fact("info@jinke.com.cn")),
                    3 => subject.websites.push(fact("jinke.com.cn")),
                    _ => subject.address = "人民路77号3楼301室".to_owned(),
                }
            }
            Prepared::new(subject)
        };
        let before = score(&make(&a, true, false), &make(&b, false, false));
        let after = score(&make(&a, true, true), &make(&b, false, true));
        prop_assert!(after >= before - 1e-9, "{before} {after}");
    }

    #[test]
    fn reasons_add_up_to_the_score(
        a in "[金科电子上海市有限公司集团abc (),.]{1,16}",
        b in "[金科电子上海市有限公司集团abc (),.]{1,16}",
    ) {
        let (x, y) = (company(&a, "021-55556666", "上海"), company(&b, "13800000000", "北京"));
        let found = compare(&x, &y, &Model::default());
        let sum = found.prior + found.evidence.iter().map(|e| e.weight).sum::<f64>();
        prop_assert!((found.score - crate::matching::weigh::probability(sum)).abs() < 1e-6);
    }
}
