//! A blind count of the shelves, in parts: a product, then how many of it; what differs is shown to whoever
//! may let it stand, and only when they ask. Must never show a level before, nor take a scan for a quantity.

mod review;
mod view;

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::domain::permission::Permission;
use crate::domain::product::{LABEL_MAX, Product};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{CountLine, OpenCount, StockCounted};
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::register::stock_jobs::{StockAnswer, StockJob};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::list::{self, List};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::goods;
use review::Review;

/// What is asked for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Scope,
    Code,
    Quantity,
}

/// The open counts, the one at hand, and what is being typed.
#[derive(Debug)]
pub struct State {
    counts: Vec<OpenCount>,
    /// Which of them, or a new one.
    count: Uuid,
    scope: String,
    step: Step,
    at_hand: Option<Product>,
    field: Field,
    list: List,
    /// The part that is being kept.
    asked: Option<u64>,
    /// Whether the open counts are known.
    known: bool,
    review: Option<Review>,
}

/// The page, on the first count that is open.
pub fn open(counter: &mut Counter) -> State {
    counter.ask(Job::Stock(StockJob::OpenCounts));
    State {
        counts: Vec::new(),
        count: counter.at.id(),
        scope: String::new(),
        step: Step::Scope,
        at_hand: None,
        field: Field::new(LABEL_MAX),
        list: List::default(),
        asked: None,
        known: false,
        review: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::CountGoods;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::LINES, !self.lines().is_empty())
            .and(Flags::when(Flags::READY, self.review.is_some()))
    }

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(self.back(counter)),
            Command::Confirm => self.enter(counter),
            Command::Differences => self.ask_review(counter),
            Command::OtherCount => self.other(counter),
            Command::ApproveCount => return Some(self.end(false, counter)),
            Command::GiveUpCount => return Some(self.end(true, counter)),
            _ => {
                let page = list::page(counter.size.1, self.review.is_none());
                let lines = self.lines().len();
                let list = self
                    .review
                    .as_mut()
                    .map_or(&mut self.list, |review| &mut review.list);
                list.command(command, lines, page).then_some(())?;
            }
        }
        Some(Go::Stay)
    }

    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        match self.step {
            Step::Scope => {
                self.scope = self.field.text().trim().to_owned();
                self.take(code, counter);
            }
            Step::Code => self.take(code, counter),
            // What was scanned before was not counted: the new one takes its place.
            Step::Quantity if self.field.is_empty() => self.take(code, counter),
            Step::Quantity => {
                let told = counter.look.words.text("count-first").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.asked == Some(id) {
            self.asked = None;
        }
        let told = match answer {
            Answer::Stock(told) => &**told,
            Answer::Levels(levels) if self.review.is_some() => {
                if let Some(review) = &mut self.review {
                    review.levels(levels);
                }
                return Some(Go::Stay);
            }
            _ => return None,
        };
        match told {
            StockAnswer::OpenCounts(counts) => self.take_counts(counts),
            StockAnswer::Counted(part) => {
                self.at_hand = None;
                self.step = Step::Code;
                self.field.clear();
                self.take_part(part);
            }
            StockAnswer::Review(open, different, worth) => {
                let skus = open.lines.iter().map(|line| line.line.sku.clone());
                counter.ask(Job::Levels(skus.collect()));
                self.review = Some(Review::new(open, *different, *worth, &counter.catalogue));
            }
            StockAnswer::CountEnded(closed) => {
                let key = if closed.given_up {
                    "count-given-up"
                } else {
                    "count-approved"
                };
                let different = usize::try_from(closed.different).unwrap_or(usize::MAX);
                let told = counter.look.words.format(key, &[("count", different.into())]);
                counter.say(Role::Good, told);
                return Some(Go::Back);
            }
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.review.is_none().then_some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match (&self.review, self.asked) {
            (None, None) => OnScan::Own,
            _ => OnScan::Refuse("scan-question"),
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        match &self.review {
            Some(review) => review.view(paper, area),
            None => self.draw(counter, paper, area),
        }
    }
}

impl State {
    /// The lines of the count at hand.
    fn lines(&self) -> &[CountLine] {
        let open = self.counts.iter().find(|open| open.count == self.count);
        open.map_or(&[], |open| &open.lines)
    }

    /// What was counted of it before.
    fn before(&self) -> Option<Quantity> {
        let sku = &self.at_hand.as_ref()?.sku;
        let mut lines = self.lines().iter();
        lines
            .find(|line| line.line.sku == *sku)
            .map(|line| line.line.counted)
    }

    fn take_counts(&mut self, counts: &[OpenCount]) {
        self.counts = counts.to_vec();
        if !std::mem::replace(&mut self.known, true)
            && self.step == Step::Scope
            && let Some(first) = self.counts.first()
        {
            self.count = first.count;
            self.scope.clone_from(&first.scope);
            self.step = Step::Code;
        }
        // What was kept last is seen.
        if let Some(at) = self
            .lines()
            .iter()
            .enumerate()
            .max_by_key(|(_, line)| line.time)
            .map(|(at, _)| at)
        {
            self.list.choose(at);
        }
    }

    /// What was kept just now: only it has changed.
    fn take_part(&mut self, part: &StockCounted) {
        if !self.counts.iter().any(|open| open.count == part.count) {
            self.counts.push(OpenCount {
                count: part.count,
                ..OpenCount::default()
            });
            self.counts.sort_by_key(|open| open.count);
        }
        let mut counts = self.counts.iter_mut();
        let Some(open) = counts.find(|open| open.count == part.count) else {
            return;
        };
        open.scope.clone_from(&part.scope);
        for line in &part.lines {
            open.lines.retain(|known| known.line.sku != line.sku);
            let at = open.lines.partition_point(|known| known.line.sku < line.sku);
            let counted = CountLine {
                line: line.clone(),
                by: part.by,
                time: part.time,
            };
            open.lines.insert(at, counted);
            self.list.choose(at);
        }
    }

    /// The next open count, and after the last of them a new one.
    fn other(&mut self, counter: &Counter) {
        let at = self.counts.iter().position(|open| open.count == self.count);
        let next = at.map_or(self.counts.first(), |at| self.counts.get(at + 1));
        self.field.clear();
        self.list.reset();
        self.at_hand = None;
        match next {
            Some(open) => {
                self.count = open.count;
                self.scope.clone_from(&open.scope);
                self.step = Step::Code;
            }
            None => {
                self.count = counter.at.id();
                self.scope.clear();
                self.step = Step::Scope;
            }
        }
    }

    /// One step back; off the page from the first: what was counted is kept.
    fn back(&mut self, counter: &mut Counter) -> Go {
        if self.review.take().is_some() {
            return Go::Stay;
        }
        if !self.field.is_empty() {
            self.field.clear();
            return Go::Stay;
        }
        if self.step == Step::Quantity {
            self.at_hand = None;
            self.step = Step::Code;
            return Go::Stay;
        }
        if !self.lines().is_empty() {
            let told = counter.look.words.text("count-stays").into_owned();
            counter.say(Role::Text, told);
        }
        Go::Back
    }

    fn enter(&mut self, counter: &mut Counter) {
        let text = self.field.text().trim().to_owned();
        match self.step {
            Step::Scope => {
                self.scope = text;
                self.step = Step::Code;
                self.field.clear();
            }
            Step::Code if text.is_empty() => {
                let told = counter.look.words.text("count-empty").into_owned();
                counter.say(Role::Text, told);
            }
            Step::Code => self.take(&text, counter),
            Step::Quantity => match self.quantity(&text) {
                Ok(quantity) => self.keep(quantity, counter),
                Err(said) => counter.refuse(&said),
            },
        }
    }

    /// How many were found: with a `+` before it, so many more than were counted elsewhere.
    fn quantity(&self, text: &str) -> Result<Quantity, Said> {
        let Some(more) = text.strip_prefix('+') else {
            return typing::quantity(text);
        };
        let before = self.before().unwrap_or(Quantity::ZERO);
        let both = before.checked_add(typing::quantity(more)?);
        both.map_err(|refusal| typing::refused(refusal.code(), &refusal))
    }

    /// The product of a code is at hand.
    fn take(&mut self, code: &str, counter: &mut Counter) {
        self.field.clear();
        self.at_hand = goods::find(code, counter);
        self.step = match self.at_hand {
            Some(_) => Step::Quantity,
            None => {
                let values = [("code", code.into())];
                let told = counter.look.words.format("move-unknown", &values);
                counter.say(Role::Bad, told);
                counter.bell();
                Step::Code
            }
        };
    }

    /// A part of the count is kept at once: nothing is lost with the power.
    fn keep(&mut self, quantity: Quantity, counter: &mut Counter) {
        let Some(product) = &self.at_hand else { return };
        let job = StockJob::Count {
            id: counter.at.id(),
            count: self.count,
            scope: self.scope.clone(),
            lines: vec![(product.sku.clone(), quantity)],
            // It counts for all parts.
            approval: counter.approval(Permission::Stock),
        };
        self.asked = Some(counter.ask(Job::Stock(job)));
    }

    fn ask_review(&mut self, counter: &mut Counter) {
        let job = StockJob::Review {
            count: self.count,
            approval: counter.approval(Permission::StockApprove),
        };
        counter.ask(Job::Stock(job));
    }

    /// Asks before the count ends.
    fn end(&mut self, give_up: bool, counter: &mut Counter) -> Go {
        let (different, worth) = match &self.review {
            Some(review) => (review.different, counter.look.money(review.worth)),
            None => (0, String::new()),
        };
        let different = usize::try_from(different).unwrap_or(usize::MAX);
        let question = if give_up {
            let values = [("count", self.lines().len().into())];
            counter.look.words.format("count-give-up-ask", &values)
        } else {
            let values = [("count", different.into()), ("worth", worth.into())];
            counter.look.words.format("count-approve-ask", &values)
        };
        let job = StockJob::CloseCount {
            id: counter.at.id(),
            count: self.count,
            give_up,
            approval: counter.take_approval(Permission::StockApprove),
        };
        Go::AskFirst(question, Box::new(Job::Stock(job)))
    }
}
