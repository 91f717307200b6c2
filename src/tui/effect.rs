//! What the model asks of the world, as data. Must never be done anywhere but in the runtime.

use std::sync::Arc;

use crate::domain::catalogue::Catalogue;
use crate::register::job::Request;

/// One thing to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Give this to the register.
    Ask(Request),
    /// Sound the bell.
    Bell,
    /// Build the search index of this catalogue, away from the screen.
    Index(Arc<Catalogue>),
    /// End the program; what is open stays as a draft.
    Quit,
}
