//! Reasons for and against, each sayable in plain words.

/// Why two records agree or differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The whole name is the same.
    SameName,
    /// The core of the name is the same.
    SameCore,
    /// The brand is the same, the trade is not.
    SameBrand,
    /// One name is the pinyin of the other.
    Pinyin,
    /// One name is the initials of the other.
    Initials,
    /// One name holds the other.
    Part,
    /// The names are nearly the same.
    NearName,
    /// The names sound the same.
    Sounds,
    /// The names differ.
    OtherName,
    /// One is a branch, the other is not, or another one.
    OtherBranch,
    /// The same phone.
    SamePhone,
    /// Other phones.
    OtherPhone,
    /// The same email address.
    SameEmail,
    /// The same domain of their own.
    SameDomain,
    /// Other domains.
    OtherDomain,
    /// The same street address.
    SameAddress,
    /// Another city.
    OtherCity,
    /// The same city.
    SameCity,
    /// Another trade.
    OtherTrade,
    /// The same trade.
    SameTrade,
    /// Another legal form.
    OtherLegal,
    /// The same legal form.
    SameLegal,
    /// The same branch.
    SameBranch,
    /// A phone that differs in one digit.
    NearPhone,
    /// Other email addresses.
    OtherEmail,
    /// An email address that differs in one letter.
    NearEmail,
    /// A domain called alike.
    NearDomain,
    /// Another address.
    OtherAddress,
    /// The same building, another room.
    OtherRoom,
    /// The same road.
    SameRoad,
    /// The same province.
    SameProvince,
    /// Nothing that both have.
    NothingShared,
    /// The same birthday.
    SameBirthday,
    /// Another birthday.
    OtherBirthday,
    /// The same identity number.
    SameIdentity,
    /// Another identity number.
    OtherIdentity,
    /// A value that is nearly the same.
    NearValue,
}

impl Reason {
    /// The reason in English or Chinese.
    pub fn text(self, chinese: bool) -> &'static str {
        let (en, zh) = match self {
            Self::SameName => ("same name", "名称相同"),
            Self::SameCore => ("same core name", "核心名称相同"),
            Self::SameBrand => ("same brand, other trade", "字号相同, 行业不同"),
            Self::Pinyin => ("pinyin of the name", "拼音对应"),
            Self::Initials => ("initials of the name", "首字母对应"),
            Self::Part => ("part of the name", "名称的一部分"),
            Self::NearName => ("near name", "名称相近"),
            Self::Sounds => ("sounds the same", "读音相同"),
            Self::OtherName => ("other name", "名称不同"),
            Self::OtherBranch => ("other branch", "不同分支机构"),
            Self::SamePhone => ("same phone", "电话相同"),
            Self::OtherPhone => ("other phone", "电话不同"),
            Self::SameEmail => ("same email", "邮箱相同"),
            Self::SameDomain => ("same domain", "域名相同"),
            Self::OtherDomain => ("other domain", "域名不同"),
            Self::SameAddress => ("same address", "地址相同"),
            Self::OtherCity => ("other city", "城市不同"),
            Self::SameCity => ("same city", "城市相同"),
            Self::OtherTrade => ("other trade", "行业不同"),
            Self::SameTrade => ("same trade", "行业相同"),
            Self::OtherLegal => ("other legal form", "公司形式不同"),
            Self::SameLegal => ("same legal form", "公司形式相同"),
            Self::SameBranch => ("same branch", "分支机构相同"),
            Self::NearPhone => ("phone differs in one digit", "电话仅一位不同"),
            Self::OtherEmail => ("other email", "邮箱不同"),
            Self::NearEmail => ("email differs in one letter", "邮箱仅一字不同"),
            Self::NearDomain => ("domain called alike", "域名相似"),
            Self::OtherAddress => ("other address", "地址不同"),
            Self::OtherRoom => ("same building, other room", "同一楼宇, 房间不同"),
            Self::SameRoad => ("same road", "道路相同"),
            Self::SameProvince => ("same province", "省份相同"),
            Self::NothingShared => ("nothing that both have", "没有共同信息"),
            Self::SameBirthday => ("same birthday", "生日相同"),
            Self::OtherBirthday => ("other birthday", "生日不同"),
            Self::SameIdentity => ("same identity number", "证件号相同"),
            Self::OtherIdentity => ("other identity number", "证件号不同"),
            Self::NearValue => ("nearly the same", "内容相近"),
        };
        if chinese { zh } else { en }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Field of the newcomer it is about.
    pub field: String,
    /// What the newcomer has.
    pub yours: String,
    /// What the candidate has.
    pub theirs: String,
    /// Log-odds.
    pub weight: f64,
    /// Why.
    pub reason: Reason,
}
