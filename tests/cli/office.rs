//! What an office keeps beside its customers, for tests that look at everything at once.

use crate::world::World;

/// Gives a book with wang and li some of every kind of objectives and meetings; wang gives the commands.
pub fn furnish(world: &World) {
    let lines = "
        new goal name=签约一千万 level=company period=2026
        new goal name=销售八百万 level=department period=2026 part_of=签约一千万 weight=3
        new goal name=签约12单 period=2026-Q4 part_of=销售八百万 owner=li measures.0.name=合同 measures.0.target=12 measures.0.actual=3
        new goal name=客户满意 period=2026 part_of=签约一千万 progress=20
        new work_plan period=2026-W47 items.0.text=拜访 items.0.due=2026-11-20 items.1.text=方案 items.1.done=yes items.1.goal=签约12单
        new report_duty name=周报 every=week person=li since=2026-11-10
        new report_duty name=周报 every=week person=wang since=2026-11-20
        new work_report every=week period=2026-W47 done=拜访客户
        submit 2026-W47
        new appraisal period=2026-Q3 person=li appraiser=wang result=good
        score 2026-Q3 goals=3 quality=4 together=4 growth=3
        new help_request name=样机 asked=li due=2026-11-20
        new room name=小会议室 name_en=small seats=2
        new meeting title=启动会 room=small starts=2026-12-01T09:00 ends=2026-12-01T10:30 participants+=wang participants+=li
        rsvp 启动会 yes
        new resolution text=发合同草稿 meeting=启动会 who=li due=2026-11-20
        new resolution text=订机票 meeting=启动会 who=wang due=2026-12-20";
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // The plan and the report are of one week: the newer one is meant by its place in the list.
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        let id;
        if words[0] == "submit" {
            let reports = world.kehu(&["list", "work_report", "--json"]).json();
            id = reports[0]["id"].as_str().expect("a report").to_owned();
            words[1] = &id;
        }
        let _ = world.kehu(&words).ok();
    }
}
