//! Chinese company names taken apart.

use super::lists;
use super::normal::{Legal, NormalName};
use super::regions;
use super::spelled::is_chinese;

/// Characters legal forms are made of.
const LEGAL: &str = "公司有限责任股份集团企业总厂";
/// Two of them that make a form.
const FORMS: [&str; 10] = ["公司", "有限", "责任", "股份", "集团", "限公", "企业", "总厂", "限责", "份公"];
/// Ends of a name that is a branch.
const BRANCHES: [&str; 9] =
    ["分公司", "办事处", "代表处", "分店", "分行", "分厂", "营业部", "分部", "联络处"];
/// Ends of a department.
const DEPARTMENTS: [&str; 9] = ["部", "科", "处", "室", "采购", "财务", "中心", "车间", "前台"];

/// The Chinese of a name, and a western name written beside it.
pub fn split_writings(text: &str) -> (String, Option<String>) {
    let (mut main, mut beside) = (String::new(), String::new());
    let mut inside = String::new();
    let mut depth = 0usize;
    let western = |note: &str| note.chars().any(char::is_alphabetic) && !note.chars().any(is_chinese);
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '{' | '〔' | '《' | '<' | '「' => {
                depth += 1;
                if depth == 1 {
                    inside.clear();
                    continue;
                }
                inside.push('(');
            }
            ')' | ']' | '】' | '}' | '〕' | '》' | '>' | '」' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    if western(&inside) {
                        beside.push(' ');
                        beside.push_str(&inside);
                    } else {
                        main.push('(');
                        main.push_str(&inside);
                        main.push(')');
                    }
                    inside.clear();
                } else {
                    inside.push(')');
                }
            }
            c if depth > 0 => inside.push(c),
            c => main.push(c),
        }
    }
    // An opened bracket that never closes is no note.
    main.push_str(&inside);
    // Western words set apart by a space, such as `Hongke 宏科`.
    let words: Vec<&str> = main.split_whitespace().collect();
    if words.len() > 1 && words.iter().any(|word| western(word) && word.len() >= 3) {
        let (apart, chinese): (Vec<&str>, Vec<&str>) =
            words.into_iter().partition(|word| western(word) && word.len() >= 3);
        if chinese.iter().any(|word| word.chars().any(is_chinese)) {
            beside.push(' ');
            beside.push_str(&apart.join(" "));
            main = chinese.join(" ");
        }
    }
    let enough = beside.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    (main, enough.then(|| beside.trim().to_owned()))
}

/// Takes a tidy Chinese name apart.
pub fn take_apart(text: &str) -> NormalName {
    let mut name = NormalName { chinese: true, ..NormalName::default() };
    let main = without_notes(text, &mut name);
    name.full = main.clone();
    let (company, branch) = split_branch(&main);
    if name.branch.is_empty() {
        name.branch = branch;
    }
    let (stem, legal) = without_legal(without_department(company));
    name.legal = legal;
    let (mut core, mut regions_found) = leading_places(stem);
    // 惠普中国: the country behind the brand, or a place there.
    if let Some(rest) = core.strip_suffix("中国").filter(|rest| rest.chars().count() >= 2) {
        core = rest;
    }
    name.regions.append(&mut regions_found);
    name.regions.dedup();
    let mut brand = core;
    for _ in 0..6 {
        let Some((len, trade)) = lists::trailing_trade(brand) else { break };
        let rest = &brand[..brand.len() - len];
        if rest.chars().count() < 2 && !rest.is_ascii() || rest.is_empty() {
            break;
        }
        if !name.trades.contains(&trade) {
            name.trades.push(trade);
        }
        brand = rest;
    }
    name.trades.sort_unstable();
    name.brand = brand.to_owned();
    name.core = core.to_owned();
    name
}

/// Letters and digits outside brackets; places and branches in brackets are kept in the name.
fn without_notes(text: &str, name: &mut NormalName) -> String {
    let (mut main, mut inside) = (String::new(), String::new());
    let mut noted = false;
    for c in text.chars() {
        match c {
            '(' => {
                noted = true;
                inside.clear();
            }
            ')' if noted => {
                noted = false;
                note(&inside, name, &mut main);
                inside.clear();
            }
            c if !c.is_alphanumeric() => {}
            c if noted => inside.push(c),
            c => main.push(c),
        }
    }
    main.push_str(&inside);
    main
}

fn note(text: &str, name: &mut NormalName, main: &mut String) {
    if let Some(place) = regions::named(text) {
        let region = place.within(0);
        if region != 0 {
            name.regions.push(region);
        } else {
            name.regions.extend(place.regions().take(1));
        }
    } else if let Some(end) = BRANCHES.iter().find(|end| text.ends_with(**end)) {
        name.branch = text.trim_end_matches(end).to_owned();
    } else if FORMS.contains(&text) {
        main.push_str(text);
    } else if text.chars().count() >= 2 {
        let (region, rest) = regions::read(text, 0, false);
        if region != 0 && rest.is_empty() {
            name.regions.push(region);
        }
    }
}

/// `金科股份有限公司北京分公司`: the company, and the branch's place.
fn split_branch(full: &str) -> (&str, String) {
    let cut = BRANCHES.iter().find_map(|end| full.strip_suffix(end));
    let cut = cut.or_else(|| full.strip_suffix('分').filter(|head| head.chars().count() >= 5));
    let Some(head) = cut else { return (full, String::new()) };
    if let Some(at) = head.rfind("公司").map(|at| at + "公司".len()) {
        return (&head[..at], head[at..].to_owned());
    }
    // Without a legal form the place stands last: 耐刻电器洛阳分公司.
    let starts: Vec<usize> = head.char_indices().map(|(at, _)| at).collect();
    for back in (2..=8.min(starts.len().saturating_sub(2))).rev() {
        let at = starts[starts.len() - back];
        if regions::named(&head[at..]).is_some() {
            return (&head[..at], head[at..].to_owned());
        }
    }
    (head, "?".to_owned())
}

/// 金科电子有限公司技术部 is the company.
fn without_department(company: &str) -> &str {
    let Some(at) = company.rfind("公司").map(|at| at + "公司".len()) else { return company };
    let rest = &company[at..];
    let short = (1..=8).contains(&rest.chars().count());
    if short && DEPARTMENTS.iter().any(|end| rest.ends_with(end)) { &company[..at] } else { company }
}

/// The name without the legal form it ends in, whatever the order of its parts.
fn without_legal(company: &str) -> (&str, Legal) {
    let mut at = company.len();
    for (start, c) in company.char_indices().rev() {
        if start == 0 || !LEGAL.contains(c) {
            break;
        }
        at = start;
    }
    // 任 may end a brand; the form begins where two of its letters stand together.
    let mut tail = &company[at..];
    while !tail.is_empty() && !FORMS.iter().any(|form| tail.starts_with(form)) {
        let first = tail.chars().next().map_or(0, char::len_utf8);
        tail = &tail[first..];
    }
    let mut stem = &company[..company.len() - tail.len()];
    if stem.is_empty() || (stem.chars().count() < 2 && !stem.is_ascii()) {
        return (company, Legal::None);
    }
    let legal = match tail {
        "" => Legal::None,
        tail if tail.contains("股份") => Legal::Shares,
        tail if tail.contains("责任") => Legal::Liability,
        tail if tail.contains("集团") => Legal::Group,
        _ => Legal::Limited,
    };
    if legal == Legal::None
        && let Some(rest) = without_typo(company)
    {
        stem = rest;
        return (stem, Legal::Limited);
    }
    (stem, legal)
}

/// 金科电子有现公司: a legal form with one character wrong or gone.
fn without_typo(company: &str) -> Option<&str> {
    let starts: Vec<usize> = company.char_indices().map(|(at, _)| at).collect();
    for (form, least) in [("有限责任公司", 5), ("股份有限公司", 5), ("有限公司", 3)] {
        let form: Vec<char> = form.chars().collect();
        for len in [form.len(), form.len() - 1] {
            let Some(at) = starts.len().checked_sub(len).filter(|n| *n >= 2).map(|n| starts[n]) else {
                continue;
            };
            let tail: Vec<char> = company[at..].chars().collect();
            let same = tail.iter().filter(|c| form.contains(c)).count();
            if same >= least.min(len) && same + 1 >= len {
                return Some(&company[..at]);
            }
        }
    }
    None
}

/// What follows the places a name begins with.
fn leading_places(stem: &str) -> (&str, Vec<u32>) {
    let (mut core, mut found) = (stem, Vec::new());
    let mut known = 0;
    for _ in 0..4 {
        let Some((len, place)) = regions::leading(core, false) else { break };
        let rest = &core[len..];
        if rest.chars().count() < 2 {
            break;
        }
        // 新华 alone may be a county; behind its city it is one.
        let region = place.within(known);
        if region != 0 {
            known = regions::deeper(known, region);
            found.push(region);
        } else {
            found.extend(place.regions().take(1));
        }
        core = rest;
        for mark in ["省", "市", "县", "区"] {
            if let Some(rest) = core.strip_prefix(mark).filter(|rest| rest.chars().count() >= 2) {
                core = rest;
            }
        }
    }
    (core, found)
}
