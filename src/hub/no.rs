//! What stops an operation of the hub: a no that it says itself, or a fault of its data. Must never tell a
//! stranger which.

use crate::hub::ledger::Fault;
use crate::protocol::refused::{Code, Refused};

/// Why an operation did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum No {
    /// The hub says no.
    #[error("{}", .0.message)]
    Refused(Refused),
    /// Its data are away, full or damaged.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A no in one English sentence.
pub(super) fn no(code: Code, message: impl Into<String>) -> Refused {
    Refused {
        code,
        message: message.into(),
        acked: None,
        retry_after: None,
    }
}

impl From<Refused> for No {
    fn from(refused: Refused) -> No {
        No::Refused(refused)
    }
}

impl No {
    /// How it is answered; the words of a fault are for the hub's own log.
    pub fn answer(&self) -> Refused {
        match self {
            No::Refused(refused) => refused.clone(),
            No::Fault(Fault::Away(_)) => Refused {
                retry_after: Some(5),
                ..no(Code::Unavailable, "the hub's data are away; try again later")
            },
            No::Fault(Fault::Full(_)) => Refused {
                retry_after: Some(60),
                ..no(Code::Unavailable, "the hub's disk is full; try again later")
            },
            No::Fault(Fault::Damaged(_)) => no(Code::Internal, "the hub failed on this; see its log"),
        }
    }
}
