//! The languages the program speaks and how a shop or a machine names them. Must never hold a message.

/// A language with a complete set of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English, and the language of last resort.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// Every language, English first.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Es];

    /// The language that a tag or a locale names: `es`, `es-MX`, `es_ES.UTF-8`; `None` if it is not ours.
    pub fn parse(tag: &str) -> Option<Lang> {
        let language = tag.split(['-', '_', '.', '@']).next()?;
        Lang::ALL
            .into_iter()
            .find(|lang| language.eq_ignore_ascii_case(lang.tag()))
    }

    /// The language of the machine, from the values of `LC_ALL`, `LC_MESSAGES` and `LANG` in that order: the
    /// first that is set decides (POSIX, Base Definitions 8.2). A language that is not ours gives English.
    pub fn of_locale<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> Lang {
        let decisive = values.into_iter().flatten().find(|value| !value.is_empty());
        decisive.and_then(Lang::parse).unwrap_or_default()
    }

    /// The tag by which a config file, `--lang` and the message files name it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Es => "Español",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_locales_name_a_language() {
        for tag in ["es", "ES", "es-MX", "es_ES.UTF-8", "es_AR@euro"] {
            assert_eq!(Lang::parse(tag), Some(Lang::Es), "{tag}");
        }
        for tag in ["", "C", "POSIX", "est", "e", "pt_BR.UTF-8"] {
            assert_eq!(Lang::parse(tag), None, "{tag}");
        }
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.tag()), Some(lang));
        }
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        assert_eq!(Lang::of_locale([None, Some(""), Some("es_ES.UTF-8")]), Lang::Es);
        assert_eq!(Lang::of_locale([Some("C"), None, Some("es_ES.UTF-8")]), Lang::En);
        assert_eq!(Lang::of_locale([None, None, None]), Lang::En);
    }
}
