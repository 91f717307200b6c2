//! `tendero` without a command: the till itself. Must never start where there is no terminal to draw on.

use std::io::IsTerminal;

use super::error::{Failure, Outcome};
use super::{Context, open};
use crate::domain::event::Via;
use crate::lang::Lang;
use crate::register::How;
use crate::register::surroundings::Machine;
use crate::tui::runtime::{self, Options};

/// Opens the till on the store that was asked for.
pub(super) fn run(context: &mut Context) -> Outcome {
    let dir = context.store()?;
    let key = open::key(context, &dir)?;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let message = "the till needs a terminal; for scripts there are commands: tendero --help";
        return Err(Failure::environment("no-terminal", message));
    }
    let screen = &context.config.screen;
    let options = Options {
        dir,
        how: How {
            key,
            via: Via::Till,
            around: Box::new(Machine::default()),
        },
        lang: screen.lang.lang(),
        locale: locale(),
        tier: screen.tier(variable),
        ascii: screen.ascii(variable),
        keymap: context.config.keymap(),
        scanner: context.config.scanner.clone(),
    };
    runtime::run(options).map_err(|error| Failure::environment("till", error.to_string()))
}

/// The language of this machine.
pub(super) fn locale() -> Lang {
    let values = ["LC_ALL", "LC_MESSAGES", "LANG"].map(variable);
    Lang::of_locale(values.iter().map(Option::as_deref))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
