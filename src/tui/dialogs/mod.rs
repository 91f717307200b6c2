//! The dialogs: one file each, a closed set, on top of a screen. Must never know a screen.

pub mod ask;
pub mod cash;
pub mod cash_book;
pub mod categories;
pub mod checklist;
pub mod conflict;
pub mod conflicts;
pub mod count_goods;
pub mod customer;
pub mod customers;
pub mod discount;
pub mod documents;
pub mod drawer;
mod entry;
pub mod explain;
pub mod favourites;
mod goods;
pub mod help;
pub mod join_hub;
mod labels;
pub mod lock;
pub mod missing;
pub mod move_goods;
pub mod new_pin;
pub mod new_product;
pub mod note;
pub mod notice;
pub mod palette;
pub mod park;
pub mod parked;
pub mod pay_account;
pub mod people;
pub mod period;
pub mod person;
pub mod preview;
pub mod price;
pub mod price_check;
pub mod print_queue;
pub mod printer;
pub mod product;
pub mod products;
pub mod quantity;
pub mod receipt;
pub mod reference;
pub mod report;
pub mod reports;
pub mod returns;
pub mod roles;
pub mod save_report;
pub mod scroll;
pub mod settings;
pub mod supervisor;
pub mod sync_queue;
pub mod trail;

use super::part::parts;

parts! {
    /// What stands on top of a screen: a box, or a page that covers it.
    Dialog {
        /// A question with Enter for yes and Esc for no.
        Ask(ask::State),
        /// The quantity of a line.
        Quantity(quantity::State),
        /// The customers.
        Customers(customers::State),
        /// The record of one of them.
        Customer(customer::State),
        /// How much one of them pays of what they owe.
        PayAccount(pay_account::State),
        /// The reference of a tender.
        Reference(reference::State),
        /// What to call the ticket that is put aside.
        Park(park::State),
        /// The tickets that were put aside.
        Parked(parked::State),
        /// A discount on a line or on the ticket.
        Discount(discount::State),
        /// Another price of a line.
        Price(price::State),
        /// A note on a line or on the ticket.
        Note(note::State),
        /// The goods that are sold without a code.
        Favourites(favourites::State),
        /// What a good does not say of itself.
        Missing(missing::State),
        /// Every product.
        Products(products::State),
        /// One product.
        Product(product::State),
        /// The categories, and what their goods are worth.
        Categories(categories::State),
        /// A count of the shelves.
        CountGoods(count_goods::State),
        /// Goods that come in, are put right or are written off.
        MoveGoods(move_goods::State),
        /// What the keys do.
        Help(help::State),
        /// Every command by its name.
        Palette(palette::State),
        /// A receipt.
        Receipt(receipt::State),
        /// An X or a Z.
        Report(report::State),
        /// The form of a new product.
        NewProduct(new_product::State),
        /// The PIN of somebody who may.
        Supervisor(supervisor::State),
        /// The search for a receipt.
        FindReceipt(returns::find::State),
        /// The lines of a receipt that come back.
        ReturnLines(returns::lines::State),
        /// How a return is paid back.
        PayBack(returns::pay_back::State),
        /// Cash in, out or dropped, or an expense.
        Cash(cash::State),
        /// The cash moves and expenses of the shift.
        CashBook(cash_book::State),
        /// What a good costs.
        PriceCheck(price_check::State),
        /// A PIN to go on.
        Lock(lock::State),
        /// Another PIN.
        NewPin(new_pin::State),
        /// Who works here.
        People(people::State),
        /// One of them.
        Person(person::State),
        /// What each role may do.
        Roles(roles::State),
        /// What the shop has settled.
        Settings(settings::State),
        /// What happened.
        Trail(trail::State),
        /// Why the drawer is opened.
        Drawer(drawer::State),
        /// The printer of this till.
        Printer(printer::State),
        /// What waits for the printer.
        PrintQueue(print_queue::State),
        /// The page of reports.
        Reports(reports::State),
        /// The documents behind a figure.
        Documents(documents::State),
        /// Which dates a report is of.
        Period(period::State),
        /// The name of a report's file.
        SaveReport(save_report::State),
        /// What became of each entry at the hub.
        SyncQueue(sync_queue::State),
        /// What two tills changed at once.
        Conflicts(conflicts::State),
        /// One of them, both versions side by side.
        Conflict(conflict::State),
        /// A hub and its code.
        JoinHub(join_hub::State),
        /// What to look at before something.
        Checklist(checklist::State),
        /// Something that must be read.
        Notice(notice::State),
    }
}
