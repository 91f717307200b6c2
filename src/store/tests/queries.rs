//! What the queries answer, against what was written. Must never ask the store to check itself.

use jiff::civil::date;

use super::shop::{ANA, Written, eur, sku};
use super::{empty, folded};
use crate::domain::document::DocumentNumber;
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Back, Fate};
use crate::store::{Dekad, Month};

fn busy() -> Written {
    let mut written = Written::open_on(date(2026, 3, 30));
    written.import(0..300, Some(50), true);
    written.sell(&[(1, 2), (2, 1)], 10);
    written.sell(&[(1, 1)], 11);
    written.close();
    written.open(date(2026, 3, 31));
    written.sell(&[(5, 4)], 11);
    written.close();
    written.open(date(2026, 4, 1));
    written.sell(&[(1, 5), (250, 1)], 12);
    written
}

#[test]
fn documents_are_found_by_id_number_and_date() {
    let written = busy();
    let reader = folded(&written).read().unwrap();
    let mut on_30th = Vec::new();
    for entry in &written.entries {
        assert_eq!(reader.position_of_id(entry.id).unwrap(), Some(entry.position));
        if let Event::Sold(sale) = &entry.fact.event {
            assert_eq!(
                reader.position_of_number(&sale.number).unwrap(),
                Some(entry.position)
            );
            if sale.date == date(2026, 3, 30) {
                on_30th.push(entry.position);
            }
        }
    }
    let day = date(2026, 3, 30);
    assert_eq!(on_30th.len(), 2);
    assert_eq!(reader.sales_between(day, day).unwrap(), on_30th);
    assert_eq!(reader.sales_between(day, date(2026, 12, 31)).unwrap().len(), 4);
    assert!(reader.sales_between(date(2026, 4, 2), day).unwrap().is_empty());
    let unknown = |series: &str, number| DocumentNumber {
        series: series.to_owned(),
        number,
    };
    assert_eq!(reader.position_of_number(&unknown("C1", 5)).unwrap(), None);
    assert_eq!(reader.position_of_number(&unknown("C2", 1)).unwrap(), None);
    assert_eq!(reader.position_of_id(uuid::Uuid::max()).unwrap(), None);
}

#[test]
fn days_add_up_to_their_sales() {
    let written = busy();
    let reader = folded(&written).read().unwrap();
    let days = reader.days(date(2026, 3, 1), date(2026, 3, 31)).unwrap();
    assert_eq!(
        days.iter().map(|(date, _)| date.day()).collect::<Vec<_>>(),
        [30, 31]
    );
    let day = &days[0].1;
    // Products 1 and 2 cost 1.01 + 1 × and 2.02 … : 2 × 2.01 + 3.02 + 2.01
    assert_eq!(day.figures.total, Money::from_minor(905, eur()));
    assert_eq!(day.figures.tenders[&Method::Card].received, day.figures.total);
    assert_eq!(day.figures.cashiers[&ANA].sales, 2);
    assert_eq!(day.hours.keys().copied().collect::<Vec<_>>(), [10, 11]);
    assert_eq!(day.hours[&11].total, Money::from_minor(201, eur()));
    assert_eq!(day.cost, Money::from_minor(4 * 83 - 1 + 1, eur()));
    assert_eq!(day.margin(), day.figures.net - day.cost);
    let second = &days[1].1;
    assert_eq!(second.cost, Money::zero(eur()), "product 5 has no cost");
    assert_eq!(second.uncosted, second.figures.net);
    assert!(second.margin().is_zero());
}

#[test]
fn months_follow_a_product() {
    let reader = folded(&busy()).read().unwrap();
    let months = reader.months(&sku(1)).unwrap();
    let told: Vec<_> = months
        .iter()
        .map(|(m, moved)| (m.to_string(), moved.quantity))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-03".to_owned(), Quantity::from(3)),
            ("2026-04".to_owned(), Quantity::from(5))
        ]
    );
    assert_eq!(reader.months(&sku(7)).unwrap(), []);
    assert_eq!(reader.months(&sku(9_999)).unwrap(), []);

    let dekad = |month, third| Dekad {
        month: Month { year: 2026, month },
        third,
    };
    let moved = |from, to| {
        let mut all = Vec::new();
        let each = |sku: &str, _: &str, moved: crate::store::Moved| {
            all.push((Sku::new(sku).unwrap(), moved.quantity));
        };
        reader.moved_between(dekad(from, 0), dekad(to, 2), each).unwrap();
        all.sort();
        all
    };
    let mut march = vec![(sku(1), 3), (sku(2), 1), (sku(5), 4)];
    let mut both = vec![(sku(1), 8), (sku(2), 1), (sku(5), 4), (sku(250), 1)];
    for (list, (from, to)) in [(&mut march, (1, 3)), (&mut both, (3, 4))] {
        list.sort();
        let expected: Vec<_> = list.drain(..).map(|(sku, n)| (sku, Quantity::from(n))).collect();
        assert_eq!(moved(from, to), expected);
    }
    assert_eq!(moved(5, 12), []);
}

#[test]
fn a_return_is_a_sale_backwards() {
    let mut written = busy();
    written.close();
    written.open(date(2026, 4, 2));
    written.refund(2, Back::Original, Fate::Stock, 9);
    written.refund(1, Back::Credit, Fate::WrittenOff, 9);
    let reader = folded(&written).read().unwrap();
    let sold = |entry: &&crate::store::Recorded| matches!(&entry.fact.event, Event::Sold(_));
    let sale = written.entries.iter().rfind(sold).unwrap();
    let (first, second) = (
        &written.entries[written.entries.len() - 2],
        written.entries.last().unwrap(),
    );
    let positions = vec![first.position, second.position];
    assert_eq!(reader.returns_of(sale.id).unwrap(), positions);
    assert_eq!(reader.returns_of(first.id).unwrap(), Vec::<u64>::new());
    let number: DocumentNumber = "C1R-000002".parse().unwrap();
    assert_eq!(reader.position_of_number(&number).unwrap(), Some(second.position));
    let day = date(2026, 4, 2);
    assert_eq!(reader.sales_between(day, day).unwrap(), positions);

    let days = reader.days(day, day).unwrap();
    let figures = &days[0].1.figures;
    let returns = figures.returns.as_ref().unwrap();
    assert_eq!((figures.sales, returns.count), (0, 2));
    assert_eq!(figures.total, -returns.total);
    assert_eq!(returns.written_off, Money::from_minor(201, eur()));
    assert_eq!(
        figures.tenders[&Method::Card].given,
        Money::from_minor(402, eur())
    );
    assert_eq!(days[0].1.hours[&9].total, figures.total);
    assert_eq!(days[0].1.cost, Money::from_minor(-3 * 83, eur()));

    // five were sold in April; three came back, one of them for the bin
    let months = reader.months(&sku(1)).unwrap();
    assert_eq!(months[1].1.quantity, Quantity::from(2));
    assert_eq!(
        reader.stock(&[sku(1)]).unwrap(),
        [Some(Quantity::from(50 - 8 + 2))]
    );
    let note = reader.credit(&number).unwrap().unwrap();
    assert_eq!(
        (note.issued, note.left),
        (returns.written_off, returns.written_off)
    );
    assert_eq!(reader.credit(&"C1R-000001".parse().unwrap()).unwrap(), None);
}

#[test]
fn closings_are_listed_and_found() {
    let written = busy();
    let reader = folded(&written).read().unwrap();
    let closings = reader.closings().unwrap();
    assert_eq!(closings.iter().map(|c| c.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(closings[0].date, date(2026, 3, 30));
    assert_eq!((closings[0].sales, closings[0].total.minor()), (2, 905));
    assert_eq!(reader.position_of_closing(2).unwrap(), Some(closings[1].position));
    assert_eq!(reader.position_of_closing(3).unwrap(), None);
}

#[test]
fn levels_come_with_their_products() {
    let reader = folded(&busy()).read().unwrap();
    let mut levels = Vec::new();
    reader
        .for_each_level(|product, level| levels.push((product.sku, level)))
        .unwrap();
    assert_eq!(levels.len(), 300);
    assert!(levels.is_sorted());
    assert!(levels.contains(&(sku(1), Some(Quantity::from(42)))));
    assert!(levels.contains(&(sku(2), Some(Quantity::from(49)))));
}

#[test]
fn an_empty_store_answers_nothing() {
    let reader = empty().read().unwrap();
    let (first, last) = (date(2000, 1, 1), date(2099, 12, 31));
    assert_eq!(reader.applied().unwrap(), crate::store::Applied::default());
    assert_eq!(reader.stock(&[sku(1)]).unwrap(), [None]);
    assert_eq!(reader.days(first, last).unwrap(), []);
    assert!(reader.sales_between(first, last).unwrap().is_empty());
    assert_eq!(reader.closings().unwrap(), []);
    assert_eq!(reader.months(&sku(1)).unwrap(), []);
    let (from, to) = (Dekad::of(first), Dekad::of(last));
    reader
        .moved_between(from, to, |_, _, _| panic!("nothing was sold"))
        .unwrap();
}
