//! The real binary in a real terminal: keys in, screen out. Must never look into the program: what a person
//! cannot see or type, a test here cannot either.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Nothing in a test takes this long on a machine that works; it ends a test that would hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// A little longer than what the program takes for a key that bounces.
const BOUNCE: Duration = Duration::from_millis(60);

struct Shown {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
}

/// A program in a terminal of its own.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    /// How the terminal read keys before the program began.
    before: String,
    /// Nobody reads what comes after the next byte.
    hung_up: Arc<AtomicBool>,
    /// Whether the last key typed was Enter.
    ended_in_enter: bool,
}

impl Terminal {
    /// Starts the program with these arguments in a home directory of its own, in that many columns and rows.
    pub fn start(home: &Path, arguments: &[&str], columns: u16, rows: u16) -> Terminal {
        Terminal::start_as(home, arguments, (columns, rows), &[])
    }

    /// The same in a terminal that says so of itself in its variables.
    pub fn start_as(
        home: &Path,
        arguments: &[&str],
        (columns, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Terminal {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tendero"));
        command.args(arguments);
        surroundings(&mut command, home, variables);
        let before = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(side(rows), side(columns), 0);
        let shown = Arc::new((
            Mutex::new(Shown {
                parser,
                bytes: Vec::new(),
                ended: false,
            }),
            Condvar::new(),
        ));
        let mut output = pair.master.try_clone_reader().unwrap();
        let sink = shown.clone();
        let hung_up = Arc::new(AtomicBool::new(false));
        let ends = hung_up.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 16 << 10];
            while !ends.load(SeqCst) {
                let read = output.read(&mut buffer).unwrap_or(0);
                let mut shown = sink.0.lock().unwrap();
                shown.parser.process(&buffer[..read]);
                shown.bytes.extend_from_slice(&buffer[..read]);
                shown.ended = read == 0;
                sink.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Terminal {
            child,
            keys,
            master: pair.master,
            shown,
            before,
            hung_up,
            ended_in_enter: false,
        }
    }

    /// Whether keys are read as they were before the program began: in lines, with an echo.
    pub fn has_its_modes_back(&self) -> bool {
        modes(self.master.as_ref()) == self.before
    }

    /// The line to the terminal is gone, as when a session over SSH breaks off: it is there neither to read
    /// nor to write. Waits for the program to end by itself.
    pub fn hang_up(mut self) -> Duration {
        self.hung_up.store(true, SeqCst);
        // Whoever reads is woken by the next byte.
        self.keys("z");
        let Terminal {
            mut child,
            keys,
            master,
            shown,
            ..
        } = self;
        let since = Instant::now();
        while Arc::strong_count(&shown) > 1 {
            assert!(since.elapsed() < PATIENCE, "whoever reads was not woken");
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(keys);
        drop(master);
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if child.try_wait().unwrap().is_some() {
                return since.elapsed();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill().unwrap();
        panic!("the program did not end");
    }

    /// Types, as a person does: escape sequences are keys, `\r` is Enter. An Enter after an Enter waits until
    /// the first was read: a busy machine would read both at once and take them for a key that bounces.
    pub fn keys(&mut self, keys: &str) {
        if self.ended_in_enter && keys.starts_with(key::ENTER) {
            self.rest();
        }
        self.ended_in_enter = keys.ends_with(key::ENTER);
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the program sleeps, having read what was typed, and then for longer than a key bounces.
    fn rest(&self) {
        std::thread::sleep(BOUNCE);
        let deadline = Instant::now() + PATIENCE;
        while !sleeps(self.pid()) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(BOUNCE);
    }

    /// Scans a code: a burst that ends in Enter.
    pub fn scan(&mut self, code: &str) {
        self.keys(&format!("{code}\r"));
    }

    /// The screen as text, without the blanks at the ends of lines.
    pub fn screen(&self) -> String {
        text(&self.shown.0.lock().unwrap().parser)
    }

    /// Waits until the screen holds that text.
    pub fn wait_for(&self, wanted: &str) -> String {
        self.wait_until(&format!("\"{wanted}\""), |screen| screen.contains(wanted))
    }

    /// Waits until the screen no longer holds that text.
    pub fn wait_gone(&self, gone: &str) -> String {
        self.wait_until(&format!("no \"{gone}\""), |screen| !screen.contains(gone))
    }

    /// Waits until the screen is as wanted.
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut shown = self.shown.0.lock().unwrap();
        loop {
            let screen = text(&shown.parser);
            if wanted(&screen) {
                return screen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !shown.ended,
                "waited for {what}; the screen shows:\n{screen}"
            );
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Bytes the program has sent so far.
    pub fn bytes(&self) -> u64 {
        self.shown.0.lock().unwrap().bytes.len() as u64
    }

    /// All that the program has sent.
    pub fn sent(&self) -> Vec<u8> {
        self.shown.0.lock().unwrap().bytes.clone()
    }

    /// Waits until the program has closed its side of the terminal.
    pub fn wait_ended(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut shown = self.shown.0.lock().unwrap();
        while !shown.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the program goes on:\n{}", text(&shown.parser));
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Whether the program has put the terminal back: cursor shown, main screen.
    pub fn is_restored(&self) -> bool {
        let shown = self.shown.0.lock().unwrap();
        let screen = shown.parser.screen();
        !screen.alternate_screen() && !screen.hide_cursor()
    }

    /// Changes the size of the window.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.shown
            .0
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(side(rows), side(columns));
        self.master
            .resize(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Ends the program at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the program to end by itself and returns its exit code.
    pub fn end(mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the program did not end; the screen shows:\n{}", self.screen());
    }
}

/// A home of its own, and nothing of this machine but its programs.
fn surroundings(command: &mut CommandBuilder, home: &Path, variables: &[(&str, &str)]) {
    command.env_clear();
    let gates = home.join("gates");
    // A test may put a program of its own in the place of the machine's.
    let path = format!("{}/bin:/usr/bin:/bin", home.display());
    for (name, value) in [
        ("HOME", home.to_str().unwrap()),
        ("PATH", &path),
        ("TENDERO_TEST_GATES", gates.to_str().unwrap()),
        ("TERM", "xterm-256color"),
        ("TZ", "UTC"),
        ("LANG", "es_ES.UTF-8"),
    ] {
        command.env(name, value);
    }
    for (name, value) in variables {
        command.env(name, value);
    }
    command.cwd(home);
}

/// Whether every thread of that process waits for something to happen; one that has ended does.
fn sleeps(pid: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else {
        return true;
    };
    let mut states = threads.flatten().map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next())
    });
    states.all(|state| !matches!(state, Some('R' | 'D' | 'T' | 't')))
}

/// A window of nothing shows nothing: the tests see it as one letter.
fn side(length: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(length.max(1)).unwrap()
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn text(parser: &vt100::Parser) -> String {
    let screen = parser.screen();
    let (_, columns) = screen.size();
    let rows: Vec<String> = screen
        .rows(0, columns.get())
        .map(|row| row.trim_end().to_owned())
        .collect();
    rows.join("\n")
}

/// Keys that are not letters.
pub mod key {
    pub const ENTER: &str = "\r";
    pub const ESC: &str = "\x1b";
    pub const UP: &str = "\x1b[A";
    pub const DOWN: &str = "\x1b[B";
    pub const CTRL_P: &str = "\x10";
    pub const F1: &str = "\x1bOP";
    pub const F2: &str = "\x1bOQ";
    pub const F3: &str = "\x1bOR";
    pub const F4: &str = "\x1bOS";
    pub const F5: &str = "\x1b[15~";
    pub const F6: &str = "\x1b[17~";
    pub const F7: &str = "\x1b[18~";
    pub const F8: &str = "\x1b[19~";
    pub const F9: &str = "\x1b[20~";
}
