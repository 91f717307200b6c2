//! The ticket on the screen: lines, totals, the field, the search over the lines. Must never cover the total.

use ratatui::layout::{Position, Rect};

use crate::domain::pricing::Priced;
use crate::domain::tax::TaxKind;
use crate::lang::Value;
use crate::tui::counter::Counter;
use crate::tui::paper::{Paper, width};
use crate::tui::theme::Role;

use super::State;
use super::search::{Hit, Popup, shown};

/// Right edges of the columns, and where the name starts.
pub(super) struct Columns {
    pub(super) name: u16,
    pub(super) quantity: u16,
    /// None where there is no room.
    pub(super) price: Option<u16>,
    pub(super) amount: u16,
}

impl Columns {
    fn of(area: Rect) -> Columns {
        let end = area.right() - 1;
        if area.width >= 60 {
            Columns {
                name: 5,
                quantity: end - 24,
                price: Some(end - 12),
                amount: end,
            }
        } else {
            Columns {
                name: 3,
                quantity: end - 9,
                price: None,
                amount: end,
            }
        }
    }

    /// Columns for the name.
    pub(super) fn name_width(&self) -> u16 {
        let quantity = if self.price.is_some() { 12 } else { 10 };
        self.quantity.saturating_sub(self.name + quantity)
    }
}

/// Where everything stands, from the size alone, so that nothing moves.
struct Places {
    heads: Option<u16>,
    lines: Rect,
    totals: u16,
    total_rows: u16,
    field: u16,
}

impl Places {
    fn of(area: Rect) -> Places {
        let field = area.bottom() - 1;
        let tall = area.height >= 17;
        let total_rows = if tall { 3 } else { 1 };
        // A rule above the totals, and on a tall screen one between them and the field.
        let totals = field - total_rows - u16::from(tall);
        let heads = area.y + u16::from(tall);
        let top = heads + 1;
        Places {
            heads: Some(heads).filter(|_| area.height >= 8),
            lines: Rect::new(area.x, top, area.width, (totals - 1).saturating_sub(top)),
            totals,
            total_rows,
            field,
        }
    }
}

impl State {
    /// Draws it; gives where the cursor stands.
    pub(super) fn draw(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let (places, columns) = (Places::of(area), Columns::of(area));
        if places.total_rows > 1 {
            paper.rule(area.x, area.y, area.width);
            paper.rule(area.x, places.field - 1, area.width);
        }
        paper.rule(area.x, places.totals - 1, area.width);
        heads(&places, &columns, paper);
        self.lines(counter, places.lines, &columns, paper);
        totals(counter, &places, area, paper);
        if let Some(popup) = &self.popup {
            popup.view(counter, places.lines, paper);
        }
        Some(self.prompt(places.field, area, paper))
    }

    fn prompt(&self, y: u16, area: Rect, paper: &mut Paper<'_>) -> Position {
        let label = paper.look().words.text("sale-code-or-name");
        let x = paper.text(1, y, width(&label), &label, Role::Text) + 1;
        let width = area.right().saturating_sub(x + 1);
        self.field.view(paper, Rect::new(x, y, width, 1))
    }
}

fn heads(places: &Places, columns: &Columns, paper: &mut Paper<'_>) {
    let Some(y) = places.heads else { return };
    let words = &paper.look().words;
    paper.text(
        columns.name,
        y,
        columns.name_width(),
        &words.text("sale-column-item"),
        Role::Dim,
    );
    paper.right(
        columns.quantity,
        y,
        10,
        &words.text("sale-column-quantity"),
        Role::Dim,
    );
    if let Some(price) = columns.price {
        paper.right(price, y, 11, &words.text("sale-column-price"), Role::Dim);
    }
    paper.right(
        columns.amount,
        y,
        10,
        &words.text("sale-column-amount"),
        Role::Dim,
    );
}

fn totals(counter: &Counter, places: &Places, area: Rect, paper: &mut Paper<'_>) {
    let look = paper.look();
    let (end, label) = (
        area.right() - 1,
        area.right().saturating_sub(if area.width < 60 { 20 } else { 28 }),
    );
    let mut y = places.totals;
    let count = counter.ticket.lines.len();
    if count > 0 {
        let told = look.words.format("sale-lines", &[("count", count.into())]);
        paper.text(1, y, label.saturating_sub(2), &told, Role::Text);
    }
    aside(
        counter,
        Rect::new(1, y + 1, label.saturating_sub(2), places.total_rows - 1),
        paper,
    );
    let zero = counter
        .desk
        .as_ref()
        .map(|desk| crate::domain::money::Money::zero(desk.shop.currency));
    let of = |amount: fn(&Priced) -> crate::domain::money::Money| {
        let amount = counter.priced.as_ref().map(amount).or(zero);
        amount.map(|amount| look.figure(amount)).unwrap_or_default()
    };
    if places.total_rows > 1 {
        paper.text(label, y, 12, &look.words.text("sale-net"), Role::Dim);
        paper.right(end, y, 14, &of(|priced| priced.net), Role::Text);
        y += 1;
        paper.text(label, y, 14, &tax_label(counter), Role::Dim);
        paper.right(end, y, 14, &of(|priced| priced.tax), Role::Text);
        y += 1;
    }
    paper.text(label, y, 10, &look.words.text("sale-total"), Role::Strong);
    paper.right(end, y, 16, &of(|priced| priced.total), Role::Strong);
}

/// At the left of the totals, where there is room: what else is the case.
fn aside(counter: &Counter, area: Rect, paper: &mut Paper<'_>) {
    let parked = counter.desk.as_ref().map_or(0, |desk| desk.parked.len());
    let words = &paper.look().words;
    let buyer = counter.ticket.customer.as_ref();
    let buyer = buyer.map(|buyer| words.format("receipt-customer", &[("name", buyer.name.as_str().into())]));
    let parked = (parked > 0).then(|| words.format("sale-parked", &[("count", parked.into())]));
    for (y, fact) in (area.y..area.bottom()).zip(buyer.into_iter().chain(parked)) {
        paper.text(area.x, y, area.width, &fact, Role::Dim);
    }
}

/// The one tax of the ticket with its rate, or just that it is tax.
fn tax_label(counter: &Counter) -> String {
    let taxes = counter.priced.as_ref().map_or(&[][..], |priced| &priced.taxes);
    let words = &counter.look.words;
    match taxes {
        [only] => match only.kind {
            TaxKind::Percent { rate, .. } => {
                let percent = crate::lang::number(counter.look.lang(), rate.percent().normalize());
                words.format("sale-tax", &[("percent", Value::from(percent))])
            }
            TaxKind::Amount(_) => words.text("sale-taxes").into_owned(),
        },
        _ => words.text("sale-taxes").into_owned(),
    }
}

impl Popup {
    /// At the foot of the lines: a rule that says how many there are, then the best of them.
    fn view(&self, counter: &Counter, lines: Rect, paper: &mut Paper<'_>) {
        let rows = u16::try_from(shown(counter))
            .unwrap_or(4)
            .min(lines.height.saturating_sub(1));
        let top = lines.bottom() - rows - 1;
        let area = Rect::new(lines.x, top, lines.width, rows + 1);
        paper.clear(area);
        paper.rule(area.x, top, area.width);
        self.title(counter, area, paper);
        for (y, (at, hit)) in (top + 1..area.bottom()).zip(self.hits.iter().enumerate()) {
            hit.view(counter, Rect::new(area.x, y, area.width, 1), paper);
            if at == self.at {
                paper.select(Rect::new(area.x, y, area.width, 1));
            }
        }
    }

    fn title(&self, counter: &Counter, area: Rect, paper: &mut Paper<'_>) {
        let words = &paper.look().words;
        let shown = crate::lang::number(counter.look.lang(), self.found.count.into());
        let shown = if self.found.more {
            format!("{shown}+")
        } else {
            shown
        };
        let values = [("shown", shown.into()), ("all", counter.catalogue.len().into())];
        let told = format!(" {} ", words.format("search-count", &values));
        paper.text(area.x + 2, area.y, area.width - 4, &told, Role::Dim);
        if area.width >= 60 {
            let (stock, price) = (words.text("search-stock"), words.text("sale-column-price"));
            paper.right(area.right() - 13, area.y, 12, &format!(" {stock} "), Role::Dim);
            paper.right(area.right(), area.y, 12, &format!(" {price} "), Role::Dim);
        }
    }
}

impl Hit {
    fn view(&self, counter: &Counter, area: Rect, paper: &mut Paper<'_>) {
        let look = paper.look();
        let (end, y) = (area.right() - 1, area.y);
        let wide = area.width >= 60;
        let room = area.width - if wide { 29 } else { 13 };
        paper.text(2, y, room, &self.name, Role::Text);
        for run in &self.marks {
            let (start, stop) = (
                2 + width(&self.name[..run.start]),
                2 + width(&self.name[..run.end]),
            );
            // What was cut off is not marked, nor are the dots that say so.
            let limit = if width(&self.name) > room { room } else { room + 2 };
            if start < limit {
                let cells = stop.min(limit).saturating_sub(start);
                paper.mark(Rect::new(start, y, cells, 1), Role::Match);
            }
        }
        paper.right(end, y, 11, &self.price, Role::Text);
        if let (true, Some(Some(level))) = (wide, counter.stock.get(&self.sku)) {
            let role = if level.is_positive() {
                Role::Text
            } else {
                Role::Warn
            };
            paper.right(end - 13, y, 13, &look.quantity(*level, self.unit), role);
        }
    }
}

/// What to do with an empty ticket; in a shop without goods, how it comes by some.
pub(super) fn nothing_yet(counter: &Counter) -> std::borrow::Cow<'_, str> {
    let key = match counter.catalogue.is_empty() {
        true => "sale-no-products",
        false => "sale-empty",
    };
    counter.look.words.text(key)
}
