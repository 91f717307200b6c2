//! `tendero closing`: what was closed. Must never change a Z.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::error::{Failure, Outcome};
use super::report::all;
use super::table::{Form, pairs, write};
use super::{Context, figures, open};
use crate::domain::period::Period;
use crate::register::reports::{Kind, Query};

/// What `closing` takes.
#[derive(Debug, Args)]
pub(super) struct Closing {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print a Z again
    Show {
        /// Its number
        number: u64,
    },
    /// List every Z
    List,
}

impl Closing {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        match self.what {
            What::Show { number } => {
                let Some(closing) = register.closing(number)? else {
                    return Err(Failure::refused("no-closing", format!("there is no Z {number}")));
                };
                if context.options.json {
                    return context
                        .out
                        .json(&figures::closing_json(register.till(), &closing));
                }
                pairs(
                    &mut context.out,
                    &figures::closing_rows(register.till(), &closing),
                )
            }
            What::List => {
                let query = Query {
                    kind: Kind::Closings,
                    period: Period::new(Date::MIN, Date::MAX).expect("the first date comes first"),
                };
                let report = all(register.source()?.report(query, &mut |_, _| true))?;
                let form = if context.options.json {
                    Form::Json
                } else {
                    Form::Human
                };
                write(&report.table, form, &mut context.out)
            }
        }
    }
}
