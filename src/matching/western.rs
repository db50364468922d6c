//! Western company names taken apart.

use super::lists;
use super::normal::{Legal, NormalName};
use super::regions;

/// Trades that stand before the brand as well as behind it.
const VENUES: [&str; 8] =
    ["restaurant", "hotel", "cafe", "bistro", "bar", "grill", "ristorante", "trattoria"];

/// A name without its notes in brackets; places stay.
fn without_notes(text: &str) -> String {
    let Some((head, rest)) = text.split_once('(') else { return text.to_owned() };
    let Some((inside, behind)) = rest.split_once(')') else { return text.to_owned() };
    let place = inside == "china" || regions::spelled(inside.trim()).is_some();
    if !place && head.chars().chain(behind.chars()).filter(|c| c.is_alphanumeric()).count() >= 3 {
        return format!("{head} {behind}");
    }
    text.to_owned()
}

/// Takes a tidy western name apart: the core is the brand's words, then the trade's.
pub fn take_apart(text: &str) -> NormalName {
    let full = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut name = NormalName { full, ..NormalName::default() };
    let outside = without_notes(text);
    let text = outside.as_str();
    let dotted = |c: char| !c.is_alphanumeric() && c != '.' && c != '\'';
    let words: Vec<String> = text
        .split(dotted)
        .flat_map(|word| {
            // S.A. is one word, amazon.com two.
            let short = word.split('.').all(|part| part.chars().count() <= 1);
            if short { vec![word.replace(['.', '\''], "")] } else { parts(word) }
        })
        .filter(|word| !word.is_empty() && word != "and" && word != "of")
        .take(24)
        .collect();
    let alone = words.len() == 1;
    let (mut brand, mut trades, mut left) = (Vec::new(), Vec::new(), Vec::new());
    let mut ended = false;
    for (at, word) in words.iter().enumerate() {
        if !alone && at > 0 && (word == "branch" || word == "office") {
            name.branch = words[at - 1].clone();
            if brand.last() == Some(&words[at - 1].as_str()) {
                brand.pop();
            }
            continue;
        }
        let last = at + 1 == words.len();
        let form = lists::is_near_legal_word(word) || (last && ended && word.len() <= 3);
        if !alone && form && (at > 0 || word != "co") {
            ended = true;
            name.legal = Legal::Limited;
            continue;
        }
        if word == "china" && !alone && !brand.is_empty() {
            continue;
        }
        if !alone && let Some(place) = regions::spelled(word).filter(|p| !p.weak || at == 0) {
            let others = words.len() - at - 1 + brand.len();
            if others >= if place.weak { 3 } else { 1 } {
                name.regions.extend(place.regions().take(3));
                left.push(word.as_str());
                continue;
            }
        }
        let first = brand.is_empty() && !(VENUES.contains(&word.as_str()) && at + 1 < words.len());
        let trade = if first { 0 } else { lists::near_trade(word) };
        if trade != 0 {
            trades.push(word.as_str());
            if !name.trades.contains(&trade) {
                name.trades.push(trade);
            }
        } else if brand.is_empty() || trades.is_empty() || !ended {
            brand.push(word.as_str());
        }
    }
    if brand.is_empty() {
        std::mem::swap(&mut brand, &mut trades);
    }
    if brand.is_empty() {
        brand = if left.is_empty() { words.iter().map(String::as_str).collect() } else { left };
    }
    name.trades.sort_unstable();
    name.brand = brand.concat();
    name.core = name.brand.clone() + &trades.concat();
    name
}

fn parts(word: &str) -> Vec<String> {
    word.replace('\'', "").split('.').map(str::to_owned).collect()
}
