//! What scripts rely on: exit codes, JSON, CSV, help. Must never be changed to fit the program: the program
//! changes.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::shop::{Shop, basket, goods, uuid};

#[test]
fn usage_is_two_and_says_what_is_wrong() {
    let shop = Shop::none();
    let cases = [
        ("frobnicate", "frobnicate"),
        ("init", "--shop, --currency, --tax, --user, --pin"),
        ("sell", "--user"),
        ("shift open --user Luz", "--float"),
        ("report weather", "weather"),
        ("export", "KIND"),
        ("closing show one", "one"),
        ("report day --from 31/01/2026", "2026-01-31"),
        (
            "report day --from 2026-02-01 --to 2026-01-01",
            "--from is after --to",
        ),
    ];
    for (line, saying) in cases {
        shop.line(line).refused(2, saying);
    }
    let new = "init --shop S --user L --pin 1234";
    let bad = [
        ("--currency GOLD --tax a=1", "GOLD"),
        ("--currency XAU --tax a=1", "XAU"),
        ("--currency EUR --tax a", "standard=21"),
        ("--currency EUR --tax a=1,5", "1,5"),
        ("--currency EUR --tax a=-1", "is no tax"),
        ("--currency EUR --tax a=1 --tax a=2", "two classes called a"),
        (
            "--currency EUR --tax a=1 --cash-rounding 0.001",
            "--cash-rounding",
        ),
        ("--currency EUR --tax a=1 --zone Mars/Base", "Mars/Base"),
        ("--currency EUR --tax a=1 --pattern 21III", "13 places"),
        ("--currency EUR --tax a=1 --series C-1", "--series"),
        ("--currency EUR --tax a=1 --max-quantity 0", "--max-quantity"),
        ("--currency EUR --tax a=1 --shared-series A-1", "--shared-series"),
        (
            "--currency EUR --tax a=1 --shared-series C1R",
            "a till's own series",
        ),
        ("--currency EUR --tax a=1 --variance-limit x", "--variance-limit"),
    ];
    for (rest, saying) in bad {
        shop.line(&format!("{new} {rest}")).refused(2, saying);
        assert!(!shop.store().exists(), "{rest} made a store");
    }
    let answer = shop.run(&["sell", "--json"]);
    let said: Value = serde_json::from_str(&answer.err).expect("with --json an error is JSON");
    assert_eq!(said["error"]["code"], "usage");
    assert!(shop.run(&["--help"]).done().out.contains("Exit codes"));
    assert!(shop.run(&["--version"]).done().out.starts_with("tendero "));
}

#[test]
fn a_refused_basket_is_answered_in_its_place_and_the_run_goes_on() {
    let shop = Shop::open(&goods());
    let weighed = r#"{"id":"01996f3c-7d1e-7000-8000-0000000000aa","lines":[{"code":"2100001027506"}],
        "payments":[{"method":"cash","tendered":"50.00"}]}"#
        .replace('\n', "");
    let input = [
        basket(1, "PAN", "2", "3.90"),
        basket(2, "NOTHING", "1", "1.00"),
        "this is no JSON".to_owned(),
        basket(3, "PAN", "1.5", "2.93"),
        basket(4, "PAN", "1", "1.00"),
        basket(5, "PAN", "-1", "1.95"),
        String::new(),
        basket(1, "PAN", "3", "5.85"),
        weighed,
        basket(6, "9788478290222", "1", "3.25"),
    ]
    .join("\n");
    let answer = shop.feed(&["sell", "-", "--user", "LUZ"], input.as_bytes());
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.err.is_empty(), "it was said line by line");
    let said: Vec<Value> = answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    let codes: Vec<&str> = said
        .iter()
        .map(|line| line["error"]["code"].as_str().unwrap_or("sold"))
        .collect();
    assert_eq!(codes.len(), 9);
    assert_eq!(
        [codes[0], codes[1], codes[7], codes[8]],
        ["sold", "unknown-code", "sold", "sold"]
    );
    assert!(codes[2..7].iter().all(|code| *code != "sold"), "{codes:?}");
    assert_eq!(codes[6], "id-used");
    assert_eq!((&said[1]["id"], &said[2]["id"]), (&json!(uuid(2)), &Value::Null));
    assert_eq!(said[0]["total"], "3.90");
    // 2.750 kg at 14.50 is 39.875, a half away from zero
    assert_eq!(
        (&said[7]["total"], &said[7]["change"]),
        (&json!("39.88"), &json!("10.12"))
    );
    assert_eq!(said[8]["number"], "C1-000003", "a refusal takes no number");
}

#[test]
fn products_go_out_as_they_came_in() {
    let shop = Shop::open(&goods());
    let out = shop.run(&["export", "products"]).done().out;
    let mut rows: Vec<String> = goods().lines().map(str::to_owned).collect();
    rows[1..].sort();
    let mut back: Vec<String> = out.lines().map(str::to_owned).collect();
    back[1..].sort();
    assert_eq!(back, rows);
    let file = shop.file("again.csv", out.as_bytes());
    shop.run(&["import", "products", &file]).done();
    assert_eq!(shop.run(&["export", "products"]).done().out, out);
    assert!(
        shop.run(&["export", "journal"])
            .done()
            .out
            .contains("ImportCommitted")
    );
}

#[test]
fn a_reader_that_leaves_is_no_mistake() {
    let shop = Shop::open(&goods());
    let many: String = (0..200).map(|n| basket(n, "PAN", "1", "1.95") + "\n").collect();
    shop.feed(&["sell", "--user", "Luz"], many.as_bytes()).done();
    let mut command = shop.command(&["export", "journal", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("a pipe"))
        .read_line(&mut first)
        .expect("a line");
    let end = child.wait_with_output().expect("it ends");
    assert_eq!(
        (end.status.code(), String::from_utf8_lossy(&end.stderr).as_ref()),
        (Some(0), "")
    );
}

#[test]
fn the_config_says_where_the_store_is_and_a_bad_one_is_named() {
    let shop = Shop::new();
    let elsewhere = shop.path("moved");
    std::fs::rename(shop.store(), &elsewhere).expect("moved");
    shop.run(&["shift", "status"]).refused(3, "there is no store");
    let text = format!("[store]\ndir = {:?}\n", elsewhere.display().to_string());
    shop.file(".config/tendero/config.toml", text.as_bytes());
    shop.run(&["shift", "status"]).done();
    let example = include_bytes!("../../config.example.toml");
    let example = shop.file("example.toml", example);
    shop.run(&["shift", "status", "--config", &example])
        .refused(3, "there is no store");
    let bad = shop.file("bad.toml", b"[store]\n\ndirr = \"x\"\n");
    shop.run(&["shift", "status", "--config", &bad])
        .refused(3, "bad.toml:3: there is no key `dirr`, allowed: ");
    shop.run(&["shift", "status", "--config", "none.toml"])
        .refused(3, "there is no such file");
    let latin = shop.file("latin.toml", b"[store]\ndir = \"caf\xe9\"\n");
    shop.run(&["shift", "status", "--config", &latin])
        .refused(3, "UTF-8");
    assert_eq!(
        std::fs::read(&bad).expect("still there"),
        b"[store]\n\ndirr = \"x\"\n"
    );
}

/// The keys of an object, or of the first object of a list.
fn keys(value: &Value) -> String {
    let object = value.as_array().map_or(Some(value), |list| list.first());
    let object = object.and_then(Value::as_object).expect("an object");
    object.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Scripts rely on these names: one may be added, none renamed or dropped.
#[test]
fn the_names_in_json_stay() {
    let shop = Shop::open(&goods());
    let sold = shop
        .feed(
            &["sell", "--user", "Luz"],
            basket(1, "PAN", "2", "3.90").as_bytes(),
        )
        .done();
    let sold: Value = serde_json::from_str(&sold.out).expect("JSON");
    assert_eq!(keys(&sold), "change id number seq total");
    let line = |args: &[&str]| {
        let out = shop.run(&[args, &["--json"]].concat()).done().out;
        serde_json::from_str::<Value>(out.lines().next_back().expect("a line")).expect("JSON")
    };
    assert_eq!(
        keys(&line(&["export", "sales"])),
        "cashier change date discount due id lines net number paid payments rounding seq shift tax time total"
    );
    assert_eq!(
        keys(&line(&["export", "journal"])),
        "by fact id incarnation kind seq time"
    );
    assert_eq!(
        keys(&shop.json(&["shift", "status"])),
        "date float next_document open opened opened_by sales shift"
    );
    let figures = "cashiers discount expenses first last moves net people returns rounding sales tax taxes \
                   tenders total";
    assert_eq!(keys(&shop.json(&["shift", "x"])["figures"]), figures);
    let bill = "expense 40.00 --category Rent --paid-otherwise --user Luz";
    shop.run(&bill.split(' ').collect::<Vec<_>>()).done();
    let z = shop.json(&["shift", "close", "--counted", "100.00"]);
    assert_eq!(
        keys(&z),
        "approved_by banked by closed count counted declared entries expected figures foreign kept number \
         opened perpetual reason suspects unsynced variance"
    );
    let reports = [
        ("day", "date discount margin net rounding sales tax total"),
        ("hour", "hour sales total"),
        ("product", "margin name net quantity sku"),
        ("category", "category lines margin net rate"),
        ("cashier", "cashier sales total"),
        ("tender", "given kept payments received tender"),
        ("tax", "amount base tax"),
        ("margin", "cost margin name net rate sku uncosted"),
        ("summary", "before change figure now"),
        ("expense", "category drawer expenses otherwise spent"),
        ("expense-list", "by category date from note reference spent"),
        ("stock", "low min_stock name sku stock unit"),
        (
            "closings",
            "by counted date expected number sales shift total variance",
        ),
    ];
    for (kind, names) in reports {
        assert_eq!(keys(&shop.json(&["report", kind])), names, "{kind}");
        let csv = shop.run(&["report", kind, "--csv"]).done().out;
        let mut heading: Vec<&str> = csv.lines().next().expect("a heading").split(',').collect();
        heading.sort_unstable();
        assert_eq!(heading.join(" "), names, "{kind}");
    }
}
