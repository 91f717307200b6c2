//! The ticket. Must never sell what it is not sure of, nor give a ticket up without being asked twice.

mod lines;
mod search;
mod show;
mod typed;

use ratatui::layout::{Position, Rect};

use crate::domain::lookup;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::lang::Value;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use search::Popup;
use typed::Typed;

/// The scan field, the search over the lines, and what is chosen.
#[derive(Debug)]
pub struct State {
    field: Field,
    /// The line chosen by the arrows; the last one counts where none is.
    chosen: Option<usize>,
    popup: Option<Popup>,
    /// Whether digits search too.
    digits: bool,
    /// The code that nobody knew, until something else is typed.
    unknown: Option<String>,
    /// The question for stock levels that is not answered yet.
    asked: Option<u64>,
}

/// The sale, with this text in the field.
pub fn open(typed: &str, counter: &mut Counter) -> State {
    let mut state = State {
        field: Field::new(60).with(typed),
        chosen: None,
        popup: None,
        digits: false,
        unknown: None,
        asked: None,
    };
    state.look_up(counter);
    state
}

impl Part for State {
    const SCOPE: Scope = Scope::Sale;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::TYPED, !self.field.is_empty())
            .and(Flags::when(Flags::POPUP, self.popup.is_some()))
            .and(Flags::when(Flags::UNKNOWN, self.unknown.is_some()))
            .and(Flags::when(Flags::CHOSEN, self.chosen.is_some()))
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        use Command::{Back, Down, NewProduct, Search, Up};
        if !matches!(command, Back | Down | NewProduct | Search | Up) {
            // Whoever does something else with the ticket has done with the code that nobody knew.
            self.unknown = None;
        }
        match command {
            Command::Add => return Some(self.enter(counter)),
            Command::Pay => match counter.unpriced() {
                None => return Some(Go::Pay),
                Some(said) => counter.refuse(&said),
            },
            Command::VoidTicket => return Some(Go::AskVoid),
            Command::Park => return Some(Go::Park { then: None }),
            Command::Parked => return Some(Go::Parked),
            Command::Customer => return Some(Go::Customers),
            Command::NoCustomer => counter.name(None),
            Command::Quantity => return Some(Go::Quantity),
            Command::Discount => return Some(Go::Discount),
            Command::Price => return Some(Go::Price),
            Command::Note => return Some(Go::Note),
            Command::Favourites => return Some(self.favourites(counter)),
            Command::ToggleFavourite => self.toggle_favourite(counter),
            Command::NewProduct => {
                let code = self.unknown.take().unwrap_or_default();
                return Some(Go::NewProduct { code });
            }
            Command::Search => self.search(counter),
            Command::VoidLine => self.void_line(counter),
            Command::Up => self.step(-1, counter),
            Command::Down => self.step(1, counter),
            Command::Back => self.back(),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.field.key(key) {
            self.unknown = None;
            self.digits &= !self.field.is_empty();
            self.look_up(counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, _answer: &Answer, counter: &mut Counter) -> Option<Go> {
        (self.asked == Some(id)).then(|| {
            self.asked = None;
            self.ask_stock(counter);
            Go::Stay
        })
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        self.draw(counter, paper, area)
    }
}

impl State {
    /// The line that commands mean: the chosen one, else the last.
    pub fn chosen(&self, counter: &Counter) -> Option<usize> {
        let last = counter.ticket.lines.len().checked_sub(1)?;
        Some(self.chosen.map_or(last, |line| line.min(last)))
    }

    /// Takes a scanned code. What was being typed is given up: a scan is a product of its own.
    pub fn take_scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        let prefix = Typed::read(self.field.text()).prefix();
        self.reset();
        match prefix {
            Ok(quantity) => self.sell_code(code, quantity, counter),
            Err(said) => {
                counter.refuse(&said);
                Go::Stay
            }
        }
    }

    fn reset(&mut self) {
        self.field.clear();
        self.popup = None;
        self.digits = false;
        self.chosen = None;
        self.unknown = None;
    }

    /// One step back: from the search and what was typed, then from the chosen line.
    fn back(&mut self) {
        if self.popup.is_some() || !self.field.is_empty() || self.unknown.is_some() {
            let chosen = self.chosen;
            self.reset();
            self.chosen = chosen;
        } else {
            self.chosen = None;
        }
    }

    /// Enter on what was typed.
    fn enter(&mut self, counter: &mut Counter) -> Go {
        if self.field.is_empty() {
            let told = show::nothing_yet(counter).into_owned();
            counter.say(Role::Text, told);
            return Go::Stay;
        }
        let typed = Typed::read(self.field.text());
        let quantity = match typed.quantity() {
            Ok(quantity) => quantity,
            Err(said) => {
                counter.refuse(&said);
                return Go::Stay;
            }
        };
        let code = typed.code.to_owned();
        if code.is_empty() {
            let told = counter.look.words.text("sale-code-missing").into_owned();
            counter.say(Role::Warn, told);
            counter.bell();
            return Go::Stay;
        }
        match self.popup.as_ref().map(Popup::product) {
            Some(Some(product)) => self.sell(&product, quantity, None, counter),
            Some(None) => {
                self.nothing_found(&code, counter);
                Go::Stay
            }
            None => self.sell_code(&code, quantity, counter),
        }
    }

    fn sell_code(&mut self, code: &str, quantity: Option<Quantity>, counter: &mut Counter) -> Go {
        let Some(desk) = &counter.desk else {
            return Go::Stay;
        };
        let currency = desk.shop.currency;
        let found = lookup::resolve(&counter.catalogue, &counter.patterns, currency, code);
        let Some(found) = found else {
            self.reset();
            self.say_unknown("sale-unknown-code", code, counter);
            return Go::Stay;
        };
        match typed::times(found.quantity, quantity) {
            Ok(quantity) => {
                let product = counter.catalogue.get(found.row).to_product();
                self.sell(&product, quantity, found.price, counter)
            }
            Err(said) => {
                counter.refuse(&said);
                Go::Stay
            }
        }
    }

    fn sell(
        &mut self,
        product: &Product,
        quantity: Option<Quantity>,
        price: Option<UnitPrice>,
        counter: &mut Counter,
    ) -> Go {
        let gone = counter.sell(product, quantity, price, false);
        // What was typed stays where it can be corrected.
        if gone.is_some() || !product.active {
            self.reset();
        }
        gone.unwrap_or(Go::Stay)
    }

    /// The grid; what stands before a star is how many of what is chosen there.
    fn favourites(&mut self, counter: &mut Counter) -> Go {
        match Typed::read(self.field.text()).prefix() {
            Ok(quantity) => Go::Favourites { quantity },
            Err(said) => {
                counter.refuse(&said);
                Go::Stay
            }
        }
    }

    /// Puts the product of the chosen line at hand, or takes it away.
    fn toggle_favourite(&mut self, counter: &mut Counter) {
        let line = self
            .chosen(counter)
            .and_then(|line| counter.ticket.lines.get(line));
        let Some(good) = line.map(|line| line.good.clone()) else {
            return;
        };
        counter.say_favourite(&good.sku, &good.name);
    }

    /// Letters that no product has: what was typed stays, to be corrected.
    fn nothing_found(&mut self, text: &str, counter: &mut Counter) {
        self.say_unknown("sale-unknown-name", text, counter);
    }

    fn say_unknown(&mut self, key: &str, code: &str, counter: &mut Counter) {
        let words = &counter.look.words;
        let offer = counter.look.key_of(Command::NewProduct);
        let mut told = words.format(key, &[("code", Value::from(code))]);
        if let Some(shown) = offer {
            told.push(' ');
            told.push_str(&words.format("sale-unknown-offer", &[("key", shown.to_string().into())]));
        }
        self.unknown = Some(code.to_owned());
        counter.say(Role::Warn, told);
        counter.bell();
    }

    fn void_line(&mut self, counter: &mut Counter) {
        let Some(line) = self.chosen(counter) else { return };
        if let Some((good, discount_gone)) = counter.void_line(line) {
            let words = &counter.look.words;
            let mut told = words.format("sale-line-void", &[("name", Value::from(&good.name))]);
            if discount_gone {
                told.push(' ');
                told.push_str(&words.text("sale-discount-gone"));
            }
            counter.say(Role::Text, told);
        }
        self.chosen = None;
    }

    /// The key for the search: from now on digits search too.
    fn search(&mut self, counter: &mut Counter) {
        self.digits = true;
        if self.field.is_empty() {
            let told = counter.look.words.text("search-type").into_owned();
            counter.say(Role::Text, told);
        }
        self.look_up(counter);
    }

    /// The arrows move in the search while it is open, else over the lines.
    fn step(&mut self, by: isize, counter: &Counter) {
        if let Some(popup) = &mut self.popup {
            return popup.step(by);
        }
        let lines = counter.ticket.lines.len();
        self.chosen = match self.chosen {
            None if by < 0 => lines.checked_sub(1),
            None => None,
            Some(line) => match line.checked_add_signed(by) {
                None => Some(0),
                Some(next) => Some(next).filter(|next| *next < lines),
            },
        };
    }

    /// Searches for what stands in the field, where that is a search.
    fn look_up(&mut self, counter: &mut Counter) {
        let typed = Typed::read(self.field.text());
        let searches = !typed.code.is_empty() && (self.digits || typed.has_letters());
        self.popup = searches.then(|| Popup::find(typed.code, counter));
        self.ask_stock(counter);
    }

    /// Asks for the levels that are shown and not known, one question at a time.
    fn ask_stock(&mut self, counter: &mut Counter) {
        if let (None, Some(popup)) = (self.asked, &self.popup) {
            let missing = popup.unknown_levels(counter);
            if !missing.is_empty() {
                self.asked = Some(counter.ask(Job::Levels(missing)));
            }
        }
    }
}
