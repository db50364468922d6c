//! Work over time as Henry L. Gantt drew it: a bar a line, in the terminal and as a page.

use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr as _;

use super::chart_text::{painted, widest};
use super::gantt_scale::Scale;
use super::table::{Table, cut, pad};
use super::{clean, page};
use crate::error::Lang;
use crate::model::date::Date;

/// Columns where nobody says how many there are.
const WIDTH: usize = 80;
/// A chart wider than this tells nothing more.
const WIDEST: usize = 160;
/// Fewest cells a bar is drawn in.
const LEAST: usize = 16;
/// Height of a line of the drawing, and of a bar in it.
const LINE: usize = 20;
const BAR: usize = 11;
/// Colours of what is done, what is late and what must not slip.
const BLUE: usize = 0;
const RED: usize = 5;
/// How the drawing looks, on a screen by day and night.
const STYLE: &str = include_str!("gantt.css");

/// Work over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Gantt {
    /// What it is the work of.
    pub title: String,
    /// Kind and id, and how far it is.
    pub subtitle: String,
    /// Language of everything in it.
    pub lang: Lang,
    /// The day that is drawn as a line.
    pub today: Date,
    /// The pieces, in order.
    pub bars: Vec<Bar>,
    /// Said below it.
    pub notes: Vec<String>,
}

/// A piece of work.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bar {
    /// Its place in the breakdown.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub due: Option<Date>,
    /// 0 to 100.
    pub progress: i64,
    /// Must not slip.
    pub critical: bool,
    /// Should have been done.
    pub late: bool,
    /// The sum of what is below it.
    pub whole: bool,
}

impl Bar {
    pub(super) fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (start, due) = (self.start.or(self.due)?, self.due.or(self.start)?);
        Some((start.0, due.0.max(start.0)))
    }

    fn label(&self) -> String {
        let depth = self.code.matches('.').count();
        let name = clean::cell(&self.name);
        let code = if self.code.is_empty() { String::new() } else { format!("{} ", clean::cell(&self.code)) };
        format!("{}{code}{name}", "  ".repeat(depth.min(6)))
    }

    fn flags(&self) -> String {
        format!("{}{}", if self.critical { '*' } else { ' ' }, if self.late { '!' } else { ' ' })
    }
}

impl Gantt {
    /// Lines for the terminal, none wider than it.
    pub fn to_text(&self, width: Option<usize>, colour: bool) -> String {
        let width = width.unwrap_or(WIDTH).clamp(40, WIDEST);
        let bold = |text: &str| if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
        let mut out = format!("{}\n", bold(&cut(&clean::cell(&self.title), width)));
        for line in broken(&clean::cell(&self.subtitle), width) {
            out.push_str(&format!("{line}\n"));
        }
        out.push('\n');
        let labels: Vec<String> = self.bars.iter().map(Bar::label).collect();
        let room = widest(&labels, width * 3 / 8);
        // A blank, four for the percents, a blank, two flags, a blank.
        let cells = width.saturating_sub(room + 9).max(LEAST);
        let Some(scale) = Scale::of(self, cells) else {
            for (bar, label) in self.bars.iter().zip(&labels) {
                out.push_str(&format!(
                    "{} {:>3}% {}\n",
                    pad(&cut(label, room), room),
                    bar.progress,
                    bar.flags()
                ));
            }
            return out + &self.notes_text();
        };
        let today = usize::try_from(scale.cell(self.today.0)).ok().filter(|_| scale.has(self.today.0));
        let indent = " ".repeat(room + 9);
        out.push_str(&format!("{indent}{}\n", header(&scale)));
        if let Some(at) = today {
            out.push_str(&format!("{indent}{}{}\n", " ".repeat(at), painted("▼", RED, colour)));
        }
        for (bar, label) in self.bars.iter().zip(&labels) {
            let drawn = self.bar(bar, &scale, today, colour);
            let line =
                format!("{} {:>3}% {} {drawn}", pad(&cut(label, room), room), bar.progress, bar.flags());
            out.push_str(&format!("{}\n", line.trim_end()));
        }
        let legend = match self.lang {
            Lang::En => "█ done  ░ to do  ▒ to do, critical  ━ sum  * critical  ! late  ▼│ today",
            Lang::Zh => "█ 已完成  ░ 未完成  ▒ 未完成(关键)  ━ 汇总  * 关键路径  ! 逾期  ▼│ 今天",
        };
        out.push_str(&format!("\n{legend}\n"));
        out + &self.notes_text()
    }

    fn notes_text(&self) -> String {
        self.notes.iter().map(|note| format!("{}\n", clean::cell(note))).collect()
    }

    fn bar(&self, bar: &Bar, scale: &Scale, today: Option<usize>, colour: bool) -> String {
        let blank = |from: usize, to: usize| -> String {
            (from..to).map(|at| if today == Some(at) { '│' } else { ' ' }).collect()
        };
        let Some(days) = bar.days() else { return blank(0, scale.cells) };
        let (first, end) = scale.cells_of(days);
        let length = end - first;
        let done = done_cells(length, bar.progress);
        let (full, rest) = match (bar.whole, bar.critical) {
            (true, _) => ("━", "─"),
            (false, true) => ("█", "▒"),
            (false, false) => ("█", "░"),
        };
        let number = if bar.critical { RED } else { BLUE };
        let drawn = format!("{}{}", full.repeat(done), rest.repeat(length - done));
        format!("{}{}{}", blank(0, first), painted(&drawn, number, colour), blank(end, scale.cells))
    }

    /// Title, the drawing as text, and the table.
    pub fn to_markdown(&self, table: &Table) -> String {
        let line = clean::markdown;
        let drawn = self.to_text(None, false);
        let drawn = drawn.split_once("\n\n").map_or("", |(_, rest)| rest);
        // No line of it begins with a fence: each begins with a label or a blank, and backticks are told apart.
        let drawn = drawn.replace("```", "'''");
        format!(
            "# {}\n\n{}\n\n```text\n{drawn}```\n\n{}",
            line(&self.title),
            line(&self.subtitle),
            table.to_markdown()
        )
    }

    /// A page that stands alone: the drawing as SVG, and the table.
    pub fn to_page(&self, table: &Table) -> String {
        let notes: String = self.notes.iter().map(|note| format!("<p>{}</p>\n", page::lines(note))).collect();
        let body = format!(
            "<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n<main>\n{}{notes}{}</main>\n",
            page::lines(&self.title),
            page::lines(&self.subtitle),
            self.svg(),
            page::table(table, 0, &self.title)
        );
        page::page(self.lang, &self.title, STYLE, &body)
    }

    fn svg(&self) -> String {
        let Some(scale) = Scale::of(self, WIDTH) else { return String::new() };
        let height = LINE + self.bars.len() * (2 * LINE);
        let label = clean::html(&clean::cell(&match self.lang {
            Lang::En => format!("{}: Gantt chart", self.title),
            Lang::Zh => format!("{}：甘特图", self.title),
        }));
        let mut out = format!(
            "<figure class=\"chart gantt\">\n<svg class=\"plot\" role=\"img\" aria-label=\"{label}\" height=\"{height}\">\n<title>{label}</title>\n"
        );
        let line = |class: &str, x: f64| {
            format!("<line class=\"{class}\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{LINE}\" y2=\"{height}\"/>\n")
        };
        let ticks = scale.ticks();
        // Names that would stand in each other are left out.
        let every = ticks.len().div_ceil(8).max(1);
        for (number, (day, name)) in ticks.iter().enumerate() {
            out.push_str(&line("grid", scale.part(*day)));
            if number % every == 0 && scale.part(*day) < 92.0 {
                out.push_str(&format!(
                    "<text class=\"soft\" x=\"{:.2}%\" dx=\"3\" y=\"14\">{name}</text>\n",
                    scale.part(*day)
                ));
            }
        }
        for (number, bar) in self.bars.iter().enumerate() {
            let top = LINE + number * 2 * LINE;
            let class = if bar.late { " class=\"late\"" } else { "" };
            let mark = if bar.critical { " *" } else { "" };
            let text = clean::html(&cut(&format!("{} · {}%{mark}", bar.label(), bar.progress), 64));
            out.push_str(&format!("<text{class} y=\"{}\">{text}</text>\n", top + 15));
            let Some((start, due)) = bar.days() else { continue };
            let (from, to) = (scale.part(start), scale.part(due.succ_opt().unwrap_or(due)));
            let tip = clean::html(&format!("{} {start} – {due} {}%", bar.name, bar.progress));
            let must = if bar.critical { " must" } else { "" };
            let mut rect = |class: &str, width: f64, height: usize| {
                out.push_str(&format!(
                    "<rect class=\"{class}{must}\" x=\"{from:.2}%\" y=\"{}\" width=\"{width:.2}%\" height=\"{height}\"><title>{tip}</title></rect>\n",
                    top + LINE
                ));
            };
            let whole = (to - from).max(0.3);
            match bar.whole {
                true => rect("sum", whole, BAR / 3),
                false => {
                    rect("todo", whole, BAR);
                    if bar.progress > 0 {
                        rect("done", whole * bar.progress.clamp(0, 100) as f64 / 100.0, BAR);
                    }
                }
            }
        }
        if scale.has(self.today.0) {
            out.push_str(&line("today", scale.part(self.today.0)));
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }
}

/// A line of facts in as many lines as it needs, broken between them.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for fact in text.split(" · ") {
        match lines.last_mut().filter(|line| line.width() + 3 + fact.width() <= width) {
            Some(line) => line.push_str(&format!(" · {fact}")),
            None => lines.push(cut(fact, width)),
        }
    }
    lines
}

/// So many cells are filled: none only for nothing, all only for everything.
fn done_cells(length: usize, progress: i64) -> usize {
    match progress {
        ..=0 => 0,
        100.. => length,
        some => {
            let cells = (length as f64 * some as f64 / 100.0).round() as usize;
            cells.clamp(usize::from(length > 1), length.saturating_sub(1).max(usize::from(length > 1)))
        }
    }
}

/// The names of weeks or months above their first cells, none standing in another.
fn header(scale: &Scale) -> String {
    let mut line = String::new();
    for (day, name) in scale.ticks() {
        let at = usize::try_from(scale.cell(day)).unwrap_or(0);
        let free = line.width() + usize::from(!line.is_empty());
        if at >= free && at + name.width() <= scale.cells {
            line = pad(&line, at);
            line.push_str(&name);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::from_iso(text).unwrap()
    }

    fn bar(code: &str, name: &str, days: [&str; 2], progress: i64, critical: bool) -> Bar {
        Bar {
            code: code.into(),
            name: name.into(),
            start: Some(date(days[0])),
            due: Some(date(days[1])),
            progress,
            critical,
            ..Bar::default()
        }
    }

    fn chart(bars: Vec<Bar>, today: &str) -> Gantt {
        let (title, subtitle) =
            ("上线".to_owned(), "x · 进度 50% · planned 2026-11-30 – 2026-12-13".to_owned());
        Gantt { title, subtitle, lang: Lang::En, today: date(today), bars, notes: Vec::new() }
    }

    #[test]
    fn bars_stand_where_their_days_are() {
        let gantt = chart(
            vec![
                bar("1", "调研", ["2026-11-30", "2026-12-04"], 50, true),
                bar("2", "ab", ["2026-12-07", "2026-12-13"], 0, false),
            ],
            "2026-12-03",
        );
        let told = gantt.to_text(Some(40), false);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[1..3], ["x · 进度 50%", "planned 2026-11-30 – 2026-12-13"]);
        // Two weeks from Monday 30 November in 25 cells, one a day.
        assert_eq!(lines[4], "               11-30  12-07");
        assert_eq!(lines[5], "                  ▼");
        assert_eq!(lines[6], "1 调研  50% *  ███▒▒");
        assert_eq!(lines[7], "2 ab     0%       │   ░░░░░░░");
    }

    #[test]
    fn what_has_begun_and_is_not_done_looks_so() {
        assert_eq!([0, 1, 50, 99, 100].map(|progress| done_cells(10, progress)), [0, 1, 5, 9, 10]);
        assert_eq!([0, 50, 100].map(|progress| done_cells(1, progress)), [0, 0, 1]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            bars in prop::collection::vec(
                ("[1-9](\\.[1-9]){0,8}", "[a-z金科 <&]{0,30}", prop::option::of((0i64..900, 0i64..400)), -5i64..120, any::<[bool; 3]>()), 0..20),
            today in 0i64..1000,
            width in 40usize..160,
        ) {
            let day = |days: i64| Date(date("2026-01-01").0 + chrono::Duration::days(days));
            let bars: Vec<Bar> = bars
                .into_iter()
                .map(|(code, name, days, progress, [critical, late, whole])| Bar {
                    code,
                    name,
                    start: days.map(|(start, _)| day(start)),
                    due: days.map(|(start, length)| day(start + length)),
                    progress: progress.clamp(0, 100),
                    critical,
                    late,
                    whole,
                })
                .collect();
            let gantt = chart(bars, &day(today).to_string());
            let told = gantt.to_text(Some(width), false);
            for line in told.lines().filter(|line| !line.starts_with('█')) {
                prop_assert!(line.width() <= width, "{line}");
            }
            let page = gantt.to_page(&Table::new(["a"]));
            prop_assert!(!page.contains("NaN") && !page.contains("inf%") && !page.contains("=\"-"), "{page}");
        }
    }
}
