//! What every screen sees and may change: the ticket in hand, the goods, the people, what to say. Must never
//! price a ticket more than once a change.

mod changes;
mod hand;
pub mod leave;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::devices::spool::Printing;
use crate::domain::acceptance::Acceptance;
use crate::domain::barcode::Pattern;
use crate::domain::catalogue::Catalogue;
use crate::domain::customer::Directory;
use crate::domain::lookup;
use crate::domain::money::Money;
use crate::domain::parked::ParkedBrief;
use crate::domain::payment::Method;
use crate::domain::pricing::Priced;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::search::Index;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;
use crate::register::hub::state::{Lamp, SyncJob, SyncState};
use crate::register::job::{Job, Request};
use crate::register::mirror::MirrorState;
use crate::register::reply::{Colleague, Desk, Notice, Opened, Said};

use super::effect::Effect;
use super::flags::Flags;
use super::input::Moment;
use super::look::Look;
use super::theme::Role as Tone;

use leave::Leave;

pub use changes::Denied;

/// A sentence for the person at the till, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// How it is meant: `Text`, `Good`, `Warn` or `Bad`.
    pub tone: Tone,
}

/// However busy the till is, a PIN is typed again after so many milliseconds: twelve hours.
const LONGEST: i64 = 12 * 3_600_000;

/// The shared state.
#[derive(Debug)]
pub struct Counter {
    /// Words, colours, marks, keys.
    pub look: Look,
    /// Columns and rows of the terminal: what scrolls must know where its end is.
    pub size: (u16, u16),
    /// The moment of the input at hand.
    pub at: Moment,
    /// When somebody last touched a key, and when the PIN was last typed; milliseconds since 1970.
    pub touched: i64,
    /// See [`Counter::touched`].
    pub signed_at: i64,
    /// State of the till; none until the store is open.
    pub desk: Option<Desk>,
    /// The goods.
    pub catalogue: Arc<Catalogue>,
    /// The customers.
    pub customers: Arc<Directory>,
    /// The reference typed for the tender that is being taken.
    pub reference: Option<String>,
    /// The shop's patterns of embedded codes, read.
    pub patterns: Vec<Pattern>,
    /// The search index, when it is built.
    pub index: Option<Arc<Index>>,
    /// Levels that were asked for since the last sale.
    pub stock: BTreeMap<Sku, Option<Quantity>>,
    /// What somebody allowed; gone with the dialogs that it is for.
    pub leave: Leave,
    /// The code of a receipt that was scanned, until its return is opened.
    pub receipt: Option<String>,
    /// The open ticket. Change it through the methods, which price it.
    pub ticket: Ticket,
    /// Its figures; none while it is empty.
    pub priced: Option<Priced>,
    /// What to tell whoever signs in first.
    pub notices: Vec<Notice>,
    /// The float of the shift before, which the next one is likely to begin with.
    pub last_float: Option<Money>,
    /// What the printer does.
    pub printing: Printing,
    /// How the till stands with its hub, once that was said.
    pub sync: Option<SyncState>,
    /// How the mirror stands, once that was said; none where the till has none.
    pub mirror: Option<MirrorState>,
    /// What to say.
    pub message: Option<Message>,
    effects: Vec<Effect>,
    next_request: u64,
}

impl Counter {
    /// A counter before the store is open.
    pub fn new(look: Look, size: (u16, u16), at: Moment) -> Counter {
        Counter {
            look,
            size,
            at,
            touched: at.wall,
            signed_at: at.wall,
            desk: None,
            catalogue: Arc::default(),
            customers: Arc::default(),
            reference: None,
            patterns: Vec::new(),
            index: None,
            stock: BTreeMap::new(),
            leave: Leave::default(),
            receipt: None,
            ticket: Ticket::new(at.id()),
            priced: None,
            notices: Vec::new(),
            last_float: None,
            printing: Printing::default(),
            sync: None,
            mirror: None,
            message: None,
            effects: Vec::new(),
            next_request: 1,
        }
    }

    /// Takes in what the register said when the store was open.
    pub fn open(&mut self, opened: Opened) {
        self.notices = opened.notices;
        self.last_float = opened.last_float;
        self.set_desk(opened.desk);
        self.set_catalogue(opened.catalogue);
        self.customers = opened.customers;
        if let Some(ticket) = opened.draft {
            self.ticket = ticket;
            self.reprice();
        }
    }

    /// Takes in the state of the till.
    pub fn set_desk(&mut self, desk: Desk) {
        let same = self
            .desk
            .as_ref()
            .is_some_and(|old| old.shop.patterns == desk.shop.patterns);
        if !same {
            self.patterns = lookup::patterns(&desk.shop.patterns);
        }
        if self.desk.as_ref().map(|old| old.signed_in) != Some(desk.signed_in) {
            self.signed();
        }
        if self.desk.as_ref().is_some_and(|old| old.signed_in.is_none()) && desk.signed_in.is_some() {
            self.notice_late(&desk);
        }
        self.look.speak(&desk.shop.lang);
        if let Some(shift) = &desk.shift {
            self.last_float = Some(shift.opened.float);
        }
        self.desk = Some(desk);
    }

    /// Whoever signs in is told of a register that was left open on another day.
    fn notice_late(&mut self, desk: &Desk) {
        let since = desk.shift.as_ref().map(|shift| shift.opened.date);
        if let Some(date) = since.filter(|date| *date < self.at.local.date()) {
            self.notices.push(Notice::OpenSince { date });
        }
    }

    /// A PIN was right just now.
    pub fn signed(&mut self) {
        self.touched = self.at.wall;
        self.signed_at = self.at.wall;
    }

    /// Whether the till has been left alone so long that it must ask for a PIN again.
    pub fn is_left(&self) -> bool {
        let Some(desk) = self.desk.as_ref().filter(|desk| desk.signed_in.is_some()) else {
            return false;
        };
        let idle = i64::from(desk.shop.customs.idle.0) * 60_000;
        (idle > 0 && self.at.wall - self.touched >= idle) || self.at.wall - self.signed_at >= LONGEST
    }

    /// Takes in the goods; asks for an index where the one there is does not answer for them.
    pub fn set_catalogue(&mut self, catalogue: Arc<Catalogue>) {
        let covered = self.index.as_ref().is_some_and(|index| index.covers(&catalogue));
        self.catalogue = catalogue;
        if !covered {
            self.effects.push(Effect::Index(self.catalogue.clone()));
        }
    }

    /// What is asked of the world since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Asks the register; the answer comes under the number.
    pub fn ask(&mut self, job: Job) -> u64 {
        let id = self.next_request;
        self.next_request += 1;
        self.leave.send(id, &job);
        self.effects.push(Effect::Ask(Request { id, job }));
        id
    }

    /// Sounds the bell.
    pub fn bell(&mut self) {
        self.effects.push(Effect::Bell);
    }

    /// Ends the program.
    pub fn quit(&mut self) {
        self.effects.push(Effect::Quit);
    }

    /// How the till stands with its hub; none where it has none.
    pub fn hub(&self) -> Option<&SyncState> {
        self.sync.as_ref().filter(|state| state.lamp != Lamp::NotEnrolled)
    }

    /// Entries that are on this disk only: neither in a backup, nor on the mirror, nor at the hub.
    pub fn uncopied(&self) -> u64 {
        let behind = self.desk.as_ref().map_or(0, |desk| desk.uncopied);
        let behind = self.hub().map_or(behind, |hub| behind.min(hub.waiting));
        if self.is_mirrored() { 0 } else { behind }
    }

    /// Whether the mirror follows and holds everything.
    fn is_mirrored(&self) -> bool {
        self.mirror.as_ref().is_some_and(MirrorState::is_current)
    }

    /// Copies of the journal that hold all of it: this disk, the last backup, the mirror, the hub.
    pub fn copies(&self) -> u32 {
        let here = self.desk.as_ref().map_or(1, |desk| desk.copies);
        let hub = self.hub().is_some_and(|hub| hub.waiting == 0);
        here + u32::from(hub) + u32::from(self.is_mirrored())
    }

    /// Takes in how the mirror stands, and tells it where its stick has gone or come back.
    pub fn mirror_said(&mut self, state: MirrorState) {
        let before = self.mirror.replace(state).and_then(|before| before.trouble);
        let words = &self.look.words;
        let trouble = self.mirror.as_ref().and_then(|state| state.trouble.as_ref());
        match (before, trouble) {
            (Some(before), Some(now)) if before.code == now.code => {}
            (_, Some(said)) => {
                let told = words.refusal(said.code, &said.sentence, &said.values);
                self.say(Tone::Warn, told);
            }
            (Some(_), None) => {
                let told = words.text("mirror-back").into_owned();
                self.say(Tone::Good, told);
            }
            (None, None) => {}
        }
    }

    /// Does not wait for the next look at the hub; what failed is tried again too.
    pub fn sync_now(&mut self) {
        self.ask(Job::Sync(SyncJob::Now));
        let told = self.look.words.text("sync-asked").into_owned();
        self.say(Tone::Text, told);
    }

    /// Has the hub try the entries whose effect waits there once more.
    pub fn sync_again(&mut self) {
        self.ask(Job::Sync(SyncJob::Retry));
        let told = self.look.words.text("sync-retrying").into_owned();
        self.say(Tone::Text, told);
    }

    /// Says a sentence.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            tone,
        });
    }

    /// Says a refusal in the language of the screens, as a sentence, with the bell.
    pub fn refuse(&mut self, said: &Said) {
        let told = self.look.words.refusal(said.code, &said.sentence, &said.values);
        self.say(Tone::Bad, sentence(&told));
        self.bell();
    }

    /// Who is signed in.
    pub fn person(&self) -> Option<&Colleague> {
        let desk = self.desk.as_ref()?;
        self.colleague(desk.signed_in?)
    }

    /// Somebody who works here.
    pub fn colleague(&self, id: PersonId) -> Option<&Colleague> {
        self.desk.as_ref()?.people.iter().find(|person| person.id == id)
    }

    /// What is the case at the counter, whatever the screen.
    pub fn flags(&self) -> Flags {
        let desk = self.desk.as_ref();
        let lines = Flags::when(Flags::LINES, !self.ticket.lines.is_empty());
        let sold = Flags::when(Flags::SOLD, desk.is_some_and(|desk| desk.last_sale.is_some()));
        let open = Flags::when(Flags::OPEN, desk.is_some_and(|desk| desk.shift.is_some()));
        let signed = Flags::when(Flags::SIGNED, desk.is_some_and(|desk| desk.signed_in.is_some()));
        let kept = desk.is_some_and(|desk| !desk.shop.customs.favourites.is_empty());
        let at_hand = Flags::when(Flags::FAVOURED, kept);
        let named = Flags::when(Flags::NAMED, self.ticket.customer.is_some());
        let tenders = desk.map_or(Flags::NONE, |desk| tenders(&desk.shop.accepts));
        let printer = Flags::when(Flags::PRINTER, self.printing.set_up());
        let drawer = Flags::when(Flags::DRAWER, self.printing.drawer());
        let devices = printer.and(drawer);
        let ticket = lines.and(named).and(tenders);
        let joined = Flags::when(Flags::JOINED, self.hub().is_some());
        let held = Flags::when(Flags::HELD, self.hub().is_some_and(|hub| hub.failed > 0));
        let hub = joined.and(held);
        ticket
            .and(sold)
            .and(open)
            .and(signed)
            .and(at_hand)
            .and(devices)
            .and(hub)
    }

    /// A parked ticket.
    pub fn parked(&self, id: Uuid) -> Option<&ParkedBrief> {
        let desk = self.desk.as_ref()?;
        desk.parked.iter().find(|parked| parked.id == id)
    }
}

/// The tenders that a shop takes.
fn tenders(accepts: &Acceptance) -> Flags {
    let all = [
        (Method::Cash, Flags::CASH),
        (Method::Card, Flags::CARDS),
        (Method::Mobile, Flags::MOBILE),
        (Method::Transfer, Flags::TRANSFERS),
        (Method::Account, Flags::ACCOUNTS),
        (Method::Credit, Flags::CREDIT),
        (Method::Foreign, Flags::FOREIGN),
    ];
    let taken = all.into_iter().filter(|(method, _)| accepts.takes(*method));
    taken.fold(Flags::NONE, |flags, (_, flag)| flags.and(flag))
}

/// A refusal tells itself in small letters and without a full stop; a screen shows a sentence.
pub fn sentence(told: &str) -> String {
    let mut letters = told.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let stop = if told.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_becomes_a_sentence() {
        assert_eq!(sentence("está cerrada: ábrala"), "Está cerrada: ábrala.");
        assert_eq!(sentence("ñu."), "Ñu.");
        assert_eq!(sentence(""), ".");
    }
}
