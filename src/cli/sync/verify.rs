//! The till's journal against the hub's. Must never call different what is only still to be sent.

use serde_json::json;

use super::super::Context;
use super::super::error::{Failure, Outcome};
use super::super::progress::Progress;
use super::line::courier;
use crate::register::Register;
use crate::register::hub::Verify;
use crate::sync::transport::Failed;

pub(super) fn verify(register: &Register, context: &mut Context) -> Outcome {
    let mut courier = courier(register, context)?;
    let mut progress = Progress::of("entries compared");
    let compared = register.compare(&mut courier, &mut |done| progress.count(done));
    drop(progress);
    let compared = compared.map_err(|error| match error {
        Verify::Fault(fault) => fault.into(),
        Verify::Hub(Failed::Unreached { why, .. }) => {
            Failure::environment("hub-unreached", format!("the hub was not reached: {why}"))
        }
        Verify::Hub(Failed::Refused(refused)) => {
            Failure::refused("hub-no", format!("the hub said no: {}", refused.message))
        }
    })?;
    let perpetual = register.till().perpetual;
    if context.options.json {
        context.out.json(&json!({
            "same": compared.same, "waiting": compared.waiting, "only_at_hub": compared.ahead,
            "differs": compared.differs, "perpetual": perpetual,
        }))?;
    } else {
        context.out.line(format_args!(
            "{} entries are the same, {} are not at the hub yet, {} are only there",
            compared.same, compared.waiting, compared.ahead
        ))?;
        if compared.differs.is_none() {
            context
                .out
                .line("Equal entries are equal to the cent: their hashes cover every amount")?;
        }
    }
    match compared.differs {
        None if compared.ahead == 0 => Ok(()),
        Some(what) => Err(Failure::refused("differs", what)),
        None => Err(Failure::refused(
            "differs",
            "the hub holds entries that are not on this till's disk",
        )),
    }
}
