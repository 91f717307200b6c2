//! What the page shows, read from the rows of one shop. Must never reckon what the rows do not say.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::money::Money;
use crate::hub::api::{self, Low, day_rows};
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind, Ledger, Order};
use crate::hub::no::No;
use crate::hub::rows::{Closing, Day, Hour, Incarnation, Notice, Tenant, Terminal};
use crate::hub::work::read;
use crate::lang::{self, Lang, Sign};
use crate::protocol::feed::Conflict;

/// Days of the chart.
const DAYS: i32 = 28;
/// Rows of a list at most; the rest is said to be there.
const LISTED: usize = 20;

/// All of it.
#[derive(Debug, Clone)]
pub(in crate::hub) struct Facts {
    pub(super) shop: String,
    pub(super) lang: Lang,
    pub(super) zone: TimeZone,
    pub(super) today: Date,
    /// ISO 4217; empty before the first till came.
    pub(super) currency: String,
    /// The days that are shown, the oldest first, each with its sums over all tills.
    pub(super) days: Vec<(Date, Option<Sums>)>,
    pub(super) tills: Vec<Till>,
    pub(super) closings: Vec<(String, Closing)>,
    pub(super) low: Vec<Low>,
    pub(super) more_low: bool,
    /// Each with what people call the thing.
    pub(super) conflicts: Vec<(Conflict, String)>,
    pub(super) notices: Vec<Notice>,
}

impl Facts {
    /// An amount as people of the shop write it.
    pub(super) fn money(&self, amount: Money) -> String {
        let code = amount.currency().code();
        lang::money(self.lang, amount.amount(), code, Sign::Symbol)
    }
}

/// Sums of a day.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) sales: u64,
    pub(super) total: Money,
    pub(super) net: Money,
    pub(super) returned: Money,
    pub(super) margin: Money,
    pub(super) hours: BTreeMap<u8, Money>,
}

/// A till.
#[derive(Debug, Clone)]
pub(super) struct Till {
    pub(super) row: Terminal,
    pub(super) seen_at: i64,
    pub(super) owes: u64,
    pub(super) parked: u64,
}

/// Reads them.
pub(in crate::hub) async fn facts<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    fallback: Lang,
    now: i64,
) -> Result<Facts, No> {
    let tenant = ledger
        .get(Uuid::nil(), BTreeSet::from([keys::tenant(shop)]))
        .await?;
    let tenant: Option<Tenant> = tenant.values().next().map(read);
    let settings = ledger.get(shop, BTreeSet::from([keys::shop()])).await?;
    let said = |field: &str| settings.values().next()?.get(field)?.as_str();
    let zone = said("zone")
        .and_then(|zone| TimeZone::get(zone).ok())
        .unwrap_or_else(TimeZone::system);
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    let today = zone.to_datetime(at).date();
    let (tills, lives) = tills(ledger, shop).await?;
    let (low, more_low) = low(ledger, shop).await?;
    let notices = ledger
        .list(shop, Kind::Notice, None, Order::Down, LISTED as u32)
        .await?;
    // What nobody minded for four weeks is only in the events.
    let since = now - i64::from(DAYS) * 24 * 3_600_000;
    let notices = notices.iter().map(|(_, row)| read::<Notice>(row));
    let notices = notices.filter(|notice| notice.at >= since).collect();
    Ok(Facts {
        shop: said("name").map_or_else(
            || tenant.map(|tenant| tenant.name).unwrap_or_default(),
            str::to_owned,
        ),
        lang: said("lang").and_then(Lang::parse).unwrap_or(fallback),
        currency: said("currency").unwrap_or_default().to_owned(),
        days: days(ledger, shop, today).await?,
        closings: closings(ledger, shop, &tills, &lives).await?,
        conflicts: conflicts(ledger, shop).await?,
        notices,
        zone,
        today,
        tills,
        low,
        more_low,
    })
}

/// The last days; where nothing was sold lately, those up to the last sale.
async fn days<L: Ledger>(ledger: &L, shop: Uuid, today: Date) -> Result<Vec<(Date, Option<Sums>)>, No> {
    let first = today.saturating_sub((DAYS - 1).days());
    let mut sums: BTreeMap<Date, Sums> = BTreeMap::new();
    for (_, row) in day_rows(ledger, shop, first, today).await? {
        add(&mut sums, &read(&row));
    }
    let dates = (0..DAYS).map(|back| first.saturating_add(back.days()));
    let mut all: Vec<(Date, Option<Sums>)> = dates.map(|date| (date, sums.remove(&date))).collect();
    if all.iter().all(|(_, sums)| sums.is_none()) {
        // the clock of a till may be ahead, or the shop closed for long: the last day there is
        let rows = ledger.list(shop, Kind::Day, None, Order::Down, 1).await?;
        if let Some(last) = rows.first().map(|(_, row)| read::<Day>(row).date) {
            for (_, row) in day_rows(ledger, shop, last, last).await? {
                add(&mut sums, &read(&row));
            }
            all = vec![(last, sums.remove(&last))];
        }
    }
    Ok(all)
}

fn add(sums: &mut BTreeMap<Date, Sums>, day: &Day) {
    let zero = Money::zero(day.cost.currency());
    let sum = sums.entry(day.date).or_insert_with(|| Sums {
        sales: 0,
        total: zero,
        net: zero,
        returned: zero,
        margin: zero,
        hours: BTreeMap::new(),
    });
    sum.sales += day.figures.sales;
    sum.total.gather(day.figures.total);
    sum.net.gather(day.figures.net);
    if let Some(returns) = &day.figures.returns {
        sum.returned.gather(returns.total);
    }
    for part in [day.figures.net, -day.cost, -day.uncosted] {
        sum.margin.gather(part);
    }
    for (hour, Hour { total, .. }) in &day.hours {
        sum.hours.entry(*hour).or_insert(zero).gather(*total);
    }
}

type Lives = Vec<(Uuid, Uuid)>;

/// The tills, and all lives of their journals.
async fn tills<L: Ledger>(ledger: &L, shop: Uuid) -> Result<(Vec<Till>, Lives), No> {
    let (mut tills, mut all) = (Vec::new(), Vec::new());
    for (id, row) in ledger.list(shop, Kind::Terminal, None, Order::Up, 1_000).await? {
        let row: Terminal = read(&row);
        let keys: BTreeSet<Key> = row.lives.iter().map(|life| keys::incarnation(*life)).collect();
        let lives = ledger.get(shop, keys).await?;
        let lives: BTreeMap<String, Incarnation> = lives
            .iter()
            .map(|(key, life)| (key.id.clone(), read(life)))
            .collect();
        if let Ok(id) = id.parse() {
            all.extend(row.lives.iter().map(|life| (id, *life)));
        }
        let acked = lives
            .get(&row.incarnation.to_string())
            .map_or(0, |life| life.acked);
        let sent = lives.values().map(|life| life.sent_at).max().unwrap_or(0);
        tills.push(Till {
            seen_at: row.seen_at.max(sent),
            owes: row.last_seq.saturating_sub(acked),
            parked: lives.values().map(|life| life.parked).sum(),
            row,
        });
    }
    Ok((tills, all))
}

/// The last closings of all tills, the newest first, each with the name of its till.
async fn closings<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    tills: &[Till],
    lives: &[(Uuid, Uuid)],
) -> Result<Vec<(String, Closing)>, No> {
    let mut all = Vec::new();
    for (till, life) in lives {
        let before = keys::closing(*till, *life, 0).id;
        let before = &before[..before.len() - 10];
        let past = keys::closing(*till, *life, 9_999_999_999).id;
        let rows = ledger
            .list(shop, Kind::Closing, Some(past), Order::Down, LISTED as u32)
            .await?;
        let own = rows.iter().take_while(|(id, _)| id.starts_with(before));
        let owner = tills.iter().find(|known| known.row.lives.contains(life));
        let name = owner.map(|till| till.row.name.clone()).unwrap_or_default();
        all.extend(own.map(|(_, row)| (name.clone(), read::<Closing>(row))));
    }
    let time = |closing: &Closing| {
        closing
            .closing
            .get("time")
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned()
    };
    all.sort_by_key(|(_, closing)| std::cmp::Reverse(time(closing)));
    all.truncate(LISTED);
    Ok(all)
}

/// Products of which no more is left than the shop wants at least; whether there are more of them.
async fn low<L: Ledger>(ledger: &L, shop: Uuid) -> Result<(Vec<Low>, bool), No> {
    let mut all = api::low(ledger, shop, None, LISTED as u32 + 1).await?;
    let more = all.len() > LISTED;
    all.truncate(LISTED);
    Ok((all, more))
}

/// What waits for a decision, with what stands by now.
async fn conflicts<L: Ledger>(ledger: &L, shop: Uuid) -> Result<Vec<(Conflict, String)>, No> {
    let rows = ledger.list(shop, Kind::Conflict, None, Order::Down, 50).await?;
    let all: Vec<Conflict> = rows.iter().map(|(_, row)| read(row)).collect();
    let key = |conflict: &Conflict| Key::new(conflict.kind, conflict.entity.as_str());
    let stands = ledger.get(shop, all.iter().map(key).collect()).await?;
    let told = all.into_iter().map(|mut conflict| {
        let stands = stands.get(&key(&conflict));
        for field in conflict.fields.iter_mut().filter(|_| stands.is_some()) {
            let now = stands.and_then(|stands| stands.get(&field.field));
            field.hub = now.cloned().unwrap_or_default();
        }
        let name = stands.and_then(|stands| stands.get("name")?.as_str());
        let name = name.map_or_else(|| conflict.entity.clone(), str::to_owned);
        (conflict, name)
    });
    Ok(told.collect())
}
