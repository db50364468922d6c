//! Bytes to text: UTF-8, UTF-16 with a byte order mark, and GB18030 (GBK), which Chinese Excel writes CSV in.
//!
//! Text that is not UTF-8 is taken for GB18030 only when all of it decodes and most of its pairs are common Chinese
//! characters; a UTF-8 file with a few broken bytes is an error, not 乱码.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::ops::import::read::{Note, ReadError};

/// The text of a file, and a note when its encoding had to be recognised. UTF-8 is not copied.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Note>), ReadError> {
    if bytes.starts_with(b"\xFF\xFE\0\0") {
        return Err(binary());
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, UTF_16LE);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, UTF_16BE);
    }
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let bytes = marked.unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes[..bytes.len().min(8192)].contains(&0) {
        return Err(binary());
    }
    let broken = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), None)),
        Err(broken) => broken.valid_up_to(),
    };
    let plausible = marked.is_none() && !mostly_utf8(bytes) && mostly_chinese(bytes);
    if plausible && let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        let note = (
            "not UTF-8: read as GB18030 (GBK), the encoding of Chinese Excel".into(),
            "文件不是 UTF-8 编码，已按 GB18030（GBK，中文 Excel 的编码）读取".into(),
        );
        return Ok((text, Some(note)));
    }
    Err(not_utf8(line_of(bytes, broken), bytes[broken]))
}

/// Text in an encoding named by a label such as `GBK`, broken characters replaced; UTF-8 when the label is unknown.
pub fn decode_label<'a>(bytes: &'a [u8], label: &str) -> Cow<'a, str> {
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode_without_bom_handling(bytes).0
}

fn utf16<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
) -> Result<(Cow<'a, str>, Option<Note>), ReadError> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| (text, None)).ok_or_else(
        || {
            ReadError::new(None, "the file is broken UTF-16", "文件是损坏的 UTF-16 编码")
                .hint("save it again as UTF-8", "请重新保存为 UTF-8 编码")
        },
    )
}

/// Whether the file is UTF-8 with a few broken places rather than another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Whether most double bytes are in the part of GBK that holds common characters and punctuation.
fn mostly_chinese(bytes: &[u8]) -> bool {
    let (mut common, mut rare) = (0usize, 0usize);
    let mut rest = bytes;
    while let [lead, tail @ ..] = rest {
        rest = tail;
        if lead.is_ascii() {
            continue;
        }
        if let [trail, tail @ ..] = rest {
            rest = tail;
            if matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && *trail >= 0xA1 {
                common += 1;
            } else {
                rare += 1;
            }
        }
    }
    common > rare
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|b| **b == b'\n').count() as u64
}

fn not_utf8(line: u64, byte: u8) -> ReadError {
    ReadError::new(
        Some(line),
        format!("the text on line {line} is not UTF-8 (byte {byte:02X})"),
        format!("第 {line} 行的文字不是 UTF-8 编码（字节 {byte:02X}）"),
    )
    .hint(
        "save the file as UTF-8 (in Excel: Save As, CSV UTF-8); the usual cause is a file saved as GBK or Latin-1",
        "请另存为 UTF-8 编码（Excel：另存为“CSV UTF-8”）；常见原因是文件以 GBK 等编码保存",
    )
}

fn binary() -> ReadError {
    ReadError::new(None, "the file is not text", "文件不是文本文件").hint(
        "a workbook needs the ending .xlsx; save text as UTF-8",
        "工作簿的扩展名应为 .xlsx；文本请保存为 UTF-8 编码",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().0.into_owned()
    }

    #[test]
    fn marks_are_dropped() {
        assert_eq!(text("\u{feff}名称".as_bytes()), "名称");
        let wide: Vec<u16> = "\u{feff}名称\n".encode_utf16().collect();
        assert_eq!(text(&wide.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<_>>()), "名称\n");
        assert_eq!(text(&wide.iter().flat_map(|u| u.to_be_bytes()).collect::<Vec<_>>()), "名称\n");
        assert!(matches!(decode("名称".as_bytes()).unwrap(), (Cow::Borrowed(_), None)));
    }

    #[test]
    fn gbk_is_recognised_and_told() {
        let (bytes, _, _) = GB18030.encode("公司名称,电话\n惠普（中国）有限公司,021-1\n");
        let (text, note) = decode(&bytes).unwrap();
        assert!(text.contains("惠普（中国）有限公司"));
        assert!(note.unwrap().0.contains("GBK"));
    }

    #[test]
    fn other_bytes_are_refused_with_their_line() {
        let error = decode(b"name\nok\ncaf\xE9,G\xFCnther,Stra\xDFe\n").unwrap_err();
        assert_eq!(error.line, Some(3));
        assert!(error.hint_en.contains("UTF-8"));
        let mut broken = "惠普公司\n上海市".as_bytes().to_vec();
        broken.truncate(broken.len() - 1);
        assert_eq!(decode(&broken).unwrap_err().line, Some(2));
        assert!(decode(b"a\0b\0").is_err());
        assert!(decode(b"PK\x03\x04").is_err());
        assert!(decode(b"\xFF\xFEa").is_err());
    }

    #[test]
    fn labels() {
        assert_eq!(decode_label(b"\xC1\xAA\xCD\xA8", "gbk"), "联通");
        assert_eq!(decode_label("联通".as_bytes(), "?"), "联通");
    }
}
