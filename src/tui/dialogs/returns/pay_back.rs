//! How a return is paid back. Must never show an amount that the register did not say.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::tender_key;
use crate::domain::decide::refund::{ComingBack, Way};
use crate::domain::money::{Currency, Money, sum};
use crate::domain::payment::{Method, Tender};
use crate::domain::refund::{Back, Fate};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::return_jobs::{ExchangedFor, Offered, ReturnAnswer};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The ways there are, the chosen one and the reason.
#[derive(Debug)]
pub struct State {
    offered: Offered,
    chosen: usize,
    reason: Field,
    saving: Option<u64>,
}

/// The ways of paying back; as it was paid is proposed where there is more than cash in it.
pub fn open(offered: Offered) -> State {
    let original = |way: &Way| way.back == Back::Original && !way.exchange;
    let exchange = |way: &Way| way.exchange;
    let ways = &offered.offer.ways;
    let chosen = ways.iter().position(exchange).or(ways.iter().position(original));
    State {
        chosen: chosen.unwrap_or(0),
        reason: Field::new(60),
        saving: None,
        offered,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::PayBack;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::LOOSE, self.offered.is_loose())
    }

    fn waiting(&self) -> bool {
        self.saving.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let last = self.offered.offer.ways.len().saturating_sub(1);
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.chosen = self.chosen.saturating_sub(1),
            Command::Down => self.chosen = (self.chosen + 1).min(last),
            Command::WriteOff => self.write_off(),
            Command::Confirm => return Some(self.confirm(counter)),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.saving.take_if(|saving| *saving == id)?;
        let Answer::Return(answer) = answer else {
            return None;
        };
        match answer {
            ReturnAnswer::Made(refund) => {
                if self.offered.is_loose() {
                    counter.begin();
                }
                Some(Go::GivenBack(refund.clone()))
            }
            ReturnAnswer::Exchanged(refund, _) => {
                counter.begin();
                Some(Go::GivenBack(refund.clone()))
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.reason)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let ways = &self.offered.offer.ways;
        let rows = u16::try_from(ways.len()).unwrap_or(u16::MAX).saturating_add(6);
        let inside = paper.dialog(area, 60, rows, &words.text("return-pay-title"));
        let total = look.money(self.offered.offer.total);
        paper.right(inside.right(), inside.y, inside.width, &total, Role::Strong);
        let told = words.text(if self.offered.is_loose() {
            "return-no-receipt"
        } else {
            "return-total"
        });
        paper.text(
            inside.x,
            inside.y,
            inside.width.saturating_sub(width(&total) + 1),
            &told,
            Role::Text,
        );
        for (at, (y, way)) in (inside.y + 2..inside.bottom()).zip(ways).enumerate() {
            let amount = look.figure(given(way, self.offered.offer.total.currency()));
            let start = paper.right(inside.right(), y, inside.width, &amount, Role::Text);
            let room = start.saturating_sub(inside.x + 1);
            paper.text(inside.x, y, room, &label(way, look), Role::Text);
            if at == self.chosen {
                paper.select(Rect::new(inside.x, y, inside.width, 1));
            }
        }
        let y = inside.bottom().checked_sub(1)?;
        if self.saving.is_some() {
            let told = words.text("return-saving");
            paper.text(inside.x, y, inside.width, &told, Role::Text);
            return None;
        }
        if self.fate() == Some(Fate::WrittenOff) {
            let told = words.text("return-written-off");
            paper.text(inside.x, y - 1, inside.width, &told, Role::Warn);
        }
        let reason = words.text("return-reason");
        let x = paper.text(inside.x, y, width(&reason) + 1, &format!("{reason}:"), Role::Text) + 1;
        let width = inside.right().saturating_sub(x);
        Some(self.reason.view(paper, Rect::new(x, y, width, 1)))
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) -> Go {
        let fresh = counter.take_approval(self.offered.asked.permission());
        self.offered.approval = fresh.or(self.offered.approval);
        let Some(way) = self.offered.offer.ways.get(self.chosen) else {
            return Go::Stay;
        };
        let sale = match way.worth() {
            None => None,
            // what the goods cost more is for the payment
            Some(worth) if Some(worth) != counter.ticket_total() => {
                let mut offered = self.offered.clone();
                self.reason.text().trim().clone_into(&mut offered.asked.reason);
                return Go::PayExchange(Box::new(offered), worth);
            }
            Some(_) => Some(ExchangedFor {
                ticket: counter.ticket.clone(),
                tenders: Vec::new(),
            }),
        };
        let job = self.offered.make(way.back, self.reason.text(), sale);
        self.saving = Some(counter.ask(Job::Return(job)));
        Go::Stay
    }

    /// What becomes of goods without a receipt.
    fn fate(&self) -> Option<Fate> {
        match &self.offered.asked.what {
            ComingBack::Loose(goods) => goods.first().map(|(_, fate)| *fate),
            ComingBack::Of(..) => None,
        }
    }

    fn write_off(&mut self) {
        let other = match self.fate() {
            Some(Fate::Stock) => Fate::WrittenOff,
            _ => Fate::Stock,
        };
        if let ComingBack::Loose(goods) = &mut self.offered.asked.what {
            goods.iter_mut().for_each(|(_, fate)| *fate = other);
        }
    }
}

/// What leaves the till; where an exchange takes all of it, what it takes.
fn given(way: &Way, currency: Currency) -> Money {
    match way.worth() {
        Some(worth) if way.tenders.len() == 1 => worth,
        _ => {
            let given = way
                .tenders
                .iter()
                .filter(|tender| tender.method != Method::Exchange);
            sum(currency, given.map(|tender| tender.amount))
        }
    }
}

/// The way in words.
fn label(way: &Way, look: &Look) -> String {
    let name = |tender: &Tender| look.words.text(tender_key(tender.method)).into_owned();
    let names = || {
        way.tenders
            .iter()
            .filter(|tender| tender.method != Method::Exchange)
            .map(name)
    };
    match (way.exchange, way.back) {
        (true, _) if way.tenders.len() == 1 => look.words.text("return-for-ticket").into_owned(),
        (true, _) => {
            let rest = names().collect::<Vec<_>>().join(", ");
            look.words
                .format("return-for-ticket-rest", &[("rest", rest.into())])
        }
        (false, Back::Original) => {
            let names = names().collect::<Vec<_>>().join(", ");
            look.words.format("return-as-paid", &[("tenders", names.into())])
        }
        (false, Back::Cash) => look.words.text("tender-cash").into_owned(),
        (false, Back::Credit) => look.words.text("tender-credit").into_owned(),
    }
}
