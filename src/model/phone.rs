//! Telephone numbers: area-number-extension in China, `+country-number` elsewhere; unusual ones
//! are kept as given.

use std::fmt;

use crate::model::bad_value::{BadValue, clean};

const EXAMPLE: &str = "021-63539330-1010";
const CHINA: &str = "86";
/// Chinese area codes without their 0, those merged into a neighbour since included.
const AREAS: &str = "10 20-29 310-319 335 349-359 370-377 378-379 391-396 398 410-419 421 427 429 431-439 451-459 464 467-479 482-483 510-519 523 527 530-539 543 546 550-559 561-566 570-580 591-599 631-635 660 662-663 668 691-692 701 710-719 722 724 728 730-739 743-746 750-760 762-763 766 768-779 790-799 812-813 816-818 825-827 830-839 851-859 870-879 883 886-888 891-898 901-903 906 908-917 919 930-939 941 943 951-955 970-979 990-999";
/// Country codes of two digits; 1 and 7 have one, all others three.
const TWO_DIGITS: &str = "20 27 30-34 36 39-41 43-49 51-58 60-66 81-82 84 86 90-95 98";
const LABELS: [&str; 12] = [
    "联系电话",
    "电话",
    "手机",
    "座机",
    "固话",
    "传真",
    "总机",
    "telephone",
    "tel",
    "mobile",
    "phone",
    "fax",
];
const MARKS: [&str; 9] = ["转分机", "分机号", "分机", "转", "extension", "ext", "x", "#", "*"];

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    country: String,
    area: String,
    number: String,
    extension: String,
    /// The whole as it is shown.
    written: String,
}

impl Phone {
    /// Reads a number as people write it; without a country code it belongs to
    /// `default_country`, digits such as `86`.
    pub fn parse(text: &str, default_country: &str) -> Result<Self, BadValue> {
        let text = tidy(text)?;
        let home = default_country.trim_start_matches('+');
        if let Some(phone) = read(&text, home) {
            // Only a reading that its own writing gives again is trusted.
            let again = if phone.written == text { Some(&phone) } else { None };
            let told = || tidy(&phone.written).is_ok_and(|text| text == phone.written);
            if again.is_some() || (told() && read(&phone.written, home).as_ref() == Some(&phone)) {
                return Ok(phone);
            }
        }
        // Several numbers in one cell: the first one is what is compared.
        let first = text.split(['/', ',', ';']).next().and_then(|first| read(first.trim(), home));
        if let Some(first) = first.filter(|first| first.number.len() >= 7) {
            return Ok(Self { written: text, ..first });
        }
        let number = text.chars().filter(char::is_ascii_digit).collect();
        Ok(Self {
            country: String::new(),
            area: String::new(),
            number,
            extension: String::new(),
            written: text,
        })
    }

    /// The country code, such as `86`; empty when the number is unusual.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The Chinese area code with its 0, such as `021`, or empty.
    pub fn area(&self) -> &str {
        &self.area
    }

    /// The number in its area; of several numbers the first; all digits of an unusual one.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The extension, or empty.
    pub fn extension(&self) -> &str {
        &self.extension
    }

    /// True for a Chinese mobile.
    pub fn is_mobile(&self) -> bool {
        self.country == CHINA && self.area.is_empty() && is_mobile(&self.number)
    }

    /// The digits to compare by: country, area and number without trunk 0 and extension.
    pub fn key(&self) -> String {
        format!("{}{}{}", self.country, self.area.trim_start_matches('0'), self.number)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Plain width, one kind of dash, single spaces, no label; errors for what can't be a phone.
fn tidy(text: &str) -> Result<String, BadValue> {
    let text = clean(text, EXAMPLE)?.to_lowercase();
    let dash = |c| if matches!(c, '\u{2010}'..='\u{2015}' | '−' | '－' | 'ー' | '─') { '-' } else { c };
    let text: String = text.replace('、', ",").chars().map(dash).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = text.as_str();
    while let Some(after) = LABELS.iter().find_map(|label| rest.strip_prefix(label)) {
        rest = after.trim_start_matches([':', '.', ' ']);
    }
    let mut bare = rest.replace("总机", " ");
    for mark in MARKS {
        bare = bare.replace(mark, " ");
    }
    if let Some(c) = bare.chars().find(|c| !c.is_ascii_digit() && !" -+().,;:/\\[]~_&|·'".contains(*c)) {
        return Err(bad(format!("a phone can't contain `{c}`"), format!("电话号码中不能有 `{c}`")));
    }
    match bare.bytes().filter(u8::is_ascii_digit).count() {
        0 => Err(bad("it has no digits", "没有数字")),
        1..5 => Err(bad("it has fewer than 5 digits", "少于 5 位数字")),
        5..=20 => Ok(rest.to_owned()),
        _ => Err(bad("it has more than 20 digits", "超过 20 位数字")),
    }
}

/// Reads one number with all its parts; `None` when it is unusual.
fn read(text: &str, home: &str) -> Option<Phone> {
    let text = text.replace("总机", " ");
    let mark = MARKS.iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min();
    let (main, extension) = match mark {
        None => (text.as_str(), None),
        Some((at, len)) => {
            (text.get(..at)?, Some(text.get(at + len..)?.trim_matches([' ', '.', ':', '-', '(', ')'])))
        }
    };
    let extension = extension.map(|ext| ext.strip_prefix("分机").unwrap_or(ext));
    let fair = |ext: &str| (1..=6).contains(&ext.len()) && ext.bytes().all(|b| b.is_ascii_digit());
    if main.contains(['/', ',', ';', '\\', '&', '|', '~', ':']) || extension.is_some_and(|ext| !fair(ext)) {
        return None;
    }
    let groups: Vec<&str> =
        main.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let plus = main.trim_start_matches(['(', '[', ' ']).starts_with('+');
    let all = groups.concat();
    let abroad = if plus { Some(all.as_str()) } else { all.strip_prefix("00") };
    if let Some(digits) = abroad.filter(|digits| !digits.starts_with(CHINA)) {
        return foreign(digits, main, &groups, extension, home);
    }
    if home != CHINA && abroad.is_none() {
        let number = if home == "39" { all.as_str() } else { all.strip_prefix('0').unwrap_or(&all) };
        let number = if home == "1" && number.len() == 11 {
            number.strip_prefix('1').unwrap_or(number)
        } else {
            number
        };
        return build(home, "", number, extension.unwrap_or_default(), home)
            .filter(|_| (4..=14).contains(&number.len()));
    }
    let whole = chinese(&all).filter(|(area, number)| is_whole(area, number));
    let fixed = whole.as_ref().is_some_and(|(area, number)| area.is_empty() && number.len() > 8);
    let split =
        groups.split_last().filter(|(last, before)| extension.is_none() && fair(last) && !before.is_empty());
    let shorter = split.and_then(|(last, before)| {
        chinese(&before.concat()).filter(|(area, number)| is_whole(area, number)).map(|parts| (parts, *last))
    });
    let dashed = split.is_some_and(|(last, _)| {
        main.trim_end_matches([')', ' ']).strip_suffix(last).is_some_and(|m| m.ends_with('-'))
    });
    match (whole, shorter) {
        (_, Some(((area, number), last))) if dashed && !fixed => build(CHINA, &area, &number, last, home),
        (Some((area, number)), _) => build(CHINA, &area, &number, extension.unwrap_or_default(), home),
        (None, Some(((area, number), last))) => build(CHINA, &area, &number, last, home),
        _ => None,
    }
}

/// A number of another country, from its digits with the country code.
fn foreign(digits: &str, main: &str, groups: &[&str], extension: Option<&str>, home: &str) -> Option<Phone> {
    let len = match digits.get(..2)? {
        two if two.starts_with(['1', '7']) => 1,
        two if listed(TWO_DIGITS, two) => 2,
        _ => 3,
    };
    let (country, number) = (digits.get(..len)?, digits.get(len..)?);
    let (number, extension) = match (extension, groups) {
        (None, [first, middle, last])
            if *first == country
                && middle.len() >= 7
                && last.len() <= 6
                && main.matches('-').count() == 2 =>
        {
            (*middle, *last)
        }
        _ => (number, extension.unwrap_or_default()),
    };
    let number = if main.contains("(0)") { number.strip_prefix('0').unwrap_or(number) } else { number };
    let sound = !country.starts_with('0') && (4..=14).contains(&number.len());
    build(country, "", number, extension, home).filter(|_| sound)
}

/// Area code with its 0 and number, from the digits of a Chinese number in any of its writings.
fn chinese(digits: &str) -> Option<(String, String)> {
    let plain = |text: &str| {
        let national = text.strip_prefix('0').unwrap_or(text);
        if is_mobile(national) || is_service(national) {
            return Some((String::new(), national.to_owned()));
        }
        let len = if national.starts_with(['1', '2']) { 2 } else { 3 };
        let (area, number) = (national.get(..len)?, national.get(len..)?);
        let dropped = text == national && !(7..=8).contains(&number.len());
        (listed(AREAS, area) && !dropped).then(|| (format!("0{area}"), number.to_owned()))
    };
    let full = |text: &str| plain(text).filter(|(area, number)| is_whole(area, number));
    let country = ["0086", "86", "086"].iter().find_map(|code| full(digits.strip_prefix(code)?));
    country.or_else(|| match digits.len() {
        ..9 if !digits.starts_with('0') => Some((String::new(), digits.to_owned())),
        _ => plain(digits),
    })
}

/// True when a number has one of the lengths that its area can have.
fn is_whole(area: &str, number: &str) -> bool {
    match number.len() {
        7 | 8 => !number.starts_with('0'),
        5 | 6 => number.starts_with(['1', '9']),
        _ => area.is_empty() && (is_mobile(number) || is_service(number)),
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits.as_bytes().get(1).is_some_and(|b| (b'3'..=b'9').contains(b))
}

fn is_service(digits: &str) -> bool {
    digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

/// True when a list such as `10 20-29` has the code.
fn listed(list: &str, code: &str) -> bool {
    list.split(' ').any(|item| {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        code.len() == first.len() && (first..=last).contains(&code)
    })
}

/// A phone with its canonical writing; abroad every number carries its country.
fn build(country: &str, area: &str, number: &str, extension: &str, home: &str) -> Option<Phone> {
    let at_home = country == CHINA && home == CHINA;
    let mut parts: Vec<&str> = Vec::new();
    let code = format!("+{country}");
    if !at_home {
        parts.push(&code);
    }
    parts.push(if at_home { area } else { area.trim_start_matches('0') });
    match is_service(number) && country == CHINA && area.is_empty() {
        true => parts.extend([number.get(..3)?, number.get(3..6)?, number.get(6..)?]),
        false => parts.push(number),
    }
    parts.push(extension);
    parts.retain(|part| !part.is_empty());
    let [country, area, number, extension] = [country, area, number, extension].map(str::to_owned);
    Some(Phone { country, area, number, extension, written: parts.join("-") })
}

fn bad(en: impl Into<String>, zh: impl Into<String>) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, home: &str) -> String {
        Phone::parse(text, home).map_or_else(|bad| bad.en, |phone| phone.to_string())
    }

    #[test]
    fn numbers_as_people_write_them() {
        let table = "021-63539330-1010=021-63539330-1010|(0531)58751837=0531-58751837|+86 21 6353 9330 ext 1010=021-63539330-1010
+8617528742260=17528742260|015460846894=15460846894|862163539330=021-63539330|008641152678052=0411-52678052
０２１－６３５３　９３３０=021-63539330|021-6353 9330转1010=021-63539330-1010|400-820-8820=400-820-8820|4008208820转2=400-820-8820-2
13267878755=13267878755|151-9502-9665=15195029665|+1 (415) 555-2671=+1-4155552671|001 415 555 2671=+1-4155552671
+1-4155552671-12=+1-4155552671-12|+44 (0)20 7946 0018=+44-2079460018|68840739=68840739|3454606-2882=3454606-2882
54907977-5574=54907977-5574|0377-6601600-8=0377-6601600-8|0755-2222 0151-5661=0755-22220151-5661|027-2919 8700=027-29198700
电话:0350-5320471#2563=0350-5320471-2563|025-5470 4553*1292=025-54704553-1292|０２３—３１９１７２２７=023-31917227
+86 (0)21 6353 9330=021-63539330|总机021-63539330转分机1010=021-63539330-1010|010-95588=010-95588|95588=95588
2163539330=021-63539330|021-63539330/63539331=021-63539330/63539331|0352-31158=0352-31158|+86-919-5739343=0919-5739343
400-820-8820 x12=400-820-8820-12|12345678901234567890=12345678901234567890";
        for (typed, stored) in table.split(['|', '\n']).filter_map(|pair| pair.split_once('=')) {
            assert_eq!(shown(typed, "86"), stored, "{typed}");
        }
        assert_eq!(shown("(415) 555-2671", "1"), "+1-4155552671");
        assert_eq!(shown("+86 21 63539330", "1"), "+86-21-63539330");
    }

    #[test]
    fn what_is_no_phone_is_refused() {
        for bad in
            "||abc|1234|123456789012345678901|021-6353933o|call 63539330|6353\u{1b}9330|6353\u{202d}9330
6353\t9330|转转"
                .split(['|', '\n'])
        {
            assert!(Phone::parse(bad, "86").is_err(), "{bad:?}");
        }
    }

    #[test]
    fn parts_and_keys() {
        let key = |text: &str| Phone::parse(text, "86").map(|phone| phone.key()).unwrap_or_default();
        for same in
            ["021-63539330-1010", "+86 21 6353 9330", "(021)63539330", "021-63539330/63539331", "2163539330"]
        {
            assert_eq!(key(same), "862163539330", "{same}");
        }
        assert_eq!(key("015460846894"), key("+86 154 6084 6894"));
        let phone = Phone::parse("021-63539330转1010", "86").ok();
        let parts = phone.as_ref().map(|p| (p.country(), p.area(), p.number(), p.extension(), p.is_mobile()));
        assert_eq!(parts, Some(("86", "021", "63539330", "1010", false)));
        assert!(Phone::parse("+86 13267878755", "86").is_ok_and(|p| p.is_mobile()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_is_shown_reads_back(
            text in "\\PC{0,20}|[0-9+() ./x转#-]{5,24}|(\\+86|86|0086)?[ -]?(0?(10|21|531|755)|1[3-9][0-9]|400)[ -]?[0-9]{3,4}[ -]?[0-9]{4}(-|转|x|/| )?[0-9]{0,5}|\\+[0-9]{1,3}-[0-9]{4,9}(-[0-9]{1,5})?",
            home in "86|1|44|39",
        ) {
            if let Ok(phone) = Phone::parse(&text, &home) {
                prop_assert_eq!(Phone::parse(&phone.to_string(), &home), Ok(phone));
            }
        }
    }
}
