//! `tendero` without a command: the till itself. Must never start where there is no terminal to draw on.

use std::io::IsTerminal;

use super::Context;
use super::error::{Failure, Outcome};

/// Opens the till on the store that was asked for.
pub(super) fn run(context: &mut Context) -> Outcome {
    let store = context.store()?;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let message = "the till needs a terminal; for scripts there are commands: tendero --help";
        return Err(Failure::environment("no-terminal", message));
    }
    let message = format!("the screens over {} follow", store.display());
    Err(Failure::environment("no-screens", message))
}
