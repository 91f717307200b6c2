//! The fold of the journal: what must be looked up quickly. Must never be the only copy of anything.
