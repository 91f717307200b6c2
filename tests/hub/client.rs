//! HTTP by hand: what is sent is exactly what the test says. Must never mend a request.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tendero::protocol::answer::signed;
use tendero::vault::sign::VerifyingKey;
use uuid::Uuid;

/// A connection.
pub(crate) struct Line {
    stream: BufReader<TcpStream>,
    pub(crate) token: Option<String>,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    /// Before compression.
    pub(crate) bytes: Vec<u8>,
    pub(crate) nonce: [u8; 16],
}

impl Answer {
    /// The body, which is JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| {
            let text = String::from_utf8_lossy(&self.bytes);
            unreachable!("{error}: {} {text}", self.status)
        })
    }

    /// The body of a 200.
    pub(crate) fn done(&self) -> Value {
        let told = self.json();
        assert_eq!(self.status, 200, "{told}");
        told
    }

    /// The status and the code of a refusal.
    pub(crate) fn no(&self) -> (u16, String) {
        let told = self.json();
        (self.status, told["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Whether the owner of that key signed it for this very request.
    pub(crate) fn is_of(&self, hub: &VerifyingKey) -> bool {
        let Some(signature) = self.headers.get("tendero-signature") else {
            return false;
        };
        let digest = Sha256::digest(&self.bytes).into();
        let bytes = signed(&self.nonce, self.status, &digest);
        BASE64
            .decode(signature.as_bytes())
            .is_ok_and(|signature| hub.has_signed(&bytes, &signature))
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

impl Line {
    pub(crate) fn to(address: SocketAddr) -> Line {
        let stream = TcpStream::connect(address).expect("the hub listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .expect("it can be set");
        stream.set_nodelay(true).expect("it can be set");
        Line {
            stream: BufReader::new(stream),
            token: None,
        }
    }

    /// Bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// A message of the protocol, compressed.
    pub(crate) fn post(&mut self, path: &str, message: &Value) -> Answer {
        let body = gzip(message.to_string().as_bytes());
        self.ask("POST", path, &[("content-encoding", "gzip")], &body)
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// A request with a fresh nonce and the token, if there is one.
    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let nonce = *Uuid::now_v7().as_bytes();
        self.send(method, path, headers, body, Some(&nonce))
            .expect("the hub takes it");
        self.answer(nonce).expect("the hub answers")
    }

    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        nonce: Option<&[u8; 16]>,
    ) -> std::io::Result<()> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: hub\r\naccept-encoding: gzip\r\n");
        if let Some(nonce) = nonce {
            head += &format!("tendero-nonce: {}\r\n", HEXLOWER.encode(nonce));
        }
        if let Some(token) = &self.token {
            head += &format!("authorization: Bearer {token}\r\n");
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", body.len());
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub(crate) fn answer(&mut self, nonce: [u8; 16]) -> std::io::Result<Answer> {
        let first = self.head_line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut headers = BTreeMap::new();
        loop {
            let line = self.head_line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers
            .get("content-length")
            .and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        self.stream.read_exact(&mut body)?;
        let packed = headers
            .get("content-encoding")
            .is_some_and(|coding| coding == "gzip");
        let bytes = if packed {
            let mut whole = Vec::new();
            GzDecoder::new(&body[..]).read_to_end(&mut whole)?;
            whole
        } else {
            body
        };
        Ok(Answer {
            status: status.unwrap_or(0),
            headers,
            bytes,
            nonce,
        })
    }

    fn head_line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
