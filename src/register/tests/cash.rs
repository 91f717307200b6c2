//! Cash without a sale, and a closing that declares, keeps and banks: figures add up to the last unit, also
//! after reopening and in the audit.

use proptest::prelude::*;

use super::*;
use crate::domain::cash::CashMove;
use crate::domain::cash::variance::Suspect;
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::register::audit::audit;

fn moving(what: CashMove, minor: i64) -> MoveCommand {
    MoveCommand {
        what,
        amount: eur(minor),
        reason: "cambio".to_owned(),
    }
}

fn spending(minor: i64, from_drawer: bool) -> ExpenseCommand {
    ExpenseCommand {
        category: "limpieza".to_owned(),
        amount: eur(minor),
        note: "lejía".to_owned(),
        reference: "F-17".to_owned(),
        from_drawer,
    }
}

fn closing(by: PersonId, counted: i64) -> CloseCommand {
    CloseCommand {
        by,
        approved_by: None,
        counted: eur(counted),
        count: Vec::new(),
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
        reason: String::new(),
        unsynced: 0,
    }
}

#[test]
fn a_day_with_moves_and_expenses_closes_on_them() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let who = (ana, None);
    register.move_cash(who, &moving(CashMove::In, 5_000)).unwrap();
    let out = register.move_cash(who, &moving(CashMove::Out, 1_000)).unwrap();
    register.move_cash(who, &moving(CashMove::Drop, 2_000)).unwrap();
    let paid = register.pay_expense(who, &spending(350, true)).unwrap();
    assert_eq!((paid.category.as_str(), paid.shift), ("Limpieza", 1));
    register.pay_expense(who, &spending(9_900, false)).unwrap();
    register.undo_cash(who, out.id).unwrap();
    assert_eq!(
        refusal(register.undo_cash(who, out.id).unwrap_err()),
        "cash-undone"
    );
    drop(register);
    let (mut register, _) = place.open(2);
    let shift = register.till().shift.clone().unwrap();
    assert_eq!(shift.expected_cash(), eur(10_000 + 5_000 - 2_000 - 350));
    assert_eq!((shift.moves.len(), shift.expenses.len()), (4, 2));
    let command = CloseCommand {
        kept: Some(eur(10_000)),
        ..closing(ana, 12_650)
    };
    let closed = register.close_shift(&command).unwrap();
    assert_eq!((closed.variance, closed.banked), (eur(0), Some(eur(2_650))));
    assert_eq!(closed.figures.moves[&CashMove::Out].count, 0);
    assert_eq!(
        refusal(register.close_shift(&command).unwrap_err()),
        "register-closed"
    );
    assert_eq!(register.last_float().unwrap(), Some(eur(10_000)));
    let late = register.move_cash(who, &moving(CashMove::In, 100)).unwrap_err();
    assert_eq!(refusal(late), "register-closed");
    assert!(audit(register.journal().reader()).unwrap().is_good());
}

#[test]
fn what_is_refused_moves_nothing() {
    let (_place, mut register) = Place::new();
    let who = (open_shift(&mut register), None);
    let seq = register.till().seq;
    for (what, minor, code) in [
        (CashMove::In, 0, "cash-not-positive"),
        (CashMove::Out, -100, "cash-not-positive"),
        (CashMove::Out, 10_001, "cash-drawer-short"),
        (CashMove::Drop, 10_001, "cash-drawer-short"),
    ] {
        let failure = register.move_cash(who, &moving(what, minor)).unwrap_err();
        assert_eq!(refusal(failure), code);
    }
    let silent = MoveCommand {
        reason: " \u{7} ".to_owned(),
        ..moving(CashMove::In, 100)
    };
    assert_eq!(
        refusal(register.move_cash(who, &silent).unwrap_err()),
        "cash-no-reason"
    );
    let unknown = ExpenseCommand {
        category: "Yates".to_owned(),
        ..spending(100, true)
    };
    assert_eq!(
        refusal(register.pay_expense(who, &unknown).unwrap_err()),
        "expense-category"
    );
    let dear = register.pay_expense(who, &spending(10_001, true)).unwrap_err();
    assert_eq!(refusal(dear), "cash-drawer-short");
    let nothing = register.undo_cash(who, uuid::Uuid::from_u128(9)).unwrap_err();
    assert_eq!(refusal(nothing), "cash-not-here");
    let kept = CloseCommand {
        kept: Some(eur(10_001)),
        ..closing(who.0, 10_000)
    };
    assert_eq!(
        refusal(register.close_shift(&kept).unwrap_err()),
        "kept-out-of-range"
    );
    let declared = CloseCommand {
        declared: vec![(Method::Cash, eur(1))],
        ..closing(who.0, 10_000)
    };
    assert_eq!(
        refusal(register.close_shift(&declared).unwrap_err()),
        "not-declarable"
    );
    assert_eq!(register.till().seq, seq, "nothing of it was recorded");
}

#[test]
fn a_planted_mistake_is_named_after_the_count() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let id = register.around.id();
    let sale = register.complete_sale(&command(ana, id, "4.35")).unwrap().sale;
    let cash = sale.settlement.paid - sale.settlement.change;
    // It was paid by card and keyed as cash.
    let by_hand = vec![Counted {
        denomination: eur(10_000),
        pieces: 1,
    }];
    let reckoned = register
        .count_drawer((ana, None), by_hand, &[(Method::Card, cash)], &[])
        .unwrap();
    assert_eq!(reckoned.variance, -cash);
    let swapped = Suspect::Swapped {
        number: sale.number,
        keyed: Method::Cash,
        paid: Method::Card,
        amount: cash,
    };
    assert_eq!(reckoned.suspects.first(), Some(&swapped));
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Sell,
    Move(CashMove, i64),
    Spend(i64, bool),
    Undo(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Sell),
        (0..3_usize, 1..20_000_i64).prop_map(|(at, minor)| Step::Move(CashMove::ALL[at], minor)),
        (1..9_000_i64, any::<bool>()).prop_map(|(minor, drawer)| Step::Spend(minor, drawer)),
        (0..12_usize).prop_map(Step::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is done, granted or refused, in any order.
    #[test]
    fn expected_cash_is_what_the_entries_come_to(steps in prop::collection::vec(step(), 0..30)) {
        let (_place, mut register) = Place::new();
        let who = (open_shift(&mut register), None);
        let mut expected = 10_000;
        let mut done: Vec<(uuid::Uuid, i64, bool)> = Vec::new();
        for step in steps {
            let before = expected;
            match step {
                Step::Sell => {
                    let id = register.around.id();
                    let sale = register.complete_sale(&command(who.0, id, "1.15")).unwrap().sale;
                    expected += (sale.settlement.paid - sale.settlement.change).minor();
                }
                Step::Move(what, minor) => if let Ok(moved) = register.move_cash(who, &moving(what, minor)) {
                    let change = if what == CashMove::In { minor } else { -minor };
                    done.push((moved.id, change, false));
                    expected += change;
                }
                Step::Spend(minor, drawer) => if let Ok(paid) =
                    register.pay_expense(who, &spending(minor, drawer))
                {
                    let change = if drawer { -minor } else { 0 };
                    done.push((paid.id, change, false));
                    expected += change;
                }
                Step::Undo(at) => if let Some((id, change, undone)) = done.get_mut(at) {
                    let granted = register.undo_cash(who, *id).is_ok();
                    prop_assert!(!(granted && *undone), "nothing is undone twice");
                    if granted {
                        *undone = true;
                        expected -= *change;
                    }
                }
            }
            prop_assert!(expected >= 0, "from {before} by {step:?}");
            prop_assert_eq!(register.till().shift.as_ref().unwrap().expected_cash(), eur(expected));
        }
    }
}
