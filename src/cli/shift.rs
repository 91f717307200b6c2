//! `tendero shift`: the register without the screens, by the same rules. Must never tell what the drawer
//! should hold before it is counted.

use std::path::Path;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::error::{Failure, Outcome};
use super::init::amount;
use super::table::{Cell, pairs};
use super::who::{Leave, Who};
use super::{Context, figures, open, suspects};
use crate::domain::decide::register::{CloseCommand, OpenCommand};
use crate::domain::money::{Currency, Money};
use crate::domain::payment::Method;
use crate::domain::permission::Permission;
use crate::domain::shift::Counted;
use crate::register::Register;

/// What `shift` takes.
#[derive(Debug, Args)]
pub(super) struct Shift {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Open the register with a float
    Open(Open),
    /// Say whether the register is open, and since when
    Status,
    /// Print the X report of the open shift
    X(Who),
    /// Close the register on a count, and print the Z
    Close(Close),
}

#[derive(Debug, Args)]
struct Open {
    /// Who opens it
    #[arg(long, value_name = "NAME")]
    user: String,
    #[command(flatten)]
    leave: Leave,
    /// Cash in the drawer, such as 100.00
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    float: String,
    /// Business date, where the clock cannot be believed
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

#[derive(Debug, Args)]
struct Close {
    #[command(flatten)]
    who: Who,
    /// Cash counted in the drawer
    #[arg(
        long,
        value_name = "AMOUNT",
        required_unless_present = "count",
        allow_negative_numbers = true
    )]
    counted: Option<String>,
    /// The count by note and coin, such as 20.00x3,0.50x7, or a file with one a line
    #[arg(long, value_name = "ROWS")]
    count: Option<String>,
    /// Totals that the terminals of banks and operators say, such as card=120.50,mobile=18.00
    #[arg(long, value_name = "TOTALS", default_value = "")]
    declared: String,
    /// Money of other currencies that was counted, such as USD=120.00,GBP=5
    #[arg(long, value_name = "AMOUNTS", default_value = "")]
    foreign: String,
    /// Cash that stays in the drawer as the next float; the rest is banked
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    keep: Option<String>,
    /// Why the drawer differs from what is expected
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

impl Shift {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        match &self.what {
            What::Open(open) => open.run(&mut register, context)?,
            What::Status => status(&register, context)?,
            What::X(who) => x(who, &mut register, context)?,
            What::Close(close) => {
                close.run(&mut register, context)?;
                // The Z is out; what is found now is said after it.
                context.out.flush()?;
                register.check_store()?;
            }
        }
        Ok(register.fold()?)
    }
}

impl Open {
    fn run(&self, register: &mut Register, context: &mut Context) -> Outcome {
        let by = register.person_named(&self.user)?;
        let command = OpenCommand {
            by,
            float: amount("--float", &self.float, register.till().shop.currency)?,
            confirmed_date: match &self.date {
                Some(text) => Some(date("--date", text)?),
                None => None,
            },
        };
        self.leave
            .noted(register, by, (Permission::Register, "shift open"))?;
        register.open_shift(&command)?;
        status(register, context)
    }
}

fn status(register: &Register, context: &mut Context) -> Outcome {
    let till = register.till();
    let Some(shift) = &till.shift else {
        if context.options.json {
            return context
                .out
                .json(&json!({ "open": false, "next_document": till.next_document().to_string() }));
        }
        return context.out.line("The register is closed.");
    };
    if context.options.json {
        let mut value = figures::opened_json(till, &shift.opened);
        value["open"] = json!(true);
        value["sales"] = json!(shift.figures.sales);
        value["next_document"] = json!(till.next_document().to_string());
        return context.out.json(&value);
    }
    let mut rows = figures::opened_rows(till, &shift.opened);
    rows.push(("Sales".to_owned(), Cell::Count(shift.figures.sales)));
    rows.push((
        "Next document".to_owned(),
        Cell::text(till.next_document().to_string()),
    ));
    pairs(&mut context.out, &rows)
}

fn x(who: &Who, register: &mut Register, context: &mut Context) -> Outcome {
    let by = who.noted(register, Permission::Register, "shift x")?;
    let shift = register.take_x(by)?;
    let till = register.till();
    if context.options.json {
        let mut value = figures::opened_json(till, &shift.opened);
        value["figures"] = figures::json(till, &shift.figures);
        return context.out.json(&value);
    }
    let mut rows = vec![(
        "X".to_owned(),
        Cell::text(register.now().to_string().replace('T', " ")),
    )];
    rows.extend(figures::opened_rows(till, &shift.opened));
    rows.extend(figures::rows(till, &shift.figures));
    pairs(&mut context.out, &rows)
}

impl Close {
    fn run(&self, register: &mut Register, context: &mut Context) -> Outcome {
        let currency = register.till().shop.currency;
        let count = match &self.count {
            Some(text) => rows(text, currency)?,
            None => Vec::new(),
        };
        let counted = match &self.counted {
            Some(text) => amount("--counted", text, currency)?,
            None => register.sum_of(&count),
        };
        let (by, _) = self.who.find(register, Permission::Register)?;
        let mut command = CloseCommand {
            by,
            // said for the variance as well: the domain holds it against the limit
            approved_by: self.who.allows(register)?,
            counted,
            count,
            declared: totals(&self.declared, currency)?,
            foreign: foreign(&self.foreign)?,
            kept: match &self.keep {
                Some(text) => Some(amount("--keep", text, currency)?),
                None => None,
            },
            reason: crate::domain::text::clean(&self.reason, 200),
            unsynced: 0,
        };
        // The count is on disk before anybody hears how it differs: none is tried out unseen.
        let suspects = register.count_to_close(&command)?.suspects;
        command.unsynced = register.unsynced();
        let closing = register.close_shift(&command)?;
        let till = register.till();
        if context.options.json {
            let mut value = figures::closing_json(till, &closing);
            value["suspects"] = suspects.iter().map(suspects::of_json).collect();
            return context.out.json(&value);
        }
        let mut rows = figures::closing_rows(till, &closing);
        let told = suspects.iter().map(suspects::told);
        rows.extend(told.map(|told| ("May be because".to_owned(), Cell::Text(told))));
        pairs(&mut context.out, &rows)
    }
}

/// Money of other currencies: `USD=120.00,GBP=5`.
fn foreign(text: &str) -> Result<Vec<Money>, Failure> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let wrong = || Failure::usage(format!("--foreign: \"{part}\": write it as USD=120.00"));
            let (code, said) = part.split_once('=').ok_or_else(wrong)?;
            let currency = Currency::parse(code.trim()).ok_or_else(wrong)?;
            amount("--foreign", said, currency)
        })
        .collect()
}

/// Declared totals: `card=120.50,mobile=18.00`.
fn totals(text: &str, currency: Currency) -> Result<Vec<(Method, Money)>, Failure> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let wrong = || Failure::usage(format!("--declared: \"{part}\": write it as card=120.50"));
            let (tender, said) = part.split_once('=').ok_or_else(wrong)?;
            let method = Method::ALL
                .into_iter()
                .find(|method| method.code() == tender.trim());
            Ok((method.ok_or_else(wrong)?, amount("--declared", said, currency)?))
        })
        .collect()
}

/// A date of the command line.
pub(super) fn date(flag: &str, text: &str) -> Result<Date, Failure> {
    let bad = |_| Failure::usage(format!("{flag}: \"{text}\" is no date: write it as 2026-01-31"));
    text.parse().map_err(bad)
}

/// The rows of a count: in the argument itself, or in the file it names.
fn rows(text: &str, currency: Currency) -> Result<Vec<Counted>, Failure> {
    let path = Path::new(text);
    if path.is_file() {
        let inside = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let lines = inside.lines().filter(|line| !line.trim().is_empty());
        let rows: Vec<Counted> = lines.map(|line| row(line, currency)).collect::<Result<_, _>>()?;
        if rows.is_empty() {
            let said = format!("--count: {} is empty: nobody has counted yet", path.display());
            return Err(Failure::usage(said));
        }
        return Ok(rows);
    }
    text.split(',').map(|part| row(part, currency)).collect()
}

fn row(text: &str, currency: Currency) -> Result<Counted, Failure> {
    let bad = || Failure::usage(format!("--count: \"{}\" is no row: write 20.00x3", text.trim()));
    let (face, pieces) = text.trim().split_once(['x', ',', ';']).ok_or_else(bad)?;
    let denomination = amount("--count", face.trim(), currency)?;
    if denomination.is_negative() {
        return Err(bad());
    }
    Ok(Counted {
        denomination,
        pieces: pieces.trim().parse().map_err(|_| bad())?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_count_is_notes_and_coins() {
        let euro = Currency::parse("EUR").unwrap();
        let counted = rows("20.00x3, 0.50x7", euro).unwrap();
        assert_eq!(counted.len(), 2);
        assert_eq!(counted[1].amount().to_string(), "3.50");
        for bad in ["20", "x3", "20x", "20x-1", "-5x1", "1,5x2", "20.001x1"] {
            assert_eq!(rows(bad, euro).unwrap_err().exit_code(), 2, "{bad}");
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        let empty = file.path().to_string_lossy();
        assert_eq!(rows(&empty, euro).unwrap_err().exit_code(), 2);
    }
}
