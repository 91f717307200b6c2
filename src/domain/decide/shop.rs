//! Deciding about the shop's settings: what a shop may be, and what may change while it lives. Must never let
//! a change break what is recorded.

use rust_decimal::Decimal;

use crate::domain::barcode::Pattern;
use crate::domain::basket::Terms;
use crate::domain::currency::Currency;
use crate::domain::denominations::denominations;
use crate::domain::edited::Edited;
use crate::domain::event::Event;
use crate::domain::foreign::ForeignRate;
use crate::domain::money::Money;
use crate::domain::papers::{LINE_MAX, LINES_MAX};
use crate::domain::payment::Method;
use crate::domain::quantity::Quantity;
use crate::domain::refusal::Refuse;
use crate::domain::shop::Shop;
use crate::domain::text;
use crate::domain::till::Till;

/// Bytes of a shop's name at most.
pub const NAME_MAX: usize = 80;
/// Minutes after which a till without keys may lock itself at most.
pub const IDLE_MAX: u32 = 720;
/// Names of expenses at most.
pub const CATEGORIES_MAX: usize = 16;

/// Why a shop cannot be like that. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShopRefusal {
    /// No name.
    #[error("a shop needs a name")]
    NoName,
    /// ISO 4217 has no such currency, or nobody pays with it.
    #[error("there is no currency \"{code}\": write its code, such as EUR or USD")]
    NoCurrency {
        /// What was typed.
        code: String,
    },
    /// Two classes of one name.
    #[error("there are two classes called {name}")]
    TaxTwice {
        /// The name.
        name: String,
    },
    /// Products may carry it.
    #[error("the tax class {name} stays: products carry it; change its rate instead")]
    TaxGone {
        /// The name.
        name: String,
    },
    /// A coin below nothing, or larger than a note.
    #[error("the smallest coin is worth {most} at most, and never less than nothing")]
    BadCoin {
        /// The smallest note.
        most: Money,
    },
    /// A limit below nothing.
    #[error("a limit is nothing or more")]
    BadLimit,
    /// Out of range.
    #[error("from 1 to {most}")]
    BadMost {
        /// The largest.
        most: Quantity,
    },
    /// Not a pattern of codes.
    #[error("{pattern}: {why}")]
    BadPattern {
        /// What was typed.
        pattern: String,
        /// What is wrong.
        why: String,
    },
    /// Not a prefix.
    #[error("1 to 8 letters and digits, such as C1")]
    BadSeries,
    /// A till gives numbers of it already.
    #[error("{series} is a till's own series: the tills of a shop share one that none of them has")]
    SeriesOwn {
        /// The series.
        series: String,
    },
    /// Longer than half a day.
    #[error("the till can lock itself after 1 to {most} minutes; 0 never locks it")]
    BadIdle {
        /// The most.
        most: u32,
    },
    /// Too many lines, or letters that no paper can have.
    #[error("at most {most} lines of 1 to 120 letters each")]
    BadPaper {
        /// The most.
        most: usize,
    },
    /// Twice, without a name, or too many.
    #[error("up to {most} categories, each with another name")]
    BadCategories {
        /// The most.
        most: usize,
    },
    /// A rate of nothing, of the shop's own currency, or twice.
    #[error("a rate above 0 for each other currency, each once")]
    BadRates,
    /// Nothing would be left to pay with.
    #[error("cash is always taken")]
    CashStays,
    /// The drawer holds money in the old currency.
    #[error("the register is open: close it before that changes")]
    RegisterOpen,
    /// Documents in the old currency exist.
    #[error("this shop has sold in {currency}: with another currency it is another shop")]
    CurrencyUsed {
        /// The old one.
        currency: Currency,
    },
}

impl Refuse for ShopRefusal {
    fn code(&self) -> &'static str {
        match self {
            ShopRefusal::NoName => "shop-no-name",
            ShopRefusal::NoCurrency { .. } => "shop-no-currency",
            ShopRefusal::TaxTwice { .. } => "shop-tax-twice",
            ShopRefusal::TaxGone { .. } => "shop-tax-gone",
            ShopRefusal::BadCoin { .. } => "shop-bad-coin",
            ShopRefusal::BadLimit => "shop-bad-limit",
            ShopRefusal::BadMost { .. } => "shop-bad-most",
            ShopRefusal::BadPattern { .. } => "shop-bad-pattern",
            ShopRefusal::BadSeries => "shop-bad-series",
            ShopRefusal::SeriesOwn { .. } => "shop-series-own",
            ShopRefusal::BadIdle { .. } => "shop-bad-idle",
            ShopRefusal::BadPaper { .. } => "shop-bad-paper",
            ShopRefusal::BadCategories { .. } => "shop-bad-categories",
            ShopRefusal::BadRates => "shop-bad-rates",
            ShopRefusal::CashStays => "shop-cash-stays",
            ShopRefusal::RegisterOpen => "shop-register-open",
            ShopRefusal::CurrencyUsed { .. } => "shop-currency-used",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            ShopRefusal::NoCurrency { code } => vec![("code", code.clone())],
            ShopRefusal::TaxTwice { name } | ShopRefusal::TaxGone { name } => vec![("name", name.clone())],
            ShopRefusal::BadMost { most } => vec![("most", most.to_string())],
            ShopRefusal::BadPattern { pattern, .. } => vec![("pattern", pattern.clone())],
            ShopRefusal::BadCoin { most } => vec![("most", most.to_string())],
            ShopRefusal::SeriesOwn { series } => vec![("series", series.clone())],
            ShopRefusal::BadIdle { most } => vec![("most", most.to_string())],
            ShopRefusal::BadPaper { most } | ShopRefusal::BadCategories { most } => {
                vec![("most", most.to_string())]
            }
            ShopRefusal::CurrencyUsed { currency } => vec![("currency", currency.to_string())],
            _ => Vec::new(),
        }
    }
}

/// The name of a shop as it is kept.
///
/// # Errors
/// Nothing is left of it.
pub fn name(typed: &str) -> Result<String, ShopRefusal> {
    let name = text::clean(typed, NAME_MAX);
    if name.is_empty() {
        return Err(ShopRefusal::NoName);
    }
    Ok(name)
}

/// The currency of a code, in small letters or capitals.
///
/// # Errors
/// There is none.
pub fn currency(typed: &str) -> Result<Currency, ShopRefusal> {
    let code = typed.trim();
    Currency::parse(code)
        .or_else(|| Currency::parse(&code.to_uppercase()))
        .ok_or_else(|| ShopRefusal::NoCurrency {
            code: text::clean(code, 20),
        })
}

/// The smallest coin; none for nought.
///
/// # Errors
/// Less than nothing, or more than the smallest note: goods would leave for nothing.
pub fn coin(coin: Money) -> Result<Option<Money>, ShopRefusal> {
    let note = denominations(coin.currency()).notes.last().copied();
    match note.filter(|note| coin.is_negative() || coin > *note) {
        Some(most) => Err(ShopRefusal::BadCoin { most }),
        None => Ok((!coin.is_zero()).then_some(coin)),
    }
}

/// The series that the shop's tills share, as it was typed; none for nothing.
///
/// # Errors
/// Not letters and digits, or too many.
pub fn shared_series(text: &str) -> Result<Option<String>, ShopRefusal> {
    match text.trim() {
        "" => Ok(None),
        text => Ok(Some(series(text)?.to_owned())),
    }
}

/// The prefix of the receipts' numbers.
///
/// # Errors
/// Not letters and digits, or too many.
pub fn series(text: &str) -> Result<&str, ShopRefusal> {
    let good = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good {
        Ok(text)
    } else {
        Err(ShopRefusal::BadSeries)
    }
}

/// The cash that may be missing or over in a new shop before somebody must approve: five of the currency.
pub fn usual_variance(currency: Currency) -> Money {
    Money::from_minor(5 * 10_i64.pow(currency.exponent()), currency)
}

/// Whether a shop can be like that.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check(shop: &Shop) -> Result<(), ShopRefusal> {
    if name(&shop.name)? != shop.name {
        return Err(ShopRefusal::NoName);
    }
    for (at, class) in shop.tax_classes.iter().enumerate() {
        if shop.tax_classes[..at]
            .iter()
            .any(|other| other.name == class.name)
        {
            return Err(ShopRefusal::TaxTwice {
                name: class.name.clone(),
            });
        }
    }
    if let Some(smallest) = shop.cash_rounding {
        coin(smallest)?;
    }
    if shop.variance_limit.is_negative() {
        return Err(ShopRefusal::BadLimit);
    }
    let most = Terms::max_quantity();
    if !shop.max_quantity.is_positive() || shop.max_quantity > most {
        return Err(ShopRefusal::BadMost { most });
    }
    for pattern in &shop.patterns {
        Pattern::parse(pattern).map_err(|why| ShopRefusal::BadPattern {
            pattern: text::clean(pattern, 40),
            why: why.to_string(),
        })?;
    }
    if shop.customs.idle.0 > IDLE_MAX {
        return Err(ShopRefusal::BadIdle { most: IDLE_MAX });
    }
    if !shop.papers.is_sound() {
        return Err(ShopRefusal::BadPaper { most: LINES_MAX });
    }
    if let Some(shared) = &shop.shared_series {
        series(shared)?;
    }
    categories(&shop.expense_categories)?;
    accepts(shop)
}

/// Whether expenses can be called that.
fn categories(names: &[String]) -> Result<(), ShopRefusal> {
    let sound = |name: &String| !name.is_empty() && *name == text::clean(name, LINE_MAX);
    let twice = (1..names.len()).any(|at| names[..at].contains(&names[at]));
    if names.len() > CATEGORIES_MAX || twice || !names.iter().all(sound) {
        return Err(ShopRefusal::BadCategories { most: CATEGORIES_MAX });
    }
    Ok(())
}

/// Whether a shop can be paid like that.
fn accepts(shop: &Shop) -> Result<(), ShopRefusal> {
    let rates = &shop.accepts.rates;
    let own = |rate: &ForeignRate| rate.currency == shop.currency || rate.rate.value() <= Decimal::ZERO;
    let twice = (1..rates.len()).any(|at| rates[..at].iter().any(|one| one.currency == rates[at].currency));
    if twice || rates.iter().any(own) {
        return Err(ShopRefusal::BadRates);
    }
    if shop.accepts.without.contains(&Method::Cash) {
        return Err(ShopRefusal::CashStays);
    }
    Ok(())
}

/// The entry that makes the shop like that; none where it is like that already.
///
/// # Errors
/// It cannot be like that, or not now.
pub fn change(till: &Till, shop: &Shop) -> Result<Option<Event>, ShopRefusal> {
    check(shop)?;
    let old = &till.shop;
    if shop.shared_series != old.shared_series
        && let Some(series) = &shop.shared_series
        && shop.shared_for(&till.series).is_none()
    {
        let series = series.clone();
        return Err(ShopRefusal::SeriesOwn { series });
    }
    for class in &old.tax_classes {
        if shop.tax_class(&class.name).is_none() {
            return Err(ShopRefusal::TaxGone {
                name: class.name.clone(),
            });
        }
    }
    if shop.currency != old.currency {
        if till.shift.is_some() {
            return Err(ShopRefusal::RegisterOpen);
        }
        if till.last_sale.is_some() || till.next_closing > 1 {
            return Err(ShopRefusal::CurrencyUsed {
                currency: old.currency,
            });
        }
    }
    if till.shift.is_some() && shop.prices_include_tax != old.prices_include_tax {
        return Err(ShopRefusal::RegisterOpen);
    }
    Ok((shop != old).then(|| Event::ShopChanged(Edited::of(shop.clone(), Some(old.clone())))))
}
