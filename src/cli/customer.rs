//! `tendero customer`: who buys on account, and what they pay on it, for scripts. Must never change a balance
//! but by a payment.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::error::{Failure, Outcome};
use super::init::amount;
use super::table::{Cell, Form, Object, Table, csv_row, heading, pairs, write};
use super::who::Who;
use super::{Context, figures, open};
use crate::domain::account::AccountPaid;
use crate::domain::coins::due_in_cash;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::decide::account::PayCommand;
use crate::domain::decide::customers::lifts_limit;
use crate::domain::event::{Event, Fact};
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::period::Period;
use crate::domain::permission::Permission;
use crate::domain::till::Till;
use crate::register::Register;
use crate::register::surroundings::{Machine, Surroundings};

/// What `customer` takes.
#[derive(Debug, Args)]
pub(super) struct Customers {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the customers with what they owe
    List {
        /// Only those whose name, phone or tax id holds these words
        #[arg(default_value = "", value_name = "WORDS")]
        words: String,
    },
    /// Add a customer, or change what is said of one
    Save(Box<Save>),
    /// Take a payment of what a customer owes
    Pay(Pay),
}

#[derive(Debug, Args)]
struct Save {
    /// Name or id; a name that nobody has adds a customer
    customer: String,
    /// Names a new customer: the same again changes that one and adds nobody
    #[arg(long, value_name = "UUID")]
    id: Option<Uuid>,
    /// Another name from now on
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Phone number
    #[arg(long, value_name = "TEXT")]
    phone: Option<String>,
    /// Tax id
    #[arg(long, value_name = "TEXT")]
    tax_id: Option<String>,
    /// For the people of the shop
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// How much they may owe, or none
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    limit: Option<String>,
    /// No longer served by name
    #[arg(long, conflicts_with = "active")]
    inactive: bool,
    /// Served by name again
    #[arg(long)]
    active: bool,
    #[command(flatten)]
    who: Who,
}

#[derive(Debug, Args)]
struct Pay {
    /// Name or id
    customer: String,
    /// How much of what is owed; all of it without
    amount: Option<String>,
    /// What with: cash, card, mobile or transfer
    #[arg(long, default_value = "cash", value_name = "METHOD")]
    by: String,
    /// Cash handed over, where change is given
    #[arg(long, value_name = "AMOUNT")]
    tendered: Option<String>,
    /// Number of the slip
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Names the payment: the same id again gives the first answer and takes nothing
    #[arg(long, value_name = "UUID")]
    id: Option<Uuid>,
    #[command(flatten)]
    who: Who,
}

impl Customers {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        match &self.what {
            What::List { words } => list(&mut register, words, context)?,
            What::Save(save) => save.run(&mut register, context)?,
            What::Pay(pay) => pay.run(&mut register, context)?,
        }
        Ok(register.fold()?)
    }
}

fn list(register: &mut Register, words: &str, context: &mut Context) -> Outcome {
    let directory = register.customers().clone();
    let mut table = Table::new(CUSTOMER);
    for at in directory.search(words) {
        if let Some(customer) = directory.at(at) {
            table.rows.push(row(register, customer)?);
        }
    }
    let form = if context.options.json {
        Form::Json
    } else {
        Form::Human
    };
    write(&table, form, &mut context.out)
}

impl Save {
    fn run(&self, register: &mut Register, context: &mut Context) -> Outcome {
        let by = self.who.noted(register, Permission::Customers, "customer save")?;
        let currency = register.till().shop.currency;
        let mut wanted = self.known(register)?;
        for (said, field) in [
            (&self.name, &mut wanted.name),
            (&self.phone, &mut wanted.phone),
            (&self.tax_id, &mut wanted.tax_id),
            (&self.note, &mut wanted.note),
        ] {
            if let Some(said) = said {
                field.clone_from(said);
            }
        }
        match self.limit.as_deref() {
            None => {}
            Some("none") => wanted.limit = None,
            Some(text) => wanted.limit = Some(amount("--limit", text, currency)?),
        }
        if lifts_limit(register.customers(), &wanted) {
            self.who
                .noted(register, Permission::AccountLimit, "customer save --limit")?;
        }
        wanted.active = self.active || (wanted.active && !self.inactive);
        let kept = register.save_customer(by, &wanted)?;
        let row = row(register, &kept)?;
        tell(CUSTOMER, row, context)
    }

    /// The customer as they are, or somebody new of that name.
    fn known(&self, register: &Register) -> Result<Customer, Failure> {
        let said = self.customer.trim();
        let by_id = Uuid::try_parse(said).ok().or(self.id).map(CustomerId);
        let by_id = by_id.and_then(|id| register.customers().get(id));
        let named = register.customers().named(said);
        match (by_id, &named[..]) {
            (Some(customer), _) => Ok(customer.clone()),
            (None, [customer]) if self.id.is_none() => Ok((*customer).clone()),
            (None, []) if Uuid::try_parse(said).is_err() => Ok(Customer {
                id: CustomerId(self.id.unwrap_or_else(|| Machine::default().id())),
                name: said.to_owned(),
                phone: String::new(),
                tax_id: String::new(),
                note: String::new(),
                limit: None,
                active: true,
            }),
            _ => Ok(register.customer_named(said)?),
        }
    }
}

impl Pay {
    fn run(&self, register: &mut Register, context: &mut Context) -> Outcome {
        let by = self.who.noted(register, Permission::Sell, "customer pay")?;
        let customer = register.customer_named(&self.customer)?;
        let shop = &register.till().shop;
        let (currency, terms) = (shop.currency, shop.terms());
        let method = Method::parse(&self.by).ok_or_else(|| {
            Failure::usage(format!("--by: \"{}\": cash, card, mobile or transfer", self.by))
        })?;
        let owed = match (&self.amount, self.id) {
            (Some(text), _) => amount("AMOUNT", text, currency)?,
            // asked again: what was owed then is not what is owed now
            (None, Some(id)) => match register.account_paid(id)? {
                Some(paid) => paid.amount,
                None => register.balance(customer.id)?,
            },
            (None, None) => register.balance(customer.id)?,
        };
        let handed = match &self.tendered {
            Some(text) => amount("--tendered", text, currency)?,
            None if method == Method::Cash => due_in_cash(&terms, owed),
            None => owed,
        };
        let command = PayCommand {
            amount: owed,
            tenders: vec![Tender {
                reference: self.reference.clone(),
                ..Tender::new(method, handed)
            }],
            by,
        };
        let id = self.id.unwrap_or_else(|| Machine::default().id());
        let paid = register.pay_account(id, customer.id, &command)?;
        let row = paid_row(register.till(), id, &paid);
        tell(PAID, row, context)
    }
}

fn tell(columns: &'static [&'static str], row: Vec<Cell>, context: &mut Context) -> Outcome {
    if context.options.json {
        return context.out.json(&Object(columns, &row));
    }
    let shown = columns.iter().map(|name| name.replace('_', " "));
    pairs(&mut context.out, &shown.zip(row).collect::<Vec<_>>())
}

/// Columns of a customer, in lists and exports.
const CUSTOMER: &[&str] = &[
    "name", "phone", "tax_id", "limit", "balance", "active", "note", "id",
];
/// Columns of a payment on account, in answers and exports.
const PAID: &[&str] = &[
    "date",
    "time",
    "shift",
    "by",
    "customer",
    "amount",
    "rounding",
    "due",
    "paid",
    "change",
    "with",
    "balance",
    "customer_id",
    "id",
];

fn row(register: &mut Register, customer: &Customer) -> Result<Vec<Cell>, Failure> {
    let balance = register.balance(customer.id)?;
    let money = |money: Option<Money>| money.map_or(Cell::Unknown, Cell::Money);
    Ok(vec![
        Cell::text(customer.name.as_str()),
        Cell::text(customer.phone.as_str()),
        Cell::text(customer.tax_id.as_str()),
        money(customer.limit),
        Cell::Money(balance),
        Cell::text(if customer.active { "yes" } else { "no" }),
        Cell::text(customer.note.as_str()),
        Cell::text(customer.id.0.to_string()),
    ])
}

fn paid_row(till: &Till, id: Uuid, paid: &AccountPaid) -> Vec<Cell> {
    let methods: Vec<&str> = paid.tenders.iter().map(|tender| tender.method.code()).collect();
    vec![
        Cell::text(paid.date.to_string()),
        Cell::text(paid.time.to_string()),
        Cell::Count(paid.shift),
        Cell::Text(figures::name(till, paid.by)),
        Cell::text(paid.customer.name.as_str()),
        Cell::Money(paid.amount),
        Cell::Money(paid.settlement.rounding),
        Cell::Money(paid.settlement.due),
        Cell::Money(paid.settlement.paid),
        Cell::Money(paid.settlement.change),
        Cell::Text(methods.join("+")),
        Cell::Money(paid.balance),
        Cell::text(paid.customer.id.0.to_string()),
        Cell::text(id.to_string()),
    ]
}

/// Every customer, a row each.
pub(super) fn export(register: &mut Register, context: &mut Context) -> Outcome {
    let directory = register.customers().clone();
    if !context.options.json {
        heading(CUSTOMER, &mut context.out)?;
    }
    for customer in directory.all() {
        let row = row(register, customer)?;
        line(CUSTOMER, &row, context)?;
    }
    Ok(())
}

/// Every payment on account between two dates, a row each.
pub(super) fn export_payments(register: &Register, period: Period, context: &mut Context) -> Outcome {
    if !context.options.json {
        heading(PAID, &mut context.out)?;
    }
    register.entries(|entry| {
        let fact = Fact::decode(entry.kind, entry.kind_version, &entry.payload);
        match fact.map(|fact| fact.event) {
            Ok(Event::AccountPaid(paid)) if (period.from()..=period.to()).contains(&paid.date) => {
                line(PAID, &paid_row(register.till(), entry.id, &paid), context)
            }
            _ => Ok(()),
        }
    })
}

fn line(columns: &'static [&'static str], row: &[Cell], context: &mut Context) -> Outcome {
    if context.options.json {
        context.out.json(&Object(columns, row))
    } else {
        csv_row(row, &mut context.out)
    }
}
