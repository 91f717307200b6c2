//! The PINs of the demo shop's people, for its sign-in screen. Must never be asked for in any other shop.

const PEOPLE: &str = include_str!("../../assets/demo/people.csv");

/// The PIN of the person of that name in the demo shop.
pub fn pin_of(name: &str) -> Option<&'static str> {
    let rows = PEOPLE.lines().skip(1).map(|line| line.split(','));
    rows.filter_map(|mut cells| Some((cells.next()?, cells.nth(1)?)))
        .find_map(|(own, pin)| (own == name).then_some(pin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_of_the_demo_has_one() {
        for line in PEOPLE.lines().skip(1) {
            let name = line.split(',').next().unwrap_or_default();
            let pin = pin_of(name).unwrap_or_default();
            assert!(
                (4..=12).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit()),
                "{line}"
            );
        }
        assert_eq!(pin_of("name"), None);
    }
}
