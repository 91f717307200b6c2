//! How the fold gets at the parts of an import, which only the journal holds. Must never keep one.

use super::StoreError;
use crate::domain::event::{ImportCommitted, ImportPart};

/// Takes the parts of an import, one by one.
pub type ShowPart<'a> = dyn FnMut(&ImportPart) -> Result<(), StoreError> + 'a;

/// Reads the parts of a committed import from the journal and shows them one by one, in order. A failure to
/// read is [`StoreError::Parts`]; a failure of the function given is passed on.
pub type Parts<'a> = dyn FnMut(&ImportCommitted, &mut ShowPart<'_>) -> Result<(), StoreError> + 'a;
