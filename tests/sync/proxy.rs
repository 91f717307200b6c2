//! A line that cuts, delays, loses, doubles and lies, as it is told. Must never change a byte that it passes
//! on.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the line does.
#[derive(Debug, Clone)]
pub(crate) enum Mode {
    /// Passes everything on.
    Pass,
    /// Takes no request on.
    Down,
    /// Passes requests on and loses the answers.
    Lose,
    /// Loses the answers to requests of that path alone.
    LoseOf(&'static str),
    /// Breaks off in the middle of an answer.
    Truncate,
    /// Waits so long before each piece of an answer.
    Delay(Duration),
    /// Passes each request on twice.
    Double,
    /// Answers itself, with these bytes.
    Answer(Vec<u8>),
    /// Answers itself, and never stops.
    Endless,
    /// Answers itself, a byte now and then.
    Trickle,
    /// Takes requests and does nothing with them: a line of which the other end has gone.
    Hang,
}

/// The line.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    mode: Arc<Mutex<Mode>>,
    went_up: Arc<Mutex<Vec<u8>>>,
    hub: Arc<Mutex<SocketAddr>>,
}

impl Proxy {
    /// A line to that address.
    pub(crate) fn to(hub: SocketAddr) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let mode = Arc::new(Mutex::new(Mode::Pass));
        let went_up = Arc::new(Mutex::new(Vec::new()));
        let (asked, noted) = (mode.clone(), went_up.clone());
        let hub = Arc::new(Mutex::new(hub));
        let leads = hub.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (asked, noted) = (asked.clone(), noted.clone());
                let hub = *leads.lock().expect("whole");
                std::thread::spawn(move || drop(carry(client, hub, &asked, &noted)));
            }
        });
        Proxy {
            address,
            mode,
            went_up,
            hub,
        }
    }

    /// Leads new connections there.
    pub(crate) fn lead(&self, hub: SocketAddr) {
        *self.hub.lock().expect("whole") = hub;
    }

    /// What clients have sent since this was asked last.
    pub(crate) fn went_up(&self) -> Vec<u8> {
        std::mem::take(&mut *self.went_up.lock().expect("whole"))
    }

    /// From now on.
    pub(crate) fn set(&self, mode: Mode) {
        *self.mode.lock().expect("whole") = mode;
    }
}

fn now(mode: &Arc<Mutex<Mode>>) -> Mode {
    mode.lock().expect("whole").clone()
}

fn carry(
    mut client: TcpStream,
    to: SocketAddr,
    mode: &Arc<Mutex<Mode>>,
    went_up: &Arc<Mutex<Vec<u8>>>,
) -> std::io::Result<()> {
    if matches!(now(mode), Mode::Down) {
        return Ok(());
    }
    let mut hub = TcpStream::connect(to)?;
    let request = Arc::new(Mutex::new(Vec::new()));
    let (mut back, mut out) = (hub.try_clone()?, client.try_clone()?);
    let (theirs, asked) = (request.clone(), mode.clone());
    std::thread::spawn(move || {
        let _ended = answers(&mut back, &mut out, to, &asked, &theirs);
        let _closed = out.shutdown(Shutdown::Both);
        let _closed = back.shutdown(Shutdown::Both);
    });
    let mut piece = [0; 16 << 10];
    loop {
        let read = client.read(&mut piece)?;
        if read == 0 {
            let _closed = hub.shutdown(Shutdown::Both);
            return Ok(());
        }
        went_up.lock().expect("whole").extend_from_slice(&piece[..read]);
        match now(mode) {
            Mode::Down => return client.shutdown(Shutdown::Both),
            Mode::Answer(bytes) => {
                client.write_all(&bytes)?;
                return client.shutdown(Shutdown::Both);
            }
            Mode::Endless => {
                client.write_all(b"HTTP/1.1 200 OK\r\ntendero-signature: AAAA\r\n\r\n")?;
                loop {
                    client.write_all(&[b' '; 16 << 10])?;
                }
            }
            Mode::Trickle => {
                client.write_all(
                    b"HTTP/1.1 200 OK\r\ntendero-signature: AAAA\r\ncontent-length: 9999\r\n\r\n",
                )?;
                while matches!(now(mode), Mode::Trickle) {
                    client.write_all(b" ")?;
                    std::thread::sleep(Duration::from_millis(200));
                }
                return client.shutdown(Shutdown::Both);
            }
            Mode::Hang => {
                // Whoever waits is let go when the line is another.
                while matches!(now(mode), Mode::Hang) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                return client.shutdown(Shutdown::Both);
            }
            _ => {}
        }
        request.lock().expect("whole").extend_from_slice(&piece[..read]);
        hub.write_all(&piece[..read])?;
    }
}

fn answers(
    hub: &mut TcpStream,
    client: &mut TcpStream,
    to: SocketAddr,
    mode: &Arc<Mutex<Mode>>,
    request: &Arc<Mutex<Vec<u8>>>,
) -> std::io::Result<()> {
    let mut piece = [0; 16 << 10];
    loop {
        let read = hub.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        let asked = std::mem::take(&mut *request.lock().expect("whole"));
        match now(mode) {
            // The hub has done it, and nobody will hear of it.
            Mode::Lose | Mode::Down | Mode::Hang => return Ok(()),
            Mode::Truncate => {
                client.write_all(&piece[..read / 2])?;
                return Ok(());
            }
            Mode::LoseOf(path) if String::from_utf8_lossy(&asked).contains(path) => return Ok(()),
            Mode::Delay(pause) => std::thread::sleep(pause),
            Mode::Double if !asked.is_empty() => {
                let mut again = TcpStream::connect(to)?;
                again.write_all(&asked)?;
                let _answer = again.read(&mut [0; 1024])?;
            }
            _ => {}
        }
        client.write_all(&piece[..read])?;
    }
}
