//! An entry of the trail in words: what sort it is, and what happened, a file for each part of the shop.
//! Must never tell a PIN, nor guess at an entry that it does not know.

use std::borrow::Cow;

use crate::domain::event::Event;

use super::look::Look;

mod changed;
mod counter;
mod sentence;

pub use sentence::sentence;

/// What sort of thing happened, for the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A discount or a changed price on a sale.
    Price,
    /// A line or a ticket given up.
    Void,
    /// Goods taken back.
    Return,
    /// Something allowed in place.
    Approval,
    /// The drawer and the shift.
    Register,
    /// Cash without a sale, expenses, the drawer opened by hand, payments on account.
    Cash,
    /// Goods and stock.
    Goods,
    /// Wrong PINs and taken tills.
    SignIn,
    /// People, roles, settings, keys.
    Settings,
    /// Everything else.
    Other,
}

impl Sort {
    /// Every sort, in the order of the filter.
    pub const ALL: [Sort; 10] = [
        Sort::Price,
        Sort::Void,
        Sort::Return,
        Sort::Approval,
        Sort::Register,
        Sort::Cash,
        Sort::Goods,
        Sort::SignIn,
        Sort::Settings,
        Sort::Other,
    ];

    /// Of an entry.
    pub fn of(event: &Event) -> Sort {
        match event {
            Event::Sold(_) => Sort::Price,
            Event::Voided(_) => Sort::Void,
            Event::Refunded(_) => Sort::Return,
            Event::Approved(_) => Sort::Approval,
            Event::ShiftOpened(_) | Event::ShiftClosed(_) | Event::XTaken(_) | Event::CountTaken(_) => {
                Sort::Register
            }
            Event::CashMoved(_) | Event::ExpensePaid(_) | Event::DrawerOpened(_) | Event::AccountPaid(_) => {
                Sort::Cash
            }
            Event::ImportCommitted(_)
            | Event::ProductSaved(_)
            | Event::StockMoved(_)
            | Event::StockCounted(_)
            | Event::StockCountClosed(_) => Sort::Goods,
            Event::SignInFailed(_) | Event::TakenOver(_) | Event::SignedIn(_) | Event::SignedOut(_) => {
                Sort::SignIn
            }
            Event::Founded(_) | Event::ShopChanged(_) | Event::PersonSaved(_) | Event::KeysChanged(_) => {
                Sort::Settings
            }
            _ => Sort::Other,
        }
    }

    /// The message with its name.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Price => "trail-price",
            Sort::Void => "trail-void",
            Sort::Return => "trail-return",
            Sort::Approval => "trail-approval",
            Sort::Register => "trail-register",
            Sort::Cash => "trail-cash",
            Sort::Goods => "trail-goods",
            Sort::SignIn => "trail-sign-in",
            Sort::Settings => "trail-settings",
            Sort::Other => "trail-other",
        }
    }
}

/// The sort of an entry in words.
pub fn sort_name<'a>(look: &'a Look, event: &Event) -> Cow<'a, str> {
    look.words.text(Sort::of(event).label())
}

/// The sentence, and why, in the words of whoever did it.
fn because(told: String, reason: &str) -> String {
    match reason {
        "" => told,
        reason => format!("{told} {reason}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::cash::{CashMove, CashMoved};
    use crate::domain::drawer::DrawerOpened;
    use crate::domain::money::{Currency, Money};
    use crate::domain::permission::Permission;
    use crate::domain::shop::Shop;
    use crate::domain::staff::{Person, PersonId, Role};
    use crate::lang::Lang;
    use crate::register::reports::trail::Told;
    use crate::tui::keymap::Keymap;
    use crate::tui::theme::Tier;

    const ANA: PersonId = PersonId(Uuid::from_u128(1));

    fn told(event: Event, before: Option<Event>) -> Told {
        let day = date(2026, 11, 20);
        Told {
            day,
            at: day.at(9, 30, 0, 0),
            seq: 7,
            by: "Ana".to_owned(),
            by_command: false,
            allowed_by: String::new(),
            event,
            before: before.map(Box::new),
        }
    }

    fn said(lang: Lang, event: Event, before: Option<Event>) -> String {
        let look = Look::new(lang, Tier::Ansi, true, Keymap::default());
        sentence(&told(event, before), &look, |_| "Ana".to_owned())
    }

    fn shop() -> Shop {
        Shop::new("Bodega", Currency::parse("EUR").unwrap())
    }

    fn ana(role: Role, pin: &str) -> Event {
        Event::PersonSaved(
            Person {
                id: ANA,
                name: "Ana".to_owned(),
                role,
                pin: pin.to_owned(),
                active: true,
            }
            .into(),
        )
    }

    #[test]
    fn a_changed_setting_tells_what_it_was_and_what_it_is() {
        let mut new = shop();
        new.name = "Bodega Luz".to_owned();
        new.customs.idle.0 = 0;
        new.roles = new.roles.with(Role::Cashier, Permission::Discount, true);
        let event = Event::ShopChanged(new.clone().into());
        let old = Event::ShopChanged(shop().into());
        assert_eq!(
            said(Lang::En, event.clone(), Some(old)),
            "Settings of Bodega Luz: Shop name: Bodega -> Bodega Luz; Lock after minutes: 5 -> 0; cashier, \
             any discount: no -> yes."
        );
        assert_eq!(
            said(Lang::Es, event.clone(), Some(event)),
            "Ajustes de Bodega Luz: guardado como estaba."
        );
    }

    #[test]
    fn a_changed_person_tells_the_role_and_never_the_pin() {
        let was = ana(Role::Cashier, "hash-of-one");
        let is = ana(Role::Supervisor, "hash-of-another");
        let told = said(Lang::En, is.clone(), Some(was));
        assert_eq!(told, "Ana was changed: Role: cashier -> supervisor; another PIN.");
        assert_eq!(
            said(Lang::Es, is, None),
            "Ana trabaja aquí desde ahora, como responsable."
        );
    }

    #[test]
    fn cash_and_the_drawer_tell_how_much_and_why() {
        let day = date(2026, 11, 20);
        let moved = |reverses| CashMoved {
            id: Uuid::from_u128(2),
            what: CashMove::Drop,
            amount: Money::from_minor(20_000, Currency::parse("EUR").unwrap()),
            reason: "Midday".to_owned(),
            shift: 1,
            date: day,
            time: day.at(12, 0, 0, 0),
            by: ANA,
            approved_by: None,
            reverses,
        };
        assert_eq!(
            said(Lang::En, Event::CashMoved(moved(None)), None),
            "Drop to the safe: EUR 200.00. Midday"
        );
        assert_eq!(
            said(Lang::En, Event::CashMoved(moved(Some(ANA.0))), None),
            "Taken back: Drop to the safe of EUR 200.00. Midday"
        );
        let opened = DrawerOpened {
            reason: "Cambio".to_owned(),
            by: ANA,
            shift: 1,
            date: day,
            time: day.at(12, 0, 0, 0),
            approved_by: None,
        };
        let event = Event::DrawerOpened(opened);
        assert_eq!(Sort::of(&event), Sort::Cash);
        assert_eq!(
            said(Lang::Es, event, None),
            "Se abrió el cajón sin una venta. Cambio"
        );
    }
}
