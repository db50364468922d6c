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
