//! What of a record matters to matching: texts as written, with the field each came from.

/// A text and its field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// Field of the record.
    pub field: String,
    /// Text as written.
    pub text: String,
}

/// What identifies a person, beside name, address and town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonPart {
    /// Given name.
    Given,
    /// Surname.
    Surname,
    /// Day of birth.
    Birthday,
    /// Number of an identity card or of social security.
    Identity,
    /// Postcode.
    Postcode,
}

/// The facts of one record, or of a scrap somebody typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Full, short and English names.
    pub names: Vec<Fact>,
    /// Telephone numbers.
    pub phones: Vec<Fact>,
    /// Email addresses.
    pub emails: Vec<Fact>,
    /// Websites.
    pub websites: Vec<Fact>,
    /// Street address.
    pub address: String,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// County.
    pub county: String,
    /// What identifies a person; empty for companies.
    pub person: Vec<(PersonPart, Fact)>,
    /// True for a scrap: only what is there counts.
    pub scrap: bool,
}

impl Subject {
    /// Guesses what a scrap is: an address with `@`, a website with a dot, a phone of digits,
    /// else a name.
    pub fn from_text(text: &str) -> Self {
        let text = text.trim();
        let mut subject = Self { scrap: true, ..Self::default() };
        let fact = |field: &str| Fact { field: field.to_owned(), text: text.to_owned() };
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if text.contains('@') {
            subject.emails.push(fact("email"));
        } else if digits >= 5 && letters <= 3 && digits > letters {
            subject.phones.push(fact("phone"));
        } else if text.contains('.')
            && !text.contains(' ')
            && crate::model::website::Website::parse(text).is_ok()
        {
            subject.websites.push(fact("website"));
            subject.names.push(fact("name"));
        } else {
            subject.names.push(fact("name"));
        }
        subject
    }

    /// The phones and emails among the words of a scrap, each alone: `张伟 138-0013-8000` has one.
    pub fn pieces(text: &str) -> Vec<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let alone = |word: &&&str| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            word.contains('@') || (digits >= 7 && !word.chars().any(char::is_alphabetic))
        };
        let pieces = words.iter().filter(|_| words.len() > 1).filter(alone);
        pieces.map(|word| Self::from_text(word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_an_address_beside_a_name_is_a_piece() {
        let texts = |text: &str| -> Vec<String> {
            let pieces = Subject::pieces(text).into_iter();
            pieces
                .flat_map(|piece| piece.phones.into_iter().chain(piece.emails))
                .map(|fact| fact.text)
                .collect()
        };
        assert_eq!(texts("张伟 138-0013-8000"), ["138-0013-8000"]);
        assert_eq!(texts("Ann <ann@hp.example> 13800138000"), ["<ann@hp.example>", "13800138000"]);
        assert!(texts("138-0013-8000").is_empty());
        assert!(texts("上海 金科 2018").is_empty());
    }
}
