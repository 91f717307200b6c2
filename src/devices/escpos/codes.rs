//! Codes to scan as the printer draws them: squares and bars. Must never send a code that the printer would
//! refuse, for it would print its bytes as letters.

use crate::domain::barcode;

use super::{ESC, FEED, GS, Shape};
use crate::devices::settings::Square;

/// Most letters of a square code: beyond them it is too large for a receipt.
const MOST: usize = 300;
/// Dots of one module of bars.
const BAR: usize = 2;

/// A square code in the middle; nothing where it cannot be drawn.
pub(super) fn square(out: &mut Vec<u8>, shape: Shape, code: &str) {
    let plain = code.bytes().all(|byte| (0x20..0x7F).contains(&byte));
    if code.is_empty() || !plain || code.len() > MOST {
        return;
    }
    match shape.square {
        Square::None => {}
        Square::Printer => middle(out, |out| by_printer(out, code)),
        Square::Picture => {
            if let Some(picture) = picture(code, shape.dots()) {
                middle(out, |out| out.extend(picture));
            }
        }
    }
}

/// Model 2, modules of five dots, correction M, stored and printed.
fn by_printer(out: &mut Vec<u8>, code: &str) {
    let mut function = |body: &[u8]| {
        out.extend([GS, b'(', b'k']);
        out.extend(u16::try_from(body.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(body);
    };
    function(&[0x31, 0x41, 0x32, 0]);
    function(&[0x31, 0x43, 5]);
    function(&[0x31, 0x45, 0x31]);
    let mut store = vec![0x31, 0x50, 0x30];
    store.extend(code.bytes());
    function(&store);
    function(&[0x31, 0x51, 0x30]);
}

/// The same as dots (`GS v 0`), as large as goes into a third of the line or more.
fn picture(code: &str, dots: usize) -> Option<Vec<u8>> {
    let square = qrcode::QrCode::with_error_correction_level(code, qrcode::EcLevel::M).ok()?;
    let width = square.width();
    let scale = (dots / 3).div_euclid(width).clamp(3, 8);
    let side = width * scale;
    let row = side.div_ceil(8);
    if side > dots {
        return None;
    }
    let colours = square.to_colors();
    let mut out = vec![GS, b'v', b'0', 0];
    out.extend(u16::try_from(row).ok()?.to_le_bytes());
    out.extend(u16::try_from(side).ok()?.to_le_bytes());
    for y in 0..side {
        let mut line = vec![0_u8; row];
        let dark = |x: &usize| colours[(y / scale) * width + x / scale] == qrcode::Color::Dark;
        for x in (0..side).filter(dark) {
            line[x / 8] |= 0x80 >> (x % 8);
        }
        out.extend(line);
    }
    Some(out)
}

/// Bars in the middle with their text under them; false where the code has no bars or they do not fit.
pub(super) fn bars(out: &mut Vec<u8>, shape: Shape, code: &str) -> bool {
    let Some((kind, data, modules)) = symbol(code) else {
        return false;
    };
    let Ok(length) = u8::try_from(data.len()) else {
        return false;
    };
    if modules * BAR > shape.dots() {
        return false;
    }
    middle(out, |out| {
        out.extend([GS, b'h', 64, GS, b'w', 2, GS, b'H', 2, GS, b'k', kind, length]);
        out.extend(data);
        out.push(FEED);
    });
    true
}

/// The kind of bars, their data and how many modules wide they are with their margins.
fn symbol(code: &str) -> Option<(u8, Vec<u8>, usize)> {
    let good = barcode::check(code) == Some(true);
    match code.len() {
        13 if good => Some((67, code.into(), 113)),
        12 if good => Some((67, format!("0{code}").into(), 113)),
        8 if good => Some((68, code.into(), 81)),
        1..=40 if code.bytes().all(|byte| (0x20..0x7F).contains(&byte)) => {
            let data = format!("{{B{}", code.replace('{', "{{"));
            Some((73, data.into(), 11 * (code.len() + 3) + 22))
        }
        _ => None,
    }
}

fn middle(out: &mut Vec<u8>, draw: impl FnOnce(&mut Vec<u8>)) {
    out.extend([ESC, b'a', 1]);
    draw(out);
    out.extend([ESC, b'a', 0]);
}
