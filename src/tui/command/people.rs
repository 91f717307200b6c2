//! Commands of the people at the till. Must hold no other row.

use crate::tui::flags::{Flags, When};

use super::{Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[Row::new(
    Command::SignOut,
    &[Scope::Sale, Scope::Change, Scope::OpenRegister],
    &[],
    "cmd-sign-out",
)
.when(When::with(Flags::SIGNED))
.palette()];
