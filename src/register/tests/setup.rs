//! The printer of the machine, set up and tried while the till runs. Must never touch a real one.

use std::sync::Mutex;

use super::*;
use crate::devices::layout::Layout;
use crate::devices::printer::{Problem, Sent};
use crate::devices::settings::{PrinterRefusal, Via};
use crate::devices::spool::{Kind, State, Title};
use crate::register::job::Print;
use crate::register::worker::Setup;

fn file(at: &Path) -> Printer {
    Printer {
        via: Via::File,
        at: at.display().to_string(),
        ..Printer::default()
    }
}

fn set_up(printer: Printer) -> Job {
    Job::Print(Print::SetUp {
        printer: Box::new(printer),
        approval: None,
    })
}

/// A till without a printer, Luz signed in, and what its config was given.
struct Desk {
    place: Place,
    handle: worker::Handle,
    replies: std::sync::mpsc::Receiver<Reply>,
    kept: Arc<Mutex<Vec<Printer>>>,
    next: u64,
}

impl Desk {
    fn new() -> Desk {
        let (place, register) = Place::new();
        let luz = who(&register, "Luz");
        let how = place.how(2);
        drop(register);
        let kept = Arc::new(Mutex::new(Vec::new()));
        let config = kept.clone();
        let setup = Setup::new(Printer::default(), move |printer| {
            if printer.at.ends_with("refused") {
                let path = "config.toml".to_owned();
                return Err(PrinterRefusal::ByHand { path });
            }
            config.lock().unwrap().push(printer.clone());
            Ok(())
        });
        let (answers, replies) = channel();
        let handle = worker::spawn(place.store(), how, setup, move |reply| drop(answers.send(reply)));
        let mut desk = Desk {
            place,
            handle,
            replies,
            kept,
            next: 1,
        };
        desk.reply();
        let pin = "240318".to_owned();
        desk.ask(Job::SignIn { person: luz, pin });
        desk
    }

    fn reply(&self) -> Reply {
        self.replies.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    fn ask(&mut self, job: Job) -> Answer {
        let id = self.next;
        self.next += 1;
        self.handle.ask(Request { id, job }).unwrap();
        loop {
            let reply = self.reply();
            if reply.id == Some(id) {
                return reply.answer;
            }
        }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.place.dir.path().join(name)
    }
}

fn try_out(printer: Printer) -> Job {
    Job::Print(Print::Try {
        printer: Box::new(printer),
        lang: Default::default(),
        approval: None,
    })
}

fn slip() -> Job {
    Job::Print(Print::Paper(
        Title::new(Kind::Slip, "Hello"),
        Box::<Layout>::default(),
    ))
}

#[test]
fn a_printer_is_tried_without_being_kept() {
    let mut desk = Desk::new();
    let there = file(&desk.path("paper"));
    assert!(matches!(
        desk.ask(try_out(there)),
        Answer::Tried(Ok(Sent::Printed))
    ));
    assert!(std::fs::metadata(desk.path("paper")).unwrap().len() > 0);
    let gone = file(&desk.path("none/paper"));
    assert!(matches!(
        desk.ask(try_out(gone)),
        Answer::Tried(Err(Problem::Missing))
    ));
    assert!(desk.kept.lock().unwrap().is_empty());
    assert!(matches!(desk.ask(slip()), Answer::Refused(said) if said.code == "no-printer"));
}

#[test]
fn a_printer_counts_once_the_config_has_it_and_not_before() {
    let mut desk = Desk::new();
    for (name, why) in [("refused", "printer-by-hand"), ("", "printer-without-address")] {
        let at = if name.is_empty() {
            std::path::PathBuf::new()
        } else {
            desk.path(name)
        };
        let answer = desk.ask(set_up(file(&at)));
        assert!(
            matches!(&answer, Answer::Refused(said) if said.code == why),
            "{answer:?}"
        );
    }
    assert!(matches!(desk.ask(slip()), Answer::Refused(said) if said.code == "no-printer"));
    let there = file(&desk.path("paper"));
    assert!(matches!(desk.ask(set_up(there.clone())), Answer::PrinterKept));
    assert_eq!(*desk.kept.lock().unwrap(), std::slice::from_ref(&there));
    assert!(matches!(desk.ask(slip()), Answer::HandedOver));
    loop {
        if let Answer::Printing(printing) = desk.reply().answer
            && printing.papers.iter().any(|paper| paper.state == State::Printed)
        {
            assert_eq!(printing.printer, there);
            break;
        }
    }
    assert!(std::fs::metadata(desk.path("paper")).unwrap().len() > 0);
}
