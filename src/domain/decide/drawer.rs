//! Whether the drawer opens by hand. Must never open it while the register is closed: nobody would answer for
//! what is in it.

use jiff::civil::DateTime;

use crate::domain::drawer::{DrawerOpened, REASON_MAX};
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::text;
use crate::domain::till::Till;

/// Why the drawer stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawerRefusal {
    /// No shift.
    #[error("the register is closed: open it first")]
    Closed,
    /// No reason.
    #[error("say why the drawer is opened")]
    NoReason,
}

impl Refuse for DrawerRefusal {
    fn code(&self) -> &'static str {
        match self {
            DrawerRefusal::Closed => "drawer-closed",
            DrawerRefusal::NoReason => "drawer-no-reason",
        }
    }
}

/// The fact that the drawer is opened.
///
/// # Errors
/// The register is closed, or there is no reason.
pub fn open_drawer(
    till: &Till,
    by: PersonId,
    approved_by: Option<PersonId>,
    reason: &str,
    now: DateTime,
) -> Result<DrawerOpened, DrawerRefusal> {
    let shift = till.shift.as_ref().ok_or(DrawerRefusal::Closed)?;
    let reason = text::clean(reason, REASON_MAX);
    if reason.is_empty() {
        return Err(DrawerRefusal::NoReason);
    }
    Ok(DrawerOpened {
        reason,
        by,
        shift: shift.opened.number,
        date: shift.opened.date,
        time: now,
        approved_by,
    })
}
