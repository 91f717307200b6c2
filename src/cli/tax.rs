//! A tax class on the command line: `--tax standard=21`. Must never guess a rate.

use super::error::Failure;
use crate::domain::tax::TaxClass;
use crate::domain::tax_text;

/// Reads what stands after `--tax`.
pub(super) fn parse(text: &str) -> Result<TaxClass, Failure> {
    tax_text::class(text).map_err(|refusal| Failure::usage(format!("--tax {text}: {refusal}")))
}
