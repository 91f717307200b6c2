//! The pages as HTML. Must never write text that is not escaped.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{Bar, bars};
use super::facts::{Facts, Sums};
use super::lists::{closings, conflicts, low, notices, tills};
use super::style::STYLE;
use super::words::{Words, words};
use crate::domain::money::Money;
use crate::lang::{self, Lang};

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
        (notices(facts, words))
        (tills(facts, words))
        (closings(facts, words))
        (low(facts, words))
        (conflicts(facts, words))
    };
    shell(facts.lang, &facts.shop, &body).into_string()
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
            div { (words.total) b #total { (facts.money(sums.total)) } }
            div { (words.sales) b { (sums.sales) } }
            div { (words.net) b { (facts.money(sums.net)) } }
            div { (words.margin) b { (facts.money(sums.margin)) } }
            @if !sums.returned.is_zero() {
                div { (words.returns) b { (facts.money(sums.returned)) } }
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
            let said = amount.map(|amount| facts.money(amount)).unwrap_or_default();
            Bar {
                amount: amount.map_or(0, Money::minor),
                label: format!("{hour}"),
                title: format!("{hour}:00 {said}"),
            }
        })
        .collect();
    let top = sums.hours.values().copied().max_by_key(|total| total.minor());
    bars(words.hours, &all, &most(facts, top))
}

/// What the highest bar comes to; nothing where there is none.
fn most(facts: &Facts, top: Option<Money>) -> String {
    let top = top.filter(|top| !top.is_zero() && !top.is_negative());
    top.map(|top| facts.money(top)).unwrap_or_default()
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
                Some(sums) => format!("{} {}", lang::date(facts.lang, *date), facts.money(sums.total)),
                None => lang::date(facts.lang, *date),
            },
        })
        .collect();
    let totals = facts
        .days
        .iter()
        .filter_map(|(_, sums)| Some(sums.as_ref()?.total));
    let top = totals.clone().max_by_key(|total| total.minor());
    let whole = totals.reduce(|mut sum, next| {
        sum.gather(next);
        sum
    });
    html! {
        section #weeks {
            h2 { (words.weeks) @if let Some(whole) = whole { span.soft { " · " (facts.money(whole)) } } }
            (bars(words.weeks, &all, &most(facts, top)))
        }
    }
}
