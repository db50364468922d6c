//! Ways that lead back to where they began: what no tree of departments, goals or tasks may have.
//!
//! One record: breadth first, so that the shortest circle is told. All records: depth first with three colours
//! (Cormen, Leiserson, Rivest, Stein, *Introduction to Algorithms*, 22.3: an edge to a vertex that is still grey closes a
//! circle), so that each link is looked at once.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// The shortest way from a record back to itself, both ends included; `next` tells where one leads.
///
/// # Errors
/// Those of `next`.
pub fn back_to<E>(
    start: &str,
    mut next: impl FnMut(&str) -> Result<Vec<String>, E>,
) -> Result<Option<Vec<String>>, E> {
    let mut before: HashMap<String, String> = HashMap::new();
    let mut waiting = VecDeque::from([start.to_owned()]);
    while let Some(at) = waiting.pop_front() {
        for to in next(&at)? {
            if to == start {
                let mut way = vec![to];
                let mut back = Some(&at);
                while let Some(one) = back {
                    way.push(one.clone());
                    back = before.get(one);
                }
                way.reverse();
                return Ok(Some(way));
            }
            if !before.contains_key(&to) {
                before.insert(to.clone(), at.clone());
                waiting.push_back(to);
            }
        }
    }
    Ok(None)
}

/// A circle for each link that closes one; none when there is none. Each begins and ends with the same record.
pub fn all<'a>(links: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    let mut open: HashMap<&str, bool> = HashMap::with_capacity(links.len());
    let mut found = Vec::new();
    for start in links.keys() {
        if open.contains_key(start) {
            continue;
        }
        open.insert(start, true);
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((at, number)) = way.last_mut() {
            let to = links.get(at).and_then(|next| next.get(*number)).copied();
            *number += 1;
            let Some(to) = to else {
                open.insert(at, false);
                way.pop();
                continue;
            };
            match open.get(to) {
                None => {
                    open.insert(to, true);
                    way.push((to, 0));
                }
                Some(true) => {
                    let from = way.iter().position(|(id, _)| *id == to).unwrap_or_default();
                    found.push(way[from..].iter().map(|(id, _)| *id).chain([to]).collect());
                }
                Some(false) => {}
            }
        }
    }
    found
}

/// `a → b → a`
pub fn told<T: AsRef<str>>(way: &[T]) -> String {
    way.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" → ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shortest_circle_is_told() {
        let links =
            BTreeMap::from([("a", vec!["b", "c"]), ("b", vec!["c"]), ("c", vec!["a"]), ("d", vec!["d"])]);
        let next = |id: &str| {
            let to = links.get(id).into_iter().flatten();
            Ok::<_, ()>(to.map(|id| (*id).to_owned()).collect())
        };
        assert_eq!(told(&back_to("a", next).unwrap().unwrap()), "a → c → a");
        let mut ways: Vec<String> = all(&links).iter().map(|way| told(way)).collect();
        ways.sort();
        assert_eq!(ways, ["a → b → c → a", "d → d"]);
    }

    proptest! {
        /// Both find circles just where there are some, and every circle they tell is one.
        #[test]
        fn circles_are_found_where_they_are(edges in prop::collection::vec((0usize..9, 0usize..9), 0..20)) {
            const NAMES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
            let mut links: BTreeMap<&str, Vec<&str>> = NAMES.iter().map(|name| (*name, Vec::new())).collect();
            let mut reach = [[false; 9]; 9];
            for (from, to) in edges {
                links.get_mut(NAMES[from]).unwrap().push(NAMES[to]);
                reach[from][to] = true;
            }
            let is_link = |from: &str, to: &str| links[from].contains(&to);
            // Warshall: who is reached from whom at all.
            for by in 0..9 {
                for from in 0..9 {
                    for to in 0..9 {
                        reach[from][to] |= reach[from][by] && reach[by][to];
                    }
                }
            }
            let any = (0..9).any(|at| reach[at][at]);
            let ways = all(&links);
            prop_assert_eq!(!ways.is_empty(), any);
            for way in &ways {
                prop_assert!(way.first() == way.last() && way.len() > 1);
                prop_assert!(way.windows(2).all(|pair| is_link(pair[0], pair[1])));
            }
            for (at, name) in NAMES.iter().enumerate() {
                let next = |id: &str| Ok::<_, ()>(links[id].iter().map(|id| (*id).to_owned()).collect());
                let way = back_to(name, next).unwrap();
                prop_assert_eq!(way.is_some(), reach[at][at]);
                if let Some(way) = way {
                    prop_assert!(way.windows(2).all(|pair| is_link(&pair[0], &pair[1])));
                    prop_assert_eq!(way.first(), way.last());
                }
            }
        }
    }
}
