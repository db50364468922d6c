//! The norms about projects: types and templates, the way from application to evaluation, tasks, schedule and brief.

use crate::norms::norm;

norm!(
    prj_01_types_and_templates,
    "prj_01",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
new project_type name=软件实施 name_en=Rollout template=software-rollout
new project --template
new project --template software-rollout start=2026-11-30 customer=jinke consultant=li engineer=zhao type=软件实施 budget=12万
list task
new project --template internal name=Servers start=2026-12-01 manager=li -n
!new project --template software-rolout customer=jinke
!new project --template software-rollout start=2026-11-30
!new project --template software-rollout customer=jinke start=someday
!new project --template software-rollout customer=jinke strat=2026-12-01
!new customer --template any
new customer --template
kinds task"
);

norm!(
    prj_02_from_application_to_evaluation,
    "prj_02",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=li
@zhao
new project name=Portal budget=5万
!submit Portal
set Portal goal='Customers order by web'
submit Portal
!approve Portal
@li
today
approve Portal --note Go
@zhao
!set Portal state=running
!move Portal start
set Portal start=2026-11-23 due=2026-12-18
move Portal plan
move Portal start
move Portal
set Portal budget=8万
submit Portal
@li
approve Portal
@zhao
move Portal plan
move Portal start
!move Portal evaluate result=success evaluation=Good
@li
!move Portal evaluate
move Portal evaluate result=success evaluation='In time and used' points=90
@zhao
!set Portal budget=9万
move Portal close
show Portal
report project-states"
);

norm!(
    prj_03_what_belongs_to_a_project,
    "prj_03",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new contract number=HT-7 name='OA 系统' customer=jinke amount=12万 sign_date=2026-11-02
~attach jinke ../offer.txt name=报价单
new project name='OA project' customer=jinke contract=HT-7 budget=3万 documents=报价单 members+=li goal='In use by 2027'
new task name=Survey project='OA project' wbs=1 assignees=li start=2026-11-16 due=2026-11-20 documents=报价单 deliverables+=Report
!set 'OA project' contract=HT-9
!new task name=Loose
show 'OA project'
show Survey
show jinke
@li
show 'OA project'
set 'OA project' scope='Three departments'"
);

norm!(
    prj_04_tasks_and_progress,
    "prj_04",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
~new project name=Move members+=li members+=zhao
~new task name=All project=Move wbs=1
~new task name=Pack project=Move wbs=1.1 assignees=li start=2026-11-16 due=2026-11-20 estimate=40
~new task name=Drive project=Move wbs=1.2 assignees=zhao after=Pack start=2026-11-23 due=2026-11-25 estimate=24
~new task name=Unpack project=Move wbs=1.3 assignees=li after=Drive start=2026-11-26 due=2026-12-02 estimate=40
!set Pack after=Unpack
!set Pack progress=60
@li
progress Pack 60 'All books are in boxes' --hours 22
!progress Pack 120
!progress Drive 50
!progress All 50
!progress Move 50
@zhao
progress Drive 10%
@wang
progress Pack 100 --on 2026-11-20 --hours 15
progress Unpack 5 -n
show Move
show Pack
set Drive deliverables+=Receipt"
);

norm!(
    prj_05_every_contract_has_a_project,
    "prj_05",
    "~new contract number=HT-7 name='OA 系统' customer=jinke amount=12万 sign_date=2026-11-02
~new contract number=HT-8 name=升级 customer=HP amount=3万 sign_date=2026-10-20
~new contract number=CG-1 name=外包 customer=HP amount=1万 direction=payable
report contracts-without-project
new project name='OA project' contract=HT-7 customer=jinke
report contracts-without-project
!report contracts-without-project since=someday"
);

norm!(
    prj_06_schedule_and_brief,
    "prj_06",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new project name=搬家 start=2026-11-16 due=2026-12-04
~new task name=打包 project=搬家 wbs=1 assignees=li start=2026-11-16 due=2026-11-20 estimate=40
~new task name=租车 project=搬家 wbs=2 assignees=wang start=2026-11-16 due=2026-11-17 estimate=8
~new task name=运输 project=搬家 wbs=3 assignees=li after=打包,租车 start=2026-11-23 due=2026-11-25 estimate=24
~new task name=摆放 project=搬家 wbs=4 assignees=wang after=运输 start=2026-11-25 due=2026-12-04 estimate=64
~progress 租车 100 已租好 --hours 6 --on 2026-11-17
~progress 打包 50 书已装箱 --hours 20
gantt 搬家
gantt 打包 --format csv
gantt 搬家 --json
!gantt jinke
!gantt nothing
report projects
report late-tasks
report project-week
report project-hours by=person
report project-states by=manager"
);
