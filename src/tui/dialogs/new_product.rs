//! A small form for a product that nobody knows. Must never sell what was not saved, nor write over a product
//! that is there.

mod form;

use ratatui::layout::{Position, Rect};

use crate::domain::document::Good;
use crate::domain::permission::{Approval, Permission};
use crate::domain::product::{Product, Unit};
use crate::domain::quantity::Quantity;
use crate::lang::Words;
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use form::{Place, Wrong};

/// What was typed and chosen so far.
#[derive(Debug)]
pub struct State {
    fields: [Field; Place::ALL.len()],
    taxes: usize,
    tax: usize,
    unit: usize,
    at: usize,
    asked: Option<u64>,
    /// What somebody allowed, where whoever is signed in may not.
    approval: Option<Approval>,
}

/// The form, with a code.
pub fn open(code: &str, counter: &mut Counter) -> State {
    let mut fields = Place::ALL.map(|place| Field::new(place.limit()));
    fields[Place::Code as usize].insert(code.trim());
    State {
        approval: counter.take_approval(Permission::Catalogue),
        fields,
        taxes: counter
            .desk
            .as_ref()
            .map_or(0, |desk| desk.shop.tax_classes.len()),
        tax: 0,
        unit: 0,
        at: usize::from(!code.trim().is_empty()),
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::NewProduct;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::WAITING, self.asked.is_some())
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let last = Place::ALL.len() - 1;
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Down => self.at = (self.at + 1).min(last),
            Command::Confirm if self.at < last => self.at += 1,
            Command::Confirm => self.save(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.asked.is_some() {
            return Go::Stay;
        }
        let (chosen, count) = match Place::ALL[self.at] {
            Place::Tax => (&mut self.tax, self.taxes),
            Place::Unit => (&mut self.unit, Unit::ALL.len()),
            _ => {
                self.fields[self.at].key(key);
                return Go::Stay;
            }
        };
        match key {
            Key::Right | Key::Char(' ') if *chosen + 1 < count => *chosen += 1,
            Key::Char(' ') => *chosen = 0,
            Key::Left => *chosen = chosen.saturating_sub(1),
            _ => {}
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.asked != Some(id) {
            return None;
        }
        self.asked = None;
        match answer {
            Answer::ProductSaved(product, _) => Some(sell(product, counter)),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        let typed = !matches!(Place::ALL[self.at], Place::Tax | Place::Unit);
        typed.then_some(&mut self.fields[self.at])
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match Place::ALL[self.at] {
            Place::Code => OnScan::Text,
            _ => OnScan::Refuse("scan-form"),
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let shop = &counter.desk.as_ref()?.shop;
        let words = &paper.look().words;
        let rows = u16::try_from(Place::ALL.len()).unwrap_or(0) + 2;
        let inside = paper.sheet(area, 60, rows, &words.text("new-product-title"));
        let labels = Place::ALL.map(|place| words.text(place.label()));
        let x = inside.x + labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        let mut cursor = None;
        for (at, y) in (inside.y..inside.bottom()).enumerate().take(labels.len()) {
            let here = at == self.at;
            let role = if here { Role::Strong } else { Role::Text };
            paper.text(inside.x, y, x - inside.x - 1, &labels[at], role);
            let room = inside.right().saturating_sub(x);
            let field = &self.fields[at];
            match Place::ALL[at] {
                Place::Tax => {
                    let class = shop.tax_classes.get(self.tax);
                    let told = class.map(|class| called::tax(words, class)).unwrap_or_default();
                    choice(paper, Rect::new(x, y, room, 1), &told, here);
                }
                Place::Unit => {
                    let told = unit_name(words, Unit::ALL[self.unit]);
                    choice(paper, Rect::new(x, y, room, 1), &told, here);
                }
                place => {
                    let hint = form::hint(self, place);
                    let (text, role) = match hint.filter(|_| field.is_empty()) {
                        Some(hint) => (hint, Role::Dim),
                        None => (field.text(), Role::Strong),
                    };
                    paper.text(x, y, room, text, role);
                    let column = u16::try_from(field.cursor())
                        .unwrap_or(0)
                        .min(room.saturating_sub(1));
                    cursor = cursor.or(here.then_some(Position::new(x + column, y)));
                }
            }
        }
        cursor
    }
}

impl State {
    fn save(&mut self, counter: &mut Counter) {
        match form::read(self, counter) {
            Ok(row) => {
                let (row, approval) = (Box::new(row), self.approval);
                self.asked = Some(counter.ask(Job::SaveProduct { row, approval }));
            }
            Err((place, wrong)) => {
                self.at = place as usize;
                match wrong {
                    Wrong::Said(said) => counter.refuse(&said),
                    Wrong::Message(key) => {
                        let told = counter.look.words.text(key).into_owned();
                        counter.say(Role::Bad, told);
                        counter.bell();
                    }
                }
            }
        }
    }
}

/// A chosen value between the arrows that change it.
fn choice(paper: &mut Paper<'_>, area: Rect, told: &str, here: bool) {
    let role = if here { Role::Selected } else { Role::Text };
    let told = if here {
        format!("< {told} >")
    } else {
        told.to_owned()
    };
    paper.text(area.x, area.y, area.width, &told, role);
}

fn unit_name(words: &Words, unit: Unit) -> String {
    match unit {
        Unit::Ea => words.text("unit-each").into_owned(),
        measured => measured.name().to_owned(),
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
