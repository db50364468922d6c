//! How opportunities went through their stages, from the commits that changed them (CRM-15).

use super::forecast::{KIND, question, stage_cell, stages};
use super::money::{CUSTOMER, OWNER};
use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::domain::stages::{Entry, Passage, passages};
use crate::error::Result;
use crate::ops::Desk;
use crate::ops::ask;
use crate::ops::courses::{Step, courses};

/// The report.
pub const REPORT: Report = Report {
    name: "stages",
    title: (
        "How many opportunities come on from each stage, and how long they stay",
        "各阶段的转化率和停留时间",
    ),
    parameters: &[
        OWNER,
        CUSTOMER,
        Parameter {
            name: "since", help: ("Only stages entered from this day on", "只计此日期起进入的阶段")
        },
    ],
    answer,
};

const HEADINGS: &[Heading] = &[
    ("stage", "Stage", "阶段"),
    ("entered", "Entered", "进入"),
    ("advanced", "Advanced", "前进"),
    ("advanced_share", "%", "前进率"),
    ("won", "Won", "赢单"),
    ("won_share", "Won %", "赢单率"),
    ("lost", "Lost", "丢单"),
    ("still", "Still in", "仍在"),
    ("median_days", "Median days", "天数中位"),
    ("mean_days", "Mean days", "平均天数"),
];

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let kind = desk.kinds.find(KIND)?;
    let since = params.day(desk, "since")?;
    let midnight = since
        .and_then(|day| day.0.and_hms_opt(0, 0, 0)?.and_local_timezone(*desk.context.now.offset()).single());
    let stages = stages(kind);
    let order: Vec<String> = stages.iter().map(|(word, _)| word.clone()).collect();
    // Only what may be seen today is told of the past.
    let (records, _) = ask::list(desk, kind, &question(desk, params, &[])?)?;
    let courses = courses(desk, kind, "stage", midnight)?;
    let histories: Vec<Vec<Entry>> = records
        .iter()
        .filter_map(|record| Some(courses.get(&record.id)?.iter().map(entry).collect()))
        .collect();
    let since = midnight.map(|midnight| midnight.timestamp());
    let found = passages(&order, histories.iter().map(Vec::as_slice), since);
    let mut answer = Answer::new(params.lang, HEADINGS);
    for ((word, _), passage) in stages.iter().zip(&found).filter(|(_, passage)| passage.entered > 0) {
        answer.push(row(stage_cell(&stages, word, params), passage));
    }
    Ok(answer)
}

fn entry((at, stage): &Step) -> Entry {
    Entry { at: at.map_or(i64::MIN, |at| at.timestamp()), stage: stage.clone() }
}

fn row(stage: Cell, passage: &Passage) -> Vec<Cell> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let all = number(passage.entered).max(1);
    let share = |count: usize| Cell::Percent((number(count) * 200 + all) / (all * 2));
    let days = |tenths: Option<i64>| tenths.map_or(Cell::Empty, Cell::Tenths);
    vec![
        stage,
        Cell::Count(number(passage.entered)),
        Cell::Count(number(passage.advanced)),
        share(passage.advanced),
        Cell::Count(number(passage.won)),
        share(passage.won),
        Cell::Count(number(passage.lost)),
        Cell::Count(number(passage.still)),
        days(passage.median()),
        days(passage.mean()),
    ]
}
