//! Bars, as SVG in the page. Must never reckon with anything but whole numbers.

use maud::{Markup, html};

/// Width of the whole, in its own units.
const WIDTH: i64 = 560;
/// Height of the bars.
const HEIGHT: i64 = 120;
/// Room above for what the highest bar comes to.
const ABOVE: i64 = 22;
/// Room below for the labels.
const BELOW: i64 = 24;

/// A bar: how high, what stands below it, what it says when somebody asks.
pub(super) struct Bar {
    pub(super) amount: i64,
    pub(super) label: String,
    pub(super) title: String,
}

/// The chart; `named` says in one sentence what it shows, `top` says what the highest bar comes to, which is
/// all that a phone, which points at nothing, can tell of amounts.
pub(super) fn bars(named: &str, bars: &[Bar], top: &str) -> Markup {
    let most = bars
        .iter()
        .map(|bar| bar.amount.saturating_abs())
        .max()
        .unwrap_or(0)
        .max(1);
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let step = WIDTH / count;
    let (floor, whole) = (ABOVE + HEIGHT, ABOVE + HEIGHT + BELOW);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (whole) } role="img" aria-label=(named) {
            line x1="0" y1=(floor) x2=(WIDTH) y2=(floor) {}
            @if !top.is_empty() {
                line.most x1="0" y1=(ABOVE) x2=(WIDTH) y2=(ABOVE) {}
                text x="0" y=(ABOVE - 6) { (top) }
            }
            @for (place, bar) in (0_i64..).zip(bars) {
                @let high = height(bar.amount, most);
                @let left = place * step;
                rect x=(left + step / 10) y=(floor - high) width=((step - step / 5).max(1)) height=(high)
                    class=[(bar.amount < 0).then_some("less")] {
                    title { (bar.title) }
                }
                @if !bar.label.is_empty() {
                    text x=(left + step / 2) y=(whole - 5) text-anchor="middle" { (bar.label) }
                }
            }
        }
    }
}

/// What is there is seen, however little.
fn height(amount: i64, most: i64) -> i64 {
    let exact = i128::from(amount.saturating_abs()) * i128::from(HEIGHT) / i128::from(most);
    let high = i64::try_from(exact).unwrap_or(HEIGHT);
    if amount == 0 { 0 } else { high.max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_is_as_high_as_there_is_room() {
        assert_eq!(height(500, 500), HEIGHT);
        assert_eq!(height(1, 1_000_000), 1);
        assert_eq!(height(0, 10), 0);
        assert_eq!(height(i64::MIN, i64::MAX), HEIGHT);
    }

    #[test]
    fn what_it_says_is_escaped() {
        let bar = Bar {
            amount: 1,
            label: "<b>".to_owned(),
            title: "\"&".to_owned(),
        };
        let shown = bars("<i>", &[bar], "<u>").into_string();
        assert!(
            !["<b>", "<i>", "<u>"].iter().any(|tag| shown.contains(tag)),
            "{shown}"
        );
    }
}
