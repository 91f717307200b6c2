//! What was counted so far, and what is asked for now. Must never show what should be there.

use ratatui::layout::{Position, Rect};

use crate::domain::stock::CountLine;
use crate::tui::counter::Counter;
use crate::tui::list::{Cell, Column, Line, Table};
use crate::tui::paper::{Paper, cut};

use super::{State, Step};

impl State {
    pub(super) fn draw(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let columns = [
            Column::text(words.text("products-column-name"), 14, 60),
            Column::text(words.text("products-column-sku"), 8, 16).rank(2),
            Column::figure(words.text("count-column-counted"), 8),
            Column::text(words.text("story-column-who"), 5, 14).rank(1),
        ];
        let lines = self.lines();
        let row = |at: usize| -> Option<Line> {
            let CountLine { line, by, .. } = lines.get(at)?;
            let who = counter.colleague(*by).map_or("-", |person| person.name.as_str());
            Some(vec![
                Cell::new(line.name.as_str()),
                Cell::new(line.sku.as_str()),
                Cell::new(look.quantity(line.counted, line.unit.name())),
                Cell::new(who),
            ])
        };
        let scope = Some(self.scope.as_str()).filter(|scope| !scope.is_empty());
        let title = match scope {
            Some(scope) => words.format("count-of", &[("scope", scope.into())]),
            None => words.text("cmd-count-goods").into_owned(),
        };
        let name = self.at_hand.as_ref().map_or("", |product| product.name.as_str());
        let name = cut(name, area.width / 3);
        let before = match (&self.at_hand, self.before()) {
            (Some(product), Some(before)) => look.quantity(before, product.unit.name()),
            _ => String::new(),
        };
        let key = match self.step {
            Step::Scope => "count-scope",
            Step::Code => "move-code",
            Step::Quantity if before.is_empty() => "move-quantity",
            Step::Quantity => "count-again",
        };
        let values = [("name", (&*name).into()), ("before", before.into())];
        let label = words.format(key, &values);
        let empty = match self.step {
            Step::Scope => "count-begin",
            _ => "count-empty",
        };
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: lines.len(),
            all: lines.len(),
            filter: Some((&label, &self.field)),
            empty: &words.text(empty),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}
