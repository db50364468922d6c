//! A company name taken apart: place, core, trade, legal form, branch; its pinyin.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization as _;

use super::lists;

/// Longest name looked at, in letters; the rest tells nothing more.
const MAX_LETTERS: usize = 120;

/// A name in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalName {
    /// Everything but notes and punctuation, lower case.
    pub full: String,
    /// Without place and legal form: 金科电子.
    pub core: String,
    /// The core without its trade: 金科.
    pub brand: String,
    /// Places in the name: 上海.
    pub place: String,
    /// The branch it names: 北京分公司 gives 北京; empty for the company itself.
    pub branch: String,
    /// Pinyin of the core, or the core itself when it is western.
    pub spelled: String,
    /// Pinyin of the brand.
    pub brand_spelled: String,
    /// First letters of the pinyin of the core; of the words when it is western.
    pub initials: String,
    /// True when the core has Chinese in it.
    pub chinese: bool,
}

/// Takes a name apart.
pub fn name(text: &str) -> NormalName {
    let folded: String = text.nfkc().take(MAX_LETTERS).flat_map(char::to_lowercase).collect();
    let (main, mut place, branch_note) = without_brackets(&folded);
    let chinese = main.chars().any(is_chinese);
    let full: String = main.chars().filter(|c| c.is_alphanumeric()).collect();
    let (core, brand, branch) = if chinese {
        let (company, branch) = split_branch(&full);
        let (core, more) = chinese_core(company);
        place.push_str(&more);
        (core.to_owned(), chinese_brand(core).to_owned(), branch)
    } else {
        let (core, brand, more) = western_core(&main);
        place.push_str(&more);
        (core, brand, String::new())
    };
    let branch = if branch.is_empty() { branch_note } else { branch };
    let initials = if chinese { spell(&core, true) } else { word_initials(&main) };
    NormalName {
        spelled: spell(&core, false),
        brand_spelled: spell(&brand, false),
        initials,
        full,
        core,
        brand,
        place,
        branch,
        chinese,
    }
}

/// The brand at the core of a name, in its own writing: what an id begins with.
pub fn brand(text: &str) -> String {
    name(text).brand
}

/// A short name: an English name's telling words, or pinyin of the first two to four
/// characters of the brand, as the norm asks.
pub fn short_name(text: &str) -> String {
    let normal = name(text);
    if !normal.chinese {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty());
        let telling = words.filter(|word| {
            let lower = word.to_lowercase();
            !lists::is_legal_word(&lower) && !lists::is_trade_word(&lower) && !lists::is_place_word(&lower)
        });
        return telling.take(2).collect::<Vec<_>>().join(" ");
    }
    let brand: String = normal.brand.chars().take(4).collect();
    let spelled = spell(&brand, false);
    let mut letters = spelled.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// The pinyin of a text, or its first letters; letters and digits stay.
pub fn spell(text: &str, first: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c.to_pinyin() {
            Some(pinyin) => out.push_str(if first { pinyin.first_letter() } else { pinyin.plain() }),
            None if c.is_alphanumeric() => out.push(c),
            None => {}
        }
    }
    if out.contains('ü') { out.replace('ü', "v") } else { out }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Notes in brackets go; a place in brackets is kept apart, and so is a branch.
fn without_brackets(text: &str) -> (String, String, String) {
    let (mut main, mut place, mut branch, mut inside) =
        (String::new(), String::new(), String::new(), String::new());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '{' | '〔' | '《' => depth += 1,
            ')' | ']' | '】' | '}' | '〕' | '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    let note = std::mem::take(&mut inside);
                    let note = note.trim();
                    let bare = note.trim_end_matches("分公司");
                    if bare != note {
                        branch.push_str(bare);
                    } else if lists::is_place(note) || lists::is_place_word(note) {
                        place.push_str(note);
                    }
                }
            }
            c if depth > 0 => inside.push(c),
            c => main.push(c),
        }
    }
    // An opened bracket that never closes is no note.
    main.push_str(&inside);
    (main, place, branch)
}

/// `金科股份有限公司北京分公司`: the company, and the branch's place.
fn split_branch(full: &str) -> (&str, String) {
    for word in ["分公司", "办事处", "分店", "分行", "营业部"] {
        if let Some(head) = full.strip_suffix(word) {
            let head_end = head.rfind("公司").map_or(0, |at| at + "公司".len());
            if head_end > 0 {
                return (&head[..head_end], head[head_end..].to_owned());
            }
            return (head, head.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect());
        }
    }
    (full, String::new())
}

/// The core of a Chinese name and the places before it.
fn chinese_core(company: &str) -> (&str, String) {
    let mut core = company;
    for _ in 0..3 {
        let shorter = lists::without_legal_form(core);
        if shorter == core || shorter.chars().count() < 2 {
            break;
        }
        core = shorter;
    }
    let mut places = String::new();
    for _ in 0..3 {
        let Some(place) = lists::leading_place(core) else { break };
        let rest = &core[place.len()..];
        if rest.chars().count() < 2 {
            break;
        }
        places.push_str(place);
        core = rest;
        for mark in ["省", "市", "县", "区"] {
            if let Some(rest) = core.strip_prefix(mark).filter(|rest| rest.chars().count() >= 2) {
                core = rest;
            }
        }
    }
    (core, places)
}

fn chinese_brand(core: &str) -> &str {
    let mut brand = core.strip_suffix("中国").filter(|rest| rest.chars().count() >= 2).unwrap_or(core);
    for _ in 0..3 {
        let shorter = lists::without_trade(brand);
        if shorter == brand || shorter.chars().count() < 2 {
            break;
        }
        brand = shorter;
    }
    brand
}

/// Core, brand and places of a western name, words run together.
fn western_core(main: &str) -> (String, String, String) {
    let words: Vec<&str> = main
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "and")
        .collect();
    let mut places = String::new();
    let mut core = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let alone = words.len() == 1;
        if !alone && (lists::is_legal_word(word) || (*word == "china" && number > 0)) {
            continue;
        }
        if !alone && lists::is_place_word(word) && words.len() > 2 {
            places.push_str(word);
            continue;
        }
        core.push(*word);
    }
    let telling: Vec<&str> = core.iter().copied().filter(|word| !lists::is_trade_word(word)).collect();
    let brand = if telling.is_empty() { core.concat() } else { telling.concat() };
    (core.concat(), brand, places)
}

fn word_initials(main: &str) -> String {
    main.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !lists::is_legal_word(word))
        .filter_map(|word| word.chars().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let jinke = name("上海市金科电子有限公司【老客户】");
        assert_eq!(
            (jinke.core.as_str(), jinke.brand.as_str(), jinke.place.as_str()),
            ("金科电子", "金科", "上海市")
        );
        assert_eq!(jinke.spelled, "jinkedianzi");
        assert_eq!(name("羽虹软件（莆田）有限责任公司").brand, "羽虹");
        assert_eq!(name("塔城市国宝食品股份有限公司呼和浩特分公司").branch, "呼和浩特");
        assert_eq!(name("Shanghai Baiyuchan Technology Company Limited").brand, "baiyuchan");
        assert_eq!(name("惠普中国有限公司").core, "惠普中国");
    }

    #[test]
    fn short_names_are_offered() {
        assert_eq!(short_name("金科电子有限公司"), "Jinke");
        assert_eq!(short_name("HP China Co., Ltd."), "HP");
        assert_eq!(short_name("Redwood Harbor Robotics, Inc."), "Redwood Harbor");
    }

    #[test]
    fn odd_names_do_no_harm() {
        for text in ["", "(", "有限公司", "上海", "((((", "🙂", "】x【"] {
            let _ = name(text);
        }
    }
}
