//! What one machine says about its line to the hub. Must never hold a token: those are sealed in the store.

use std::path::PathBuf;

use serde::Deserialize;

/// `[sync]` of the config.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a [sync] section")]
pub struct Line {
    /// Where the hub is, instead of where it was at the enrolment; empty for there.
    pub url: String,
    /// A file with the certificate (PEM) of a hub that has one of its own; empty for those that everybody
    /// trusts.
    pub certificate: PathBuf,
    /// Whether the line is paid for by what goes through it: the till looks for news every ten minutes only.
    pub metered: bool,
}
