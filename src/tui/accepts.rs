//! Whether a shop takes a tender and asks for its number, as choices. Must never decide what a sale needs:
//! the domain does.

use crate::domain::acceptance::{Acceptance, AskReference};
use crate::domain::payment::Method;
use crate::lang::Words;

/// The tenders about which a shop may choose, in the order of the pay screen.
pub const METHODS: [Method; 5] = [
    Method::Card,
    Method::Mobile,
    Method::Transfer,
    Method::Credit,
    Method::Account,
];

/// What a shop may say of a tender: whether its number is asked for, or that it is not taken.
const WAYS: [(Option<AskReference>, &str); 4] = [
    (Some(AskReference::Never), "accepts-yes"),
    (Some(AskReference::Optional), "accepts-optional"),
    (Some(AskReference::Required), "accepts-required"),
    (None, "accepts-no"),
];

/// The ways of a tender: a note of credit always has its number, and an account none.
fn ways(method: Method) -> impl Iterator<Item = (Option<AskReference>, &'static str)> {
    let plain = matches!(method, Method::Credit | Method::Account);
    let offered = move |way: &Option<AskReference>| match way {
        Some(ask) => !plain || *ask == AskReference::Never,
        None => true,
    };
    WAYS.into_iter().filter(move |(way, _)| offered(way))
}

/// What may be chosen, in words.
pub fn options(method: Method, words: &Words) -> Vec<String> {
    ways(method)
        .map(|(_, key)| words.text(key).into_owned())
        .collect()
}

/// Which of it is the case.
pub fn chosen(method: Method, accepts: &Acceptance) -> usize {
    let now = (!accepts.without.contains(&method)).then(|| accepts.reference(method));
    ways(method).position(|(way, _)| way == now).unwrap_or(0)
}

/// Makes it so.
pub fn choose(method: Method, at: usize, accepts: &mut Acceptance) {
    let way = ways(method).nth(at).and_then(|(way, _)| way);
    accepts.without.retain(|other| *other != method);
    accepts.references.remove(&method);
    match way {
        None => accepts.without.push(method),
        Some(AskReference::Never) => {}
        Some(ask) => drop(accepts.references.insert(method, ask)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_the_case_and_back_again_leaves_no_trace() {
        let mut accepts = Acceptance::default();
        for method in METHODS {
            for at in 0..ways(method).count() {
                choose(method, at, &mut accepts);
                assert_eq!(chosen(method, &accepts), at, "{method:?}");
            }
            assert!(!accepts.takes(method), "the last way is not to take it");
            choose(method, 0, &mut accepts);
        }
        assert!(accepts.is_default());
    }
}
