//! Where the running till does what a subcommand does: said where the store is in use. Must never name what
//! the palette does not list.

use crate::lang::{Lang, Words};
use crate::tui::command::{Command as There, TABLE};

use super::Command;

/// What does the same in the till, where something does.
pub(super) fn of(command: &Command) -> Option<There> {
    Some(match command {
        Command::Shift(_) => There::CloseRegister,
        Command::Cash(_) => There::CashBook,
        Command::Expense(_) => There::Expense,
        Command::Customer(_) => There::Customer,
        Command::Refund(_) => There::Return,
        Command::Report(_) | Command::Export(_) => There::Reports,
        Command::Closing(_) => There::Closings,
        Command::Stock(_) | Command::Import(_) => There::Products,
        Command::People(_) => There::People,
        _ => return None,
    })
}

/// The sentence about it, in the words of the palette.
pub(super) fn told(there: There) -> String {
    let words = Words::new(Lang::En);
    let row = TABLE.iter().find(|row| row.command == there && row.palette);
    let label = row.map_or_else(|| there.name().into(), |row| words.text(row.label));
    format!(": Ctrl+P, then \"{label}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_stands_in_the_palette() {
        for there in [
            There::CloseRegister,
            There::CashBook,
            There::Expense,
            There::Customer,
            There::Return,
            There::Reports,
            There::Closings,
            There::Products,
            There::People,
        ] {
            assert!(
                TABLE.iter().any(|row| row.command == there && row.palette),
                "{there:?}"
            );
        }
        assert_eq!(told(There::CashBook), ": Ctrl+P, then \"Cash book\"");
    }
}
