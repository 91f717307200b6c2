//! A till becomes known to its hub by keys, after everything that can be typed wrong. Must never find that a
//! mistake costs more than the field that has it.

use serde_json::json;

use crate::desk::{lamp, leave, order, press, sell, shop, signed_in};
use crate::driver::{Terminal, key};
use crate::hub::Hub;
use crate::joined::agree;
use crate::proxy::{Mode, Proxy};

/// Enough to empty either field.
const ERASE: &str = "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\
                     \x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f";

/// The address and the code, typed over whatever is there, and Enter.
fn ask(screen: &mut Terminal, url: &str, code: &str) {
    press(screen, &[key::UP, ERASE, url, key::DOWN, ERASE, code, key::ENTER]);
}

/// It is refused in that sentence, or in one of those, and what was typed is still there.
fn refused(screen: &mut Terminal, (url, code): (&str, &str), saying: &str) {
    ask(screen, url, code);
    let shown = screen.wait_until(saying, |shown| saying.split('|').any(|one| shown.contains(one)));
    assert!(shown.contains(url) && shown.contains(code), "{shown}");
    assert!(shown.contains("LOCAL"), "{shown}");
}

/// What a hub that knows nothing of the code's hub would say to anybody.
fn impostor() -> Mode {
    let id = "01996f3c-7d1e-7000-8000-000000000001";
    let told = json!({
        "hub": id, "hub_key": "11".repeat(32), "epoch": id, "shop": id, "shop_name": "Otra",
        "token": "22".repeat(32), "series": "C1", "time": 0,
    });
    let body = told.to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\ntendero-signature: AAAA\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    Mode::Answer((head + &body).into_bytes())
}

#[test]
fn every_mistake_is_one_sentence_and_the_form_keeps_what_was_typed() {
    let till = shop("es");
    let (hub, other) = (Hub::new(), Hub::new());
    let line = Proxy::to(hub.address);
    let url = format!("http://{}", line.address);
    let code = hub.code();
    let mut screen = signed_in(&till, (80, 24));
    order(&mut screen, "unir a");
    screen.wait_for("Unir a una central");

    refused(
        &mut screen,
        ("ftp://x", &code),
        "no es la dirección de una central",
    );
    refused(
        &mut screen,
        ("http://127.0.0.1:1", &code),
        "nadie escucha en esa dirección",
    );
    refused(
        &mut screen,
        ("http://nowhere.invalid", &code),
        "no se encuentra ninguna máquina",
    );
    refused(&mut screen, (&url, "AAAA-BBBB"), "no es un código de una central");
    refused(&mut screen, (&url, &other.code()), "ya se usó");
    line.set(Mode::Answer(
        b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>".to_vec(),
    ));
    refused(&mut screen, (&url, &code), "(estado 200)");
    line.set(impostor());
    refused(&mut screen, (&url, &code), "otra central que la del código");
    line.set(Mode::Lose);
    refused(&mut screen, (&url, &code), "no hay línea|se cortó");

    // The hub has it since the answer that was lost; the same code is answered again.
    line.set(Mode::Pass);
    press(&mut screen, &[key::ENTER]);
    screen.wait_for("Esta caja es ahora de Tienda");
    lamp(&screen, "AL DÍA", "LOCAL");
    sell(&mut screen, 1);
    lamp(&screen, "AL DÍA", "ENVIANDO");
    leave(screen);
    agree(&till);
    let tills = hub.ask(&["terminals"]);
    assert_eq!(tills["terminals"].as_array().map(Vec::len), Some(1), "{tills}");
}

#[test]
fn in_a_small_window_the_sentence_is_there_too() {
    let till = shop("en");
    let hub = Hub::new();
    let mut screen = signed_in(&till, (40, 15));
    order(&mut screen, "join a");
    screen.wait_for("Join a hub");
    let code = hub.code();
    ask(&mut screen, "http://127.0.0.1:1", &code);
    let shown = screen.wait_for("nobody");
    assert!(
        shown.contains("//127.0.0.1:1") && shown.contains("listens at the hub"),
        "{shown}"
    );
    let url = format!("http://{}", hub.address);
    ask(&mut screen, &url, &code.to_lowercase().replace('-', " "));
    lamp(&screen, "SYNCED", "LOCAL");
    leave(screen);
    agree(&till);
}
