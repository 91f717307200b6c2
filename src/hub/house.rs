//! The hub itself: its data, its secret, what it is; everything that it can be asked. Must never answer
//! before what it decided is committed.

use std::collections::BTreeSet;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::admin::{self, Ask};
use super::clock::{Clock, Machine};
use super::ledger::postgres::Postgres;
use super::ledger::{Either, Embedded, Key, Ledger, Step, Wanted, embedded};
use super::no::{No, no};
use super::rows::{Identity, Terminal, Token};
use super::secret::{self, SecretError, Secrets};
use super::work::{Work, read};
use super::{
    Caller, durable, enrol, fetch, fresh_id, hello, keys, lease, outside, pull, push, retry, verify,
};
use crate::protocol::SPOKEN;
use crate::protocol::enrol::{Enrol, Enrolled};
use crate::protocol::fetch::{Fetch, Fetched};
use crate::protocol::hello::{Hello, Welcome};
use crate::protocol::ping::Pong;
use crate::protocol::pull::{Pull, Pulled};
use crate::protocol::push::{Push, Pushed};
use crate::protocol::refused::Code;
use crate::protocol::retry::{Retried, Retry};
use crate::protocol::series::{Lease, Leased};
use crate::protocol::verify::{CheckEntries, CheckSums, EntriesChecked, SumsChecked};

/// Why a hub was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its file.
    #[error(transparent)]
    Ledger(#[from] embedded::OpenError),
    /// Its secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Its data.
    #[error(transparent)]
    No(#[from] No),
}

/// A hub over its ledger; clones are the same hub.
#[derive(Clone)]
pub struct Hub<L> {
    ledger: L,
    secrets: Arc<Secrets>,
    identity: Arc<Identity>,
    certificate: Option<String>,
    clock: Arc<dyn Clock>,
    #[cfg(feature = "planted-bugs")]
    bug: Option<super::Bug>,
}

/// Where a hub keeps what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its directory: its key, and its data where no database has them.
    pub dir: PathBuf,
    /// The database that has its data.
    pub database: Option<String>,
}

impl Hub<Either> {
    /// The hub in that place; the first time, everything in it is made.
    pub async fn open(place: &Place) -> Result<Hub<Either>, OpenError> {
        let ledger = match &place.database {
            None => Either::File(Embedded::open(&place.dir)?),
            Some(url) => {
                let made = DirBuilder::new().recursive(true).mode(0o700).create(&place.dir);
                made.map_err(|source| embedded::OpenError::Io {
                    path: place.dir.clone(),
                    source,
                })?;
                Either::Database(Postgres::open(url).await.map_err(No::from)?)
            }
        };
        let key = keys::identity();
        let known = ledger.get(Uuid::nil(), BTreeSet::from([key.clone()])).await;
        let known = known.map_err(No::from)?.get(&key).map(read::<Identity>);
        let known = known.and_then(|known| known.key);
        let secrets = Secrets::open(&place.dir, known.as_deref())?;
        let (public, path) = (secrets.public(), place.dir.join("hub.key"));
        let hub = Hub::new(ledger, secrets).await?;
        // Another process may have made the hub at the same moment, with a key of its own.
        if hub.identity.key.as_ref() != Some(&public) {
            return Err(SecretError::Other(path.display().to_string()).into());
        }
        Ok(hub)
    }
}

impl<L: Ledger> Hub<L> {
    /// The hub over that ledger; it becomes one the first time.
    pub async fn new(ledger: L, secrets: Secrets) -> Result<Hub<L>, No> {
        let fresh = Identity {
            hub: fresh_id(),
            epoch: fresh_id(),
            past: Vec::new(),
            key: Some(secrets.public()),
        };
        let identity = identity(&ledger, move |known| match known {
            None => Some(fresh.clone()),
            Some(known) if known.key.is_none() => Some(Identity {
                key: fresh.key.clone(),
                ..known.clone()
            }),
            Some(_) => None,
        });
        let identity = identity.await?;
        Ok(Hub {
            ledger,
            secrets: Arc::new(secrets),
            identity: Arc::new(identity),
            certificate: None,
            clock: Arc::new(Machine),
            #[cfg(feature = "planted-bugs")]
            bug: None,
        })
    }

    /// Begins another life of its data, after a restore.
    /// Of two hubs from one copy the one that counts is told the epoch of the other: tills that were there
    /// come back, and send again what this one lacks.
    pub async fn mint_epoch(self, instead_of: Option<Uuid>) -> Result<Hub<L>, No> {
        let epoch = fresh_id();
        let identity = identity(&self.ledger, move |known| {
            let mut known = known.cloned()?;
            known.past.push(known.epoch);
            known.past.extend(instead_of);
            known.epoch = epoch;
            Some(known)
        });
        Ok(Hub {
            identity: Arc::new(identity.await?),
            ..self
        })
    }

    /// Tells tills which certificate to trust from their enrolment on: SHA-256 of it, 64 hex digits.
    pub fn with_certificate(self, certificate: Option<String>) -> Hub<L> {
        Hub { certificate, ..self }
    }

    /// By that clock from here on.
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Hub<L> {
        Hub { clock, ..self }
    }

    /// With a bug.
    #[cfg(feature = "planted-bugs")]
    pub fn planted(self, bug: Option<super::Bug>) -> Hub<L> {
        Hub { bug, ..self }
    }

    /// What it reads of time.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Where it keeps its facts.
    pub fn ledger(&self) -> &L {
        &self.ledger
    }

    /// What it signs with.
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.secrets
    }

    /// What it is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Who shows that token.
    pub async fn caller(&self, token: &str) -> Result<Caller, No> {
        let unknown = || No::from(no(Code::Unauthorized, "the token is unknown"));
        let hex = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hex {
            return Err(unknown());
        }
        let hash = secret::hash(token.as_bytes());
        let key = keys::token(&hash);
        let rows = self
            .ledger
            .get(Uuid::nil(), BTreeSet::from([key.clone()]))
            .await?;
        let token_row: Token = rows.get(&key).map(read).ok_or_else(unknown)?;
        let key = keys::terminal(token_row.terminal);
        let rows = self
            .ledger
            .get(token_row.shop, BTreeSet::from([key.clone()]))
            .await?;
        let terminal: Terminal = rows.get(&key).map(read).ok_or_else(unknown)?;
        let who = Caller {
            shop: token_row.shop,
            terminal: token_row.terminal,
            former: terminal.former.contains(&hash),
            #[cfg(feature = "planted-bugs")]
            bug: self.bug,
        };
        let next = terminal.next_token.as_ref() == Some(&hash);
        if terminal.token != hash && !next && !who.former {
            return Err(unknown());
        }
        if terminal.revoked {
            return Err(no(Code::Forbidden, "this till was signed out at the hub").into());
        }
        if next {
            hello::turn(&self.ledger, &who, token).await?;
        }
        Ok(who)
    }

    /// Whether it is there.
    pub fn ping(&self) -> Pong {
        Pong {
            hub: self.identity.hub,
            epoch: self.identity.epoch,
            time: self.clock.now(),
            versions: SPOKEN,
        }
    }

    /// A till becomes known.
    pub async fn enrol(&self, ask: Enrol) -> Result<Enrolled, No> {
        let enrolled =
            enrol::enrol(&self.ledger, &self.secrets, &self.identity, ask, self.clock.now()).await?;
        Ok(Enrolled {
            certificate: self.certificate.clone(),
            ..enrolled
        })
    }

    /// Both say where they stand.
    pub async fn hello(&self, who: &Caller, ask: Hello) -> Result<Welcome, No> {
        hello::hello(
            &self.ledger,
            &self.secrets,
            &self.identity,
            who,
            ask,
            self.clock.now(),
        )
        .await
    }

    /// Entries come up.
    pub async fn push(&self, who: &Caller, ask: Push) -> Result<Pushed, No> {
        push::push(&self.ledger, who, ask, self.clock.now()).await
    }

    /// Rows go down.
    pub async fn pull(&self, who: &Caller, ask: Pull) -> Result<Pulled, No> {
        pull::pull(&self.ledger, &self.identity, who, ask).await
    }

    /// A block of numbers.
    pub async fn lease(&self, who: &Caller, ask: Lease) -> Result<Leased, No> {
        lease::lease(&self.ledger, who, ask).await
    }

    /// A till's own past.
    pub async fn fetch(&self, who: &Caller, ask: Fetch) -> Result<Fetched, No> {
        fetch::fetch(&self.ledger, who, ask).await
    }

    /// What is held of a stretch of a till's journal.
    pub async fn check_entries(&self, who: &Caller, ask: CheckEntries) -> Result<EntriesChecked, No> {
        verify::entries(&self.ledger, who, &ask).await
    }

    /// What a till's entries have come to.
    pub async fn check_sums(&self, who: &Caller, ask: CheckSums) -> Result<SumsChecked, No> {
        #[cfg(feature = "planted-bugs")]
        if super::planted::planted("old") {
            return Err(no(Code::NotFound, "there is nothing here").into());
        }
        verify::sums(&self.ledger, who, &ask).await
    }

    /// A till's own entries that wait.
    pub async fn retry(&self, who: &Caller, ask: Retry) -> Result<Retried, No> {
        fetch::life(&self.ledger, who, ask.incarnation).await?;
        retry::own(&self.ledger, who, self.clock.now()).await
    }

    /// What its owner asks for; a snapshot is the ledger's own matter.
    pub async fn admin(&self, ask: Ask) -> Result<Value, No> {
        let (ledger, secrets) = (&self.ledger, &self.secrets);
        match ask {
            Ask::EnrolCode { shop, replaces } => {
                admin::enrol_code(ledger, secrets, &shop, replaces.as_deref(), self.clock.now()).await
            }
            Ask::Shops => admin::list_shops(ledger).await,
            Ask::Terminals { shop } => admin::list_terminals(ledger, shop.as_deref()).await,
            Ask::Revoke { terminal } => admin::revoke(ledger, &terminal).await,
            Ask::Turn { terminal } => admin::turn(ledger, secrets, &terminal).await,
            Ask::Parked { shop } => admin::parked(ledger, shop.as_deref()).await,
            Ask::Retry { shop } => retry::retry(ledger, shop.as_deref(), self.clock.now()).await,
            Ask::Dismiss { entry } => retry::dismiss(ledger, entry, self.clock.now()).await,
            Ask::Outside(ask) => outside::act(ledger, secrets, ask).await,
            Ask::Point => Ok(json!(
                durable::point(ledger, &self.identity, self.clock.now()).await?
            )),
            Ask::Durable { point } => durable::covered(ledger, &self.identity, point).await,
            // What needs the whole hub is answered before.
            Ask::Snapshot { .. } | Ask::Epoch { .. } => Err(no(Code::BadRequest, "ask the whole hub").into()),
        }
    }
}

/// What the hub is, after `change` has seen it: none leaves it as it is.
async fn identity<L: Ledger>(
    ledger: &L,
    change: impl Fn(Option<&Identity>) -> Option<Identity> + Send + 'static,
) -> Result<Identity, No> {
    let key: Key = keys::identity();
    let wanted = Wanted::rows([key.clone()]);
    let found = ledger.transact(Uuid::nil(), wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let known = work.get::<Identity>(&key);
        match (change(known.as_ref()), known) {
            (Some(changed), _) => {
                work.put(key.clone(), &changed);
                work.done(Some(changed))
            }
            (None, known) => Step::Nothing(known),
        }
    });
    let unknown = || no(Code::Internal, "this is not the data of a hub");
    Ok(found.await?.ok_or_else(unknown)?)
}
