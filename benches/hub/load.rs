//! The load: every till on a thread of its own, which only sends and waits. Must never send faster than it is
//! answered, nor leave out of a steady load what came late.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use crate::database::Database;
use crate::kernel;
use crate::process::Hub;
use crate::tills::{Request, Till};

/// The tills, and whom to watch.
pub struct Load {
    tills: Vec<Till>,
    hubs: Vec<u32>,
    database: Option<u32>,
    time: Duration,
}

/// What a run came to.
pub struct Measured {
    entries: usize,
    took: Duration,
    answers: Vec<Duration>,
    /// Percent of all processors that hubs, database and load had.
    pub shares: [f64; 3],
}

impl Measured {
    pub fn rate(&self) -> f64 {
        self.entries as f64 / self.took.as_secs_f64()
    }

    /// That many of a hundred answers took no longer.
    pub fn centile(&self, centile: usize) -> Duration {
        self.answers[(self.answers.len() - 1) * centile / 100]
    }
}

impl Load {
    /// So many tills over so many shops, each known to the hub.
    pub fn of(
        hub: &Hub,
        database: Option<&Database>,
        (tills, shops): (usize, usize),
        time: Duration,
    ) -> Load {
        let name = |till: usize| format!("Shop {} of {shops}", till % shops);
        let tills = (0..tills)
            .map(|at| Till::of(hub, &hub.code(&name(at)), at as u64 + 1, at < shops))
            .collect();
        Load {
            tills,
            hubs: vec![hub.pid()],
            database: database.map(Database::pid),
            time,
        }
    }

    /// From now on at these processes, in turn.
    pub fn over(&mut self, hubs: &[&Hub]) {
        self.hubs = hubs.iter().map(|hub| hub.pid()).collect();
        for (till, hub) in self.tills.iter_mut().zip(hubs.iter().cycle()) {
            till.at(hub.address);
        }
    }

    /// Everybody pushes batches of so many sales, the next as soon as the last is answered.
    pub fn saturate(&mut self, each: usize) -> Measured {
        // More than any hub of two cores takes in that time; the run ends when a till has no more.
        let requests = (self.time.as_secs() as usize * 8_000 / each.max(4) / self.tills.len()).max(4);
        let made: Vec<_> = self.made(requests, each);
        let end = self.time;
        self.run(each, made, |sent, begun, _| {
            (begun.elapsed() < end || sent == 0).then_some(Instant::now())
        })
    }

    /// Single sales at that rate in all, each at its moment; what waits for an earlier answer counts from its
    /// own moment all the same.
    pub fn steady(&mut self, rate: f64) -> Measured {
        let (tills, end) = (self.tills.len(), self.time);
        let requests = (self.time.as_secs_f64() * rate / tills as f64) as usize;
        let made = self.made(requests.max(1), 1);
        self.run(1, made, move |sent, begun, till| {
            let due = Duration::from_secs_f64((sent * tills + till) as f64 / rate);
            let moment = begun + due;
            std::thread::sleep(moment.saturating_duration_since(Instant::now()));
            (due < end).then_some(moment)
        })
    }

    fn made(&mut self, requests: usize, each: usize) -> Vec<Vec<Request>> {
        self.tills
            .iter_mut()
            .map(|till| till.sales(requests, each))
            .collect()
    }

    /// Sends each till's requests; `next` waits for the moment of the next and says from when it counts, or
    /// that the time is over.
    fn run(
        &mut self,
        each: usize,
        made: Vec<Vec<Request>>,
        next: impl Fn(usize, Instant, usize) -> Option<Instant> + Sync,
    ) -> Measured {
        let start = Barrier::new(self.tills.len() + 1);
        let (answers, took, shares) = std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .tills
                .iter()
                .zip(&made)
                .enumerate()
                .map(|(at, (till, requests))| {
                    let (start, next) = (&start, &next);
                    scope.spawn(move || {
                        let mut stream = till.stream();
                        start.wait();
                        let begun = Instant::now();
                        let mut answers = Vec::with_capacity(requests.len());
                        while let Some(request) = requests.get(answers.len()) {
                            let Some(from) = next(answers.len(), begun, at) else {
                                break;
                            };
                            stream.ask(request);
                            answers.push(from.elapsed());
                        }
                        answers
                    })
                })
                .collect();
            let before = self.spent();
            start.wait();
            let begun = Instant::now();
            let answers: Vec<Vec<Duration>> = threads
                .into_iter()
                .map(|thread| thread.join().expect("no till fails"))
                .collect();
            let took = begun.elapsed();
            let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as f64;
            let after = self.spent();
            let share = |at: usize| (after[at] - before[at]) / took.as_secs_f64() / cores * 100.0;
            (answers, took, [share(0), share(1), share(2)])
        });
        for ((till, requests), sent) in self.tills.iter_mut().zip(&made).zip(&answers) {
            requests
                .get(sent.len())
                .into_iter()
                .for_each(|unsent| till.forget(unsent));
        }
        let mut all: Vec<Duration> = answers.into_iter().flatten().collect();
        all.sort_unstable();
        Measured {
            entries: all.len() * each,
            took,
            answers: all,
            shares,
        }
    }

    fn spent(&self) -> [f64; 3] {
        let hubs = self.hubs.iter().map(|pid| kernel::seconds(*pid)).sum();
        let database = self.database.map_or(0.0, kernel::seconds_with_children);
        [hubs, database, kernel::seconds(std::process::id())]
    }
}
