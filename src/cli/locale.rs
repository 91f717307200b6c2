//! What the environment says, of the machine's language above all. Must never decide the shop's.

use crate::lang::Lang;

/// The language of this machine.
pub(super) fn locale() -> Lang {
    let values = NAMES.map(variable);
    Lang::of_locale(values.iter().map(Option::as_deref))
}

/// Its name as the environment has it: `es_ES.UTF-8`.
pub(super) fn name() -> Option<String> {
    NAMES.into_iter().find_map(variable)
}

/// The stronger first.
const NAMES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// A variable, where it is set.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
