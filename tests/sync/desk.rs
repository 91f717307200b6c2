//! A counter in a terminal, beside a hub: a person signs in, sells, looks at the lamp. Must never look into
//! the program.

use std::time::{Duration, Instant};

use crate::driver::{Terminal, key};
use crate::shop::{Shop, goods};

/// What is sold.
const BREAD: (&str, &str) = ("4006381333931", "Pan de molde");

/// A shop with goods and an open register, whose screens speak that language; Luz's PIN has six digits.
pub(crate) fn shop(lang: &str) -> Shop {
    let shop = Shop::none();
    let init = "init --shop Tienda --currency EUR --tax standard=21 --tax reduced=10 --tax exempt=0 \
                --prices-include-tax --user Luz --pin 246810 --zone=UTC --lang";
    shop.line(&format!("{init} {lang}")).done();
    let file = shop.file("products.csv", goods().as_bytes());
    shop.run(&["import", "products", &file]).done();
    shop.line("shift open --user Luz --float 100.00").done();
    shop
}

/// Opens the till; the only person there is needs no choice.
pub(crate) fn signed_in(till: &Shop, size: (u16, u16)) -> Terminal {
    let mut screen = Terminal::start(&till.path(""), &[], size.0, size.1);
    screen.wait_for("PIN");
    press(&mut screen, &["246810", key::ENTER]);
    screen.wait_for("TOTAL");
    screen
}

/// One key after the other, longer apart than a scanner's bounce, shorter than a person's.
pub(crate) fn press(screen: &mut Terminal, keys: &[&str]) {
    for key in keys {
        pause();
        screen.keys(key);
    }
    pause();
}

fn pause() {
    std::thread::sleep(Duration::from_millis(120));
}

/// Sells a loaf for cash; the receipt has that number. Nobody at the counter waits for it.
pub(crate) fn sell(screen: &mut Terminal, number: usize) {
    let begun = Instant::now();
    pause();
    screen.scan(BREAD.0);
    screen.wait_for(BREAD.1);
    press(screen, &[key::ENTER, key::ENTER]);
    screen.wait_for(&format!("-{number:06}"));
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
}

/// Does a command by its name.
pub(crate) fn order(screen: &mut Terminal, name: &str) {
    press(screen, &[key::CTRL_P, name, key::ENTER]);
}

/// Waits until the first line says this and nothing of that.
pub(crate) fn lamp(screen: &Terminal, says: &str, not: &str) -> String {
    screen.wait_until(&format!("{says}, not {not}"), |shown| {
        let head = shown.lines().next().unwrap_or_default();
        head.contains(says) && !head.contains(not)
    })
}

/// Leaves the till, which ends well.
pub(crate) fn leave(mut screen: Terminal) {
    press(&mut screen, &[key::ESC, key::ESC, "\x03"]);
    assert_eq!(screen.end(), 0);
}
