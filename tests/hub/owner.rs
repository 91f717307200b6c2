//! What the owner of a hub does by commands, beside it while it runs and without it. Must never need a file
//! to be written first.

#![allow(clippy::unwrap_used)]
use serde_json::json;

use crate::process::{Hub, command, told};
use crate::till::{Till, product};

#[test]
fn commands_work_beside_a_running_hub_and_without_it() {
    let dir = tempfile::tempdir().unwrap();
    let made = told(dir.path(), &["enrol-code", "--shop", "Uno"]);
    let hub = Hub::start(dir.path());
    let mut till = Till::by(&hub, made["code"].as_str().unwrap(), "A");
    till.write(99, &json!({}));
    till.push_from(1);
    let beside = told(dir.path(), &["terminals"]);
    assert_eq!(beside["terminals"][0]["parked"], 1);
    let second = command(dir.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&second.stderr).contains("open already"));
    assert_eq!(command(dir.path(), &["revoke", "Nobody"]).status.code(), Some(1));
    assert_eq!(command(dir.path(), &["revoke"]).status.code(), Some(2));
    assert!(hub.stop().1);
    assert_eq!(told(dir.path(), &["terminals"]), beside);
    assert_eq!(told(dir.path(), &["shops"])["shops"][0]["name"], "Uno");
    let document = told(dir.path(), &["openapi"]);
    assert!(document["paths"]["/v1/push"]["post"].is_object());
}

#[test]
fn a_till_is_signed_out_or_given_another_token() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    told(dir.path(), &["rotate", "A"]);
    let commands = till.hello(0, None).done()["commands"].clone();
    let old = till.line.token.clone();
    let new = commands[0]["token"].as_str().unwrap().to_owned();
    assert_eq!(commands[0]["do"], "use_token");
    assert_eq!(
        till.hello(0, None).done()["commands"],
        commands,
        "and again, should that be lost"
    );
    till.line.token = Some(new.clone());
    assert_eq!(till.hello(0, None).done()["commands"], json!([]));
    till.line.token = old;
    assert_eq!(till.hello(0, None).no(), (401, "unauthorized".to_owned()));
    till.line.token = Some(new);
    told(dir.path(), &["revoke", "Till A"]);
    assert_eq!(till.hello(0, None).no(), (403, "forbidden".to_owned()));
}

/// A page ended within what one push had changed, and after the hub was made again that push came with more
/// in it: the place means something else now.
#[test]
fn a_page_that_ended_within_a_push_is_no_place_in_another_past() {
    let (dir, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let hub = Hub::start(dir.path());
    let mut writer = Till::of(&hub, "Uno", "A");
    let mut reader = Till::of(&hub, "Uno", "B");
    let file = dir.path().join("copy");
    let file = file.to_str().unwrap();
    told(dir.path(), &["snapshot", file]);
    for sku in ["PAN", "QUESO", "VINO"] {
        writer.product(sku, "1.10", "10");
    }
    assert_eq!(writer.push(1, 3).done()["acked"], 3);
    let ask = json!({ "incarnation": reader.incarnation, "cursors": [], "limit": 2 });
    let page = reader.line.post("/v1/pull", &ask).done();
    assert_eq!(page["rows"].as_array().unwrap().len(), 2, "{page}");
    // In the same past it is gone on from there.
    let (rest, _) = reader.pull(&page["cursors"], 500);
    assert_eq!(rest.len(), 4);

    hub.kill();
    let made = second.path().join("hub");
    told(&made, &["restore", file]);
    let hub = Hub::start(&made);
    for till in [&mut writer, &mut reader] {
        let token = till.line.token.clone();
        till.line = hub.line();
        till.line.token = token;
    }
    let dear = json!({ "product": product("PAN", "2.20"), "was": product("PAN", "1.10") });
    writer.write(32, &json!({ "product_saved": dear }));
    assert_eq!(writer.push(1, 4).done()["acked"], 4);
    let ask = json!({ "incarnation": reader.incarnation, "cursors": page["cursors"], "limit": 500 });
    let again = reader.line.post("/v1/pull", &ask);
    assert_eq!(again.no(), (410, "resnapshot".to_owned()));
    assert_eq!(reader.row("product", "PAN")["price"], "2.20");
}

#[test]
fn a_hub_made_again_from_a_snapshot_lives_in_another_epoch() {
    let (dir, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.push_from(1);
    let before = till.hello(1, None).done();
    let epoch = before["epoch"].as_str().unwrap().to_owned();
    let file = dir.path().join("copy");
    let file = file.to_str().unwrap();
    assert_eq!(told(dir.path(), &["snapshot", file])["entries"], 1);
    assert_eq!(
        till.hello(1, None).done()["durable_seq"],
        1,
        "what is in the copy is safe"
    );
    assert_eq!(
        command(dir.path(), &["snapshot", file]).status.code(),
        Some(1),
        "never over another"
    );
    till.sell("PAN", 1, 1);
    till.push_from(2);
    let (_, cursors) = till.pull(&json!([]), 500);
    hub.kill();
    let made = second.path().join("hub");
    let restored = told(&made, &["restore", file]);
    assert_eq!(restored["hub"], before["hub"]);
    assert_ne!(restored["epoch"], before["epoch"]);
    let hub = Hub::start(&made);
    let token = till.line.token.clone();
    till.line = hub.line();
    till.line.token = token;
    let welcome = till.hello(2, Some(&epoch)).done();
    assert_eq!(welcome["acked"], 1);
    assert_eq!(welcome["commands"], json!([{ "do": "push_from", "seq": 2 }]));
    // In the same epoch it would be a loss that nobody meant; in an unknown one another hub's till.
    let lost = till.hello(2, welcome["epoch"].as_str());
    assert_eq!(lost.no(), (409, "hub_behind".to_owned()));
    let other = till.hello(1, Some("01020304-0000-7000-8000-000000000000"));
    assert_eq!(other.no(), (409, "hub_fork".to_owned()));
    let ask = json!({ "incarnation": till.incarnation, "cursors": cursors, "limit": 5 });
    assert_eq!(
        till.line.post("/v1/pull", &ask).no(),
        (410, "resnapshot".to_owned())
    );
    assert_eq!(till.push_from(2), json!([]));
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "9" }));
}
