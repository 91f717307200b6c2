//! `tendero quote`: prices one basket of JSON without a store. Must never open one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::{Failure, Outcome};
use super::output::Output;
use crate::domain::quote;

/// The largest basket that is read, in bytes. A thousand lines with eight taxes each fit several times.
const LARGEST: u64 = 4 << 20;

/// Answers the basket in `file`, or on standard input when there is none or it is `-`.
pub(super) fn run(file: Option<&Path>, out: &mut Output) -> Outcome {
    let json = match file.filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
            read(file).map_err(|error| Failure::file(path, &error))?
        }
        None => read(io::stdin().lock()).map_err(|error| Failure::file(Path::new("-"), &error))?,
    };
    let answer = answer(&json)?;
    out.json(&answer)?;
    out.flush()
}

/// One byte more than the largest basket, so that a larger one is noticed.
fn read(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn answer(json: &[u8]) -> Result<quote::Answer, Failure> {
    if json.len() as u64 > LARGEST {
        return Err(Failure::refused(
            "too-large",
            "a basket of more than 4 MB is no basket",
        ));
    }
    let json = std::str::from_utf8(json)
        .map_err(|_| Failure::refused("not-json", "this is not a basket: the text is not in UTF-8"))?;
    quote::answer(json).map_err(|refusal| Failure::refused(refusal.code, refusal.message))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_basket_is_answered_or_refused_with_its_code() {
        let code = |json: &[u8]| answer(json).unwrap_err().code.into_owned();
        assert!(answer(br#"{"currency":"EUR","lines":[{"price":"1.00"}]}"#).is_ok());
        assert_eq!(code(br#"{"currency":"EUR","lines":[]}"#), "no-lines");
        assert_eq!(code(b"\xff"), "not-json");
        assert_eq!(code(&vec![b' '; LARGEST as usize + 1]), "too-large");
    }

    #[test]
    fn no_more_is_read_than_can_be_a_basket() {
        assert_eq!(read(io::repeat(b' ')).unwrap().len() as u64, LARGEST + 1);
    }
}
