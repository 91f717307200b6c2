//! The truth: an append-only list of sealed, chained entries on disk. Must never interpret a payload.
