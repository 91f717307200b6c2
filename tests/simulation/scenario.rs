//! The list of what must have happened, and how often it did. Must never count what was only tried.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What the simulation must reach, in the words of the design and in its order. What is not among them no
/// order of events brings about, or real processes show it (docs/sync-scenarios.md).
pub(crate) const SCENARIOS: [&str; 47] = [
    "request lost",
    "request cut off in the middle",
    "answer lost after commit",
    "answer cut off in the middle",
    "old answer given again",
    "crash before append",
    "crash in the middle of an append",
    "crash after append",
    "crash while syncing",
    "crash before what was heard is taken",
    "crash while what was heard is taken",
    "torn tail",
    "batch of one page",
    "batch of one page less one",
    "batch of one page and one more",
    "request doubled",
    "late duplicate",
    "late duplicate after a restart",
    "hub dies in the middle of a request",
    "process of the hub dies with the answer",
    "two processes asked about one till at once",
    "ambiguous commit",
    "40001",
    "40001 without end",
    "commits delayed among writers of one feed",
    "rows move while they are read",
    "captive portal",
    "half-open line",
    "line that comes and goes",
    "clock ten years off at a till",
    "clock ten years off at the hub",
    "herd after an outage",
    "same field on two tills",
    "different fields on two tills",
    "edit against delete",
    "two settle one conflict",
    "last one sold on several tills",
    "count while others sell",
    "bootstrap interrupted",
    "closing with sales that wait",
    "token turned with work waiting",
    "signed out with work waiting",
    "till set back",
    "till set back and written over",
    "two tills with one disk",
    "till replaced, and there again",
    "hub set back",
];

/// How often each came to pass; clones count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hits(Arc<Mutex<BTreeMap<&'static str, u64>>>);

impl Hits {
    pub(crate) fn hit(&self, scenario: &'static str) {
        debug_assert!(SCENARIOS.contains(&scenario), "{scenario} is not on the list");
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(scenario).or_default() += 1;
    }

    pub(crate) fn of(&self, scenario: &str) -> u64 {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(scenario).copied().unwrap_or(0)
    }

    /// All of them, a line each.
    pub(crate) fn told(&self) -> String {
        let lines = SCENARIOS
            .iter()
            .map(|name| format!("{:>9}  {name}\n", self.of(name)));
        lines.collect()
    }

    /// Those that never came to pass.
    pub(crate) fn missed(&self) -> Vec<&'static str> {
        SCENARIOS.into_iter().filter(|name| self.of(name) == 0).collect()
    }
}
