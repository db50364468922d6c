//! Workflows: submit, approve, reject, endorse, deputise; what was decided binds; steps cannot be made up.

use serde_json::json;

use crate::norms::both_in;
use crate::world::World;

const CLAIM: &str = "\
type: object
required: [name]
properties:
  name: {type: string, x-kehu: {label: {en: Name, zh: 名称}, role: name}}
  amount: {type: string, format: money, x-kehu: {label: {en: Amount, zh: 金额}}}
  applicant: {type: string, x-kehu: {link: person, default: me, label: {en: Applicant, zh: 申请人}}}
  paid_on: {type: string, format: date, x-kehu: {label: {en: Paid on, zh: 支付日期}}}
  state:
    type: string
    enum: [draft, submitted, approved, rejected, paid]
    default: draft
    x-kehu:
      label: {en: State, zh: 状态}
      values:
        draft: {en: draft, zh: 草稿}
        submitted: {en: submitted, zh: 已提交}
        approved: {en: approved, zh: 已批准}
        rejected: {en: rejected, zh: 已驳回}
        paid: {en: paid, zh: 已支付}
x-kehu:
  label: {en: Claim, zh: 报销}
  home: claims/{id}.yaml
  name: name
  list: [id, name, amount, applicant, state]
  closed: {field: state, values: [paid]}
  workflow:
    state: state
    owner: applicant
    binds: {fields: [amount], back: draft, fixed: [paid]}
    moves:
      submit: {from: [draft, rejected], to: submitted, who: [owner], needs: [amount]}
      approve: {from: [submitted], to: approved, who: [superior], not: [owner, 'by:submit'], limit: {field: amount, default: 5000 CNY}, decides: true}
      reject: {from: [submitted], to: rejected, who: [superior], not: [owner], reason: true}
      pay: {label: {en: pay, zh: 支付}, from: [approved], to: paid, who: ['role:finance'], not: [owner, 'by:approve'], sets: {paid_on: today}}
";

/// Gives a book the kind of claims, and one of them.
pub fn claims(world: &World) {
    world.write("book/schemas/own/claim.yaml", CLAIM);
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "claim", "name=taxi", "amount=300"]).ok();
}

/// wang leads; zhao reports to wang, li to zhao; fang pays.
fn company() -> World {
    let world = World::new();
    for (name, id, above) in [("赵岚", "zhao", "wang"), ("李强", "li", "zhao"), ("方圆", "fang", "wang")]
    {
        let (name, email) = (format!("name={name}"), format!("email={id}@mingyi.example"));
        let _ = world.kehu(&["new", "person", &name, &email, &format!("reports_to={above}")]).ok();
    }
    let _ = world.kehu(&["set", "fang", "roles=finance"]).ok();
    world.write("book/schemas/own/claim.yaml", CLAIM);
    let _ = world.kehu(&["save"]).ok();
    world
}

fn told(name: &str, story: &str) {
    for (language, told) in both_in(&company, story) {
        insta::assert_snapshot!(format!("{name}_{language}"), told);
    }
}

#[test]
fn a_claim_goes_its_way() {
    told(
        "claim",
        "@li
        new claim name=出差 amount=3000
        !approve chucha
        !set chucha state=approved
        submit chucha
        !approve chucha
        move chucha
        @zhao
        today
        !approve chucha amount=1
        !reject chucha
        approve chucha --note 同意
        @li
        !move chucha pay
        @fang
        today
        move chucha pay
        today
        @li
        !set chucha amount=9000
        show chucha
        list claim",
    );
}

#[test]
fn what_is_too_much_goes_on_and_a_change_takes_it_back() {
    told(
        "beyond",
        "@li
        ~new claim name=服务器 amount=20000
        submit fuwuqi
        @zhao
        approve fuwuqi
        today
        !approve fuwuqi
        @wang
        today
        approve fuwuqi
        @li
        set fuwuqi amount=21000
        show fuwuqi",
    );
}

#[test]
fn what_nobody_above_may_decide_is_refused_until_somebody_may() {
    told(
        "beyond_all",
        "@wang
        ~set wang 'approves_up_to=10000 CNY'
        @li
        ~new claim name=机房 amount=20000
        ~submit jifang
        @zhao
        approve jifang
        @wang
        !approve jifang
        set wang 'approves_up_to=30000 CNY'
        approve jifang",
    );
}

#[test]
fn a_deputy_decides_for_who_is_away_and_not_for_themselves() {
    told(
        "deputy",
        "@wang
        ~set fang reports_to=zhao
        ~set zhao 'absences={\"from\":\"2026-01-01\",\"until\":\"2027-12-31\",\"deputy\":\"fang\"}'
        @li
        ~new claim name=出差 amount=30
        ~submit chucha
        @fang
        ~new claim name=午餐 amount=30
        ~submit wucan
        today
        !approve wucan
        approve chucha
        show chucha",
    );
}

#[test]
fn steps_are_made_by_moves_alone() {
    let world = company();
    world.be("li");
    let id = world.kehu(&["new", "claim", "name=出差", "amount=3000", "--json"]).json()["id"].clone();
    let id = id.as_str().expect("an id");
    let path = format!("book/claims/{id}.yaml");
    let draft = world.read(&path);
    let save = |text: &str| {
        world.write(&path, text);
        let run = world.kehu(&["save"]);
        world.write(&path, &draft);
        run.fails(7)
    };
    let typed = save(&draft.replace("state: draft", "state: approved"));
    assert!(typed.contains("changes by its moves"), "{typed}");
    let step = |by: &str, name: &str, from: &str, to: &str| {
        format!(
            "{}trail:\n- id: abc\n  move: {name}\n  by: {by}\n  at: 2026-11-23T10:00:00+08:00\n  from: {from}\n  to: {to}\n",
            draft.replace("state: draft", &format!("state: {to}"))
        )
    };
    let forged = save(&step("zhao", "approve", "draft", "approved"));
    assert!(forged.contains("none that its workflow allows"), "{forged}");
    let early = save(&step("li", "approve", "submitted", "approved"));
    assert!(early.contains("none that its workflow allows"), "{early}");
    // What a move could do may be written by hand as well.
    world.write(&path, step("li", "submit", "draft", "submitted"));
    let _ = world.kehu(&["save"]).ok();
    world.be("zhao");
    let _ = world.kehu(&["approve", id]).ok();
    let approved = world.read(&path);
    world.be("li");
    world.write(&path, approved.replacen("amount: 3000.00 CNY", "amount: 8000.00 CNY", 1));
    let later = world.kehu(&["save"]).fails(7);
    assert!(later.contains("no longer holds"), "{later}");
    world.write(&path, approved.replace("move: approve", "move: reject"));
    let told = world.kehu(&["save"]).fails(7);
    assert!(told.contains("stay as they were written"), "{told}");
    world.write(&path, &approved);
    // One's own last step may be taken back, another's may not.
    let _ = world.kehu(&["undo"]).fails(7);
    world.be("zhao");
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(world.kehu(&["show", id, "--json"]).json()["state"], json!("submitted"));
}

#[test]
fn several_records_move_in_one_commit() {
    let world = company();
    world.be("li");
    for name in ["a", "b"] {
        let _ = world.kehu(&["new", "claim", &format!("name={name} claim"), "amount=10"]).ok();
    }
    let before = world.commits();
    let made = world.kehu(&["submit", "a claim", "b claim", "--json"]).json();
    assert_eq!(world.commits(), before + 1);
    assert_eq!(made["moves"].as_array().map(Vec::len), Some(2), "{made}");
    assert_eq!(made["moves"][0]["waits_for"], json!(["zhao"]));
    world.be("zhao");
    let today = world.kehu(&["today", "--json"]).json();
    assert_eq!(today["moves"].as_array().map(Vec::len), Some(2), "{today}");
    assert_eq!(today["moves"][0]["moves"], json!(["approve", "reject"]));
    let dry = world.kehu(&["approve", "a claim", "-n", "--json"]).json();
    assert!(dry["commit"].is_null() && dry["changes"].to_string().contains("approved"), "{dry}");
}
