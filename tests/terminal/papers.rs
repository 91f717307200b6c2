//! Printers that are out of order in each way there is, and come back: the sale goes on, the queue says
//! what is the matter, a key repeats the paper. Must never need a printer.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::driver::{Terminal, key};
use crate::printer::{sell, set_up};
use crate::shop::{ANAS_PIN, demo, pause, signed_in};

/// Opens the print queue by its name in the palette.
fn queue(till: &mut Terminal) {
    pause();
    till.keys(key::CTRL_P);
    pause();
    till.keys("impresiones");
    pause();
    till.keys(key::ENTER);
    till.wait_for("Cola de impresi");
    pause();
}

/// Out of a page, and out of the program.
fn leave(till: &mut Terminal) {
    pause();
    till.keys(key::ESC);
    till.wait_gone("Cola de impresi");
    pause();
    till.keys("\x03");
}

/// Waits until the file holds a cut of the paper.
fn wait_for_paper(file: &Path) {
    let since = Instant::now();
    loop {
        let bytes = fs::read(file).unwrap_or_default();
        if bytes.windows(3).any(|three| three == [0x1D, b'V', 65]) {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "no paper came out");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_network_printer_that_never_reads_leaves_a_doubt_that_a_key_settles() {
    let home = demo();
    // Nobody takes the line up: what is sent lies in the machine's own buffers.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap().to_string();
    set_up(home.path(), "network", &at);
    let mut till = signed_in(home.path(), 80, 24);
    let since = Instant::now();
    sell(&mut till);
    assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
    till.wait_for("Puede que se imprimiera");
    queue(&mut till);
    till.wait_for("Puede que se imprimiera");
    // It comes back, answers as such printers do, and the person repeats the paper.
    let answering = std::thread::spawn(move || {
        // The first two lines hold the drawer's pulse and the paper that nobody read.
        for _ in 0..2 {
            drop(listener.accept().unwrap());
        }
        let (mut line, _) = listener.accept().unwrap();
        line.write_all(&[0x12, 0x12, 0x12]).unwrap();
        let (mut buffer, mut whole) = ([0; 4096], Vec::new());
        while let Ok(read @ 1..) = line.read(&mut buffer) {
            whole.extend_from_slice(&buffer[..read]);
            if whole.windows(3).any(|three| three == [0x1D, b'V', 65]) {
                let _told = line.write_all(&[0x00]);
            }
        }
        whole
    });
    till.keys(key::ENTER);
    till.wait_for("Impreso");
    leave(&mut till);
    assert_eq!(till.end(), 0);
    assert!(!answering.join().unwrap().is_empty());
}

#[test]
fn a_printer_that_was_unplugged_prints_when_it_is_back_even_after_kill_9() {
    let home = demo();
    let device = home.path().join("lp0");
    set_up(home.path(), "usb", &device.display().to_string());
    let mut till = signed_in(home.path(), 80, 24);
    sell(&mut till);
    till.wait_for("no responde");
    till.resize(40, 15);
    till.wait_gone("1 copia");
    queue(&mut till);
    let screen = till.wait_for("Parado");
    assert!(screen.contains("D1-00"), "the number stands whole:\n{screen}");
    till.kill();
    fs::write(&device, "").unwrap();
    let mut till = Terminal::start(home.path(), &["demo"], 80, 24);
    till.wait_for(ANAS_PIN);
    wait_for_paper(&device);
    till.keys("\x03");
    assert_eq!(till.end(), 0);
    // and gone again while the till runs: the next paper waits, then comes
    fs::remove_file(&device).unwrap();
    let mut till = signed_in(home.path(), 80, 24);
    sell(&mut till);
    till.wait_for("no responde");
    fs::write(&device, "").unwrap();
    wait_for_paper(&device);
    queue(&mut till);
    till.wait_for("Impreso");
    leave(&mut till);
    assert_eq!(till.end(), 0);
}

/// Puts a print service in the place of the machine's own.
fn service(home: &Path, script: &str) {
    let bin = home.join("bin");
    fs::create_dir_all(&bin).unwrap();
    let (fresh, lp) = (bin.join("lp.new"), bin.join("lp"));
    fs::write(&fresh, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(fresh, lp).unwrap();
}

#[test]
fn a_print_service_that_says_no_is_quoted_and_asked_again() {
    let home = demo();
    service(home.path(), "echo 'lp: The printer is disabled' >&2; exit 1");
    set_up(home.path(), "cups", "kasse");
    let mut till = signed_in(home.path(), 80, 24);
    sell(&mut till);
    till.wait_for("The printer is disabled");
    queue(&mut till);
    till.wait_for("The printer is disabled");
    let paper = home.path().join("paper");
    let script = format!("test \"$1 $2\" = '-d kasse' && cat > {}", paper.display());
    service(home.path(), &script);
    till.keys(key::ENTER);
    wait_for_paper(&paper);
    till.wait_for("Impreso");
    leave(&mut till);
    assert_eq!(till.end(), 0);
}
