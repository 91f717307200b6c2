//! Check digits of tax ids, where their form is known: Spain's NIF, NIE and CIF, Peru's RUC. Must never
//! refuse one: it is told, and kept as it was typed.

/// What the digits of a tax id say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxIdCheck {
    /// Its check digit is right.
    Right,
    /// It has the form of a known one, and its check digit is another.
    Wrong,
    /// Of no form that is known here.
    Unknown,
}

/// The letters of a Spanish NIF, by the rest of its number by 23 (Real Decreto 1065/2007, art. 19).
const NIF: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
/// The control letters of a Spanish CIF (Orden EHA/451/2008).
const CIF: &[u8; 10] = b"JABCDEFGHI";

/// Looks at a tax id; blanks, dots and dashes do not count.
pub fn check_tax_id(text: &str) -> TaxIdCheck {
    let plain: Vec<u8> = text
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_uppercase())
        .collect();
    let right = match plain.as_slice() {
        [number @ .., letter] if number.len() == 8 && letter.is_ascii_alphabetic() && is_number(number) => {
            nif(number, *letter)
        }
        [first @ b'X'..=b'Z', number @ .., letter]
            if number.len() == 7 && letter.is_ascii_alphabetic() && is_number(number) =>
        {
            let whole: Vec<u8> = [&[first - b'X' + b'0'], number].concat();
            nif(&whole, *letter)
        }
        [first, number @ .., check]
            if b"ABCDEFGHJNPQRSUVW".contains(first) && number.len() == 7 && is_number(number) =>
        {
            cif(number, *check)
        }
        number if number.len() == 11 && is_number(number) && ruc_kind(number) => ruc(number),
        _ => return TaxIdCheck::Unknown,
    };
    if right {
        TaxIdCheck::Right
    } else {
        TaxIdCheck::Wrong
    }
}

fn is_number(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

fn digit(byte: u8) -> usize {
    usize::from(byte - b'0')
}

fn nif(number: &[u8], letter: u8) -> bool {
    let value = number.iter().fold(0, |value, byte| value * 10 + digit(*byte));
    NIF[value % 23] == letter
}

/// Digits at odd places are doubled and their digits added; the rest of the sum to ten is the check.
fn cif(number: &[u8], check: u8) -> bool {
    let sum: usize = (0..)
        .zip(number)
        .map(|(at, byte)| {
            let own = digit(*byte);
            if at % 2 == 0 {
                own * 2 / 10 + own * 2 % 10
            } else {
                own
            }
        })
        .sum();
    let rest = (10 - sum % 10) % 10;
    check == CIF[rest] || (check.is_ascii_digit() && digit(check) == rest)
}

/// The first two digits say what sort of taxpayer it is (SUNAT).
fn ruc_kind(number: &[u8]) -> bool {
    matches!(&number[..2], b"10" | b"15" | b"16" | b"17" | b"20")
}

/// Weights 5 4 3 2 7 6 5 4 3 2, modulo 11 (SUNAT).
fn ruc(number: &[u8]) -> bool {
    const WEIGHTS: [usize; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let sum: usize = number
        .iter()
        .zip(WEIGHTS)
        .map(|(byte, weight)| digit(*byte) * weight)
        .sum();
    (11 - sum % 11) % 10 == digit(number[10])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_forms_are_judged_and_others_are_not() {
        for right in [
            "12345678Z",
            "12.345.678-z",
            "X1234567L",
            "A58818501",
            "B-12345674",
            "20100070970",
        ] {
            assert_eq!(check_tax_id(right), TaxIdCheck::Right, "{right}");
        }
        for wrong in ["12345678A", "X1234567A", "A58818502", "20100070971"] {
            assert_eq!(check_tax_id(wrong), TaxIdCheck::Wrong, "{wrong}");
        }
        for unknown in ["", "FR12345678901", "ñ", "99999999999", "123"] {
            assert_eq!(check_tax_id(unknown), TaxIdCheck::Unknown, "{unknown}");
        }
    }
}
