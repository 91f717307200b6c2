//! Goods that come back: the receipt, its lines, the way of paying back, what is given.

use insta::assert_snapshot;
use tendero::domain::document::{DocumentNumber, ReceiptCode};
use tendero::domain::payment::Method;
use tendero::lang::Lang;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::At;

/// Three loaves and some coffee were sold for cash, one more coffee by card; Luz, who may take goods back, is
/// signed in.
fn sold(size: (u16, u16)) -> At {
    let mut at = sold_by_ana(size);
    at.keys("<Ctrl+P>salir<Enter>1246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale);
    at
}

fn sold_by_ana(size: (u16, u16)) -> At {
    let mut at = At::selling(Lang::Es, size);
    at.keys("3*").scan(&code("PAN-1")).scan(&code("MOL-1"));
    at.keys("<Enter>50<Enter><Enter>").scan(&code("MOL-1"));
    at.keys("<Enter><F3><Enter>");
    assert_eq!(at.model.scope(), Scope::Sale);
    at
}

#[test]
fn a_receipt_is_found_its_lines_chosen_and_paid_back() {
    let mut at = sold((80, 24));
    at.keys("<Ctrl+R>");
    assert_eq!(at.model.scope(), Scope::FindReceipt);
    assert_snapshot!("find_receipt", at.picture());
    at.keys("124<Enter>");
    assert_eq!(at.model.scope(), Scope::ReturnLines);
    at.keys("<Enter>");
    assert!(at.shows("Aún no vuelve nada"));
    at.keys("2<Down><Right><F3>");
    assert_snapshot!("return_lines", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::PayBack);
    at.keys("caducado");
    assert_snapshot!("pay_back", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::GivenBack);
    assert!(at.shows("DEVOLVER"));
    assert_snapshot!("given_back", at.picture());
    at.keys("<F9>");
    assert_snapshot!("return_paper", at.picture());
    let refund = at.register.refunds[0].clone();
    assert_eq!(refund.reason, "caducado");
    at.keys("<Esc><Enter><Ctrl+R>124<Enter>2<Enter>");
    assert!(at.shows("queda 1"), "{}", at.text());
    assert_eq!(
        (at.model.scope(), at.register.refunds.len()),
        (Scope::ReturnLines, 1)
    );
    at.keys("<Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
}

#[test]
fn what_was_paid_by_card_goes_back_on_the_card_unless_asked_otherwise() {
    let mut at = sold((80, 24));
    at.keys("<Ctrl+R><Enter><F2><Enter>");
    assert!(at.shows("Como se pagó: Tarjeta"));
    at.keys("<Enter>");
    assert!(at.shows("TARJETA") && !at.shows("DEVOLVER"));
    assert_eq!(at.register.refunds[0].tenders[0].method, Method::Card);
}

#[test]
fn the_code_of_a_receipt_opens_its_return_and_one_of_another_shop_does_not() {
    let mut at = sold((80, 24));
    let sale = at.register.sales[0].clone();
    at.scan(&ReceiptCode::of(&sale.number, sale.id).to_string());
    assert_eq!(at.model.scope(), Scope::ReturnLines);
    assert!(at.shows("Devolución de C2-000124"));
    at.scan(&code("PAN-1")).scan(&code("PAN-1")).scan(&code("LEC-1"));
    assert!(at.shows("De eso ya no queda nada"));
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::PayBack, "two loaves were scanned");
    at.scan(&code("PAN-1"));
    assert!(
        at.shows("Conteste") || at.shows("pregunta"),
        "a scan confirms nothing"
    );
    at.keys("<Esc><Esc><Esc>").scan("C2-000124-ffffffff");
    assert!(at.shows("es de otra tienda"), "{}", at.text());
    at.keys("<Esc>").scan("C9-000124-0199abcd");
    assert!(at.shows("es de otra"), "{}", at.text());
    assert_eq!(at.register.refunds.len(), 0);
}

#[test]
fn a_return_pays_the_open_ticket() {
    let mut at = sold((80, 24));
    at.scan(&code("MOL-1")).scan(&code("LEC-1"));
    at.keys("<Ctrl+R>124<Enter>1<Enter>");
    assert!(at.shows("Para este ticket"));
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Pay);
    assert_snapshot!("pay_exchange", at.picture());
    at.keys("<Esc>");
    assert!(
        !at.shows("Devolución  "),
        "the return is given up, the ticket is not"
    );
    at.keys("<Esc><Ctrl+R>124<Enter>1<Enter><Enter><F3>");
    assert_eq!(at.model.scope(), Scope::Change);
    let (refund, sale) = (&at.register.refunds[0], at.register.sales.last().unwrap());
    assert_eq!(refund.tenders[0].method, Method::Exchange);
    assert_eq!(
        (sale.tenders[0].method, sale.tenders[1].method),
        (Method::Exchange, Method::Card)
    );
    assert_eq!(sale.tenders[0].amount, refund.priced.total);
}

#[test]
fn a_return_worth_more_than_the_ticket_gives_the_rest_back() {
    let mut at = sold((80, 24));
    at.scan(&code("LEC-1")).keys("<Ctrl+R>124<Enter><F2><Enter>");
    assert_snapshot!("pay_back_exchange", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::GivenBack);
    let refund = &at.register.refunds[0];
    assert_eq!(refund.tenders.len(), 2);
    assert!(at.model.counter.ticket.lines.is_empty());
}

#[test]
fn goods_of_the_ticket_go_back_without_a_receipt_by_permission() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("PAN-1")).keys("<Ctrl+P>sin recibo<Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "Ana is a cashier");
    at.keys("246810<Enter>");
    assert_eq!(at.model.scope(), Scope::PayBack);
    let ticket = at.model.counter.ticket.id;
    at.keys("<F3>");
    assert!(at.shows("sin recibo") && at.shows("dado de baja"));
    at.keys("<Down><Enter>");
    assert!(at.shows("VALE C2R-000001"), "{}", at.text());
    assert!(at.register.refunds[0].of.is_none());
    assert_eq!(at.register.refunds[0].id, ticket, "one ticket is one document");
    assert_eq!(at.register.approvals.len(), 1, "what Luz allowed came with it");
    let number: DocumentNumber = at.register.refunds[0].number.clone();
    assert_eq!(number.to_string(), "C2R-000001");
}

#[test]
fn a_cashier_takes_goods_back_once_somebody_allows_it() {
    let mut at = sold_by_ana((80, 24));
    let sale = at.register.sales[0].clone();
    at.scan(&ReceiptCode::of(&sale.number, sale.id).to_string());
    assert_eq!(at.model.scope(), Scope::Supervisor);
    at.keys("246810<Enter>");
    assert_eq!(at.model.scope(), Scope::ReturnLines, "{}", at.text());
    at.keys("<F2><Enter><Enter>");
    assert_eq!((at.register.refunds.len(), at.register.approvals.len()), (1, 1));
    at.keys("<Enter><Ctrl+R>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "once is once");
    at.keys("<Esc>").keys("<Ctrl+R>246810<Enter>");
    assert_eq!(
        at.model.scope(),
        Scope::FindReceipt,
        "no receipt was scanned this time"
    );
}

#[test]
fn the_pages_are_usable_on_the_smallest_window() {
    let mut at = sold((40, 15));
    at.keys("<Ctrl+R>");
    assert_snapshot!("find_receipt_small", at.text());
    at.keys("124<Enter><F2>");
    assert_snapshot!("return_lines_small", at.text());
    at.keys("<Enter>");
    assert_snapshot!("pay_back_small", at.text());
    at.keys("<Enter>");
    assert_snapshot!("given_back_small", at.text());
}
