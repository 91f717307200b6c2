//! What a line to the hub came to, in words. Must never say less than what to do next.

use std::time::Duration;

use super::super::Context;
use super::super::error::{Failure, Outcome};
use super::super::progress::Progress;
use crate::domain::refusal::Refuse;
use crate::register::Register;
use crate::register::hub::{Ended, EnrolRefusal};
use crate::sync::Courier;
use crate::sync::plan::Pause;

/// A line that was not reached is the machine's matter, anything else is a no.
pub(super) fn refused(refusal: &EnrolRefusal) -> Failure {
    match refusal {
        EnrolRefusal::Unreached { .. } => Failure::environment("hub-unreached", refusal.to_string()),
        other => Failure::refused(other.code(), other.to_string()),
    }
}

/// Between this till and its hub.
pub(super) fn courier(register: &Register, context: &Context) -> Result<Courier, Failure> {
    let courier = register
        .courier(&context.config.sync)
        .map_err(|bad| Failure::refused("hub-line", bad.to_string()))?;
    courier.ok_or_else(|| refused(&EnrolRefusal::None))
}

/// Sends and fetches everything, or says why not.
pub(in crate::cli) fn through(register: &mut Register, patience: Duration, context: &Context) -> Outcome {
    let mut courier = courier(register, context)?;
    carried(register, &mut courier, patience)
}

/// The same by that courier.
pub(super) fn carried(register: &mut Register, courier: &mut Courier, patience: Duration) -> Outcome {
    let mut progress = Progress::of("syncing");
    let all = register.sync_state().waiting;
    let ended = register.sync_through(courier, patience, &mut |state| match state.fetching {
        Some(left) if state.waiting == 0 => progress.count(left),
        _ => progress.part(all.saturating_sub(state.waiting), all),
    })?;
    drop(progress);
    let waiting = register.sync_state().waiting;
    match ended {
        Ended::Done => Ok(()),
        Ended::Missed(why) => {
            let why = if why.is_empty() {
                "it did not answer in time".to_owned()
            } else {
                why
            };
            let message =
                format!("the hub was not reached ({why}): {waiting} entries wait here, nothing is lost");
            Err(Failure::environment("hub-unreached", message))
        }
        Ended::Paused(pause, why) => Err(Failure::refused(code(pause), paused(pause, &why))),
    }
}

fn code(pause: Pause) -> &'static str {
    match pause {
        Pause::Withdrawn => "hub-withdrawn",
        Pause::Upgrade => "hub-upgrade",
        Pause::HubFork => "hub-fork",
        Pause::ChainFork => "chain-fork",
        Pause::SeriesBehind => "series-behind",
    }
}

/// Why nothing goes on, and what to do.
fn paused(pause: Pause, why: &str) -> String {
    let (what, todo) = match pause {
        Pause::Withdrawn => (
            "the hub does not let this till in any more",
            "have a new code made at the hub, and `tendero sync enrol` makes the till known again",
        ),
        Pause::Upgrade => ("till and hub speak no common version", "update the older one"),
        Pause::HubFork => (
            "this is not the hub that the till knows, or an older copy of it",
            "ask whoever keeps the hub which one counts",
        ),
        Pause::ChainFork => (
            "the hub holds other entries of this till than its disk, and none alike",
            "make it again with `tendero restore` and enrol it with a replacement code",
        ),
        Pause::SeriesBehind => (
            "the hub has seen later numbers of this till than the till gives: it was set back",
            "make it again with `tendero restore`, which begins another series",
        ),
    };
    let met = if why.is_empty() {
        String::new()
    } else {
        format!(" ({why})")
    };
    format!("{what}{met}: {todo}; nothing is lost")
}
