//! The messages of the program in one language, filled with values. Must never fail: a message that is
//! missing is told in English, and one that no language has by its key in brackets.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Lang, numbers};

type Bundle = FluentBundle<FluentResource>;

/// What a message is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Shown as it is: a name, or a figure that this floor has put in form.
    Text(Cow<'a, str>),
    /// A whole number: grouped, and it chooses between singular and plural.
    Count(u64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Value::Count(count)
    }
}

impl From<u32> for Value<'_> {
    fn from(count: u32) -> Self {
        Value::Count(count.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Value::Count(count as u64)
    }
}

/// The messages of one language. Takes about 0.1 ms to build: build it once and lend it.
pub struct Words {
    lang: Lang,
    bundle: Bundle,
    // Built only if a message is missing, which the tests forbid.
    english: OnceLock<Bundle>,
}

impl Words {
    /// The messages of `lang`.
    pub fn new(lang: Lang) -> Words {
        Words {
            lang,
            bundle: bundle(lang),
            english: OnceLock::new(),
        }
    }

    /// The language these words are in, for the forms of numbers and dates.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The message `key`, or the part of it that `message.part` names. For messages without values.
    pub fn text(&self, key: &str) -> Cow<'_, str> {
        self.find(key, None)
    }

    /// The message `key` filled with `values`: `words.format("sale-lines", &[("count", 3_usize.into())])`.
    pub fn format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Value::Text(text) => args.set(*name, text.as_ref()),
                Value::Count(count) => args.set(*name, *count),
            }
        }
        let told = self.find(key, Some(&args)).into_owned();
        let texts = values.iter().filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text.as_ref()),
            Value::Count(_) => None,
        });
        stopped_once(told, texts)
    }

    /// The sentence for a refusal with this code: `refusal-` + code filled with `values`. English is the
    /// sentence the refusal tells itself, which is also what a language without that message shows.
    pub fn refusal(&self, code: &str, english: &str, values: &[(&str, String)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, self.spoken(value));
        }
        let told = in_bundle(&self.bundle, &format!("refusal-{code}"), Some(&args));
        let told = told.map_or_else(|| english.to_owned(), Cow::into_owned);
        stopped_once(told, values.iter().map(|(_, value)| value.as_str()))
    }

    /// A value of a refusal: an amount with its decimals as the language writes it, anything else as it is.
    fn spoken(&self, value: &str) -> String {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit());
        let figure = value.strip_prefix('-').unwrap_or(value).split_once('.');
        let figure = figure.is_some_and(|(whole, rest)| digits(whole) && digits(rest));
        let number = figure.then(|| value.parse().ok()).flatten();
        number.map_or_else(|| value.to_owned(), |number| numbers::number(self.lang, number))
    }

    fn find(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'_, str> {
        in_bundle(&self.bundle, key, args)
            .or_else(|| in_bundle(self.english.get_or_init(|| bundle(Lang::En)), key, args))
            .unwrap_or_else(|| Cow::Owned(format!("[{key}]")))
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

/// A name that ends in a stop, "Huevos 12 ud.", ends the sentence too: the stop after it is left out.
fn stopped_once<'v>(mut told: String, values: impl Iterator<Item = &'v str>) -> String {
    for value in values.filter(|value| value.ends_with('.')) {
        if told.ends_with(&format!("{value}.")) {
            told.pop();
        }
    }
    told
}

fn in_bundle<'b>(bundle: &'b Bundle, key: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'b, str>> {
    let (id, part) = key
        .split_once('.')
        .map_or((key, None), |(id, part)| (id, Some(part)));
    let message = bundle.get_message(id)?;
    let pattern = match part {
        Some(part) => message.get_attribute(part)?.value(),
        None => message.value()?,
    };
    // A value that the caller forgot shows as `{$name}` in its place: wrong, but nothing is lost.
    Some(bundle.format_pattern(pattern, args, &mut Vec::new()))
}

/// The files of one language: the same names in each.
macro_rules! files {
    ($tag:literal: $($name:literal)*) => {
        &[$(include_str!(concat!("../../assets/lang/", $tag, "/", $name, ".ftl")),)*]
    };
}

/// The messages of a language as they are written, file by file.
pub fn sources(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::En => {
            files!("en": "till" "sell" "pay" "returns" "stock" "cash" "people" "setup" "printing"
                "reports" "hub" "sync")
        }
        Lang::Es => {
            files!("es": "till" "sell" "pay" "returns" "stock" "cash" "people" "setup" "printing"
                "reports" "hub" "sync")
        }
    }
}

fn bundle(lang: Lang) -> Bundle {
    let tag: LanguageIdentifier = lang
        .tag()
        .parse()
        .expect("our tags are valid language identifiers");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks would show as boxes on a console and as bytes on a printer.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::En => |value, _| grouped(Lang::En, value),
        Lang::Es => |value, _| grouped(Lang::Es, value),
    }));
    for source in sources(lang) {
        let resource = FluentResource::try_new((*source).to_owned());
        let resource = resource
            .map_err(|(_, errors)| errors)
            .expect("the built-in messages are well formed");
        bundle
            .add_resource(resource)
            .expect("no built-in message stands twice");
    }
    bundle
}

fn grouped(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(numbers::grouped(lang, &number.as_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_in_its_language() {
        assert_eq!(Words::new(Lang::En).text("sale-total"), "TOTAL");
        assert_eq!(Words::new(Lang::Es).text("pay-change"), "CAMBIO");
        assert_eq!(Words::new(Lang::En).text("pay-change"), "CHANGE");
        assert_eq!(Words::new(Lang::Es).lang(), Lang::Es);
    }

    #[test]
    fn a_name_that_ends_in_a_stop_ends_the_sentence() {
        let words = Words::new(Lang::Es);
        let told = |name: &'static str| words.format("sale-line-void", &[("name", name.into())]);
        assert_eq!(told("Huevos 12 ud."), "Quitado: Huevos 12 ud.");
        assert_eq!(told("Pan"), "Quitado: Pan.");
    }

    #[test]
    fn values_fill_it_without_marks_and_counts_are_grouped() {
        let values = [("shown", Value::from(3_usize)), ("all", 100_000_usize.into())];
        assert_eq!(
            Words::new(Lang::Es).format("search-count", &values),
            "3 de 100.000"
        );
        assert_eq!(
            Words::new(Lang::En).format("search-count", &values),
            "3 of 100,000"
        );
        let name = |words: &Words| words.format("sale-lines", &[("count", 1_u32.into())]);
        assert!(name(&Words::new(Lang::Es)).contains("1 artículo"));
        assert!(name(&Words::new(Lang::En)).contains("1 item"));
    }

    #[test]
    fn parts_of_a_message_are_named_after_a_dot() {
        let words = Words::new(Lang::Es);
        assert_eq!(words.text("cmd-pay"), "Cobrar");
        assert!(words.text("cmd-pay.help").ends_with('.'));
    }

    #[test]
    fn a_missing_message_falls_back_to_english_and_then_to_its_key() {
        let mut words = Words::new(Lang::Es);
        words.bundle = Bundle::new_concurrent(Vec::new());
        assert_eq!(words.text("pay-change"), "CHANGE");
        assert_eq!(words.text("no-such-message"), "[no-such-message]");
        assert_eq!(words.text("pay-change.no-such-part"), "[pay-change.no-such-part]");
    }

    #[test]
    fn a_refusal_without_a_translation_is_told_as_it_tells_itself() {
        let values = [("code", "123".to_owned())];
        let told = Words::new(Lang::Es).refusal("no-such-refusal", "Not today.", &values);
        assert_eq!(told, "Not today.");
    }

    #[test]
    fn words_can_be_lent_to_another_thread() {
        fn shared<T: Send + Sync>() {}
        shared::<Words>();
    }
}
