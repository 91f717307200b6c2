//! `tendero init`: creates a store for a new shop. Must never touch one that is there.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use serde_json::json;

use super::error::{Failure, Outcome};
use super::locale::locale;
use super::paths::Folders;
use super::{Context, ask, open, tax};
use crate::domain::barcode::Pattern;
use crate::domain::basket::{self, Terms};
use crate::domain::decide::shop::{self as decide, ShopRefusal};
use crate::domain::decimal::parse_strict;
use crate::domain::document::refund_series;
use crate::domain::money::{self, Currency, Money};
use crate::domain::quantity::Quantity;
use crate::domain::shop::Shop;
use crate::domain::staff::Role;
use crate::domain::tax::TaxClass;
use crate::register::Register;
use crate::register::found::{Founding, NewKey, NewPerson};
use crate::register::staff::check_zone;
use crate::register::surroundings::Machine;

/// What `init` takes.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Name of the shop, at the head of every receipt
    #[arg(long, value_name = "NAME")]
    shop: Option<String>,
    /// Currency of prices and drawer, such as EUR
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// A tax class, such as standard=21 or exempt=0; give one for each
    #[arg(long, value_name = "NAME=PERCENT")]
    tax: Vec<String>,
    /// Shelf prices include tax
    #[arg(long)]
    prices_include_tax: bool,
    /// Where taxes are rounded
    #[arg(long, value_enum, default_value_t = TaxRounding::Line)]
    tax_rounding: TaxRounding,
    /// How amounts are rounded
    #[arg(long, value_enum, default_value_t = Rounding::HalfUp)]
    rounding: Rounding,
    /// Smallest coin that cash is paid in, such as 0.05
    #[arg(long, value_name = "AMOUNT")]
    cash_rounding: Option<String>,
    /// Language of screens and receipts; that of this machine when absent
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// Time zone of the counter, such as Europe/Madrid; that of this machine when absent
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Name of the owner, the first person who works there
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// PIN of the owner, 4 to 12 digits
    #[arg(long, value_name = "DIGITS")]
    pin: Option<String>,
    /// Prefix of the receipts' numbers; one for each till
    #[arg(long, value_name = "PREFIX", default_value = "C1")]
    series: String,
    /// One series for the sales of all tills, such as A; a hub gives each till its numbers
    #[arg(long, value_name = "PREFIX")]
    shared_series: Option<String>,
    /// Cash that may be missing or over before a supervisor must approve; 5 when absent
    #[arg(long, value_name = "AMOUNT")]
    variance_limit: Option<String>,
    /// Pattern of codes that carry a weight (W) or price (P); give one for each
    #[arg(long, value_name = "PATTERN", default_value = "21IIIIIWWWWWC")]
    pattern: Vec<String>,
    /// Most of one thing that a line may sell
    #[arg(long, value_name = "QUANTITY", default_value = "99999")]
    max_quantity: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TaxRounding {
    /// Each tax of each line
    Line,
    /// Each tax once, over the document
    Document,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rounding {
    /// To the nearest, a half away from zero
    HalfUp,
    /// To the nearest, a half to the even neighbour
    HalfEven,
    /// Away from zero
    Up,
    /// Towards zero
    Down,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Lang {
    /// English
    En,
    /// Spanish
    Es,
}

impl Init {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        if crate::register::places::Places::of(&dir).exist() {
            return Err(crate::register::Fault::StoreThere(dir).into());
        }
        self.complete()?;
        let shop = self.shop()?;
        let owner = NewPerson {
            name: asked(&self.user, "Name of the owner", "")?,
            role: Role::Owner,
            pin: self.pin()?,
        };
        let (key, shown) = new_key(context, &dir)?;
        let founding = Founding {
            shop,
            series: decide::series(&self.series).map_err(flag("--series"))?.to_owned(),
            people: vec![owner],
            key,
            recovery: None,
        };
        Register::found(&dir, &founding, open::via(), Box::new(Machine::default()))?;
        answer(context, &dir, &founding, shown.as_deref())
    }

    /// Refuses at once, with all that is missing, where nobody can be asked.
    fn complete(&self) -> Outcome {
        if ask::somebody_there() {
            return Ok(());
        }
        let missing: Vec<&str> = [
            ("--shop", self.shop.is_none()),
            ("--currency", self.currency.is_none()),
            ("--tax", self.tax.is_empty()),
            ("--user", self.user.is_none()),
            ("--pin", self.pin.is_none()),
        ]
        .into_iter()
        .filter_map(|(flag, missing)| missing.then_some(flag))
        .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let flags = missing.join(", ");
        Err(Failure::usage(format!(
            "a new shop needs {flags}; at a terminal they are asked for"
        )))
    }

    fn shop(&self) -> Result<Shop, Failure> {
        let name = asked(&self.shop, "Name of the shop", "")?;
        let name = decide::name(&name).map_err(flag("--shop"))?;
        let currency = currency(&asked(&self.currency, "Currency", "EUR")?)?;
        let tax_classes = self.taxes()?;
        let include = self.prices_include_tax
            || (self.currency.is_none() && ask::yes("Do shelf prices include tax", true)?);
        Ok(Shop {
            name,
            currency,
            tax_classes,
            prices_include_tax: include,
            tax_rounding: match self.tax_rounding {
                TaxRounding::Line => basket::TaxRounding::Line,
                TaxRounding::Document => basket::TaxRounding::Document,
            },
            rounding: match self.rounding {
                Rounding::HalfUp => money::Rounding::HalfUp,
                Rounding::HalfEven => money::Rounding::HalfEven,
                Rounding::Up => money::Rounding::Up,
                Rounding::Down => money::Rounding::Down,
            },
            cash_rounding: match &self.cash_rounding {
                Some(text) => coin(text, currency)?,
                None => None,
            },
            max_quantity: max_quantity(&self.max_quantity)?,
            shared_series: self.shared_series()?,
            lang: lang(self.lang),
            zone: zone(self.zone.as_deref())?,
            patterns: patterns(&self.pattern)?,
            variance_limit: match &self.variance_limit {
                Some(text) => amount("--variance-limit", text, currency)?,
                None => decide::usual_variance(currency),
            },
            ..Shop::new("", currency)
        })
    }

    fn shared_series(&self) -> Result<Option<String>, Failure> {
        let refused = flag("--shared-series");
        let shared = decide::shared_series(self.shared_series.as_deref().unwrap_or_default());
        let shared = shared.map_err(&refused)?;
        match shared {
            Some(series) if series == self.series || series == refund_series(&self.series) => {
                Err(refused(ShopRefusal::SeriesOwn { series }))
            }
            shared => Ok(shared),
        }
    }

    fn taxes(&self) -> Result<Vec<TaxClass>, Failure> {
        let typed;
        let texts: Vec<&str> = if self.tax.is_empty() {
            typed = ask::line(
                "Tax classes, with a blank between",
                "standard=21 reduced=10 exempt=0",
            )?;
            typed.split_whitespace().collect()
        } else {
            self.tax.iter().map(String::as_str).collect()
        };
        let mut classes: Vec<TaxClass> = Vec::new();
        for text in texts {
            let class = tax::parse(text)?;
            if classes.iter().any(|other| other.name == class.name) {
                return Err(Failure::usage(format!(
                    "--tax {text}: there are two classes called {}",
                    class.name
                )));
            }
            classes.push(class);
        }
        Ok(classes)
    }

    fn pin(&self) -> Result<String, Failure> {
        if let Some(pin) = &self.pin {
            return Ok(pin.clone());
        }
        let pin = ask::secret("PIN of the owner, 4 to 12 digits")?;
        if pin == ask::secret("The same PIN again")? {
            Ok(pin)
        } else {
            Err(Failure::refused(
                "pins-differ",
                "the two PINs differ: nothing was created",
            ))
        }
    }
}

fn asked(given: &Option<String>, question: &str, default: &str) -> Result<String, Failure> {
    match given {
        Some(given) => Ok(given.clone()),
        None => ask::line(question, default),
    }
}

/// What will protect the store, and the key file's path.
pub(super) fn new_key(context: &Context, dir: &Path) -> Result<(NewKey, Option<PathBuf>), Failure> {
    if let Some(path) = &context.options.passphrase_file {
        return Ok((NewKey::Passphrase(open::passphrase(path)?), None));
    }
    let path = match open::key_file(context) {
        Some(path) => path,
        None => Folders::of_user()?.new_key_file(dir),
    };
    let path = std::path::absolute(&path).map_err(|error| Failure::file(&path, &error))?;
    Ok((NewKey::File(path.clone()), Some(path)))
}

/// Makes the folder that a key file will lie in.
pub(super) fn folder_of(key_file: &Path) -> Outcome {
    let Some(parent) = key_file.parent() else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(parent);
    made.map_err(|error| Failure::file(parent, &error))
}

fn currency(code: &str) -> Result<Currency, Failure> {
    decide::currency(code).map_err(flag("--currency"))
}

/// A refusal of the shop's rules, told with the flag that was wrong.
fn flag(flag: &'static str) -> impl Fn(ShopRefusal) -> Failure {
    move |refusal| Failure::usage(format!("{flag}: {refusal}"))
}

/// An amount from the command line.
pub(super) fn amount(flag: &str, text: &str, currency: Currency) -> Result<Money, Failure> {
    let number = parse_strict(text).map_err(|refusal| Failure::usage(format!("{flag}: {refusal}")))?;
    Money::exact(number, currency).map_err(|refusal| Failure::usage(format!("{flag}: {refusal}")))
}

/// The smallest coin; none for nought.
fn coin(text: &str, currency: Currency) -> Result<Option<Money>, Failure> {
    decide::coin(amount("--cash-rounding", text, currency)?).map_err(flag("--cash-rounding"))
}

fn max_quantity(text: &str) -> Result<Quantity, Failure> {
    let bad = |why: &dyn std::fmt::Display| Failure::usage(format!("--max-quantity: {why}"));
    let quantity = Quantity::parse(text).map_err(|refusal| bad(&refusal))?;
    if quantity.is_positive() && quantity <= Terms::max_quantity() {
        Ok(quantity)
    } else {
        Err(bad(&format_args!("from 1 to {}", Terms::max_quantity())))
    }
}

/// The language asked for, or that of this machine.
pub(super) fn lang(asked: Option<Lang>) -> String {
    match asked {
        Some(Lang::Es) => "es",
        Some(Lang::En) => "en",
        None => locale().tag(),
    }
    .to_owned()
}

fn zone(asked: Option<&str>) -> Result<String, Failure> {
    match asked {
        Some(name) => match check_zone(name) {
            Ok(()) => Ok(name.to_owned()),
            Err(refusal) => Err(Failure::usage(format!("--zone: {refusal}"))),
        },
        None => Ok(TimeZone::system().iana_name().unwrap_or("UTC").to_owned()),
    }
}

fn patterns(texts: &[String]) -> Result<Vec<String>, Failure> {
    for text in texts {
        Pattern::parse(text).map_err(|refusal| Failure::usage(format!("--pattern {text}: {refusal}")))?;
    }
    Ok(texts.to_vec())
}

fn answer(context: &mut Context, dir: &Path, founding: &Founding, key_file: Option<&Path>) -> Outcome {
    let out = &mut context.out;
    if context.options.json {
        return out.json(&json!({
            "store": dir, "key_file": key_file, "shop": founding.shop.name,
            "series": founding.series, "recovery_code": false,
        }));
    }
    out.line(format_args!(
        "{} is ready in {}",
        founding.shop.name,
        dir.display()
    ))?;
    match key_file {
        Some(path) => {
            out.line(format_args!("It opens with the key file {}", path.display()))?;
            out.line(
                "Until a recovery code is made (`tendero key recovery`), a backup opens only with that file.",
            )?;
        }
        None => {
            out.line("It opens with the passphrase. Make a recovery code as well: `tendero key recovery`.")?
        }
    }
    out.line("Next: `tendero import products FILE`, then `tendero` to sell.")
}
