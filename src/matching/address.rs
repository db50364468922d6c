//! An address taken apart: road, number, building, floor and room.

use super::near;
use super::normal::tidy;
use super::regions;
use super::spelled::is_chinese;

/// Longest address looked at, in characters.
const MOST: usize = 120;
/// Words western addresses write in many ways, or leave out.
const STREET_WORDS: &str = " st street ave avenue av blvd blv boulevard rd road dr drive ln lane hwy highway pkwy sq square pl place ct court \
n s e w north south east west no at between near and of off the suite ste ";

/// Where in a town.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Address {
    /// The road.
    pub road: Box<[char]>,
    /// Its number, 0 when unknown.
    pub number: u32,
    /// The building's name, or its number.
    pub building: Box<[char]>,
    /// The room, 0 when unknown.
    pub room: u32,
    /// The floor, 0 when unknown.
    pub floor: u32,
    /// How many records stand at this number, as far as known.
    pub crowd: u16,
}

/// Reads an address; gives the region it begins with, too.
pub fn read(text: &str, known: u32) -> (u32, Option<Address>) {
    let short: String = text.chars().take(MOST).collect();
    let folded = tidy(&short);
    if !folded.chars().any(is_chinese) {
        return (known, western(&folded));
    }
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric() || matches!(c, '#' | '-')).collect();
    let (region, rest) = regions::read(&bare, known, true);
    (region, chinese(rest))
}

fn digits_at(letters: &[char], from: usize) -> (u32, usize) {
    let len = letters[from..].iter().take_while(|c| c.is_ascii_digit()).count().min(8);
    let value = letters[from..from + len].iter().fold(0u32, |n, c| n * 10 + c.to_digit(10).unwrap_or(0));
    (value, len)
}

fn chinese(rest: &str) -> Option<Address> {
    let letters: Vec<char> = rest.chars().collect();
    // The number of the road is the first one with 号, # or 弄 behind; else the first at all.
    let mut first = None;
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let (value, len) = digits_at(&letters, at);
        let marked = letters.get(at + len).is_some_and(|c| matches!(c, '号' | '#' | '弄'));
        if first.is_none() || marked {
            first = Some((at, len, value));
        }
        if marked {
            break;
        }
        at += len.max(1);
    }
    let (road_end, after, number) = first.map_or((letters.len(), letters.len(), 0), |(at, len, value)| {
        (
            at,
            at + len + usize::from(letters.get(at + len).is_some_and(|c| matches!(c, '号' | '#' | '弄'))),
            value,
        )
    });
    let head = &letters[..road_end];
    let start = (0..head.len())
        .rev()
        .find(|at| {
            matches!(head[*at], '镇' | '乡' | '区' | '县' | '市' | '村')
                || (head[*at] == '道' && *at > 0 && head[*at - 1] == '街')
        })
        .filter(|at| at + 1 < head.len())
        .map_or(0, |at| at + 1);
    // 北京大道 and 北京大路 are one.
    let road: Box<[char]> =
        head[start..].iter().filter(|c| !matches!(c, '路' | '街' | '道' | '大' | '-')).copied().collect();
    if road.is_empty() {
        return None;
    }
    let mut address = Address { road, number, ..Address::default() };
    behind(&letters[after.min(letters.len())..], &mut address);
    Some(address)
}

/// What stands behind the number: `4幢1216室`, `绿日大厦8楼826室`, `财富广场24层`.
fn behind(tail: &[char], address: &mut Address) {
    let mut building = Vec::new();
    let mut at = 0;
    while at < tail.len() {
        if !tail[at].is_ascii_digit() {
            if !matches!(tail[at], '室' | '-' | '#' | '房') {
                building.push(tail[at]);
            }
            at += 1;
            continue;
        }
        let (value, len) = digits_at(tail, at);
        at += len.max(1);
        match tail.get(at) {
            Some('楼' | '层' | 'f') => {
                address.floor = value;
                at += 1;
            }
            Some('幢' | '栋' | '座' | '号') => {
                building.clear();
                building.extend(value.to_string().chars());
                at += 1;
            }
            _ => address.room = value,
        }
    }
    if address.floor == 0 && address.room >= 100 {
        address.floor = address.room / 100;
    }
    address.building = building.into_iter().take(12).collect();
}

/// `seventh` as `7th`.
fn ordinal(word: &str) -> &str {
    const WORDS: [(&str, &str); 12] = [
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("fourth", "4th"),
        ("fifth", "5th"),
        ("sixth", "6th"),
        ("seventh", "7th"),
        ("eighth", "8th"),
        ("ninth", "9th"),
        ("tenth", "10th"),
        ("eleventh", "11th"),
        ("twelfth", "12th"),
    ];
    WORDS.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short)
}

fn western(text: &str) -> Option<Address> {
    let mut address = Address::default();
    let mut road = Vec::new();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(16);
    for word in words.map(ordinal) {
        // What follows tells where the number is, in many ways.
        if !road.is_empty() && matches!(word, "between" | "at" | "near" | "off" | "suite" | "ste" | "bet") {
            break;
        }
        if address.number == 0 && word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 6 {
            address.number = word.parse().unwrap_or(0);
        } else if !STREET_WORDS.contains(&format!(" {word} ")) {
            road.extend(word.chars());
        }
    }
    address.road = road.into_iter().take(40).collect();
    (!address.road.is_empty()).then_some(address)
}

/// How two addresses stand to each other, without their towns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// Another road.
    OtherRoad,
    /// Another number of the road.
    OtherNumber,
    /// Nothing can be said.
    Open,
    /// The same road.
    SameRoad,
    /// The same number of the same road.
    SameNumber,
}

/// Compares roads and numbers.
pub fn nearness(a: &Address, b: &Address) -> Nearness {
    let same = a.road == b.road
        || (near::likeness(&a.road, &b.road) >= 14 && a.road.len().min(b.road.len()) > 2)
        || (a.number == b.number
            && a.number > 0
            && a.road.len().min(b.road.len()) >= 2
            && (near::held(&a.road, &b.road) >= 18 || near::held(&b.road, &a.road) >= 18));
    match (same, a.number > 0 && b.number > 0) {
        (true, true) if a.number == b.number => Nearness::SameNumber,
        (true, true) => Nearness::OtherNumber,
        (true, false) => Nearness::SameRoad,
        (false, _) if a.number == b.number && a.number > 9 => Nearness::Open,
        (false, _) => Nearness::OtherRoad,
    }
}

/// At one number: 0 another room or building, 1 open, 2 the same floor, 3 the same room.
pub fn unit(a: &Address, b: &Address) -> u8 {
    let both = |x: u32, y: u32| x > 0 && y > 0;
    if both(a.room, b.room) {
        return if a.room == b.room { 3 } else { 0 };
    }
    if both(a.floor, b.floor) {
        return if a.floor == b.floor { 2 } else { 0 };
    }
    let buildings = !a.building.is_empty() && !b.building.is_empty();
    if buildings && near::likeness(&a.building, &b.building) < 10 { 0 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Address {
        read(text, 0).1.unwrap_or_default()
    }

    #[test]
    fn addresses_are_taken_apart() {
        let one = of("济南市济阳区凤凰东路2572号绿日大厦8楼826室");
        assert_eq!((one.number, one.floor, one.room), (2572, 8, 826));
        let two = of("山东省济南市济阳区回河街道凤凰东路2572#绿日大厦8层");
        assert_eq!(nearness(&one, &two), Nearness::SameNumber);
        assert_eq!(unit(&one, &two), 2);
        assert_eq!(nearness(&one, &of("凤凰东路12号")), Nearness::OtherNumber);
        assert_eq!(
            nearness(&of("435 s. la cienega blv."), &of("435 S. La Cienega Blvd")),
            Nearness::SameNumber
        );
        assert_eq!(
            nearness(&of("854 7th ave.  between 54th and 55th sts."), &of("854 Seventh Ave.")),
            Nearness::SameNumber
        );
        assert_eq!(
            nearness(&of("崇左天等县北京大路2048号"), &of("北京大道２０４８号创合大厦")),
            Nearness::SameNumber
        );
    }
}
