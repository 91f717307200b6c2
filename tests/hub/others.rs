//! A client in another language, written from the OpenAPI document alone. Must never be helped by this
//! program.

#![allow(clippy::unwrap_used)]
use std::process::Command;

use crate::process::Hub;

#[test]
fn a_client_in_python_enrols_pushes_a_sale_and_pulls_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hub/client.py");
    let url = format!("http://{}", hub.address);
    let output = Command::new("python3")
        .args([script, &url, &hub.code("Uno")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && output.stdout == b"ok\n", "{said}");
}
