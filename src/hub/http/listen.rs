//! The loop that takes connections. Must never take more of them than it may, nor let one hold up another.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::answer::answer;
use super::patient::{Answering, Patient};
use super::{Shared, log};
use crate::hub::ledger::Ledger;

/// How long the head of a request may take, from its first byte on; and a TLS handshake.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection may be quiet between requests.
const QUIET: Duration = Duration::from_secs(120);
/// Bytes of a request's head at most.
const HEAD_BYTES: usize = 16 << 10;
/// How long what is under way may take when the hub is told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// What the loop needs.
pub(super) struct Door {
    pub(super) listener: TcpListener,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) connections: usize,
}

/// Answers until `stop` says so, then lets what is under way come to its end.
pub(super) async fn listen<L: Ledger>(
    door: Door,
    site: Shared<L>,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(door.connections));
    loop {
        let taken = tokio::select! {
            taken = door.listener.accept() => taken,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, from) = match taken {
            Ok(taken) => taken,
            Err(error) => {
                // Out of file descriptors, most likely: those that are open will end.
                log::line(
                    "error",
                    "accept",
                    serde_json::json!({ "message": error.to_string() }),
                );
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(permit) = room.clone().try_acquire_owned() else {
            site.meter.turned_away.fetch_add(1, Relaxed);
            continue;
        };
        let connection = Connection {
            site: site.clone(),
            router: router.clone(),
            from,
            stop: stop.clone(),
            permit,
        };
        tokio::spawn(connection.run(stream, door.tls.clone()));
    }
    drop(door.listener);
    let all = u32::try_from(door.connections).unwrap_or(u32::MAX);
    drop(tokio::time::timeout(DRAIN, room.acquire_many(all)).await);
}

struct Connection<L> {
    site: Shared<L>,
    router: Router,
    from: SocketAddr,
    stop: watch::Receiver<bool>,
    permit: OwnedSemaphorePermit,
}

impl<L: Ledger> Connection<L> {
    async fn run(self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        self.site.meter.open.fetch_add(1, Relaxed);
        let site = self.site.clone();
        drop(stream.set_nodelay(true));
        match tls {
            None => self.answer(stream).await,
            Some(tls) => {
                if let Ok(Ok(stream)) = tokio::time::timeout(HEAD, tls.accept(stream)).await {
                    self.answer(stream).await;
                }
            }
        }
        site.meter.open.fetch_sub(1, Relaxed);
    }

    async fn answer(mut self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let answering = Answering::default();
        let (site, router) = (self.site.clone(), self.router.clone());
        let from: IpAddr = self.from.ip().to_canonical();
        let noting = answering.clone();
        let service = service_fn(move |request| {
            noting.set(true);
            let (site, router, noting) = (site.clone(), router.clone(), noting.clone());
            async move {
                let answer = answer(site, router, from, request).await;
                noting.set(false);
                Ok::<_, std::convert::Infallible>(answer)
            }
        });
        let io = TokioIo::new(Patient::new(stream, answering, HEAD));
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(QUIET)
            .max_header_size(HEAD_BYTES)
            .max_headers(64)
            .max_buf_size(64 << 10)
            .half_close(false);
        let mut connection = std::pin::pin!(builder.serve_connection(io, service));
        let ended = tokio::select! {
            _ = connection.as_mut() => true,
            _ = self.stop.wait_for(|stop| *stop) => false,
        };
        if !ended {
            connection.as_mut().graceful_shutdown();
            drop(connection.await);
        }
        drop(self.permit);
    }
}
