//! Texts nobody means well with: no panic, no long time.

use std::time::{Duration, Instant};

use crate::matching::compare::{compare, score};
use crate::matching::keys::keys;
use crate::matching::prepared::Prepared;
use crate::matching::subject::{Fact, PersonPart, Subject};
use crate::matching::weigh::Model;

/// Pieces that hostile texts are made of.
const PIECES: [&str; 44] = [
    "",
    "(",
    ")",
    "（",
    "）",
    "【",
    "】",
    "分公司",
    "公司",
    "有限",
    "上海",
    "市",
    "省",
    "区",
    "路",
    "号",
    "#",
    "室",
    "楼",
    "中国",
    "a",
    "@",
    "..",
    "www.",
    ".com.cn",
    "0",
    "13800000000",
    "転",
    "\u{0}",
    "\u{202e}",
    "\u{300}",
    "\u{1f642}",
    "\u{feff}",
    "ﬃ",
    "ü",
    "Ltd",
    "branch",
    "'",
    "-",
    " ",
    "\u{3000}",
    "乐",
    "𠮷",
    "\n",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.below(12) {
            match self.below(3) {
                0 => text.push_str(PIECES[self.below(PIECES.len())]),
                1 => text.extend(char::from_u32(self.below(0x3000) as u32)),
                _ => text.extend(char::from_u32(0x4e00 + self.below(0x5200) as u32)),
            }
        }
        text
    }

    fn subject(&mut self) -> Subject {
        let fact = |text: String| Fact { field: "f".to_owned(), text };
        let mut subject = Subject {
            names: vec![fact(self.text()), fact(self.text())],
            phones: vec![fact(self.text())],
            emails: vec![fact(self.text())],
            websites: vec![fact(self.text())],
            address: self.text(),
            province: self.text(),
            city: self.text(),
            county: self.text(),
            scrap: self.below(2) == 0,
            ..Subject::default()
        };
        if self.below(4) == 0 {
            subject.person.push((PersonPart::Given, fact(self.text())));
            subject.person.push((PersonPart::Birthday, fact(self.text())));
        }
        subject
    }
}

fn attack(dice: &mut Dice, model: &Model, last: &mut Prepared) {
    let next = Prepared::new(dice.subject());
    let found = compare(&next, last, model);
    assert!((0.0..=1.0).contains(&found.score));
    assert!((found.score - compare(last, &next, model).score).abs() < 1e-9);
    assert!((found.score - score(&next, last, model)).abs() < 1e-6);
    assert!(keys(&next).len() < 600);
    *last = next;
}

#[test]
fn a_hundred_thousand_hostile_texts_do_no_harm() {
    let (mut dice, model) = (Dice(1), Model::default());
    let mut last = Prepared::new(dice.subject());
    // Seven texts a subject and more.
    for _ in 0..15_000 {
        attack(&mut dice, &model, &mut last);
    }
}

#[test]
#[ignore = "takes ten minutes"]
fn ten_minutes_of_hostile_texts_do_no_harm() {
    let clock = Instant::now();
    let (mut dice, model) = (Dice(2), Model::default());
    let mut last = Prepared::new(dice.subject());
    while clock.elapsed() < Duration::from_secs(600) {
        attack(&mut dice, &model, &mut last);
    }
}

#[test]
fn a_name_of_a_megabyte_comes_to_an_end() {
    let model = Model::default();
    for piece in ["上海", "(", "a ", "分公司", "有限", "1", "\u{300}", "市", "路1号", "@", "."] {
        let long = piece.repeat(1_000_000 / piece.len());
        let fact = || vec![Fact { field: "f".to_owned(), text: long.clone() }];
        let clock = Instant::now();
        let subject = Subject {
            names: fact(),
            phones: fact(),
            emails: fact(),
            websites: fact(),
            address: long.clone(),
            city: long.clone(),
            ..Subject::default()
        };
        let one = Prepared::new(subject);
        let _ = (compare(&one, &one, &model), keys(&one));
        assert!(clock.elapsed() < Duration::from_secs(30), "{piece}: {:?}", clock.elapsed());
    }
}
