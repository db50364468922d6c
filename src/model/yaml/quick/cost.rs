use super::documents;
use super::tests::example;
use crate::model::yaml::{Node, parse_documents};

/// Prints what a record costs at best: `cargo test --release --lib quick -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn what_a_record_costs() {
    let example: Vec<String> = example().into_iter().map(|(_, text)| text).collect();
    let contact = "  - name: 王小明\n    title: 采购部经理\n    mobile: \"13800000000\"\n    email: wang@example.com\n    wechat: wang_xm\n";
    let fields: String = (0..18).map(|at| format!("field_{at}: 上海市浦东新区张江路 {at} 号\n")).collect();
    let card = format!(
        "# yaml-language-server: $schema=x.json\n{fields}contacts:\n{contact}{contact}tags:\n  - 老客户\n"
    );
    let entry = "---\nid: 86pkjrms7f\nat: \"2024-11-19T15:30:51+08:00\"\nby: li\ntype: call\ntext: 单机版用户，说新电脑装不上。\nwith: 顾伯安\n";
    let values = |nodes: Vec<Node>| nodes.into_iter().map(Node::into_value).collect::<Vec<_>>();
    for (name, texts, rounds) in [
        ("example book", example, 20),
        ("card", vec![card], 3000),
        ("journal of 1000", vec![entry.repeat(1000)], 5),
    ] {
        let records: usize = texts.iter().map(|text| documents(text).unwrap().len()).sum();
        let time = |read: &dyn Fn(&str)| {
            let round = |_| {
                let start = std::time::Instant::now();
                texts.iter().for_each(|text| read(text));
                start.elapsed().as_nanos() as usize / records
            };
            (0..rounds).map(round).min().unwrap()
        };
        let slow = time(&|text| drop(values(parse_documents(text).unwrap())));
        let quick = time(&|text| drop(documents(text)));
        println!("{name}: {records} records, slow {slow} ns, quick {quick} ns a record");
    }
}
