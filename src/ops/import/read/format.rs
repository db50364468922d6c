//! Which format a file has.

use crate::ops::import::read::container;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Cells between commas, semicolons or tabs, whichever the header uses.
    Csv,
    /// Cells between tabs.
    Tsv,
    /// An Excel workbook (XLSX, XLSM).
    Xlsx,
    /// One JSON object a line.
    Jsonl,
    /// vCard 2.1, 3.0 and 4.0.
    Vcard,
    /// iCalendar (RFC 5545).
    Ics,
}

impl Format {
    /// The format by the file's extension, else by its content; `None` for what is clearly something else.
    pub fn guess(file_name: &str, bytes: &[u8]) -> Option<Self> {
        let extension = file_name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        match extension.as_deref() {
            Some("csv") => Some(Self::Csv),
            Some("tsv" | "tab") => Some(Self::Tsv),
            Some("xlsx" | "xlsm" | "xltx" | "xls" | "xlsb" | "ods" | "et") => Some(Self::Xlsx),
            Some("jsonl" | "ndjson" | "json") => Some(Self::Jsonl),
            Some("vcf" | "vcard") => Some(Self::Vcard),
            Some("ics" | "ical") => Some(Self::Ics),
            _ => Self::by_content(bytes),
        }
    }

    fn by_content(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(container::OLD_EXCEL) {
            return Some(Self::Xlsx);
        }
        let head = &bytes[..bytes.len().min(4096)];
        if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
            return Some(Self::Csv);
        }
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if start.is_empty() || head.contains(&0) {
            None
        } else if start.len() >= 11 && start[..11].eq_ignore_ascii_case(b"BEGIN:VCARD") {
            Some(Self::Vcard)
        } else if start.len() >= 15 && start[..15].eq_ignore_ascii_case(b"BEGIN:VCALENDAR") {
            Some(Self::Ics)
        } else if start.starts_with(b"{") {
            Some(Self::Jsonl)
        } else {
            Some(Self::Csv)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_by_extension_then_content() {
        assert_eq!(Format::guess("a.CSV", b""), Some(Format::Csv));
        assert_eq!(Format::guess("a.b.vcf", b""), Some(Format::Vcard));
        assert_eq!(Format::guess("leads", b"PK\x03\x04.."), Some(Format::Xlsx));
        assert_eq!(Format::guess("-", b"\n begin:vcard\r\n"), Some(Format::Vcard));
        assert_eq!(Format::guess("-", b"BEGIN:VCALENDAR\r\n"), Some(Format::Ics));
        assert_eq!(Format::guess("-", b"\xEF\xBB\xBF{\"a\":1}"), Some(Format::Jsonl));
        assert_eq!(Format::guess("a.txt", b"name\tphone\n"), Some(Format::Csv));
        assert_eq!(Format::guess("a.png", b"\x89PNG\0\0"), None);
        assert_eq!(Format::guess("a", b""), None);
    }
}
