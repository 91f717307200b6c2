//! A register without a disk: the same decisions on a till in memory. Must never decide anything itself.

#[path = "shop/bodega.rs"]
mod bodega;
#[path = "shop/customers.rs"]
mod customers;
#[path = "shop/drawer.rs"]
mod drawer;
#[path = "shop/hub.rs"]
pub(crate) mod hub;
#[path = "shop/people.rs"]
mod people;
#[path = "shop/products.rs"]
mod products;
#[path = "shop/returns.rs"]
mod returns;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::goods::Shelves;
use jiff::civil::DateTime;
use tendero::devices::printer::Problem;
use tendero::domain::catalogue::Catalogue;
use tendero::domain::customer::Directory;
use tendero::domain::decide::park::park;
use tendero::domain::decide::register::{OpenCommand, open};
use tendero::domain::decide::sell::{SellCommand, sell};
use tendero::domain::decide::void::void;
use tendero::domain::document::{DocumentNumber, Sale};
use tendero::domain::event::{Event, Fact, Founded, Via};
use tendero::domain::money::Money;
use tendero::domain::permission::{Approval, Permission};
use tendero::domain::product::{Product, Sku};
use tendero::domain::quantity::Quantity;
use tendero::domain::refusal::Refuse;
use tendero::domain::staff::{Person, PersonId};
use tendero::domain::ticket::Ticket;
use tendero::domain::till::{EntryMark, Till};
use tendero::register::desk::desk;
use tendero::register::job::{Job, Print};
use tendero::register::reply::{Answer, Desk, Opened, Said};
use tendero::register::reports::desk::Ask;
use uuid::Uuid;

pub(crate) use bodega::{CALLED, PEOPLE, code, weighed};
use bodega::{goods, person_id, shop};
use people::rights;

/// Answers what is asked of reports.
pub(crate) type Books = Box<dyn FnMut(Ask) -> Option<Answer>>;

/// The register.
pub(crate) struct FakeRegister {
    pub(crate) till: Till,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) sales: Vec<Sale>,
    pub(crate) refunds: Vec<tendero::domain::refund::Refund>,
    /// What came with the returns that were made.
    pub(crate) approvals: Vec<tendero::domain::permission::Approval>,
    pub(crate) levels: BTreeMap<Sku, Quantity>,
    /// The level of goods that are not in the table above.
    pub(crate) level: Option<Quantity>,
    parked: BTreeMap<Uuid, Ticket>,
    customers: Arc<Directory>,
    signed_in: Option<PersonId>,
    /// What was allowed, and to whom.
    given: Vec<(Approval, Option<PersonId>)>,
    /// Approvals of the job at hand, and those that have counted.
    in_hand: Vec<Uuid>,
    used: Vec<Uuid>,
    /// The last count of the drawer that was noted.
    counted: Option<Vec<tendero::domain::shift::Counted>>,
    shown: Option<Desk>,
    pub(crate) now: DateTime,
    pub(crate) shelves: Shelves,
    /// What there is to report, in the tests of reports.
    pub(crate) books: Option<Books>,
    /// What is said of the hub.
    pub(crate) hub: hub::FakeHub,
}

impl FakeRegister {
    /// A shop that speaks that language, its register closed.
    pub(crate) fn new(lang: &str, now: DateTime) -> FakeRegister {
        let fact = Fact {
            by: None,
            via: Via::Till,
            app: "test".to_owned(),
            event: Event::Founded(Founded {
                shop: shop(lang),
                series: "C2".to_owned(),
            }),
        };
        let mut builder = Catalogue::builder();
        let mut levels = BTreeMap::new();
        for (product, level) in goods() {
            builder.push(&product);
            levels.extend(level.map(|level| (product.sku.clone(), level)));
        }
        let mut register = FakeRegister {
            till: Till::found(mark(1), &fact).unwrap(),
            catalogue: Arc::new(builder.finish()),
            sales: Vec::new(),
            refunds: Vec::new(),
            approvals: Vec::new(),
            levels,
            level: None,
            parked: BTreeMap::new(),
            customers: Arc::default(),
            signed_in: None,
            given: Vec::new(),
            in_hand: Vec::new(),
            used: Vec::new(),
            counted: None,
            shown: None,
            now,
            books: None,
            hub: hub::FakeHub::default(),
            shelves: Shelves::default(),
        };
        register.till.next_number = 124;
        for (at, (name, role, _)) in PEOPLE.iter().enumerate() {
            register.note(Event::PersonSaved(
                Person {
                    id: person_id(at),
                    name: (*name).to_owned(),
                    role: *role,
                    pin: String::new(),
                    active: true,
                }
                .into(),
            ));
        }
        register
    }

    pub(crate) fn note(&mut self, event: Event) {
        let fact = Fact {
            by: self.signed_in,
            via: Via::Till,
            app: "test".to_owned(),
            event,
        };
        let mark = mark(self.till.seq + 1);
        self.till.apply(mark, &fact);
    }

    /// Puts something without a price of its own among the goods.
    pub(crate) fn add_open_price(&mut self) {
        let product: Product = serde_json::from_value(serde_json::json!({
            "sku": "VAR-1", "name": "Varios", "price": "0", "tax": "standard", "open_price": true,
        }))
        .unwrap();
        self.catalogue = Arc::new(self.catalogue.with(product));
    }

    /// Calls a product something else, whatever that is.
    pub(crate) fn call(&mut self, sku: &str, name: &str) {
        let row = self.catalogue.by_sku(sku).unwrap();
        let mut product = self.catalogue.get(row).to_product();
        product.name = name.to_owned();
        self.catalogue = Arc::new(self.catalogue.with(product));
    }

    /// Keeps these goods at hand.
    pub(crate) fn favour(&mut self, skus: &[&str]) {
        let goods = skus.iter().map(|sku| Sku::new(sku).unwrap());
        self.till.shop.customs.favourites = goods.collect();
    }

    /// What the screens get when the store is open.
    pub(crate) fn opened(&mut self) -> Opened {
        let desk = desk(&self.till, self.signed_in, None);
        self.shown = Some(desk.clone());
        Opened {
            desk,
            catalogue: self.catalogue.clone(),
            customers: self.customers.clone(),
            draft: None,
            last_float: None,
            notices: Vec::new(),
        }
    }

    /// The state, where it changed since it was last told.
    pub(crate) fn desk(&mut self) -> Option<Desk> {
        let now = desk(&self.till, self.signed_in, self.shown.as_ref());
        let changed = self.shown.as_ref() != Some(&now);
        self.shown = Some(now.clone());
        changed.then_some(now)
    }

    /// Does a job; none where it has no answer.
    pub(crate) fn work(&mut self, job: Job) -> Option<Answer> {
        let done = rights(&job)
            .into_iter()
            .try_for_each(|(permission, approval)| self.allowed(permission, approval));
        let done = done.and_then(|()| self.decide(job));
        let spent = std::mem::take(&mut self.in_hand);
        match done {
            Ok(answer) => {
                self.used.extend(spent);
                answer
            }
            Err(said) => Some(Answer::Refused(said)),
        }
    }

    fn void_parked(&mut self, id: Uuid) -> Answer {
        let given_up = self.parked[&id].clone();
        self.void(&given_up, true, None);
        Answer::Voided
    }

    fn decide(&mut self, job: Job) -> Result<Option<Answer>, Said> {
        let by = self.signed_in.unwrap_or(person_id(99));
        Ok(Some(match job {
            Job::SignIn { person, pin } => self.sign_in(person, &pin)?,
            Job::SignOut => {
                self.signed_in = None;
                Answer::SignedOut
            }
            Job::OpenShift {
                float,
                confirmed_date,
                approval,
            } => {
                self.allowed(Permission::Register, approval)?;
                self.open_shift(by, float, confirmed_date)?
            }
            Job::Sell { ticket, tenders } => self.sell(by, ticket, tenders)?,
            Job::Park { ticket, label } => self.park(by, ticket, &label)?,
            Job::Recall(id) => Answer::Recalled(Box::new(self.parked[&id].clone())),
            Job::VoidParked { id, .. } => self.void_parked(id),
            Job::Return(job) => Answer::Return(self.returns(by, job)?),
            Job::Void {
                given_up,
                whole,
                approval,
            } => self.give_up(&given_up, whole, approval)?,
            Job::SetFavourites { goods, approval } => self.keep_favourites(goods, approval)?,
            Job::TakeX(_) => Answer::X(Box::new(self.till.shift.clone().unwrap()), self.till.perpetual),
            job @ Job::Count { .. } => self.count_again(by, job)?,
            Job::CloseShift {
                closing, approval, ..
            } => self.close(by, closing, approval.map(|given| given.by))?,
            Job::Cash(job, _) => self.cash(by, job)?,
            Job::Unlock { person, pin, .. } => self.sign_in(person, &pin)?,
            job @ (Job::ChangePin { .. } | Job::SavePerson { .. } | Job::Staff | Job::ChangeShop { .. }) => {
                self.people(by, job)?
            }
            Job::Found(_) => return Ok(None),
            Job::Approve {
                permission,
                person,
                pin,
                ..
            } => self.approve(permission, person, &pin)?,
            Job::SaveProduct { row, .. } => self.save_product(&row)?,
            Job::Receipt(number) => self.document(number.as_ref()),
            Job::Report(ask) if self.story(&ask).is_some() => return Ok(self.story(&ask)),
            Job::Stock(job) => self.stock(by, job)?,
            Job::Sync(job) => return self.sync(job),
            Job::Report(ask) => return Ok(self.books.as_mut().and_then(|books| books(ask))),
            Job::SaveDraft(_) | Job::StopReport => return Ok(None),
            job @ (Job::SaveCustomer { .. } | Job::Balances | Job::Statement(_) | Job::PayAccount { .. }) => {
                return self.of_customers(job);
            }
            Job::Print(Print::Drawer { .. }) => Answer::DrawerOpened,
            Job::Print(Print::Try { .. }) => Answer::Tried(Err(Problem::Missing)),
            Job::Print(Print::SetUp { .. }) => Answer::PrinterKept,
            Job::Print(_) => Answer::HandedOver,
            Job::Levels(skus) => {
                let level = |sku: Sku| (sku.clone(), self.levels.get(&sku).copied().or(self.level));
                Answer::Levels(skus.into_iter().map(level).collect())
            }
        }))
    }

    fn park(&mut self, by: PersonId, ticket: Ticket, label: &str) -> Result<Answer, Said> {
        let parked = park(&self.till, by, &ticket, label, self.now).map_err(said)?;
        self.parked.insert(ticket.id, ticket);
        self.note(Event::Parked(parked.clone()));
        Ok(Answer::Parked(Box::new(parked.brief())))
    }

    /// Another count than the one before it takes leave.
    fn count_again(&mut self, by: PersonId, job: Job) -> Result<Answer, Said> {
        let Job::Count {
            count,
            declared,
            foreign,
            again,
            ..
        } = job
        else {
            return Ok(Answer::Voided);
        };
        if self.counted.as_ref().is_some_and(|before| *before != count) {
            self.allowed(Permission::Variance, again)?;
        }
        self.counted = Some(count.clone());
        self.count(by, &count, &declared, &foreign)
    }

    fn give_up(
        &mut self,
        given_up: &Ticket,
        whole: bool,
        approval: Option<Approval>,
    ) -> Result<Answer, Said> {
        let permission = if whole {
            Permission::VoidTicket
        } else {
            Permission::VoidLine
        };
        self.allowed(permission, approval)?;
        self.void(given_up, whole, approval);
        Ok(Answer::Voided)
    }

    fn keep_favourites(&mut self, goods: Vec<Sku>, approval: Option<Approval>) -> Result<Answer, Said> {
        self.allowed(Permission::Settings, approval)?;
        let mut shop = self.till.shop.clone();
        shop.customs.favourites = goods;
        self.note(Event::ShopChanged(shop.into()));
        Ok(Answer::FavouritesSet)
    }

    fn void(&mut self, given_up: &Ticket, whole: bool, approval: Option<Approval>) {
        let approved_by = approval.map(|approval| approval.by);
        let voided = void(&self.till, given_up, whole, approved_by, self.now);
        self.note(Event::Voided(voided));
    }

    fn open_shift(
        &mut self,
        by: PersonId,
        float: Money,
        confirmed_date: Option<jiff::civil::Date>,
    ) -> Result<Answer, Said> {
        let command = OpenCommand {
            by,
            float,
            confirmed_date,
        };
        let opened = open(&self.till, &command, self.now).map_err(said)?;
        self.note(Event::ShiftOpened(opened.clone()));
        Ok(Answer::ShiftOpened(Box::new(opened)))
    }

    fn sell(
        &mut self,
        cashier: PersonId,
        ticket: Ticket,
        tenders: Vec<tendero::domain::payment::Tender>,
    ) -> Result<Answer, Said> {
        let command = SellCommand {
            ticket,
            tenders,
            fingerprint: String::new(),
            cashier,
        };
        self.may_charge(&command)?;
        let sale = sell(&self.till, &command, self.now).map_err(said)?;
        self.note(Event::Sold(sale.clone()));
        self.sales.push(sale.clone());
        Ok(Answer::Sold(Box::new(sale)))
    }

    fn receipt(&self, number: Option<&DocumentNumber>) -> Option<Box<Sale>> {
        let wanted = |sale: &&Sale| number.is_none_or(|number| sale.number == *number);
        self.sales.iter().rev().find(wanted).cloned().map(Box::new)
    }
}

fn mark(seq: u64) -> EntryMark {
    EntryMark {
        incarnation: Uuid::from_u128(1),
        seq,
        at_wall: 1_795_000_000_000,
    }
}

pub(crate) fn said(refusal: impl Refuse) -> Said {
    Said::from(&refusal)
}
