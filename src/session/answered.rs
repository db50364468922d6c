//! Telling how many answered what.

use crate::error::Lang;
use crate::model::kind::Label;

/// `2 yes, 1 no, 3 no answer yet`; what nobody answered is left out.
pub fn counted(counts: &[(String, Label, usize)], lang: Lang) -> String {
    let told = counts.iter().filter(|(_, _, count)| *count > 0).map(|(_, label, count)| match lang {
        Lang::En => format!("{count} {}", label.en),
        Lang::Zh => format!("{} {count}", label.zh),
    });
    told.collect::<Vec<_>>().join(lang.pick(", ", "，"))
}
