//! A hub from its start to its end. Must never listen before its data are open.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::tls::{TlsError, acceptor};
use super::{listen, log, routes};
use crate::hub::control;
use crate::hub::house::{Hub, OpenError};

/// How a hub is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where its data are.
    pub dir: PathBuf,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Certificate and key, both in PEM; plain HTTP without.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Whether a proxy of its own stands before it, which says who asks.
    pub behind_proxy: bool,
    /// Connections at most.
    pub connections: usize,
}

/// Why a hub is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Its data.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Its certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The address is taken or not this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Threads, signals, the control socket.
    #[error("the hub cannot start: {0}")]
    System(#[from] io::Error),
}

/// Serves until the process is told to stop. `ready` is told the address once it listens.
pub fn serve(settings: &Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("hub")
        .build()?;
    let served = runtime.block_on(run(settings, ready));
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    served
}

async fn run(settings: &Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let tls = match &settings.tls {
        Some((certificate, key)) => Some(acceptor(certificate, key)?),
        None => None,
    };
    let hub = Hub::in_directory(&settings.dir).await?;
    let taken = |source| ServeError::Listen {
        address: settings.listen,
        source,
    };
    let listener = TcpListener::bind(settings.listen).await.map_err(taken)?;
    let address = listener.local_addr()?;
    let (tell, stop) = watch::channel(false);
    let mut ends = [signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?];
    let control = control::Door::open(&settings.dir)?;
    let site = routes::site(hub.clone(), settings.behind_proxy);
    let router = routes::router(site.clone());
    let door = listen::Door {
        listener,
        tls,
        connections: settings.connections,
    };
    log::line(
        "info",
        "listening",
        json!({
            "address": address.to_string(), "tls": settings.tls.is_some(), "hub": hub.identity().hub,
        }),
    );
    ready(address);
    let controlled = tokio::spawn(control.answer(hub));
    let listening = tokio::spawn(listen::listen(door, site, router, stop));
    let [terminate, interrupt] = &mut ends;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    log::line("info", "stopping", json!({}));
    tell.send_replace(true);
    controlled.abort();
    drop(listening.await);
    log::line("info", "stopped", json!({}));
    Ok(())
}
