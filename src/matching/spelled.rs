//! Pinyin of Chinese, with the second reading of characters that have two in names.

use std::sync::LazyLock;

use pinyin::ToPinyin;

/// Characters that names read in two ways, each with its other reading.
const OTHER: &str = "乐yue/le 长zhang/chang 重zhong/chong 行hang/xing 曾zeng/ceng 朝zhao/chao 厦xia/sha 盛cheng/sheng \
石dan/shi 传zhuan/chuan 佛fu/fo 柏bo/bai 绿lu/lv 六lu/liu 奇ji/qi 调tiao/diao 会kuai/hui 都du/dou 单shan/dan 解xie/jie 贾gu/jia \
仇qiu/chou 翟zhai/di 洞tong/dong 藏zang/cang 车ju/che 卡qia/ka 呗bei/bai 大dai/da 率lv/shuai 宿xiu/su 广an/guang 蚌beng/bang 亳bo/hao \
种chong/zhong 角jue/jiao 色shai/se 丽li/li 血xie/xue 若re/ruo 尉yu/wei 泊po/bo 泷shuang/long 溪qi/xi 观guan/guan 茄qie/jia 番pan/fan";

/// The same, sorted.
static OTHERS: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    let pair = |word: &'static str| {
        let c = word.chars().next()?;
        Some((c, &word[c.len_utf8()..]))
    };
    let mut all: Vec<(char, &str)> = OTHER.split_whitespace().filter_map(pair).collect();
    all.sort_unstable();
    all
});

/// The reading of a character, without tone.
pub fn reading(c: char) -> Option<&'static str> {
    c.to_pinyin().map(|pinyin| match pinyin.plain() {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        plain => plain,
    })
}

/// The other reading of a character, where it has one.
fn other_reading(c: char) -> Option<&'static str> {
    let at = OTHERS.binary_search_by_key(&c, |(own, _)| *own).ok()?;
    let usual = reading(c)?;
    OTHERS[at].1.split('/').find(|one| *one != usual)
}

/// The pinyin of a text, or its first letters; letters and digits stay.
pub fn spell(text: &str, first: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match reading(c) {
            Some(plain) => out.push_str(if first { plain.get(..1).unwrap_or_default() } else { plain }),
            None if c.is_alphanumeric() => out.push(c),
            None => {}
        }
    }
    out
}

/// The pinyin with the other readings; `None` when no character has one.
pub fn spell_other(text: &str) -> Option<String> {
    if !text.chars().any(|c| other_reading(c).is_some()) {
        return None;
    }
    let mut out = String::new();
    for c in text.chars() {
        match other_reading(c).or_else(|| reading(c)) {
            Some(plain) => out.push_str(plain),
            None if c.is_alphanumeric() => out.push(c),
            None => {}
        }
    }
    Some(out)
}

/// A number for how a character sounds; characters that sound alike share it.
pub fn sound(c: char) -> u16 {
    let text = reading(c);
    let mut own = [0u8; 4];
    let bytes = text.map_or_else(|| c.encode_utf8(&mut own).as_bytes(), str::as_bytes);
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) as u16
}

/// True for a Chinese character.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings() {
        assert_eq!(spell("金科电子", false), "jinkedianzi");
        assert_eq!(spell("绿女", true), "ln");
        assert!(spell_other("长乐").is_some_and(|s| s != spell("长乐", false)));
        assert_eq!(spell_other("金科"), None);
        assert_eq!(sound('协'), sound('械'));
    }
}
