//! Settling what two tills changed at once. Must never settle a field that nobody was asked about.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use super::link::Link;
use crate::domain::base::{Fields, fields};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::edited::Edited;
use crate::domain::event::Event;
use crate::domain::import_rows::ImportRow;
use crate::domain::joined::{Choice, ConflictResolved};
use crate::domain::permission::Permission;
use crate::domain::product::{Product, Sku};
use crate::domain::refusal::Refuse;
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId};
use crate::protocol::feed::{Conflict, Kind};
use crate::register::{Failure, Register};
use crate::store::hub::Keep;

/// Why something is not settled. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveRefusal {
    /// No such conflict, or settled by somebody else.
    #[error("that is settled already")]
    Settled,
    /// A field nobody chose for.
    #[error("say for each field which value shall stand: {field} is missing")]
    Missing {
        /// The field.
        field: String,
    },
    /// What it is about is not here.
    #[error("this till does not know {entity} any more: accept what stands at the hub")]
    Gone {
        /// What it is about.
        entity: String,
    },
    /// Both together make no sense.
    #[error("that would not be a valid {kind}: choose otherwise")]
    Impossible {
        /// What it is.
        kind: &'static str,
    },
}

impl Refuse for ResolveRefusal {
    fn code(&self) -> &'static str {
        match self {
            ResolveRefusal::Settled => "conflict-settled",
            ResolveRefusal::Missing { .. } => "conflict-missing",
            ResolveRefusal::Gone { .. } => "conflict-gone",
            ResolveRefusal::Impossible { .. } => "conflict-impossible",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            ResolveRefusal::Settled => Vec::new(),
            ResolveRefusal::Missing { field } => vec![("field", field.clone())],
            ResolveRefusal::Gone { entity } => vec![("entity", entity.clone())],
            ResolveRefusal::Impossible { kind } => vec![("kind", (*kind).to_owned())],
        }
    }
}

/// What somebody must be allowed to do to settle a conflict of that kind.
pub fn settles(kind: Kind) -> Permission {
    match kind {
        Kind::Product | Kind::Level => Permission::Catalogue,
        Kind::Customer | Kind::Balance | Kind::Credit => Permission::Customers,
        Kind::Person => Permission::People,
        Kind::Shop | Kind::Conflict => Permission::Settings,
    }
}

impl Register {
    /// What somebody must be allowed to do to settle that conflict.
    pub fn settles(&self, conflict: Uuid) -> Result<Permission, Failure> {
        let found = self.conflicts()?.into_iter().find(|open| open.id == conflict);
        let found = found.ok_or_else(|| Failure::refused(&ResolveRefusal::Settled))?;
        Ok(settles(found.kind))
    }

    /// Settles it, once: the local values that shall stand become an edit on top of the hub's.
    pub fn resolve(
        &mut self,
        by: PersonId,
        conflict: Uuid,
        choices: BTreeMap<String, Choice>,
    ) -> Result<(), Failure> {
        self.freshen()?;
        let open = self.conflicts()?.into_iter().find(|open| open.id == conflict);
        let open = open.ok_or_else(|| Failure::refused(&ResolveRefusal::Settled))?;
        if let Some(field) = open
            .fields
            .iter()
            .find(|field| !choices.contains_key(&field.field))
        {
            let field = field.field.clone();
            return Err(Failure::refused(&ResolveRefusal::Missing { field }));
        }
        let kept = kept(&open, &choices);
        if !kept.is_empty() {
            self.edit(by, &open, &kept)?;
        }
        let event = ConflictResolved {
            conflict,
            kind: open.kind.name().to_owned(),
            entity: open.entity.clone(),
            choices,
        };
        self.commit_one(Some(by), Event::ConflictResolved(event))?;
        let Some(mut link) = self.hub.take() else {
            return Ok(());
        };
        let noted = self.note_resolved(&mut link, conflict);
        self.hub = Some(link);
        noted
    }

    fn note_resolved(&mut self, link: &mut Link, conflict: Uuid) -> Result<(), Failure> {
        link.facts.resolved.insert(conflict);
        self.count_open(link)?;
        self.store.keep(&Keep {
            facts: Some(link.bytes()),
            ..Keep::default()
        })?;
        Ok(())
    }

    /// Writes the edit that makes the till's own values stand.
    fn edit(&mut self, by: PersonId, open: &Conflict, kept: &Fields) -> Result<(), Failure> {
        let gone = || {
            let entity = open.entity.clone();
            Failure::refused(&ResolveRefusal::Gone { entity })
        };
        let id = Uuid::try_parse(&open.entity).unwrap_or_default();
        match open.kind {
            Kind::Product => {
                let sku = Sku::new(&open.entity).map_err(|_| gone())?;
                let now = self.standing(&sku).ok_or_else(gone)?;
                let product: Product = with(fields(&*now), kept, "product")?;
                self.save_product(by, ImportRow::new(product, None))?;
            }
            Kind::Customer => {
                let now = self.customers.get(CustomerId(id)).cloned().ok_or_else(gone)?;
                let customer: Customer = with(fields(&now), kept, "customer")?;
                self.save_customer(by, &customer)?;
            }
            Kind::Person => {
                let now = self.till.person(PersonId(id)).cloned().ok_or_else(gone)?;
                let person: Person = with(fields(&now), kept, "person")?;
                self.commit_one(Some(by), Event::PersonSaved(Edited::of(person, Some(now))))?;
            }
            Kind::Shop => {
                let shop: Shop = with(fields(&self.till.shop), kept, "shop")?;
                self.change_shop(Some(by), &shop)?;
            }
            Kind::Level | Kind::Balance | Kind::Credit | Kind::Conflict => {}
        }
        Ok(())
    }
}

/// The till's own values of the fields in which they shall stand.
fn kept(open: &Conflict, choices: &BTreeMap<String, Choice>) -> Fields {
    let mine = open
        .fields
        .iter()
        .filter(|field| choices.get(&field.field) == Some(&Choice::KeepLocal));
    mine.map(|field| (field.field.clone(), field.local.clone()))
        .collect()
}

fn with<T: serde::de::DeserializeOwned>(
    mut now: Fields,
    kept: &Fields,
    kind: &'static str,
) -> Result<T, Failure> {
    for (field, value) in kept {
        if value.is_null() {
            now.remove(field);
        } else {
            now.insert(field.clone(), value.clone());
        }
    }
    serde_json::from_value(Value::Object(now))
        .map_err(|_| Failure::refused(&ResolveRefusal::Impossible { kind }))
}
