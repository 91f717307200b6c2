//! Who is at the till: a name, then a PIN. Must never show a PIN of a shop that is not the demo.

use ratatui::layout::{Position, Rect};

use crate::register::job::Job;
use crate::register::reply::{Answer, Colleague};
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::demo_pins::pin_of;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The longest PIN.
const PIN: usize = 12;

/// Who is chosen and what was typed of their PIN.
#[derive(Debug)]
pub struct State {
    chosen: usize,
    /// First letters of a name.
    letters: String,
    /// None while a name is chosen.
    pin: Option<Field>,
    asked: Option<u64>,
}

/// The list of names; where there is only one, their PIN.
pub fn open(counter: &mut Counter) -> State {
    State {
        chosen: 0,
        letters: String::new(),
        pin: (people(counter).len() == 1).then(|| Field::masked(PIN)),
        asked: None,
    }
}

fn people(counter: &Counter) -> &[Colleague] {
    counter.desk.as_ref().map_or(&[], |desk| &desk.people)
}

impl Part for State {
    const SCOPE: Scope = Scope::SignIn;

    fn flags(&self, _counter: &Counter) -> Flags {
        let typed = self.pin.as_ref().is_some_and(|pin| !pin.is_empty());
        Flags::when(Flags::TYPED, typed)
    }

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let count = people(counter).len();
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.choose(self.chosen.checked_sub(1), count),
            Command::Down => self.choose(self.chosen.checked_add(1), count),
            Command::Confirm => self.confirm(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.asked.is_some() {
            return Go::Stay;
        }
        match (&mut self.pin, key) {
            (Some(_), Key::Char(letter)) if !letter.is_ascii_digit() => counter.bell(),
            (Some(pin), key) => drop(pin.key(key)),
            (None, Key::Char(digit)) if digit.is_ascii_digit() => self.number(digit, counter),
            (None, Key::Char(letter)) => self.letter(letter, people(counter)),
            (None, _) => {}
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, _answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        if self.asked == Some(id) {
            self.asked = None;
        }
        None
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.pin.as_mut()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-sign-in")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let desk = counter.desk.as_ref()?;
        let words = &paper.look().words;
        let count = u16::try_from(desk.people.len()).unwrap_or(u16::MAX);
        let block = area.width.saturating_sub(4).min(56);
        let x = area.x + (area.width - block) / 2;
        let spare = area.height.saturating_sub(count.saturating_add(6));
        let mut y = area.y + spare / 3;
        paper.text(x, y, block, &words.text("sign-in-title"), Role::Title);
        if !counter.ticket.lines.is_empty() {
            y += 1;
            paper.text(x, y, block, &words.text("sign-in-ticket-kept"), Role::Warn);
        }
        y += 2;
        let room = usize::from(area.bottom().saturating_sub(y + 3)).max(1);
        let top = (self.chosen + 1).saturating_sub(room);
        for (at, person) in desk.people.iter().enumerate().skip(top).take(room) {
            let line = Rect::new(x, y, block, 1);
            person_line(at, person, paper, line, (desk.shop.demo, desk.people.len() == 1));
            if at == self.chosen {
                paper.select(line);
            }
            y += 1;
        }
        if desk.shop.demo {
            paper.text(x, y, block, &words.text("sign-in-demo"), Role::Dim);
        }
        y = (y + 2).min(area.bottom().saturating_sub(1));
        self.pin_line(counter, paper, Rect::new(x, y, block, 1))
    }
}

impl State {
    /// Another name, and its PIN is not typed yet.
    fn choose(&mut self, chosen: Option<usize>, count: usize) {
        if let Some(chosen) = chosen.filter(|at| *at < count)
            && self.asked.is_none()
        {
            self.chosen = chosen;
            self.pin = None;
        }
    }

    fn confirm(&mut self, counter: &mut Counter) {
        self.letters.clear();
        let Some(person) = people(counter).get(self.chosen).map(|person| person.id) else {
            return;
        };
        match &mut self.pin {
            None => self.pin = Some(Field::masked(PIN)),
            Some(pin) if pin.is_empty() => {}
            Some(pin) => {
                let job = Job::SignIn {
                    person,
                    pin: pin.text().to_owned(),
                };
                pin.clear();
                self.asked = Some(counter.ask(job));
            }
        }
    }

    fn number(&mut self, digit: char, counter: &Counter) {
        let at = digit
            .to_digit(10)
            .and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
        if let Some(at) = at.filter(|at| *at < people(counter).len()) {
            self.chosen = at;
            self.pin = Some(Field::masked(PIN));
        }
    }

    fn letter(&mut self, letter: char, people: &[Colleague]) {
        let starts = |letters: &str| {
            let letters = letters.to_lowercase();
            people
                .iter()
                .position(|person| person.name.to_lowercase().starts_with(&letters))
        };
        self.letters.push(letter);
        let found = starts(&self.letters).or_else(|| {
            self.letters = letter.to_string();
            starts(&self.letters)
        });
        self.chosen = found.unwrap_or(self.chosen);
    }

    fn pin_line(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let person = people(counter).get(self.chosen)?;
        let Some(pin) = &self.pin else {
            paper.text(
                area.x,
                area.y,
                area.width,
                &words.text("sign-in-choose"),
                Role::Text,
            );
            return None;
        };
        let label = called::pin_label(words, &person.name, area.width);
        let x = paper.text(area.x, area.y, width(&label), &label, Role::Text) + 1;
        let shown = if self.asked.is_some() {
            words.text("sign-in-checking").into_owned()
        } else {
            pin.shown()
        };
        paper.text(x, area.y, area.right().saturating_sub(x), &shown, Role::Strong);
        let cursor = u16::try_from(pin.cursor()).unwrap_or(0);
        Some(Position::new(x + cursor, area.y))
    }
}

/// Number, name, post; in the demo shop the PIN too.
fn person_line(
    at: usize,
    person: &Colleague,
    paper: &mut Paper<'_>,
    area: Rect,
    (demo, alone): (bool, bool),
) {
    let words = &paper.look().words;
    let post = called::role(words, person.role);
    // One person alone types the PIN at once: a number beside the name would be taken for its first digit.
    let number = if at < 9 && !alone {
        (at + 1).to_string()
    } else {
        String::new()
    };
    paper.right(area.x + 3, area.y, 2, &number, Role::Dim);
    let mut end = area.right() - 1;
    if demo {
        let pin = pin_of(&person.name).map_or_else(String::new, |pin| format!("PIN {pin}"));
        end = paper.right(end, area.y, 10, &format!("{pin:<10}"), Role::Text) - 2;
    }
    let end = paper.right(end, area.y, 12, &format!("{post:<11}"), Role::Dim);
    let x = area.x + 5;
    paper.text(x, area.y, end.saturating_sub(x + 1), &person.name, Role::Text);
}
