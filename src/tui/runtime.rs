//! The threads around the model: keys in, jobs out, answers in, pictures out. Must be the only place of the
//! screens that waits, and must never let the terminal go wrong when the program ends.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

use jiff::tz::TimeZone;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::domain::search::Index;
use crate::lang::Lang;
use crate::register::How;
use crate::register::fault;
use crate::register::found::NewKey;
use crate::register::reply::Answer;
use crate::register::surroundings::{Machine, Surroundings, local};
use crate::register::worker::{self, Handle, Setup};

use super::effect::Effect;
use super::input::{Input, Moment};
use super::keymap::Keymap;
use super::look::Look;
use super::model::Model;
use super::paint::Canvas;
use super::reader::{Reader, Scanner};
use super::screens::{Screen, first_run};
use super::terminal::{self, Terminal};
use super::theme::Tier;
use super::update::update;

/// Keys that wait for the screen at most; a flood beyond waits in the terminal.
const KEYS: usize = 512;
/// Inputs taken in before the next picture at most.
const BETWEEN_PICTURES: usize = 64;

/// What the screens are started with.
pub struct Options {
    /// The store.
    pub dir: PathBuf,
    /// How it is opened.
    pub how: How,
    /// Where there is no store yet: what will protect it, and what the machine says of its shop.
    pub first: Option<(NewKey, first_run::Start)>,
    /// Where this machine's config file is.
    pub config: PathBuf,
    /// The language of this machine; none to speak the shop's.
    pub lang: Option<Lang>,
    /// The language until the shop's is known.
    pub locale: Lang,
    /// Colours of this terminal.
    pub tier: Tier,
    /// Whether only ASCII marks may be used.
    pub ascii: bool,
    /// The keys.
    pub keymap: Keymap,
    /// How the scanner types.
    pub scanner: Scanner,
    /// The printer and the drawer, and where their settings are kept.
    pub printer: Setup,
}

/// Why the screens ended other than by a person's wish.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// Not a terminal, or one that cannot be used.
    #[error("the till needs a terminal: start it in one, or use `tendero sell` in scripts ({0})")]
    Terminal(#[source] std::io::Error),
    /// The signals of the machine cannot be heard.
    #[error("the program cannot hear the machine's signals ({0})")]
    Signals(#[source] std::io::Error),
    /// The store did not open, or failed later on.
    #[error("{0}")]
    Store(String),
    /// A defect of the program, told on the terminal already.
    #[error("a part of the program has failed: every sale shown as paid is kept; please report it")]
    Defect,
}

/// Whether a thread has ended by a defect.
static FAILED: AtomicBool = AtomicBool::new(false);

/// What reaches the inbox, and whether the reader waits for it to be taken.
enum Arrival {
    Typed(Input),
    Other(Input),
}

/// Shows the screens until somebody ends them.
///
/// # Errors
/// No terminal, or the store did not open; the terminal is as it was.
pub fn run(options: Options) -> Result<(), ScreenError> {
    let (terminal, size) = Terminal::take().map_err(ScreenError::Terminal)?;
    let mut clock = Clock::default();
    let lang = options.lang.unwrap_or(options.locale);
    let mut look = Look::new(lang, options.tier, options.ascii, options.keymap);
    look.fixed = options.lang.is_some();
    look.config = options.config.display().to_string();
    let model = match &options.first {
        Some((_, start)) => {
            clock.zone = TimeZone::get(&start.zone).unwrap_or(TimeZone::UTC);
            Model::first(look, size, clock.moment(), start.clone())
        }
        None => Model::new(look, size, clock.moment()),
    };
    let mut desk = Desktop {
        model,
        canvas: Canvas::new(size),
        terminal,
        clock,
        ended: false,
    };
    // The first picture stands before anything is opened.
    desk.show();

    // Bounded by who may send: keys by the gate, answers by the jobs in hand.
    let (inbox, arrivals) = channel();
    give_back_on_panic(&inbox);
    end_on_signal(&inbox)?;
    let answers = inbox.clone();
    let answer = move |reply| {
        let _gone = answers.send(Arrival::Other(Input::Reply(Box::new(reply))));
    };
    let handle = match options.first {
        Some((key, _)) => worker::spawn_first(options.dir, key, options.how.via, options.printer, answer),
        None => worker::spawn(options.dir, options.how, options.printer, answer),
    };
    let (gate, tokens) = sync_channel(KEYS);
    read_keys(Reader::new(options.scanner), inbox.clone(), gate);
    let outcome = desk.run(&arrivals, &tokens, &inbox, &handle);
    let stopped = match &desk.model.screen {
        Screen::Stopped(stopped) => Err(ScreenError::Store(stopped.told().to_owned())),
        _ => Ok(()),
    };
    // The screen is free at once; the register finishes what it was given.
    drop(desk);
    handle.stop();
    if FAILED.load(Ordering::SeqCst) {
        return Err(ScreenError::Defect);
    }
    outcome.and(stopped)
}

struct Clock {
    machine: Machine,
    zone: TimeZone,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock {
            machine: Machine::default(),
            zone: TimeZone::UTC,
        }
    }
}

impl Clock {
    fn moment(&self) -> Moment {
        let wall = self.machine.wall();
        Moment {
            wall,
            local: local(wall, &self.zone),
            random: self.machine.random(),
        }
    }

    /// Until the clock in the header shows another minute.
    fn next_minute(&self) -> Duration {
        let into = self.machine.wall().rem_euclid(60_000);
        Duration::from_millis(60_000_u64.saturating_sub(into.unsigned_abs()) + 1)
    }
}

struct Desktop {
    model: Model,
    canvas: Canvas,
    terminal: Terminal,
    clock: Clock,
    ended: bool,
}

impl Desktop {
    fn run(
        &mut self,
        arrivals: &Receiver<Arrival>,
        tokens: &Receiver<()>,
        inbox: &Sender<Arrival>,
        handle: &Handle,
    ) -> Result<(), ScreenError> {
        while !self.ended {
            let mut next = match arrivals.recv_timeout(self.clock.next_minute()) {
                Ok(arrival) => arrival,
                Err(RecvTimeoutError::Timeout) => Arrival::Other(Input::Tick),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            for left in (0..BETWEEN_PICTURES).rev() {
                let input = match next {
                    Arrival::Typed(input) => {
                        let _taken = tokens.try_recv();
                        input
                    }
                    Arrival::Other(input) => input,
                };
                self.take_in(input, inbox, handle)?;
                // what is taken out of the inbox is taken in, so nothing is once the picture is due
                next = match (left > 0).then(|| arrivals.try_recv()) {
                    Some(Ok(arrival)) => arrival,
                    _ => break,
                };
            }
            self.show();
        }
        Ok(())
    }

    fn take_in(&mut self, input: Input, inbox: &Sender<Arrival>, handle: &Handle) -> Result<(), ScreenError> {
        #[cfg(feature = "planted-bugs")]
        plant(&input);
        if matches!(input, Input::Resize(..)) {
            // Smaller and back again may arrive as one: the size is the same, the picture is not.
            self.canvas.afresh();
        }
        if let Input::Reply(reply) = &input {
            match &reply.answer {
                Answer::Opened(opened) => {
                    let zone = TimeZone::get(&opened.desk.shop.zone);
                    self.clock.zone = zone.unwrap_or(TimeZone::UTC);
                }
                // Before the store was open there is nothing to show: the command line says it.
                Answer::Fault(said) if self.model.counter.desk.is_none() => {
                    let words = &self.model.counter.look.words;
                    let told = words.refusal(said.code, &said.sentence, &said.values);
                    return Err(ScreenError::Store(told));
                }
                _ => {}
            }
            if let Some(desk) = &reply.desk {
                let zone = TimeZone::get(&desk.shop.zone);
                self.clock.zone = zone.unwrap_or(TimeZone::UTC);
            }
        }
        for effect in update(&mut self.model, self.clock.moment(), input) {
            match effect {
                Effect::Ask(request) => {
                    if let Err(fault) = handle.ask(request) {
                        self.model.stop(fault.to_string());
                    }
                }
                Effect::Bell => self.ended |= self.terminal.write("\x07").is_err(),
                Effect::Quit => self.ended = true,
                Effect::Index(catalogue) => {
                    let inbox = inbox.clone();
                    std::thread::spawn(move || {
                        let index = Arc::new(Index::build(&catalogue));
                        let _gone = inbox.send(Arrival::Other(Input::IndexReady(index)));
                    });
                }
            }
        }
        Ok(())
    }

    /// Shows the model. A terminal that is gone ends the program.
    fn show(&mut self) {
        let bytes = self.canvas.draw(&self.model);
        self.ended |= self.terminal.write(bytes).is_err();
    }
}

/// A defect on purpose, for the test that looks at the terminal after one.
#[cfg(feature = "planted-bugs")]
#[expect(clippy::panic, reason = "only in a build with planted bugs")]
fn plant(input: &Input) {
    if matches!(input, Input::Paste(text) if text == "planted-defect") {
        std::panic::panic_any("a planted defect");
    }
}

fn read_keys(reader: Reader, inbox: Sender<Arrival>, gate: SyncSender<()>) {
    std::thread::spawn(move || {
        terminal::read(reader, |input| {
            gate.send(()).is_ok() && inbox.send(Arrival::Typed(input)).is_ok()
        });
    });
}

/// A hang-up or a wish of the machine ends the program as a person would.
fn end_on_signal(inbox: &Sender<Arrival>) -> Result<(), ScreenError> {
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT]).map_err(ScreenError::Signals)?;
    let inbox = inbox.clone();
    std::thread::spawn(move || {
        for _signal in signals.forever() {
            if inbox.send(Arrival::Other(Input::Stop)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// A defect in any thread ends the program with the terminal as it was and the defect told on it.
fn give_back_on_panic(inbox: &Sender<Arrival>) {
    let before = std::panic::take_hook();
    let inbox = inbox.clone();
    std::panic::set_hook(Box::new(move |info| {
        if fault::is_told() {
            return;
        }
        terminal::give_back();
        FAILED.store(true, Ordering::SeqCst);
        before(info);
        let _gone = inbox.send(Arrival::Other(Input::Stop));
    }));
}
