//! The norms about objectives: goals, work reports, appraisals, help.

use crate::norms::norm;
use crate::world::World;

norm!(
    obj_01_goals,
    "obj_01",
    "~new department name=销售部 name_en=sales head=wang
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang department=sales
new goal name=签约一千万 level=company period=2026
new goal name=销售八百万 level=department period=2026 part_of=签约一千万 weight=3 department=sales
new goal name=客户满意 level=department period=2026 part_of=签约一千万 progress=20
@li
new goal name=签约12单 period=2026-Q4 part_of=销售八百万 weight=2 measures.0.name=合同 measures.0.target=12 measures.0.actual=3
set 签约12单 measures.1.name=投诉 measures.1.base=40 measures.1.target=10 measures.1.actual=25 measures.1.weight=3
!new goal name=无期 period=明年
!new goal name=远 period=2026 part_of=没有
!set 签约12单 progress=120
@wang
!set 签约一千万 part_of=签约12单
!set 签约一千万 part_of=签约一千万
@zhao
~new goal name=回访 period=2026-Q4 part_of=销售八百万 progress=80
show 签约一千万
report objectives
report objectives period=2026-Q4
set 回访 state=dropped
report objectives
@li
new work_plan period=2026-W48 items.0.text=拜访金科 items.0.goal=签约12单 items.0.due=2026-11-20 items.1.text=写方案
!new work_plan period=2026-W60
set 2026-W48 items.1.done=yes
submit 2026-W48
!approve 2026-W48
@wang
approve 2026-W48
report plan-items
report plan-items by=goal"
);

norm!(
    obj_02_work_reports,
    "obj_02",
    "~new department name=销售部 name_en=sales head=wang
~new department name=销售一组 name_en=sales-1 part_of=sales
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales-1
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang department=sales
new report_duty name=销售周报 every=week department=sales since=2026-11-10
new report_duty name=季报 every=quarter person=zhao since=2026-11-01
!new report_duty name=日报 every=day
@li
new work_report every=week period=2026-W47 '完成情况=拜访金科 2 次'
!new work_report every=week
today
submit 2026-W47
today
@wang
today
move 2026-W47 read --note '注意回款'
report work-reports
report work-reports period=2026-Q4
report work-reports department=sales-1 show=missing
!report work-reports show=late"
);

norm!(
    obj_03_appraisals,
    "obj_03",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
~new person name=陈默 email=chen@mingyi.example reports_to=zhao
~set chen roles+=hr
@li
new appraisal period=2026-Q4 appraiser=wang post=销售工程师
score 2026-Q4 goals=4 quality=4 together=5 growth=3
!score 2026-Q4 goals=9
!score 2026-Q4 colour=3
@zhao
list appraisal
!show 2026-Q4
report appraisals
@chen
list appraisal
who 2026-Q4
report appraisals
@li
submit 2026-Q4
!move 2026-Q4 appraise result=good
@wang
today
score 2026-Q4 goals=3 quality=4 together=3 growth=3
!move 2026-Q4 appraise
set 2026-Q4 result=good to_improve=协作
move 2026-Q4 appraise --note 协作需加强
@li
set 2026-Q4 result=excellent
!move 2026-Q4 agree
@wang
set 2026-Q4 result=good
move 2026-Q4 appraise
@li
move 2026-Q4 agree
!set 2026-Q4 result=excellent
@wang
show 2026-Q4
report appraisals"
);

norm!(
    obj_04_help,
    "obj_04",
    "~new department name=技术部 name_en=tech
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang department=tech
~set tech head=zhao
~new person name=李强 email=li@mingyi.example reports_to=wang
@li
new help_request name=演示样机 department=tech due=2026-11-20 text=金科演示要两台
!new help_request department=tech
!new help_request name=样机 department=没有
list help_request
!move 演示样机 accept helper=li
@zhao
today
!move 演示样机 accept
move 演示样机 accept helper=zhao
move 演示样机 finish outcome=已借出
@li
today
move 演示样机 confirm
report help-requests
report help-requests by=by
show 演示样机"
);

#[test]
fn the_report_reckons_as_show_does() {
    let world = World::new();
    let goal = |words: &[&str]| {
        let made = world.kehu(&[&["new", "goal", "period=2026"], words, &["--json"]].concat()).json();
        made["id"].as_str().expect("an id").to_owned()
    };
    let top = goal(&["name=top", "level=company", "progress=99"]);
    for n in 0..4 {
        let part = goal(&[&format!("name=part{n}"), &format!("part_of={top}"), &format!("weight={n}")]);
        for m in 0..=n {
            let (up, done, weight) = (
                format!("part_of={part}"),
                format!("progress={}", 7 * n + 13 * m),
                format!("weight={}.5", m % 2),
            );
            let _ = goal(&[&format!("name=leaf{n}{m}"), &up, &done, &weight]);
        }
    }
    let report = world.kehu(&["report", "objectives", "--json"]).json();
    let rows = report.as_array().expect("rows");
    assert_eq!(rows.len(), 15);
    for row in rows {
        let id = row["id"].as_str().expect("an id");
        let shown = world.kehu(&["show", id, "--json"]).json()["rolled_up"]["progress"].clone();
        let shown: f64 = shown.as_str().and_then(|text| text.parse().ok()).expect("a number");
        assert!((shown - row["progress"].as_f64().expect("a number")).abs() < 1e-9, "{id}: {shown} {row}");
    }
    // Circles end, whatever a book edited by hand says; `doctor` tells of them.
    let said = world.kehu(&["set", "top", "part_of=part1"]).fails(5);
    assert!(said.contains("part_of leads back to where it began: "), "{said}");
    let part = world.kehu(&["show", "part1", "--json"]).json()["id"].as_str().expect("an id").to_owned();
    let files = world.git(&["ls-files", "goals"]);
    let path = files.lines().find(|path| path.contains(&top)).expect("a goal");
    let text = world.read(&format!("book/{path}"));
    world.write(&format!("book/{path}"), format!("{text}part_of: {part}\n"));
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let _ = world.kehu(&["show", "top"]).ok();
    let _ = world.kehu(&["report", "objectives"]).ok();
    let told = world.kehu(&["doctor"]);
    assert_eq!(told.code, 1, "{}", told.stdout);
    assert!(told.stdout.contains("part_of leads back to where it began: "), "{}", told.stdout);
}
