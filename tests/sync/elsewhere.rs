//! Whoever else answers in the hub's place, as the cashier sees it: the lamp says that there is no hub, and
//! nothing else changes. Must never look into the program.

use crate::desk::{lamp, leave, order, press, sell, shop, signed_in};
use crate::driver::key;
use crate::hub::Hub;
use crate::joined::agree;
use crate::proxy::{Mode, Proxy};

fn answer(status: &str, more: &str, body: &str) -> Mode {
    let length = body.len();
    Mode::Answer(format!("HTTP/1.1 {status}\r\n{more}content-length: {length}\r\n\r\n{body}").into_bytes())
}

#[test]
fn a_page_of_the_network_is_no_hub_and_stops_no_sale() {
    let till = shop("es");
    let hub = Hub::new();
    let line = Proxy::to(hub.address);
    hub.enrol(&till, line.address);
    till.json(&["sync", "now"]);
    let mut screen = signed_in(&till, (80, 24));
    lamp(&screen, "AL DÍA", "SIN RED");
    let page = "<html><body>Bienvenido a la red del hotel</body></html>";
    let html = "content-type: text/html\r\n";
    let met = [
        (answer("200 OK", html, page), "(estado 200)"),
        (
            answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""),
            "(estado 302)",
        ),
        (answer("403 Forbidden", html, page), "(estado 403)"),
        (answer("404 Not Found", html, page), "(estado 404)"),
        (
            answer(
                "401 Unauthorized",
                "",
                "{\"code\":\"unauthorized\",\"message\":\"no\"}",
            ),
            "(estado 401)",
        ),
        (Mode::Answer(b"SSH-2.0-OpenSSH\r\n".to_vec()), "cortó"),
    ];
    let mut sold = 0;
    for (mode, told) in met {
        line.set(mode);
        sold += 1;
        sell(&mut screen, sold);
        lamp(&screen, "SIN RED", "PAUSA");
        press(&mut screen, &[key::ENTER]);
        order(&mut screen, "cola de env");
        screen.wait_for("Cola de env");
        press(&mut screen, &[key::F5]);
        let shown = screen.wait_for(told);
        assert!(shown.contains("Todo se guarda aquí y sube solo"), "{shown}");
        press(&mut screen, &[key::ESC]);
        lamp(&screen, "SIN RED", "PAUSA");
    }
    // An answer that trickles, and a line of which nobody knows that its other end has gone: they are waited
    // for, and nobody waits with them.
    for mode in [Mode::Trickle, Mode::Hang] {
        line.set(mode);
        order(&mut screen, "enviar ya");
        for _ in 0..2 {
            sold += 1;
            sell(&mut screen, sold);
        }
        press(&mut screen, &[key::ENTER]);
    }
    line.set(Mode::Pass);
    screen.wait_until("the lamp", |shown| {
        let head = shown.lines().next().unwrap_or_default();
        head.contains("SIN RED") || head.contains("AL DÍA")
    });
    order(&mut screen, "enviar ya");
    lamp(&screen, "AL DÍA", "SIN RED");
    leave(screen);
    let sales = till.run(&["export", "sales"]).done().out;
    assert_eq!(sales.matches("C1-").count(), sold, "{sales}");
    agree(&till);
}
