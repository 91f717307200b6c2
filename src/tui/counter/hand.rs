//! The ticket in hand as a whole: who buys, what it comes to, taking it up and beginning the next. Must never
//! lose one that has lines.

use crate::domain::customer::Buyer;
use crate::domain::money::Money;
use crate::domain::pricing::{self, BasketRefusal, Priced};
use crate::domain::ticket::Ticket;
use crate::register::job::Job;
use crate::register::reply::Said;
use crate::tui::theme::Role;

use super::Counter;

impl Counter {
    /// Names who buys on the ticket, or nobody.
    pub fn name(&mut self, buyer: Option<Buyer>) {
        let (key, name) = match &buyer {
            Some(buyer) => ("customer-named", buyer.name.clone()),
            None => ("customer-not-named", String::new()),
        };
        let told = self.look.words.format(key, &[("name", name.into())]);
        self.say(Role::Good, told);
        self.ticket.customer = buyer;
        self.keep();
    }

    /// Goes on with a ticket that was put aside, unless something was sold meanwhile: it stays parked then.
    pub fn take_up(&mut self, ticket: &Ticket) {
        if !self.ticket.lines.is_empty() {
            let told = self.look.words.text("park-in-hand").into_owned();
            self.say(Role::Warn, told);
            return self.bell();
        }
        self.ticket = ticket.clone();
        self.reprice();
        self.keep();
        let told = self.look.words.text("park-recalled").into_owned();
        self.say(Role::Good, told);
    }

    /// Begins the next ticket.
    pub fn begin(&mut self) {
        self.ticket = Ticket::new(self.at.id());
        self.priced = None;
        self.keep();
    }

    /// Has the ticket kept as a draft.
    pub fn keep(&mut self) {
        let ticket = self.ticket.clone();
        self.ask(Job::SaveDraft(ticket));
    }

    /// What the ticket comes to; none while it is empty.
    pub fn ticket_total(&self) -> Option<Money> {
        self.priced.as_ref().map(|priced| priced.total)
    }

    /// Why the ticket has no figures, if it has lines and no figures: a draft from before its taxes changed.
    pub fn unpriced(&self) -> Option<Said> {
        self.price().err().map(|refusal| Said::from(&refusal))
    }

    pub(super) fn reprice(&mut self) {
        // A line less, or a draft that was priced before it was kept, is priced as it was.
        self.priced = self.price().unwrap_or(None);
    }

    pub(super) fn price(&self) -> Result<Option<Priced>, BasketRefusal> {
        match &self.desk {
            Some(desk) if !self.ticket.lines.is_empty() => {
                pricing::price(&self.ticket.basket(&desk.shop)).map(Some)
            }
            _ => Ok(None),
        }
    }
}
