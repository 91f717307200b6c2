//! Asks for numbers of the series that the shop's tills share. Must never hand on a block that is not what
//! was asked for.

use super::Courier;
use crate::protocol::paths;
use crate::protocol::refused::Code;
use crate::protocol::series::{Lease, Leased};
use crate::sync::outcome::What;
use crate::sync::plan::Heard;
use crate::sync::transport::Failed;

impl Courier {
    pub(super) fn lease(&mut self) -> What {
        let Some(asked) = self.published.lease.clone() else {
            self.plan.dropped();
            return What::There;
        };
        match self.wire.post::<Leased>(paths::LEASE, &asked) {
            Ok(leased) if fits(&asked, &leased) => {
                self.heard(Heard::Leased);
                What::Leased(asked.request, Box::new(leased))
            }
            Ok(_) => self.no_numbers(Code::Other, None),
            Err(Failed::Refused(refused)) if is_lasting(refused.code) => {
                self.failed(Failed::Refused(refused))
            }
            Err(Failed::Refused(refused)) => self.no_numbers(refused.code, refused.retry_after),
            Err(failed) => self.failed(failed),
        }
    }

    fn no_numbers(&mut self, code: Code, retry_after: Option<u32>) -> What {
        self.heard(Heard::Refused { code, retry_after });
        What::NoNumbers(code)
    }
}

/// Whether nothing goes on between the two after that, whatever was asked.
fn is_lasting(code: Code) -> bool {
    matches!(
        code,
        Code::Unauthorized | Code::BadCode | Code::UpgradeRequired | Code::HubFork | Code::ChainFork
    )
}

/// Whether it is a block of that series, of no more than was asked for, and beyond all that came before.
fn fits(asked: &Lease, leased: &Leased) -> bool {
    let beyond = leased.from >= asked.next.max(1) && leased.from <= leased.to;
    let most = leased.to.saturating_sub(leased.from) < u64::from(asked.want);
    leased.series == asked.series && beyond && most && leased.to < i64::MAX as u64
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_what_was_asked_for_is_taken() {
        let asked = Lease {
            series: "A".to_owned(),
            request: Uuid::nil(),
            want: 10,
            next: 11,
        };
        let block = |series: &str, from, to| Leased {
            series: series.to_owned(),
            from,
            to,
        };
        for good in [block("A", 11, 20), block("A", 31, 31)] {
            assert!(fits(&asked, &good), "{good:?}");
        }
        let end = i64::MAX as u64;
        for bad in [
            block("B", 11, 20),
            block("A", 11, 21),
            block("A", 10, 19),
            block("A", 12, 11),
            block("A", end - 1, end),
            block("A", 0, 5),
        ] {
            assert!(!fits(&asked, &bad), "{bad:?}");
        }
    }
}
