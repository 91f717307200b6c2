//! The list by its rows and by its cells. Must never need a shop.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::RefCell;

use super::*;
use crate::lang::Lang;
use crate::tui::keymap::Keymap;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width};
use crate::tui::theme::Tier;

fn look(ascii: bool) -> Look {
    Look::new(Lang::En, Tier::Mono, ascii, Keymap::default())
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Name", 10, 60),
        Column::text("Category", 8, 20).rank(3),
        Column::figure("Stock", 6).rank(2),
        Column::figure("Price", 8),
    ]
}

fn cells(name: &str, category: &str, stock: &str, price: &str) -> Line {
    [name, category, stock, price].map(Cell::new).to_vec()
}

/// The picture of a list, a string for each line.
fn drawn(list: &List, table: &Table<'_>, size: (u16, u16), ascii: bool) -> Vec<String> {
    let look = look(ascii);
    let area = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(area);
    list.view(table, &mut Paper::new(&mut buffer, &look), area);
    let line = |y| {
        let mut line = String::new();
        let mut x = 0;
        while x < size.0 {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += width(symbol).max(1);
        }
        line
    };
    (0..size.1).map(line).collect()
}

fn table<'a>(columns: &'a [Column], rows: usize, row: &'a dyn Fn(usize) -> Option<Line>) -> Table<'a> {
    Table {
        title: "Products",
        columns,
        sort: Some(Sort {
            column: 0,
            down: false,
        }),
        rows,
        all: 100_000,
        filter: None,
        empty: "No products yet: F5 makes the first one.",
        row,
    }
}

#[test]
fn shows_the_window_and_asks_for_nothing_else() {
    let asked = RefCell::new(Vec::new());
    let columns = columns();
    let row = |at: usize| {
        asked.borrow_mut().push(at);
        Some(cells(&format!("Product {at}"), "Dairy", "12", "1.15"))
    };
    let mut list = List::default();
    let table = table(&columns, 100_000, &row);
    list.key(Key::End, 100_000, 8);
    let lines = drawn(&list, &table, (60, 10), true);
    assert_eq!(*asked.borrow(), (99_992..100_000).collect::<Vec<_>>());
    let edge = |line: &String| line.trim_end().chars().last();
    assert!(lines[0].ends_with("100,000 "), "{lines:?}");
    assert!(lines[1].starts_with(" Name ^ "), "{lines:?}");
    assert!(lines[9].contains("Product 99999"), "{lines:?}");
    assert_eq!(lines[2..].iter().filter_map(edge).collect::<String>(), "|||||||#");
}

#[test]
fn drops_columns_before_it_cuts_a_figure() {
    let columns = columns();
    let row = |_: usize| {
        Some(cells(
            "Crème brûlée with caramel",
            "Desserts",
            "-1,200.500 kg",
            "1,234,567.89",
        ))
    };
    let table = table(&columns, 3, &row);
    let narrow = drawn(&List::default(), &table, (40, 15), false);
    assert!(narrow[2].contains("1,234,567.89"), "{narrow:?}");
    assert!(
        !narrow[1].contains("Category") && narrow[2].contains(".."),
        "{narrow:?}"
    );
    let wide = drawn(&List::default(), &table, (80, 15), false);
    for part in [
        "Crème brûlée with caramel",
        "Desserts",
        "-1,200.500 kg",
        "1,234,567.89",
    ] {
        assert!(wide[2].contains(part), "{part}: {wide:?}");
    }
}

#[test]
fn an_empty_list_says_what_to_do() {
    let columns = columns();
    let row = |_: usize| None;
    let lines = drawn(&List::default(), &table(&columns, 0, &row), (40, 8), false);
    assert!(lines[2].contains("F5 makes the first"), "{lines:?}");
    assert!(lines[0].contains("0 of 100,000"), "{lines:?}");
}

#[test]
fn a_row_on_its_way_is_dots() {
    let columns = columns();
    let row = |at: usize| (at > 0).then(|| cells("Milk", "Dairy", "1", "2.00"));
    let lines = drawn(&List::default(), &table(&columns, 2, &row), (40, 8), true);
    assert!(lines[2].contains("---") && lines[3].contains("Milk"), "{lines:?}");
}

#[test]
fn a_page_keeps_one_row_of_the_last() {
    let mut list = List::default();
    list.command(Command::PageDown, 100, 10);
    assert_eq!((list.chosen(100), list.window(100, 10)), (Some(9), 0..10));
    list.command(Command::PageDown, 100, 10);
    assert_eq!((list.chosen(100), list.window(100, 10)), (Some(18), 9..19));
    list.command(Command::Up, 100, 10);
    assert_eq!(list.window(100, 10), 9..19);
    // fewer rows since
    assert_eq!((list.chosen(5), list.window(5, 10)), (Some(4), 0..5));
    assert_eq!((list.chosen(0), list.window(0, 10)), (None, 0..0));
}

fn keys() -> impl Strategy<Value = Vec<Key>> {
    let key = proptest::sample::select(vec![
        Key::Up,
        Key::Down,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
    ]);
    proptest::collection::vec(key, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is pressed, the chosen row is seen and the page is full.
    #[test]
    fn the_chosen_row_is_seen(keys in keys(), rows in 0usize..60, page in 1usize..20, then in 0usize..60) {
        let mut list = List::default();
        for key in keys {
            prop_assert!(list.key(key, rows, page));
        }
        for rows in [rows, then] {
            let window = list.window(rows, page);
            prop_assert_eq!(window.len(), rows.min(page));
            prop_assert!(window.end <= rows);
            prop_assert_eq!(list.chosen(rows).is_some(), rows > 0);
            prop_assert!(list.chosen(rows).is_none_or(|chosen| window.contains(&chosen)));
        }
    }

    /// Over sizes and names of any script: no column touches the next, none leaves the area, and each figure
    /// stands whole or its column is out.
    #[test]
    fn nothing_overlaps_and_no_figure_is_cut(
        name in "\\PC{0,40}",
        figure in "-?[0-9]{1,9}\\.[0-9]{2}",
        columns_wide in 40u16..200,
        lines in 4u16..60,
        ascii in any::<bool>(),
    ) {
        let columns = columns();
        let row = |_: usize| Some(cells(&name, &name, "12 kg", &figure));
        let table = table(&columns, 200, &row);
        let drawn = drawn(&List::default(), &table, (columns_wide, lines), ascii);
        for line in &drawn[2..] {
            prop_assert!(width(line) <= columns_wide, "{}", line);
            prop_assert!(line.contains(&format!(" {figure} ")), "{}", line);
        }
        let places = columns::places(&columns, None, &[row(0)], columns_wide - 3);
        for pair in places.windows(2) {
            prop_assert!(pair[0].x + pair[0].width < pair[1].x);
        }
        let last = places.last().map_or(0, |place| place.x + place.width);
        prop_assert!(last <= columns_wide - 3);
    }
}
