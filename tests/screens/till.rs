//! A person at the screens: keys and scans in, pictures out. Must never reach into the model.

use std::fmt::Write;
use std::sync::Arc;

use jiff::civil::{DateTime, date};
use ratatui::buffer::{Buffer, Cell};
use tendero::domain::search::Index;
use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::register::reply::{Answer, Opened, Reply};
use tendero::tui::effect::Effect;
use tendero::tui::input::{Input, Moment};
use tendero::tui::key::Key;
use tendero::tui::keymap::Keymap;
use tendero::tui::look::Look;
use tendero::tui::model::Model;
use tendero::tui::paint::Canvas;
use tendero::tui::screens::first_run::Start;
use tendero::tui::theme::Tier;
use tendero::tui::update::update;

use crate::shop::FakeRegister;

/// The moment of every test.
pub(crate) fn now() -> DateTime {
    date(2026, 11, 20).at(14, 32, 0, 0)
}

/// The screens, a register behind them and what came of it.
pub(crate) struct At {
    pub(crate) model: Model,
    pub(crate) register: FakeRegister,
    canvas: Canvas,
    ids: u8,
    /// Milliseconds since the test began.
    passed: i64,
    pub(crate) bells: usize,
    pub(crate) quit: bool,
    pub(crate) jobs: Vec<Job>,
    /// Answers that wait, while the register is slow.
    waiting: Vec<Reply>,
    pub(crate) slow: bool,
}

impl At {
    /// The program just started: nothing is open.
    pub(crate) fn start(lang: Lang, size: (u16, u16)) -> At {
        At::start_in(lang, size, Tier::Ansi, false)
    }

    /// The same in those colours and marks.
    pub(crate) fn start_in(lang: Lang, size: (u16, u16), tier: Tier, ascii: bool) -> At {
        let look = Look::new(lang, tier, ascii, Keymap::default());
        let mut at = At {
            model: Model::new(look, size, moment(0)),
            register: FakeRegister::new(lang.tag(), now()),
            canvas: Canvas::new(size),
            ids: 1,
            passed: 0,
            bells: 0,
            quit: false,
            jobs: Vec::new(),
            waiting: Vec::new(),
            slow: false,
        };
        at.draw();
        at
    }

    /// There is no shop yet.
    pub(crate) fn first(lang: Lang, size: (u16, u16), first: Start) -> At {
        let mut at = At::start(lang, size);
        let look = Look::new(lang, Tier::Ansi, false, Keymap::default());
        at.model = Model::first(look, size, moment(0), first);
        at.draw();
        at
    }

    /// The store is open: sign-in.
    pub(crate) fn opened(lang: Lang, size: (u16, u16)) -> At {
        let mut at = At::start(lang, size);
        let opened = at.register.opened();
        at.open(opened);
        at
    }

    /// Ana is signed in and the register is open with 100.00.
    pub(crate) fn selling(lang: Lang, size: (u16, u16)) -> At {
        let mut at = At::start(lang, size);
        at.begin_selling();
        at
    }

    /// Signs Ana in and opens the register, behind the screens.
    pub(crate) fn begin_selling(&mut self) {
        let ana = self.register.till.people[1].id;
        let pin = "1234".to_owned();
        let currency = self.register.till.shop.currency;
        self.register.work(Job::SignIn { person: ana, pin });
        self.register.work(Job::OpenShift {
            float: tendero::domain::money::Money::from_minor(10_000, currency),
            confirmed_date: None,
            approval: None,
        });
        let opened = self.register.opened();
        self.open(opened);
    }

    /// The register says that the store is open.
    pub(crate) fn open(&mut self, opened: Opened) {
        self.reply(Reply {
            id: None,
            answer: Answer::Opened(Box::new(opened)),
            desk: None,
        });
    }

    /// The register says something.
    pub(crate) fn reply(&mut self, reply: Reply) {
        self.input(Input::Reply(Box::new(reply)));
    }

    /// Presses keys: letters stand for themselves, others in angle brackets: `3*841<Enter>`.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut At {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let key = match named {
                Some((name, after)) => {
                    rest = after;
                    Key::named(name).unwrap_or_else(|| panic!("no key is called {name}"))
                }
                None => {
                    rest = &rest[first.len_utf8()..];
                    Key::Char(first)
                }
            };
            self.input(Input::Key(key));
        }
        self
    }

    /// Goes to the closing of the register, by its name in the palette.
    pub(crate) fn close_register(&mut self) -> &mut At {
        let name = self
            .model
            .counter
            .look
            .words
            .text("cmd-close-register")
            .into_owned();
        self.keys(&format!("<F10>{name}<Enter>"))
    }

    /// A scanner sends a code: its first character as a key, then the burst.
    pub(crate) fn scan(&mut self, code: &str) -> &mut At {
        let first = code.chars().next().unwrap();
        self.input(Input::Key(Key::Char(first)));
        self.input(Input::Burst {
            raw: code.to_owned(),
            code: code.to_owned(),
            certain: false,
            typed: 1,
        });
        self
    }

    pub(crate) fn input(&mut self, input: Input) -> &mut At {
        self.ids = self.ids.wrapping_add(1);
        let mut moment = moment(self.ids);
        moment.wall += self.passed;
        let effects = update(&mut self.model, moment, input);
        for effect in effects {
            match effect {
                Effect::Bell => self.bells += 1,
                Effect::Quit => self.quit = true,
                Effect::Index(catalogue) => {
                    let index = Arc::new(Index::build(&catalogue));
                    self.input(Input::IndexReady(index));
                }
                Effect::Ask(request) => {
                    self.jobs.push(request.job.clone());
                    if let Some(answer) = self.register.work(request.job) {
                        let desk = self.register.desk();
                        self.waiting.push(Reply {
                            id: Some(request.id),
                            answer,
                            desk,
                        });
                    }
                }
            }
        }
        if !self.slow {
            self.answers();
        }
        self
    }

    /// Time passes, and nobody does anything.
    pub(crate) fn later(&mut self, millis: i64) -> &mut At {
        self.passed += millis;
        self
    }

    /// The register catches up.
    pub(crate) fn answers(&mut self) {
        for reply in std::mem::take(&mut self.waiting) {
            self.reply(reply);
        }
    }

    /// Draws; gives the bytes that the terminal got.
    pub(crate) fn draw(&mut self) -> usize {
        self.canvas.draw(&self.model).len()
    }

    /// Draws; gives the bytes themselves, the picture they stand for and where the cursor is.
    pub(crate) fn painted(&mut self) -> (String, Buffer, Option<(u16, u16)>) {
        let bytes = self.canvas.draw(&self.model).to_owned();
        let mut blank = Buffer::empty(*self.canvas.picture().area());
        let cursor = tendero::tui::view::view(&self.model, &mut blank);
        let inside = cursor.is_none_or(|at| blank.area().contains(at));
        assert!(inside, "the cursor stands outside, at {cursor:?}");
        let cursor = cursor.map(|at| (at.y, at.x));
        (bytes, self.canvas.picture().clone(), cursor)
    }

    /// The rows of the screen.
    pub(crate) fn rows(&mut self) -> Vec<String> {
        self.draw();
        let buffer = self.canvas.picture();
        let columns = usize::from(buffer.area().width);
        buffer.content().chunks(columns).map(row).collect()
    }

    /// The screen as one text.
    pub(crate) fn text(&mut self) -> String {
        let rows = self.rows();
        rows.iter().map(|row| format!("{}\n", row.trim_end())).collect()
    }

    /// The screen with its styles, for a snapshot.
    pub(crate) fn picture(&mut self) -> String {
        let text = self.text();
        let styles = styles(self.canvas.picture());
        format!("{text}{styles}")
    }

    /// Whether the screen shows that.
    pub(crate) fn shows(&mut self, wanted: &str) -> bool {
        self.text().contains(wanted)
    }
}

fn moment(id: u8) -> Moment {
    Moment {
        wall: 1_795_181_520_000,
        local: now(),
        random: [id; 10],
    }
}

/// A row of cells as text; what a wide letter covers is left out.
fn row(cells: &[Cell]) -> String {
    let (mut text, mut skip) = (String::new(), 0);
    for cell in cells {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        text.push_str(cell.symbol());
        skip = usize::from(tendero::tui::paper::width(cell.symbol())).saturating_sub(1);
    }
    text
}

/// A letter for each style, row by row, and what the letters mean.
fn styles(buffer: &Buffer) -> String {
    let plain = Cell::EMPTY.style();
    let mut known = Vec::new();
    let mut told = String::from("---\n");
    for (y, cells) in buffer
        .content()
        .chunks(usize::from(buffer.area().width))
        .enumerate()
    {
        let mut letters = String::new();
        for cell in cells {
            let style = cell.style();
            let letter = if style == plain {
                '.'
            } else {
                let at = known.iter().position(|other| *other == style).unwrap_or_else(|| {
                    known.push(style);
                    known.len() - 1
                });
                char::from(b'a' + u8::try_from(at).unwrap())
            };
            letters.push(letter);
        }
        let letters = letters.trim_end_matches('.');
        if !letters.is_empty() {
            writeln!(told, "{y:2} {letters}").unwrap();
        }
    }
    for (at, style) in known.iter().enumerate() {
        let letter = char::from(b'a' + u8::try_from(at).unwrap());
        let fg = style.fg.unwrap_or_default();
        writeln!(told, "{letter} {fg} {:?}", style.add_modifier).unwrap();
    }
    told
}
