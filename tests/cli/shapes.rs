//! What scripts may rely on: the JSON of every verb has these keys and types.

use serde_json::Value;

use crate::world::World;

/// True when a value is of a named type; `|` between several.
fn is(value: Option<&Value>, ty: &str) -> bool {
    let own = match value {
        None => "none",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "bool",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "text",
        Some(Value::Array(_)) => "list",
        Some(Value::Object(_)) => "object",
    };
    ty.split('|').any(|ty| ty == own || (ty == "any" && value.is_some()))
}

/// `id:text commit:text|null` of an object.
#[track_caller]
fn has(what: &str, value: &Value, shape: &str) {
    assert!(value.is_object(), "{what}: not an object: {value}");
    for part in shape.split_whitespace() {
        let (key, ty) = part.split_once(':').expect("key:type");
        assert!(is(value.get(key), ty), "{what}: {key} is not {ty} in {value}");
    }
}

/// The same of every item of a list that is not empty.
#[track_caller]
fn each(what: &str, value: &Value, shape: &str) {
    let items = value.as_array().unwrap_or_else(|| panic!("{what}: not a list: {value}"));
    assert!(!items.is_empty(), "{what}: nothing to look at");
    for item in items {
        has(what, item, shape);
    }
}

const WRITTEN: &str = "id:text kind:text path:text commit:text";

fn furnished() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["log", "HP", "--call", "客户要求报价", "--next", "+7d", "发送报价"]).ok();
    world
}

#[test]
fn writes_answer_id_kind_path_and_commit() {
    let world = furnished();
    for words in [
        &["new", "customer", "name=深圳云帆科技有限公司"][..],
        &["new", "person", "name=李强", "email=li@mingyi.example"],
        &["set", "HP", "level=5"],
        &["log", "HP", "text"],
        &["plan", "HP", "+3d", "text"],
        &["log", "HP", "text", "--done"],
        &["rm", "HP"],
        &["undo"],
    ] {
        let json = world.kehu(&[words, &["--json"]].concat()).json();
        has(&words.join(" "), &json, WRITTEN);
        assert_eq!(json["commit"].as_str(), Some(world.git(&["rev-parse", "HEAD"]).trim()));
        let path = json["path"].as_str().expect("a path");
        assert!(!world.git(&["log", "-1", "--oneline", "--", path]).is_empty(), "{path}");
    }
    world.write("book/people/li.yaml", "name: 李强\nemail: li@mingyi.example\nremarks: x\n");
    has("save", &world.kehu(&["save", "--json"]).json(), WRITTEN);
    let several = world.kehu(&["set", "HP", "jinke", "city=上海市", "tags+=x", "--json"]).json();
    has("set of two", &several, "id:text ids:list commit:text");
    assert_eq!(several["ids"].as_array().map(Vec::len), Some(2));
    let none = world.kehu(&["set", "HP", "level=5", "--json"]).json();
    has("nothing to change", &none, "commit:null");
}

#[test]
fn a_dry_run_lists_the_changes() {
    let world = furnished();
    for words in [
        &["new", "customer", "name=深圳云帆科技有限公司"][..],
        &["set", "HP", "level=5"],
        &["log", "HP", "text"],
        &["plan", "HP", "+3d", "text"],
        &["log", "HP", "text", "--done"],
        &["rm", "HP"],
        &["undo"],
    ] {
        let json = world.kehu(&[words, &["-n", "--json"]].concat()).json();
        has(&words.join(" "), &json, "id:text kind:text path:text commit:null changes:list");
        each(&words.join(" "), &json["changes"], "field:text old:any new:any");
    }
}

#[test]
fn list_is_flat_records() {
    let world = furnished();
    each(
        "list customer",
        &world.kehu(&["list", "customer", "--json"]).json(),
        "id:text kind:text name:text level:number",
    );
    each(
        "list person",
        &world.kehu(&["list", "person", "--json"]).json(),
        "id:text kind:text name:text email:text",
    );
    each(
        "list log",
        &world.kehu(&["list", "log", "--json"]).json(),
        "id:text kind:text at:text by:text text:text",
    );
    has("count", &world.kehu(&["list", "customer", "--count", "--json"]).json(), "count:number");
    assert_eq!(world.kehu(&["list", "customer", "level:7", "--json"]).json(), serde_json::json!([]));
}

#[test]
fn show_is_the_record_with_links_backlinks_and_log() {
    let world = furnished();
    let json = world.kehu(&["show", "HP", "--json"]).json();
    has("show", &json, "id:text kind:text name:text links:list backlinks:list log:list");
    each("links", &json["links"], "field:text kind:text id:text name:text");
    each("log", &json["log"], "id:text at:text by:text type:text text:text next_date:text next:text");
    let person = world.kehu(&["show", "wang", "--json"]).json();
    each("backlinks", &person["backlinks"], "id:text kind:text name:text");
}

#[test]
fn today_is_named_arrays_and_remind_is_rows() {
    let world = furnished();
    let _ = world.kehu(&["set", "HP", "status=potential"]).ok();
    let _ = world.kehu(&["plan", "jinke", "today", "text"]).ok();
    let today = world.kehu(&["today", "--team", "--json"]).json();
    has(
        "today",
        &today,
        "overdue:list today:list week:list waiting:list quiet:list birthdays:list more:list people:list",
    );
    let plan = "id:text kind:text customer:text name:text date:text text:text who:text repeat:null at:text";
    each("today.today", &today["today"], plan);
    each("today.week", &today["week"], plan);
    each(
        "people",
        &today["people"],
        "person:text name:text overdue:number today:number week:number quiet:number",
    );
    each("remind", &world.kehu(&["remind", "--json"]).json(), &format!("{plan} overdue:bool"));
    let made = world.kehu(&["plan", "HP", "+1d", "text", "--json"]).json();
    has("plan", &made["plan"], "id:text date:text text:text");
    let done = world.kehu(&["log", "HP", "text", "--done", "--next", "+1d", "again", "--json"]).json();
    has("log --done", &done, "id:text commit:text done:text plans:list");
    each(
        "list plan",
        &world.kehu(&["list", "plan", "--json"]).json(),
        "id:text kind:text parent:text date:text text:text",
    );
    each(
        "plans of show",
        &world.kehu(&["show", "HP", "--json"]).json()["plans"],
        "id:text date:text text:text",
    );
}

#[test]
fn find_is_best_first() {
    let world = furnished();
    let json = world.kehu(&["find", "报价", "--json"]).json();
    each("find", &json, "id:text kind:text name:text score:number matched:list");
    let scores: Vec<f64> =
        json.as_array().into_iter().flatten().filter_map(|hit| hit["score"].as_f64()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let none = world.kehu(&["find", "没有这样的词", "--json"]);
    assert_eq!((none.code, none.stdout.trim()), (3, "[]"));
}

#[test]
fn check_is_a_verdict_with_candidates_and_evidence() {
    let world = furnished();
    let run = world.kehu(&["check", "13800138000", "--json"]);
    assert_eq!(run.code, 4);
    let json: Value = serde_json::from_str(&run.stdout).expect("json");
    has("check", &json, "verdict:text candidates:list");
    each("candidates", &json["candidates"], "id:text name:text owner:text score:number evidence:list");
    each("evidence", &json["candidates"][0]["evidence"], "field:text yours:text theirs:text weight:number");
    let score = json["candidates"][0]["score"].as_f64().expect("a score");
    assert!((0.0..=1.0).contains(&score));
    let new = world.kehu(&["check", "name=青松信息技术", "--json"]).json();
    assert_eq!(new["verdict"], "new");
}

#[test]
fn check_from_is_one_line_per_row() {
    let world = furnished();
    world.write(
        "leads.csv",
        "编号,名称,电话\nL1,上海金科电子,021-63539330\nL2,全新的公司,\nL3,坏电话公司,12x\n",
    );
    let run = world.kehu(&["check", "--from", "../leads.csv", "--json", "--map", "编号=source_id"]);
    assert_eq!(run.code, 4, "{run:?}");
    let rows: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(rows.len(), 3);
    has("row", &rows[0], "row:number id:text verdict:text candidates:list");
    assert_eq!((rows[0]["row"].as_u64(), rows[0]["id"].as_str()), (Some(2), Some("L1")));
    assert_eq!(rows[0]["verdict"], "duplicate");
    has("row with a bad cell", &rows[2], "row:number id:text verdict:text candidates:list problems:list");
}

#[test]
fn history_is_newest_first() {
    let world = furnished();
    let json = world.kehu(&["history", "HP", "--json"]).json();
    each("history", &json, "commit:text at:text by:text verb:text changes:list");
    each("changes", &json[1]["changes"], "field:text old:any new:any");
    assert_eq!((json[0]["verb"].as_str(), json[1]["verb"].as_str()), (Some("log"), Some("new")));
    each(
        "history of the book",
        &world.kehu(&["history", "--json"]).json(),
        "commit:text at:text by:text verb:text",
    );
}

#[test]
fn kinds_status_doctor_and_import() {
    let world = furnished();
    each(
        "kinds",
        &world.kehu(&["kinds", "--json"]).json(),
        "kind:text module:text label:object storage:text",
    );
    each(
        "fields",
        &world.kehu(&["kinds", "customer", "--json"]).json(),
        "name:text label:object type:text required:bool",
    );
    world.write("book/people/li.yaml", "name: 李强\nemail: li@mingyi.example\n");
    let status = world.kehu(&["status", "--json"]).json();
    each("status", &status["edits"], "path:text edit:text kind:text id:text problem:null");
    let doctor = world.kehu(&["doctor", "--json"]).json();
    has("doctor", &doctor, "problems:list notes:list");
    each("notes", &doctor["notes"], "area:text place:text message:text fix:text");
    world.write(
        "rows.csv",
        "name,phone\n青松信息技术公司,020-38001234\n上海金科电子有限公司,021-63539330\n坏的公司,x1\n",
    );
    let import = world.kehu(&["import", "customer", "../rows.csv", "--json"]).json();
    has(
        "import",
        &import,
        "imported:number known:number duplicates:list rejected:list ignored_columns:list commit:text",
    );
    each("duplicates", &import["duplicates"], "row:number name:text id:text owner:text score:number");
    each("rejected", &import["rejected"], "row:number reason:text");
    let export = world.kehu(&["export", "customer", "--as", "jsonl"]).ok();
    for line in export.lines() {
        has("export", &serde_json::from_str(line).expect(line), "id:text name:text");
    }
}

#[test]
fn errors_are_json_on_stderr() {
    let world = furnished();
    for (words, code, word) in [
        (&["show", "nobody"][..], 3, "not-found"),
        (&["set", "HP", "phone=x"], 5, "bad-value"),
        (&["list", "nokind"], 2, "unknown-kind"),
        (&["nonsense"], 2, "usage"),
        (&["new", "customer", "name=上海金科电子有限公司"], 4, "look-alike"),
    ] {
        let run = world.kehu(&[words, &["--json"]].concat());
        assert_eq!(run.code, code, "{run:?}");
        let json: Value = serde_json::from_str(run.stderr.lines().last().unwrap_or_default())
            .unwrap_or_else(|error| panic!("{error}: {run:?}"));
        has(&words.join(" "), &json["error"], "code:text message:text hint:text");
        assert_eq!(json["error"]["code"], word);
    }
}

#[test]
fn money_is_amount_and_currency_and_dates_are_iso() {
    let world = World::new();
    let fields = world.kehu(&["kinds", "product", "--json"]).json();
    let money = fields.as_array().into_iter().flatten().find(|field| field["type"] == "money");
    let name = money.expect("a product has a price")["name"].as_str().expect("a name").to_owned();
    let _ = world.kehu(&["new", "product", "name=OA", &format!("{name}=120,000.5")]).ok();
    let json = world.kehu(&["list", "product", "--json"]).json();
    assert_eq!(json[0][&name], serde_json::json!({"amount": "120000.50", "currency": "CNY"}));
}
