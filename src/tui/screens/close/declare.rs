//! What the terminals of banks and operators say that they took. Must never show what the till says first.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::tender_key;
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::register::reply::Said;
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::theme::Role;
use crate::tui::typing;

/// A field for each tender that went through.
#[derive(Debug)]
pub(super) struct Declare {
    rows: Vec<(Method, Field)>,
    at: usize,
}

impl Declare {
    /// The fields, empty; none where nothing but cash went through.
    pub(super) fn new(counter: &Counter) -> Option<Declare> {
        let shift = counter.desk.as_ref()?.shift.as_ref()?;
        let fields = shift.declarable.iter().map(|method| (*method, Field::new(14)));
        let rows: Vec<(Method, Field)> = fields.collect();
        (!rows.is_empty()).then_some(Declare { rows, at: 0 })
    }

    /// What was typed; a tender whose field is empty is not declared.
    pub(super) fn totals(&self, counter: &Counter) -> Result<Vec<(Method, Money)>, Said> {
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        let currency = currency.expect("the register is closed in a shop");
        let typed = self.rows.iter().filter(|(_, field)| !field.is_empty());
        typed
            .map(|(method, field)| Ok((*method, typing::money(field.text(), currency)?)))
            .collect()
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
        for line in wrap(&words.text("close-declare"), room) {
            paper.text(x, y, room, &line, Role::Text);
            y += 1;
        }
        let labels: Vec<_> = self
            .rows
            .iter()
            .map(|(method, _)| words.text(tender_key(*method)))
            .collect();
        let column = x + labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        y += u16::from(area.height > 9);
        let mut cursor = None;
        for (at, (_, field)) in self.rows.iter().enumerate() {
            let role = if at == self.at { Role::Strong } else { Role::Text };
            paper.text(x, y, column - x, &labels[at], role);
            paper.text(
                column,
                y,
                area.right().saturating_sub(column),
                field.text(),
                Role::Strong,
            );
            if at == self.at {
                let before = u16::try_from(field.cursor()).unwrap_or(0);
                cursor = Some(Position::new(column + before, y));
            }
            y += 1;
        }
        cursor
    }
}
