//! `--from` and `--to`, the same for every subcommand that takes business dates. Must never guess which was
//! meant.

use clap::Args;
use jiff::civil::Date;

use super::error::Failure;
use super::shift::date;
use crate::domain::period::Period;

/// Business dates, both included.
#[derive(Debug, Args)]
pub(super) struct Dates {
    /// First business date; the first one there is when absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,
    /// Last business date; the last one there is when absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<String>,
}

impl Dates {
    /// The period that they are.
    pub(super) fn period(&self) -> Result<Period, Failure> {
        let given = |flag, text: &Option<String>| text.as_deref().map(|text| date(flag, text)).transpose();
        let from = given("--from", &self.from)?.unwrap_or(Date::constant(1970, 1, 1));
        let to = given("--to", &self.to)?.unwrap_or(Date::constant(9999, 12, 31));
        Period::new(from, to).map_err(|_| Failure::usage("--from is after --to: change them round"))
    }
}
