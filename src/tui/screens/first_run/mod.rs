//! With no shop yet: from the language to the first sale, one question a screen. Must never have anything
//! written before the last Enter.

mod answers;
mod steps;

use ratatui::layout::{Position, Rect};

use crate::devices::settings::Printer;
use crate::domain::country::Country;
use crate::register::job::{Job, Print};
use crate::register::reply::Answer;
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
use crate::vault::RecoveryCode;

use answers::Answers;
use steps::Step;

/// What the machine says before anybody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Where it seems to stand.
    pub country: Option<&'static Country>,
    /// Its time zone.
    pub zone: String,
    /// Whether a printer is plugged in where the first one usually is.
    pub usb_printer: bool,
    /// The recovery code of the shop to come.
    pub recovery: RecoveryCode,
}

/// The step, what was typed on each, and what has been understood so far.
#[derive(Debug)]
pub struct State {
    at: usize,
    /// The form of each step that was seen; it is kept when somebody goes back.
    forms: Vec<Form>,
    answers: Answers,
    asked: Option<u64>,
    trying: Option<u64>,
    /// What came of the last test page.
    tried: Option<(String, Role)>,
}

/// The first question.
pub fn open(start: Start, counter: &Counter) -> State {
    let answers = Answers::new(start, counter.look.lang());
    let first = steps::form(Step::ALL[0], &answers, counter);
    State {
        at: 0,
        forms: vec![first],
        answers,
        asked: None,
        trying: None,
        tried: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::FirstRun;

    fn flags(&self, _counter: &Counter) -> Flags {
        let printer = self.step() == Step::Printer && printer_form::is_chosen(&self.forms[self.at]);
        Flags::when(Flags::CHOSEN, printer)
    }

    fn waiting(&self) -> bool {
        self.asked.is_some() || self.trying.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => self.at = self.at.saturating_sub(1),
            Command::Confirm => self.confirm(counter),
            Command::TestPrint => self.test(counter),
            _ if self.form().command(command) => {}
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.asked.is_none() {
            let step = self.step();
            match step {
                Step::Printer => {
                    self.tried = None;
                    printer_form::key(self.form(), key, &Printer::default());
                }
                _ => self.form().key(key),
            }
            steps::typed(step, &mut self.forms[self.at], &self.answers, counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.trying == Some(id) {
            self.trying = None;
            let Answer::Tried(tried) = answer else { return None };
            self.tried = Some(printer_form::outcome(&counter.look.words, tried));
            return Some(Go::Stay);
        }
        if self.asked == Some(id) {
            self.asked = None;
        }
        None
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.form().field()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        // The code of the first product may be scanned; a code is no name and no amount.
        match (self.step(), self.forms[self.at].at()) {
            (Step::Product, 0) => OnScan::Text,
            _ => OnScan::Refuse("first-scan"),
        }
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let step = self.step();
        let block = area.width.saturating_sub(4).min(60);
        let x = area.x + (area.width - block) / 2;
        let mut y = area.y + u16::from(area.height > 14);
        let (at, of) = (self.at + 1, Step::ALL.len());
        let progress = words.format("first-progress", &[("at", at.into()), ("of", of.into())]);
        let start = paper.right(x + block, y, block, &progress, Role::Dim);
        let title = words.text(step.title());
        paper.text(x, y, start.saturating_sub(x + 1), &title, Role::Title);
        y += 2;
        let about = match step {
            // What came of a test page stands where its address was explained: a small screen has one place.
            Step::Printer => match &self.tried {
                Some((told, _)) => told.clone(),
                None => words.text(printer_form::about(&self.forms[self.at])).into_owned(),
            },
            Step::Recovery => self.answers.start.recovery.to_string(),
            Step::Open => self.answers.summary(paper.look()),
            _ => String::new(),
        };
        let tone = match (step, &self.tried) {
            (Step::Printer, Some((_, role))) => *role,
            (Step::Printer, None) => Role::Dim,
            _ => Role::Strong,
        };
        for (text, role) in [
            (words.text(step.about()), Role::Text),
            (about.as_str().into(), tone),
        ] {
            for line in wrap(&text, block) {
                paper.text(x, y, block, &line, role);
                y += 1;
            }
        }
        y += u16::from(area.bottom() > y + 1 + u16::try_from(self.forms[self.at].len()).unwrap_or(0));
        let room = area.bottom().saturating_sub(y);
        self.forms[self.at].view(paper, Rect::new(x, y, block, room))
    }
}

impl State {
    fn step(&self) -> Step {
        Step::ALL[self.at]
    }

    fn form(&mut self) -> &mut Form {
        &mut self.forms[self.at]
    }

    /// Sends a page to the printer that stands in the form.
    fn test(&mut self, counter: &mut Counter) {
        match printer_form::read(&self.forms[self.at], &Printer::default()) {
            Err((line, said)) => {
                self.form().go(line);
                counter.refuse(&said);
            }
            Ok(printer) => {
                let (printer, approval) = (Box::new(printer), None);
                self.trying = Some(counter.ask(Job::Print(Print::Try {
                    printer,
                    lang: counter.look.lang(),
                    approval,
                })));
                let told = counter.look.words.text("trial-sending").into_owned();
                self.tried = Some((told, Role::Text));
            }
        }
    }

    /// The next line, the next step, or the shop itself.
    fn confirm(&mut self, counter: &mut Counter) {
        if self.asked.is_some() {
            return;
        }
        if self.form().command(Command::Confirm) {
            return;
        }
        let step = self.step();
        let before = self.answers.clone();
        if let Err((line, said)) = steps::read(step, &self.forms[self.at], &mut self.answers, counter) {
            self.answers = before;
            self.form().go(line);
            return counter.refuse(&said);
        }
        if step == Step::Language {
            counter.look.speak(&self.answers.shop.lang);
            self.forms[0] = steps::form(step, &self.answers, counter);
        }
        if self.at + 1 == Step::ALL.len() {
            let first = self.answers.first_run();
            self.asked = Some(counter.ask(Job::Found(Box::new(first))));
            return;
        }
        // What was asked on from another answer is asked anew.
        if steps::leads(step, &before, &self.answers) {
            self.forms.truncate(self.at + 1);
        }
        self.at += 1;
        if self.forms.len() == self.at {
            let form = steps::form(self.step(), &self.answers, counter);
            self.forms.push(form);
        }
        self.form().go(0);
    }
}
