//! What stands on the page in lists, as HTML. Must never write text that is not escaped.

use jiff::civil::DateTime;
use maud::{Markup, html};
use serde_json::Value;

use super::facts::{Facts, Till};
use super::words::Words;
use crate::domain::decimal;
use crate::domain::money::Money;
use crate::hub::rows::{Closing, Notice};
use crate::lang::{self, Sign};

/// A table that is pushed aside on a small screen, not squeezed.
fn table(heads: &[(&str, bool)], rows: &Markup) -> Markup {
    html! { div.scroll { (tabled(heads, rows, false)) } }
}

/// A table whose rows stand in two columns on a small screen; each cell but the first names its head.
fn cards(heads: &[(&str, bool)], rows: &Markup) -> Markup {
    tabled(heads, rows, true)
}

fn tabled(heads: &[(&str, bool)], rows: &Markup, cards: bool) -> Markup {
    html! {
        table.cards[cards] {
            thead { tr { @for (head, number) in heads { th.n[*number] { (head) } } } }
            tbody { (rows) }
        }
    }
}

fn moment(facts: &Facts, millis: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
    lang::timestamp(facts.lang, at, &facts.zone)
}

pub(super) fn tills(facts: &Facts, words: &Words) -> Markup {
    let state = |till: &Till| match &till.row {
        row if row.revoked => words.signed_out,
        row if row.replaced_by.is_some() => words.replaced,
        row if row.shift.is_some() => words.open,
        _ => words.closed,
    };
    let heads = [
        (words.till, false),
        (words.state, false),
        (words.seen, false),
        (words.owes, true),
        (words.waits, true),
    ];
    let rows = html! {
        @for till in &facts.tills {
            tr {
                td {
                    (till.row.name) " " span.soft { (till.row.series) }
                    @if !till.row.twice.is_empty() {
                        br; span.bad { (words.twice) " " (till.row.twice.join(", ")) }
                    }
                }
                td { (state(till)) }
                td.whole data-head=(words.seen) { (moment(facts, till.seen_at)) }
                td.n.bad[till.owes > 0] data-head=(words.owes) { (till.owes) }
                td.n.bad[till.parked > 0] data-head=(words.waits) { (till.parked) }
            }
        }
    };
    html! {
        section #tills {
            h2 { (words.tills) }
            @if facts.tills.is_empty() { p.soft { (words.no_tills) } } @else { (cards(&heads, &rows)) }
        }
    }
}

pub(super) fn closings(facts: &Facts, words: &Words) -> Markup {
    let text = |closing: &Closing, field: &str| {
        let said = closing.closing.get(field).and_then(Value::as_str);
        said.map(str::to_owned).unwrap_or_default()
    };
    let amount = |closing: &Closing, field: &str| {
        let money = closing.closing.get(field).cloned();
        money.and_then(|money| serde_json::from_value::<Money>(money).ok())
    };
    let when = |closing: &Closing| {
        let time = text(closing, "time");
        time.parse::<DateTime>()
            .map_or(time, |time| lang::recorded(facts.lang, time))
    };
    let shown = |amount: Option<Money>| amount.map(|amount| facts.money(amount)).unwrap_or_default();
    let heads = [
        (words.closing, false),
        (words.date, false),
        (words.counted, true),
        (words.variance, true),
    ];
    let rows = html! {
        @for (till, closing) in &facts.closings {
            @let variance = amount(closing, "variance");
            tr {
                td { (till) " Z" (closing.closing.get("number").and_then(Value::as_u64).unwrap_or(0))
                    @if !closing.differs.is_empty() { br; span.bad { (words.differs) } } }
                td { (when(closing)) }
                td.n data-head=(words.counted) { (shown(amount(closing, "counted"))) }
                td.n.bad[variance.is_some_and(|variance| !variance.is_zero())] data-head=(words.variance) {
                    (shown(variance))
                    @let reason = text(closing, "reason");
                    @if !reason.is_empty() { br; span.soft { (reason) } }
                }
            }
        }
    };
    html! {
        section #closings {
            h2 { (words.closings) }
            @if facts.closings.is_empty() { p.soft { (words.no_closings) } } @else { (cards(&heads, &rows)) }
        }
    }
}

pub(super) fn low(facts: &Facts, words: &Words) -> Markup {
    let heads = [(words.product, false), (words.left, true), (words.least, true)];
    let rows = html! {
        @for low in &facts.low {
            tr {
                td { (low.name) " " span.soft { (low.sku) } }
                td.n { (lang::quantity(facts.lang, low.quantity.value(), &low.unit)) }
                td.n { (lang::quantity(facts.lang, low.min_stock.value(), &low.unit)) }
            }
        }
    };
    html! {
        section #low {
            h2 { (words.low) }
            @if facts.low.is_empty() { p.soft { (words.no_low) } } @else { (table(&heads, &rows)) }
            @if facts.more_low { p.soft { (words.more) } }
        }
    }
}

pub(super) fn conflicts(facts: &Facts, words: &Words) -> Markup {
    let heads = [
        (words.what, false),
        (words.field, false),
        (words.stands, false),
        (words.waiting, false),
    ];
    let rows = html! {
        @for (conflict, name) in &facts.conflicts {
            @for field in &conflict.fields {
                tr {
                    td { (name) br; span.soft { (conflict.terminal_name) } }
                    td { (words.of_field(&field.field)) }
                    td data-head=(words.stands) { (said(facts, &field.field, &field.hub)) }
                    td data-head=(words.waiting) { (said(facts, &field.field, &field.local)) }
                }
            }
        }
    };
    html! {
        section #conflicts {
            h2 { (words.conflicts) }
            @if facts.conflicts.is_empty() {
                p.soft { (words.no_conflicts) }
            } @else {
                p.soft { (words.conflicts_help) }
                (cards(&heads, &rows))
            }
        }
    }
}

/// A value of a field, for people.
fn said(facts: &Facts, field: &str, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => match (field, decimal::parse_strict(text)) {
            ("price" | "cost", Ok(price)) if !facts.currency.is_empty() => {
                lang::money(facts.lang, price, &facts.currency, Sign::Symbol)
            }
            _ => text.clone(),
        },
        Value::Array(all) => all
            .iter()
            .map(|one| said(facts, field, one))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

/// What a person should look at; nothing at all where there is nothing.
pub(super) fn notices(facts: &Facts, words: &Words) -> Markup {
    let said = |notice: &Notice, field: &str| {
        let value = notice.data.get(field).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let rows = html! {
        @for notice in &facts.notices {
            @let sentence = match notice.sort.as_str() {
                "credit_twice" => words.credit_twice,
                "returned_twice" => words.returned_twice,
                "series_taken" => words.series_taken,
                "number_far" => words.number_far,
                "same_person" => words.same_person,
                _ => "",
            };
            @let which = ["number", "series", "name"].map(|field| said(notice, field)).concat();
            tr {
                td { b { (which) } " " (sentence) br; span.soft { (notice.terminal_name) } }
                td { (moment(facts, notice.at)) }
            }
        }
    };
    html! {
        @if !facts.notices.is_empty() {
            section #notices {
                h2 { (words.notices) }
                (table(&[(words.what, false), (words.date, false)], &rows))
            }
        }
    }
}
