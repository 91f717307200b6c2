//! The drawer opened by hand, without a sale. Must never be without a reason.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::staff::PersonId;

/// Longest reason in bytes.
pub const REASON_MAX: usize = 120;

/// Somebody opened the drawer: change for a customer, a look inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerOpened {
    /// Why.
    pub reason: String,
    /// Who.
    pub by: PersonId,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who allowed it, where that is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::{Event, Fact, Via};
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn the_entry_is_frozen() {
        let fact = Fact {
            by: None,
            via: Via::Till,
            app: "1".to_owned(),
            event: Event::DrawerOpened(DrawerOpened {
                reason: "cambio".to_owned(),
                by: PersonId(Uuid::from_u128(1)),
                shift: 7,
                date: date(2026, 11, 20),
                time: date(2026, 11, 20).at(9, 5, 0, 0),
                approved_by: None,
            }),
        };
        let golden = concat!(
            r#"{"via":"till","app":"1","event":{"drawer_opened":{"reason":"cambio","#,
            r#""by":"00000000-0000-0000-0000-000000000001","shift":7,"#,
            r#""date":"2026-11-20","time":"2026-11-20T09:05:00"}}}"#
        );
        assert_eq!(String::from_utf8(fact.encode()).unwrap(), golden);
        assert_eq!(Fact::decode(24, 1, golden.as_bytes()).unwrap(), fact);
    }
}
