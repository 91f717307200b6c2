//! The pages as HTML. Must never write text that is not escaped.

use jiff::civil::DateTime;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::chart::{Bar, bars};
use super::facts::{Facts, Sums, Till};
use super::style::STYLE;
use super::words::{Words, words};
use crate::domain::money::Money;
use crate::hub::rows::Closing;
use crate::lang::{self, Lang, Sign};

fn shell(lang: Lang, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

/// What stopped somebody who tried to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::hub) enum Slip {
    /// Name or password.
    Wrong,
    /// Too many tries.
    Early,
}

/// The form by which somebody signs in.
pub(in crate::hub) fn sign_in(lang: Lang, slip: Option<Slip>) -> String {
    let words = words(lang);
    let body = html! {
        form.sign-in method="post" action="/owner/sign-in" {
            h1 { "tendero" }
            @match slip {
                Some(Slip::Wrong) => p.bad role="alert" { (words.wrong) },
                Some(Slip::Early) => p.bad role="alert" { (words.wait) },
                None => {},
            }
            label { (words.name) input name="name" autocomplete="username" required autofocus; }
            label {
                (words.password)
                input name="password" type="password" autocomplete="current-password" required;
            }
            button { (words.sign_in) }
        }
    };
    shell(lang, words.sign_in, &body).into_string()
}

/// The whole page; `form` proves that a form of it is of this session.
pub(in crate::hub) fn whole(facts: &Facts, form: &str) -> String {
    let words = words(facts.lang);
    let body = html! {
        header {
            h1 { (facts.shop) }
            span.soft { (lang::date(facts.lang, facts.today)) }
            form method="post" action="/owner/sign-out" {
                input type="hidden" name="form" value=(form);
                button.quiet { (words.sign_out) }
            }
        }
        (today(facts, words))
        (weeks(facts, words))
        (tills(facts, words))
        (closings(facts, words))
        (low(facts, words))
        (conflicts(facts, words))
    };
    shell(facts.lang, &facts.shop, &body).into_string()
}

fn money(facts: &Facts, amount: Money) -> String {
    lang::money(
        facts.lang,
        amount.amount(),
        amount.currency().code(),
        Sign::Symbol,
    )
}

fn today(facts: &Facts, words: &Words) -> Markup {
    let sold = facts
        .days
        .iter()
        .rev()
        .find_map(|(date, sums)| Some((*date, sums.as_ref()?)));
    let heading = |date| {
        if date == facts.today {
            words.today
        } else {
            words.last_day
        }
    };
    html! {
        section #today {
            @match sold {
                None => { h2 { (words.today) } p.soft { (words.no_sales) } },
                Some((date, sums)) => {
                    h2 {
                        (heading(date))
                        @if date != facts.today { span.soft { " · " (lang::date(facts.lang, date)) } }
                    }
                    (figures(facts, words, sums))
                    (hours(facts, words, sums))
                },
            }
        }
    }
}

fn figures(facts: &Facts, words: &Words, sums: &Sums) -> Markup {
    html! {
        div.figures {
            div { (words.total) b #total { (money(facts, sums.total)) } }
            div { (words.sales) b { (sums.sales) } }
            div { (words.net) b { (money(facts, sums.net)) } }
            div { (words.margin) b { (money(facts, sums.margin)) } }
            @if !sums.returned.is_zero() {
                div { (words.returns) b { (money(facts, sums.returned)) } }
            }
        }
    }
}

fn hours(facts: &Facts, words: &Words, sums: &Sums) -> Markup {
    let (Some(first), Some(last)) = (sums.hours.keys().next(), sums.hours.keys().next_back()) else {
        return html! {};
    };
    // a chart of one hour would be one wide bar: there is some room around
    let (first, last) = ((*first).min(8), (*last).max(20));
    let all: Vec<Bar> = (first..=last)
        .map(|hour| {
            let amount = sums.hours.get(&hour).copied();
            let said = amount.map(|amount| money(facts, amount)).unwrap_or_default();
            Bar {
                amount: amount.map_or(0, Money::minor),
                label: format!("{hour}"),
                title: format!("{hour}:00 {said}"),
            }
        })
        .collect();
    bars(words.hours, &all)
}

fn weeks(facts: &Facts, words: &Words) -> Markup {
    let all: Vec<Bar> = facts
        .days
        .iter()
        .map(|(date, sums)| Bar {
            amount: sums.as_ref().map_or(0, |sums| sums.total.minor()),
            label: if date.weekday() == jiff::civil::Weekday::Monday || facts.days.len() == 1 {
                format!("{}/{}", date.day(), date.month())
            } else {
                String::new()
            },
            title: match sums {
                Some(sums) => format!("{} {}", lang::date(facts.lang, *date), money(facts, sums.total)),
                None => lang::date(facts.lang, *date),
            },
        })
        .collect();
    let totals = facts
        .days
        .iter()
        .filter_map(|(_, sums)| Some(sums.as_ref()?.total));
    let whole = totals.reduce(|mut sum, next| {
        sum.gather(next);
        sum
    });
    html! {
        section #weeks {
            h2 { (words.weeks) @if let Some(whole) = whole { span.soft { " · " (money(facts, whole)) } } }
            (bars(words.weeks, &all))
        }
    }
}

/// A table that is pushed aside on a small screen, not squeezed.
fn table(heads: &[(&str, bool)], rows: &Markup) -> Markup {
    html! {
        div.scroll {
            table {
                tr { @for (head, number) in heads { th.n[*number] { (head) } } }
                (rows)
            }
        }
    }
}

fn moment(facts: &Facts, millis: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
    lang::timestamp(facts.lang, at, &facts.zone)
}

fn tills(facts: &Facts, words: &Words) -> Markup {
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
                td { (till.row.name) " " span.soft { (till.row.series) } }
                td { (state(till)) }
                td { (moment(facts, till.seen_at)) }
                td.n.bad[till.owes > 0] { (till.owes) }
                td.n.bad[till.parked > 0] { (till.parked) }
            }
        }
    };
    html! {
        section #tills {
            h2 { (words.tills) }
            @if facts.tills.is_empty() { p.soft { (words.no_tills) } } @else { (table(&heads, &rows)) }
        }
    }
}

fn closings(facts: &Facts, words: &Words) -> Markup {
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
    let shown = |amount: Option<Money>| amount.map(|amount| money(facts, amount)).unwrap_or_default();
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
                td.n { (shown(amount(closing, "counted"))) }
                td.n.bad[variance.is_some_and(|variance| !variance.is_zero())] {
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
            @if facts.closings.is_empty() { p.soft { (words.no_closings) } } @else { (table(&heads, &rows)) }
        }
    }
}

fn low(facts: &Facts, words: &Words) -> Markup {
    let heads = [(words.product, false), (words.left, true), (words.least, true)];
    let rows = html! {
        @for low in &facts.low {
            tr {
                td { (low.name) " " span.soft { (low.sku) } }
                td.n { (lang::quantity(facts.lang, low.left.value(), &low.unit)) }
                td.n { (lang::quantity(facts.lang, low.least.value(), &low.unit)) }
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

fn conflicts(facts: &Facts, words: &Words) -> Markup {
    let said = |value: &Value| match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let heads = [
        (words.product, false),
        (words.field, false),
        (words.stands, false),
        (words.waiting, false),
    ];
    let rows = html! {
        @for conflict in &facts.conflicts {
            @for field in &conflict.fields {
                tr {
                    td { (conflict.entity) br; span.soft { (conflict.terminal_name) } }
                    td { (field.field) }
                    td { (said(&field.hub)) }
                    td { (said(&field.local)) }
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
                (table(&heads, &rows))
            }
        }
    }
}
