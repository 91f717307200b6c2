//! What stands on every paper of a shop beside what it is of: address, tax id, a word above and below. Must
//! never hold a character that could steer a printer.

use serde::{Deserialize, Serialize};

use super::text;

/// The most lines of one sort.
pub const LINES_MAX: usize = 6;
/// The longest line, in bytes.
pub const LINE_MAX: usize = 120;

/// Lines of the shop's own, part of its settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Papers {
    /// Where the shop is, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// The shop's own tax id, as the papers show it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tax_id: String,
    /// Below the shop's name and address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// At the end, in the place of a word of thanks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<String>,
}

impl Papers {
    /// Whether nothing was settled: such papers are not written.
    pub fn is_default(&self) -> bool {
        *self == Papers::default()
    }

    /// Whether every line is as it may be kept.
    pub fn is_sound(&self) -> bool {
        let sound = |line: &String| !line.is_empty() && *line == text::clean(line, LINE_MAX);
        let all = [&self.address, &self.header, &self.footer];
        let short = all.iter().all(|lines| lines.len() <= LINES_MAX);
        short && all.into_iter().flatten().all(sound) && self.tax_id == text::clean(&self.tax_id, LINE_MAX)
    }

    /// What stands under the shop's name.
    pub fn head(&self) -> impl Iterator<Item = &str> {
        let tax_id = Some(self.tax_id.as_str()).filter(|id| !id.is_empty());
        let address = self.address.iter().map(String::as_str);
        address
            .chain(tax_id)
            .chain(self.header.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_are_clean_and_few() {
        let mut papers = Papers::default();
        assert!(papers.is_default() && papers.is_sound());
        papers.header = vec!["Open \u{1b}p".to_owned()];
        assert!(!papers.is_sound());
        papers.header = vec!["Open".to_owned(); LINES_MAX + 1];
        assert!(!papers.is_sound());
    }

    #[test]
    fn bytes_are_frozen() {
        let papers = Papers {
            address: vec!["Calle Mayor 3".to_owned()],
            tax_id: "B12345674".to_owned(),
            header: Vec::new(),
            footer: vec!["Gracias".to_owned()],
        };
        let text = r#"{"address":["Calle Mayor 3"],"tax_id":"B12345674","footer":["Gracias"]}"#;
        assert_eq!(serde_json::to_string(&papers).unwrap(), text);
        assert_eq!(serde_json::from_str::<Papers>(text).unwrap(), papers);
        assert_eq!(serde_json::from_str::<Papers>("{}").unwrap(), Papers::default());
        assert_eq!(papers.head().collect::<Vec<_>>(), ["Calle Mayor 3", "B12345674"]);
    }
}
