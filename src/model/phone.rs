//! Telephone numbers: area-number-extension in China, country and number elsewhere.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use super::bad_value::BadValue;

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    country: String,
    area: String,
    number: String,
    extension: String,
    shape: Shape,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Chinese mobile.
    Mobile,
    /// Chinese land line with area code.
    Land,
    /// `400-820-8820`, `800-…`.
    Service,
    /// With a country other than China.
    Foreign,
    /// Digits of unusual length, kept as given.
    Other,
}

const EXAMPLE: &str = "021-63539330-1010";
const FEWEST: usize = 5;
const MOST: usize = 20;

/// Words before an extension, longest first.
const EXTENSION: [&str; 9] = ["分机号", "分机", "extension", "ext.", "ext", "转", "内线", "#", "x"];

impl Phone {
    /// Reads a number as people write it; numbers without a country belong to
    /// `default_country` (digits, such as `86`).
    pub fn parse(text: &str, default_country: &str) -> Result<Self, BadValue> {
        let bad = |en: &str, zh: &str| BadValue::new(en, zh, EXAMPLE);
        super::input::no_controls(text.trim()).map_err(|b| BadValue::new(b.en, b.zh, EXAMPLE))?;
        let text = text.trim().nfkc().collect::<String>().to_lowercase();
        let text = text.trim_start_matches("tel:").trim_start_matches("电话").trim_start_matches([':', ' ']);
        let (main, mut extension) = split_extension(text);
        if let Some(c) = main.chars().find(|c| c.is_alphabetic()) {
            return Err(bad(
                &format!("a phone has no letter {c:?} in it"),
                &format!("电话号码中不应有 {c:?}"),
            ));
        }
        if !extension.is_empty() && !extension.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad("the extension is not a number", "分机号不是数字"));
        }
        let digits: String = main.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < FEWEST {
            return Err(bad("it has too few digits for a phone", "电话号码位数太少"));
        }
        if digits.len() + extension.len() > MOST + 6 || digits.len() > MOST {
            return Err(bad("it has too many digits for a phone", "电话号码位数太多"));
        }
        let allowed = |c: char| c.is_ascii_digit() || " +-()./_–—−‐~*,".contains(c);
        if let Some(c) = main.chars().find(|c| !allowed(*c)) {
            return Err(bad(&format!("a phone has no {c:?} in it"), &format!("电话号码中不应有 {c:?}")));
        }
        let groups: Vec<&str> =
            main.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        let international = main.trim_start().starts_with(['+'])
            || main.trim_start().starts_with("(+")
            || digits.starts_with("00");
        let bare =
            if main.contains('+') { digits.as_str() } else { digits.strip_prefix("00").unwrap_or(&digits) };
        let national = match (international, bare.strip_prefix("86")) {
            (true, Some(rest)) => rest.to_owned(),
            (true, None) => return Ok(Self::foreign(bare, &groups, extension)),
            (false, Some(rest)) if default_country == "86" && is_chinese(rest) && !is_chinese(bare) => {
                rest.to_owned()
            }
            (false, _) if default_country != "86" => {
                return Ok(Self::foreign(
                    &format!("{default_country}{}", bare.trim_start_matches('0')),
                    &[],
                    extension,
                ));
            }
            (false, _) => bare.to_owned(),
        };
        // `021-63539330-1010`: a third group behind a whole land line is the extension.
        if let (true, [area, number, tail]) = (extension.is_empty(), &groups[..])
            && area_length(area) == Some(area.len())
            && (7..=8).contains(&number.len())
            && (1..=6).contains(&tail.len())
        {
            extension = (*tail).to_owned();
            return Ok(Self::land(area, number, extension));
        }
        Ok(Self::chinese(&national, extension))
    }

    fn chinese(digits: &str, extension: String) -> Self {
        let trunkless = digits.trim_start_matches('0');
        if is_mobile(trunkless) {
            return Self::new("", trunkless, extension, Shape::Mobile);
        }
        if digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
            return Self::new("", digits, extension, Shape::Service);
        }
        let zeroed = if digits.starts_with('0') { digits.to_owned() } else { format!("0{digits}") };
        if let Some(length) = area_length(&zeroed) {
            let (area, number) = zeroed.split_at(length);
            if (7..=8).contains(&number.len()) && !number.starts_with('0') {
                return Self::land(area, number, extension);
            }
        }
        Self::new("", digits, extension, Shape::Other)
    }

    fn land(area: &str, number: &str, extension: String) -> Self {
        Self::new(area, number, extension, Shape::Land)
    }

    fn new(area: &str, number: &str, extension: String, shape: Shape) -> Self {
        Self { country: "86".to_owned(), area: area.to_owned(), number: number.to_owned(), extension, shape }
    }

    fn foreign(digits: &str, groups: &[&str], extension: String) -> Self {
        // The first group is the country when it is set apart; else the known one-digit ones.
        let apart =
            groups.first().map(|group| group.trim_start_matches("00")).filter(|g| (1..=3).contains(&g.len()));
        let length = match apart {
            Some(group) if digits.starts_with(group) && groups.len() > 1 => group.len(),
            _ => country_length(digits),
        };
        let (country, number) = digits.split_at(length.min(digits.len()));
        Self {
            country: country.to_owned(),
            area: String::new(),
            number: number.to_owned(),
            extension,
            shape: Shape::Foreign,
        }
    }

    /// Country code.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// Area code with its zero; empty for mobiles and abroad.
    pub fn area(&self) -> &str {
        &self.area
    }

    /// Number without area.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Extension; empty when there is none.
    pub fn extension(&self) -> &str {
        &self.extension
    }

    /// True for Chinese mobiles.
    pub fn is_mobile(&self) -> bool {
        self.shape == Shape::Mobile
    }

    /// Digits for comparing: country, area without its zero, number.
    pub fn key(&self) -> String {
        let country = if self.shape == Shape::Other { "" } else { &self.country };
        format!("{country}{}{}", self.area.trim_start_matches('0'), self.number)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = &self.number;
        match self.shape {
            Shape::Mobile | Shape::Other => formatter.write_str(number)?,
            Shape::Land => write!(formatter, "{}-{number}", self.area)?,
            Shape::Service => write!(formatter, "{}-{}-{}", &number[..3], &number[3..6], &number[6..])?,
            Shape::Foreign => write!(formatter, "+{}-{number}", self.country)?,
        }
        match (self.extension.is_empty(), self.shape) {
            (true, _) => Ok(()),
            (false, Shape::Land) => write!(formatter, "-{}", self.extension),
            (false, _) => write!(formatter, "-ext{}", self.extension),
        }
    }
}

fn split_extension(text: &str) -> (&str, String) {
    let found = EXTENSION
        .iter()
        .filter_map(|word| text.find(word).filter(|at| *at > 0).map(|at| (at, word.len())))
        .min_by_key(|(at, length)| (*at, usize::MAX - length));
    match found {
        Some((at, length)) => {
            let main = text[..at].trim_end_matches(['-', ' ', '(', ',']);
            let extension = text[at + length..].trim_matches(|c: char| " -:.)号".contains(c));
            (main, extension.to_owned())
        }
        None => (text, String::new()),
    }
}

/// Chinese mobiles: eleven digits, 13 to 19.
fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3'
}

fn is_chinese(national: &str) -> bool {
    let zeroed = format!("0{}", national.trim_start_matches('0'));
    let land = area_length(&zeroed).is_some_and(|length| (7..=8).contains(&(zeroed.len() - length)));
    is_mobile(national) || (land && (10..=11).contains(&national.len()))
}

/// Length of the area code a number with its zero begins with: 010, 020–029 have three
/// digits, 03xx–09xx four.
fn area_length(zeroed: &str) -> Option<usize> {
    let bytes = zeroed.as_bytes();
    match (bytes.first()?, bytes.get(1)?, bytes.get(2)?) {
        (b'0', b'1', b'0') => Some(3),
        (b'0', b'2', b'0'..=b'9') => Some(3),
        (b'0', b'3'..=b'9', b'0'..=b'9') if bytes.len() >= 4 => Some(4),
        _ => None,
    }
}

/// Length of a country code by the ITU's zones: 1 and 7 alone, the two-digit ones, else three.
fn country_length(digits: &str) -> usize {
    const TWO: [&str; 45] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "99",
    ];
    match digits.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if TWO.iter().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, right) in [
            ("021-63539330-1010", "021-63539330-1010"),
            ("(0531)58751837", "0531-58751837"),
            ("+86 21 6353 9330 ext 1010", "021-63539330-1010"),
            ("+8617528742260", "17528742260"),
            ("015460846894", "15460846894"),
            ("0086-138 2615 0733", "13826150733"),
            ("+86 138-2615-0733", "13826150733"),
            ("０２１－６３５３９３３０", "021-63539330"),
            ("021-6353 9330转1010", "021-63539330-1010"),
            ("0352-3115893", "0352-3115893"),
            ("02163539330", "021-63539330"),
            ("8602163539330", "021-63539330"),
            ("400-820-8820", "400-820-8820"),
            ("+1 (415) 555-2671", "+1-4155552671"),
            ("+49 30 1234567", "+49-301234567"),
            ("+1-4155550133", "+1-4155550133"),
            ("63539330", "63539330"),
        ] {
            let phone = Phone::parse(text, "86").unwrap();
            assert_eq!(phone.to_string(), right, "{text}");
            assert_eq!(Phone::parse(right, "86").unwrap(), phone, "{text}");
        }
        let phone = Phone::parse("021-63539330-1010", "86").unwrap();
        assert_eq!((phone.area(), phone.number(), phone.extension()), ("021", "63539330", "1010"));
        assert_eq!(phone.key(), "862163539330");
    }

    #[test]
    fn others_are_refused() {
        for text in
            ["", "abc", "123", "0791-8555O1x3", "12345678901234567890123", "021\u{202e}63539330", "12;34567"]
        {
            assert!(Phone::parse(text, "86").is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_canonical_writing_is_stable(text in "[+(]{0,2}[0-9]{1,6}[- )]{0,2}[0-9]{3,9}[-x转]{0,1}[0-9]{0,5}") {
            if let Ok(phone) = Phone::parse(&text, "86") {
                let shown = phone.to_string();
                let again = Phone::parse(&shown, "86");
                prop_assert_eq!(again.as_ref().map(ToString::to_string), Ok(shown));
                prop_assert_eq!(again.map(|p| p.key()), Ok(phone.key()));
            }
        }
    }
}
