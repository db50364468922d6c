//! The norms about meetings: rooms, approval, receipts, resolutions, the calendar.

use crate::norms::norm;
use crate::world::World;

norm!(
    meet_01_rooms_and_approval,
    "meet_01",
    "~new department name=销售部 name_en=sales head=wang
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
new room name=小会议室 name_en=small seats=6 place=3楼 equipment+=投影 keeper=zhao
@li
new meeting title=方案评审 room=小会议室 'starts=2026-12-01 09:00' 'ends=2026-12-01 10:30' approver=wang participants+=wang participants+=zhao services+=投影 services+=茶水
!new meeting title=周会 room=small 'starts=2026-12-01 10:00' 'ends=2026-12-01 11:00'
!new meeting title=周会 room=small 'starts=2026-12-01 10:30' 'ends=2026-12-01 10:00'
!new meeting title=周会 room=small 'starts=2026-12-01 10:30'
new meeting title=周会 room=small 'starts=2026-12-01 10:30' 'ends=2026-12-01 11:00' participants+=li
!set 周会 'starts=2026-12-01 10:15'
submit 方案评审
!approve 方案评审
submit 周会
!set 周会 state=approved
@zhao
!approve 方案评审
@wang
today
approve 方案评审 --note 同意
move 方案评审
set 方案评审 'ends=2026-12-01 10:15'
@li
submit 方案评审
@wang
approve 方案评审
!reject 周会
reject 周会 --note '改到下周'
@li
move 周会 cancel --note '并入评审'
new meeting title=培训 room=small 'starts=2026-12-01 10:15' 'ends=2026-12-01 11:00'
report rooms since=2026-12-01 until=2026-12-04
report rooms by=week since=2026-12-01 until=2026-12-04"
);

norm!(
    meet_02_receipts_and_resolutions,
    "meet_02",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
~new room name=小会议室 name_en=small seats=2
~attach jinke ../offer.txt name=报价单
new meeting title=启动会 room=small 'starts=2026-12-01 09:00' 'ends=2026-12-01 10:30' participants+=wang participants+=li participants+=zhao agenda.0.topic=报价 agenda.0.who=li agenda.0.minutes=30 agenda.0.material=报价单
@li
today
rsvp 启动会 yes 带方案
today
!set 启动会 participants.2.answer=no
!set 启动会 'participants=[{\"person\":\"zhao\",\"answer\":\"no\"}]'
!rsvp 启动会 perhaps
@zhao
rsvp 启动会 不参加 休假
rsvp 启动会 maybe
!rsvp jinke yes
@wang
show 启动会
report rsvp
new resolution text=发合同草稿 meeting=启动会 who=li due=2026-12-05
new resolution text=订机票 meeting=启动会 who=zhao due=2026-11-20
!new resolution text=谁都行 meeting=nothing
report resolutions
report resolutions by=meeting
@li
today
move 发合同草稿 finish
!move 订机票 finish
@wang
report resolutions
submit 启动会
!approve 启动会
!move 启动会 close
show 启动会
export meeting --as ics"
);

/// An invitation from elsewhere, or somebody on the way, may write the two ends in two zones.
#[test]
fn hours_of_a_room_are_those_between_two_moments() {
    let world = World::new();
    let _ = world.kehu(&["new", "room", "name=R"]).ok();
    let moments = ["starts=2026-12-01T23:30:00+08:00", "ends=2026-12-01T12:15:00-05:30"];
    let _ = world.kehu(&[&["new", "meeting", "title=M", "room=R"], &moments[..]].concat()).ok();
    let words = ["report", "rooms", "since=2026-12-01", "until=2026-12-01", "--json"];
    assert_eq!(world.kehu(&words).json()[0]["hours"].as_f64(), Some(2.3), "two hours and a quarter");
}
