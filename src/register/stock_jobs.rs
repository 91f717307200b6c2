//! What the screens ask about goods and counts, and what they are answered. Must never carry to a screen what
//! a blind count must not know.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::catalogue::Catalogue;
use crate::domain::decide::stock::MoveLine;
use crate::domain::levels::Levels;
use crate::domain::money::Money;
use crate::domain::permission::Approval;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{OpenCount, Reason, StockCountClosed, StockCounted, StockMoved};

use super::reports::story::{Story, Worth};

/// One thing to do with goods. Who does it is the person signed in at the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockJob {
    /// Goods move, or a movement is taken back.
    Move {
        /// Id of the entry.
        id: Uuid,
        /// Why.
        reason: Reason,
        /// What; nothing where a movement is taken back.
        lines: Vec<MoveLine>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// A part of a count is kept.
    Count {
        /// Id of the entry.
        id: Uuid,
        /// The count.
        count: Uuid,
        /// What is counted.
        scope: String,
        /// What was found.
        lines: Vec<(Sku, Quantity)>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// The counts that are open, without what should have been there.
    OpenCounts,
    /// A count with its differences, for whoever may let them stand.
    Review {
        /// The count.
        count: Uuid,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// A count ends.
    CloseCount {
        /// Id of the entry.
        id: Uuid,
        /// The count.
        count: Uuid,
        /// Whether nothing of it counts.
        give_up: bool,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// A category gets another name on all its products at once.
    RenameCategory {
        /// As it is called.
        from: String,
        /// As it will be called; where there is one of that name, they become one.
        to: String,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum StockAnswer {
    /// The movement is on disk; the goods with their costs after it.
    Moved(Box<StockMoved>, Arc<Catalogue>),
    /// The part is on disk, told without what should have been there.
    Counted(Box<StockCounted>),
    /// The counts that are open.
    OpenCounts(Vec<OpenCount>),
    /// A count with what should have been there; how many products differ, and what that is worth.
    Review(Box<OpenCount>, u64, Money),
    /// The count ended.
    CountEnded(Box<StockCountClosed>),
    /// So many products have another category; the goods after it.
    Renamed(u64, Arc<Catalogue>),
    /// Every level there is.
    Levels(Arc<Levels>),
    /// The life of a product.
    Story(Arc<Story>),
    /// What the goods are worth, by category.
    Worth(Arc<Worth>),
}

impl StockAnswer {
    /// Whether lists of levels and of goods are not as they were.
    pub fn moves_levels(&self) -> bool {
        matches!(
            self,
            StockAnswer::Moved(..) | StockAnswer::CountEnded(_) | StockAnswer::Renamed(..)
        )
    }

    /// The goods, where it changed them.
    pub fn catalogue(&self) -> Option<&Arc<Catalogue>> {
        match self {
            StockAnswer::Moved(_, catalogue) | StockAnswer::Renamed(_, catalogue) => Some(catalogue),
            _ => None,
        }
    }
}
