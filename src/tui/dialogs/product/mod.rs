//! One product: what it is, what it costs, how much of it there is, and its life, of which a movement can be
//! taken back. Must never take one back unasked, nor show a cost to whoever may not keep the stock.

mod view;

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use crate::domain::import_rows::ImportRow;
use crate::domain::permission::Permission;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::stock::Reason;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::desk::Ask;
use crate::register::reports::story::{Cause, Step, Story};
use crate::register::stock_jobs::{StockAnswer, StockJob};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::{Go, Goods as What};
use crate::tui::key::Key;
use crate::tui::list::List;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Which product, and what is known of it.
#[derive(Debug)]
pub struct State {
    sku: Sku,
    story: Option<Arc<Story>>,
    /// Whether its prices are listed, not its movements.
    prices: bool,
    list: List,
    asked: Option<u64>,
    /// Whether something has changed since the story was told.
    old: bool,
}

/// Its page.
pub fn open(sku: Sku, counter: &mut Counter) -> State {
    let mut state = State {
        sku,
        story: None,
        prices: false,
        list: List::default(),
        asked: None,
        old: true,
    };
    state.freshen(counter);
    state
}

impl Part for State {
    const SCOPE: Scope = Scope::Product;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::CHOSEN.and(Flags::when(Flags::READY, self.undoable().is_some()))
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let goods = |what| Go::MoveGoods(what, Some(self.sku.clone()));
        match command {
            Command::Back => return Some(Go::Back),
            Command::EditProduct => return Some(Go::EditProduct(Some(self.sku.clone()))),
            Command::Receive => return Some(goods(What::Received)),
            Command::Adjust => return Some(goods(What::Adjusted)),
            Command::GoodsOut => return Some(goods(What::WrittenOff)),
            Command::UndoMove => return Some(self.undo(counter)),
            Command::Labels => {
                let goods = counter.catalogue.clone();
                let row = goods.by_sku(self.sku.as_str())?;
                return Some(super::labels::print(std::iter::once(goods.get(row)), 1, counter));
            }
            Command::PriceHistory => {
                self.prices = !self.prices;
                self.list.reset();
            }
            Command::RetireProduct => self.retire(counter),
            Command::ToggleFavourite => {
                let product = self.product(counter)?;
                counter.say_favourite(&product.sku, &product.name);
            }
            _ => {
                let page = view::page(counter);
                self.list.command(command, self.rows(), page).then_some(())?;
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        self.list.key(key, self.rows(), view::page(counter));
        Go::Stay
    }

    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        match super::goods::find(code, counter) {
            Some(product) => *self = open(product.sku, counter),
            None => {
                let values = [("code", code.into())];
                let told = counter.look.words.format("move-unknown", &values);
                counter.say(Role::Bad, told);
                counter.bell();
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Stock(told) => match &**told {
                StockAnswer::Story(story) if self.asked == Some(id) => {
                    self.asked = None;
                    self.story = Some(story.clone());
                }
                StockAnswer::Moved(moved, _) if matches!(moved.reason, Reason::Reversed { .. }) => {
                    counter.stock.remove(&self.sku);
                    let told = counter.look.words.text("product-undone").into_owned();
                    counter.say(Role::Good, told);
                }
                _ => return None,
            },
            Answer::ProductSaved(product, _) if self.asked == Some(id) => {
                self.asked = None;
                let key = if product.active {
                    "product-sold-again"
                } else {
                    "product-retired"
                };
                let values = [("name", product.name.as_str().into())];
                let told = counter.look.words.format(key, &values);
                counter.say(Role::Good, told);
            }
            Answer::Progress(..) if self.asked == Some(id) => {}
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Own
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        self.draw(counter, paper, area)
    }
}

impl State {
    /// Something has changed.
    pub fn age(&mut self) {
        self.old = true;
    }

    /// Asks for the story again where it is old.
    pub fn freshen(&mut self, counter: &mut Counter) {
        if std::mem::take(&mut self.old) {
            self.asked = Some(counter.ask(Job::Report(Ask::Story(self.sku.clone()))));
            // The story may take its time; how much there is does not.
            counter.ask(Job::Levels(vec![self.sku.clone()]));
        }
    }

    fn product(&self, counter: &Counter) -> Option<Product> {
        let row = counter.catalogue.by_sku(self.sku.as_str())?;
        Some(counter.catalogue.get(row).to_product())
    }

    /// How much there is; none while nobody has said it.
    fn level(&self, counter: &Counter) -> Option<Option<Quantity>> {
        let told = self.story.as_ref().map(|story| story.level);
        counter.stock.get(&self.sku).copied().or(told)
    }

    fn rows(&self) -> usize {
        self.story.as_ref().map_or(0, |story| match self.prices {
            true => story.prices.len(),
            false => story.moves.len(),
        })
    }

    /// The chosen movement, where it can be taken back.
    fn undoable(&self) -> Option<&Step> {
        let story = self.story.as_ref().filter(|_| !self.prices)?;
        let step = story.moves.get(self.list.chosen(story.moves.len())?)?;
        match &step.cause {
            Cause::Moved { reason, undone, .. } => {
                (!undone && !matches!(reason, Reason::Reversed { .. })).then_some(step)
            }
            _ => None,
        }
    }

    fn undo(&mut self, counter: &mut Counter) -> Go {
        let Some(step) = self.undoable() else {
            let told = counter.look.words.text("product-no-undo").into_owned();
            counter.say(Role::Warn, told);
            counter.bell();
            return Go::Stay;
        };
        let Cause::Moved { id, products, .. } = &step.cause else {
            return Go::Stay;
        };
        let values = [
            ("what", view::cause(step, &counter.look.words).into()),
            ("count", (*products).into()),
        ];
        let question = counter.look.words.format("product-undo-ask", &values);
        let reason = Reason::Reversed { of: *id };
        let job = StockJob::Move {
            id: counter.at.id(),
            reason,
            lines: Vec::new(),
            approval: counter.take_approval(Permission::Stock),
        };
        Go::AskFirst(question, Box::new(Job::Stock(job)))
    }

    /// Sold no more, or again; the same key takes it back.
    fn retire(&mut self, counter: &mut Counter) {
        if let Some(product) = self.product(counter) {
            let product = Product {
                active: !product.active,
                ..product
            };
            let row = Box::new(ImportRow::new(product, None));
            let approval = counter.take_approval(Permission::Catalogue);
            self.asked = Some(counter.ask(Job::SaveProduct { row, approval }));
        }
    }
}
