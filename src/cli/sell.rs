//! `tendero sell`: JSON Lines of baskets against the open shift, one answer a line. Must never print a sale
//! before it is on disk.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::error::{Failure, Kind, Outcome};
use super::who::Leave;
use super::{Context, open};
use crate::domain::asked;
use crate::domain::money::{Money, plain};
use crate::domain::permission::Permission;
use crate::domain::staff::PersonId;
use crate::register::reply::Said;
use crate::register::{self, Completed, Register};

/// The longest basket read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What `sell` takes.
#[derive(Debug, Args)]
pub(super) struct Sell {
    /// File with a basket on each line; standard input when absent or -
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Who sells
    #[arg(long, value_name = "NAME")]
    user: String,
    #[command(flatten)]
    leave: Leave,
}

/// The answer to a basket that is sold.
#[derive(Serialize)]
struct Sold {
    id: String,
    number: String,
    seq: u64,
    #[serde(serialize_with = "plain")]
    total: Money,
    #[serde(serialize_with = "plain")]
    change: Money,
}

/// The answer to a basket that is not.
#[derive(Serialize)]
struct Refused {
    id: Option<String>,
    error: Why,
}

#[derive(Serialize)]
struct Why {
    code: String,
    message: String,
}

/// One line of the input.
enum Line {
    Text(String),
    Bad(&'static str, &'static str),
}

impl Sell {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut input = input(self.file.as_deref())?;
        let mut register = open::register(context)?;
        let cashier = register.person_named(&self.user)?;
        self.leave
            .noted(&mut register, cashier, (Permission::Sell, "sell"))?;
        let mut refused = false;
        while let Some(line) = next(&mut input)? {
            refused |= !answer(&mut register, cashier, &line, context)?;
            if register.fold_is_due() {
                register.idle()?;
            }
        }
        register.idle()?;
        if refused { Err(Failure::told()) } else { Ok(()) }
    }
}

/// Sells one basket and says so; false when it was refused.
fn answer(
    register: &mut Register,
    cashier: PersonId,
    line: &Line,
    context: &mut Context,
) -> Result<bool, Failure> {
    let (text, outcome) = match line {
        Line::Text(text) => (text.as_str(), register.sell_basket(cashier, text)),
        Line::Bad(code, message) => {
            say(context, &refusal(None, (*code).to_owned(), (*message).to_owned()))?;
            return Ok(false);
        }
    };
    match outcome {
        Ok(completed) => {
            say(context, &sold(&completed))?;
            Ok(true)
        }
        Err(register::Failure::Refused(Said { code, sentence, .. })) => {
            say(context, &refusal(asked::id_of(text), code.to_owned(), sentence))?;
            Ok(false)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn sold(completed: &Completed) -> Sold {
    let sale = &completed.sale;
    Sold {
        id: sale.id.to_string(),
        number: sale.number.to_string(),
        seq: completed.seq,
        total: sale.priced.total,
        change: sale.settlement.change,
    }
}

fn refusal(id: Option<String>, code: String, message: String) -> Refused {
    Refused {
        id,
        error: Why { code, message },
    }
}

/// Prints one answer at once. If nobody reads the answers, nothing more is sold.
fn say(context: &mut Context, answer: &impl Serialize) -> Outcome {
    let said = context.out.json(answer).and_then(|()| context.out.flush());
    said.map_err(|failure| match failure.kind {
        Kind::Unread => Failure::environment(
            "output",
            "nobody reads the answers any more: the last basket may be sold, the rest is not; \
             send them again",
        ),
        _ => failure,
    })
}

fn input(file: Option<&Path>) -> Result<Box<dyn BufRead>, Failure> {
    match file.filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
            Ok(Box::new(BufReader::new(file)))
        }
        None => Ok(Box::new(BufReader::new(std::io::stdin()))),
    }
}

/// The next line that is not blank.
fn next(input: &mut dyn BufRead) -> Result<Option<Line>, Failure> {
    loop {
        let mut bytes = Vec::new();
        let read = |error| Failure::file(Path::new("the baskets"), &error);
        let length = input
            .take(LONGEST + 1)
            .read_until(b'\n', &mut bytes)
            .map_err(read)?;
        if length == 0 {
            return Ok(None);
        }
        if bytes.len() as u64 > LONGEST && bytes.last() != Some(&b'\n') {
            skip_line(input).map_err(read)?;
            return Ok(Some(Line::Bad("too-long", "a basket is at most 1 MiB long")));
        }
        match String::from_utf8(bytes) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => return Ok(Some(Line::Text(text))),
            Err(_) => return Ok(Some(Line::Bad("not-utf8", "the basket is not UTF-8 text"))),
        }
    }
}

/// Passes over the rest of a line without keeping it.
fn skip_line(input: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(());
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(chunk.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn lines_are_bounded_and_blank_ones_passed_over() {
        let long = "x".repeat(LONGEST as usize + 10);
        let text = format!("\n  \n{{\"a\":1}}\n{long}\n{{\"b\":2}}");
        let mut input: &[u8] = text.as_bytes();
        let mut seen = Vec::new();
        while let Some(line) = next(&mut input).unwrap() {
            seen.push(match line {
                Line::Text(text) => text.trim().to_owned(),
                Line::Bad(code, _) => code.to_owned(),
            });
        }
        assert_eq!(seen, ["{\"a\":1}", "too-long", "{\"b\":2}"]);
        let mut bad: &[u8] = b"\xff\xfe\n";
        assert!(matches!(next(&mut bad).unwrap(), Some(Line::Bad("not-utf8", _))));
    }
}
