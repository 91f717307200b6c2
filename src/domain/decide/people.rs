//! Deciding about people: who may sign in when, and which PIN a new person may have. Must never see a PIN
//! that it does not have to.

use crate::domain::refusal::Refuse;
use crate::domain::staff::{Person, PersonId, Role};
use crate::domain::text::is_unsafe;
use crate::domain::till::Till;

/// Why somebody is not signed in, or not taken on. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeopleRefusal {
    /// No such name.
    #[error("there is nobody called {name} here: check the name")]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// The PIN is another.
    #[error("that is not the PIN: try again")]
    WrongPin,
    /// Too many wrong PINs; the delay grows, it never locks for ever.
    #[error("too many wrong PINs: wait {seconds} s and try again")]
    Wait {
        /// Whole seconds still to wait.
        seconds: u64,
    },
    /// Not digits, or too few.
    #[error("a PIN of this role has {digits} to 12 digits and nothing else")]
    WeakPin {
        /// The fewest.
        digits: usize,
    },
    /// It fits, but by now they need a longer one.
    #[error("the PIN of {name} is too short for what they may do by now: sign in and choose another")]
    ShortPin {
        /// Whose.
        name: String,
    },
    /// No name.
    #[error("a person needs a name of 1 to 40 letters")]
    BadName,
    /// The name is taken by somebody who works here.
    #[error("there is already somebody called {name}: add an initial")]
    NameTaken {
        /// The name.
        name: String,
    },
}

impl Refuse for PeopleRefusal {
    fn code(&self) -> &'static str {
        match self {
            PeopleRefusal::Unknown { .. } => "unknown-person",
            PeopleRefusal::WrongPin => "wrong-pin",
            PeopleRefusal::Wait { .. } => "pin-wait",
            PeopleRefusal::WeakPin { .. } => "weak-pin",
            PeopleRefusal::ShortPin { .. } => "short-pin",
            PeopleRefusal::BadName => "bad-name",
            PeopleRefusal::NameTaken { .. } => "name-taken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            PeopleRefusal::Unknown { name }
            | PeopleRefusal::NameTaken { name }
            | PeopleRefusal::ShortPin { name } => vec![("name", name.clone())],
            PeopleRefusal::Wait { seconds } => vec![("seconds", seconds.to_string())],
            PeopleRefusal::WeakPin { digits } => vec![("digits", digits.to_string())],
            PeopleRefusal::WrongPin | PeopleRefusal::BadName => Vec::new(),
        }
    }
}

/// Wrong PINs that cost nothing but the typing.
const FREE_ATTEMPTS: u32 = 3;
/// Longest wait, in milliseconds.
const LONGEST_WAIT: i64 = 300_000;

/// Milliseconds to wait after so many wrong PINs: none for the first three, then 5 s doubling up to 5
/// minutes.
fn wait_after(failures: u32) -> i64 {
    match failures.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => 5_000_i64
            .checked_shl(more.min(16))
            .unwrap_or(LONGEST_WAIT)
            .min(LONGEST_WAIT),
    }
}

/// Whether that person may try a PIN at that wall clock (milliseconds since 1970), and their record. A clock
/// that was set back never makes the wait longer than the rule says.
pub fn may_try(till: &Till, id: PersonId, now: i64) -> Result<&Person, PeopleRefusal> {
    let person = till
        .person(id)
        .filter(|person| person.active)
        .ok_or_else(|| PeopleRefusal::Unknown {
            name: id.0.to_string(),
        })?;
    if let Some(failures) = till.failures.get(&id) {
        let wait = wait_after(failures.count);
        let left = (failures.last.saturating_add(wait)).saturating_sub(now).min(wait);
        if left > 0 {
            let seconds = u64::try_from(left).unwrap_or(0).div_ceil(1000);
            return Err(PeopleRefusal::Wait { seconds });
        }
    }
    Ok(person)
}

/// Whether name and PIN are good for that role in a shop of so many people.
pub fn check_person(name: &str, role: Role, pin: &str, people: usize) -> Result<(), PeopleRefusal> {
    check_name(name)?;
    check_pin(pin, role, people)
}

/// The name of a person as it is kept.
pub fn check_name(name: &str) -> Result<String, PeopleRefusal> {
    let name = name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > 40 || name.chars().any(is_unsafe) {
        return Err(PeopleRefusal::BadName);
    }
    Ok(name.to_owned())
}

/// Whether a PIN is good for that role in a shop of so many people.
pub fn check_pin(pin: &str, role: Role, people: usize) -> Result<(), PeopleRefusal> {
    let digits = role.pin_digits(people);
    let good = pin.bytes().all(|byte| byte.is_ascii_digit()) && (digits..=12).contains(&pin.len());
    if good {
        Ok(())
    } else {
        Err(PeopleRefusal::WeakPin { digits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_stops_growing() {
        let waits: Vec<i64> = (0..12).map(wait_after).collect();
        assert_eq!(waits[..6], [0, 0, 0, 5_000, 10_000, 20_000]);
        assert!(waits.is_sorted());
        assert_eq!(wait_after(u32::MAX), LONGEST_WAIT);
    }

    #[test]
    fn pins_are_digits_and_long_enough_for_the_role() {
        assert_eq!(check_person("Ana", Role::Cashier, "1234", 3), Ok(()));
        assert_eq!(check_person("Luz", Role::Owner, "1234", 1), Ok(()));
        assert_eq!(
            check_person("Luz", Role::Owner, "1234", 2),
            Err(PeopleRefusal::WeakPin { digits: 6 })
        );
        assert_eq!(
            check_person("Ana", Role::Cashier, "12a4", 1),
            Err(PeopleRefusal::WeakPin { digits: 4 })
        );
        assert_eq!(
            check_person(" ", Role::Cashier, "1234", 1),
            Err(PeopleRefusal::BadName)
        );
    }
}
