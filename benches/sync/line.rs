//! The line between till and hub: it counts what goes through, and stops it when it is told to. Must never
//! change a byte.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::SeqCst};
use std::time::Duration;

/// What the line does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Passes everything on.
    Pass,
    /// Takes no request on.
    Down,
    /// Keeps what comes until it passes again.
    Hold,
}

#[derive(Default)]
struct Shared {
    mode: AtomicU8,
    bytes: AtomicU64,
    pushed: AtomicU64,
    requests: AtomicU64,
}

/// The line.
pub struct Line {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Line {
    /// A line to that address.
    pub fn to(hub: SocketAddr) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let theirs = shared.clone();
        std::thread::spawn(move || {
            for till in listener.incoming().flatten() {
                // Dropped, the till meets a line that is closed at once.
                if theirs.mode.load(SeqCst) != Mode::Down as u8 {
                    begin(till, hub, &theirs);
                }
            }
        });
        Line { address, shared }
    }

    pub fn set(&self, mode: Mode) {
        self.shared.mode.store(mode as u8, SeqCst);
    }

    /// Bytes of both ways so far.
    pub fn bytes(&self) -> u64 {
        self.shared.bytes.load(SeqCst)
    }

    /// Those of them that carried entries up, and their answers.
    pub fn pushed(&self) -> u64 {
        self.shared.pushed.load(SeqCst)
    }

    /// Requests of tills so far.
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(SeqCst)
    }
}

fn begin(till: TcpStream, hub: SocketAddr, shared: &Arc<Shared>) {
    let Ok(hub) = TcpStream::connect(hub) else { return };
    let ready = till.set_nodelay(true).and_then(|()| hub.set_nodelay(true));
    let both = (till.try_clone(), hub.try_clone());
    if let (Ok(()), (Ok(till_too), Ok(hub_too))) = (ready, both) {
        let (up, down) = (shared.clone(), shared.clone());
        let pushing = Arc::new(AtomicBool::new(false));
        let theirs = pushing.clone();
        std::thread::spawn(move || carry(till, hub, &up, (&pushing, true)));
        std::thread::spawn(move || carry(hub_too, till_too, &down, (&theirs, false)));
    }
}

/// One way of a connection; the way up says whether it carries entries from here on.
fn carry(mut from: TcpStream, mut to: TcpStream, shared: &Shared, (pushing, up): (&AtomicBool, bool)) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        while shared.mode.load(SeqCst) == Mode::Hold as u8 {
            std::thread::sleep(Duration::from_millis(1));
        }
        // a till writes the head of a request at once, before its body
        if up
            && [&b"POST /v1"[..], b"GET /v1/"]
                .iter()
                .any(|head| piece.starts_with(head))
        {
            shared.requests.fetch_add(1, SeqCst);
            pushing.store(piece.starts_with(b"POST /v1/push "), SeqCst);
        }
        if shared.mode.load(SeqCst) == Mode::Down as u8 || to.write_all(&piece[..read]).is_err() {
            break;
        }
        shared.bytes.fetch_add(read as u64, SeqCst);
        if pushing.load(SeqCst) {
            shared.pushed.fetch_add(read as u64, SeqCst);
        }
    }
    let _closed = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
