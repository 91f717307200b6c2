//! A clock that jumps by ten years, or has no battery: what is sold keeps its order and its business day.
//! Must never let a clock decide alone what day it is.

use super::*;

const DECADE: i64 = 3_652 * 86_400_000;

fn opening(by: PersonId, confirmed_date: Option<jiff::civil::Date>) -> OpenCommand {
    OpenCommand {
        by,
        float: eur(0),
        confirmed_date,
    }
}

fn closing(register: &Register, by: PersonId) -> CloseCommand {
    CloseCommand {
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
        by,
        approved_by: None,
        counted: register.till().shift.as_ref().unwrap().expected_cash(),
        count: vec![],
        reason: String::new(),
        unsynced: 0,
    }
}

#[test]
fn a_clock_ten_years_off_either_way_keeps_order_and_business_day_and_is_told() {
    let (place, mut register) = Place::new();
    let luz = who(&register, "Luz");
    let day = jiff::civil::date(2026, 11, 20);
    register.open_shift(&opening(luz, None)).unwrap();
    let mut sold = Vec::new();
    for (n, years) in [0, -1, 1, -1, 0].into_iter().enumerate() {
        drop(register);
        place.clock.store(MORNING + years * DECADE, Ordering::Relaxed);
        let (opened, notices) = place.open(10 + n as u64);
        register = opened;
        let told = |notice: &Notice| matches!(notice, Notice::ClockBackwards { .. });
        let behind = MORNING + years * DECADE < register.till().latest_wall;
        assert_eq!(notices.iter().any(told), behind, "jump {n}");
        let id = uuid::Uuid::from_u128(0xC10C + n as u128);
        sold.push(register.complete_sale(&command(luz, id, "1.00")).unwrap());
    }
    // In the order in which they were made, all of one business day, whatever each clock said.
    assert!(sold.windows(2).all(|two| two[0].seq < two[1].seq));
    let numbers: Vec<u64> = sold.iter().map(|sold| sold.sale.number.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    register.fold().unwrap();
    let days = register.store.read().unwrap().days(day, day).unwrap();
    assert_eq!(
        days.iter().map(|(_, day)| day.figures.sales).collect::<Vec<_>>(),
        [5]
    );
    let report = crate::register::audit::audit(register.journal().reader()).unwrap();
    assert!(report.first_bad().is_none(), "{:?}", report.first_bad());

    // The next day is one that a person has confirmed, ahead as behind.
    let command = closing(&register, luz);
    register.close_shift(&command).unwrap();
    for (years, code) in [(1, "date-doubtful"), (-1, "date-backwards")] {
        drop(register);
        place.clock.store(MORNING + years * DECADE, Ordering::Relaxed);
        register = place.open(20).0;
        assert_eq!(
            refusal(register.open_shift(&opening(luz, None)).unwrap_err()),
            code
        );
        let next = register.till().last_date.unwrap().tomorrow().unwrap();
        assert_eq!(register.open_shift(&opening(luz, Some(next))).unwrap().date, next);
        let command = closing(&register, luz);
        register.close_shift(&command).unwrap();
    }
    assert_eq!(register.till().last_date, Some(jiff::civil::date(2026, 11, 22)));
}

#[test]
fn a_clock_without_a_battery_is_not_believed_on_the_first_day_either() {
    let (place, register) = Place::new();
    let luz = who(&register, "Luz");
    drop(register);
    place.clock.store(86_400_000, Ordering::Relaxed);
    let (mut register, _) = place.open(2);
    assert_eq!(
        refusal(register.open_shift(&opening(luz, None)).unwrap_err()),
        "date-doubtful"
    );
    let today = jiff::civil::date(2026, 11, 20);
    assert_eq!(
        register.open_shift(&opening(luz, Some(today))).unwrap().date,
        today
    );
}
