//! The norms about who the customers are: asking first, the card, its persons, its place, tidiness, completeness.

use crate::norms::norm;

norm!(
    crm_01_ask_before_creating,
    "crm_01",
    "check 金科
check jinke
check 63539330
check '张伟 138-0013-8000'
check INFO@JINKE.EXAMPLE
check http://www.hp.example
check 广州青松信息技术有限公司
check name=惠普 city=北京
!check"
);

norm!(
    crm_02_stopped_at_a_look_alike,
    "crm_02",
    "new customer name=上海市金科电子公司 phone='021 6353 9330'
!new customer name=上海市金科电子公司 phone='021 6353 9330' --anyway
new customer name=上海市金科电子公司 phone='021 6353 9330' --anyway '另一家公司, 同一楼层'
list customer 金科 --columns id,name,phone --sort name
show 上海市金科电子公司"
);

norm!(
    crm_03_the_card_itself,
    "crm_03",
    "new customer name=广州青松信息技术有限公司 short_name=Qingsong province=广东 city=广州市 county=天河区 phone=020-87654321-1010 email=info@qingsong.example website=http://www.qingsong.example/ address='天河路 385 号 2201 室' postcode=510620 '备注=做物流软件的公司'
!new customer short_name=Nobody
!set qingsong email=qingsong.example
!set qingsong phone=12
set qingsong county=越秀区
show qingsong"
);

norm!(
    crm_04_contact_persons,
    "crm_04",
    "set HP contacts.0.name=李娜 contacts.0.salutation=女士 contacts.0.title=采购总监 contacts.0.office=010-65641234-8 contacts.0.home=010-88880000 contacts.0.mobile='+86 139 1111 2222' contacts.0.email=lina@hp.example contacts.0.birthday=1985-12-01 'contacts.0.remarks=先打电话, 不要发短信'
set HP contacts+=王刚
!set HP contacts.1.birthday=1985-13-01
!set HP contacts.1.salutation=sir
check 13911112222
show HP"
);

norm!(
    crm_05_status_and_level,
    "crm_05",
    "~new person name=李强 email=li@mingyi.example reports_to=wang
set jinke status=潜在 level=5
set HP 状况=won 级别=7 经理=li
!set jinke level=8
!set jinke status=hot
list customer status:潜在
list customer 'level:>=5' --sort -level
set jinke status=无效
show jinke
history jinke"
);

norm!(
    crm_10_two_cards_become_one,
    "crm_10",
    "~new customer name=金科电子 email=sales@jinke2.example city=北京市 contacts+=刘洋 --anyway later
~log '金科电子' --call 询问价格
~new opportunity name=OA customer='金科电子' amount=5万
!merge 上海金科电子有限公司 金科电子
merge 上海金科电子有限公司 金科电子 --prefer keep -n
merge 上海金科电子有限公司 金科电子 --prefer keep
!merge 上海金科电子有限公司 nobody
show 上海金科电子有限公司
unmerge 上海金科电子有限公司
list customer --columns id,name,city,contacts --sort name"
);

norm!(
    crm_12_completeness,
    "crm_12",
    "set jinke business=电子元件贸易 needs=合同审批上线
log jinke --email 发送方案 --next +7d 跟进
show jinke
show HP
report completeness
!report completeness owner=nobody
list customer 'complete:<50'"
);

norm!(
    crm_16_tidy_duplicates,
    "crm_16",
    "~new customer name=惠普(中国)有限公司 phone=010-65641234 --anyway later
~new customer name=金科电子(上海)有限公司 short_name=KingTech phone=021-63539330 --anyway later
duplicates
distinct 惠普中国有限公司 惠普(中国)有限公司 --reason 两个法人
!distinct 惠普中国有限公司 惠普中国有限公司
merge 上海金科电子有限公司 金科电子(上海)有限公司 --prefer keep
duplicates
!duplicates --min 5"
);
