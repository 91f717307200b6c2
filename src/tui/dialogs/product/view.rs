//! The page of one product: its facts above, its movements or prices below. Must never cut a figure.

use jiff::civil::Date;
use ratatui::layout::{Position, Rect};

use crate::domain::catalogue::ProductRef;
use crate::domain::permission::Permission;
use crate::domain::pricing::margin;
use crate::domain::product::Product;
use crate::domain::stock::Reason;
use crate::lang::{self, Words};
use crate::register::reports::story::{Cause, Step};
use crate::tui::called;
use crate::tui::counter::Counter;
use crate::tui::dialogs::products::rows::flag;
use crate::tui::list::{self, Cell, Column, Line, Table};
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width};
use crate::tui::theme::Role;

use super::State;

/// Facts of a product, in the order in which they give way where there is no room.
const FACTS: u16 = 8;
/// Columns from which they stand in two columns.
const WIDE: u16 = 72;
/// Lines that the list below needs: title, heads, four rows.
const BELOW: u16 = 6;

/// A label, what is so, and how it is meant.
type Fact = (&'static str, String, Role);

/// Lines above the list in a window of that size: the name, and the facts.
fn above((columns, rows): (u16, u16)) -> u16 {
    let facts = if columns >= WIDE { FACTS.div_ceil(2) } else { FACTS };
    1 + facts.min(rows.saturating_sub(4 + BELOW)).max(1)
}

/// Rows of the list that are seen.
pub(super) fn page(counter: &Counter) -> usize {
    let (columns, rows) = counter.size;
    list::page(rows.saturating_sub(above((columns, rows))), false)
}

/// What a movement was, in words.
pub(super) fn cause(step: &Step, words: &Words) -> String {
    match &step.cause {
        Cause::Sold(number) => words.format("story-sold", &[("number", number.to_string().into())]),
        Cause::Returned(number) => words.format("story-returned", &[("number", number.to_string().into())]),
        Cause::Moved { reason, .. } => match reason {
            Reason::Received { supplier, reference } => {
                let from = [supplier.as_str(), reference.as_str()];
                let from: Vec<&str> = from.into_iter().filter(|text| !text.is_empty()).collect();
                why(words.text("story-received").into_owned(), &from.join(" / "))
            }
            Reason::Adjusted { reason } => why(words.text("story-adjusted").into_owned(), reason),
            Reason::WrittenOff { reason } => why(words.text("story-written-off").into_owned(), reason),
            Reason::Counted { .. } => words.text("story-counted").into_owned(),
            Reason::Reversed { .. } => words.text("story-reversed").into_owned(),
        },
    }
}

fn why(what: String, why: &str) -> String {
    if why.is_empty() {
        what
    } else {
        format!("{what}: {why}")
    }
}

impl State {
    pub(super) fn draw(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        paper.clear(area);
        let product = self.product(counter)?;
        let look = paper.look();
        let inside = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
        let sku = product.sku.as_str();
        let end = inside.right();
        let start = paper.right(end, area.y, inside.width / 3, sku, Role::Dim);
        let room = start.saturating_sub(inside.x + 2);
        paper.text(inside.x, area.y, room, &product.name, Role::Title);
        let head = above((area.width, counter.size.1)).min(area.height);
        let facts = self.facts(&product, counter, look);
        let shown = Rect::new(inside.x, area.y + 1, inside.width, head.saturating_sub(1));
        draw_facts(&facts, paper, shown);
        let below = Rect::new(area.x, area.y + head, area.width, area.height - head);
        if self.prices {
            self.draw_prices(counter, paper, below)
        } else {
            self.draw_moves(&product, paper, below)
        }
    }

    fn facts(&self, product: &Product, counter: &Counter, look: &Look) -> Vec<Fact> {
        let words = &look.words;
        let Some(desk) = &counter.desk else {
            return Vec::new();
        };
        let (shop, unit) = (&desk.shop, product.unit.name());
        let none = || "-".to_owned();
        let text = |text: &str| if text.is_empty() { none() } else { text.to_owned() };
        let price = if product.open_price {
            words.text("product-price-asked").into_owned()
        } else {
            let unit = called::unit(words, product.unit);
            format!("{} / {unit}", look.price(product.price, shop.currency))
        };
        let known = self.level(counter);
        let level = known.flatten();
        let mut stock = level.map_or_else(none, |level| look.quantity(level, unit));
        let mut tone = Role::Strong;
        let row = ProductRef::of(product);
        if let Some((sign, key, role)) = flag(&row, level).filter(|_| known.is_some()) {
            stock = format!("{stock}  {sign} {}", words.text(key));
            tone = role;
        }
        let class = shop.tax_class(&product.tax);
        let kept = shop.customs.favourites.contains(&product.sku);
        let state = match (product.active, kept) {
            (false, _) => ("product-inactive", Role::Warn),
            (true, true) => ("product-at-hand", Role::Text),
            (true, false) => ("product-active", Role::Text),
        };
        let codes: Vec<&str> = product.codes.iter().map(|code| code.as_str()).collect();
        let least = product
            .min_stock
            .map_or_else(none, |least| look.quantity(least, unit));
        vec![
            ("product-price", price, Role::Strong),
            ("product-stock", stock, tone),
            ("product-cost", cost(product, counter, look), Role::Text),
            ("product-least", least, Role::Text),
            ("product-state", words.text(state.0).into_owned(), state.1),
            ("product-category", text(&product.category), Role::Text),
            ("product-codes", text(&codes.join(", ")), Role::Text),
            (
                "product-tax",
                class.map_or_else(none, |class| called::tax(words, class)),
                Role::Text,
            ),
        ]
    }

    fn draw_moves(&self, product: &Product, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let story = self.story.as_deref();
        let moves = story.map_or(&[][..], |story| &story.moves);
        let since = story.and_then(|story| story.moves_since);
        let wide = area.width >= WIDE;
        let when = if wide { 16 } else { 11 };
        let columns = [
            Column::text(words.text("story-column-when"), when, when),
            Column::text(words.text("story-column-what"), 12, 60),
            Column::text(words.text("story-column-who"), 5, 14).rank(2),
            Column::figure(words.text("story-column-quantity"), 7),
        ];
        let row = |at: usize| -> Option<Line> {
            let step = moves.get(at)?;
            let undone = matches!(step.cause, Cause::Moved { undone: true, .. });
            let role = if undone { Role::Dim } else { Role::Text };
            let mut what = cause(step, words);
            if undone {
                what = format!("x {} · {what}", words.text("story-undone"));
            }
            let when = if wide {
                lang::moment(look.lang(), step.time)
            } else {
                lang::date(look.lang(), step.time.date())
            };
            let sign = if step.quantity.is_positive() { "+" } else { "" };
            let much = look.quantity(step.quantity, product.unit.name());
            Some(vec![
                Cell::new(when).role(role),
                Cell::new(what).role(role),
                Cell::new(step.by.as_str()).role(role),
                Cell::new(format!("{sign}{much}")).role(role),
            ])
        };
        let empty = if story.is_some() && self.asked.is_none() {
            "story-empty"
        } else {
            "story-waiting"
        };
        let table = Table {
            title: &titled(look, ("story-title", "story-title-since"), since),
            columns: &columns,
            sort: None,
            rows: moves.len(),
            all: moves.len(),
            filter: None,
            empty: &words.text(empty),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }

    fn draw_prices(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let currency = counter.desk.as_ref()?.shop.currency;
        let story = self.story.as_deref();
        let prices = story.map_or(&[][..], |story| &story.prices);
        let since = story.and_then(|story| story.prices_since);
        let columns = [
            Column::text(words.text("story-column-when"), 11, 16),
            Column::figure(words.text("story-column-from"), 8),
            Column::figure(words.text("story-column-to"), 8),
            Column::text(words.text("story-column-who"), 5, 30),
        ];
        let row = |at: usize| -> Option<Line> {
            let change = prices.get(at)?;
            let from = change.from.map(|from| look.price(from, currency));
            Some(vec![
                Cell::new(lang::date(look.lang(), change.day)),
                Cell::new(from.unwrap_or_else(|| "-".to_owned())),
                Cell::new(look.price(change.to, currency)),
                Cell::new(change.by.as_str()),
            ])
        };
        let table = Table {
            title: &titled(look, ("story-prices", "story-prices-since"), since),
            columns: &columns,
            sort: None,
            rows: prices.len(),
            all: prices.len(),
            filter: None,
            empty: &words.text("story-waiting"),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

/// The title of a list, which says where older entries were left out.
fn titled(look: &Look, (all, cut): (&str, &str), since: Option<Date>) -> String {
    match since {
        None => look.words.text(all).into_owned(),
        Some(since) => {
            let since = lang::date(look.lang(), since);
            look.words.format(cut, &[("since", since.into())])
        }
    }
}

/// What it costs and leaves, for whoever may keep the stock.
fn cost(product: &Product, counter: &Counter, look: &Look) -> String {
    let words = &look.words;
    let Some(shop) = counter.desk.as_ref().map(|desk| &desk.shop) else {
        return String::new();
    };
    if !counter.may(Some(Permission::Stock)) {
        return words.text("product-cost-hidden").into_owned();
    }
    let Some(cost) = product.cost else {
        return format!("! {}", words.text("product-cost-unknown"));
    };
    let cost = look.price(cost, shop.currency);
    let Some(margin) = margin(product, shop) else {
        return cost;
    };
    let percent = margin.percent.map(|percent| lang::number(look.lang(), percent));
    let values = [
        ("cost", cost.into()),
        ("left", look.figure(margin.left).into()),
        ("percent", percent.unwrap_or_else(|| "-".to_owned()).into()),
    ];
    words.format("product-margin", &values)
}

fn draw_facts(facts: &[Fact], paper: &mut Paper<'_>, area: Rect) {
    let words = &paper.look().words;
    let rows = usize::from(area.height).max(1);
    let sides = facts
        .len()
        .div_ceil(rows)
        .min(if area.width + 2 >= WIDE { 2 } else { 1 });
    let wide = area.width / u16::try_from(sides.max(1)).unwrap_or(1);
    for (side, facts) in facts.chunks(rows).take(sides).enumerate() {
        let x = area.x + wide * u16::try_from(side).unwrap_or(0);
        let labels = facts.iter().map(|(key, ..)| width(&words.text(key)));
        let value = x + labels.max().unwrap_or(0) + 2;
        let room = (x + wide).saturating_sub(value + 1);
        for (y, (key, told, role)) in (area.y..area.bottom()).zip(facts) {
            paper.text(x, y, value.saturating_sub(x + 1), &words.text(key), Role::Dim);
            paper.text(value, y, room, told, *role);
        }
    }
}
