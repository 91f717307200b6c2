//! A printer made of a socket, well or badly behaved. Must never leave a port open after its test.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// How the printer behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Answers states and says when it is done.
    Answers,
    /// Says that the paper is out.
    PaperOut,
    /// Takes everything, answers nothing, hangs up at the end.
    Silent,
    /// Takes the connection and never reads.
    Deaf,
}

/// Listens on a port of its own; gives the address and what came over each connection.
pub(crate) fn printer(manner: Manner) -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (papers, taken) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            if manner == Manner::Deaf {
                thread::sleep(Duration::from_secs(30));
                continue;
            }
            if papers.send(serve(stream, manner)).is_err() {
                return;
            }
        }
    });
    (address, taken)
}

fn serve(mut stream: TcpStream, manner: Manner) -> Vec<u8> {
    let (mut all, mut part) = (Vec::new(), [0; 4096]);
    while let Ok(count) = stream.read(&mut part) {
        if count == 0 {
            break;
        }
        all.extend(&part[..count]);
        if manner == Manner::Silent {
            continue;
        }
        while let Some(at) = all.windows(3).position(|three| three[..2] == [0x10, 4]) {
            let asked = all[at + 2];
            all.drain(at..at + 3);
            let out = manner == Manner::PaperOut && asked == 4;
            let _gone = stream.write_all(&[if out { 0x72 } else { 0x12 }]);
        }
        if all.ends_with(&[0x1D, b'r', 1]) {
            all.truncate(all.len() - 3);
            let _gone = stream.write_all(&[0]);
        }
    }
    // what was asked of a silent one is no paper
    while all.starts_with(&[0x10, 4]) {
        all.drain(..3);
    }
    all
}
