//! The command line: one file for each subcommand. Must never hold a rule of the shop.

use std::process::ExitCode;

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
