//! A hub that has gone wrong: a real one, whose answers are altered on the way and signed with its own key.
//! Must never alter one that the test did not ask for.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use data_encoding::{BASE64, HEXLOWER};
use flate2::read::GzDecoder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tendero::protocol::answer::signed;
use tendero::vault::sign::SigningKey;

use crate::hub::Hub;

/// What becomes of one request.
pub(crate) enum Turn {
    /// The hub answers.
    Pass,
    /// It answers, and the answer becomes another.
    Alter(Box<dyn FnOnce(&mut Value)>),
    /// The hub never sees it; this is said in its name.
    Say(u16, Vec<u8>),
    /// The line breaks off before the hub sees it.
    Drop,
}

/// One request as it came, and what was answered.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) at: Instant,
    pub(crate) path: String,
    pub(crate) body: Value,
    pub(crate) answer: Value,
}

type Plan = Box<dyn FnMut(&str, &Value) -> Turn + Send>;

/// The line with the wrong hub at its end.
pub(crate) struct Twist {
    pub(crate) address: SocketAddr,
    plan: Arc<Mutex<Plan>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// What a connection needs.
#[derive(Clone)]
struct Line {
    to: SocketAddr,
    key: Arc<SigningKey>,
    plan: Arc<Mutex<Plan>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Twist {
    /// Before that hub, which answers as it is until something else is planned.
    pub(crate) fn of(hub: &Hub) -> Twist {
        let seed = std::fs::read_to_string(hub.dir().join("hub.key")).expect("the hub's key");
        let seed = HEXLOWER.decode(seed.trim().as_bytes()).expect("hex");
        let key = SigningKey::from_seed(&seed.try_into().expect("32 bytes"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let plan: Plan = Box::new(|_, _| Turn::Pass);
        let line = Line {
            to: hub.address,
            key: Arc::new(key),
            plan: Arc::new(Mutex::new(plan)),
            asked: Arc::default(),
        };
        let (plan, asked) = (line.plan.clone(), line.asked.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let line = line.clone();
                std::thread::spawn(move || drop(line.carry(client)));
            }
        });
        Twist { address, plan, asked }
    }

    /// From now on.
    pub(crate) fn plan(&self, plan: impl FnMut(&str, &Value) -> Turn + Send + 'static) {
        *self.plan.lock().expect("whole") = Box::new(plan);
    }

    /// The hub is as it should be again.
    pub(crate) fn heal(&self) {
        self.plan(|_, _| Turn::Pass);
    }

    /// What went by at that path since this was asked last.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        self.all()
            .into_iter()
            .filter(|asked| asked.path == path)
            .collect()
    }

    /// Everything that went by since this was asked last.
    pub(crate) fn all(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("whole"))
    }
}

/// One message of HTTP: its first line, its headers and its body.
struct Message {
    first: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Message {
    fn read(from: &mut BufReader<TcpStream>) -> std::io::Result<Option<Message>> {
        let mut first = String::new();
        if from.read_line(&mut first)? == 0 {
            return Ok(None);
        }
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            from.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut message = Message {
            first: first.trim_end().to_owned(),
            headers,
            body: Vec::new(),
        };
        let length = message
            .header("content-length")
            .and_then(|text| text.parse().ok());
        message.body = vec![0; length.unwrap_or(0)];
        from.read_exact(&mut message.body)?;
        Ok(Some(message))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    fn write(&self, to: &mut TcpStream) -> std::io::Result<()> {
        let mut head = format!("{}\r\n", self.first);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        to.write_all(&[head.as_bytes(), b"\r\n", &self.body].concat())
    }

    fn json(&self) -> Value {
        let packed = self.header("content-encoding") == Some("gzip");
        let mut whole = Vec::new();
        if packed {
            let _whole = GzDecoder::new(&self.body[..]).read_to_end(&mut whole);
        } else {
            whole.clone_from(&self.body);
        }
        serde_json::from_slice(&whole).unwrap_or_default()
    }
}

impl Line {
    fn carry(&self, client: TcpStream) -> std::io::Result<()> {
        let hub = TcpStream::connect(self.to)?;
        let (mut up, mut down) = (hub.try_clone()?, client.try_clone()?);
        let (mut from_client, mut from_hub) = (BufReader::new(client), BufReader::new(hub));
        while let Some(request) = Message::read(&mut from_client)? {
            let path = request.first.split(' ').nth(1).unwrap_or_default().to_owned();
            let body = request.json();
            let turn = (self.plan.lock().expect("whole"))(&path, &body);
            let told = match turn {
                Turn::Drop => {
                    self.note(&path, body, Value::Null);
                    return down.shutdown(Shutdown::Both);
                }
                Turn::Say(status, told) => self.said(&request, status, told),
                Turn::Pass | Turn::Alter(_) => {
                    request.write(&mut up)?;
                    let Some(answer) = Message::read(&mut from_hub)? else {
                        return down.shutdown(Shutdown::Both);
                    };
                    match turn {
                        Turn::Alter(alter) => {
                            let status = answer.first.split(' ').nth(1).and_then(|text| text.parse().ok());
                            let mut value = answer.json();
                            alter(&mut value);
                            self.said(&request, status.unwrap_or(200), value.to_string().into_bytes())
                        }
                        _ => answer,
                    }
                }
            };
            self.note(&path, body, told.json());
            told.write(&mut down)?;
        }
        Ok(())
    }

    fn note(&self, path: &str, body: Value, answer: Value) {
        self.asked.lock().expect("whole").push(Asked {
            at: Instant::now(),
            path: path.to_owned(),
            body,
            answer,
        });
    }

    /// That, in the hub's name.
    fn said(&self, request: &Message, status: u16, body: Vec<u8>) -> Message {
        let nonce = request.header("tendero-nonce").unwrap_or_default();
        let nonce = HEXLOWER.decode(nonce.as_bytes()).unwrap_or_default();
        let nonce: [u8; 16] = nonce.try_into().unwrap_or_default();
        let bytes = signed(&nonce, status, &Sha256::digest(&body).into());
        Message {
            first: format!("HTTP/1.1 {status} said"),
            headers: vec![
                ("content-type".to_owned(), "application/json".to_owned()),
                ("content-length".to_owned(), body.len().to_string()),
                (
                    "tendero-signature".to_owned(),
                    BASE64.encode(&self.key.sign(&bytes)),
                ),
            ],
            body,
        }
    }
}
