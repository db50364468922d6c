//! What reading a record costs, at best: `cargo bench --bench reading`.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use kehu::model::yaml::{Node, parse_documents, quick};

fn main() {
    let contact = "  - name: 王小明\n    title: 采购部经理\n    mobile: \"13800000000\"\n    email: wang@example.com\n    wechat: wang_xm\n";
    let fields: String = (0..18).map(|at| format!("field_{at}: 上海市浦东新区张江路 {at} 号\n")).collect();
    let card = format!("{fields}contacts:\n{contact}{contact}tags:\n  - 老客户\n");
    let entry = "---\nid: 86pkjrms7f\nat: \"2024-11-19T15:30:51+08:00\"\nby: li\ntype: call\ntext: 单机版用户，说新电脑装不上。\nwith: 顾伯安\n";
    let values = |nodes: Vec<Node>| nodes.into_iter().map(Node::into_value).collect::<Vec<_>>();
    for (name, text, rounds) in [("card", card, 3000), ("journal of 1000", entry.repeat(1000), 20)] {
        let records = quick::documents(&text).map_or(0, |documents| documents.len()).max(1);
        let time = |read: &dyn Fn(&str)| {
            let round = |_| {
                let start = Instant::now();
                read(&text);
                start.elapsed().as_nanos() as usize / records
            };
            (0..rounds).map(round).min().unwrap_or_default()
        };
        let slow = time(&|text| drop(parse_documents(text).map(values)));
        let quick = time(&|text| drop(quick::documents(text)));
        println!("{name}: {records} records, slow {slow} ns, quick {quick} ns a record");
    }
}
