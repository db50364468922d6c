//! The critical path: which work must not slip, and how much the other may.
//!
//! James E. Kelley and Morgan R. Walker, *Critical-Path Planning and Scheduling*, Proceedings of the Eastern Joint Computer
//! Conference, 1959: a pass forward gives the earliest start (the latest of the earliest finishes of what comes before), a
//! pass backward from the end the latest finish (the earliest of the latest starts of what comes after); what lies between
//! is the slack (total float), and work without slack is critical. Work that is not to begin before a day begins no earlier,
//! as if something of that length came before it.
//!
//! Days are numbers (`domain::workdays`), and what ends on day 5 ends before day 5 begins.

/// One piece of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// The day before which it does not begin, if there is one.
    pub from: Option<i64>,
    /// How many days it takes.
    pub days: i64,
    /// What must be done before, by place in the list; places that are none are passed over.
    pub after: Vec<usize>,
}

/// When a piece of work can be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slot {
    /// Earliest first day.
    pub start: i64,
    /// Earliest day after the last.
    pub finish: i64,
    /// Latest first day that does not move the end of all.
    pub late_start: i64,
    /// Latest day after the last that does not move the end of all.
    pub late_finish: i64,
}

impl Slot {
    /// How many days it may slip without moving the end of all.
    pub fn slack(&self) -> i64 {
        self.late_start - self.start
    }

    /// True for what must not slip.
    pub fn is_critical(&self) -> bool {
        self.slack() == 0
    }
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the activities.
    pub slots: Vec<Slot>,
    /// The day after the last of all.
    pub end: i64,
}

/// Both passes, with nothing beginning before `from`; `None` when something waits for itself.
pub fn plan(activities: &[Activity], from: i64) -> Option<Plan> {
    let order = order(activities)?;
    let mut slots = vec![Slot::default(); activities.len()];
    for at in &order {
        let one = activities.get(*at)?;
        let before = one.after.iter().filter_map(|at| slots.get(*at)).map(|slot| slot.finish).max();
        let start = one.from.into_iter().chain(before).fold(from, i64::max);
        slots[*at] = Slot { start, finish: start + one.days.max(0), ..Slot::default() };
    }
    let end = slots.iter().map(|slot| slot.finish).max().unwrap_or(from);
    for slot in &mut slots {
        slot.late_finish = end;
    }
    for at in order.iter().rev() {
        let one = activities.get(*at)?;
        slots[*at].late_start = slots[*at].late_finish - one.days.max(0);
        let latest = slots[*at].late_start;
        for before in one.after.iter().filter(|before| **before < activities.len()) {
            slots[*before].late_finish = slots[*before].late_finish.min(latest);
        }
    }
    Some(Plan { slots, end })
}

/// An order in which everything comes after what it waits for (Kahn, 1962).
fn order(activities: &[Activity]) -> Option<Vec<usize>> {
    let mut followers = vec![Vec::new(); activities.len()];
    let mut waits = vec![0usize; activities.len()];
    for (at, one) in activities.iter().enumerate() {
        for before in one.after.iter().filter(|before| **before < activities.len()) {
            followers[*before].push(at);
            waits[at] += 1;
        }
    }
    let mut order: Vec<usize> = (0..activities.len()).filter(|at| waits[*at] == 0).collect();
    let mut next = 0;
    while let Some(at) = order.get(next).copied() {
        next += 1;
        for follower in &followers[at] {
            waits[*follower] -= 1;
            if waits[*follower] == 0 {
                order.push(*follower);
            }
        }
    }
    (order.len() == activities.len()).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn work(days: i64, after: &[usize]) -> Activity {
        Activity { from: None, days, after: after.to_vec() }
    }

    /// By hand. A 3 days; B 4 and C 2 after A; D 5 after B; E 3 after C; F 2 after D and E.
    /// Forward: A 0–3, B 3–7, C 3–5, D 7–12, E 5–8, F 12–14. Backward from 14: F 12–14, D 7–12, E 9–12, B 3–7, C 7–9, A 0–3.
    /// Slack: C and E 4, all others 0. Critical: A, B, D, F; 3 + 4 + 5 + 2 = 14.
    #[test]
    fn a_plan_worked_by_hand() {
        let all =
            [work(3, &[]), work(4, &[0]), work(2, &[0]), work(5, &[1]), work(3, &[2]), work(2, &[3, 4])];
        let plan = plan(&all, 0).unwrap();
        let told: Vec<[i64; 5]> = plan
            .slots
            .iter()
            .map(|slot| [slot.start, slot.finish, slot.late_start, slot.late_finish, slot.slack()])
            .collect();
        assert_eq!(
            told,
            [
                [0, 3, 0, 3, 0],
                [3, 7, 3, 7, 0],
                [3, 5, 7, 9, 4],
                [7, 12, 7, 12, 0],
                [5, 8, 9, 12, 4],
                [12, 14, 12, 14, 0]
            ]
        );
        assert_eq!(plan.end, 14);
    }

    /// By hand. A 2 days from day 10; B 3 after A, but not before day 14: 14–17. A may slip from 10 to 12.
    #[test]
    fn what_begins_later_leaves_slack_before_it() {
        let first = Activity { from: Some(10), ..work(2, &[]) };
        let second = Activity { from: Some(14), ..work(3, &[0]) };
        let plan = plan(&[first, second], 10).unwrap();
        assert_eq!((plan.slots[0].slack(), plan.slots[1].slack(), plan.end), (2, 0, 17));
    }

    #[test]
    fn what_waits_for_itself_has_no_plan() {
        assert_eq!(plan(&[work(1, &[1]), work(1, &[0])], 0), None);
        assert_eq!(plan(&[], 7), Some(Plan { slots: Vec::new(), end: 7 }));
        assert_eq!(plan(&[work(1, &[9])], 0).unwrap().end, 1);
    }

    /// The longest way that ends with a piece of work, by trying all.
    fn longest(all: &[Activity], at: usize) -> i64 {
        let before = all[at].after.iter().map(|before| longest(all, *before)).max().unwrap_or(0);
        all[at].from.unwrap_or(0).max(before) + all[at].days
    }

    proptest! {
        #[test]
        fn slack_is_never_negative_and_the_end_is_the_longest_way(
            all in prop::collection::vec(
                (prop::option::of(0i64..30), 0i64..12, prop::collection::vec(any::<prop::sample::Index>(), 0..4)), 1..10),
        ) {
            let all: Vec<Activity> = all
                .into_iter()
                .enumerate()
                .map(|(at, (from, days, after))| Activity {
                    from,
                    days,
                    // What comes earlier in the list only, so that nothing waits for itself.
                    after: if at == 0 { Vec::new() } else { after.iter().map(|index| index.index(at)).collect() },
                })
                .collect();
            let made = plan(&all, 0).unwrap();
            let wanted = (0..all.len()).map(|at| longest(&all, at)).max().unwrap();
            prop_assert_eq!(made.end, wanted);
            for (one, slot) in all.iter().zip(&made.slots) {
                prop_assert!(slot.slack() >= 0 && slot.late_finish <= made.end);
                prop_assert_eq!(slot.finish - slot.start, one.days);
                prop_assert_eq!(slot.slack(), slot.late_finish - slot.finish);
                for before in &one.after {
                    prop_assert!(made.slots[*before].finish <= slot.start);
                    prop_assert!(made.slots[*before].late_finish <= slot.late_start);
                }
            }
            prop_assert!(made.slots.iter().any(Slot::is_critical));
            // A day more on critical work is a day more in all; within its slack other work moves nothing.
            for (at, slot) in made.slots.iter().enumerate() {
                let mut longer = all.clone();
                longer[at].days += slot.slack() + 1;
                prop_assert_eq!(plan(&longer, 0).unwrap().end, made.end + 1);
                longer[at].days -= 1;
                prop_assert_eq!(plan(&longer, 0).unwrap().end, made.end);
            }
        }
    }
}
