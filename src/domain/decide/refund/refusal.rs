//! Why a return is refused. Must never be given once anything has changed.

use crate::domain::decide::sell::SellRefusal;
use crate::domain::pricing::{BasketRefusal, Broken};
use crate::domain::refusal::Refuse;

/// Why nothing is given back. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// No shift.
    #[error("the register is closed: open it with its float first")]
    RegisterClosed,
    /// Somebody who does not work here.
    #[error("nobody is signed in: choose your name and type your PIN")]
    NotSignedIn,
    /// No line.
    #[error("nothing comes back: say which lines, and how much of each")]
    Nothing,
    /// More lines than a document has.
    #[error("a return has at most {most} lines: make two of it")]
    TooManyLines {
        /// The most.
        most: usize,
    },
    /// A line that the receipt does not have.
    #[error("{number} has no line {line}")]
    NoSuchLine {
        /// The receipt.
        number: String,
        /// From 1.
        line: u32,
    },
    /// None, less than none, or a part of what is sold whole.
    #[error("{name}: {quantity} is no quantity that can come back")]
    Quantity {
        /// The good.
        name: String,
        /// As asked.
        quantity: String,
    },
    /// More than was sold, together with what came back before.
    #[error("{name}: {asked} cannot come back, only {left} of what was sold are left")]
    MoreThanSold {
        /// The good.
        name: String,
        /// As asked.
        asked: String,
        /// What could still come back.
        left: String,
    },
    /// The number of a return.
    #[error("{number} is a return itself: look for the receipt of the sale")]
    OfReturn {
        /// The return.
        number: String,
    },
    /// No document of that number.
    #[error("there is no receipt {number}: check the number")]
    Unknown {
        /// As asked.
        number: String,
    },
    /// A number of a series that this till never had.
    #[error("{number} is not of this till, another issued it: return the goods there, or without a receipt")]
    OtherTill {
        /// As asked.
        number: String,
    },
    /// A code of another shop's receipt.
    #[error("this receipt is of another shop: {number} was sold here as something else")]
    OtherShop {
        /// The number that both have.
        number: String,
    },
    /// Goods without a receipt have no tender to go back to.
    #[error("without a receipt the money goes back in cash or as store credit")]
    NoOriginal,
    /// Goods without a receipt cannot be priced.
    #[error(transparent)]
    Basket(#[from] BasketRefusal),
    /// The sale of an exchange cannot be sold.
    #[error(transparent)]
    Sale(Box<SellRefusal>),
    /// The same id was used before for another return.
    #[error("this return was already made as {number} with other contents: use a new id for a new return")]
    OtherReturn {
        /// What the first one is called.
        number: String,
    },
    /// The id is that of an entry which is no return.
    #[error("this id names something else that the till has recorded: use a new id for a new return")]
    IdTaken,
    /// The perpetual totals have no room for it.
    #[error("this till has sold as much as its totals can hold: close it for good and found another")]
    TotalsFull,
    /// The figures do not add up: a defect of the program, caught before anything was recorded.
    #[error("the figures of this return do not add up ({0}): nothing was given back; please report it")]
    Broken(#[from] Broken),
}

impl Refuse for RefundRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::RegisterClosed => "register-closed",
            Self::NotSignedIn => "not-signed-in",
            Self::Nothing => "nothing-returned",
            Self::TooManyLines { .. } => "return-too-long",
            Self::NoSuchLine { .. } => "no-such-line",
            Self::Quantity { .. } => "return-quantity",
            Self::MoreThanSold { .. } => "more-than-sold",
            Self::OfReturn { .. } => "return-of-return",
            Self::Unknown { .. } => "receipt-unknown",
            Self::OtherTill { .. } => "receipt-other-till",
            Self::OtherShop { .. } => "receipt-other-shop",
            Self::NoOriginal => "no-original-tender",
            Self::Basket(refusal) => refusal.code(),
            Self::Sale(refusal) => refusal.code(),
            Self::OtherReturn { .. } => "return-id-used",
            Self::IdTaken => "return-id-taken",
            Self::TotalsFull => "totals-full",
            Self::Broken(_) => "return-figures-broken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyLines { most } => vec![("most", most.to_string())],
            Self::NoSuchLine { number, line } => {
                vec![("number", number.clone()), ("line", line.to_string())]
            }
            Self::Quantity { name, quantity } => vec![("name", name.clone()), ("quantity", quantity.clone())],
            Self::MoreThanSold { name, asked, left } => vec![
                ("name", name.clone()),
                ("asked", asked.clone()),
                ("left", left.clone()),
            ],
            Self::OfReturn { number }
            | Self::Unknown { number }
            | Self::OtherTill { number }
            | Self::OtherShop { number }
            | Self::OtherReturn { number } => vec![("number", number.clone())],
            Self::Basket(refusal) => refusal.values(),
            Self::Sale(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}
