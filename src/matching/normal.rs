//! A company name taken apart: place, core, trade, legal form, branch; its pinyin.

use unicode_normalization::UnicodeNormalization as _;

use super::chinese;
use super::lists;
use super::simplified::simplified;
use super::spelled::{is_chinese, spell};
use super::western;

/// Longest name looked at, in letters; the rest tells nothing more.
const MAX_LETTERS: usize = 120;

/// What the end of a name says of the company's form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Legal {
    /// Nothing.
    #[default]
    None,
    /// 有限公司, Ltd.
    Limited,
    /// 有限责任公司.
    Liability,
    /// 股份有限公司.
    Shares,
    /// 集团.
    Group,
}

/// A name in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalName {
    /// Everything but notes and punctuation, lower case.
    pub full: String,
    /// Without place and legal form: 金科电子.
    pub core: String,
    /// The core without its trade, which it begins with: 金科.
    pub brand: String,
    /// Regions named in it.
    pub regions: Vec<u32>,
    /// The branch it names: 北京分公司 gives 北京; empty for the company itself.
    pub branch: String,
    /// Trades it names.
    pub trades: Vec<u8>,
    /// Legal form.
    pub legal: Legal,
    /// True when the core has Chinese in it.
    pub chinese: bool,
}

/// A name as its letters are: width, case, writing and accents made one.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * MAX_LETTERS));
    for c in text.chars().take(MAX_LETTERS) {
        match c {
            '\u{0}'..='\u{7f}' => out.push(c.to_ascii_lowercase()),
            '\u{4e00}'..='\u{9fff}' => out.push(simplified(c)),
            '\u{ff01}'..='\u{ff5e}' => {
                out.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase());
            }
            '\u{3000}' => out.push(' '),
            '\u{3001}'..='\u{301f}' | '\u{2010}'..='\u{2027}' => out.push(c),
            _ => return tidy_rare(text),
        }
    }
    out
}

/// The same for texts with letters that are not in every name.
fn tidy_rare(text: &str) -> String {
    let accent = |c: &char| !matches!(c, '\u{300}'..='\u{36f}');
    let first: String = text.chars().take(MAX_LETTERS * 2).collect();
    first.nfkd().filter(accent).nfc().take(MAX_LETTERS).flat_map(char::to_lowercase).map(simplified).collect()
}

/// Takes a name apart. A name in two writings, such as `宏科 (Hongke)`, gives two.
pub fn names(text: &str) -> Vec<NormalName> {
    let tidy = tidy(text);
    if !tidy.chars().any(is_chinese) {
        return vec![western::take_apart(&tidy)];
    }
    let (main, letters) = chinese::split_writings(&tidy);
    let mut first = chinese::take_apart(&main);
    // HP中国: the brand itself is western.
    first.chinese = first.core.chars().any(is_chinese);
    let mut all = vec![first];
    if let Some(letters) = letters {
        all.push(western::take_apart(&letters));
    }
    all
}

/// Takes a name apart; of two writings the Chinese one.
pub fn name(text: &str) -> NormalName {
    names(text).into_iter().next().unwrap_or_default()
}

/// The brand at the core of a name, in its own writing: what an id begins with.
pub fn brand(text: &str) -> String {
    name(text).brand
}

/// A short name: an English name's telling words, or pinyin of the first two to four
/// characters of the brand, as the norm asks.
pub fn short_name(text: &str) -> String {
    let normal = name(text);
    if !normal.chinese {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty());
        let telling = words.filter(|word| {
            let lower = word.to_lowercase();
            !lists::is_legal_word(&lower) && !lists::is_trade_word(&lower) && !lists::is_place_word(&lower)
        });
        return telling.filter(|word| *word != "China").take(2).collect::<Vec<_>>().join(" ");
    }
    let brand: String = normal.brand.chars().take(4).collect();
    let spelled = spell(&brand, false);
    let mut letters = spelled.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let jinke = name("上海市金科電子有限公司【老客户】");
        assert_eq!((jinke.core.as_str(), jinke.brand.as_str()), ("金科电子", "金科"));
        assert_eq!(jinke.regions, vec![310_000]);
        assert_eq!(name("羽虹软件（莆田）有限责任公司").brand, "羽虹");
        assert_eq!(name("羽虹软件有限责任公司（莆田）").regions, name("莆田羽虹软件").regions);
        let branch = name("塔城市国宝食品股份有限公司呼和浩特分公司");
        assert_eq!((branch.branch.as_str(), branch.core.as_str()), ("呼和浩特", "国宝食品"));
        assert_eq!(name("耐刻电器洛阳分公司").branch, "洛阳");
        assert_eq!(name("耐刻电器洛阳分公司").core, "耐刻电器");
        assert_eq!(name("天津耐刻电器有限公司（采购）").core, "耐刻电器");
        assert_eq!(name("天津耐刻电器有限公司技术部").core, "耐刻电器");
        assert_eq!(name("天津耐刻电器有限公 司").core, "耐刻电器");
        assert_eq!(name("Shanghai Baiyuchan Technology Company Limited").brand, "baiyuchan");
        assert_eq!(name("Ｃｈｏｎｇｑｉｎｇ Ｄｅｌｉｙａ Ｈｏｔｅｌ Ｌｔｄ．").brand, "deliya");
        assert_eq!(name("Café Société S.A.").brand, "societe");
        assert_eq!(name("惠普中国有限公司").core, "惠普");
        assert!(!name("HP中国").chinese && name("HP中国").brand == "hp");
        let both = names("宏（HONGKE）汽车部件");
        assert_eq!(both.iter().map(|n| n.core.as_str()).collect::<Vec<_>>(), ["宏汽车部件", "hongke"]);
        assert_eq!(names("TCL集团股份有限公司").len(), 1);
    }

    #[test]
    fn short_names_are_offered() {
        assert_eq!(short_name("金科电子有限公司"), "Jinke");
        assert_eq!(short_name("HP China Co., Ltd."), "HP");
        assert_eq!(short_name("Redwood Harbor Robotics, Inc."), "Redwood Harbor");
    }

    #[test]
    fn odd_names_do_no_harm() {
        for text in
            ["", "(", "有限公司", "上海", "((((", "🙂", "】x【", "公司", "分公司", "Ltd", "中国", "（）"]
        {
            let _ = names(text);
        }
    }
}
