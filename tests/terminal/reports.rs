//! Reports by keys: another period, down to a ticket, a file, and one that takes too long. Must never count a
//! figure that it took from the screens.

use std::path::Path;

use crate::driver::{Terminal, key};
use crate::shop::{self, pause};

const CTRL_O: &str = "\x0f";
const TAB: &str = "\t";

/// Luz, who may see what was sold.
fn luz(home: &Path) -> Terminal {
    let mut till = Terminal::start(home, &["demo"], 80, 24);
    till.wait_for(shop::ANAS_PIN);
    till.keys("Luz");
    till.keys(key::ENTER);
    till.wait_for("PIN");
    pause();
    till.keys("240318");
    till.keys(key::ENTER);
    till.wait_for("TOTAL");
    pause();
    till
}

fn press(till: &mut Terminal, keys: &str, shown: &str) {
    till.keys(keys);
    till.wait_for(shown);
    pause();
}

#[test]
fn from_a_period_down_to_a_ticket_and_into_a_file() {
    let home = shop::demo();
    let mut till = luz(home.path());
    press(&mut till, CTRL_O, "Resumen");
    press(&mut till, key::F2, "Fechas del informe");
    press(&mut till, "31/2/2026", "31/2/2026");
    till.keys(key::ENTER);
    pause();
    press(&mut till, key::ENTER, "no existe");
    press(&mut till, &"\x7f".repeat(9), "Desde");
    press(&mut till, "este a", "este a");
    press(&mut till, key::ENTER, "Este año");
    press(&mut till, TAB, "Ventas por día");
    press(&mut till, "\x1b[15~", "Guardar el informe");
    press(&mut till, key::ENTER, "Guardado en");
    let saved = std::fs::read_dir(home.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .unwrap();
    let days = std::fs::read_to_string(&saved).unwrap();
    // A day, its documents, one of them, and back step by step.
    press(&mut till, key::ENTER, "Documento");
    till.keys(key::ENTER);
    till.wait_until("a receipt or a return", |screen| {
        screen.contains("Recibo D1") || screen.contains("Devolución D1")
    });
    pause();
    press(&mut till, key::ESC, "Documento");
    press(&mut till, key::ESC, "Ventas por día");
    press(&mut till, key::F9, "----------");
    press(&mut till, key::ESC, "Ventas por día");
    press(&mut till, key::ESC, "TOTAL");
    till.kill();
    let asked = shop::ask_demo(home.path(), &["report", "day", "--csv"]);
    let rows = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert!(rows(&asked).ends_with(&rows(&days)), "{days}\n---\n{asked}");
}

#[test]
#[cfg(feature = "planted-bugs")]
fn a_report_that_takes_too_long_is_given_up_and_selling_goes_on() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = luz(home.path());
    press(&mut till, CTRL_O, "Resumen");
    let gates = home.path().join("gates");
    std::fs::create_dir_all(&gates).unwrap();
    std::fs::write(gates.join("slow-reads"), "").unwrap();
    // A product's documents are read one by one, and the disk holds the first of them.
    for _ in 0..3 {
        till.keys(TAB);
        pause();
    }
    // Two days, as one of them may be a Sunday, with sold days beside them in their dekads whatever today is.
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    press(&mut till, key::F2, "Fechas del informe");
    for ago in [7, 6] {
        let day = today - jiff::Span::new().days(ago);
        till.keys(&day.strftime("%d/%m/%Y").to_string());
        pause();
        if ago == 7 {
            till.keys(key::ENTER);
            pause();
        }
    }
    press(&mut till, key::ENTER, "Leyendo");
    press(&mut till, key::F1, "Teclas");
    press(&mut till, key::ESC, "Leyendo");
    till.keys(key::ESC);
    till.wait_gone("Leyendo");
    pause();
    press(&mut till, key::ESC, "TOTAL");
    till.scan(shop::WATER.0);
    till.wait_for(shop::WATER.1);
    pause();
    std::fs::remove_file(gates.join("slow-reads")).unwrap();
    press(&mut till, key::ENTER, "A PAGAR");
    press(&mut till, key::ENTER, "guardado");
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);
}
