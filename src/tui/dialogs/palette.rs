//! Every command, found by its name: those that can be done in the place below, and to whoever types a name
//! the others too, with why not. Must never do one that the table would not do there.

use ratatui::layout::{Position, Rect};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::tui::called;
use crate::tui::command::{Command, Row, Scope, TABLE, commands};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, cut_words};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::entry;
use super::preview::place;

/// What was typed and what is chosen.
#[derive(Debug)]
pub struct State {
    field: Field,
    items: Vec<Item>,
    chosen: usize,
}

#[derive(Debug)]
struct Item {
    command: Command,
    label: String,
    told: String,
    keys: String,
    /// Label and sentence without accents and capitals.
    folded: [String; 2],
    /// Why it cannot be done in the place below.
    why: Option<String>,
}

/// The commands as they stand in that place, where that is the case.
pub fn open(look: &Look, scope: Scope, flags: Flags) -> State {
    let mut items: Vec<Item> = commands()
        .filter_map(|command| item(look, (scope, flags), command))
        .collect();
    items.sort_by_key(|item| item.why.is_some());
    State {
        field: Field::new(30),
        items,
        chosen: 0,
    }
}

fn item(look: &Look, (scope, flags): (Scope, Flags), command: Command) -> Option<Item> {
    let all = || TABLE.iter().filter(|row| row.command == command && row.palette);
    let here = || all().filter(|row| row.scopes.contains(&scope));
    let row = here()
        .find(|row| row.when.holds(flags))
        .or_else(|| here().next())
        .or_else(|| all().next())?;
    let words = &look.words;
    let (label, told) = (words.text(row.label), words.text(&row.help()));
    let keys = look.keymap.keys(row).first();
    Some(Item {
        command,
        folded: [folded(&label), folded(&told)],
        label: label.into_owned(),
        told: told.into_owned(),
        keys: keys.map(|key| called::key(words, *key)).unwrap_or_default(),
        why: why_not(row, (scope, flags)).map(|key| words.text(key).into_owned()),
    })
}

/// The message that says why a row does not count in the place below; none where it counts.
fn why_not(row: &Row, (scope, flags): (Scope, Flags)) -> Option<&'static str> {
    let lacks = |flag: Flags| row.when.with.has(flag) && !flags.has(flag);
    if !row.scopes.contains(&scope) {
        Some("palette-elsewhere")
    } else if row.when.holds(flags) {
        None
    } else if lacks(Flags::LINES) {
        Some("palette-no-lines")
    } else if lacks(Flags::SOLD) {
        Some("palette-no-sale")
    } else if lacks(Flags::OPEN) {
        Some("open-first")
    } else {
        Some("palette-not-now")
    }
}

fn folded(text: &str) -> String {
    let letters = text.nfd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).collect()
}

impl Part for State {
    const SCOPE: Scope = Scope::Palette;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let last = self.found().count().saturating_sub(1);
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.chosen = self.chosen.saturating_sub(1),
            Command::Down => self.chosen = (self.chosen + 1).min(last),
            Command::Confirm => return Some(self.run(counter)),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.field.key(key) {
            self.chosen = 0;
        }
        Go::Stay
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let rows = u16::try_from(self.items.len())
            .unwrap_or(u16::MAX)
            .saturating_add(4);
        let inside = paper.dialog(area, 76, rows, &words.text("palette-title"));
        let prompt = words.text("palette-prompt");
        let cursor = entry::whole(paper, inside, &prompt, &self.field);
        let list = Rect::new(
            inside.x,
            inside.y + 2,
            inside.width,
            inside.height.saturating_sub(2),
        );
        let page = usize::from(list.height).max(1);
        let top = (self.chosen + 1).saturating_sub(page);
        for (at, (y, item)) in (list.y..list.bottom()).zip(self.found().skip(top)).enumerate() {
            row(
                item,
                paper,
                Rect::new(list.x, y, list.width, 1),
                top + at == self.chosen,
            );
        }
        place(paper, list, top, self.found().count());
        if self.found().next().is_none() {
            paper.text(list.x, list.y, list.width, &words.text("palette-none"), Role::Dim);
        }
        Some(cursor)
    }
}

impl State {
    fn run(&self, counter: &mut Counter) -> Go {
        match self.found().nth(self.chosen) {
            None => Go::Stay,
            Some(Item { why: Some(why), .. }) => {
                counter.say(Role::Warn, why);
                counter.bell();
                Go::Stay
            }
            Some(item) => Go::Run(item.command),
        }
    }

    /// Names that hold every typed word first, then sentences that do; where nothing is typed, what can be
    /// done.
    fn found(&self) -> impl Iterator<Item = &Item> {
        let typed = folded(self.field.text());
        let words: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
        let all = !words.is_empty();
        let named = words.clone();
        let holds = |text: &str, words: &[String]| words.iter().all(|word| text.contains(word.as_str()));
        let by_name = self
            .items
            .iter()
            .filter(move |item| (all || item.why.is_none()) && holds(&item.folded[0], &named));
        let by_told = self
            .items
            .iter()
            .filter(move |item| !holds(&item.folded[0], &words) && holds(&item.folded[1], &words));
        by_name.chain(by_told)
    }
}

/// Name, sentence or why not, key.
fn row(item: &Item, paper: &mut Paper<'_>, area: Rect, chosen: bool) {
    let role = if item.why.is_some() { Role::Dim } else { Role::Text };
    paper.text(area.x, area.y, 14, &item.label, role);
    let keys = paper.right(area.right(), area.y, 10, &item.keys, Role::Key);
    let told = item.why.as_ref().unwrap_or(&item.told);
    let x = area.x + 16;
    if area.width > 50 && keys > x + 1 {
        let room = keys - x - 1;
        paper.text(x, area.y, room, &cut_words(told, room), Role::Dim);
    }
    if chosen {
        paper.select(area);
    }
}
