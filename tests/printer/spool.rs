//! The spool against printers that fail: jobs survive, nothing is printed twice in silence, nobody waits.
//! Must never sleep where it can poll.

use std::fs::OpenOptions;
use std::io::Read;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use jiff::civil::date;
use portable_pty::{MasterPty, PtySize, native_pty_system};
use tendero::devices::layout::Layout;
use tendero::devices::printer::{Pace, Problem};
use tendero::devices::settings::{Drawer, Printer, Via};
use tendero::devices::spool::{Kind, MOST, Printing, Spool, SpoolRefusal, State, Title};
use tendero::vault::seal::Sealer;
use tendero::vault::{MasterKey, Purpose};

use crate::decoder::{Did, read};
use crate::network::{self, Manner};

fn pace() -> Pace {
    Pace {
        connect: Duration::from_millis(300),
        patience: Duration::from_millis(300),
        answer: Duration::from_millis(300),
        done: Duration::from_secs(2),
        retry: Duration::from_millis(50),
        drawer: Duration::from_secs(5),
    }
}

struct Till {
    spool: Spool,
    told: Receiver<Printing>,
    last: Printing,
}

impl Till {
    fn start(dir: &Path, via: Via, at: &str) -> Till {
        let settings = Printer {
            via,
            at: at.to_owned(),
            drawer: Drawer::Pin2,
            ..Printer::default()
        };
        let key = MasterKey::from_bytes([5; 32]).derive(Purpose::Spool);
        let (tell, told) = channel();
        let spool = Spool::start(
            settings,
            pace(),
            dir.join("spool"),
            Sealer::new(&key),
            move |printing| {
                let _gone = tell.send(printing);
            },
        );
        Till {
            spool,
            told,
            last: Printing::default(),
        }
    }

    fn print(&mut self, name: &str) {
        self.try_print(name).unwrap();
    }

    fn try_print(&mut self, name: &str) -> Result<(), SpoolRefusal> {
        let mut paper = Layout::default();
        paper.left(name);
        self.hand_over(name, paper)
    }

    /// More than a printer that does not read takes in.
    fn print_long(&mut self) {
        let mut long = Layout::default();
        (0..2000).for_each(|n| long.left(format!("{n} una línea que nadie lee")));
        self.hand_over("largo", long).unwrap();
    }

    fn hand_over(&mut self, name: &str, paper: Layout) -> Result<(), SpoolRefusal> {
        self.spool
            .print(title(name), date(2026, 11, 20).at(9, 0, 0, 0), paper)
    }

    fn until(&mut self, what: &str, holds: impl Fn(&Printing) -> bool) {
        let since = Instant::now();
        while !holds(&self.last) {
            match self.told.recv_timeout(Duration::from_secs(10)) {
                Ok(now) => self.last = now,
                Err(_) => panic!("never {what}: {:?}", self.last),
            }
            assert!(since.elapsed() < Duration::from_secs(20), "never {what}");
        }
    }

    fn until_state(&mut self, name: &str, state: &State) {
        let wanted = title(name);
        self.until(&format!("{name} {state:?}"), |now| {
            now.paper(&wanted).is_some_and(|paper| paper.state == *state)
        });
    }

    fn id(&self, name: &str) -> u64 {
        self.last.paper(&title(name)).unwrap().id
    }
}

fn title(name: &str) -> Title {
    Title::new(Kind::Receipt, name)
}

fn line(name: &str) -> Did {
    Did::Line(name.to_owned(), false)
}

#[test]
fn a_file_takes_papers_in_order_and_pulses_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("paper");
    let mut till = Till::start(dir.path(), Via::File, &file.display().to_string());
    till.spool.open_drawer().unwrap();
    till.until("told", |now| now.set_up());
    for name in ["uno", "dos"] {
        till.print(name);
        till.until_state(name, &State::Printed);
    }
    let did = read(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(
        did,
        [Did::Drawer(0), line("uno"), Did::Cut, line("dos"), Did::Cut]
    );
    assert_eq!(std::fs::read_dir(dir.path().join("spool")).unwrap().count(), 0);
}

#[test]
fn a_printer_that_was_unplugged_prints_when_it_is_back() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("usb");
    let mut till = Till::start(dir.path(), Via::File, &folder.join("lp0").display().to_string());
    till.print("uno");
    till.print("dos");
    till.until_state("uno", &State::Stuck(Problem::Missing));
    till.until_state("dos", &State::Queued);
    std::fs::create_dir(&folder).unwrap();
    till.until_state("dos", &State::Printed);
    let did = read(&std::fs::read(folder.join("lp0")).unwrap()).unwrap();
    assert_eq!(did, [line("uno"), Did::Cut, line("dos"), Did::Cut]);
}

#[test]
fn what_waits_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("usb");
    let at = folder.join("lp0").display().to_string();
    let mut till = Till::start(dir.path(), Via::Usb, &at);
    till.print("uno");
    till.print("dos");
    till.until_state("uno", &State::Stuck(Problem::Missing));
    drop(till);
    let kept = std::fs::read_dir(dir.path().join("spool")).unwrap().count();
    assert_eq!(kept, 2);
    std::fs::create_dir(&folder).unwrap();
    let mut till = Till::start(dir.path(), Via::File, &at);
    till.until_state("dos", &State::Printed);
    let did = read(&std::fs::read(&at).unwrap()).unwrap();
    assert_eq!(did, [line("uno"), Did::Cut, line("dos"), Did::Cut]);
    // another till's papers are nobody's
    std::fs::write(dir.path().join("spool/0000000000000009.job"), b"torn").unwrap();
    drop(till);
    let mut till = Till::start(dir.path(), Via::File, &at);
    till.until("told", |now| now.set_up());
    assert!(till.last.papers.is_empty());
}

/// The other end of a cable: a terminal line that is read only when the test says so.
fn cable() -> (Box<dyn MasterPty + Send>, String, std::fs::File) {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let name = pair.master.tty_name().unwrap().display().to_string();
    let slave = OpenOptions::new().read(true).write(true).open(&name).unwrap();
    let mut modes = rustix::termios::tcgetattr(&slave).unwrap();
    modes.make_raw();
    rustix::termios::tcsetattr(&slave, rustix::termios::OptionalActions::Now, &modes).unwrap();
    assert!(slave.as_raw_fd() > 0);
    (pair.master, name, slave)
}

#[test]
fn a_printer_that_stops_reading_delays_nobody_and_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (master, name, _slave) = cable();
    let mut till = Till::start(dir.path(), Via::Usb, &name);
    till.print_long();
    till.until_state("largo", &State::Stuck(Problem::NotReading));
    let since = Instant::now();
    for _ in 0..50 {
        till.print("otro");
    }
    assert!(since.elapsed() < Duration::from_millis(200));
    // read again it goes on where it stood, and nothing comes twice
    let mut reader = master.try_clone_reader().unwrap();
    let (papers, read_back) = channel();
    std::thread::spawn(move || {
        let (mut all, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(count) = reader.read(&mut part) {
            all.extend(&part[..count]);
            if count == 0 || papers.send(all.clone()).is_err() {
                return;
            }
        }
    });
    till.until_state("largo", &State::Printed);
    till.until("all out", |now| now.waiting() == 0);
    let mut all = Vec::new();
    while let Ok(more) = read_back.recv_timeout(Duration::from_millis(500)) {
        all = more;
    }
    let cuts = read(&all).unwrap().iter().filter(|did| **did == Did::Cut).count();
    assert_eq!(cuts, 51);
}

#[test]
fn one_that_was_cut_off_in_the_middle_asks_before_it_prints_again() {
    let dir = tempfile::tempdir().unwrap();
    let (_master, name, _slave) = cable();
    let mut till = Till::start(dir.path(), Via::Usb, &name);
    till.print_long();
    till.until_state("largo", &State::Stuck(Problem::NotReading));
    let since = Instant::now();
    drop(till);
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    let file = dir.path().join("paper").display().to_string();
    let mut till = Till::start(dir.path(), Via::File, &file);
    till.until_state("largo", &State::Unsure);
    till.print("otro");
    till.until_state("otro", &State::Printed);
    till.spool.retry(till.id("largo")).unwrap();
    till.until_state("largo", &State::Printed);
    let did = read(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(did.iter().filter(|did| **did == Did::Cut).count(), 2);
}

#[test]
fn a_paper_is_given_up_while_it_hangs_and_while_it_waits() {
    let dir = tempfile::tempdir().unwrap();
    let (_master, name, _slave) = cable();
    let mut till = Till::start(dir.path(), Via::Usb, &name);
    till.print_long();
    till.print("otro");
    till.until_state("largo", &State::Stuck(Problem::NotReading));
    till.until_state("otro", &State::Queued);
    till.spool.cancel(till.id("otro")).unwrap();
    till.until("without the other", |now| now.waiting() == 1);
    till.spool.cancel(till.id("largo")).unwrap();
    till.until("empty", |now| now.waiting() == 0);
    assert_eq!(std::fs::read_dir(dir.path().join("spool")).unwrap().count(), 0);
}

#[test]
fn a_full_queue_says_so_and_goes_on_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let mut till = Till::start(dir.path(), Via::Usb, "/no/such/printer");
    for n in 0..MOST {
        let since = Instant::now();
        while till.try_print(&n.to_string()).is_err() {
            // the disk is slower than this loop, never than a counter
            assert!(since.elapsed() < Duration::from_secs(10));
        }
    }
    assert_eq!(till.try_print("una más"), Err(SpoolRefusal::Full));
    till.until("all there", |now| now.waiting() == MOST);
    till.spool.cancel(till.id("7")).unwrap();
    till.until("one less", |now| now.waiting() == MOST - 1);
    till.print("una más");
}

#[test]
fn without_a_printer_or_drawer_it_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut till = Till::start(dir.path(), Via::None, "");
    assert_eq!(till.try_print("x"), Err(SpoolRefusal::NoPrinter));
    assert_eq!(till.spool.open_drawer(), Err(SpoolRefusal::NoDrawer));
}

#[test]
fn a_network_printer_is_believed_only_when_it_answers() {
    for (manner, state) in [
        (Manner::Answers, State::Printed),
        (Manner::Silent, State::Printed),
        (Manner::PaperOut, State::Stuck(Problem::PaperOut)),
        (Manner::Deaf, State::Unsure),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (address, papers) = network::printer(manner);
        let mut till = Till::start(dir.path(), Via::Network, &address);
        till.print("uno");
        till.until_state("uno", &state);
        if state == State::Printed {
            let paper = papers.recv_timeout(Duration::from_secs(5)).unwrap();
            assert_eq!(read(&paper).unwrap(), [line("uno"), Did::Cut], "{manner:?}");
        }
        let since = Instant::now();
        drop(till);
        assert!(since.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn nobody_at_the_address() {
    let dir = tempfile::tempdir().unwrap();
    let mut till = Till::start(dir.path(), Via::Network, "127.0.0.1:1");
    till.print("uno");
    till.until_state("uno", &State::Stuck(Problem::Missing));
    drop(till);
    let mut till = Till::start(dir.path(), Via::Network, "");
    till.until_state("uno", &State::Stuck(Problem::NoAddress));
}
