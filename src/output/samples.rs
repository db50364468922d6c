//! Sheets as reports make them, drawn in every format.

use super::chart::{Chart, ChartSort, Series};
use super::sheet::Sheet;
use super::sheet_page::contents;
use super::table::{Column, Table};
use crate::error::Lang;

fn sheet(name: &str, title: &str, lang: Lang, headings: &[(&str, bool)]) -> Sheet {
    let columns = headings.iter().map(|(label, right)| Column { label: (*label).into(), right: *right });
    Sheet {
        drills: Vec::new(),
        name: name.into(),
        title: title.into(),
        help: String::new(),
        lang,
        table: Table { columns: columns.collect(), rows: Vec::new() },
        numbers: Vec::new(),
        totals: 0,
        chart: None,
        notes: Vec::new(),
        about: Vec::new(),
    }
}

fn about(lang: Lang) -> Vec<(String, String)> {
    let pair = |en: &str, zh: &str, value: &str| (lang.pick(en, zh).to_owned(), value.to_owned());
    vec![
        pair("Commit", "提交", "2b14f8765d3e1f0a9c8b7a6f5e4d3c2b1a098765"),
        pair("As of", "截止日期", "2026-11-23"),
        pair("Parameters", "参数", "by=customer"),
        pair("Made by", "程序", "kehu 0.1.0"),
    ]
}

/// Numbers of the texts of a column.
fn numbers(table: &Table) -> Vec<Vec<Option<f64>>> {
    let number = |text: &String| text.split([' ', '%']).next().and_then(|text| text.parse().ok());
    let cell = |(text, column): (&String, &Column)| if column.right { number(text) } else { None };
    table.rows.iter().map(|row| row.iter().zip(&table.columns).map(cell).collect()).collect()
}

/// Money by customer: bars of two currencies.
pub fn receivable() -> Sheet {
    let mut sheet = sheet(
        "receivable",
        "应收款",
        Lang::Zh,
        &[("客户", false), ("合同", true), ("应收", true), ("逾期天数", true)],
    );
    sheet.help = "每家客户尚未收到的款项，按金额排列。".into();
    let rows = [
        ("上海金科电子有限公司", 3, 1_200_000.0, "CNY", "83"),
        ("广州青松信息技术（集团）股份有限公司华南分公司", 2, 456_789.5, "CNY", "12"),
        ("海蓝软件", 1, 60_000.0, "CNY", ""),
        ("Müller & Söhne GmbH", 1, 35_000.0, "EUR", "5"),
        ("北京远航", 1, 800.0, "CNY", "0"),
    ];
    for (name, contracts, due, currency, late) in rows {
        sheet.table.push(vec![
            name.into(),
            contracts.to_string(),
            format!("{due:.2} {currency}"),
            late.into(),
        ]);
    }
    let money = |wanted: &str| Series {
        name: format!("应收 {wanted}"),
        unit: wanted.into(),
        values: rows.iter().map(|row| (row.3 == wanted).then_some(row.2)).collect(),
        shown: rows
            .iter()
            .map(|row| if row.3 == wanted { format!("{:.2} {wanted}", row.2) } else { String::new() })
            .collect(),
    };
    sheet.chart = Some(Chart {
        sort: ChartSort::Bars,
        labels: rows.iter().map(|row| row.0.to_owned()).collect(),
        series: vec![money("CNY"), money("EUR")],
    });
    sheet.table.push(vec!["合计".into(), "7".into(), "1717589.50 CNY".into(), String::new()]);
    sheet.table.push(vec!["合计".into(), "1".into(), "35000.00 EUR".into(), String::new()]);
    sheet.totals = 2;
    sheet.numbers = numbers(&sheet.table);
    sheet.notes = vec!["1 份合同没有金额，未计入。".into()];
    sheet.about = about(Lang::Zh);
    sheet
}

/// Customers by owner and status: a stack.
pub fn customers() -> Sheet {
    let statuses = ["potential", "intent", "won", "lost"];
    let mut sheet = sheet(
        "customers",
        "Customers by owner and status",
        Lang::En,
        &[
            ("Owner", false),
            ("potential", true),
            ("intent", true),
            ("won", true),
            ("lost", true),
            ("All", true),
        ],
    );
    sheet.help = "How many customers each owner has.".into();
    let rows = [("Wang Fang", [12, 5, 8, 1]), ("Li Lei", [3, 0, 9, 2]), ("Zhao Min", [0, 1, 0, 0])];
    for (owner, counts) in rows {
        let mut row = vec![owner.to_owned()];
        row.extend(counts.iter().map(|count| count.to_string()));
        row.push(counts.iter().sum::<i32>().to_string());
        sheet.table.push(row);
    }
    sheet.table.push(["Total", "15", "6", "17", "3", "41"].map(String::from).to_vec());
    sheet.totals = 1;
    let series = statuses.iter().enumerate().map(|(at, status)| Series {
        name: (*status).into(),
        unit: String::new(),
        values: rows.iter().map(|row| Some(f64::from(row.1[at]))).collect(),
        shown: rows.iter().map(|row| row.1[at].to_string()).collect(),
    });
    sheet.chart = Some(Chart {
        sort: ChartSort::Stacked,
        labels: rows.iter().map(|row| row.0.to_owned()).collect(),
        series: series.collect(),
    });
    sheet.numbers = numbers(&sheet.table);
    sheet.about = about(Lang::En);
    sheet
}

/// Calls and visits over 24 weeks: lines, of which one begins late.
pub fn activity() -> Sheet {
    let mut sheet = sheet(
        "activity",
        "Activity by week",
        Lang::En,
        &[("Week", false), ("Calls", true), ("Visits", true)],
    );
    let weeks: Vec<String> = (25..49).map(|week| format!("2026-W{week}")).collect();
    let calls: Vec<Option<f64>> = (0..24).map(|at| Some(f64::from((at * 7 + 3) % 19 + at))).collect();
    let visits: Vec<Option<f64>> = (0..24).map(|at| (at > 5).then(|| f64::from((at * 5) % 11))).collect();
    let shown = |values: &[Option<f64>]| -> Vec<String> {
        values.iter().map(|value| value.map(|value| value.to_string()).unwrap_or_default()).collect()
    };
    for ((week, calls), visits) in weeks.iter().zip(shown(&calls)).zip(shown(&visits)) {
        sheet.table.push(vec![week.clone(), calls, visits]);
    }
    let series = [("Calls", calls), ("Visits", visits)].map(|(name, values)| Series {
        name: name.into(),
        unit: String::new(),
        shown: shown(&values),
        values,
    });
    sheet.chart = Some(Chart { sort: ChartSort::Line, labels: weeks, series: series.to_vec() });
    sheet.numbers = numbers(&sheet.table);
    sheet.about = about(Lang::En);
    sheet
}

/// A sheet of which every text is hostile.
pub fn hostile() -> Sheet {
    let evil = "```\n</script><img src=x onerror=alert(1)>\"'\n# x\u{1b}[2J\u{202e}|a".to_owned();
    let mut sheet = sheet(&evil, &evil, Lang::En, &[(&evil, false), (&evil, true)]);
    sheet.table.push(vec![evil.clone(), evil.clone()]);
    sheet.table.push(vec![evil.clone(), evil.clone()]);
    sheet.totals = 1;
    sheet.numbers = vec![vec![None, Some(f64::NAN)]];
    sheet.help = evil.clone();
    sheet.notes = vec![evil.clone()];
    sheet.about = vec![(evil.clone(), evil.clone())];
    let one = Series {
        name: evil.clone(),
        unit: evil.clone(),
        values: vec![Some(1.0); 2],
        shown: vec![evil.clone(); 2],
    };
    let series = vec![one.clone(), one];
    sheet.chart = Some(Chart { sort: ChartSort::Stacked, labels: vec![evil.clone(); 2], series });
    sheet
}

/// A page without its style, which is looked at, not read.
fn body(page: &str) -> String {
    match (page.find("<style>"), page.find("</style>")) {
        (Some(start), Some(end)) => format!("{}{}", &page[..start + "<style>".len()], &page[end..]),
        _ => page.to_owned(),
    }
}

#[test]
fn money_in_bars_in_chinese() {
    let sheet = receivable();
    insta::assert_snapshot!("receivable_text", sheet.to_text(Some(80), false));
    insta::assert_snapshot!("receivable_text_60", sheet.to_text(Some(60), true));
    insta::assert_snapshot!("receivable_md", sheet.to_markdown());
    insta::assert_snapshot!("receivable_html", body(&sheet.to_page()));
}

#[test]
fn a_stack_in_english() {
    let sheet = customers();
    insta::assert_snapshot!("customers_text", sheet.to_text(None, false));
    insta::assert_snapshot!("customers_text_colour", sheet.to_text(Some(60), true));
    insta::assert_snapshot!("customers_md", sheet.to_markdown());
    insta::assert_snapshot!("customers_html", body(&sheet.to_page()));
}

#[test]
fn lines_over_24_weeks() {
    let sheet = activity();
    insta::assert_snapshot!("activity_text", sheet.to_text(Some(80), false));
    insta::assert_snapshot!("activity_md", sheet.to_markdown());
    insta::assert_snapshot!("activity_html", body(&sheet.to_page()));
}

#[test]
fn a_page_of_contents() {
    let sheets = [receivable(), customers(), sheet("空 表/x", "空表", Lang::Zh, &[])];
    insta::assert_snapshot!("contents_html", body(&contents(Lang::Zh, "报表", &sheets, &about(Lang::Zh))));
}

#[test]
fn hostile_text_stays_text() {
    let sheet = hostile();
    let pages =
        [sheet.to_page(), contents(Lang::En, &sheet.title, std::slice::from_ref(&sheet), &sheet.about)];
    for page in pages {
        assert!(!page.contains("<img") && !page.contains("</script") && !page.contains('\u{1b}'), "{page}");
        assert!(!page.contains('\u{202e}') && page.matches("<title>").count() >= 1, "{page}");
    }
    let text = sheet.to_text(Some(80), false);
    assert!(!text.contains('\u{1b}') && text.lines().all(|line| line != "```"), "{text}");
    let md = sheet.to_markdown();
    // The fence around the chart is longer than the one in its labels; nothing ends it before.
    let outside: Vec<&str> = md.split("\n````").step_by(2).collect();
    assert_eq!(outside.len(), 2, "{md}");
    let outside = outside.concat();
    let headings = outside.lines().filter(|line| line.starts_with("# ")).count();
    assert!(!outside.contains("<img") && headings == 1, "{md}");
}

#[test]
fn a_sheet_without_rows_says_so_in_every_format() {
    let mut sheet = activity();
    sheet.table.rows.clear();
    sheet.title = "空".into();
    sheet.lang = Lang::Zh;
    assert_eq!(sheet.to_text(None, false), "空\n\n没有可报告的内容。\n");
    assert!(sheet.to_markdown().starts_with("# 空\n\n没有可报告的内容。\n\n---\n"));
    let page = sheet.to_page();
    assert!(page.contains("没有可报告的内容。") && !page.contains("<figure"), "{page}");
    assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("default-src 'none'"), "{page}");
    assert!(sheet.to_workbook().is_ok());
}
