//! Who gives a command and who allows it, as the command line says: by the shop's table of roles, as at the
//! till. Must never take a person's word for a right they do not have.

use clap::Args;

use super::error::Failure;
use super::figures::name;
use super::open;
use crate::domain::permission::{Permission, PermissionRefusal};
use crate::domain::staff::PersonId;
use crate::register::Register;

/// Who does it: whoever opened the register where nobody is said.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// Who does it; whoever opened the register when absent
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    #[command(flatten)]
    leave: Leave,
}

/// Who allows it.
#[derive(Debug, Args)]
pub(super) struct Leave {
    /// Who allows it, where that person may not do it alone
    #[arg(long, value_name = "NAME")]
    approved_by: Option<String>,
}

impl Who {
    /// Who does it, and who allowed it where they may not alone.
    pub(super) fn find(
        &self,
        register: &Register,
        permission: Permission,
    ) -> Result<(PersonId, Option<PersonId>), Failure> {
        let by = open::person(register, self.user.as_deref())?;
        Ok((by, self.leave.of(register, by, permission)?))
    }

    /// Who was said to allow it, needed or not.
    pub(super) fn allows(&self, register: &Register) -> Result<Option<PersonId>, Failure> {
        self.leave.given(register)
    }

    /// Who does what has no place for who allowed it: that is an entry of its own.
    pub(super) fn noted(
        &self,
        register: &mut Register,
        permission: Permission,
        what: &str,
    ) -> Result<PersonId, Failure> {
        let by = open::person(register, self.user.as_deref())?;
        self.leave.noted(register, by, (permission, what))?;
        Ok(by)
    }
}

impl Leave {
    /// Who allowed it to `by`; nobody where their own role does.
    pub(super) fn of(
        &self,
        register: &Register,
        by: PersonId,
        permission: Permission,
    ) -> Result<Option<PersonId>, Failure> {
        let allows = self.given(register)?;
        let till = register.till();
        let refused = |refusal| Err(Failure::from(crate::register::Failure::refused(&refusal)));
        match allows {
            _ if till.may(by, permission) => Ok(None),
            Some(id) if till.may(id, permission) => Ok(Some(id)),
            Some(id) => refused(PermissionRefusal::NotTheirs { name: name(till, id) }),
            None => refused(PermissionRefusal::NeedsApproval { permission }),
        }
    }

    /// Who was said to allow it, needed or not.
    fn given(&self, register: &Register) -> Result<Option<PersonId>, Failure> {
        let named = self.approved_by.as_deref();
        Ok(named.map(|name| register.person_named(name)).transpose()?)
    }

    /// The same for what has no place for who allowed it: that is an entry of its own.
    pub(super) fn noted(
        &self,
        register: &mut Register,
        by: PersonId,
        (permission, what): (Permission, &str),
    ) -> Result<(), Failure> {
        if let Some(allowed_by) = self.of(register, by, permission)? {
            register.allow_by_word(by, allowed_by, permission, what)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "who/tests.rs"]
mod tests;
