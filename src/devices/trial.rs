//! A page that shows whether a printer is set up as it should be, sent past the queue. Must never be sent
//! without a person's key, nor be tried for longer than that person waits.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use rust_decimal::Decimal;

use super::layout::Layout;
use super::printer::{self, Pace, Problem, Sent, Watch, Work};
use super::settings::Printer;
use crate::lang::{Sign, Words, money};

/// So long somebody looks at the screen for an answer.
const PATIENCE: Duration = Duration::from_secs(12);
/// Letters that a wrong table shows wrong.
const LETTERS: &str = "áéíóú ñ ü ç ¿¡ àèìòù âêîôû ãõ ß €";

/// The page: what was set up, a ruler as wide as the paper, letters, a figure, a square code.
pub fn layout(printer: &Printer, words: &Words) -> Layout {
    let columns = printer.columns.count();
    let ruler: String = "1234567890".chars().cycle().take(columns).collect();
    let mut paper = Layout::default();
    paper.title(words.text("trial-title"));
    paper.centre(words.format("trial-columns", &[("columns", columns.into())]));
    paper.rule();
    paper.left(ruler);
    paper.left(LETTERS);
    paper.total(
        words.text("sale-total"),
        money(words.lang(), Decimal::new(123_456, 2), "EUR", Sign::None),
    );
    paper.rule();
    paper.centre(words.text("trial-about"));
    paper.square("TENDERO");
    paper
}

/// Sends a paper to that printer in a thread of its own, and tells once what came of it.
pub fn send(printer: Printer, paper: Layout, told: impl FnOnce(Result<Sent, Problem>) + Send + 'static) {
    std::thread::spawn(move || {
        let watch = Patient {
            until: Instant::now() + PATIENCE,
            waits_for: Mutex::new(None),
        };
        let sent = printer::send(&printer, Pace::default(), &Work::Paper(paper), &watch);
        let last = watch.waits_for.lock().ok().and_then(|mut last| last.take());
        told(sent.map_err(|failed| last.unwrap_or(failed.problem)));
    });
}

/// Somebody who waits for a while.
struct Patient {
    until: Instant,
    waits_for: Mutex<Option<Problem>>,
}

impl Watch for Patient {
    fn ends(&self) -> bool {
        Instant::now() >= self.until
    }

    fn begins(&self) {}

    fn waits(&self, problem: Option<Problem>) {
        if let Ok(mut last) = self.waits_for.lock() {
            *last = problem;
        }
    }
}
