//! Provinces, cities and counties: by Chinese name, by pinyin, by area code of a phone.
//!
//! A region is its number in the national list: 370000 a province, 370100 a city, 370102 a
//! county; 0 is nowhere. Municipalities are province and city in one.

use std::sync::LazyLock;

use super::lists::from;

/// Names of places with their numbers; `~` marks short names that are no place by themselves.
const PLACES: &str = include_str!("places.txt");
/// The same in pinyin.
const PLACE_WORDS: &str = include_str!("place_words.txt");
/// Area codes without 0, with the cities they serve.
const AREA_CODES: &str = include_str!("area_codes.txt");

/// Bytes of the first two characters of a place, which every name has: Chinese characters have three each.
const HEAD: usize = 6;

/// Where the places that begin with two characters stand in the list, by their bytes.
static HEADS: LazyLock<Vec<([u8; HEAD], u32)>> = LazyLock::new(|| {
    let mut heads: Vec<([u8; HEAD], u32)> = Vec::with_capacity(6000);
    let mut at = 0;
    for line in PLACES.split_inclusive('\n') {
        if let Some(head) = line.as_bytes().first_chunk()
            && heads.last().is_none_or(|(last, _)| last != head)
        {
            heads.push((*head, at));
        }
        at += line.len() as u32;
    }
    heads
});

/// The places whose names begin like a text, in order.
fn beginning_like(text: &str) -> impl Iterator<Item = (&'static str, Place)> {
    let group = text.as_bytes().first_chunk::<HEAD>().and_then(|head| {
        let at = HEADS.binary_search_by(|(own, _)| own.cmp(head)).ok()?;
        let end = HEADS.get(at + 1).map_or(PLACES.len(), |(_, start)| *start as usize);
        PLACES.get(HEADS[at].1 as usize..end)
    });
    group.unwrap_or_default().lines().filter_map(Place::of)
}

/// A place found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The numbers it may have, separated by commas.
    numbers: &'static str,
    /// A word that only sometimes means the place.
    pub weak: bool,
}

impl Place {
    fn of(line: &'static str) -> Option<(&'static str, Self)> {
        let mut cells = line.split('\t');
        Some((cells.next()?, Self { numbers: cells.next()?, weak: cells.next().is_some() }))
    }

    /// The regions the name may mean.
    pub fn regions(self) -> impl Iterator<Item = u32> {
        self.numbers.split(',').filter_map(padded).filter(|region| *region > 0)
    }

    /// The region the name means, given a region known before; 0 when it stays open.
    pub fn within(self, known: u32) -> u32 {
        let mut fitting = self.regions().filter(|region| known == 0 || fits(known, *region));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => only,
            // 朝阳 is a city and three counties: the city is what is meant.
            (Some(first), Some(_)) => {
                let mut cities = self.regions().filter(|r| (known == 0 || fits(known, *r)) && r % 100 == 0);
                match (cities.next(), cities.next()) {
                    (Some(city), None) => city,
                    _ if known != 0 && city(known) != 0 => first,
                    _ => 0,
                }
            }
            _ => 0,
        }
    }
}

fn padded(number: &str) -> Option<u32> {
    let value: u32 = number.parse().ok()?;
    Some(match number.len() {
        2 => value * 10_000,
        4 => value * 100,
        _ => value,
    })
}

/// First number of towns abroad, which no list has.
const ABROAD: u32 = 9_000_000;

/// A region for a town abroad.
pub fn abroad(name: &str) -> u32 {
    let words = name.trim_end_matches("city");
    ABROAD + (super::hash::hash(&[words.as_bytes()]) % 40_000) as u32 * 10_000 + 100
}

/// True for a town abroad.
pub fn is_abroad(region: u32) -> bool {
    region >= ABROAD
}

/// Province of a region.
pub fn province(region: u32) -> u32 {
    region / 10_000
}

/// City of a region, 0 when only the province is known.
pub fn city(region: u32) -> u32 {
    match region / 10_000 {
        whole @ (11 | 12 | 31 | 50 | 71 | 81 | 82) => whole,
        // Counties that stand directly under their province are their own city.
        _ if region / 100 % 100 == 90 => region,
        _ if region.is_multiple_of(10_000) => 0,
        _ => region / 100,
    }
}

/// County of a region, 0 when unknown.
pub fn county(region: u32) -> u32 {
    if region.is_multiple_of(100) { 0 } else { region }
}

/// True when one region may lie within the other.
pub fn fits(a: u32, b: u32) -> bool {
    let near = |x: u32, y: u32| x == 0 || y == 0 || x == y;
    province(a) == province(b) && near(city(a), city(b)) && near(county(a), county(b))
}

/// The deeper of two regions that fit.
pub fn deeper(a: u32, b: u32) -> u32 {
    let depth = |r: u32| u32::from(r > 0) + u32::from(city(r) > 0) + u32::from(county(r) > 0);
    if depth(b) > depth(a) { b } else { a }
}

/// The place a sorted list has under a word.
fn in_list(list: &'static str, word: &str) -> Option<Place> {
    let (name, place) = Place::of(from(list, word).lines().next()?)?;
    (name == word).then_some(place)
}

/// A place by its whole Chinese name.
pub fn named(name: &str) -> Option<Place> {
    beginning_like(name).find(|(own, _)| *own == name).map(|(_, place)| place)
}

/// A place by the pinyin of its name.
pub fn spelled(word: &str) -> Option<Place> {
    in_list(PLACE_WORDS, word)
}

/// The whole name of a region's city, else of its province; empty when it has none.
pub fn name_of(region: u32) -> &'static str {
    let wanted = match (city(region), province(region)) {
        (0, 0) => return "",
        (0, province) => province,
        (city, _) => city,
    };
    let number = format!("\t{wanted}");
    let lines = memchr::memmem::find_iter(PLACES.as_bytes(), number.as_bytes()).filter_map(|at| {
        let (before, after) = (PLACES.get(..at)?, PLACES.get(at + number.len()..)?);
        // Places that share their name have several numbers, and tell nothing here.
        after.starts_with(['\n', '\t']).then(|| before.rsplit('\n').next().unwrap_or_default())
    });
    lines.max_by_key(|name| name.len()).unwrap_or_default()
}

/// The longest place a text begins with, and its length in bytes.
pub fn leading(text: &str, weak: bool) -> Option<(usize, Place)> {
    let fitting =
        beginning_like(text).filter(|(name, place)| text.starts_with(name) && (weak || !place.weak));
    fitting.max_by_key(|(name, _)| name.len()).map(|(name, place)| (name.len(), place))
}

/// The region of an area code such as 021; 0 when unknown or shared by cities.
pub fn of_area(area: &str) -> u32 {
    let code = area.trim_start_matches('0');
    let line = from(AREA_CODES, code).lines().next().and_then(|line| line.split_once('\t'));
    let Some((_, numbers)) = line.filter(|(c, _)| *c == code) else { return 0 };
    let mut regions = numbers.split(',').filter_map(padded);
    let first = regions.next().unwrap_or(0);
    if regions.next().is_none() { first } else { first / 10_000 * 10_000 }
}

/// True for a place that names a road here: 北京大道, 南京二路.
fn names_road(rest: &str, fits: bool) -> bool {
    let at = rest.chars().take(3).position(|c| matches!(c, '路' | '街' | '道' | '巷'));
    at.is_some_and(|at| at <= 1 || !fits)
}

/// Reads the places a text begins with, one after another; gives the region and the rest.
pub fn read(text: &str, known: u32, weak: bool) -> (u32, &str) {
    let (mut region, mut rest) = (known, text);
    for _ in 0..5 {
        let Some((len, place)) = leading(rest, weak && region != 0) else { break };
        let found = place.within(region);
        let whole = rest[..len].ends_with(['省', '市', '县', '区', '旗', '州']);
        if !whole && names_road(&rest[len..], region != 0 && found != 0) {
            break;
        }
        if found != 0 {
            region = if region == 0 || fits(region, found) { deeper(region, found) } else { region };
        } else if region == 0 {
            // 鼓楼区 alone: one of several; nothing is known yet.
        } else if !place.regions().any(|r| fits(region, r)) {
            break;
        }
        rest = &rest[len..];
        for mark in ["省", "市", "县", "区"] {
            if let Some(more) = rest.strip_prefix(mark).filter(|more| !more.is_empty()) {
                rest = more;
            }
        }
    }
    (region, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known() {
        assert_eq!(named("上海市").map(|p| p.within(0)), Some(310_000));
        assert_eq!(named("鼓楼区").map(|p| p.within(0)), Some(0));
        assert_eq!(named("鼓楼区").map(|p| p.within(350_100)), Some(350_102));
        assert_eq!(read("山东省青岛市平度市凤台街道", 0, true).1, "凤台街道");
        assert_eq!(city(read("青岛平度莲花路", 0, true).0), 3702);
        assert_eq!(read("北京大道2048号", 0, true), (0, "北京大道2048号"));
        assert_eq!(read("东风大道2793号", 230_000, true), (230_000, "东风大道2793号"));
        assert_eq!(of_area("021"), 310_000);
        assert_eq!((name_of(370_283), name_of(310_000)), ("青岛市", "上海市"));
        assert!(spelled("guangzhou").is_some());
        assert!(fits(370_000, 370_283) && !fits(370_100, 370_283));
        for list in [PLACES, PLACE_WORDS] {
            let words: Vec<&str> = list.lines().filter_map(|l| l.split('\t').next()).collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(words.iter().all(|word| in_list(list, word).is_some()));
        }
    }
}
