//! The facts of a shop that every till of it shares. Must never hold a fact of one machine (that is the
//! config's).

use serde::{Deserialize, Serialize};

use super::acceptance::Acceptance;
use super::basket::{TaxRounding, Terms};
use super::customs::Customs;
use super::document::refund_series;
use super::money::{Currency, Money, Rounding};
use super::papers::Papers;
use super::permission::Roles;
use super::quantity::Quantity;
use super::tax::TaxClass;

/// What small shops spend on, until they say otherwise.
const EXPENSES_EN: [&str; 7] = [
    "Goods",
    "Cleaning",
    "Rent",
    "Utilities",
    "Transport",
    "Wages",
    "Other",
];
const EXPENSES_ES: [&str; 7] = [
    "Mercancía",
    "Limpieza",
    "Alquiler",
    "Suministros",
    "Transporte",
    "Sueldos",
    "Otros",
];

/// Shop settings as the journal records them, whole, each time one of them changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// Printed at the head of every receipt.
    pub name: String,
    /// The only currency of prices, documents and the drawer.
    pub currency: Currency,
    /// Tax classes that products name.
    pub tax_classes: Vec<TaxClass>,
    /// Whether shelf prices include tax.
    pub prices_include_tax: bool,
    /// Where taxes are rounded.
    pub tax_rounding: TaxRounding,
    /// How amounts are rounded.
    pub rounding: Rounding,
    /// Smallest coin that cash is paid in, if larger than the currency's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_rounding: Option<Money>,
    /// Largest quantity a line may have; a typing slip above it is refused.
    pub max_quantity: Quantity,
    /// What is settled about selling at the counter.
    #[serde(default, skip_serializing_if = "Customs::is_default")]
    pub customs: Customs,
    /// What is settled about paying.
    #[serde(default, skip_serializing_if = "Acceptance::is_default")]
    pub accepts: Acceptance,
    /// Language of screens and receipts: `en` or `es`.
    pub lang: String,
    /// Time zone of the counter, an IANA name.
    pub zone: String,
    /// Patterns of price- and weight-embedded codes, such as `21IIIIIWWWWWC`.
    pub patterns: Vec<String>,
    /// Above this variance a supervisor confirms the closing.
    pub variance_limit: Money,
    /// What expenses are called; empty until the shop says otherwise than its language does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expense_categories: Vec<String>,
    /// What stands on every paper.
    #[serde(default, skip_serializing_if = "Papers::is_default")]
    pub papers: Papers,
    /// The one series of sales of all its tills, from blocks that the hub gives; none where each till has its
    /// own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_series: Option<String>,
    /// What each role may do alone.
    #[serde(default, skip_serializing_if = "Roles::is_default")]
    pub roles: Roles,
    /// A demo shop says so on every screen and shows its PINs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

impl Shop {
    /// A shop of that name and currency with what is usual; everything else stands as its field says.
    pub fn new(name: &str, currency: Currency) -> Shop {
        Shop {
            name: name.to_owned(),
            currency,
            tax_classes: Vec::new(),
            prices_include_tax: true,
            tax_rounding: TaxRounding::default(),
            rounding: Rounding::HalfUp,
            cash_rounding: None,
            max_quantity: Terms::max_quantity(),
            customs: Customs::default(),
            accepts: Acceptance::default(),
            lang: "en".to_owned(),
            zone: "UTC".to_owned(),
            patterns: Vec::new(),
            variance_limit: Money::zero(currency),
            expense_categories: Vec::new(),
            papers: Papers::default(),
            shared_series: None,
            roles: Roles::default(),
            demo: false,
        }
    }

    /// What expenses are called: the shop's own names, or the usual ones in its language.
    pub fn expense_categories(&self) -> Vec<String> {
        if !self.expense_categories.is_empty() {
            return self.expense_categories.clone();
        }
        let usual = if self.lang == "es" {
            EXPENSES_ES
        } else {
            EXPENSES_EN
        };
        usual.map(str::to_owned).to_vec()
    }

    /// The series of sales that its tills share, as far as a till with that series of its own can: a number
    /// of its own is never one of theirs.
    pub fn shared_for(&self, own: &str) -> Option<&str> {
        let shared = self.shared_series.as_deref()?;
        (shared != own && shared != refund_series(own)).then_some(shared)
    }

    /// The terms on which a basket of this shop is priced.
    pub fn terms(&self) -> Terms {
        Terms {
            currency: self.currency,
            prices_include_tax: self.prices_include_tax,
            tax_rounding: self.tax_rounding,
            rounding: self.rounding,
            cash_rounding: self.cash_rounding,
            max_quantity: self.max_quantity,
        }
    }

    /// The tax class of that name.
    pub fn tax_class(&self, name: &str) -> Option<&TaxClass> {
        self.tax_classes.iter().find(|class| class.name == name)
    }

    /// The names of its tax classes, as they were given.
    pub fn tax_names(&self) -> Vec<&str> {
        self.tax_classes.iter().map(|class| class.name.as_str()).collect()
    }
}
