//! Tokens that change or end, and people who go home, while something waits to be sent. Must never find what
//! waited lost.

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::line::known;
use crate::proxy::Mode;
use crate::shop::Shop;

#[test]
fn a_token_that_is_turned_keeps_what_waits_and_the_old_one_ends() {
    let (till, hub, line) = known();
    sell(&till, 1, 3);
    hub.ask(&["rotate", "C1"]);
    // The answer that brings the new one is lost: the old one counts on.
    line.set(Mode::Lose);
    till.run(&["sync", "now"]).refused(3, "nothing is lost");
    line.set(Mode::Pass);
    line.went_up();
    till.json(&["sync", "now"]);
    let said = String::from_utf8_lossy(&line.went_up()).into_owned();
    let mut tokens: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("authorization: Bearer "))
        .collect();
    tokens.dedup();
    assert_eq!(tokens.len(), 2, "first the old one, then the new one");
    assert_eq!(agree(&till), agree(&till));
    sell(&till, 4, 1);
    till.json(&["sync", "now"]);
    agree(&till);
    // Who kept the old one is nobody now.
    let status = shown(&hub, tokens[0]);
    assert_eq!(status, 401);
}

/// The status that the hub gives to whoever shows that token.
fn shown(hub: &Hub, token: &str) -> u16 {
    let url = format!("http://{}/v1/pull", hub.address);
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let asked = agent
        .post(url)
        .header("tendero-nonce", "00".repeat(16))
        .header("authorization", format!("Bearer {token}"))
        .send("{}");
    asked.expect("the hub answers").status().as_u16()
}

#[test]
fn a_till_that_was_signed_out_comes_back_by_a_new_code_with_everything() {
    let (till, hub, line) = known();
    sell(&till, 1, 2);
    hub.ask(&["revoke", "C1"]);
    let refused = till.run(&["sync", "now"]).refused(1, "does not let this till in");
    assert!(
        refused.err.contains("sync enrol") && refused.err.contains("nothing is lost"),
        "{refused:#?}"
    );
    sell(&till, 3, 2);
    // It may not leave with what is nowhere else; a new code of the same hub brings it back.
    till.run(&["sync", "unenrol"])
        .refused(1, "are not at the hub yet");
    let url = format!("http://{}", line.address);
    line.set(Mode::Lose);
    let code = hub.code();
    till.run(&["sync", "enrol", &url, &code])
        .refused(3, "not reached");
    assert_eq!(
        till.json(&["sync", "status"])["enrolled"],
        true,
        "what ties them is kept meanwhile"
    );
    line.set(Mode::Pass);
    till.run(&["sync", "enrol", &url, &code]).done();
    till.json(&["sync", "now"]);
    let same = agree(&till);
    let tills = hub.ask(&["terminals"]);
    assert_eq!(tills["terminals"].as_array().map(Vec::len), Some(1), "{tills}");
    assert_eq!(tills["terminals"][0]["revoked"], false, "{tills}");
    let sales = till.run(&["export", "sales"]).done().out;
    assert!(
        sales.contains("C1-000001") && sales.contains("C1-000004"),
        "one series: {sales}"
    );
    sell(&till, 5, 1);
    till.json(&["sync", "now"]);
    assert_eq!(agree(&till), same + 1);
    till.run(&["rebuild"]).done();
    till.json(&["sync", "now"]);
    agree(&till);
}

#[test]
fn a_code_of_another_shop_moves_no_till() {
    let (till, hub, _line) = known();
    sell(&till, 1, 1);
    let other = hub.ask(&["enrol-code", "--shop", "Otra"]);
    let code = other["code"].as_str().expect("a code");
    let url = format!("http://{}", hub.address);
    till.run(&["sync", "enrol", &url, code])
        .refused(1, "another shop");
    till.json(&["sync", "now"]);
    agree(&till);
    // A till that keeps its books in other money belongs to no shop but one of that money.
    let dollars = Shop::none();
    dollars
        .line("init --shop Otra --currency USD --tax standard=0 --prices-include-tax --user Ann --pin 1234")
        .done();
    dollars
        .run(&["sync", "enrol", &url, &hub.code()])
        .refused(1, "keeps its books in USD");
    assert_eq!(dollars.json(&["sync", "status"])["enrolled"], false);
}
