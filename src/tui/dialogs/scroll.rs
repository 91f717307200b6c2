//! How far a long text is scrolled. Must never leave an empty page below its end.

use crate::tui::command::Command;

/// The first line seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    top: usize,
}

impl Scroll {
    /// Moves in a text of so many lines of which a page is seen; false where the command moves nothing.
    pub fn command(&mut self, command: Command, lines: usize, page: usize) -> bool {
        let top = self.top(lines, page);
        self.top = match command {
            Command::Up => top.saturating_sub(1),
            Command::Down => top + 1,
            Command::PageUp => top.saturating_sub(page),
            Command::PageDown => top + page,
            _ => return false,
        };
        self.top = self.top(lines, page);
        true
    }

    /// The first line seen, in a text and a page that may have changed since.
    pub fn top(self, lines: usize, page: usize) -> usize {
        self.top.min(lines.saturating_sub(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_the_text() {
        let mut scroll = Scroll::default();
        scroll.command(Command::Up, 30, 10);
        assert_eq!(scroll.top(30, 10), 0);
        for _ in 0..4 {
            assert!(scroll.command(Command::PageDown, 30, 10));
        }
        assert_eq!(scroll.top(30, 10), 20);
        scroll.command(Command::Up, 30, 10);
        assert_eq!(scroll.top(30, 10), 19);
        assert_eq!(scroll.top(30, 40), 0);
        assert!(!scroll.command(Command::Pay, 30, 10));
    }
}
