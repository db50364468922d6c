//! What the demonstration shows, step by step.

use super::{MANAGER, SALESPERSON};

/// One step: who takes it, a word on why in English and Chinese, and the command.
pub type Step = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// A week of a salesperson, then a Monday of the manager: the customers first, then the office.
pub const WALK: &[Step] = &[
    (
        SALESPERSON,
        "A lead calls. Before calling back: does anybody have this customer?",
        "有客户来电。回电之前先问: 系统里有没有?",
        &["check", "金科电子"],
    ),
    (
        SALESPERSON,
        "Nobody has this one, so it may be created. It is one commit, and it is yours.",
        "这家没有人负责, 可以新建。一个命令就是一次提交, 归您负责。",
        &[
            "new",
            "customer",
            "name=广州青松信息技术有限公司",
            "phone=(020) 3800 1234 转 8006",
            "website=http://www.qingsong.example/",
            "city=广州市",
            "contacts+=赵岚",
        ],
    ),
    (
        SALESPERSON,
        "A customer that exists, in other words: stopped, and told whom to ask.",
        "换了写法的已有客户会被拦下, 并提示找谁。",
        &["new", "customer", "name=上海金科电子", "phone=+86 21 6353 9330"],
    ),
    (
        SALESPERSON,
        "He goes on all the same; the reason is kept.",
        "他坚持新建, 原因会留下。",
        &[
            "new",
            "customer",
            "name=上海金科电子",
            "phone=+86 21 6353 9330",
            "contacts+=钱经理",
            "--anyway",
            "客户要求分开报价",
        ],
    ),
    (
        SALESPERSON,
        "What was said on the phone, and what comes next.",
        "记下通话内容和下一步。",
        &[
            "log",
            "广州青松信息技术有限公司",
            "--call",
            "需要一套办公系统, 约 80 人, 现用表格管理客户。",
            "--with",
            "赵岚",
            "--next",
            "+7d",
            "发送方案和报价",
        ],
    ),
    (
        SALESPERSON,
        "What is due, who waits, whom nobody called for long.",
        "今天该做什么, 谁在等, 谁久未联系。",
        &["today"],
    ),
    (
        SALESPERSON,
        "A customer on one page, before the visit.",
        "拜访之前, 一页看全一个客户。",
        &["show", "HP"],
    ),
    (
        SALESPERSON,
        "What it is worth, and what that rests on.",
        "它的价值有多大, 依据是什么。",
        &["score", "HP", "--explain"],
    ),
    (
        SALESPERSON,
        "After the visit: one entry, and the plan is done.",
        "拜访之后: 记一条, 计划随之完成。",
        &[
            "log",
            "HP",
            "--visit",
            "接口费含在总价 310000 元内, 郑经理口头同意。",
            "--with",
            "郑雅文",
            "--done",
        ],
    ),
    (
        SALESPERSON,
        "The next one, on a day in words; it may repeat.",
        "下一次, 日期可以用话来说, 也可以重复。",
        &["plan", "HP", "friday", "取回签好的合同"],
    ),
    (
        SALESPERSON,
        "The sale comes true. Its stages are in the commits, so nobody fills in dates.",
        "赢单。各阶段的时间取自提交, 不用填写。",
        &["set", "华南代表处企业版", "stage=won"],
    ),
    (
        SALESPERSON,
        "A late customer pays the rest.",
        "逾期的客户付清余款。",
        &["pay", "MY-2025-0040", "12000", "--note", "尾款"],
    ),
    (
        SALESPERSON,
        "A colleague may look in for a month.",
        "让同事看一个月。",
        &["share", "广州青松信息技术有限公司", "chen", "--until", "+30d"],
    ),
    (SALESPERSON, "Who sees it, and why.", "谁看得到, 为什么。", &["who", "广州青松信息技术有限公司"]),
    (
        MANAGER,
        "Monday, the manager. What everybody has to do.",
        "星期一, 经理看全组该做什么。",
        &["today", "--team"],
    ),
    (MANAGER, "What may come in, by month.", "按月看可能的签约额。", &["report", "forecast"]),
    (
        MANAGER,
        "How late the money is, by owner.",
        "各人的应收账款拖了多久。",
        &["report", "aging", "by=owner"],
    ),
    (
        MANAGER,
        "What is missing on the cards, by owner.",
        "各人的客户资料缺什么。",
        &["report", "completeness"],
    ),
    (
        MANAGER,
        "Tidying up: the likely duplicates of the whole book.",
        "整理: 全账簿的疑似重复。",
        &["duplicates"],
    ),
    (
        MANAGER,
        "One customer after all. Contacts, log and links go along, and `kehu unmerge` splits them again.",
        "确为同一家。联系人、记录和引用一并合并, 可用 `kehu unmerge` 拆分。",
        &["merge", "jinke-7k3m", "上海金科电子", "--prefer", "keep"],
    ),
    (
        MANAGER,
        "A colleague takes some over: what would move with each customer. Nothing is left behind.",
        "部分客户交给同事: 先看每家会移交什么, 一样不落。",
        &["handover", "li", "zhang", "status:basic", "-n"],
    ),
    (MANAGER, "What waits for a decision of hers, and since when.", "等她批的事, 从何时起。", &["today"]),
    (
        MANAGER,
        "One of them: a claim. It holds for the amount it was given for, and goes on to who pays.",
        "其中一笔报销: 批准只对此金额有效, 随后转给付款人。",
        &["approve", "天津海津渡试点洽谈", "--note", "同意"],
    ),
    (MANAGER, "What was spent of each budget.", "各部门预算用了多少。", &["report", "budget"]),
    (
        MANAGER,
        "A project as a chart: what is late, and what the end hangs on.",
        "项目甘特图: 哪些延误, 工期取决于什么。",
        &["gantt", "南粤小馆企业版实施"],
    ),
    (
        MANAGER,
        "What the company's things are worth today.",
        "公司的资产今天值多少。",
        &["report", "asset-value"],
    ),
    (
        MANAGER,
        "The goals, reckoned from the bottom up.",
        "目标自下而上汇总的进度。",
        &["report", "objectives"],
    ),
    (
        MANAGER,
        "Who has not handed in a weekly report.",
        "谁还没交周报。",
        &["report", "work-reports", "show=open"],
    ),
    (
        MANAGER,
        "A meeting: who came, what was said, and who does what by when.",
        "一次会议: 谁到会、纪要, 以及谁在何时前做什么。",
        &["show", "2027 年预算评审"],
    ),
];
