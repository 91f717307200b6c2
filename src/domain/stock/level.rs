//! A level against the least that the shop wants on its shelf. Must never be answered anywhere else: lists,
//! reports and files must name the same goods.

use crate::domain::quantity::Quantity;

/// Whether so little is left that it should be ordered: the least or less. Where nothing was ever counted,
/// nothing is there.
#[must_use]
pub fn is_low(level: Option<Quantity>, least: Option<Quantity>) -> bool {
    least.is_some_and(|least| level.unwrap_or(Quantity::ZERO) <= least)
}

/// How much to order: what brings a low product to twice its least, and one below zero at least to zero; none
/// where there is enough.
#[must_use]
pub fn suggested(level: Option<Quantity>, least: Option<Quantity>) -> Option<Quantity> {
    let there = level.unwrap_or(Quantity::ZERO);
    let wanted = match least {
        Some(least) if is_low(level, Some(least)) => least.checked_add(least).ok()?,
        _ => Quantity::ZERO,
    };
    let more = wanted.checked_sub(there).ok()?;
    more.is_positive().then_some(more)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_low_is_filled_up_to_twice_its_least() {
        let read = |text: &str| Quantity::parse(text).ok();
        let told = |level: &str, least: &str| {
            let (level, least) = (read(level), read(least));
            let more = suggested(level, least).map(|more| more.to_string());
            (is_low(level, least), more.unwrap_or_default())
        };
        assert_eq!(told("5", "5"), (true, "5".to_owned()));
        assert_eq!(told("6", "5"), (false, String::new()));
        assert_eq!(told("-2", "5"), (true, "12".to_owned()));
        assert_eq!(told("none", "5"), (true, "10".to_owned()));
        assert_eq!(told("0.250", "1.5"), (true, "2.75".to_owned()));
        assert_eq!(told("-3", "none"), (false, "3".to_owned()), "what is owed");
        assert_eq!(told("0", "0"), (true, String::new()));
        assert_eq!(told("none", "none"), (false, String::new()));
    }
}
