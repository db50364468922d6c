//! SQL with its parameters written into it, for engines that are not asked by kehu.

use crate::ops::tables::SqlCell;

/// The SQL with each `:name` that has a value replaced by it; text in quotes, names in quotes and comments stay.
pub fn filled(sql: &str, values: &[(String, SqlCell)]) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let close =
            |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let skip = match c {
            '\'' | '"' => close(&c.to_string(), 1),
            '-' if rest.starts_with("--") => close("\n", 2),
            '/' if rest.starts_with("/*") => close("*/", 2),
            ':' => {
                let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = rest[1..].find(|c| !word(c)).map_or(rest.len(), |at| at + 1);
                if let Some((_, value)) = values.iter().find(|(name, _)| *name == rest[1..end]) {
                    out.push_str(&literal(value));
                    rest = &rest[end..];
                    continue;
                }
                end.max(1)
            }
            c => c.len_utf8(),
        };
        out.push_str(&rest[..skip]);
        rest = &rest[skip..];
    }
    out
}

/// A value as SQL writes it.
pub fn literal(value: &SqlCell) -> String {
    match value {
        SqlCell::Null => "null".to_owned(),
        SqlCell::Int(number) => number.to_string(),
        SqlCell::Real(number) => number.to_string(),
        SqlCell::Text(text) => format!("'{}'", text.replace('\'', "''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parameters_are_replaced() {
        let values = [
            ("on".to_owned(), SqlCell::Text("it's".to_owned())),
            ("n".to_owned(), SqlCell::Int(3)),
            ("x".to_owned(), SqlCell::Null),
        ];
        assert_eq!(
            filled(
                "select ':on', \":n\", :on, :n + :nn, :x -- :on\n/* :n */ from t where a::text = :n",
                &values
            ),
            "select ':on', \":n\", 'it''s', 3 + :nn, null -- :on\n/* :n */ from t where a::text = 3"
        );
    }
}
