//! A report on paper: each row as a name and the figure it is about. Must never hold a figure that the report
//! has not.

use super::layout::Layout;

/// What stands on the paper, in words and figures of the shop's language.
pub struct Sheet<'a> {
    /// Name of the shop.
    pub shop: &'a str,
    /// What the report is called.
    pub title: &'a str,
    /// The period, or that it is of now.
    pub of: &'a str,
    /// Heads of the two columns.
    pub heads: (&'a str, &'a str),
    /// Names and figures.
    pub rows: Vec<(String, String)>,
    /// What it comes to, if it comes to anything.
    pub total: Option<(String, String)>,
}

/// The layout of a report.
pub fn layout(sheet: Sheet<'_>) -> Layout {
    let mut paper = Layout::default();
    paper.title(sheet.shop);
    paper.title(sheet.title);
    paper.centre(sheet.of);
    paper.rule();
    paper.pair(sheet.heads.0, sheet.heads.1);
    for (name, figure) in sheet.rows {
        paper.pair(name, figure);
    }
    if let Some((name, figure)) = sheet.total {
        paper.rule();
        paper.total(name, figure);
    }
    paper
}
