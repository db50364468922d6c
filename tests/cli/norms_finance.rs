//! The norms about money: periods and types, budgets, claims and loans, pay, what came in against what was spent.

use crate::norms::norm;

norm!(
    fin_01_periods_types_and_indicators,
    "fin_01",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=周敏 email=zhou@mingyi.example reports_to=wang
~set zhou roles+=finance
@zhou
new period name=2026 span=year from=2026-01-01 until=2026-12-31
new period name=2026-10 from=2026-10-01 until=2026-10-31
!new period name=2026-11 from=2026-11-30 until=2026-11-01
new expense_type name=差旅 name_en=Travel group=人员
new expense_type name=机票 name_en=Airfare parent=travel
!new expense_type name=Airfare
list expense_type
new indicator name=报销总额 unit=CNY 'sql=select sum(amount) from expense_lines'
new indicator name=问错 'sql=select name from person'
new indicator name=改动 'sql=delete from person'
@li
!new period name=2026-12 from=2026-12-01 until=2026-12-31
!set 2026-10 from=2026-09-01
!set travel name=旅行
!set 报销总额 'sql=select 1'
!rm airfare
new expense name=上海出差 date=2026-10-12 lines.0.type=travel lines.0.amount=1280.5
report indicators
!move 2026-10 close
@zhou
move 2026-10 close
@li
!new expense name=补记 date=2026-10-30 lines.0.type=travel lines.0.amount=1
set 上海出差 lines.0.amount=1280
new expense name=广州出差 lines.0.type=airfare lines.0.amount=900
!set 广州出差 date=2026-10-31
!move 2026-10 reopen --note 补记
@zhou
!move 2026-10 reopen
!set 2026-10 until=2026-10-15
move 2026-10 reopen --note 补记
show 2026-10"
);

norm!(
    fin_02_budgets,
    "fin_02",
    "~new department name=销售部 name_en=Sales
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales
~new period name=2026 span=year from=2026-01-01 until=2026-12-31
~new expense_type name=差旅 name_en=Travel
~new expense_type name=招待 name_en=Meals
@li
new budget name=销售部预算 level=department department=sales period=2026 lines.0.type=travel lines.0.amount=5万 lines.1.type=meals lines.1.month=2026-11-01 lines.1.amount=3000
!new budget name=没有部门 level=department period=2026 lines.0.type=travel lines.0.amount=1
!new budget name=两种币 level=company period=2026 lines.0.type=travel lines.0.amount=1 lines.1.type=travel lines.1.amount='1 USD'
!approve 销售部预算
submit 销售部预算
!approve 销售部预算
report budget
@wang
approve 销售部预算 --note 同意
list budget
report budget by=type level=department
@li
set 销售部预算 lines.0.amount=8万
report budget
!move 销售部预算 approve"
);

norm!(
    fin_03_claims_and_loans,
    "fin_03",
    "~new department name=销售部 name_en=Sales
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales
~new person name=赵岚 email=zhao@mingyi.example reports_to=li department=sales
~new person name=周敏 email=zhou@mingyi.example reports_to=wang
~set zhou roles+=finance
~new expense_type name=差旅 name_en=Travel
@zhao
new expense name=广州出差 lines.0.type=travel lines.0.amount=3200 lines.0.what=机票 lines.0.number=E-7
!new expense name=负数 lines.0.type=travel lines.0.amount=-5
submit 广州出差
!approve 广州出差
@li
today
approve 广州出差
!move 广州出差 pay
@zhou
move 广州出差 pay
!set 广州出差 lines.0.amount=1
@zhao
new expense name=展会 lines.0.type=travel lines.0.amount=2.6万
submit 展会
@li
approve 展会
@wang
approve 展会
show 展会
@zhao
set 展会 lines.0.amount=2.7万
new loan name=备用金 amount=4000 due=2026-12-31
submit 备用金
@li
approve 备用金 --note 出差用
!pay 备用金 100
@zhou
!pay 备用金 100
move 备用金 pay
pay 备用金 1500 --on 2026-11-23
!pay 备用金 2500.01
!pay 备用金 '100 USD'
!move 备用金 settle
report loans-outstanding
pay 备用金 2500
move 备用金 settle
report loans-outstanding
@zhao
!pay 备用金 1
report cash by=source"
);

norm!(
    fin_04_pay_is_seen_by_those_cleared,
    "fin_04",
    "~new department name=销售部 name_en=Sales
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales
~new person name=赵岚 email=zhao@mingyi.example reports_to=li department=sales
~new person name=陈默 email=chen@mingyi.example reports_to=wang
~set chen roles+=hr
~new person name=周敏 email=zhou@mingyi.example reports_to=wang
~set zhou roles+=finance
@chen
new payroll number=2026-10-zhao person=zhao date=2026-10-31 gross=18000 allowances.0.what=餐补 allowances.0.amount=500 deductions.0.what=缺勤 deductions.0.amount=200 social_insurance=1890 tax=745.35 employer=4680
!new payroll number=2026-10-zhao person=zhao date=2026-10-31 gross=1
!new payroll number=2026-10-li person=li date=2026-10-31 gross=20000 tax=100 net=19901
list payroll
who 2026-10-zhao
@zhao
show 2026-10-zhao
!set 2026-10-zhao gross=19000
!new payroll number=2026-11-zhao person=zhao date=2026-11-30 gross=99000
@li
!show 2026-10-zhao
list payroll
report payroll
@wang
!show 2026-10-zhao
sql 'select count(*) as slips from payroll'
@zhou
approve 2026-10-zhao
move 2026-10-zhao pay
report payroll by=person
report entries source=payroll"
);

norm!(
    fin_05_budget_against_actual_and_profit,
    "fin_05",
    "~new department name=销售部 name_en=Sales
~new person name=李强 email=li@mingyi.example reports_to=wang department=sales
~new person name=周敏 email=zhou@mingyi.example reports_to=wang
~set zhou roles+=finance
~new period name=2026 span=year from=2026-01-01 until=2026-12-31
~new period name=2026-11 from=2026-11-01 until=2026-11-30
~new expense_type name=差旅 name_en=Travel
~new expense_type name=招待 name_en=Meals
~new contract number=HT-1 name='OA 系统' customer=HP amount=12万 owner=li
~pay HT-1 5万 --on 2026-11-05
~share HP li
@li
~new budget name=销售部预算 level=department department=sales period=2026 lines.0.type=travel lines.0.amount=6000 lines.1.type=meals lines.1.month=2026-11-01 lines.1.amount=1000
~submit 销售部预算
~new expense name=上海出差 customer=HP date=2026-10-12 lines.0.type=travel lines.0.amount=1280.5 lines.1.type=meals lines.1.amount=319.5
~submit 上海出差
~new expense name=招待客户 date=2026-11-12 lines.0.type=meals lines.0.amount=1755.25
~submit 招待客户
@wang
~approve 销售部预算
~approve 上海出差
~approve 招待客户
report budget
report budget by=type level=department
report budget by=type level=department period=2026-11
report expenses
report expenses by=customer
report profit
report profit by=customer
report profit by=department --json
report entries customer=HP
report cash
!report budget by=colour
!report budget period=2030"
);
