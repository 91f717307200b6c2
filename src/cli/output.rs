//! Standard output: buffered, flushed on purpose, and no panic when its reader leaves. Must never hold back a
//! line that says that a sale is durable.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;

use super::error::Outcome;

/// How many of what, in good English.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Where a subcommand's answer goes.
pub(super) struct Output {
    to: BufWriter<StdoutLock<'static>>,
}

impl Default for Output {
    fn default() -> Output {
        Output {
            to: BufWriter::new(io::stdout().lock()),
        }
    }
}

impl Output {
    /// One line.
    pub(super) fn line(&mut self, line: impl std::fmt::Display) -> Outcome {
        Ok(writeln!(self.to, "{line}")?)
    }

    /// Text as it is.
    pub(super) fn text(&mut self, text: &str) -> Outcome {
        Ok(self.to.write_all(text.as_bytes())?)
    }

    /// A value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Outcome {
        serde_json::to_writer(&mut self.to, value).map_err(io::Error::from)?;
        Ok(self.to.write_all(b"\n")?)
    }

    /// Everything so far, out.
    pub(super) fn flush(&mut self) -> Outcome {
        Ok(self.to.flush()?)
    }

    /// The writer itself.
    pub(super) fn writer(&mut self) -> &mut impl Write {
        &mut self.to
    }
}
