//! What a hub process counts, in the text form of Prometheus. Must never count by what a stranger can choose.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::protocol::paths;
use crate::protocol::push::{Outcome, Pushed};

/// What requests are told apart by; anything else is `other`.
const ROUTES: [&str; 10] = [
    paths::PING,
    paths::ENROL,
    paths::HELLO,
    paths::PUSH,
    paths::PULL,
    paths::LEASE,
    paths::FETCH,
    paths::CHECK_ENTRIES,
    paths::CHECK_SUMS,
    "other",
];

/// Upper ends of the buckets of durations, in milliseconds.
const BUCKETS: [u64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

#[derive(Default)]
struct Route {
    /// By hundreds of the status, 1xx to 5xx.
    statuses: [AtomicU64; 5],
    buckets: [AtomicU64; BUCKETS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

/// All counters of a process.
#[derive(Default)]
pub(super) struct Meter {
    routes: [Route; ROUTES.len()],
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    /// Connections that are open.
    pub(super) open: AtomicU64,
    /// Connections turned away because there were too many.
    pub(super) turned_away: AtomicU64,
    entries: AtomicU64,
    duplicates: AtomicU64,
    parked: AtomicU64,
    conflicts: AtomicU64,
}

/// One request, for the counters and the log.
pub(super) struct Request<'a> {
    pub(super) path: &'a str,
    pub(super) status: u16,
    pub(super) took: Duration,
    pub(super) bytes_in: u64,
    pub(super) bytes_out: u64,
}

impl Meter {
    /// Counts a request.
    pub(super) fn request(&self, request: &Request<'_>) {
        let at = ROUTES.iter().position(|route| *route == request.path);
        let route = &self.routes[at.unwrap_or(ROUTES.len() - 1)];
        let hundreds = usize::from(request.status / 100).clamp(1, 5) - 1;
        route.statuses[hundreds].fetch_add(1, Relaxed);
        let millis = u64::try_from(request.took.as_millis()).unwrap_or(u64::MAX);
        if let Some(at) = BUCKETS.iter().position(|end| millis <= *end) {
            route.buckets[at].fetch_add(1, Relaxed);
        }
        route.count.fetch_add(1, Relaxed);
        let micros = u64::try_from(request.took.as_micros()).unwrap_or(u64::MAX);
        route.micros.fetch_add(micros, Relaxed);
        self.bytes_in.fetch_add(request.bytes_in, Relaxed);
        self.bytes_out.fetch_add(request.bytes_out, Relaxed);
    }

    /// Counts what came of a batch.
    pub(super) fn batch(&self, sent: u64, pushed: &Pushed) {
        self.entries.fetch_add(sent, Relaxed);
        for note in &pushed.notes {
            let counter = match note.outcome {
                Outcome::Duplicate => &self.duplicates,
                Outcome::Parked => &self.parked,
                Outcome::Conflict => &self.conflicts,
            };
            counter.fetch_add(1, Relaxed);
        }
    }

    /// Everything, as Prometheus reads it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        out.push_str("# TYPE tendero_hub_requests_total counter\n");
        for (name, route) in ROUTES.iter().zip(&self.routes) {
            for (at, count) in route.statuses.iter().enumerate() {
                let (count, status) = (count.load(Relaxed), at + 1);
                if count > 0 {
                    line(
                        &mut out,
                        format_args!(
                            "tendero_hub_requests_total{{path=\"{name}\",status=\"{status}xx\"}} {count}"
                        ),
                    );
                }
            }
        }
        out.push_str("# TYPE tendero_hub_request_duration_seconds histogram\n");
        for (name, route) in ROUTES.iter().zip(&self.routes) {
            if route.count.load(Relaxed) > 0 {
                durations(&mut out, name, route);
            }
        }
        let counters = [
            ("tendero_hub_received_bytes_total", "counter", &self.bytes_in),
            ("tendero_hub_sent_bytes_total", "counter", &self.bytes_out),
            ("tendero_hub_entries_total", "counter", &self.entries),
            ("tendero_hub_duplicates_total", "counter", &self.duplicates),
            ("tendero_hub_parked_total", "counter", &self.parked),
            ("tendero_hub_conflicts_total", "counter", &self.conflicts),
            ("tendero_hub_connections", "gauge", &self.open),
            ("tendero_hub_turned_away_total", "counter", &self.turned_away),
        ];
        for (name, sort, counter) in counters {
            let count = counter.load(Relaxed);
            line(&mut out, format_args!("# TYPE {name} {sort}\n{name} {count}"));
        }
        out
    }
}

fn line(out: &mut String, what: std::fmt::Arguments<'_>) {
    writeln!(out, "{what}").expect("a string takes what is written");
}

fn durations(out: &mut String, name: &str, route: &Route) {
    let mut sum = 0;
    for (end, count) in BUCKETS.iter().zip(&route.buckets) {
        sum += count.load(Relaxed);
        let le = format!("{}.{:03}", end / 1_000, end % 1_000);
        line(
            out,
            format_args!("tendero_hub_request_duration_seconds_bucket{{path=\"{name}\",le=\"{le}\"}} {sum}"),
        );
    }
    let (count, micros) = (route.count.load(Relaxed), route.micros.load(Relaxed));
    line(
        out,
        format_args!(
            "tendero_hub_request_duration_seconds_bucket{{path=\"{name}\",le=\"+Inf\"}} {count}\n\
             tendero_hub_request_duration_seconds_sum{{path=\"{name}\"}} {}.{:06}\n\
             tendero_hub_request_duration_seconds_count{{path=\"{name}\"}} {count}",
            micros / 1_000_000,
            micros % 1_000_000
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_cannot_invent_rows() {
        let meter = Meter::default();
        for path in [paths::PUSH, "/v1/\"evil", "/x"] {
            meter.request(&Request {
                path,
                status: 404,
                took: Duration::from_millis(3),
                bytes_in: 1,
                bytes_out: 2,
            });
        }
        let text = meter.text();
        assert!(
            text.contains("tendero_hub_requests_total{path=\"other\",status=\"4xx\"} 2"),
            "{text}"
        );
        assert!(text.contains("{path=\"/v1/push\",le=\"0.005\"} 1"), "{text}");
        assert!(!text.contains("evil"));
    }
}
