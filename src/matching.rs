//! stub
#![allow(missing_docs)]
pub mod subject {
    #[derive(Debug, Clone, Default)]
    pub struct Fact {
        pub field: String,
        pub text: String,
    }
    #[derive(Debug, Clone, Default)]
    pub struct Subject {
        pub names: Vec<Fact>,
        pub phones: Vec<Fact>,
        pub emails: Vec<Fact>,
        pub websites: Vec<Fact>,
        pub address: String,
        pub province: String,
        pub city: String,
        pub county: String,
    }
    impl Subject {
        pub fn from_text(t: &str) -> Self {
            Self { names: vec![Fact { field: "name".into(), text: t.into() }], ..Self::default() }
        }
    }
}
pub mod evidence {
    #[derive(Debug, Clone, Copy)]
    pub enum Reason {
        Same,
    }
    impl Reason {
        pub fn text(self, _zh: bool) -> &'static str {
            "same"
        }
    }
    #[derive(Debug, Clone)]
    pub struct Evidence {
        pub field: String,
        pub yours: String,
        pub theirs: String,
        pub weight: f64,
        pub reason: Reason,
    }
}
pub mod weigh {
    pub struct Model {
        pub duplicate: f64,
        pub possible: f64,
    }
    impl Default for Model {
        fn default() -> Self {
            Self { duplicate: 0.9, possible: 0.5 }
        }
    }
}
pub mod verdict {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Verdict {
        Duplicate,
        Possible,
        New,
    }
    impl Verdict {
        pub fn of(s: f64, m: &super::weigh::Model) -> Self {
            if s >= m.duplicate {
                Self::Duplicate
            } else if s >= m.possible {
                Self::Possible
            } else {
                Self::New
            }
        }
        pub fn word(self) -> &'static str {
            match self {
                Self::Duplicate => "duplicate",
                Self::Possible => "possible",
                Self::New => "new",
            }
        }
    }
}
pub mod normal {
    pub fn core_of(n: &str) -> String {
        n.to_owned()
    }
    pub fn short_name(n: &str) -> String {
        n.chars().take(4).collect()
    }
}
pub mod compare {
    use super::subject::Subject;
    pub struct Prepared {
        pub s: Subject,
    }
    impl Prepared {
        pub fn new(s: Subject) -> Self {
            Self { s }
        }
    }
    pub struct Comparison {
        pub score: f64,
        pub evidence: Vec<super::evidence::Evidence>,
    }
    pub fn compare(a: &Prepared, b: &Prepared, _m: &super::weigh::Model) -> Comparison {
        let s = a.s.names.iter().any(|x| b.s.names.iter().any(|y| x.text == y.text));
        Comparison { score: if s { 1.0 } else { 0.0 }, evidence: vec![] }
    }
}
pub mod keys {
    pub struct Key {
        pub text: String,
    }
    impl Key {
        pub fn weight(&self) -> f64 {
            1.0
        }
    }
    pub fn keys(p: &super::compare::Prepared) -> Vec<Key> {
        p.s.names.iter().map(|n| Key { text: format!("c:{}", n.text) }).collect()
    }
}
pub mod batch {
    use super::compare::Prepared;
    pub struct Block {
        v: Vec<Prepared>,
    }
    impl Default for Block {
        fn default() -> Self {
            Self::new()
        }
    }
    impl Block {
        pub fn new() -> Self {
            Self { v: vec![] }
        }
        pub fn insert(&mut self, p: Prepared) -> usize {
            self.v.push(p);
            self.v.len() - 1
        }
        pub fn prepared(&self, i: usize) -> &Prepared {
            &self.v[i]
        }
        pub fn candidates(&self, _p: &Prepared, _l: usize) -> Vec<(usize, f64)> {
            vec![]
        }
    }
}
