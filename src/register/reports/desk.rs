//! The thread that reports beside the sales: one question at a time, the last one asked. Must never write to
//! the store, nor make the register wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::domain::product::Sku;
use crate::domain::refusal::Refuse;
use crate::register::reply::{Answer, Said};
use crate::register::stock_jobs::StockAnswer;

use super::documents::{Documents, Which};
use super::{Query, Report, Source, Stop, file};

/// Between two words about how far a report is.
const PACE: Duration = Duration::from_millis(100);

/// What is asked of the thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A report.
    Report(Query),
    /// A list of documents.
    Documents(Which),
    /// Rows of a list, counted from the newest.
    Rows(ListRows),
    /// A closing by its number.
    Closing(u64),
    /// Every level there is.
    Levels,
    /// The life of a product.
    Story(Sku),
    /// What the goods are worth.
    Worth,
    /// What happened from one business day to another.
    Trail(Date, Date),
    /// A report as a file of that name.
    Save(Arc<Report>, String),
}

/// Rows of a list that was made before.
#[derive(Debug, Clone)]
pub struct ListRows {
    /// The list.
    pub of: Documents,
    /// The first row wanted.
    pub first: usize,
    /// How many.
    pub count: usize,
}

impl PartialEq for ListRows {
    fn eq(&self, other: &ListRows) -> bool {
        (&self.of.which, self.first, self.count) == (&other.of.which, other.first, other.count)
    }
}

impl Eq for ListRows {}

/// Why a report is not there.
#[derive(Debug, thiserror::Error)]
enum ReportRefusal {
    /// Something behind it cannot be read.
    #[error("the report cannot be read ({why}): run `tendero audit verify`")]
    Unreadable {
        /// As the floor below says.
        why: String,
    },
}

impl Refuse for ReportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "report-unreadable",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreadable { why } => vec![("why", why.clone())],
        }
    }
}

/// One question with the snapshot that it is answered from.
struct Task {
    id: u64,
    ask: Ask,
    source: Source,
}

/// The other side of the thread.
pub struct ReportDesk {
    tasks: Option<Sender<Task>>,
    /// The number of the question that somebody waits for.
    wanted: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

impl ReportDesk {
    /// Starts the thread; answers come with the number of their question.
    pub fn start(answer: impl Fn(u64, Answer) + Send + 'static) -> ReportDesk {
        let (tasks, inbox) = channel();
        let wanted = Arc::new(AtomicU64::new(0));
        let wish = wanted.clone();
        let thread = std::thread::spawn(move || run(&inbox, &wish, &answer));
        ReportDesk {
            tasks: Some(tasks),
            wanted,
            thread: Some(thread),
        }
    }

    /// Asks; the question before is given up.
    pub fn ask(&self, id: u64, ask: Ask, source: Source) {
        self.wanted.store(id, Ordering::SeqCst);
        if let Some(tasks) = &self.tasks {
            // A thread that is gone has told why on its way.
            let _gone = tasks.send(Task { id, ask, source });
        }
    }

    /// Gives up what is being worked on.
    pub fn give_up(&self) {
        self.wanted.store(0, Ordering::SeqCst);
    }
}

impl Drop for ReportDesk {
    fn drop(&mut self) {
        self.give_up();
        drop(self.tasks.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn run(inbox: &Receiver<Task>, wanted: &AtomicU64, answer: &impl Fn(u64, Answer)) {
    for task in inbox {
        let id = task.id;
        let still = || wanted.load(Ordering::SeqCst) == id;
        if !still() {
            continue;
        }
        let mut told = Instant::now();
        let mut watch = |done, all| {
            if told.elapsed() >= PACE {
                told = Instant::now();
                answer(id, Answer::Progress(done, all));
            }
            still()
        };
        if let Some(said) = answer_to(task.ask, task.source, &mut watch) {
            answer(id, said);
        }
    }
}

/// What is answered to a question; none where nobody waits any more.
pub fn answer_to(ask: Ask, source: Source, watch: super::Watch<'_>) -> Option<Answer> {
    match work(ask, source, watch) {
        Ok(said) => Some(said),
        Err(Stop::Cancelled) => None,
        Err(Stop::Fault(fault)) => {
            let why = fault.to_string();
            Some(Answer::Refused(Said::from(&ReportRefusal::Unreadable { why })))
        }
    }
}

fn work(ask: Ask, source: Source, watch: super::Watch<'_>) -> Result<Answer, Stop> {
    Ok(match ask {
        Ask::Report(query) => Answer::Report(Arc::new(source.report(query, watch)?)),
        Ask::Documents(which) => Answer::Documents(source.documents(which, watch)?),
        Ask::Rows(wanted) => {
            let rows = source.rows(&wanted.of, wanted.first..wanted.first + wanted.count)?;
            Answer::DocumentRows(wanted.first, rows)
        }
        Ask::Levels => stock(StockAnswer::Levels(Arc::new(source.levels()?))),
        Ask::Story(sku) => stock(StockAnswer::Story(Arc::new(source.story(&sku, watch)?))),
        Ask::Worth => stock(StockAnswer::Worth(Arc::new(source.worth()?))),
        Ask::Closing(number) => Answer::Zed(source.closing(number)?.map(Box::new)),
        Ask::Trail(from, to) => Answer::Trail(Arc::new(source.trail((from, to), watch)?)),
        Ask::Save(report, name) => {
            // The store is not needed: let it go before the disk is waited for.
            drop(source);
            match file::write(&report.table, &name) {
                Ok(path) => Answer::Saved(path),
                Err(refusal) => Answer::Refused(Said::from(&refusal)),
            }
        }
    })
}

fn stock(answer: StockAnswer) -> Answer {
    Answer::Stock(Box::new(answer))
}
