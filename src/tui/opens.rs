//! The dialog that a step opens. Must never move between screens: that is the update's.

use super::counter::Counter;
use super::dialogs::{self, Dialog, returns};
use super::go::Go;
use super::model::Model;
use super::screens::Screen;

/// What stands on top after the step; none where the step opens nothing.
pub(super) fn dialog(model: &mut Model, go: Go) -> Option<Dialog> {
    let counter = &mut model.counter;
    Some(match go {
        Go::AskVoid => Dialog::Ask(dialogs::ask::void_ticket(counter)),
        Go::AskVoidParked(id) => Dialog::Ask(dialogs::ask::void_parked(counter.parked(id)?, counter)),
        Go::Park { then } => Dialog::Park(dialogs::park::open(then)),
        Go::Reference { then, required } => Dialog::Reference(dialogs::reference::open(then, required)),
        Go::Parked => Dialog::Parked(dialogs::parked::open()),
        Go::Quantity => {
            let Screen::Sale(sale) = &model.screen else {
                return None;
            };
            Dialog::Quantity(dialogs::quantity::open(sale.chosen(counter)?))
        }
        Go::Discount | Go::Price => {
            let Screen::Sale(sale) = &model.screen else {
                return None;
            };
            let line = sale.chosen(counter)?;
            match go {
                Go::Price => Dialog::Price(dialogs::price::open(line)),
                _ => Dialog::Discount(dialogs::discount::open(line)),
            }
        }
        Go::Note => {
            let line = match &model.screen {
                Screen::Sale(sale) => sale.chosen(counter),
                _ => None,
            };
            Dialog::Note(dialogs::note::open(line, counter))
        }
        Go::Favourites { quantity } => Dialog::Favourites(dialogs::favourites::open(quantity)),
        Go::Missing {
            good,
            quantity,
            price,
        } => Dialog::Missing(dialogs::missing::open(*good, quantity, price)),
        Go::Allow {
            then,
            permission,
            what,
        } => Dialog::Supervisor(dialogs::supervisor::open(then, permission, what, counter)),
        Go::Help => Dialog::Help(dialogs::help::open(&model.counter.look, model.scope())),
        Go::Palette => Dialog::Palette(dialogs::palette::open(
            &model.counter.look,
            model.scope(),
            model.flags(),
        )),
        Go::Explain(sale) => Dialog::Report(dialogs::report::explained(sale.as_deref(), counter)),
        Go::Receipt(sale) => Dialog::Receipt(dialogs::receipt::open(&sale, counter)),
        Go::XReport(shift, totals) => Dialog::Report(dialogs::report::x(&shift, totals, counter)),
        Go::Zed(closing) => Dialog::Report(dialogs::report::z(&closing, counter)),
        Go::NewProduct { code } => Dialog::NewProduct(dialogs::new_product::open(&code, counter)),
        Go::FindReceipt { code } => Dialog::FindReceipt(returns::find::open(&code, counter)),
        Go::ReturnLines(receipt) => Dialog::ReturnLines(returns::lines::open(receipt, counter)),
        Go::PayBack(offered) => Dialog::PayBack(returns::pay_back::open(*offered)),
        Go::ReturnPaper(refund) => Dialog::Receipt(dialogs::receipt::of_return(&refund, counter)),
        other => return of_the_shop(other, counter),
    })
}

/// What is done beside selling: cash, goods, customers, people, papers.
fn of_the_shop(go: Go, counter: &mut Counter) -> Option<Dialog> {
    Some(match go {
        Go::Customers => Dialog::Customers(dialogs::customers::open(counter)),
        Go::EditCustomer(customer) => Dialog::Customer(dialogs::customer::open(
            customer.as_deref(),
            counter.at.id(),
            counter.look.lang(),
        )),
        Go::PayAccount(customer, balance) => {
            Dialog::PayAccount(dialogs::pay_account::open(*customer, balance, counter.at.id()))
        }
        Go::Statement(statement) => Dialog::Report(dialogs::report::statement(&statement, counter)),
        Go::Cash(what) => Dialog::Cash(dialogs::cash::open(what, counter)),
        Go::CashBook => Dialog::CashBook(dialogs::cash_book::open(counter)),
        Go::AskUndoCash(undo) => Dialog::Ask(dialogs::ask::undo_cash(*undo)),
        Go::PriceCheck => Dialog::PriceCheck(dialogs::price_check::open()),
        Go::Drawer => Dialog::Drawer(dialogs::drawer::open()),
        Go::Printer => Dialog::Printer(dialogs::printer::open(counter)),
        Go::PrintQueue => Dialog::PrintQueue(dialogs::print_queue::open()),
        Go::Reports => Dialog::Reports(dialogs::reports::open(counter)),
        Go::Closings => Dialog::Reports(dialogs::reports::closings(counter)),
        Go::Documents(which) => Dialog::Documents(dialogs::documents::open(*which, counter)),
        Go::AskPeriod => Dialog::Period(dialogs::period::open()),
        Go::SaveReport(report) => Dialog::SaveReport(dialogs::save_report::open(report)),
        Go::Paper { title, layout } => Dialog::Report(dialogs::report::paper(title, layout)),
        Go::Products => Dialog::Products(dialogs::products::open(counter)),
        Go::Product(sku) => Dialog::Product(dialogs::product::open(sku, counter)),
        Go::EditProduct(sku) => Dialog::NewProduct(dialogs::new_product::edit(sku.as_ref(), counter)),
        Go::Categories => Dialog::Categories(dialogs::categories::open(counter)),
        Go::CountGoods => Dialog::CountGoods(dialogs::count_goods::open(counter)),
        Go::AskFirst(question, job) => Dialog::Ask(dialogs::ask::first(question, job)),
        Go::MoveGoods(what, sku) => Dialog::MoveGoods(dialogs::move_goods::open(what, sku.as_ref(), counter)),
        Go::Lock => Dialog::Lock(dialogs::lock::open(counter)),
        Go::NewPin(Some(person)) => Dialog::NewPin(dialogs::new_pin::open(person, true, counter)),
        Go::NewPin(None) => Dialog::NewPin(dialogs::new_pin::open(counter.person()?.id, false, counter)),
        Go::People => Dialog::People(dialogs::people::open(counter)),
        Go::Person(person) => Dialog::Person(dialogs::person::open(person, counter)),
        Go::Roles => Dialog::Roles(dialogs::roles::open()),
        Go::Settings => Dialog::Settings(dialogs::settings::open()),
        Go::Trail => Dialog::Trail(dialogs::trail::open(counter)),
        Go::SyncQueue => Dialog::SyncQueue(dialogs::sync_queue::open(counter)),
        Go::Conflicts => Dialog::Conflicts(dialogs::conflicts::open(counter)),
        Go::Conflict(conflict, place) => Dialog::Conflict(dialogs::conflict::open(*conflict, place)),
        Go::JoinHub => Dialog::JoinHub(dialogs::join_hub::open(counter)),
        Go::Checklist(before) => Dialog::Checklist(dialogs::checklist::open(before, counter)),
        _ => return None,
    })
}
