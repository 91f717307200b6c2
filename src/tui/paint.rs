//! The bytes that turn the screen shown into the screen wanted. Must never write a byte for what has not
//! changed: till screens run over serial lines.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};

use super::model::Model;
use super::paper::width;
use super::view::view;

/// The longest run of unchanged cells that is written again instead of moved over.
const GAP: usize = 4;

/// What the terminal shows, and the bytes on their way to it.
#[derive(Debug)]
pub struct Canvas {
    shown: Buffer,
    wanted: Buffer,
    out: String,
    /// Where the terminal writes next; unknown at a line's end, where terminals differ.
    pen: Option<(u16, u16)>,
    style: Pen,
    cursor_shown: bool,
    fresh: bool,
}

/// What the terminal writes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

impl Pen {
    fn of(cell: &Cell) -> Pen {
        Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }
}

impl Canvas {
    /// A canvas of that many columns and rows; the first picture is drawn whole.
    pub fn new((columns, rows): (u16, u16)) -> Canvas {
        let area = Rect::new(0, 0, columns, rows);
        Canvas {
            shown: Buffer::empty(area),
            wanted: Buffer::empty(area),
            out: String::new(),
            pen: None,
            style: PLAIN,
            cursor_shown: true,
            fresh: true,
        }
    }

    /// The next picture is drawn whole: the terminal may have lost what it showed.
    pub fn afresh(&mut self) {
        self.fresh = true;
    }

    /// Draws the model; gives the bytes to write, none where nothing changed.
    pub fn draw(&mut self, model: &Model) -> &str {
        self.out.clear();
        let area = Rect::new(0, 0, model.counter.size.0, model.counter.size.1);
        if self.fresh || area != *self.wanted.area() {
            *self = Canvas {
                fresh: false,
                out: String::from("\x1b[m\x1b[2J"),
                cursor_shown: self.cursor_shown,
                ..Canvas::new(model.counter.size)
            };
        }
        self.wanted.reset();
        let cursor = view(model, &mut self.wanted);
        self.changes();
        self.cursor(cursor);
        std::mem::swap(&mut self.shown, &mut self.wanted);
        &self.out
    }

    /// The picture that is shown.
    pub fn picture(&self) -> &Buffer {
        &self.shown
    }

    fn changes(&mut self) {
        let columns = usize::from(self.wanted.area().width);
        let (shown, wanted) = (std::mem::take(&mut self.shown), std::mem::take(&mut self.wanted));
        let rows = shown
            .content()
            .chunks(columns.max(1))
            .zip(wanted.content().chunks(columns.max(1)));
        for (y, (old, new)) in (0..).zip(rows) {
            if old != new {
                self.row(y, old, new);
            }
        }
        (self.shown, self.wanted) = (shown, wanted);
    }

    /// One row: what differs, and with it short gaps that are cheaper to repeat than to step over.
    fn row(&mut self, y: u16, old: &[Cell], new: &[Cell]) {
        let blank_from = new
            .iter()
            .rposition(|cell| !is_blank(cell))
            .map_or(0, |last| last + 1);
        let mut x = 0;
        // Where a wide letter goes, the terminal blanks both its columns.
        let mut wiped = 0;
        while x < new.len() {
            let (before, after) = (&old[x], &new[x]);
            let takes = columns(after);
            if before == after && x >= wiped {
                x += takes;
                continue;
            }
            wiped = wiped.max(x + columns(before));
            if x >= blank_from && new.len() - x > 3 {
                self.step_to(x, y, new);
                self.put_on(PLAIN);
                self.out.push_str("\x1b[K");
                return;
            }
            self.step_to(x, y, new);
            self.write(after, x, y, new.len());
            x += takes;
        }
    }

    fn write(&mut self, cell: &Cell, x: usize, y: u16, row: usize) {
        self.put_on(Pen::of(cell));
        self.out.push_str(cell.symbol());
        let next = x + columns(cell);
        self.pen = u16::try_from(next)
            .ok()
            .filter(|_| next < row)
            .map(|next| (next, y));
    }

    /// Moves the pen, by the shortest way.
    fn step_to(&mut self, x: usize, y: u16, row: &[Cell]) {
        let column = u16::try_from(x).unwrap_or(u16::MAX);
        if self.pen == Some((column, y)) {
            return;
        }
        if let Some((at, line)) = self.pen {
            let at = usize::from(at);
            if line == y && at < x {
                let gap = &row[at..x];
                let same = |cell: &Cell| Pen::of(cell) == self.style && cell.symbol().len() == 1;
                if gap.len() <= GAP && gap.iter().all(same) {
                    gap.iter().for_each(|cell| self.out.push_str(cell.symbol()));
                } else if x - at == 1 {
                    self.out.push_str("\x1b[C");
                } else {
                    let _infallible = write!(self.out, "\x1b[{}C", x - at);
                }
                self.pen = Some((column, y));
                return;
            }
        }
        self.move_to(column, y);
    }

    fn move_to(&mut self, x: u16, y: u16) {
        let _infallible = match (x, self.pen) {
            (0, Some((_, line))) if line == y => {
                self.out.push('\r');
                Ok(())
            }
            (0, _) => write!(self.out, "\x1b[{}H", y + 1),
            _ => write!(self.out, "\x1b[{};{}H", y + 1, x + 1),
        };
        self.pen = Some((x, y));
    }

    fn cursor(&mut self, wanted: Option<Position>) {
        if wanted.is_some() != self.cursor_shown {
            self.cursor_shown = wanted.is_some();
            self.out.push_str(if self.cursor_shown {
                "\x1b[?25h"
            } else {
                "\x1b[?25l"
            });
        }
        if let Some(Position { x, y }) = wanted
            && self.pen != Some((x, y))
        {
            self.move_to(x, y);
        }
    }

    /// Changes what the terminal writes in (ECMA-48, SGR).
    fn put_on(&mut self, wanted: Pen) {
        let was = std::mem::replace(&mut self.style, wanted);
        if was == wanted {
            return;
        }
        if wanted == PLAIN {
            return self.out.push_str("\x1b[m");
        }
        let (mut afresh, mut onward) = (String::from("0"), String::new());
        onto(&mut afresh, PLAIN, wanted);
        onto(&mut onward, was, wanted);
        let onward = onward.trim_start_matches(';');
        let shorter = if onward.len() <= afresh.len() {
            onward
        } else {
            &afresh
        };
        let _infallible = write!(self.out, "\x1b[{shorter}m");
    }
}

/// Switches of ECMA-48: on and off.
const SWITCHES: [(Modifier, &str, &str); 3] = [
    (Modifier::BOLD, ";1", ";22"),
    (Modifier::UNDERLINED, ";4", ";24"),
    (Modifier::REVERSED, ";7", ";27"),
];

/// The codes that lead from one pen to another.
fn onto(codes: &mut String, was: Pen, wanted: Pen) {
    for (modifier, on, off) in SWITCHES {
        match (
            was.modifier.contains(modifier),
            wanted.modifier.contains(modifier),
        ) {
            (false, true) => codes.push_str(on),
            (true, false) => codes.push_str(off),
            _ => {}
        }
    }
    if wanted.fg != was.fg {
        colour(codes, wanted.fg, 30);
    }
    if wanted.bg != was.bg {
        colour(codes, wanted.bg, 40);
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell) == PLAIN
}

fn columns(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 {
        1
    } else {
        usize::from(width(symbol)).max(1)
    }
}

fn colour(codes: &mut String, colour: Color, base: u8) {
    let plain = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        _ => 9,
    };
    let _infallible = match colour {
        Color::Indexed(index) => write!(codes, ";{};5;{index}", base + 8),
        Color::Rgb(r, g, b) => write!(codes, ";{};2;{r};{g};{b}", base + 8),
        _ => write!(codes, ";{}", base + plain),
    };
}
