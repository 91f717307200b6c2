//! A whole shop at once: founded, its owner signed in, its first product kept, its register open. Must never
//! write anything before all of it is known.

use std::path::Path;

use crate::devices::settings::Printer;
use crate::domain::decide::register::OpenCommand;
use crate::domain::event::Via;
use crate::domain::import_rows::ImportRow;
use crate::domain::money::Money;
use crate::domain::shop::Shop;
use crate::domain::staff::{PersonId, Role};
use crate::vault::RecoveryCode;

use super::found::{Founding, NewKey, NewPerson};
use super::surroundings::Surroundings;
use super::{Failure, Register};

/// Prefix of the receipts' numbers at the first till of a shop.
pub const SERIES: &str = "C1";

/// What a newcomer settled on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstRun {
    /// The shop.
    pub shop: Shop,
    /// Name of the owner.
    pub owner: String,
    /// Their PIN; kept as a hash only.
    pub pin: String,
    /// The recovery code, where it was typed back.
    pub recovery: Option<RecoveryCode>,
    /// The first product, if there is one yet.
    pub product: Option<ImportRow>,
    /// The printer, if there is one yet.
    pub printer: Option<Printer>,
    /// Cash in the drawer.
    pub float: Money,
}

impl Register {
    /// Founds the shop in `dir`, which must be missing or empty, and makes it ready for the first sale; gives
    /// who is signed in.
    pub fn first_run(
        dir: &Path,
        first: FirstRun,
        key: &NewKey,
        via: Via,
        around: Box<dyn Surroundings>,
    ) -> Result<(Register, PersonId), Failure> {
        let founding = Founding {
            shop: first.shop,
            series: SERIES.to_owned(),
            people: vec![NewPerson {
                name: first.owner,
                role: Role::Owner,
                pin: first.pin,
            }],
            key: key.clone(),
            recovery: first.recovery,
        };
        let mut register = Register::found(dir, &founding, via, around)?;
        let owner = register.person_named(&founding.people[0].name)?;
        register.sign_in(owner, &founding.people[0].pin)?;
        if let Some(row) = first.product {
            done(register.save_product(owner, row).map(drop))?;
        }
        let open = OpenCommand {
            by: owner,
            float: first.float,
            confirmed_date: None,
        };
        done(register.open_shift(&open).map(drop))?;
        Ok((register, owner))
    }
}

/// The shop stands: what is refused after that is asked again at the counter, and is no reason to found it
/// again.
fn done(outcome: Result<(), Failure>) -> Result<(), Failure> {
    match outcome {
        Err(Failure::Refused(_)) => Ok(()),
        other => other,
    }
}
