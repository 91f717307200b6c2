//! The screens: one file each, a closed set. Must never know each other: they say where to go by [`Go`].

pub mod change;
pub mod close;
pub mod first_run;
pub mod given_back;
pub mod open_register;
pub mod opening;
pub mod pay;
pub mod sale;
mod settled;
pub mod sign_in;
pub mod stopped;

use crate::domain::cash::CashMove;
use crate::domain::decide::refund::ComingBack;
use crate::domain::permission::Permission;
use crate::domain::refund::{Back, Fate};
use crate::register::hub::state::SyncJob;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::return_jobs::{RefundAsked, ReturnAnswer, ReturnJob};

use super::command::Command;
use super::counter::Counter;
use super::go::{Before, Go};
use super::part::parts;

parts! {
    /// What stands on the whole terminal.
    Screen {
        /// The store is being opened.
        Opening(opening::State),
        /// There is no shop yet.
        FirstRun(first_run::State),
        /// Who is it?
        SignIn(sign_in::State),
        /// The float.
        OpenRegister(open_register::State),
        /// The ticket.
        Sale(sale::State),
        /// The payment.
        Pay(pay::State),
        /// The change.
        Change(change::State),
        /// What a return gives back.
        GivenBack(given_back::State),
        /// The count and the Z.
        Close(close::State),
        /// The disk or the store failed: nothing else works.
        Stopped(stopped::State),
    }
}

/// The screen to which the state of the till leads.
pub fn home(counter: &mut Counter) -> Screen {
    let Some(desk) = &counter.desk else {
        return Screen::Opening(opening::State);
    };
    if desk.signed_in.is_none() {
        Screen::SignIn(sign_in::open(counter))
    } else if desk.shift.is_none() {
        Screen::OpenRegister(open_register::open(counter))
    } else {
        Screen::Sale(sale::open("", counter))
    }
}

/// Commands that mean the same on every screen that has them; none where nobody knows it.
pub fn anywhere(command: Command, counter: &mut Counter) -> Option<Go> {
    let job = match command {
        Command::Receipt => Job::Receipt(None),
        Command::XReport => Job::TakeX(counter.approval(Permission::Register)),
        Command::SignOut => Job::SignOut,
        Command::Products => return Some(Go::Products),
        Command::Categories => return Some(Go::Categories),
        Command::CountGoods => return Some(Go::CountGoods),
        Command::Explain => return Some(Go::Explain(None)),
        Command::CashIn => return Some(Go::Cash(Some(CashMove::In))),
        Command::CashOut => return Some(Go::Cash(Some(CashMove::Out))),
        Command::CashDrop => return Some(Go::Cash(Some(CashMove::Drop))),
        Command::Expense => return Some(Go::Cash(None)),
        Command::CashBook => return Some(Go::CashBook),
        Command::PriceCheck => return Some(Go::PriceCheck),
        Command::Lock => return Some(Go::Lock),
        Command::ChangePin => return Some(Go::NewPin(None)),
        Command::People => return Some(Go::People),
        Command::Roles => return Some(Go::Roles),
        Command::Settings => return Some(Go::Settings),
        Command::Printer => return Some(Go::Printer),
        Command::Trail => return Some(Go::Trail),
        Command::PrintQueue => return Some(Go::PrintQueue),
        Command::OpenDrawer => return Some(Go::Drawer),
        Command::Reports => return Some(Go::Reports),
        Command::Closings => return Some(Go::Closings),
        Command::SyncQueue => return Some(Go::SyncQueue),
        Command::Conflicts => return Some(Go::Conflicts),
        Command::JoinHub => return Some(Go::JoinHub),
        Command::LeaveHub => return Some(leave_hub(counter)),
        Command::ReadyOffline => return Some(Go::Checklist(Before::Offline)),
        Command::BeforeClosing => return Some(Go::Checklist(Before::Closing)),
        Command::SyncNow => {
            counter.sync_now();
            return Some(Go::Stay);
        }
        Command::CloseRegister => return Some(Go::Close),
        Command::NewProduct => return Some(Go::NewProduct { code: String::new() }),
        Command::Return => {
            let code = counter.receipt.take().unwrap_or_default();
            return Some(Go::FindReceipt { code });
        }
        Command::LooseReturn => Job::Return(loose_return(counter)),
        _ => return None,
    };
    counter.ask(job);
    Some(Go::Stay)
}

/// The goods of the ticket come back without a receipt, at the prices they stand there with. The return has
/// the ticket's id: whatever cuts the power, one ticket is one document.
fn loose_return(counter: &Counter) -> ReturnJob {
    let goods = counter.ticket.lines.iter();
    let asked = RefundAsked {
        id: counter.ticket.id,
        what: ComingBack::Loose(goods.map(|line| (line.good.clone(), Fate::Stock)).collect()),
        back: Back::Cash,
        reason: String::new(),
    };
    let approval = counter.approval(asked.permission());
    ReturnJob::Offer(asked, None, approval)
}

/// Asks before the till goes on without its hub.
fn leave_hub(counter: &mut Counter) -> Go {
    let approval = counter.approval(Permission::Settings);
    let shop = counter.hub().map_or("", |hub| hub.shop.as_str());
    let question = counter
        .look
        .words
        .format("leave-hub-ask", &[("shop", shop.into())]);
    Go::AskFirst(question, Box::new(Job::Sync(SyncJob::Leave { approval })))
}

/// Where answers lead that no screen waits for.
pub fn reply_anywhere(answer: &Answer) -> Option<Go> {
    match answer {
        Answer::SignedIn(_) | Answer::SignedOut | Answer::ShiftOpened(_) => Some(Go::Home),
        Answer::PinShort(person) => Some(Go::NewPin(Some(*person))),
        Answer::HandedOver => Some(Go::Stay),
        Answer::Receipt(Some(sale)) => Some(Go::Receipt(sale.clone())),
        Answer::Return(ReturnAnswer::Past(refund)) => Some(Go::ReturnPaper(refund.clone())),
        Answer::X(shift, totals) => Some(Go::XReport(shift.clone(), *totals)),
        Answer::Return(ReturnAnswer::Offered(offered)) => Some(Go::PayBack(offered.clone())),
        Answer::Closed(closing) => Some(Go::ZReport(closing.clone())),
        _ => None,
    }
}
