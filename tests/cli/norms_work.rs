//! The norms about the work with customers: documents, the whole card, contacts, value, sharing, plans, reminders.

use crate::norms::norm;

norm!(
    crm_06_documents,
    "crm_06",
    "attach jinke ../offer.txt name=报价单 remarks=第二版
attach jinke https://docs.example/contract.pdf name=合同草稿
!attach jinke ../missing.txt
!attach jinke
list document customer:jinke
extract 报价单 -o ../again.txt
extract 合同草稿
!extract nothing
show jinke
find 报价单"
);

norm!(
    crm_07_the_whole_card,
    "crm_07",
    "~new product name=OA2018 list_price=98000
~set jinke status=potential level=5 needs=合同审批 business=贸易 has_products+=OA2018
~log jinke --visit 见面 --at 2026-11-18
~log jinke --email 发送方案 --next +7d 跟进
~plan jinke +3d 打电话
~new opportunity name='OA 二期' customer=jinke amount=12万 stage=谈判 expected=2026-12-20
~new opportunity name=旧项目 customer=jinke amount=3万 stage=lost lost_reason=价格
~new contract number=HT-1 name=OA customer=jinke amount=10万 sign_date=2026-09-01 schedule.0.due=2026-10-01 schedule.0.amount=6万
~new deal name=DD-7 customer=jinke lines.0.product=OA2018 lines.0.quantity=2 lines.0.price=98000 lines.1.product=OA2018 lines.1.quantity=2.5 lines.1.price=0.33
~new request name=打印机故障 customer=jinke due=2026-11-30
~attach jinke ../offer.txt name=报价单
~score jinke size=4 profit=3 spend=5
show jinke
show DD-7
show jinke --full
!show jinkex"
);

norm!(
    crm_08_the_log_with_a_postmark,
    "crm_08",
    "~new person name=李强 email=li@mingyi.example reports_to=wang roles+=admin
log jinke --call '要求报价, 张伟接的电话' --with 张伟 --next +7d 发送报价
@li
log jinke --visit 演示了系统 --at 2026-11-20
log jinke 分析：预算在明年一月批
!log jinke --call
!log jinke --visit 见面 --at someday
!log nobody 见面
show jinke
list log parent:jinke
find 演示"
);

norm!(
    crm_09_value,
    "crm_09",
    "score jinke size=4 profit=good spend=5 --explain
!score jinke size=9
!score jinke colour=3
score jinke spend=5 --apply
show jinke
report value"
);

norm!(
    crm_11_sharing,
    "crm_11",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
@li
new customer name=广州青松信息技术有限公司
@zhao
list customer
!show qingsong
check 青松
@li
share qingsong zhao --until 2026-12-31
!share qingsong nobody
who qingsong
@zhao
show qingsong
!set qingsong level=3
@li
unshare qingsong zhao
who qingsong"
);

norm!(
    crm_13_plans,
    "crm_13",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
plan jinke 2026-12-01 回访 --repeat monthly
plan HP +2d '送样品' --who li
!plan HP someday 送样品
!plan HP +2d 送样品 --who nobody
list plan
today --team
!log jinke --call 已回访 --done 回访
log jinke --call 已回访 --done {plan}
show jinke"
);

norm!(
    crm_14_reminders,
    "crm_14",
    "remind
today
~plan jinke tomorrow 打电话
~plan HP 2026-11-20 送合同
remind
remind --days 0
remind --ics -
!remind --days 1000
today
~new person name=李强 email=li@mingyi.example reports_to=wang
@li
today
remind"
);
