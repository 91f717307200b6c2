//! The printer of this till: how it is reached, what it is like, a page for trying. Must never take a printer
//! that the config did not take.

use ratatui::layout::{Position, Rect};

use crate::domain::permission::Permission;
use crate::register::job::{Job, Print};
use crate::register::reply::{Answer, Said};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::form::Form;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::printer_form;
use crate::tui::theme::Role;

/// What was typed, and what came of the last page.
#[derive(Debug)]
pub struct State {
    form: Form,
    saving: Option<u64>,
    trying: Option<u64>,
    told: Option<(String, Role)>,
}

/// The printer as it is set up.
pub fn open(counter: &Counter) -> State {
    State {
        form: printer_form::whole(&counter.look.words, &counter.printing.printer),
        saving: None,
        trying: None,
        told: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Printer;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, printer_form::is_chosen(&self.form))
    }

    fn waiting(&self) -> bool {
        self.saving.is_some() || self.trying.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            _ if self.form.command(command) => {}
            Command::Confirm => self.save(counter),
            Command::SavePrinter => self.save(counter),
            Command::TestPrint => self.test(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.saving.is_none() {
            printer_form::key(&mut self.form, key, &counter.printing.printer);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.trying == Some(id) {
            self.trying = None;
            let Answer::Tried(tried) = answer else {
                self.told = None;
                return None;
            };
            self.told = Some(printer_form::outcome(&counter.look.words, tried));
            return Some(Go::Stay);
        }
        if self.saving != Some(id) {
            return None;
        }
        self.saving = None;
        if let Answer::PrinterKept = answer {
            let told = counter
                .look
                .words
                .format("printer-saved", &[("path", counter.look.config.as_str().into())]);
            counter.say(Role::Good, told);
            return Some(Go::Back);
        }
        None
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.form.field()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
        paper.text(
            inside.x,
            inside.y,
            inside.width,
            &words.text("printer-title"),
            Role::Title,
        );
        let mut below: Vec<(String, Role)> = wrap(&words.text(printer_form::about(&self.form)), inside.width)
            .into_iter()
            .map(|line| (line, Role::Dim))
            .collect();
        if let Some((told, role)) = &self.told {
            below.extend(wrap(told, inside.width).into_iter().map(|line| (line, *role)));
        }
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let top = inside.y + 1 + u16::from(area.height > count(self.form.len() + below.len()) + 3);
        let room = inside.bottom().saturating_sub(top + count(below.len()));
        let lines = Rect::new(inside.x, top, inside.width, count(self.form.len()).min(room));
        let cursor = self.form.view(paper, lines);
        let gap = u16::from(inside.bottom() > lines.bottom() + count(below.len()));
        for (y, (line, role)) in (lines.bottom() + gap..inside.bottom()).zip(&below) {
            paper.text(inside.x, y, inside.width, line, *role);
        }
        cursor
    }
}

impl State {
    fn wrong(&mut self, (line, said): (usize, Said), counter: &mut Counter) {
        self.form.go(line);
        counter.refuse(&said);
    }

    fn save(&mut self, counter: &mut Counter) {
        match printer_form::read(&self.form, &counter.printing.printer) {
            Err(wrong) => self.wrong(wrong, counter),
            Ok(printer) => {
                let approval = counter.take_approval(Permission::Settings);
                let printer = Box::new(printer);
                self.saving = Some(counter.ask(Job::Print(Print::SetUp { printer, approval })));
            }
        }
    }

    /// Tries what stands in the form, saved or not.
    fn test(&mut self, counter: &mut Counter) {
        match printer_form::read(&self.form, &counter.printing.printer) {
            Err(wrong) => self.wrong(wrong, counter),
            Ok(printer) => {
                let approval = counter.approval(Permission::Settings);
                let printer = Box::new(printer);
                self.trying = Some(counter.ask(Job::Print(Print::Try {
                    printer,
                    lang: counter.look.lang(),
                    approval,
                })));
                let told = counter.look.words.text("trial-sending").into_owned();
                self.told = Some((told, Role::Text));
            }
        }
    }
}
