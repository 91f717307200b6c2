//! `tendero doctor`: how the store and this machine stand, and what to do. Must never change either.

use std::io::IsTerminal;

use clap::Args;
use serde_json::json;

use super::error::{Failure, Outcome};
use super::{Context, open};
use crate::register::Unlocking;
use crate::register::doctor::{Health, Line, beside, examine};
use crate::register::surroundings::Machine;

/// What `doctor` takes.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Check every entry of the journal, not only its end
    #[arg(long)]
    full: bool,
}

impl Doctor {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        // A lost key is one of the things to examine, not the end of it.
        let key = open::key(context, &dir).unwrap_or(Unlocking::File(open::key_file(context)));
        let mut lines = examine(&dir, &key, &Machine::default(), self.full);
        lines.extend(beside("config", &context.config_file(), false));
        lines.push(terminal());
        let good = !lines.iter().any(|line| line.health == Health::Bad);
        tell(context, &lines, good)?;
        if good { Ok(()) } else { Err(Failure::told()) }
    }
}

/// What the terminal says of itself.
fn terminal() -> Line {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let term = of("TERM");
    let locale = [of("LC_ALL"), of("LC_CTYPE"), of("LANG")];
    let locale = locale
        .into_iter()
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let utf8 = locale.to_lowercase().replace('-', "").contains("utf8");
    let at = if std::io::stdout().is_terminal() {
        "a terminal"
    } else {
        "no terminal"
    };
    let says = format!("{at}, TERM={term}, locale {locale}");
    let (health, todo) = if utf8 || locale.is_empty() {
        (Health::Good, "")
    } else {
        (
            Health::Warning,
            "set LANG to a UTF-8 locale, or accents may show as other signs",
        )
    };
    Line {
        name: "terminal",
        health,
        says,
        todo: todo.to_owned(),
    }
}

fn tell(context: &mut Context, lines: &[Line], good: bool) -> Outcome {
    let out = &mut context.out;
    if context.options.json {
        let row = |line: &Line| {
            json!({
                "name": line.name, "state": word(line.health), "says": line.says, "todo": line.todo,
            })
        };
        let lines: Vec<_> = lines.iter().map(row).collect();
        return out.json(&json!({ "ok": good, "version": env!("CARGO_PKG_VERSION"), "lines": lines }));
    }
    for line in lines {
        let sign = if line.health == Health::Bad {
            "BAD"
        } else {
            word(line.health)
        };
        out.line(format_args!("{sign:<9}{:<11}{}", line.name, line.says))?;
        if !line.todo.is_empty() {
            out.line(format_args!("{:20}→ {}", "", line.todo))?;
        }
    }
    Ok(())
}

fn word(health: Health) -> &'static str {
    match health {
        Health::Good => "ok",
        Health::Warning => "warning",
        Health::Bad => "bad",
    }
}
