//! The form of a product: a small one for a code that nobody knows at the counter, the whole of it for the
//! shopkeeper. Must never sell what was not saved, nor write a new product over one that is there.

mod form;

use ratatui::layout::{Position, Rect};

use crate::domain::document::Good;
use crate::domain::permission::Permission;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::form::Form;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use form::{Place, Wrong};

/// What becomes of it once it is kept.
#[derive(Debug)]
enum Then {
    /// It goes on the ticket.
    Sell,
    /// It is shown.
    Show,
    /// It was there before; this is how.
    Changed(Box<Product>),
}

/// What was typed and chosen so far.
#[derive(Debug)]
pub struct State {
    then: Then,
    places: Vec<Place>,
    form: Form,
    asked: Option<u64>,
}

/// The small form, with a code.
pub fn open(code: &str, counter: &mut Counter) -> State {
    let mut state = with(Then::Sell, form::SMALL.to_vec(), counter);
    if !code.trim().is_empty() {
        if let Some(field) = state.form.field() {
            field.insert(code.trim());
        }
        state.form.go(1);
    }
    state.hint();
    state
}

/// The whole form: of that product, or of a new one.
pub fn edit(sku: Option<&Sku>, counter: &mut Counter) -> State {
    let goods = counter.catalogue.clone();
    let product = sku
        .and_then(|sku| goods.by_sku(sku.as_str()))
        .map(|row| goods.get(row).to_product());
    match product {
        Some(product) => {
            let places = form::of(&product);
            with(Then::Changed(Box::new(product)), places, counter)
        }
        None => with(Then::Show, form::WHOLE.to_vec(), counter),
    }
}

fn with(then: Then, places: Vec<Place>, counter: &mut Counter) -> State {
    let product = match &then {
        Then::Changed(product) => Some(&**product),
        _ => None,
    };
    State {
        form: form::build(&places, product, counter),
        then,
        places,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::NewProduct;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Save => self.save(counter),
            Command::Confirm if self.another_code(counter) => {}
            Command::Confirm if !self.form.is_last() && !self.stands(counter) => {}
            _ if self.walked(command, counter) => {}
            Command::Confirm => self.save(counter),
            _ => return None,
        }
        self.hint();
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.asked.is_none() {
            self.form.key(key);
            self.hint();
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        let Answer::ProductSaved(product, _) = answer else {
            return None;
        };
        if matches!(self.then, Then::Sell) {
            return Some(sell(product, counter));
        }
        let values = [("name", product.name.as_str().into())];
        let told = counter.look.words.format("product-saved", &values);
        counter.say(Role::Good, told);
        Some(Go::ProductKept(product.sku.clone()))
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.form.field()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match self.places.get(self.form.at()) {
            Some(Place::Code) => OnScan::Text,
            _ => OnScan::Refuse("scan-form"),
        }
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let rows = u16::try_from(self.places.len()).unwrap_or(u16::MAX);
        let title = match self.then {
            Then::Changed(_) => "product-edit-title",
            _ => "new-product-title",
        };
        let title = paper.look().words.text(title);
        let inside = paper.dialog(area, 60, rows.saturating_add(2), &title);
        self.form.view(paper, inside)
    }
}

impl State {
    /// Enter behind a code of a product that is there makes room for one more.
    fn another_code(&mut self, counter: &Counter) -> bool {
        let typed = !self.form.text(self.form.at()).is_empty();
        let codes = matches!(self.then, Then::Changed(_)) && typed && self.form.is_last();
        if codes {
            self.places.push(Place::Code);
            let label = counter.look.words.text("product-another-code");
            self.form = std::mem::take(&mut self.form).typed(label, Place::Code.limit(), "");
            self.form.go(self.places.len() - 1);
        }
        codes
    }

    /// An empty SKU will be the code.
    fn hint(&mut self) {
        let (code, sku) = (self.at(Place::Code), self.at(Place::Sku));
        if let (Some(code), Some(sku)) = (code, sku) {
            let hint = self.form.text(code).to_owned();
            self.form.hint(sku, hint);
        }
    }

    fn at(&self, place: Place) -> Option<usize> {
        self.places.iter().position(|own| *own == place)
    }

    /// Goes to another line. An arrow leaves the line whatever stands there, and it is told all the same.
    fn walked(&mut self, command: Command, counter: &mut Counter) -> bool {
        let left = self.form.at();
        let known = self.form.command(command);
        if self.form.at() != left
            && let Err((_, wrong)) = form::check(self, left)
        {
            told(wrong, counter);
        }
        known
    }

    /// Whether what was typed on the line can stand; if not it is told why.
    fn stands(&self, counter: &mut Counter) -> bool {
        let checked = form::check(self, self.form.at());
        checked.map_err(|(_, wrong)| told(wrong, counter)).is_ok()
    }

    fn save(&mut self, counter: &mut Counter) {
        match form::read(self, counter) {
            Ok(row) => {
                let row = Box::new(row);
                let approval = counter.take_approval(Permission::Catalogue);
                self.asked = Some(counter.ask(Job::SaveProduct { row, approval }));
            }
            Err((line, wrong)) => {
                self.form.go(line);
                told(wrong, counter);
            }
        }
    }
}

/// Tells why a line is not taken.
fn told(wrong: Wrong, counter: &mut Counter) {
    match wrong {
        Wrong::Said(said) => counter.refuse(&said),
        Wrong::Message(key) => {
            let told = counter.look.words.text(key).into_owned();
            counter.say(Role::Bad, told);
            counter.bell();
        }
    }
}

/// Puts a product that was just saved on the ticket.
fn sell(product: &Product, counter: &mut Counter) -> Go {
    match counter.add(Good::of(product, Quantity::ONE, None)) {
        Ok(()) => {
            let values = [("name", product.name.as_str().into())];
            let told = counter.look.words.format("new-product-saved", &values);
            counter.say(Role::Good, told);
        }
        Err(refusal) => counter.refuse(&Said::from(&refusal)),
    }
    Go::Sale { typed: String::new() }
}
