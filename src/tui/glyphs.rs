//! The marks that screens are drawn with, in two sets. Must never hold a glyph that a bare console's font
//! lacks: ASCII, single and double lines, full block and shades.

/// One set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// A horizontal rule, and the sides of a box.
    pub horizontal: &'static str,
    /// The other sides of a box.
    pub vertical: &'static str,
    /// Corners of a box: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// One cell of a big figure.
    pub block: &'static str,
    /// One cell of a bar for what is below zero.
    pub shade: &'static str,
    /// Between facts on one line.
    pub dot: &'static str,
    /// Whether only ASCII may be used beside letters: the currency by its code.
    pub ascii: bool,
}

/// Box lines and blocks of every console font.
pub const UNICODE: Glyphs = Glyphs {
    horizontal: "─",
    vertical: "│",
    corners: ["┌", "┐", "└", "┘"],
    block: "█",
    shade: "░",
    dot: "·",
    ascii: false,
};

/// For terminals that are not sure of anything else.
pub const ASCII: Glyphs = Glyphs {
    horizontal: "-",
    vertical: "|",
    corners: ["+", "+", "+", "+"],
    block: "#",
    shade: ".",
    dot: "-",
    ascii: true,
};
