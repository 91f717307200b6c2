//! A hub that shows another certificate than the one that a till knows. Must never find a byte of the shop
//! sent to it.

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::proxy::Proxy;
use crate::shop::{Shop, goods};

#[test]
fn a_changed_certificate_is_refused_until_somebody_says_that_it_is_right() {
    let till = Shop::open(&goods());
    let mut hub = Hub::tls();
    let line = Proxy::to(hub.address);
    let url = format!("https://{}", line.address);
    till.run(&["sync", "enrol", &url, &hub.code()]).done();
    till.json(&["sync", "now"]);
    sell(&till, 1, 2);

    hub.kill();
    hub.shows("renewed.pem", "renewed.key.pem");
    hub.start();
    line.went_up();
    let refused = till.run(&["sync", "now"]).refused(3, "another certificate");
    for said in [
        "nothing was sent",
        "sync enrol",
        "a new code",
        "2 entries wait here",
        "nothing is lost",
    ] {
        assert!(refused.err.contains(said), "{said}: {refused:#?}");
    }
    // A handshake that was broken off, and no more: neither token nor entries.
    let sent = line.went_up();
    assert!(sent.len() < 2_000, "{} bytes went up", sent.len());
    sell(&till, 3, 1);
    assert_eq!(till.json(&["sync", "status"])["pending"], 3);

    // A code of another hub is no reason to trust it; one of this hub is, and nothing is sent twice.
    let other = Hub::new();
    till.run(&["sync", "enrol", &url, &other.code()])
        .refused(1, "already");
    till.run(&["sync", "enrol", &url, &hub.code()]).done();
    till.json(&["sync", "now"]);
    agree(&till);
    let tills = hub.ask(&["terminals"]);
    assert_eq!(tills["terminals"].as_array().map(Vec::len), Some(1), "{tills}");

    // By the config as well, for whoever has the file.
    hub.kill();
    hub.shows("cert.pem", "key.pem");
    hub.start();
    sell(&till, 4, 1);
    till.run(&["sync", "now"]).refused(3, "another certificate");
    let certificate = format!("{}/tests/hub/tls/cert.pem", env!("CARGO_MANIFEST_DIR"));
    let config = format!("[sync]\ncertificate = \"{certificate}\"\n");
    till.file(".config/tendero/config.toml", config.as_bytes());
    till.json(&["sync", "now"]);
    agree(&till);
}
