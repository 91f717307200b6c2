//! What the terminals of banks and operators say that they took, and the money of other currencies that was
//! counted. Must never show what the till says first.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::tender_key;
use crate::domain::money::Currency;
use crate::domain::payment::Method;
use crate::register::reply::Said;
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::Totals;

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// A tender of which somebody else keeps a total.
    Tender(Method),
    /// Money of another currency.
    Money(Currency),
}

/// A field for each tender and each other currency that went through.
#[derive(Debug)]
pub(super) struct Declare {
    rows: Vec<(Of, Field)>,
    at: usize,
}

impl Declare {
    /// The fields, empty; none where nothing but cash went through.
    pub(super) fn new(counter: &Counter) -> Option<Declare> {
        let shift = counter.desk.as_ref()?.shift.as_ref()?;
        let tenders = shift.declarable.iter().copied().map(Of::Tender);
        let all = tenders.chain(shift.foreign.iter().copied().map(Of::Money));
        let rows: Vec<(Of, Field)> = all.map(|of| (of, Field::new(14))).collect();
        (!rows.is_empty()).then_some(Declare { rows, at: 0 })
    }

    /// What was typed; a tender or a currency whose field is empty is not held against anything.
    pub(super) fn totals(&self, counter: &Counter) -> Result<Totals, Said> {
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        let currency = currency.expect("the register is closed in a shop");
        let (mut declared, mut foreign) = Totals::default();
        for (of, field) in self.rows.iter().filter(|(_, field)| !field.is_empty()) {
            match of {
                Of::Tender(method) => declared.push((*method, typing::money(field.text(), currency)?)),
                Of::Money(currency) => foreign.push(typing::money(field.text(), *currency)?),
            }
        }
        Ok((declared, foreign))
    }

    /// To the row before or after.
    pub(super) fn step(&mut self, by: isize) {
        let to = self.at.saturating_add_signed(by);
        self.at = to.min(self.rows.len().saturating_sub(1));
    }

    /// Types into the row.
    pub(super) fn key(&mut self, key: Key) {
        if let Some(field) = self.field() {
            field.key(key);
        }
    }

    /// The field being typed in.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.rows.get_mut(self.at).map(|(_, field)| field)
    }

    /// Draws it; gives where the cursor stands.
    pub(super) fn view(&self, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let (x, room) = (area.x + 1, area.width.saturating_sub(2));
        let mut y = area.y;
        let about = |key: &str, rows: bool| rows.then(|| words.text(key).into_owned());
        let tenders = |row: &(Of, Field)| matches!(row.0, Of::Tender(_));
        let told = [
            about("close-declare", self.rows.iter().any(tenders)),
            about("close-declare-foreign", !self.rows.iter().all(tenders)),
        ];
        for line in told.iter().flatten().flat_map(|told| wrap(told, room)) {
            paper.text(x, y, room, &line, Role::Text);
            y += 1;
        }
        let labels: Vec<String> = self
            .rows
            .iter()
            .map(|(of, _)| match of {
                Of::Tender(method) => words.text(tender_key(*method)).into_owned(),
                Of::Money(currency) => currency.to_string(),
            })
            .collect();
        let column = x + labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        y += u16::from(area.height > 9);
        let mut cursor = None;
        for (at, (_, field)) in self.rows.iter().enumerate() {
            let role = if at == self.at { Role::Strong } else { Role::Text };
            paper.text(x, y, column - x, &labels[at], role);
            let width = area.right().saturating_sub(column + 1);
            let typed = field.view(paper, Rect::new(column, y, width, 1));
            cursor = cursor.or((at == self.at).then_some(typed));
            y += 1;
        }
        cursor
    }
}
