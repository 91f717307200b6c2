//! Three values of one thing – what somebody began with, what they made of it, what stands elsewhere by now –
//! merged field by field. Must never drop a change in silence.
//!
//! Current = base: the change is taken. Current = new: there is nothing to do. Otherwise two people changed
//! the same field, neither knowing of the other: a harmless field takes the later change and says so; a
//! critical one keeps what stands, and waits for a person.

use serde_json::{Map, Value};

/// How much a field matters when two change it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The later change stands.
    Harmless,
    /// A person decides.
    Critical,
}

/// Fields that take the later change, by the name of the kind. Every other field is critical: a field that
/// somebody adds and forgets here waits for a person rather than be overwritten.
const HARMLESS: [(&str, &[&str]); 4] = [
    ("product", &["name", "category", "min_stock"]),
    ("customer", &["name", "phone", "note"]),
    ("person", &["name", "pin"]),
    (
        "shop",
        &["name", "lang", "papers", "expense_categories", "patterns"],
    ),
];

/// The field that says whether a thing is in use; nothing is ever deleted.
const IN_USE: &str = "active";

/// How much this field of a thing of that kind matters.
pub fn class(kind: &str, field: &str) -> Class {
    let harmless = HARMLESS
        .iter()
        .any(|(known, fields)| *known == kind && fields.contains(&field));
    if harmless {
        Class::Harmless
    } else {
        Class::Critical
    }
}

/// One field that somebody changed. An absent field is [`Value::Null`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub field: String,
    /// What it was when they began; none where that is not known.
    pub base: Option<Value>,
    /// What they made of it.
    pub new: Value,
}

/// The fields in which `now` differs from `was`. With nothing known of before, every field of `now` counts
/// as changed from something unknown.
pub fn changes(was: Option<&Map<String, Value>>, now: &Map<String, Value>) -> Vec<Change> {
    let Some(was) = was else {
        let unknown = |(field, new): (&String, &Value)| Change {
            field: field.clone(),
            base: None,
            new: new.clone(),
        };
        return now.iter().map(unknown).collect();
    };
    let mut fields: Vec<&String> = was.keys().chain(now.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    let changed = fields.into_iter().filter_map(|field| {
        let (base, new) = (value(was, field), value(now, field));
        (base != new).then(|| Change {
            field: field.clone(),
            base: Some(base.clone()),
            new: new.clone(),
        })
    });
    changed.collect()
}

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// The thing as it stands now.
    pub value: Map<String, Value>,
    /// Fields whose value is another than before.
    pub taken: Vec<String>,
    /// Harmless fields in which a change of somebody else was replaced, with what it said.
    pub replaced: Vec<(String, Value)>,
    /// Critical fields that wait for a person, with what stands meanwhile.
    pub waiting: Vec<(Change, Value)>,
}

/// Merges changes into what stands now.
pub fn merge(kind: &str, current: &Map<String, Value>, changes: &[Change]) -> Merged {
    let mut merged = Merged {
        value: current.clone(),
        ..Merged::default()
    };
    for change in changes {
        let stands = value(current, &change.field);
        if *stands == change.new {
            continue;
        }
        let known = change.base.as_ref().is_none_or(|base| base == stands);
        if !known && class(kind, &change.field) == Class::Critical {
            merged.waiting.push((change.clone(), stands.clone()));
            continue;
        }
        if !known {
            merged.replaced.push((change.field.clone(), stands.clone()));
        }
        set(&mut merged.value, change);
        merged.taken.push(change.field.clone());
    }
    merged
}

/// An edit that met taking out of use: whoever did the one knew nothing of the other. What stands about its
/// use stands until a person says which of both was meant; `was` is what they began with.
pub fn crossed(
    kind: &str,
    was: &Map<String, Value>,
    current: &Map<String, Value>,
    met: (&[Change], &mut Merged),
) {
    let (changes, merged) = met;
    let out = |of: &Map<String, Value>| *value(of, IN_USE) == Value::Bool(false);
    let critical = |field: &str| field != IN_USE && class(kind, field) == Class::Critical;
    let same = |field: &str| {
        changes
            .iter()
            .any(|change| change.field == field && change.new == *value(current, field))
    };
    let takes_out = |change: &&Change| change.field == IN_USE && change.new == Value::Bool(false);
    if let Some(change) = changes.iter().find(takes_out) {
        let mut fields = was.keys().chain(current.keys());
        let meanwhile =
            fields.any(|field| critical(field) && value(was, field) != value(current, field) && !same(field));
        if meanwhile && merged.taken.iter().any(|field| field == IN_USE) {
            merged.taken.retain(|field| field != IN_USE);
            let stands = value(current, IN_USE).clone();
            set(
                &mut merged.value,
                &Change {
                    new: stands,
                    ..change.clone()
                },
            );
            let change = Change {
                base: Some(Value::Bool(true)),
                ..change.clone()
            };
            merged.waiting.push((change, Value::Bool(true)));
        }
    } else if out(current) && !out(was) && changes.iter().any(|change| critical(&change.field)) {
        let change = Change {
            field: IN_USE.to_owned(),
            base: Some(Value::Bool(true)),
            new: Value::Bool(true),
        };
        merged.waiting.push((change, Value::Bool(false)));
    }
}

/// The field's value; an absent one is null.
fn value<'a>(of: &'a Map<String, Value>, field: &str) -> &'a Value {
    of.get(field).unwrap_or(&Value::Null)
}

fn set(of: &mut Map<String, Value>, change: &Change) {
    if change.new.is_null() {
        of.remove(&change.field);
    } else {
        of.insert(change.field.clone(), change.new.clone());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn different_fields_both_count() {
        let base = map(json!({"name": "Milk", "price": "1.00"}));
        let changes = changes(Some(&base), &map(json!({"name": "Milk", "price": "1.10"})));
        let current = map(json!({"name": "Fresh milk", "price": "1.00"}));
        let merged = merge("product", &current, &changes);
        assert_eq!(merged.value, map(json!({"name": "Fresh milk", "price": "1.10"})));
        assert!(merged.waiting.is_empty() && merged.replaced.is_empty());
    }

    #[test]
    fn two_prices_wait_and_two_names_do_not() {
        let base = map(json!({"name": "Milk", "price": "1.00"}));
        let changes = changes(Some(&base), &map(json!({"name": "Leche", "price": "1.10"})));
        let current = map(json!({"name": "Fresh milk", "price": "1.20"}));
        let merged = merge("product", &current, &changes);
        assert_eq!(merged.value, map(json!({"name": "Leche", "price": "1.20"})));
        assert_eq!(merged.replaced, [("name".to_owned(), json!("Fresh milk"))]);
        assert_eq!(merged.waiting.len(), 1);
        assert_eq!(merged.waiting[0].1, json!("1.20"));
    }

    #[test]
    fn a_field_that_goes_is_a_change_too() {
        let base = map(json!({"cost": "1", "price": "2"}));
        let gone = changes(Some(&base), &map(json!({"price": "2"})));
        assert_eq!(merge("product", &base, &gone).value, map(json!({"price": "2"})));
        let current = map(json!({"cost": "3", "price": "2"}));
        assert_eq!(merge("product", &current, &gone).waiting.len(), 1);
    }

    #[test]
    fn an_edit_and_taking_out_of_use_wait_for_a_person_whichever_came_first() {
        let base = map(json!({"name": "Milk", "price": "1.00"}));
        let dearer = map(json!({"name": "Milk", "price": "1.10"}));
        let out = map(json!({"name": "Milk", "price": "1.00", "active": false}));
        let both = |current: &Map<String, Value>, now: &Map<String, Value>| {
            let changes = changes(Some(&base), now);
            let mut merged = merge("product", current, &changes);
            crossed("product", &base, current, (&changes, &mut merged));
            merged
        };
        let later_out = both(&dearer, &out);
        assert_eq!(later_out.value, dearer);
        assert_eq!(
            (later_out.waiting.len(), &later_out.waiting[0].0.field),
            (1, &"active".to_owned())
        );
        let later_edit = both(&out, &dearer);
        assert_eq!(
            later_edit.value,
            map(json!({"name": "Milk", "price": "1.10", "active": false}))
        );
        assert_eq!(later_edit.waiting[0].1, json!(false));
        // A name is no matter, and who knew of it has nothing to settle.
        let renamed = map(json!({"name": "Leche", "price": "1.00"}));
        assert!(both(&renamed, &out).waiting.is_empty());
        assert!(both(&out, &renamed).waiting.is_empty());
        assert!(both(&out, &out).waiting.is_empty());
    }

    #[test]
    fn a_field_nobody_classed_is_critical() {
        assert_eq!(class("product", "price"), Class::Critical);
        assert_eq!(class("product", "colour"), Class::Critical);
        assert_eq!(class("level", "name"), Class::Critical);
        assert_eq!(class("customer", "note"), Class::Harmless);
    }

    fn thing() -> impl Strategy<Value = Map<String, Value>> {
        let field = prop::sample::select(vec!["name", "price", "cost", "tax"]);
        prop::collection::btree_map(field, 0..3u8, 0..4).prop_map(|fields| {
            fields
                .into_iter()
                .map(|(k, v)| (k.to_owned(), json!(v)))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn what_nobody_else_touched_becomes_what_was_meant(base in thing(), now in thing()) {
            let merged = merge("product", &base, &changes(Some(&base), &now));
            prop_assert_eq!(merged.value, now);
            prop_assert!(merged.waiting.is_empty() && merged.replaced.is_empty());
        }

        #[test]
        fn the_same_change_twice_is_one(base in thing(), now in thing(), current in thing()) {
            let changes = changes(Some(&base), &now);
            let once = merge("product", &current, &changes);
            let twice = merge("product", &once.value, &changes);
            // What waits keeps waiting; all else is there already.
            prop_assert_eq!(&twice.value, &once.value);
            prop_assert!(twice.taken.is_empty());
        }

        #[test]
        fn every_change_is_taken_there_or_waiting(base in thing(), now in thing(), current in thing()) {
            let changes = changes(Some(&base), &now);
            let merged = merge("product", &current, &changes);
            for change in &changes {
                let there = value(&merged.value, &change.field) == &change.new;
                let waits = merged.waiting.iter().any(|(waiting, _)| waiting == change);
                prop_assert!(there != waits);
            }
            for field in current.keys().filter(|field| !changes.iter().any(|c| c.field == **field)) {
                prop_assert_eq!(value(&merged.value, field), value(&current, field));
            }
        }
    }
}
