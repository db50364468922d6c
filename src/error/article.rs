//! The English article before the name of a kind: a goal, an asset.

/// The name with its article.
pub fn a(name: &str) -> String {
    format!("{} {name}", if takes_an(name) { "an" } else { "a" })
}

/// The same at the beginning of a sentence.
pub fn begin_a(name: &str) -> String {
    format!("{} {name}", if takes_an(name) { "An" } else { "A" })
}

// Names of kinds that begin with u are units and users more often than umbrellas.
fn takes_an(name: &str) -> bool {
    name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        assert_eq!([a("goal"), a("asset"), a("unit")], ["a goal", "an asset", "a unit"]);
        assert_eq!([begin_a("expense"), begin_a("room")], ["An expense", "A room"]);
    }
}
