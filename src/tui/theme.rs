//! Colours by what a thing is, in four tiers. Must never be the only sign of a state: a word says it too; and
//! never read the environment, which the terminal set-up does once.

use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// None: bold, underline and reverse only.
    Mono,
    /// The 16 of every terminal.
    Ansi,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    Rgb,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What matters less: units, hints, rules.
    Dim,
    /// What matters most on the screen.
    Strong,
    /// The chosen line.
    Selected,
    /// The name of a key in the footer.
    Key,
    /// The head of a column, screen or box.
    Title,
    /// Matched letters in a search.
    Match,
    /// Done, in order.
    Good,
    /// Look at this.
    Warn,
    /// Not done.
    Bad,
}

/// A tier with its styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    tier: Tier,
}

impl Theme {
    /// The theme of a tier.
    pub const fn new(tier: Tier) -> Theme {
        Theme { tier }
    }

    /// The tier.
    pub const fn tier(self) -> Tier {
        self.tier
    }

    /// How that is shown. Selection is reverse, never bold, in every tier.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::reset();
        let bold = plain.add_modifier(Modifier::BOLD);
        match role {
            Role::Text => plain,
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::Strong | Role::Title | Role::Match => bold,
            Role::Key => self.colour(bold, Color::Cyan, 73, (95, 175, 175)),
            Role::Dim if self.tier == Tier::Mono => plain,
            Role::Dim => self.colour(plain, Color::Gray, 246, (148, 148, 148)),
            Role::Good => self.colour(plain, Color::Green, 71, (95, 175, 95)),
            Role::Warn => self.colour(bold, Color::Yellow, 179, (215, 175, 95)),
            Role::Bad => self.colour(bold, Color::Red, 167, (215, 95, 95)),
        }
    }

    fn colour(self, style: Style, ansi: Color, indexed: u8, (r, g, b): (u8, u8, u8)) -> Style {
        match self.tier {
            Tier::Mono => style,
            Tier::Ansi => style.fg(ansi),
            Tier::Indexed => style.fg(Color::Indexed(indexed)),
            Tier::Rgb => style.fg(Color::Rgb(r, g, b)),
        }
    }
}

/// The tier that the environment promises: `NO_COLOR` set means none, the bare console 16.
pub fn tier_of(no_color: Option<&str>, term: Option<&str>, colorterm: Option<&str>) -> Tier {
    let term = term.unwrap_or("");
    if no_color.is_some_and(|value| !value.is_empty())
        || matches!(term, "" | "dumb")
        || term.starts_with("vt")
    {
        Tier::Mono
    } else if matches!(colorterm, Some("truecolor" | "24bit")) && term != "linux" {
        Tier::Rgb
    } else if term.contains("256color") {
        Tier::Indexed
    } else {
        Tier::Ansi
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_chooses_the_tier() {
        assert_eq!(tier_of(None, Some("linux"), None), Tier::Ansi);
        assert_eq!(tier_of(None, Some("linux"), Some("truecolor")), Tier::Ansi);
        assert_eq!(
            tier_of(Some("1"), Some("xterm-256color"), Some("truecolor")),
            Tier::Mono
        );
        assert_eq!(tier_of(Some(""), Some("xterm-256color"), None), Tier::Indexed);
        assert_eq!(tier_of(None, Some("tmux-256color"), Some("truecolor")), Tier::Rgb);
        assert_eq!(tier_of(None, Some("vt220"), None), Tier::Mono);
        assert_eq!(tier_of(None, None, None), Tier::Mono);
    }

    #[test]
    fn selection_is_reverse_in_every_tier_and_mono_has_no_colour() {
        for tier in [Tier::Mono, Tier::Ansi, Tier::Indexed, Tier::Rgb] {
            let style = Theme::new(tier).style(Role::Selected);
            assert!(style.add_modifier.contains(Modifier::REVERSED));
        }
        for role in [
            Role::Key,
            Role::Match,
            Role::Dim,
            Role::Good,
            Role::Warn,
            Role::Bad,
        ] {
            assert_eq!(Theme::new(Tier::Mono).style(role).fg, Some(Color::Reset));
        }
    }
}
