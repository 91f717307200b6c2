//! A body, read whole. Must never hold more of it than its limit, compressed or not, nor wait for ever.

use std::io::Read;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use flate2::read::GzDecoder;
use hyper::body::Body as _;

use crate::hub::no::no;
use crate::protocol::refused::{Code, Refused};

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The body as it was before compression, `most` bytes of it at most, compressed or not.
pub(super) async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Refused> {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|value| value.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    let raw = tokio::time::timeout(PATIENCE, collect(body, most)).await;
    let raw = raw.map_err(|_| no(Code::BadRequest, "the message did not arrive in time"))??;
    match headers.get(CONTENT_ENCODING).map(|value| value.as_bytes()) {
        None | Some(b"identity") => Ok(raw),
        Some(b"gzip") => inflate(&raw, most),
        Some(_) => Err(no(Code::BadRequest, "a body is sent as it is or as gzip")),
    }
}

async fn collect(mut body: Body, most: usize) -> Result<Vec<u8>, Refused> {
    let mut whole = Vec::new();
    loop {
        let next = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await;
        let Some(frame) = next else { return Ok(whole) };
        let frame = frame.map_err(|_| no(Code::BadRequest, "the message broke off"))?;
        if let Ok(data) = frame.into_data() {
            if whole.len() + data.len() > most {
                return Err(too_large(most));
            }
            whole.extend_from_slice(&data);
        }
    }
}

fn inflate(raw: &[u8], most: usize) -> Result<Vec<u8>, Refused> {
    let mut whole = Vec::new();
    let read = GzDecoder::new(raw).take(most as u64 + 1).read_to_end(&mut whole);
    match read {
        Ok(_) if whole.len() > most => Err(too_large(most)),
        Ok(_) => Ok(whole),
        Err(_) => Err(no(
            Code::BadRequest,
            "the message is not the gzip that it says it is",
        )),
    }
}

fn too_large(most: usize) -> Refused {
    no(
        Code::TooLarge,
        format!("the message is larger than {} KiB", most >> 10),
    )
}

/// The whole body of an answer of the hub's own.
pub(super) async fn whole(mut body: Body) -> Bytes {
    let mut whole = Vec::new();
    while let Some(Ok(frame)) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(data) = frame.into_data() {
            if whole.is_empty() && body.is_end_stream() {
                return data;
            }
            whole.extend_from_slice(&data);
        }
    }
    whole.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::protocol::limits::BODY_BYTES;

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..64 {
            bomb.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let bomb = bomb.finish().unwrap();
        assert!(bomb.len() < 100_000);
        assert_eq!(inflate(&bomb, BODY_BYTES).unwrap_err().code, Code::TooLarge);
        assert_eq!(
            inflate(b"no gzip", BODY_BYTES).unwrap_err().code,
            Code::BadRequest
        );
    }
}
