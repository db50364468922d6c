//! The norms about assets, suppliers and what is shared as knowledge.

use crate::norms::norm;

norm!(
    ast_01_models_and_assets,
    "ast_01",
    "new asset_model name='ThinkPad X1' code=X1 class=电脑 maker=联想 unit=台 price=12000 life=5 residual=5 method=双倍余额递减法
new asset number=IT-2026-001 name='X1 一号' model=X1 place=上海/3F bought=2026-02-27 in_service=2026-03-01
new asset number=IT-2026-002 name='X1 二号' model=X1 price=11500 place=北京 bought=2026-02-27 in_service=2026-03-01
new asset number=FU-1 name=会议桌 class=家具 place=上海/2F
!new asset number=IT-2026-001 name=又一台
!new asset name=没有编号
!new asset number=IT-3 name=坏 life=0
!new asset number=IT-3 name=坏 price=-5 life=3
!new asset number=IT-3 name=坏 model=没有
!new asset number=IT-3 name=坏 user=wang
set X1 price=10000
list asset
list asset class:电脑 --columns id,price,value
show IT-2026-001
kinds asset
report assets by=place"
);

norm!(
    ast_02_requisition_return_repair,
    "ast_02",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=陈静 email=chen@mingyi.example roles=assets reports_to=wang
~new asset number=IT-1 name='X1 一号' class=电脑 place=上海/3F price=12000
~new asset number=IT-2 name='X1 二号' class=电脑 place=上海/3F price=12000
@li
move IT-1 request
!approve IT-1
!move IT-1 hand_out
!set IT-1 state=in_use
!set IT-1 user=li
@wang
today
approve IT-1 --note 出差用
@chen
!reject IT-1
move IT-1 hand_out place=上海/2F
@li
!move IT-1 request
!move IT-1 repair
move IT-1 repair --note 键盘失灵
!approve IT-1
@chen
approve IT-1
move IT-1 repaired repair_cost=350
@li
move IT-1 return
@chen
move IT-1 take_back place=上海/3F
move IT-1
show IT-1
report movements
move IT-2 request
!approve IT-2
!move IT-2 dispose
move IT-2 withdraw
move IT-2 dispose --note 报废
list asset
verify"
);

norm!(
    ast_03_stocktake_and_value,
    "ast_03",
    "~new person name=陈静 email=chen@mingyi.example roles=assets reports_to=wang
~set wang roles+=assets
~new asset number=IT-1 name='X1 一号' class=电脑 place=上海/3F price=12000 life=5 residual=5 bought=2025-12-01 in_service=2025-12-15
~new asset number=IT-2 name='X1 二号' class=电脑 place=上海/3F price=12000 life=5 residual=5 method=declining bought=2025-12-01 in_service=2025-12-15
~new asset number=IT-3 name='X1 三号' class=电脑 place=北京 price=9000 life=3 bought=2026-06-01 in_service=2026-06-30
~new asset number=FU-1 name=会议桌 class=家具 place=上海
new stocktake name='2026 上海' place=上海
!count '2026 上海' IT-9
!count '2026 上海' --from none.csv
!count IT-1 IT-1
count '2026 上海' IT-1 fu-1
count '2026 上海' IT-3
!count '2026 上海' IT-1
count '2026 上海'
report stocktakes
count '2026 上海' --settle
!count '2026 上海' IT-2
show IT-3
show IT-2
show '2026 上海'
report asset-value by=asset
report asset-value on=2026-06-30
report asset-value on=2030-12-31
--as-of 2027-01-31 list asset --columns id,price,value"
);

norm!(
    ast_04_suppliers,
    "ast_04",
    "new supplier name=上海联想电脑有限公司 phone=021-63539330 city=上海 supplies=电脑 contacts.0.name=周经理 contacts.0.mobile=13912345678
!new supplier name=上海联想电脑 phone='(021) 63539330'
new supplier name=联想电脑上海公司 phone='(021) 63539330' --anyway 另一部门
check --kind supplier '联想 63539330'
duplicates supplier
log Lianxiang --call '询价 20 台 X1' --with 周经理
score Lianxiang quality=4 price=3
!score Lianxiang quality=9
!score Lianxiang --scorecard customer-value quality=4
score Lianxiang quality=4 price=3 delivery=5 service=4
score Lianxiang --explain
set Lianxiang state=合格
list supplier
report suppliers
show Lianxiang"
);

norm!(
    knowledge_of_any_record,
    "knowledge",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
~set jinke owner=li
~new contract number=HT-1 name='OA 系统' customer=jinke amount=12万 sign_date=2026-06-15
~new contract number=HT-2 name='OA 二期' customer=jinke amount=8万 sign_date=2026-08-15
@zhao
!show HT-1
!share HT-1 --knowledge 我的
@li
share HT-1 --knowledge '付款条件怎么谈的'
!share HT-1 --knowledge '付款条件怎么谈的'
!share HT-1 zhao --knowledge
find --knowledge
find --knowledge 二期
show HT-1
@zhao
find --knowledge OA
show HT-1 --json
!show HT-2
!show jinke
!set HT-1 name=改
!unshare HT-1 --knowledge
@li
share jinke --knowledge
who jinke
@zhao
find --knowledge
show HT-2 --json
@wang
set jinke security=3
@zhao
find --knowledge
!show jinke
@li
unshare HT-1 --knowledge
!unshare HT-1 --knowledge
find --knowledge
verify"
);
