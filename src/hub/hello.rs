//! Both sides say where they stand. Must never move an entry: what follows is a push or a pull.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::ledger::{Kind, Ledger, Loaded, Order, Step, Wanted};
use super::no::{No, no};
use super::rows::{Identity, Incarnation, Parked, Series, Terminal};
use super::secret::{self, Secrets};
use super::work::Work;
use super::{Caller, keys, push};
use crate::protocol::hello::{Command, Hello, LifeAt, ParkedEntry, SeriesAt, Welcome};
use crate::protocol::limits::LISTED;
use crate::protocol::refused::{Code, Refused};
use crate::protocol::{SPOKEN, Versions};

/// Series that one hello may name.
const SERIES_MAX: usize = 64;

/// Answers a hello.
pub(super) async fn hello<L: Ledger>(
    ledger: &L,
    secrets: &Secrets,
    identity: &Identity,
    who: &Caller,
    ask: Hello,
    now: i64,
) -> Result<Welcome, No> {
    let version = spoken(ask.versions)?;
    knows(identity, ask.epoch)?;
    if ask.series.len() > SERIES_MAX {
        return Err(no(Code::BadRequest, "a till has not so many series").into());
    }
    let wanted = wanted(who, &ask);
    let (who_is, own) = (who.clone(), identity.clone());
    let met = ledger.transact(who.shop, wanted, move |loaded| {
        met(loaded, &own, &who_is, &ask, now)
    });
    let met = met.await??;
    let mut commands = Vec::new();
    if met.terminal.replaced_by.is_some() || who.former {
        commands.push(Command::DrainOnly);
    }
    if let Some(seq) = met.push_from {
        commands.push(Command::PushFrom { seq });
    }
    if met.terminal.next_token.is_some() {
        let token = secrets.turned(&met.terminal.token, who.terminal, met.terminal.turns);
        commands.push(Command::UseToken { token });
    }
    let (parked, parked_count, lives) = waiting(ledger, who.shop, &met.terminal).await?;
    Ok(Welcome {
        version,
        hub: identity.hub,
        epoch: identity.epoch,
        acked: met.life.acked,
        acked_hash: (met.life.acked > 0).then(|| met.life.head_hash.clone()),
        durable_seq: met.life.durable,
        series: met.floors,
        parked,
        parked_count,
        lives,
        commands,
        time: now,
    })
}

fn spoken(theirs: Versions) -> Result<u16, Refused> {
    theirs.common(SPOKEN).ok_or_else(|| {
        no(
            Code::UpgradeRequired,
            "till and hub speak no common version of the protocol; update the older one",
        )
    })
}

/// Whether this hub has lived in the epoch that the till remembers. If not, the till has spoken with another
/// hub of the same origin, and each of them has what the other one lacks.
pub(super) fn knows(identity: &Identity, epoch: Option<Uuid>) -> Result<(), Refused> {
    match epoch {
        Some(epoch) if epoch != identity.epoch && !identity.past.contains(&epoch) => Err(no(
            Code::HubFork,
            "the till has spoken with another hub made from the same data; somebody must choose between them",
        )),
        _ => Ok(()),
    }
}

/// What a hello finds.
struct Met {
    terminal: Terminal,
    life: Incarnation,
    floors: Vec<SeriesAt>,
    push_from: Option<u64>,
}

fn wanted(who: &Caller, ask: &Hello) -> Wanted {
    let own = [keys::terminal(who.terminal), keys::incarnation(ask.incarnation)];
    let series = ask.series.iter().map(|at| keys::series(&at.series));
    Wanted {
        keys: own.into_iter().chain(series).collect(),
        ids: BTreeSet::new(),
        places: BTreeSet::from([(ask.incarnation, ask.last_seq)]),
    }
}

fn met(
    loaded: &Loaded,
    identity: &Identity,
    who: &Caller,
    ask: &Hello,
    now: i64,
) -> Step<Result<Met, Refused>> {
    let mut work = Work::new(loaded);
    let Some(mut terminal) = work.get::<Terminal>(&keys::terminal(who.terminal)) else {
        return Step::Nothing(Err(no(Code::Unauthorized, "the token is unknown")));
    };
    let known = work.get::<Incarnation>(&keys::incarnation(ask.incarnation));
    let life = known.unwrap_or_else(|| push::fresh(who.terminal));
    if life.terminal != who.terminal {
        return Step::Nothing(Err(no(Code::Forbidden, "that journal is another till's")));
    }
    let push_from = match stands(loaded, identity, &life, ask) {
        Ok(push_from) => push_from,
        Err(refused) => return Step::Nothing(Err(refused)),
    };
    let floors = floors(&mut work, who, ask);
    if !who.former {
        terminal.app.clone_from(&ask.app);
        terminal.seen_at = now;
        terminal.last_seq = ask.last_seq;
        terminal.incarnation = ask.incarnation;
    }
    terminal.lives.insert(ask.incarnation);
    work.put(keys::terminal(who.terminal), &terminal);
    let met = Met {
        terminal,
        life,
        floors,
        push_from,
    };
    work.done(Ok(met))
}

/// Whether the two pasts agree as far as can be seen; from where the till must send again, if it must.
fn stands(
    loaded: &Loaded,
    identity: &Identity,
    life: &Incarnation,
    ask: &Hello,
) -> Result<Option<u64>, Refused> {
    let said = |code, message: &str| Refused {
        acked: Some(life.acked),
        ..no(code, message)
    };
    let held = loaded.places.get(&(ask.incarnation, ask.last_seq));
    if let Some(hash) = held
        && HEXLOWER.encode(hash) != ask.head_hash
    {
        let why = "the hub holds another entry in the place of the till's last one";
        return Err(said(Code::ChainFork, why));
    }
    if ask.acked <= life.acked {
        return Ok(None);
    }
    if ask.epoch == Some(identity.epoch) {
        let why = "the hub holds less than it acknowledged, and was not restored on purpose";
        return Err(said(Code::HubBehind, why));
    }
    Ok(Some(life.acked + 1))
}

/// Raises each series of the till at the hub where the till is ahead; tells those where it is behind.
fn floors(work: &mut Work<'_>, who: &Caller, ask: &Hello) -> Vec<SeriesAt> {
    let mut behind = Vec::new();
    for at in &ask.series {
        let key = keys::series(&at.series);
        let Some(mut row) = work.get::<Series>(&key) else {
            continue;
        };
        if row.terminal != Some(who.terminal) {
            continue;
        }
        if row.next > at.next {
            behind.push(SeriesAt {
                series: at.series.clone(),
                next: row.next,
            });
        } else if row.next < at.next {
            row.next = at.next;
            work.put(key, &row);
        }
    }
    behind
}

/// The entries of a till that wait, the newest first, how many there are, and how far the hub has each life
/// of its journal.
pub(super) async fn waiting<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    terminal: &Terminal,
) -> Result<(Vec<ParkedEntry>, u64, Vec<LifeAt>), No> {
    let lives = terminal.lives.iter().map(|life| keys::incarnation(*life));
    let lives = ledger.get(shop, lives.collect()).await?;
    let (mut found, mut known) = (Vec::new(), Vec::new());
    let mut count = 0;
    // A life of a journal begins with a time: the newest has the largest id.
    for id in terminal.lives.iter().rev() {
        let life = lives
            .get(&keys::incarnation(*id))
            .map(super::work::read::<Incarnation>);
        let here = life.as_ref().map_or(0, |life| life.parked);
        known.extend(life.map(|life| LifeAt {
            incarnation: *id,
            acked: life.acked,
            head_hash: life.head_hash,
        }));
        count += here;
        if here == 0 || found.len() >= LISTED {
            continue;
        }
        let past = format!("{id}/~");
        let limit = (LISTED - found.len()).min(usize::try_from(here).unwrap_or(LISTED));
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let rows = ledger
            .list(shop, Kind::Parked, Some(past), Order::Down, limit)
            .await?;
        let own = rows.into_iter().map(|(_, row)| super::work::read::<Parked>(&row));
        found.extend(own.filter(|row| row.incarnation == *id).map(told));
    }
    known.reverse();
    Ok((found, count, known))
}

fn told(row: Parked) -> ParkedEntry {
    ParkedEntry {
        incarnation: row.incarnation,
        seq: row.seq,
        id: row.id,
        kind: row.kind,
        reason: row.reason,
        message: row.message,
    }
}

/// Whether the till shows the token that it was told to use instead of the old one: then only that one counts
/// from now on.
pub(super) async fn turn<L: Ledger>(ledger: &L, who: &Caller, token: &str) -> Result<(), No> {
    let (key, hash) = (keys::terminal(who.terminal), secret::hash(token.as_bytes()));
    let wanted = Wanted::rows([key.clone()]);
    let turned = ledger.transact(who.shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        match work.get::<Terminal>(&key) {
            Some(mut terminal) if terminal.next_token.as_ref() == Some(&hash) => {
                terminal.token.clone_from(&hash);
                terminal.next_token = None;
                work.put(key.clone(), &terminal);
                work.done(())
            }
            _ => Step::Nothing(()),
        }
    });
    Ok(turned.await?)
}
