//! A hub from its start to its end. Must never listen before its data are open.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::tls::{TlsError, acceptor};
use super::{listen, log, routes};
use crate::hub::admin::Ask;
use crate::hub::control;
use crate::hub::house::{Hub, OpenError, Place};
use crate::hub::ledger::Ledger;

/// How a hub is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where its data are.
    pub place: Place,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Certificate and key, both in PEM; plain HTTP without.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Whether tills trust that certificate alone from their enrolment on.
    pub pin: bool,
    /// Whether a proxy of its own stands before it, which says who asks.
    pub behind_proxy: bool,
    /// Whether webhooks may reach machines behind the hub.
    pub private_webhooks: bool,
    /// Connections at most.
    pub connections: usize,
}

impl Settings {
    /// Of a hub for its own machine alone: a file in that directory, any port, plain HTTP, one connection.
    pub fn on_loopback(dir: PathBuf) -> Settings {
        Settings {
            place: Place { dir, database: None },
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            tls: None,
            pin: false,
            behind_proxy: false,
            private_webhooks: false,
            connections: 1,
        }
    }
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

/// Serves the hub of a place until the process is told to stop. `ready` is told the address once it
/// listens.
pub fn serve(settings: &Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("hub")
        .build()?;
    let served = runtime.block_on(async {
        let hub = Hub::open(&settings.place).await?;
        if settings.place.database.is_some() {
            // Other processes may be there: commands go to the database itself.
            return over(hub, settings, ready).await;
        }
        let control = control::Door::open(&settings.place.dir)?;
        let controlled = tokio::spawn(control.answer(hub.clone()));
        let served = over(hub, settings, ready).await;
        controlled.abort();
        // its socket is taken away with it
        drop(controlled.await);
        served
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    served
}

/// Serves a hub over any ledger until the process is told to stop.
pub async fn over<L: Ledger>(
    hub: Hub<L>,
    settings: &Settings,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let (tls, certificate) = match &settings.tls {
        Some((certificate, key)) => {
            let (tls, digest) = acceptor(certificate, key)?;
            (Some(tls), settings.pin.then_some(digest))
        }
        None => (None, None),
    };
    let hub = hub.with_certificate(certificate);
    let taken = |source| ServeError::Listen {
        address: settings.listen,
        source,
    };
    let listener = TcpListener::bind(settings.listen).await.map_err(taken)?;
    let address = listener.local_addr()?;
    let (tell, stop) = watch::channel(false);
    let mut ends = [signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?];
    let site = routes::site(hub.clone(), settings);
    let router = routes::router(site.clone());
    let door = listen::Door {
        listener,
        tls,
        connections: settings.connections,
    };
    log::line(
        "info",
        "listening",
        json!({ "address": address.to_string(), "tls": settings.tls.is_some(), "hub": hub.identity().hub }),
    );
    if settings.tls.is_none() && !address.ip().is_loopback() && !settings.behind_proxy {
        let why = "tokens travel in clear: give --tls-cert and --tls-key, or put a proxy before the hub";
        log::line("warn", "plain", json!({ "message": why }));
    }
    ready(address);
    let sending = tokio::spawn(crate::hub::webhooks::run(hub.clone(), settings.private_webhooks));
    // What an older program could not read may be readable by now.
    let retried = tokio::spawn(async move { hub.admin(Ask::Retry { shop: None }).await });
    let listening = tokio::spawn(listen::listen(door, site, router, stop));
    let [terminate, interrupt] = &mut ends;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    log::line("info", "stopping", json!({}));
    retried.abort();
    sending.abort();
    tell.send_replace(true);
    drop(listening.await);
    log::line("info", "stopped", json!({}));
    Ok(())
}
