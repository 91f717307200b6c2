//! What was changed of settings, people, products and customers, in sentences: old and new. Must never tell a
//! PIN.

use crate::domain::customer::Customer;
use crate::domain::event::Event;
use crate::domain::import_rows::ImportRow;
use crate::domain::shop::Shop;
use crate::domain::staff::Person;
use crate::tui::called;
use crate::tui::look::Look;
use crate::tui::setting;

/// A thing that changed, its old value and its new one.
type Change = (String, String, String);

/// One of them; `before` is what the last entry of the same thing said.
pub(super) fn sentence(event: &Event, before: Option<&Event>, look: &Look) -> String {
    let words = &look.words;
    match (event, before) {
        (Event::ShopChanged(new), before) => {
            let old = before.and_then(shop_of);
            let changes = old
                .map(|old| setting::changes(look, old, new))
                .unwrap_or_default();
            told(look, "told-shop", &new.name, &lines(changes))
        }
        (Event::PersonSaved(new), Some(Event::PersonSaved(old))) => {
            told(look, "told-person", &new.name, &person(old, new, look))
        }
        (Event::PersonSaved(new), _) => {
            let values = [
                ("name", new.name.as_str().into()),
                ("role", called::role(words, new.role).into_owned().into()),
            ];
            words.format("told-new-person", &values)
        }
        (Event::ProductSaved(new), Some(Event::ProductSaved(old))) => {
            told(look, "told-product", &new.product.name, &product(old, new, look))
        }
        (Event::ProductSaved(new), _) => {
            let price = crate::lang::number(look.lang(), new.product.price.value());
            let values = [
                ("name", new.product.name.as_str().into()),
                ("price", price.into()),
            ];
            words.format("told-product-at", &values)
        }
        (Event::CustomerSaved(new), Some(Event::CustomerSaved(old))) => {
            told(look, "told-customer", &new.name, &customer(old, new, look))
        }
        (Event::CustomerSaved(new), _) => {
            words.format("told-new-customer", &[("name", new.name.as_str().into())])
        }
        _ => words.text("told-other").into_owned(),
    }
}

fn shop_of(event: &Event) -> Option<&Shop> {
    match event {
        Event::Founded(founded) => Some(&founded.shop),
        Event::ShopChanged(shop) => Some(&shop.now),
        _ => None,
    }
}

/// Who or what it is, and each change.
fn told(look: &Look, key: &'static str, name: &str, changes: &[String]) -> String {
    let words = &look.words;
    let what = if changes.is_empty() {
        words.text("told-nothing-else").into_owned()
    } else {
        changes.join("; ")
    };
    words.format(key, &[("name", name.into()), ("what", what.into())])
}

/// Each change in a line: what, its old value and its new one.
fn lines(changes: Vec<Change>) -> Vec<String> {
    let shown = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    let line = |(what, old, new)| format!("{what}: {} -> {}", shown(old), shown(new));
    changes.into_iter().map(line).collect()
}

/// What differs, without what is the same.
fn differing(look: &Look, all: Vec<(&'static str, String, String)>) -> Vec<String> {
    let changes = all.into_iter().filter(|(_, old, new)| old != new);
    lines(
        changes
            .map(|(key, old, new)| (look.words.text(key).into_owned(), old, new))
            .collect(),
    )
}

fn person(old: &Person, new: &Person, look: &Look) -> Vec<String> {
    let words = &look.words;
    let role = |person: &Person| called::role(words, person.role).into_owned();
    let works = |person: &Person| setting::yes_no(words)[usize::from(!person.active)].clone();
    let mut changes = differing(
        look,
        vec![
            ("people-name", old.name.clone(), new.name.clone()),
            ("people-role", role(old), role(new)),
            ("people-works-here", works(old), works(new)),
        ],
    );
    if old.pin != new.pin {
        changes.push(words.text("told-new-pin").into_owned());
    }
    changes
}

fn product(old: &ImportRow, new: &ImportRow, look: &Look) -> Vec<String> {
    let number = |value| crate::lang::number(look.lang(), value);
    let codes = |row: &ImportRow| {
        let codes: Vec<&str> = row.product.codes.iter().map(|code| code.as_str()).collect();
        codes.join(" ")
    };
    let sold = |row: &ImportRow| setting::yes_no(&look.words)[usize::from(!row.product.active)].clone();
    let (was, is) = (&old.product, &new.product);
    differing(
        look,
        vec![
            ("new-product-name", was.name.clone(), is.name.clone()),
            (
                "new-product-price",
                number(was.price.value()),
                number(is.price.value()),
            ),
            ("new-product-tax", was.tax.clone(), is.tax.clone()),
            (
                "products-column-category",
                was.category.clone(),
                is.category.clone(),
            ),
            ("new-product-code", codes(old), codes(new)),
            ("told-sold-here", sold(old), sold(new)),
        ],
    )
}

fn customer(old: &Customer, new: &Customer, look: &Look) -> Vec<String> {
    let limit = |customer: &Customer| customer.limit.map_or_else(String::new, |limit| look.money(limit));
    differing(
        look,
        vec![
            ("people-name", old.name.clone(), new.name.clone()),
            ("customer-limit", limit(old), limit(new)),
            ("customer-tax-id", old.tax_id.clone(), new.tax_id.clone()),
            ("customer-phone", old.phone.clone(), new.phone.clone()),
        ],
    )
}
