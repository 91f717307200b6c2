//! A hub behind TLS by files. Must never use a certificate that anything outside the tests trusts.

#![allow(clippy::unwrap_used)]
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use uuid::Uuid;

use crate::process::{Hub, command};
use crate::till::enrolment;

/// Made once for the tests, by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes
/// -days 36500 -subj "/CN=hub of the tests" -addext subjectAltName=IP:127.0.0.1`.
const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hub/tls/cert.pem");
const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hub/tls/key.pem");

fn agent(roots: &[Certificate<'static>]) -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(roots))
        .build();
    let config = Agent::config_builder().tls_config(tls);
    config.http_status_as_error(false).build().into()
}

#[test]
fn tills_learn_which_certificate_to_trust() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start_tls(dir.path(), CERTIFICATE, KEY);
    let url = format!("https://{}", hub.address);
    let pem = std::fs::read(CERTIFICATE).unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap().to_owned();
    let knows = agent(std::slice::from_ref(&certificate));
    let ask = enrolment(&hub.code("Uno"), Uuid::now_v7(), Uuid::now_v7(), "A");
    let mut answer = knows
        .post(format!("{url}/v1/enrol"))
        .header("tendero-nonce", "00".repeat(16))
        .send(ask.to_string())
        .unwrap();
    assert_eq!(answer.status(), 200);
    let told = answer.body_mut().read_to_string().unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        told["certificate"],
        HEXLOWER.encode(&Sha256::digest(certificate.der()))
    );
    // Who does not know the certificate does not speak with it; who speaks plainly is not answered.
    assert!(agent(&[]).get(format!("{url}/healthz")).call().is_err());
    assert!(
        agent(&[])
            .get(format!("http://{}/healthz", hub.address))
            .call()
            .is_err()
    );
    assert_eq!(knows.get(format!("{url}/healthz")).call().unwrap().status(), 200);
}

#[test]
fn a_bad_certificate_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let serve = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--tls-cert",
        KEY,
        "--tls-key",
        KEY,
    ];
    let said = command(dir.path(), &serve);
    assert_eq!(said.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&said.stderr).contains("key.pem"));
    assert_eq!(
        command(dir.path(), &serve[..5]).status.code(),
        Some(2),
        "a certificate has a key"
    );
}
