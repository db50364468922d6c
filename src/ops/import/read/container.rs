//! What surrounds a sheet: whether the bytes are an XLSX of bearable size, and which of its sheets to read.

use std::io::{Read, Seek};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::ops::import::read::ReadError;

/// How files of Excel 97 to 2003 start, and encrypted ones.
pub const OLD_EXCEL: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The most bytes a workbook may unpack to (1 GiB).
pub const MAX_UNPACKED: u64 = 1 << 30;
/// The most entries of the archive.
const MAX_ENTRIES: usize = 20_000;

/// Refuses what is no XLSX and what would unpack to more than [`MAX_UNPACKED`] by its own directory.
pub fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.starts_with(OLD_EXCEL) {
        let (en, zh) = ("an old or encrypted Excel file", "旧版或加密的 Excel 文件");
        return Err(refusal(en, zh));
    }
    let head = &bytes[..bytes.len().min(200)];
    if head.windows(20).any(|w| w == b"application/vnd.oasi") {
        return Err(refusal("an OpenDocument file, not XLSX", "文件是 OpenDocument 格式，不是 XLSX"));
    }
    let Some(sizes) = (if bytes.starts_with(b"PK") { directory(bytes) } else { None }) else {
        return Err(refusal("not an XLSX workbook", "文件不是 XLSX 工作簿"));
    };
    let total = sizes.iter().fold(0u64, |sum, (_, plain)| sum.saturating_add(*plain));
    // deflate never makes more than a little out of less, so a smaller stated size is a lie
    let lies = sizes.iter().any(|(packed, plain)| *packed > plain.saturating_add(plain / 100 + 1024));
    if lies || total > MAX_UNPACKED || sizes.len() > MAX_ENTRIES {
        return Err(ReadError::new(
            None,
            "the workbook would unpack to more than 1 GiB",
            "工作簿解压后超过 1 GiB",
        )
        .hint("split it, or save the sheet as CSV", "请拆分文件，或将工作表另存为 CSV"));
    }
    Ok(())
}

/// Packed and unpacked size of every entry by the archive's directory; 64-bit sizes count as too large.
fn directory(bytes: &[u8]) -> Option<Vec<(u64, u64)>> {
    let u16_at = |at: usize| Some(u64::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let u32_at = |at: usize| Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
    let from = bytes.len().saturating_sub(22 + 65_535);
    let end = from + bytes[from..].windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let mut at = usize::try_from(u32_at(end + 16)?).ok()?;
    let mut sizes = Vec::new();
    while at < end && bytes.get(at..at + 4)? == b"PK\x01\x02" {
        sizes.push((u32_at(at + 20)?, u32_at(at + 24)?));
        let names = u16_at(at + 28)? + u16_at(at + 30)? + u16_at(at + 32)?;
        at += 46 + names as usize;
    }
    (!sizes.is_empty()).then_some(sizes)
}

/// The named sheet, or the first visible one.
pub fn choose<R: Read + Seek>(book: &Xlsx<R>, wanted: Option<&str>) -> Result<String, ReadError> {
    let sheets = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
    let found = match wanted {
        Some(name) => sheets.clone().find(|s| s.name == name),
        None => sheets.clone().find(|s| s.visible == SheetVisible::Visible),
    };
    found.map(|s| s.name.clone()).ok_or_else(|| {
        let names = sheets.map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ");
        ReadError::new(None, "no such sheet in the workbook", "工作簿中没有该工作表")
            .hint(format!("the sheets are: {names}"), format!("现有工作表：{names}"))
    })
}

/// What calamine found wrong.
pub fn broken(error: &XlsxError) -> ReadError {
    if matches!(error, XlsxError::Password) {
        return refusal("the workbook has a password", "工作簿设有密码");
    }
    let reason: String = error.to_string().chars().take(200).map(super::printable).collect();
    ReadError::new(
        None,
        format!("the workbook is damaged or not XLSX: {reason}"),
        format!("工作簿已损坏或不是 XLSX：{reason}"),
    )
    .hint("open it in Excel or WPS and save it again as XLSX", "请用 Excel 或 WPS 打开后重新另存为 XLSX")
}

fn refusal(en: &str, zh: &str) -> ReadError {
    ReadError::new(None, en, zh).hint(
        "open it in Excel, WPS or LibreOffice and save it as XLSX without a password, or as CSV UTF-8",
        "请用 Excel、WPS 或 LibreOffice 打开，另存为不加密的 XLSX 或 CSV UTF-8",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive with nothing but a directory.
    fn archive(packed: u32, plain: u32) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let start = bytes.len() as u32;
        let mut entry = [0u8; 46];
        entry[..4].copy_from_slice(b"PK\x01\x02");
        entry[20..24].copy_from_slice(&packed.to_le_bytes());
        entry[24..28].copy_from_slice(&plain.to_le_bytes());
        bytes.extend(entry);
        bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2e\0\0\0");
        bytes.extend(start.to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    #[test]
    fn bombs_are_refused() {
        assert!(check(&archive(10, 100)).is_ok());
        assert!(check(&archive(10, u32::MAX)).unwrap_err().en.contains("1 GiB"));
        assert!(check(&archive(10_000_000, 1000)).is_err());
    }

    #[test]
    fn others_are_refused_with_advice() {
        for bytes in [&b"name,phone"[..], b"", b"PK\x03\x04", OLD_EXCEL] {
            assert!(check(bytes).unwrap_err().hint_en.contains("XLSX"));
        }
    }
}
