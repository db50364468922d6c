//! The norms about what is sold: opportunities, contracts, products, handing over, requests and orders.

use crate::norms::norm;

norm!(
    crm_15_opportunities_and_forecast,
    "crm_15",
    "new opportunity name='OA 系统' customer=jinke amount=12万 expected=2026-12-20
new opportunity name=升级 customer=HP amount='5000 USD' stage=方案报价 expected=2027-01-15 competitor=致远
set 'OA 系统' stage=谈判
!set 升级 stage=lost
!set 升级 probability=120
list opportunity 'stage:谈判'
report forecast
report stages
set 升级 stage=lost lost_reason=价格高于致远
show 升级
kinds opportunity"
);

norm!(
    crm_17_contracts_and_money,
    "crm_17",
    "new contract number=HT-2026-015 name='OA 系统' customer=HP amount=12万 sign_date=2026-06-15 schedule.0.due=2026-07-15 schedule.0.amount=5万 schedule.1.due=2026-10-20 schedule.1.amount=4万
new contract number=CG-7 name=外包 customer=jinke amount=3000 direction=应付 sign_date=2026-11-01
pay HT-2026-015 5.5万 --on 2026-08-01
!pay HT-2026-015 '500 USD'
!set HT-2026-015 schedule.1.amount=8万
list contract
show HT-2026-015
report receivable
report payable
report aging
report sales
report"
);

norm!(
    crm_18_products,
    "crm_18",
    "new product name='OA 标准版' code=OA-STD list_price=98000 name_en='OA Standard'
new product name=文档中心 code=DOC list_price='12000 USD'
set HP has_products+='OA 标准版'
set jinke wants_products+=OA-STD wants_products+=DOC
!set jinke wants_products+=OA-XXL
!new product name=坏价格 list_price=abc
list product
list customer wants_products:oa-std
show HP
show 'OA 标准版'"
);

norm!(
    crm_21_requests_and_deals,
    "crm_21",
    "~new product name=OA2018 list_price=98000
new request name=打印机故障 customer=jinke type=投诉 due=2026-11-25 text=打印的合同缺页
set 打印机故障 state=已分派 assigned=wang
!set 打印机故障 state=solved
today
set 打印机故障 state=solved solution=升级驱动
new deal name=DD-2026-7 customer=jinke lines.0.product=OA2018 lines.0.quantity=2 lines.0.price=98000 lines.1.product=OA2018 lines.1.quantity=2.5 lines.1.price='100 USD'
!new deal name=DD-8 customer=jinke lines.0.product=OA2018 lines.0.quantity=-1 lines.0.price=98000
set DD-2026-7 state=已交付
list request
list deal
show DD-2026-7
show jinke"
);

norm!(
    crm_19_handover,
    "crm_19",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
~new person name=赵岚 email=zhao@mingyi.example reports_to=wang
~set jinke owner=li status=potential
~log jinke --call 客户要求报价 --with 张伟
~plan jinke +3d 打电话 --who li
~new opportunity name='OA 二期' customer=jinke owner=li amount=12万 stage=谈判 expected=2026-12-20
~new contract number=HT-1 name=OA customer=jinke owner=li amount=10万 sign_date=2026-09-01 schedule.0.due=2026-10-01 schedule.0.amount=6万
handover li zhao --dry-run
!handover li nobody
handover li zhao
list customer owner:zhao
@zhao
accept
accept jinke
!decline jinke 不熟悉
today
show jinke"
);
