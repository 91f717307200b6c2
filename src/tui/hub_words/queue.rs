//! An entry of the queue in words: what it is, what became of it, and why it waits. Must never guess at a
//! kind or a reason that it does not know.

use std::borrow::Cow;

use crate::lang::Words;
use crate::register::hub::state::{Filter, QueueRow, Status};
use crate::tui::counter::Counter;
use crate::tui::theme::Role;

use super::moment;

/// Each kind of entry and the message with its name.
const KINDS: [(&str, &str); 39] = [
    ("Founded", "kind-founded"),
    ("ShopChanged", "kind-shop-changed"),
    ("PersonSaved", "kind-person-saved"),
    ("SignedIn", "kind-signed-in"),
    ("SignInFailed", "kind-sign-in-failed"),
    ("SignedOut", "kind-signed-out"),
    ("Approved", "kind-approved"),
    ("TakenOver", "kind-taken-over"),
    ("ShiftOpened", "kind-shift-opened"),
    ("XTaken", "kind-x-taken"),
    ("ShiftClosed", "kind-shift-closed"),
    ("CountTaken", "kind-count-taken"),
    ("Sold", "kind-sold"),
    ("Refunded", "kind-refunded"),
    ("Voided", "kind-voided"),
    ("Parked", "kind-parked"),
    ("DrawerOpened", "kind-drawer-opened"),
    ("CashMoved", "kind-cash-moved"),
    ("ExpensePaid", "kind-expense-paid"),
    ("ImportPart", "kind-import-part"),
    ("ImportCommitted", "kind-import-committed"),
    ("ProductSaved", "kind-product-saved"),
    ("StockMoved", "kind-stock-moved"),
    ("StockCounted", "kind-stock-counted"),
    ("StockCountClosed", "kind-stock-count-closed"),
    ("Reprinted", "kind-reprinted"),
    ("CustomerSaved", "kind-customer-saved"),
    ("AccountPaid", "kind-account-paid"),
    ("ConflictResolved", "kind-conflict-resolved"),
    ("HubJoined", "kind-hub-joined"),
    ("IncarnationOpened", "kind-incarnation-opened"),
    ("ToldAgain", "kind-told-again"),
    ("NumbersRaised", "kind-numbers-raised"),
    ("NumbersLeased", "kind-numbers-leased"),
    ("NumbersVoided", "kind-numbers-voided"),
    ("HubLeft", "kind-hub-left"),
    ("BackupMade", "kind-backup-made"),
    ("Rebuilt", "kind-rebuilt"),
    ("KeysChanged", "kind-keys-changed"),
];

/// What an entry is.
pub fn kind(row: &QueueRow, words: &Words) -> String {
    let known = KINDS.iter().find(|(name, _)| *name == row.name);
    match known {
        Some((_, key)) => words.text(key).into_owned(),
        // Of a version to come.
        None => words.format("kind-other", &[("number", u64::from(row.kind).into())]),
    }
}

/// What became of it, and its tone.
pub fn status(row: &QueueRow, counter: &Counter) -> (String, Role) {
    let words = &counter.look.words;
    match &row.status {
        Status::Pending => (words.text("sync-pending").into_owned(), Role::Text),
        Status::Syncing => (words.text("sync-sending").into_owned(), Role::Warn),
        Status::Synced(None) => (words.text("sync-done").into_owned(), Role::Good),
        Status::Synced(Some(at)) => {
            let values = [("at", moment(counter, *at).into())];
            (words.format("sync-done-at", &values), Role::Good)
        }
        Status::Failed { .. } => (words.text("sync-failed").into_owned(), Role::Bad),
    }
}

/// Why the effect of an entry waits: what this program knows of the reason, else the hub's own sentence.
pub fn why<'a>(reason: &str, message: &'a str, words: &'a Words) -> Cow<'a, str> {
    let key = match reason {
        "behind" => "held-behind",
        "failed" => "held-failed",
        "id_taken" => "held-id-taken",
        "figures" => "held-figures",
        "closed_twice" => "held-closed-twice",
        "currency" => "held-currency",
        "number_taken" => "held-number-taken",
        "stock_range" => "held-stock-range",
        "unknown_kind" | "newer_kind" => "held-newer",
        "unreadable" => "held-unreadable",
        "import_parts" => "held-import-parts",
        _ => return message.into(),
    };
    words.text(key)
}

/// Which entries are shown.
pub fn filter(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "sync-filter-all",
        Filter::Waiting => "sync-filter-waiting",
        Filter::Synced => "sync-filter-synced",
        Filter::Failed => "sync-filter-failed",
    }
}

/// What is said where no entry is as wanted.
pub fn none(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "sync-none-all",
        Filter::Waiting => "sync-none-waiting",
        Filter::Synced => "sync-none-synced",
        Filter::Failed => "sync-none-failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use crate::lang::Lang;

    #[test]
    fn every_kind_of_the_journal_has_its_words() {
        let words = Words::new(Lang::En);
        for (_, name, _) in Event::KINDS {
            let key = KINDS.iter().find(|(known, _)| known == name).map(|(_, key)| *key);
            assert!(key.is_some_and(|key| !words.text(key).starts_with('[')), "{name}");
        }
        assert_eq!(KINDS.len(), Event::KINDS.len());
    }

    #[test]
    fn a_reason_nobody_knows_is_told_as_the_hub_tells_it() {
        let words = Words::new(Lang::Es);
        assert_eq!(why("odd", "it is odd", &words), "it is odd");
        assert_ne!(why("figures", "sums", &words), "sums");
    }
}
