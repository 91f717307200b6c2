//! Charts that a bare console can draw: lying bars and standing columns, each with its exact figure. Must
//! never draw what it does not also say in digits, nor compute in anything but whole numbers.

use ratatui::layout::Rect;

use super::paper::{Paper, width};
use super::theme::Role;

/// Fewest cells that a bar is worth drawing in.
const SHORTEST: u16 = 6;
/// Blanks between label, bar and figure.
const GAP: u16 = 1;

/// One value of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is of.
    pub label: String,
    /// How much, in the smallest units of whatever it is; below zero for what was given back.
    pub value: i64,
    /// The same as it is told.
    pub figure: String,
}

/// Cells of a bar of `room` cells for the greatest: none for nothing, at least one for anything.
fn cells(value: i64, greatest: u64, room: u16) -> u16 {
    let value = value.unsigned_abs();
    if value == 0 || greatest == 0 {
        return 0;
    }
    let long = u128::from(value) * u128::from(room) / u128::from(greatest);
    u16::try_from(long).unwrap_or(room).clamp(1, room.max(1))
}

fn greatest(items: &[Item]) -> u64 {
    items
        .iter()
        .map(|item| item.value.unsigned_abs())
        .max()
        .unwrap_or(0)
}

/// Lying bars, one a line, from the top of `area`: label, bar, figure. What was given back is a shaded bar,
/// and its figure has its sign. Gives how many of them had room.
pub fn bars(paper: &mut Paper<'_>, area: Rect, items: &[Item]) -> usize {
    let shown = &items[..items.len().min(usize::from(area.height))];
    let figures = shown.iter().map(|item| width(&item.figure)).fold(0, u16::max);
    if figures > area.width {
        return 0;
    }
    let widest = shown.iter().map(|item| width(&item.label)).fold(0, u16::max);
    // Labels take a third at most, unless the bars do not need the rest.
    let spare = area.width.saturating_sub(figures + 2 * GAP);
    let labels = widest.min((area.width / 3).max(spare.saturating_sub(SHORTEST * 4)));
    let bar = spare.saturating_sub(labels);
    let bar = if bar < SHORTEST { 0 } else { bar };
    let labels = if bar == 0 {
        widest.min(area.width.saturating_sub(figures + GAP))
    } else {
        labels
    };
    let greatest = greatest(items);
    for (y, item) in (area.y..).zip(shown) {
        paper.text(area.x, y, labels, &item.label, Role::Text);
        paper.right(area.right(), y, figures, &item.figure, Role::Text);
        let glyphs = paper.look().glyphs;
        let mark = if item.value < 0 {
            glyphs.shade
        } else {
            glyphs.block
        };
        let long = if bar == 0 {
            0
        } else {
            cells(item.value, greatest, bar)
        };
        paper.repeat(area.x + labels + GAP, y, long, mark, Role::Dim);
    }
    shown.len()
}

/// Standing columns over `area` with their labels below, as wide as there is room: the shape of a day or a
/// month. The greatest figure stands above its column. False where they have no room.
pub fn columns(paper: &mut Paper<'_>, area: Rect, items: &[Item]) -> bool {
    let count = u16::try_from(items.len()).unwrap_or(u16::MAX);
    let each = area.width.checked_div(count).unwrap_or(0).min(8);
    if each == 0 || area.height < 4 {
        return false;
    }
    let wide = (each - u16::from(each > 1)).max(1);
    let greatest = greatest(items);
    let tall = area.height - 2;
    let foot = area.y + 1 + tall;
    let at = |place: usize| area.x + u16::try_from(place).unwrap_or(0) * each;
    for (place, item) in items.iter().enumerate() {
        let glyphs = paper.look().glyphs;
        let mark = if item.value < 0 {
            glyphs.shade
        } else {
            glyphs.block
        };
        for y in foot - cells(item.value, greatest, tall)..foot {
            paper.repeat(at(place), y, wide, mark, Role::Dim);
        }
    }
    let peak = items
        .iter()
        .position(|item| item.value.unsigned_abs() == greatest);
    if let Some((place, item)) = peak.map(|place| (place, &items[place])).filter(|_| greatest > 0) {
        let long = width(&item.figure);
        let x = at(place).min(area.right().saturating_sub(long)).max(area.x);
        if long <= area.width {
            paper.text(x, area.y, long, &item.figure, Role::Strong);
        }
    }
    labels(paper, Rect::new(area.x, foot, area.width, 1), items, each);
    true
}

/// The labels that have room, every so many, each whole.
fn labels(paper: &mut Paper<'_>, area: Rect, items: &[Item], each: u16) {
    let widest = items.iter().map(|item| width(&item.label)).fold(1, u16::max);
    let every = usize::from((widest + 1).div_ceil(each));
    for (place, item) in items.iter().enumerate().step_by(every) {
        let x = area.x + u16::try_from(place).unwrap_or(0) * each;
        let long = width(&item.label);
        if x + long <= area.right() {
            paper.text(x, area.y, long, &item.label, Role::Dim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::keymap::Keymap;
    use crate::tui::look::Look;
    use crate::tui::theme::Tier;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;

    fn item(label: &str, value: i64) -> Item {
        Item {
            label: label.to_owned(),
            value,
            figure: format!("{}.{:02}", value / 100, value.abs() % 100),
        }
    }

    fn drawn(size: (u16, u16), ascii: bool, draw: impl Fn(&mut Paper<'_>, Rect)) -> Vec<String> {
        let look = Look::new(Lang::En, Tier::Mono, ascii, Keymap::default());
        let area = Rect::new(0, 0, size.0, size.1);
        let mut buffer = Buffer::empty(area);
        draw(&mut Paper::new(&mut buffer, &look), area);
        let line = |y| -> String { (0..size.0).map(|x| buffer[(x, y)].symbol()).collect() };
        (0..size.1).map(|y| line(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn bars_have_their_figures() {
        let items = [
            item("Dairy", 20_000),
            item("Drinks", 5_000),
            item("Bread", 0),
            item("Toys", -5_000),
        ];
        let lines = drawn((32, 4), true, |paper, area| {
            bars(paper, area, &items);
        });
        assert_eq!(
            lines,
            [
                "Dairy  ################## 200.00",
                "Drinks ####                50.00",
                "Bread                       0.00",
                "Toys   ....               -50.00",
            ]
        );
    }

    #[test]
    fn columns_name_the_greatest_and_the_labels_that_fit() {
        let items = [item("08", 100), item("09", 400), item("10", 300), item("11", 0)];
        let lines = drawn((8, 6), false, |paper, area| {
            assert!(columns(paper, area, &items));
        });
        assert_eq!(lines, ["  4.00", "  █", "  █ █", "  █ █", "█ █ █", "08  10"]);
    }

    #[test]
    fn without_room_there_is_no_chart() {
        let items = vec![item("x", 1); 50];
        drawn((40, 6), true, |paper, area| {
            assert!(!columns(paper, area, &items))
        });
        drawn((3, 6), true, |paper, area| {
            assert_eq!(bars(paper, area, &items), 0)
        });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Every figure stands whole, whatever the sizes, and a greater value has no shorter bar.
        #[test]
        fn figures_are_whole_and_bars_in_order(
            values in proptest::collection::vec(any::<i32>(), 1..20),
            label in "\\PC{0,20}",
            columns_wide in 16u16..120,
        ) {
            let items: Vec<Item> = values.iter().map(|value| item(&label, (*value).into())).collect();
            let lines = drawn((columns_wide, 20), true, |paper, area| {
                bars(paper, area, &items);
            });
            for (line, item) in lines.iter().zip(&items) {
                prop_assert!(line.ends_with(&item.figure), "{} in {}", item.figure, line);
            }
            let most = greatest(&items);
            for pair in items.windows(2) {
                let long = |item: &Item| cells(item.value, most, 50);
                let more = pair[0].value.unsigned_abs() >= pair[1].value.unsigned_abs();
                prop_assert!(!more || long(&pair[0]) >= long(&pair[1]));
            }
        }
    }
}
