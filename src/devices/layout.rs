//! The layout of a paper, in words and without a width: what a preview and a printed text are made
//! of. Must never hold a control character.

use serde::{Deserialize, Serialize};

/// How a row stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Weight {
    /// As everything else.
    #[default]
    Plain,
    /// The figure that matters.
    Strong,
}

/// One row of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// Text in the middle.
    Centre(String, Weight),
    /// Text from the left, wrapped.
    Left(String),
    /// Text at the left and a figure at the right, which is never cut.
    Pair(String, String, Weight),
    /// A line across.
    Rule,
    /// Nothing.
    Blank,
    /// A square code to scan; where none can be drawn its text stands for it.
    Square(String),
    /// Bars to scan with their text under them; the text alone where they do not fit.
    Bars(String),
    /// The paper is cut here and goes on below.
    Cut,
}

/// A paper from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Layout {
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Layout {
    /// Adds a plain row in the middle.
    pub fn centre(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Centre(text.into(), Weight::Plain));
    }

    /// Adds a row in the middle that stands out.
    pub fn title(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Centre(text.into(), Weight::Strong));
    }

    /// Adds text from the left.
    pub fn left(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Left(text.into()));
    }

    /// Adds a name and its figure.
    pub fn pair(&mut self, name: impl Into<String>, figure: impl Into<String>) {
        self.rows
            .push(Row::Pair(name.into(), figure.into(), Weight::Plain));
    }

    /// Adds the name and figure that matter.
    pub fn total(&mut self, name: impl Into<String>, figure: impl Into<String>) {
        self.rows
            .push(Row::Pair(name.into(), figure.into(), Weight::Strong));
    }

    /// Adds a square code with its text under it.
    pub fn square(&mut self, code: impl Into<String>) {
        let code = code.into();
        self.rows.push(Row::Square(code.clone()));
        self.centre(code);
    }

    /// Adds bars with their text under them.
    pub fn bars(&mut self, code: impl Into<String>) {
        self.rows.push(Row::Bars(code.into()));
    }

    /// Adds a cut.
    pub fn cut(&mut self) {
        self.rows.push(Row::Cut);
    }

    /// Adds a line across.
    pub fn rule(&mut self) {
        self.rows.push(Row::Rule);
    }

    /// Adds an empty row.
    pub fn blank(&mut self) {
        self.rows.push(Row::Blank);
    }
}
