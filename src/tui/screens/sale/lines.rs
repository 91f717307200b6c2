//! The lines of the ticket, with what was said of each below it, and what was said of all of it at the end.
//! Must never cut a figure.

use ratatui::layout::Rect;

use crate::domain::discount::Discount;
use crate::lang::Value;
use crate::tui::counter::Counter;
use crate::tui::paper::{Paper, wrap};
use crate::tui::theme::Role;

use super::State;
use super::show::Columns;

/// One row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// A good.
    Line(usize),
    /// That its price is another than it was.
    Changed(usize),
    /// Its discount.
    Discount(usize),
    /// Its note.
    Note(usize),
    /// The discount of the ticket.
    TicketDiscount,
    /// The note of the ticket.
    TicketNote,
}

/// What there is to show, from the top.
fn rows(counter: &Counter) -> Vec<Row> {
    let ticket = &counter.ticket;
    let mut rows = Vec::with_capacity(ticket.lines.len() + 2);
    for (at, line) in ticket.lines.iter().enumerate() {
        rows.push(Row::Line(at));
        let said = [
            (line.good.price_changed(), Row::Changed(at)),
            (line.discount.is_some(), Row::Discount(at)),
            (!line.good.note.is_empty(), Row::Note(at)),
        ];
        rows.extend(said.into_iter().filter(|(said, _)| *said).map(|(_, row)| row));
    }
    rows.extend(ticket.discount.map(|_| Row::TicketDiscount));
    rows.extend(Some(Row::TicketNote).filter(|_| !ticket.note.is_empty()));
    rows
}

impl State {
    /// Draws them.
    pub(super) fn lines(&self, counter: &Counter, area: Rect, columns: &Columns, paper: &mut Paper<'_>) {
        if counter.ticket.lines.is_empty() && self.popup.is_none() && area.height > 0 {
            let told = super::show::nothing_yet(counter);
            let room = area.width - columns.name - 1;
            for (y, line) in (area.y..area.bottom()).zip(wrap(&told, room)) {
                paper.text(columns.name, y, room, &line, Role::Dim);
            }
            return;
        }
        let rows = rows(counter);
        let wanted = match self.chosen {
            Some(line) => {
                let next = rows.iter().position(|row| *row == Row::Line(line + 1));
                next.unwrap_or(rows.len()).saturating_sub(1)
            }
            None => rows.len().saturating_sub(1),
        };
        let first = first_row(rows.len(), usize::from(area.height).max(1), wanted);
        for (y, row) in (area.y..area.bottom()).zip(&rows[first..]) {
            draw(counter, *row, y, columns, paper);
            if self.chosen.map(Row::Line) == Some(*row) {
                paper.select(Rect::new(area.x, y, area.width, 1));
            }
        }
    }
}

/// The first row shown, so that `wanted` is among them. It moves by half a screen, so that most scans write
/// one row and not all of them.
fn first_row(all: usize, shown: usize, wanted: usize) -> usize {
    if all <= shown {
        return 0;
    }
    let step = shown.div_ceil(2);
    let needed = (wanted + 1).saturating_sub(shown);
    (needed.div_ceil(step) * step).min(wanted)
}

fn draw(counter: &Counter, row: Row, y: u16, columns: &Columns, paper: &mut Paper<'_>) {
    let look = paper.look();
    let words = &look.words;
    let priced = |at: usize| counter.priced.as_ref().and_then(|priced| priced.lines.get(at));
    let ticket = &counter.ticket;
    let (told, amount) = match row {
        Row::Line(at) => return line(counter, at, y, columns, paper),
        Row::Changed(at) => {
            let good = &ticket.lines[at].good;
            let before = good.list_price.zip(counter.desk.as_ref());
            let before = before.map(|(price, desk)| look.price(price, desk.shop.currency));
            let values = [("price", Value::from(before.unwrap_or_default()))];
            (words.format("sale-price-changed", &values), None)
        }
        Row::Discount(at) => {
            let keys = ("sale-line-discount", "sale-line-amount-off");
            let told = discounted(counter, ticket.lines[at].discount, keys);
            (told, priced(at).map(|line| -line.discount))
        }
        Row::Note(at) => (format!("\" {}", ticket.lines[at].good.note), None),
        Row::TicketDiscount => {
            let keys = ("sale-ticket-discount", "sale-ticket-amount-off");
            let told = discounted(counter, ticket.discount, keys);
            (told, counter.priced.as_ref().map(|priced| -priced.discount))
        }
        Row::TicketNote => (format!("\" {}", ticket.note), None),
    };
    let whole = matches!(row, Row::TicketDiscount | Row::TicketNote);
    let start = if whole { columns.name } else { columns.name + 2 };
    let mut end = columns.amount;
    if let Some(amount) = amount {
        end = paper.right(columns.amount, y, 12, &look.figure(amount), Role::Text) - 1;
    }
    paper.text(start, y, end.saturating_sub(start), &told, Role::Dim);
}

/// A discount in words; an amount stands at the right already.
fn discounted(
    counter: &Counter,
    discount: Option<Discount>,
    (percent, amount): (&'static str, &'static str),
) -> String {
    match discount {
        Some(Discount::Percent(rate)) => {
            let rate = crate::lang::number(counter.look.lang(), rate.percent());
            let values = [("discount", Value::from(format!("{rate} %")))];
            counter.look.words.format(percent, &values)
        }
        _ => counter.look.words.text(amount).into_owned(),
    }
}

fn line(counter: &Counter, at: usize, y: u16, columns: &Columns, paper: &mut Paper<'_>) {
    let look = paper.look();
    let good = &counter.ticket.lines[at].good;
    let priced = counter.priced.as_ref().and_then(|priced| priced.lines.get(at));
    let number = (at + 1).to_string();
    paper.right(columns.name - 1, y, columns.name - 1, &number, Role::Dim);
    paper.text(columns.name, y, columns.name_width(), &good.name, Role::Text);
    let quantity = look.quantity(good.quantity, good.unit.name());
    paper.right(columns.quantity, y, 11, &quantity, Role::Text);
    if let (Some(edge), Some(desk)) = (columns.price, &counter.desk) {
        let price = look.price(good.price, desk.shop.currency);
        paper.right(edge, y, 12, &price, Role::Text);
    }
    if let Some(priced) = priced {
        paper.right(columns.amount, y, 12, &look.figure(priced.gross), Role::Text);
    }
}

#[cfg(test)]
mod tests {
    use super::first_row;

    #[test]
    fn the_wanted_row_is_shown_and_few_scans_move_the_rest() {
        for shown in 1..20 {
            let mut moves = 0;
            for all in 1..60usize {
                let first = first_row(all, shown, all - 1);
                assert!(
                    first < all && all - 1 < first + shown,
                    "{all} rows on {shown} of them"
                );
                moves += usize::from(first != first_row(all.max(2) - 1, shown, all.max(2) - 2));
                for wanted in 0..all {
                    let first = first_row(all, shown, wanted);
                    assert!(first <= wanted && wanted < first + shown);
                }
            }
            assert!(
                moves <= 60 / shown.div_ceil(2) + 1,
                "{moves} moves on {shown} rows"
            );
        }
    }
}
