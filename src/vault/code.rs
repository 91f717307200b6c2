//! The recovery code: 128 random bits a person can write down and type back. Must never be stored in clear.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::VaultError;
use super::key::fill_random;

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters that carry the 128 bits, the last with two spare zero bits.
const DATA: usize = 26;
/// All letters: the data and two that check them.
const LETTERS: usize = DATA + 2;
/// Letters in a printed group.
const GROUP: usize = 4;

/// A recovery code. `Display` prints it for the person: seven groups of four letters, the last two of which
/// check the others. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; 16]);

impl RecoveryCode {
    /// A fresh code.
    pub fn generate() -> Result<Self, VaultError> {
        let mut code = Self([0; 16]);
        fill_random(&mut code.0)?;
        Ok(code)
    }

    /// Reads a typed code; case, spaces, dashes, O for 0 and I or L for 1 do not matter. Up to two wrong
    /// letters and every swap of two are noticed.
    pub fn parse(typed: &str) -> Result<Self, VaultError> {
        let mut letters = [0; LETTERS];
        let mut count = 0;
        for letter in typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        {
            let value =
                value(letter).ok_or(VaultError::NotARecoveryCode("it has a letter that never occurs"))?;
            if let Some(slot) = letters.get_mut(count) {
                *slot = value;
            }
            count += 1;
        }
        if count != LETTERS {
            return Err(VaultError::NotARecoveryCode(
                "it has seven groups of four letters",
            ));
        }
        let bits = letters[..DATA]
            .iter()
            .fold(0u128, |bits, value| bits << 5 | u128::from(*value));
        // The first letter holds three bits; what would not fit shows in the checks like any wrong letter.
        let code = Self(bits.to_be_bytes());
        let right = code.letters() == letters;
        letters.zeroize();
        right
            .then_some(code)
            .ok_or(VaultError::NotARecoveryCode("at least one letter is wrong"))
    }

    pub(super) fn of(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The letters as values 0 to 31: data, then the checks.
    fn letters(&self) -> [u8; LETTERS] {
        let bits = u128::from_be_bytes(self.0);
        let mut letters = [0; LETTERS];
        for (at, letter) in letters[..DATA].iter_mut().enumerate() {
            *letter = (bits >> (5 * (DATA - 1 - at))) as u8 & 31;
        }
        // Evaluations at two powers of a primitive element, as in a Reed-Solomon code: distance three.
        letters[DATA] = letters[..DATA]
            .iter()
            .fold(0, |sum, letter| times_x(sum) ^ letter);
        letters[DATA + 1] = letters[..DATA]
            .iter()
            .fold(0, |sum, letter| times_x(times_x(sum)) ^ letter);
        letters
    }
}

/// Multiplies by x in the field of 32 elements modulo x⁵ + x² + 1.
fn times_x(value: u8) -> u8 {
    (value << 1 ^ if value & 16 == 0 { 0 } else { 0b10_0101 }) & 31
}

fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    ALPHABET
        .iter()
        .position(|a| char::from(*a) == letter)
        .map(|at| at as u8)
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.letters().iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(ALPHABET[usize::from(*letter)]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_printed_form_is_frozen() {
        let code = RecoveryCode(*b"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xAA\xBB\xCC\xDD\xEE\xFF");
        assert_eq!(code.to_string(), "0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ3C");
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }

    #[test]
    fn what_cannot_be_a_code_is_told_apart() {
        for (typed, why) in [
            ("", "seven groups"),
            ("0000", "seven groups"),
            ("UUUU", "never occurs"),
        ] {
            let error = RecoveryCode::parse(typed).unwrap_err().to_string();
            assert!(error.contains(why), "{typed}: {error}");
        }
        let zeros = "0000-0000-0000-0000-0000-0000-0000";
        assert!(RecoveryCode::parse(zeros).is_ok());
        assert!(RecoveryCode::parse(&zeros.replacen('0', "Z", 1)).is_err());
        assert!(RecoveryCode::parse(&format!("{zeros}0")).is_err());
    }

    proptest! {
        #[test]
        fn however_it_is_typed_it_reads_back(bytes: [u8; 16]) {
            let code = RecoveryCode(bytes);
            let printed = code.to_string();
            let sloppy = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert!(RecoveryCode::parse(&printed).unwrap() == code);
            prop_assert!(RecoveryCode::parse(&sloppy).unwrap() == code);
            prop_assert!(RecoveryCode::parse(&printed.replace('-', "")).unwrap() == code);
        }

        #[test]
        fn two_wrong_letters_or_a_swap_are_noticed(
            bytes: [u8; 16], a in 0..LETTERS, b in 0..LETTERS, x in 0..32usize, y in 0..32usize,
        ) {
            let letters: Vec<char> = RecoveryCode(bytes).to_string().chars().filter(|c| *c != '-').collect();
            let mut wrong = letters.clone();
            wrong[a] = char::from(ALPHABET[x]);
            wrong[b] = char::from(ALPHABET[y]);
            let mut swapped = letters.clone();
            swapped.swap(a, b);
            for typed in [wrong, swapped] {
                let read = RecoveryCode::parse(&typed.iter().collect::<String>());
                prop_assert_eq!(read.is_ok(), typed == letters);
            }
        }
    }
}
