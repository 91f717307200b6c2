//! A till becomes known, by a code that somebody at the hub gave out. Must never keep the code or a token in
//! clear, nor give one code to two devices.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::ledger::{Key, Kind, Ledger, Loaded, Step, Wanted};
use super::no::{No, no};
use super::rows::{self, Incarnation, Series, Tenant, Terminal, Token, Used};
use super::secret::Secrets;
use super::work::{Work, read};
use super::{keys, push, secret};
use crate::domain::currency::Currency;
use crate::domain::document::refund_series;
use crate::protocol::SPOKEN;
use crate::protocol::enrol::{Enrol, Enrolled};
use crate::protocol::refused::{Code, Refused};
use crate::vault::enrol_code::EnrolCode;

/// How long a code counts: a day.
pub(super) const CODE_LASTS: i64 = 24 * 60 * 60 * 1_000;

/// The longest name of a till, in bytes.
const NAME_MAX: usize = 60;

/// Of a code that leads nowhere, whatever the cause.
const UNKNOWN_CODE: &str = "the code is wrong, used or too old";

/// Where a code leads.
#[derive(Debug, Clone)]
struct Redeemed {
    shop: Uuid,
    shop_name: String,
    /// Which of the shop's codes it was.
    number: u64,
    replaces: Option<Uuid>,
}

/// Makes the till known, or says again what it was told.
pub(super) async fn enrol<L: Ledger>(
    ledger: &L,
    secrets: &Secrets,
    identity: &rows::Identity,
    ask: Enrol,
    now: i64,
) -> Result<Enrolled, No> {
    check(&ask)?;
    let bad = || no(Code::BadCode, UNKNOWN_CODE);
    let code = EnrolCode::parse(&ask.code).map_err(|_| bad())?;
    let token = secrets.token(&code, &ask.device_key, ask.terminal);
    let hash = secret::hash(token.as_bytes());
    let code = secret::hash(code.bytes());
    let redeemed = redeem(ledger, code.clone(), &ask, &hash, now).await?;
    let (series, replaces) = register(ledger, &redeemed, &ask, (code, hash), now).await?;
    Ok(Enrolled {
        hub: identity.hub,
        hub_key: data_encoding::HEXLOWER.encode(secrets.key().public().bytes()),
        epoch: identity.epoch,
        shop: redeemed.shop,
        shop_name: redeemed.shop_name,
        token,
        series,
        replaces,
        certificate: None,
        time: now,
    })
}

fn check(ask: &Enrol) -> Result<(), Refused> {
    let bad = |why: &str| Err(no(Code::BadRequest, why));
    if ask.versions.common(SPOKEN).is_none() {
        let why = "till and hub speak no common version of the protocol; update the older one";
        return Err(no(Code::UpgradeRequired, why));
    }
    let hex = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hex(&ask.device_key) {
        return bad("the device's key is 64 hex digits");
    }
    let series = &ask.series;
    if !(1..=8).contains(&series.len()) || !series.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return bad("a series has 1 to 8 letters and digits");
    }
    if ask.name.trim().is_empty() || ask.name.len() > NAME_MAX {
        return bad("a till has a name of 60 bytes at most");
    }
    if ask.terminal.is_nil() || ask.incarnation.is_nil() {
        return bad("a till and its journal have ids");
    }
    if Currency::parse(&ask.currency).is_none() {
        return bad("the currency is not one of ISO 4217");
    }
    Ok(())
}

/// Uses the code up for this device, and makes its token known.
async fn redeem<L: Ledger>(
    ledger: &L,
    code: String,
    ask: &Enrol,
    token: &str,
    now: i64,
) -> Result<Redeemed, No> {
    let code = Key::new(Kind::Code, code);
    let device = secret::hash(ask.device_key.as_bytes());
    let (terminal, currency, token) = (ask.terminal, ask.currency.clone(), keys::token(token));
    let wanted = Wanted::rows([code.clone()]);
    let decided = ledger.transact(Uuid::nil(), wanted, move |loaded| {
        let used = Used {
            device: device.clone(),
            terminal,
        };
        redeemed(loaded, &code, &token, &used, &currency, now)
    });
    Ok(decided.await??)
}

fn redeemed(
    loaded: &Loaded,
    code: &Key,
    token: &Key,
    used: &Used,
    currency: &str,
    now: i64,
) -> Step<Result<Redeemed, Refused>> {
    let bad = || Step::Nothing(Err(no(Code::BadCode, UNKNOWN_CODE)));
    let Some(row) = loaded.rows.get(code) else {
        return bad();
    };
    let mut row: rows::Code = read(row);
    let again = row.used.as_ref() == Some(used);
    if !again && (row.used.is_some() || row.expires_at < now) {
        return bad();
    }
    let tenant_key = keys::tenant(row.shop);
    let Some(tenant) = loaded.rows.get(&tenant_key) else {
        return Step::More(Wanted::rows([tenant_key]));
    };
    let mut tenant: Tenant = read(tenant);
    if tenant.currency.get_or_insert_with(|| currency.to_owned()) != currency {
        let kept = tenant.currency.unwrap_or_default();
        let why = format!("this till keeps its books in {currency}, the shop in {kept}");
        return Step::Nothing(Err(no(Code::WrongCurrency, why)));
    }
    let redeemed = Redeemed {
        shop: row.shop,
        shop_name: tenant.name.clone(),
        number: row.number,
        replaces: row.replaces,
    };
    if again {
        return Step::Nothing(Ok(redeemed));
    }
    row.used = Some(used.clone());
    let mut work = Work::new(loaded);
    let known = Token {
        shop: row.shop,
        terminal: used.terminal,
    };
    work.put(code.clone(), &row);
    work.put(token.clone(), &known);
    work.put(tenant_key, &tenant);
    work.done(Ok(redeemed))
}

/// Writes the till into its shop; tells its series and the journal that it replaces.
async fn register<L: Ledger>(
    ledger: &L,
    redeemed: &Redeemed,
    ask: &Enrol,
    shown: (String, String),
    now: i64,
) -> Result<(String, Option<Uuid>), No> {
    let (ask, by, replaces) = (ask.clone(), redeemed.clone(), redeemed.replaces);
    let own = [keys::terminal(ask.terminal), keys::incarnation(ask.incarnation)];
    let wanted = Wanted::rows(own.into_iter().chain(replaces.map(keys::terminal)));
    let mut asked: BTreeSet<Key> = BTreeSet::new();
    let decided = ledger.transact(redeemed.shop, wanted, move |loaded| {
        registered(loaded, &ask, &by, &shown, now, &mut asked)
    });
    Ok(decided.await??)
}

fn registered(
    loaded: &Loaded,
    ask: &Enrol,
    by: &Redeemed,
    (code, token): &(String, String),
    now: i64,
    asked: &mut BTreeSet<Key>,
) -> Step<Result<(String, Option<Uuid>), Refused>> {
    let (mut work, replaces) = (Work::new(loaded), by.replaces);
    let life: Incarnation = work
        .get(&keys::incarnation(ask.incarnation))
        .unwrap_or_else(|| push::fresh(ask.terminal));
    if life.terminal != ask.terminal {
        return Step::Nothing(Err(no(Code::Forbidden, "that journal is another till's")));
    }
    let series = match free_series(&work, ask, asked) {
        Ok(series) => series,
        Err(more) => return Step::More(more),
    };
    let before: Option<Terminal> = work.get(&keys::terminal(ask.terminal));
    if before
        .as_ref()
        .is_some_and(|before| by.number < before.code_number)
    {
        // It was held up on the way, or somebody kept it: what came of a newer one stands.
        return Step::Nothing(Err(no(Code::BadCode, UNKNOWN_CODE)));
    }
    if before.as_ref().is_some_and(|before| before.code == *code) {
        let gone = replaces.and_then(|old| work.get::<Terminal>(&keys::terminal(old)));
        let answer = (
            before.map_or(series, |before| before.series),
            gone.map(|gone| gone.incarnation),
        );
        return Step::Nothing(Ok(answer));
    }
    let mut terminal = before.unwrap_or_else(|| unknown(ask, now));
    if replaces == Some(ask.terminal) && !terminal.revoked && !terminal.token.is_empty() {
        // The same till from a backup: its old disk may come back with sales.
        terminal.former.push(terminal.token.clone());
    }
    terminal.name = ask.name.trim().to_owned();
    terminal.series = series.clone();
    terminal.incarnation = ask.incarnation;
    terminal.lives.insert(ask.incarnation);
    terminal.app = ask.app.clone();
    (terminal.code, terminal.code_number) = (code.clone(), by.number);
    if replaces.is_some() {
        // It may have lost its own place to the one that it replaces.
        terminal.replaced_by = None;
    }
    terminal.token.clone_from(token);
    terminal.next_token = None;
    terminal.revoked = false;
    for name in [series.clone(), refund_series(&series)] {
        let key = keys::series(&name);
        if work.value(&key).is_none() {
            let row = Series {
                terminal: Some(ask.terminal),
                next: 1,
            };
            work.put(key, &row);
        }
    }
    let gone = replaces.filter(|old| *old != ask.terminal);
    let gone = gone.and_then(|old| fence(&mut work, old, ask.terminal, &mut terminal));
    work.put(keys::terminal(ask.terminal), &terminal);
    work.put(keys::incarnation(ask.incarnation), &life);
    work.done(Ok((series, gone)))
}

fn unknown(ask: &Enrol, now: i64) -> Terminal {
    Terminal {
        name: String::new(),
        series: String::new(),
        incarnation: ask.incarnation,
        lives: BTreeSet::new(),
        app: String::new(),
        enrolled_at: now,
        seen_at: now,
        last_seq: 0,
        code: String::new(),
        code_number: 0,
        token: String::new(),
        next_token: None,
        turns: 0,
        revoked: false,
        replaced_by: None,
        replaced: Vec::new(),
        joined: false,
        twice: Vec::new(),
        strays: Vec::new(),
        former: Vec::new(),
        shift: None,
    }
}

/// The till of a lost disk may only send what it still has, should the disk come back.
fn fence(work: &mut Work<'_>, old: Uuid, by: Uuid, new: &mut Terminal) -> Option<Uuid> {
    let mut gone: Terminal = work.get(&keys::terminal(old))?;
    gone.replaced_by = Some(by);
    if !new.replaced.contains(&old) {
        new.replaced.push(old);
    }
    work.put(keys::terminal(old), &gone);
    Some(gone.incarnation)
}

/// The series that the till asks for, or the next one like it that nobody has; what must be seen for that,
/// where it was not loaded yet.
fn free_series(work: &Work<'_>, ask: &Enrol, asked: &mut BTreeSet<Key>) -> Result<String, Wanted> {
    let stem: String = ask.series.chars().take(5).collect();
    let names = std::iter::once(ask.series.clone()).chain((2..1_000).map(|n| format!("{stem}{n}")));
    for name in names {
        // `AR` is where returns beside `A` are numbered.
        let beside = [
            Some(name.clone()),
            Some(refund_series(&name)),
            name.strip_suffix('R').map(str::to_owned),
        ];
        let keys: Vec<Key> = beside.iter().flatten().map(|name| keys::series(name)).collect();
        if keys.iter().any(|key| !asked.contains(key)) {
            asked.extend(keys.iter().cloned());
            return Err(Wanted::rows(keys));
        }
        let free = |key: &Key| {
            let row: Option<Series> = work.get(key);
            row.is_none_or(|row| row.terminal == Some(ask.terminal))
        };
        if keys.iter().all(free) {
            return Ok(name);
        }
    }
    // A thousand tills of one prefix in one shop: what nobody can type is free.
    Ok(ask.terminal.simple().to_string().chars().take(8).collect())
}
