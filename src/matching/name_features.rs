//! What two rows of names have in common.

use super::form::Form;
use super::near::{held, likeness};

/// Rungs when a side has no name, or none in the writing asked for.
pub const OPEN: u8 = 8;

/// Rungs of names; likenesses run from 0 to 20 with [`OPEN`] for missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names {
    /// Letters of Chinese brands.
    pub letters: u8,
    /// Sounds of Chinese brands.
    pub sounds: u8,
    /// Spelling of brands in any writing.
    pub spelled: u8,
    /// A brand's spelling within the other's core.
    pub held: u8,
    /// Letters of Chinese cores.
    pub core_letters: u8,
    /// Sounds of Chinese cores.
    pub core_sounds: u8,
    /// Spelling of cores.
    pub core_spelled: u8,
    /// 0 nothing whole in common, 1 brand sounds the same, 2 the same brand, 3 core, 4 full name.
    pub identity: u8,
    /// First letters: 0 none, else how many fit.
    pub initials: u8,
    /// What shared letters tell.
    pub bits_shared: u8,
    /// What letters tell that only the longer has.
    pub bits_left_long: u8,
    /// What letters tell that only the shorter has.
    pub bits_left_short: u8,
    /// How many bear the brand.
    pub sharers: u8,
    /// 0 both Chinese, 1 one western, 2 both western, 3 a name is missing.
    pub writing: u8,
    /// Letters of the shorter brand.
    pub length: u8,
    /// 0 other trades, 1 some in common, 2 open, 3 one's are among the other's, 4 the same.
    pub trade: u8,
    /// Western names: likeness of the whole.
    pub english: u8,
    /// The shorter core ends like the longer.
    pub tail: u8,
    /// Letters behind the brand.
    pub trade_letters: u8,
}

/// Compares all names of two subjects.
pub fn compare(a: &[Form], b: &[Form]) -> Names {
    let mut names = Names {
        letters: OPEN,
        sounds: OPEN,
        spelled: OPEN,
        held: OPEN,
        core_letters: OPEN,
        core_sounds: OPEN,
        core_spelled: OPEN,
        sharers: 9,
        writing: 3,
        trade: 2,
        english: OPEN,
        tail: OPEN,
        trade_letters: OPEN,
        ..Names::default()
    };
    if a.is_empty() || b.is_empty() {
        return names;
    }
    let mut trades = None;
    let mut best: [Option<u8>; 4] = [None; 4];
    let mut better =
        |slot: usize, value: u8| best[slot] = Some(best[slot].map_or(value, |b: u8| b.max(value)));
    for x in a {
        for y in b {
            let spelled = brands_spelled(x, y);
            better(0, spelled);
            better(1, brand_held(x, y).max(brand_held(y, x)));
            if x.chinese && y.chinese {
                better(2, likeness(x.brand(), y.brand()));
                better(3, likeness(x.brand_sounds(), y.brand_sounds()));
            }
            names.identity = names.identity.max(identity(x, y));
            names.initials = names.initials.max(initials(x, y)).max(initials(y, x));
            if spelled == 20 {
                names.sharers = names.sharers.min(sharers(x.crowd.max(y.crowd)));
            }
            if !x.trades.is_empty() && !y.trades.is_empty() {
                trades = trades.max(Some(trade(&x.trades, &y.trades)));
            }
        }
    }
    names.trade = trades.unwrap_or(2);
    names.spelled = best[0].unwrap_or(OPEN);
    names.held = best[1].unwrap_or(OPEN);
    names.letters = best[2].unwrap_or(OPEN);
    names.sounds = best[3].unwrap_or(OPEN);
    principal(a, b, &mut names);
    names
}

/// The names that say most of each side: the longest, Chinese when both have one.
fn principal(a: &[Form], b: &[Form], names: &mut Names) {
    let longest = |side: &'_ [Form], chinese: bool| {
        let fitting = side.iter().enumerate().filter(|(_, f)| f.chinese == chinese);
        fitting.max_by_key(|(_, f)| f.core.len()).map(|(at, _)| at)
    };
    let (ac, bc) = (longest(a, true), longest(b, true));
    let (aw, bw) = (longest(a, false), longest(b, false));
    if let (Some(x), Some(y)) = (aw, bw) {
        names.english = likeness(&a[x].spelled, &b[y].spelled);
    }
    let pair = |x: Option<usize>, y: Option<usize>| Some((&a[x?], &b[y?]));
    let alike = |pair: &(&Form, &Form)| {
        let (x, y) = pair;
        let inside = held(x.brand_spelled(), &y.spelled).max(held(y.brand_spelled(), &x.spelled));
        brands_spelled(x, y) + likeness(&x.spelled, &y.spelled) + inside
    };
    // Without a Chinese name on both sides the two that are most alike, in whatever writing.
    let mixed = [(pair(aw, bw), 2), (pair(ac, bw), 1), (pair(aw, bc), 1)];
    let best = || {
        mixed
            .into_iter()
            .filter_map(|(pair, writing)| Some((pair?, writing)))
            .max_by_key(|(p, w)| (alike(p), *w))
    };
    let Some(((x, y), writing)) = pair(ac, bc).map(|pair| (pair, 0)).or_else(best) else { return };
    names.writing = writing;
    names.length = x.brand.min(y.brand).min(5);
    names.core_spelled = likeness(&x.spelled, &y.spelled);
    if writing != 1 {
        names.core_letters = likeness(&x.core, &y.core);
        names.core_sounds = likeness(&x.sounds, &y.sounds);
        let (shared, left_x, left_y) = bits(x, y);
        names.bits_shared = (shared / 4).min(20) as u8;
        names.bits_left_long = (left_x.max(left_y) / 3).min(20) as u8;
        names.bits_left_short = (left_x.min(left_y) / 3).min(20) as u8;
        let short = x.core.len().min(y.core.len());
        if short >= 2 {
            names.tail = likeness(&x.core[x.core.len() - short..], &y.core[y.core.len() - short..]);
        }
        let (p, q) = (&x.core[usize::from(x.brand)..], &y.core[usize::from(y.brand)..]);
        if !p.is_empty() && !q.is_empty() {
            names.trade_letters = likeness(p, q);
        }
    } else {
        let chinese = if x.chinese { x } else { y };
        let worth: u32 = chinese.bits[..usize::from(chinese.brand)].iter().map(|b| u32::from(*b)).sum();
        let share = u32::from(names.held.saturating_sub(10));
        names.bits_shared = (worth * share / 40).min(20) as u8;
    }
}

fn brands_spelled(x: &Form, y: &Form) -> u8 {
    let mut best = likeness(x.brand_spelled(), y.brand_spelled());
    if best < 20 && !x.other.is_empty() {
        best = best.max(likeness(&x.other, y.brand_spelled()));
    }
    if best < 20 && !y.other.is_empty() {
        best = best.max(likeness(x.brand_spelled(), &y.other));
    }
    best
}

/// How much of one's brand stands in the other's core; short brands must be whole.
fn brand_held(x: &Form, y: &Form) -> u8 {
    if x.chinese && y.chinese {
        return if x.brand < 2 {
            OPEN.min(held(x.brand_sounds(), &y.sounds))
        } else {
            held(x.brand_sounds(), &y.sounds)
        };
    }
    let brand = x.brand_spelled();
    let plain = held(brand, &y.spelled);
    let best = if x.other.is_empty() { plain } else { plain.max(held(&x.other, &y.spelled)) };
    match brand.len() {
        0..=3 if best < 20 || y.spelled.len() > 6 => best.min(OPEN),
        _ => best,
    }
}

fn identity(x: &Form, y: &Form) -> u8 {
    if x.full == y.full {
        4
    } else if x.core == y.core {
        3
    } else if x.brand() == y.brand() {
        2
    } else {
        u8::from(x.chinese && y.chinese && x.brand_sounds() == y.brand_sounds())
    }
}

/// A short western name that is the first letters of a Chinese one: 2 to 8, how many.
fn initials(x: &Form, y: &Form) -> u8 {
    if !x.chinese || y.chinese || y.core.len() < 2 || y.core.len() > 8 {
        return 0;
    }
    let wanted = &y.spelled[..];
    if wanted == &x.initials[..] || wanted == x.brand_initials() {
        return (wanted.len() as u8).min(8);
    }
    if wanted.len() >= 3
        && x.initials.len().abs_diff(wanted.len()) <= 1
        && super::near::edits(wanted, &x.initials) <= 1
    {
        return 1;
    }
    0
}

fn sharers(crowd: u16) -> u8 {
    match crowd {
        0..=2 => 0,
        3 => 1,
        4 => 2,
        5..=6 => 3,
        7..=10 => 4,
        11..=20 => 5,
        21..=50 => 6,
        _ => 7,
    }
}

fn trade(x: &[u8], y: &[u8]) -> u8 {
    let common = x.iter().filter(|t| y.contains(t)).count();
    match common {
        0 => 0,
        n if n == x.len() && n == y.len() => 4,
        n if n == x.len() || n == y.len() => 3,
        _ => 1,
    }
}

/// What the letters tell that both have, and that only one has; letters that sound alike are one.
fn bits(x: &Form, y: &Form) -> (u32, u32, u32) {
    let mut used = 0u64;
    let (mut shared, mut left_x) = (0u32, 0u32);
    for (at, sound) in x.sounds.iter().enumerate() {
        let same = y.sounds.iter().enumerate().find(|(n, s)| used >> n & 1 == 0 && *s == sound);
        if let Some((n, _)) = same {
            used |= 1 << n;
            // Only what both count as brand counts as such.
            shared += u32::from(x.bits[at].min(y.bits[n]));
        } else {
            left_x += u32::from(x.bits[at]);
        }
    }
    let left_y =
        y.bits.iter().enumerate().filter(|(n, _)| used >> n & 1 == 0).map(|(_, b)| u32::from(*b)).sum();
    (shared, left_x, left_y)
}
