//! Big figures made of full blocks, for the amount that matters. Must never use half blocks: console fonts
//! have none.

use ratatui::layout::Rect;

use super::paper::Paper;
use super::theme::Role;

/// Rows of a big figure.
pub const ROWS: u16 = 5;

/// Rows from the top, three pixels each, the highest bit at the left.
const DIGITS: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b001, 0b001, 0b001],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Pixels across and the rows of a sign; none for one that cannot be drawn.
fn sign(letter: char) -> Option<(u16, [u8; 5])> {
    match letter {
        '0'..='9' => {
            let digit = letter.to_digit(10)? as usize;
            Some((3, DIGITS[digit]))
        }
        ',' | '.' => Some((1, [0, 0, 0, 0, 1])),
        '-' => Some((2, [0, 0, 0b11, 0, 0])),
        _ => None,
    }
}

/// Columns of `text` with pixels of that many columns; none where a sign cannot be drawn.
fn columns(text: &str, pixel: u16) -> Option<u16> {
    let mut total = 0;
    for letter in text.chars() {
        total += sign(letter)?.0 * pixel + pixel;
    }
    Some(total.saturating_sub(pixel))
}

/// Draws `text` in the middle of `area`, as large as there is room; as plain text where there is none.
pub fn big(paper: &mut Paper<'_>, area: Rect, text: &str) {
    let fits = |pixel: &u16| columns(text, *pixel).is_some_and(|columns| columns <= area.width);
    let Some(pixel) = [2, 1]
        .iter()
        .find(|pixel| fits(pixel))
        .filter(|_| area.height >= ROWS)
    else {
        let x = area.x + area.width.saturating_sub(super::paper::width(text)) / 2;
        paper.text(x, area.y, area.right() - x, text, Role::Strong);
        return;
    };
    let block = paper.look().glyphs.block;
    let mut x = area.x + (area.width - columns(text, *pixel).unwrap_or(0)) / 2;
    for (across, rows) in text.chars().filter_map(sign) {
        for (y, bits) in (area.y..).zip(rows) {
            for at in 0..across {
                if bits >> (across - 1 - at) & 1 == 1 {
                    paper.repeat(x + at * pixel, y, *pixel, block, Role::Strong);
                }
            }
        }
        x += (across + 1) * pixel;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_takes_its_columns() {
        assert_eq!(columns("3,90", 2), Some(2 * (3 + 1 + 1 + 1 + 3 + 1 + 3)));
        assert_eq!(columns("3,90 EUR", 2), None);
        assert!(columns("1.234.567,89", 1).is_some_and(|columns| columns <= 44));
    }
}
