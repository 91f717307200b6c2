//! A layout as plain text of a width: the preview, the text file. Must never cut a figure, nor a letter in
//! two.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::layout::{Layout, Row};

/// The lines of a layout in that many columns, at least 16. No line is wider.
pub fn lines(layout: &Layout, columns: usize) -> Vec<String> {
    let columns = columns.max(16);
    let mut out = Vec::new();
    for row in &layout.rows {
        match row {
            Row::Blank => out.push(String::new()),
            Row::Rule => out.push("-".repeat(columns)),
            Row::Left(text) => out.extend(wrap(text, columns)),
            Row::Centre(text, _) => out.extend(centred(text, columns)),
            Row::Pair(name, figure, _) => out.extend(pair(name, figure, columns)),
            // The text that a person can type stands under it.
            Row::Square(_) => {}
            Row::Bars(code) => out.extend(centred(code, columns)),
            Row::Cut => out.extend([String::new(), "- ".repeat(columns / 2)]),
        }
    }
    out
}

/// Text in the middle, wrapped.
pub(super) fn centred(text: &str, columns: usize) -> Vec<String> {
    let indented = |line: String| {
        let indent = columns.saturating_sub(line.width()) / 2;
        format!("{}{line}", " ".repeat(indent))
    };
    wrap(text, columns).into_iter().map(indented).collect()
}

/// Name and figure on one line; a long name takes lines of its own above the figure's.
pub(super) fn pair(name: &str, figure: &str, columns: usize) -> Vec<String> {
    let room = columns.saturating_sub(figure.width() + 1);
    let mut lines = wrap(name, if room < 8 { columns } else { room });
    let last = lines.pop().unwrap_or_default();
    let gap = columns.saturating_sub(last.width() + figure.width());
    if gap == 0 {
        lines.push(last);
        let indent = columns.saturating_sub(figure.width());
        lines.push(format!("{}{figure}", " ".repeat(indent)));
    } else {
        lines.push(format!("{last}{}{figure}", " ".repeat(gap)));
    }
    lines
}

/// Breaks text at blanks, or inside a word that is wider than a line; the indent of the first line stays.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line: String = text.chars().take_while(|c| *c == ' ').take(columns / 2).collect();
    let mut empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !empty && line.width() + 1 + word.width() > columns {
            lines.push(std::mem::take(&mut line));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        for grapheme in word.graphemes(true) {
            if line.width() + grapheme.width() > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(grapheme);
        }
        empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_name_wraps_above_its_figure() {
        let mut layout = Layout::default();
        layout.pair("Pan de molde integral con semillas de girasol", "1,89");
        assert_eq!(
            lines(&layout, 20),
            [
                "Pan de molde",
                "integral con",
                "semillas de",
                "girasol         1,89"
            ]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_and_no_figure_is_lost(
            name in "[ a-zñé€漢\u{301}]{0,80}",
            columns in 16_usize..80,
        ) {
            let mut layout = Layout::default();
            layout.pair(name.clone(), "1.234,50");
            layout.centre(name.clone());
            layout.left(name);
            let lines = lines(&layout, columns);
            prop_assert!(lines.iter().all(|line| line.width() <= columns));
            prop_assert!(lines.iter().any(|line| line.ends_with("1.234,50")));
        }
    }
}
