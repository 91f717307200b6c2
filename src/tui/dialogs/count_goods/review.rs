//! What a count found against what should have been there, and what moved since. Must never be shown before
//! somebody who may has asked for it.

use std::collections::HashMap;

use ratatui::layout::{Position, Rect};

use crate::domain::catalogue::Catalogue;
use crate::domain::money::Money;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{CountedLine, OpenCount};
use crate::tui::list::{Cell, Column, Line, List, Table};
use crate::tui::paper::Paper;
use crate::tui::theme::Role;

/// A count with its differences, those first.
#[derive(Debug)]
pub(super) struct Review {
    lines: Vec<CountedLine>,
    scope: String,
    pub(super) different: u64,
    pub(super) worth: Money,
    pub(super) list: List,
    /// How many that differ have no cost, and so no worth.
    uncosted: usize,
    /// Levels now, once they are there.
    now: HashMap<Sku, Quantity>,
}

impl Review {
    pub(super) fn new(open: &OpenCount, different: u64, worth: Money, goods: &Catalogue) -> Review {
        let mut lines: Vec<CountedLine> = open.lines.iter().map(|line| line.line.clone()).collect();
        let agrees = |line: &CountedLine| line.difference() == Ok(Quantity::ZERO);
        lines.sort_by_key(agrees);
        let costs = |line: &CountedLine| {
            let row = goods.by_sku(line.sku.as_str());
            row.is_some_and(|row| goods.get(row).cost.is_some())
        };
        let uncosted = lines.iter().filter(|line| !agrees(line) && !costs(line));
        Review {
            uncosted: uncosted.count(),
            lines,
            scope: open.scope.clone(),
            different,
            worth,
            list: List::default(),
            now: HashMap::new(),
        }
    }

    /// Takes in the levels of now.
    pub(super) fn levels(&mut self, levels: &[(Sku, Option<Quantity>)]) {
        let known = levels.iter();
        self.now = known
            .filter_map(|(sku, level)| Some((sku.clone(), (*level)?)))
            .collect();
    }

    /// What was sold, or moved otherwise, since it was counted.
    fn since(&self, line: &CountedLine) -> Option<Quantity> {
        let now = self.now.get(&line.sku)?;
        let since = now.checked_sub(line.level.unwrap_or(Quantity::ZERO)).ok()?;
        Some(since).filter(|since| *since != Quantity::ZERO)
    }

    pub(super) fn view(&self, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let mut columns = vec![
            Column::text(words.text("products-column-name"), 14, 60),
            Column::figure(words.text("count-column-expected"), 7).rank(2),
            Column::figure(words.text("count-column-counted"), 7),
            Column::figure(words.text("count-column-difference"), 7),
        ];
        if self.lines.iter().any(|line| self.since(line).is_some()) {
            columns.push(Column::figure(words.text("count-column-since"), 7).rank(1));
        }
        let signed = |quantity: Quantity, unit: &str| {
            let sign = if quantity.is_positive() { "+" } else { "" };
            format!("{sign}{}", look.quantity(quantity, unit))
        };
        let row = |at: usize| -> Option<Line> {
            let line = self.lines.get(at)?;
            let unit = line.unit.name();
            let difference = line.difference().ok()?;
            let (told, role) = if difference == Quantity::ZERO {
                ("=".to_owned(), Role::Dim)
            } else if difference.is_positive() {
                (signed(difference, unit), Role::Good)
            } else {
                (signed(difference, unit), Role::Bad)
            };
            let expected = line.level.map(|level| look.quantity(level, unit));
            let since = self.since(line).map(|since| signed(since, unit));
            Some(vec![
                Cell::new(line.name.as_str()),
                Cell::new(expected.unwrap_or_else(|| "-".to_owned())),
                Cell::new(look.quantity(line.counted, unit)),
                Cell::new(told).role(role),
                Cell::new(since.unwrap_or_default()),
            ])
        };
        let different = usize::try_from(self.different).unwrap_or(usize::MAX);
        let values = [
            ("count", different.into()),
            ("worth", look.money(self.worth).into()),
        ];
        let mut title = words.format("count-differences", &values);
        if !self.scope.is_empty() {
            title = format!("{}: {title}", self.scope);
        }
        if self.uncosted > 0 {
            let note = words.format("count-uncosted", &[("count", self.uncosted.into())]);
            title = format!("{title} ({note})");
        }
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.lines.len(),
            all: self.lines.len(),
            filter: None,
            empty: "",
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}
