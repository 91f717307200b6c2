//! Cash in, out or dropped, and expenses: one form. Must never show what the drawer should hold.

use ratatui::layout::{Position, Rect};

use crate::domain::cash::CashMove;
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::domain::permission::Permission;
use crate::register::job::{CashJob, Job};
use crate::register::reply::{Answer, CashDone};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

/// Rows of the form, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Amount,
    Category,
    Words,
    Reference,
    Source,
}

/// What is typed and chosen.
#[derive(Debug)]
pub struct State {
    /// Which way; none for an expense.
    what: Option<CashMove>,
    amount: Field,
    words: Field,
    reference: Field,
    categories: Vec<String>,
    category: usize,
    from_drawer: bool,
    at: usize,
    asked: Option<u64>,
}

/// The form of a move that way; of an expense where there is none.
pub fn open(what: Option<CashMove>, counter: &Counter) -> State {
    let desk = counter.desk.as_ref();
    State {
        what,
        amount: Field::new(14),
        words: Field::new(80),
        reference: Field::new(40),
        categories: desk
            .map(|desk| desk.shop.expense_categories())
            .unwrap_or_default(),
        category: 0,
        from_drawer: true,
        at: 0,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Cash;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let last = self.places().len() - 1;
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Down => self.at = (self.at + 1).min(last),
            Command::Confirm if self.at < last && self.amount.is_empty() => self.at = 0,
            // An expense has more to say than its amount.
            Command::Confirm if self.at == 0 && (self.what.is_none() || self.words.is_empty()) => self.at = 1,
            Command::Confirm => self.confirm(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.asked.is_some() {
            return Go::Stay;
        }
        let last = self.categories.len().saturating_sub(1);
        match (self.places()[self.at], key) {
            (Place::Category, Key::Right | Key::Char(' ')) => self.category = (self.category + 1).min(last),
            (Place::Category, Key::Left) => self.category = self.category.saturating_sub(1),
            (Place::Source, Key::Right | Key::Left | Key::Char(' ')) => self.from_drawer = !self.from_drawer,
            (_, key) => {
                if let Some(field) = self.field() {
                    field.key(key);
                }
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        let amount = match answer {
            Answer::Cash(CashDone::Moved(moved)) => moved.amount,
            Answer::Cash(CashDone::Spent(paid)) => paid.amount,
            _ => return None,
        };
        let what = counter.look.words.text(self.title()).into_owned();
        let values = [
            ("what", what.into()),
            ("amount", counter.look.money(amount).into()),
        ];
        let told = counter.look.words.format("cash-done", &values);
        counter.say(Role::Good, told);
        Some(Go::Back)
    }

    fn field(&mut self) -> Option<&mut Field> {
        match self.places()[self.at] {
            Place::Amount => Some(&mut self.amount),
            Place::Words => Some(&mut self.words),
            Place::Reference => Some(&mut self.reference),
            Place::Category | Place::Source => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-form")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let places = self.places();
        let rows = u16::try_from(places.len()).unwrap_or(5);
        let inside = paper.dialog(area, 60, rows + 3, &words.text(self.title()));
        let labels: Vec<_> = places
            .iter()
            .map(|place| words.text(self.label(*place)))
            .collect();
        let column = inside.x + labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        let room = inside.right().saturating_sub(column);
        let mut cursor = None;
        for ((at, place), y) in places.iter().enumerate().zip(inside.y..inside.bottom()) {
            let chosen = at == self.at;
            let role = if chosen { Role::Strong } else { Role::Text };
            paper.text(inside.x, y, column - inside.x, &labels[at], role);
            let field = match place {
                Place::Amount => &self.amount,
                Place::Words => &self.words,
                Place::Reference => &self.reference,
                Place::Category | Place::Source => {
                    let text = match place {
                        Place::Category => self.categories.get(self.category).cloned().unwrap_or_default(),
                        _ if self.from_drawer => words.text("expense-from-drawer").into_owned(),
                        _ => words.text("expense-otherwise").into_owned(),
                    };
                    let text = if chosen { format!("< {text} >") } else { text };
                    let role = if chosen { Role::Selected } else { Role::Text };
                    paper.text(column, y, room, &text, role);
                    continue;
                }
            };
            let width = room.saturating_sub(1);
            let typed = field.view(paper, Rect::new(column, y, width, 1));
            cursor = cursor.or(chosen.then_some(typed));
        }
        cursor
    }
}

impl State {
    fn places(&self) -> &'static [Place] {
        match self.what {
            Some(_) => &[Place::Amount, Place::Words],
            None => &[
                Place::Amount,
                Place::Category,
                Place::Words,
                Place::Reference,
                Place::Source,
            ],
        }
    }

    fn title(&self) -> &'static str {
        self.what.map_or("cmd-expense", crate::devices::zed::move_key)
    }

    fn label(&self, place: Place) -> &'static str {
        match place {
            Place::Amount => "cash-amount",
            Place::Category => "expense-category",
            Place::Words if self.what.is_some() => "cash-reason",
            Place::Words => "expense-note",
            Place::Reference => "expense-reference",
            Place::Source => "expense-source",
        }
    }

    fn confirm(&mut self, counter: &mut Counter) {
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        let currency = currency.expect("cash moves in a shop");
        let amount = match typing::money(self.amount.text(), currency) {
            Ok(amount) => amount,
            Err(said) => {
                self.at = 0;
                return counter.refuse(&said);
            }
        };
        let (permission, job) = match self.what {
            Some(what) => {
                let reason = self.words.text().to_owned();
                (
                    Permission::CashMove,
                    CashJob::Move(MoveCommand { what, amount, reason }),
                )
            }
            None => {
                let command = ExpenseCommand {
                    category: self.categories.get(self.category).cloned().unwrap_or_default(),
                    amount,
                    note: self.words.text().to_owned(),
                    reference: self.reference.text().to_owned(),
                    from_drawer: self.from_drawer,
                };
                (Permission::Expense, CashJob::Spend(command))
            }
        };
        let approval = counter.take_approval(permission);
        self.asked = Some(counter.ask(Job::Cash(job, approval)));
    }
}
