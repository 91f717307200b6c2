//! Questions to a person at a terminal. Must never show what is secret, and never ask where nobody can
//! answer.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use super::error::Failure;

/// What Ctrl+C sends.
const INTERRUPT: u8 = 3;

/// Whether a person can be asked: both ends are a terminal.
pub(super) fn somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// What a person types; `default` where they only press Enter.
pub(super) fn line(question: &str, default: &str) -> Result<String, Failure> {
    let shown = if default.is_empty() {
        format!("{question}: ")
    } else {
        format!("{question} [{default}]: ")
    };
    let typed = read(&shown)?;
    let typed = typed.trim();
    Ok(if typed.is_empty() { default } else { typed }.to_owned())
}

/// Yes or no.
pub(super) fn yes(question: &str, default: bool) -> Result<bool, Failure> {
    let typed = line(question, if default { "yes" } else { "no" })?.to_lowercase();
    Ok(typed.starts_with(['y', 's']))
}

/// What a person types without seeing it.
pub(super) fn secret(question: &str) -> Result<String, Failure> {
    let no_terminal = |_| Failure::environment("terminal", "the terminal does not answer");
    let before = tcgetattr(io::stdin()).map_err(no_terminal)?;
    let mut hidden = before.clone();
    // Ctrl+C would end the program with the terminal still silent: it ends the line instead
    hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
    hidden.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT;
    tcsetattr(io::stdin(), OptionalActions::Flush, &hidden).map_err(no_terminal)?;
    let typed = read(&format!("{question}: "));
    tcsetattr(io::stdin(), OptionalActions::Now, &before).map_err(no_terminal)?;
    // the Enter was hidden as well
    writeln!(io::stderr())?;
    let typed = typed?;
    if typed.contains(char::from(INTERRUPT)) {
        return Err(no_answer());
    }
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

fn no_answer() -> Failure {
    Failure::refused("no-answer", "no answer came: nothing was done")
}

fn read(shown: &str) -> Result<String, Failure> {
    let mut to = io::stderr().lock();
    write!(to, "{shown}")?;
    to.flush()?;
    let mut typed = Vec::new();
    let mut from = io::stdin().lock();
    loop {
        let chunk = from.fill_buf()?;
        let end = chunk.iter().position(|byte| [b'\n', INTERRUPT].contains(byte));
        let used = end.map_or(chunk.len(), |at| at + 1);
        typed.extend_from_slice(&chunk[..used]);
        from.consume(used);
        if end.is_some() || used == 0 {
            break;
        }
    }
    match String::from_utf8(typed) {
        Ok(typed) if !typed.is_empty() => Ok(typed),
        _ => Err(no_answer()),
    }
}
