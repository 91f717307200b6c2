//! What a shop has settled, line by line; Enter changes one. Must never save more than was changed.

mod forms;

use ratatui::layout::{Position, Rect};

use crate::domain::permission::Permission;
use crate::domain::shop::Shop;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::form::Form;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, List, Table};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::printer_form;
use crate::tui::setting::{self, Setting};
use crate::tui::theme::Role;

/// The line chosen, and the form where one is being changed.
#[derive(Debug, Default)]
pub struct State {
    list: List,
    open: Option<(Setting, Form)>,
    asked: Option<u64>,
}

/// The page.
pub fn open() -> State {
    State::default()
}

fn all(counter: &Counter) -> Vec<Setting> {
    let desk = counter.desk.as_ref();
    desk.map(|desk| setting::all(&desk.shop)).unwrap_or_default()
}

/// What a setting says now; those of the machine say it themselves.
fn value(setting: Setting, counter: &Counter, shop: &Shop) -> String {
    let look = &counter.look;
    match setting {
        Setting::Printer => printer_form::told(&look.words, &counter.printing.printer),
        Setting::Machine => look.config.clone(),
        setting => setting.value(look, shop),
    }
}

/// Says where something is changed that this page does not change.
fn tell(counter: &mut Counter, key: &str) {
    let told = counter.look.words.text(key).into_owned();
    counter.say(Role::Text, told);
}

impl Part for State {
    const SCOPE: Scope = Scope::Settings;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let rows = all(counter);
        let page = list::page(counter.size.1, false);
        match (command, &mut self.open) {
            (Command::Back, Some(_)) => self.open = None,
            (Command::Back, None) => return Some(Go::Back),
            (Command::Confirm, Some((setting, form)))
                if !form.is_last() && !forms::is_told(*setting, form) =>
            {
                form.go(form.at() + 1);
            }
            (Command::Confirm, Some(_)) => self.save(counter),
            (Command::Confirm, None) => {
                let at = self.list.chosen(rows.len())?;
                match rows[at] {
                    Setting::Roles => return Some(Go::Roles),
                    Setting::Printer => return Some(Go::Printer),
                    Setting::Machine => tell(counter, "settings-machine-told"),
                    Setting::Favourites => tell(counter, "settings-favourites-told"),
                    setting => {
                        let shop = &counter.desk.as_ref()?.shop;
                        self.open = Some((setting, forms::form(setting, &counter.look, shop)));
                    }
                }
            }
            (command, Some((_, form))) => {
                if !form.command(command) {
                    return None;
                }
            }
            (command, None) => {
                if !self.list.command(command, rows.len(), page) {
                    return None;
                }
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        match &mut self.open {
            _ if self.asked.is_some() => {}
            Some((_, form)) => form.key(key),
            None => {
                let page = list::page(counter.size.1, false);
                self.list.key(key, all(counter).len(), page);
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        if let Answer::ShopChanged = answer {
            self.open = None;
            let told = counter.look.words.text("settings-saved").into_owned();
            counter.say(Role::Good, told);
            return Some(Go::Stay);
        }
        None
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.open.as_mut().and_then(|(_, form)| form.field())
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match self.open {
            Some(_) => OnScan::Refuse("scan-question"),
            None => OnScan::Ticket,
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let shop = &counter.desk.as_ref()?.shop;
        let look = paper.look();
        let words = &look.words;
        let all = setting::all(shop);
        let columns = [
            Column::text(words.text("settings-what"), 14, 34),
            Column::text(words.text("settings-now"), 10, 60),
        ];
        let row = |at: usize| {
            let setting = *all.get(at)?;
            Some(vec![
                Cell::new(setting.label(words, shop)),
                Cell::new(value(setting, counter, shop)).role(Role::Strong),
            ])
        };
        let title = words.text("settings-title");
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: all.len(),
            all: all.len(),
            filter: None,
            empty: "",
            row: &row,
        };
        self.list.view(&table, paper, area);
        let (setting, form) = self.open.as_ref()?;
        let about = wrap(
            &words.text(forms::about(*setting)),
            area.width.min(64).saturating_sub(4),
        );
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let rows = count(about.len() + form.len() + 3);
        let inside = paper.dialog(area, 64, rows, &setting.label(words, shop));
        let lines = Rect::new(
            inside.x,
            inside.y,
            inside.width,
            count(form.len()).min(inside.height),
        );
        let cursor = form.view(paper, lines);
        for (y, line) in (lines.bottom() + 1..inside.bottom()).zip(&about) {
            paper.text(inside.x, y, inside.width, line, Role::Dim);
        }
        cursor
    }
}

impl State {
    fn save(&mut self, counter: &mut Counter) {
        let (Some((setting, form)), Some(desk)) = (&mut self.open, &counter.desk) else {
            return;
        };
        let mut shop = (*desk.shop).clone();
        if let Err((line, said)) = forms::read(*setting, form, &mut shop) {
            form.go(line);
            return counter.refuse(&said);
        }
        let approval = counter.take_approval(Permission::Settings);
        let shop = Box::new(shop);
        self.asked = Some(counter.ask(Job::ChangeShop { shop, approval }));
    }
}
