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
}
