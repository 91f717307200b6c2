//! This machine's choices for the screens: the sections of the config file that the screens own. Must never
//! hold a fact of the shop.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lang::Lang;

use super::keymap::{KeyRefusal, Keymap};
use super::theme::{Tier, tier_of};

/// `[screen]`: colours and marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a [screen] section")]
pub struct Screen {
    /// How many colours.
    pub colours: Colours,
    /// Which marks.
    pub glyphs: Marks,
    /// Which language.
    pub lang: Speech,
}

/// How many colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colours {
    /// As the terminal says.
    #[default]
    Auto,
    /// None.
    Mono,
    /// The 16 of every terminal.
    #[serde(rename = "16")]
    Ansi,
    /// The 256 of xterm.
    #[serde(rename = "256")]
    Indexed,
    /// 24 bits.
    Rgb,
}

/// Which marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marks {
    /// As the locale says.
    #[default]
    Auto,
    /// Lines and blocks.
    Unicode,
    /// ASCII only.
    Ascii,
}

/// Which language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speech {
    /// The shop's.
    #[default]
    Auto,
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Speech {
    /// The language of this machine; none to speak the shop's.
    pub fn lang(self) -> Option<Lang> {
        match self {
            Speech::Auto => None,
            Speech::En => Some(Lang::En),
            Speech::Es => Some(Lang::Es),
        }
    }
}

/// `[keys]`: other keys for commands, by the command's name.
pub type Keys = BTreeMap<String, Vec<String>>;

impl Screen {
    /// The colours of this terminal, `environment` giving its variables.
    pub fn tier(&self, environment: impl Fn(&str) -> Option<String>) -> Tier {
        let auto = || {
            tier_of(
                environment("NO_COLOR").as_deref(),
                environment("TERM").as_deref(),
                environment("COLORTERM").as_deref(),
            )
        };
        match self.colours {
            Colours::Auto => auto(),
            Colours::Mono => Tier::Mono,
            Colours::Ansi => Tier::Ansi,
            Colours::Indexed => Tier::Indexed,
            Colours::Rgb => Tier::Rgb,
        }
    }

    /// Whether only ASCII marks may be used: asked for, a terminal older than UTF-8, or a locale that
    /// promises something else.
    pub fn ascii(&self, environment: impl Fn(&str) -> Option<String>) -> bool {
        match self.glyphs {
            Marks::Unicode => false,
            Marks::Ascii => true,
            Marks::Auto => {
                if environment("TERM").is_some_and(|term| term.starts_with("vt") || term == "dumb") {
                    return true;
                }
                let set = |name: &&str| environment(name).filter(|value| !value.is_empty());
                let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
                // Without any locale the terminals of today still speak UTF-8.
                locale.is_some_and(|locale| {
                    let locale = locale.to_lowercase();
                    !locale.contains("utf") && !matches!(locale.as_str(), "c" | "posix")
                })
            }
        }
    }
}

/// The table with this machine's keys.
///
/// # Errors
/// See [`Keymap::new`].
pub fn keymap(keys: &Keys) -> Result<Keymap, KeyRefusal> {
    Keymap::new(keys.iter().map(|(name, keys)| (name.as_str(), keys.as_slice())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_says_whether_more_than_ascii_is_safe() {
        let ascii = |locale: &'static str| {
            Screen::default().ascii(|name| (name == "LANG").then(|| locale.to_owned()))
        };
        assert!(!ascii("es_ES.UTF-8") && !ascii("C") && !ascii("") && !ascii("C.utf8"));
        assert!(ascii("es_ES.ISO-8859-15"));
        let of =
            |term: &'static str| Screen::default().ascii(|name| (name == "TERM").then(|| term.to_owned()));
        assert!(of("vt220") && of("vt100-am") && !of("linux") && !of("xterm"));
    }
}
