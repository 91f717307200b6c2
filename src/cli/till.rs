//! `tendero` without a command: the till itself. Must never start where there is no terminal to draw on.

use std::io::IsTerminal;
use std::path::Path;

use jiff::tz::TimeZone;

use super::error::{Failure, Outcome};
use super::{Context, config_file, init, locale, open};
use crate::domain::country::Country;
use crate::domain::event::Via;
use crate::register::found::{NewKey, can_be_founded};
use crate::register::places::Places;
use crate::register::surroundings::Machine;
use crate::register::{Fault, How, Unlocking};
use crate::tui::runtime::{self, Options};
use crate::tui::screens::first_run;
use crate::vault::RecoveryCode;

/// Where the first USB printer of a machine is.
const USUAL_PRINTER: &str = "/dev/usb/lp0";

/// Opens the till on the store that was asked for.
pub(super) fn run(context: &mut Context) -> Outcome {
    let dir = context.store()?;
    let first = first(context, &dir)?;
    let key = match &first {
        // Opened by what protects it from the first moment on.
        Some(_) => Unlocking::File(None),
        None => open::key(context, &dir)?,
    };
    open::mirror(context, &dir)?;
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
        first,
        config: context.config_file(),
        lang: screen.lang.lang(),
        locale: locale::locale(),
        tier: screen.tier(locale::variable),
        ascii: screen.ascii(locale::variable),
        keymap: context.config.keymap(),
        scanner: context.config.scanner.clone(),
        printer: config_file::printer(context),
    };
    runtime::run(options).map_err(|error| Failure::environment("till", error.to_string()))
}

/// What a first run needs, where somebody is there and no store is. Nothing is written by asking.
fn first(context: &Context, dir: &Path) -> Result<Option<(NewKey, first_run::Start)>, Failure> {
    let somebody = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if !somebody || Places::of(dir).exist() {
        return Ok(None);
    }
    can_be_founded(dir)?;
    let (key, _) = init::new_key(context, dir)?;
    let zone = TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    let locale = locale::name();
    let start = first_run::Start {
        country: Country::guess(&zone, locale.as_deref()),
        zone,
        usb_printer: Path::new(USUAL_PRINTER).exists(),
        recovery: RecoveryCode::generate().map_err(Fault::from)?,
    };
    Ok(Some((key, start)))
}
