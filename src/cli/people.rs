//! `tendero people`: who works in the shop, and as what. Must never show a PIN, nor take anybody off the
//! list who is the last to manage it.

use clap::{Args, Subcommand, ValueEnum};

use super::error::{Failure, Outcome};
use super::table::{Cell, Form, Object, Table, write};
use super::{Context, ask, open};
use crate::domain::decide::staff::PersonChange;
use crate::domain::staff::{self, Person};
use crate::register::Register;

/// Columns of the list.
const COLUMNS: &[&str] = &["name", "role", "active", "id"];

/// What `people` takes.
#[derive(Debug, Args)]
pub(super) struct People {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List everybody who ever worked here
    List,
    /// Add somebody
    Add(Add),
    /// Give somebody another name, role or PIN, or take them off the list
    Change(Change),
}

#[derive(Debug, Args)]
struct Add {
    /// Their name, as the sign-in screen shows it
    name: String,
    /// What they may do
    #[arg(long, value_enum, default_value_t = Role::Cashier)]
    role: Role,
    /// Their PIN; asked for at a terminal when absent
    #[arg(long, value_name = "DIGITS")]
    pin: Option<String>,
}

#[derive(Debug, Args)]
struct Change {
    /// Their name as it is
    name: String,
    /// Their name from now on
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    /// What they may do from now on
    #[arg(long, value_enum)]
    role: Option<Role>,
    /// Their PIN from now on
    #[arg(long, value_name = "DIGITS")]
    pin: Option<String>,
    /// They left: they stay in the books and sign in no more
    #[arg(long, conflicts_with = "back")]
    left: bool,
    /// They are back
    #[arg(long)]
    back: bool,
}

/// The words of `--role`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Role {
    /// Everything, always
    Owner,
    /// What the shop's table says; at first all but people and settings
    Supervisor,
    /// What the shop's table says; at first what selling needs
    Cashier,
}

impl From<Role> for staff::Role {
    fn from(role: Role) -> staff::Role {
        match role {
            Role::Owner => staff::Role::Owner,
            Role::Supervisor => staff::Role::Supervisor,
            Role::Cashier => staff::Role::Cashier,
        }
    }
}

impl People {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        let wanted = match &self.what {
            What::List => return list(&register, context),
            What::Add(add) => add.wanted()?,
            What::Change(change) => change.wanted(&register)?,
        };
        // The command line is nobody at the till: its entries say `cli` and the system user.
        let person = register.save_person(None, &wanted)?;
        register.fold()?;
        let row = row(&person);
        if context.options.json {
            return context.out.json(&Object(COLUMNS, &row));
        }
        let table = Table {
            rows: vec![row],
            ..Table::new(COLUMNS)
        };
        write(&table, Form::Human, &mut context.out)
    }
}

impl Add {
    fn wanted(&self) -> Result<PersonChange, Failure> {
        Ok(PersonChange {
            id: None,
            name: self.name.clone(),
            role: self.role.into(),
            active: true,
            pin: Some(self.pin()?),
        })
    }

    fn pin(&self) -> Result<String, Failure> {
        if let Some(pin) = &self.pin {
            return Ok(pin.clone());
        }
        if !ask::somebody_there() {
            return Err(Failure::usage(
                "a new person needs --pin; at a terminal it is asked for",
            ));
        }
        let pin = ask::secret("PIN, 4 to 12 digits")?;
        if pin == ask::secret("The same PIN again")? {
            return Ok(pin);
        }
        Err(Failure::refused(
            "pins-differ",
            "the two PINs differ: nobody was added",
        ))
    }
}

impl Change {
    fn wanted(&self, register: &Register) -> Result<PersonChange, Failure> {
        let people = &register.till().people;
        let name = self.name.trim().to_lowercase();
        // Whoever works here comes before somebody of the same name who left.
        let mut found = people.iter().filter(|one| one.name.to_lowercase() == name);
        let first = found.clone().find(|one| one.active).or_else(|| found.next());
        let Some(person) = first else {
            register.person_named(&self.name)?;
            return Err(Failure::refused("unknown-person", "there is nobody of that name"));
        };
        Ok(PersonChange {
            id: Some(person.id),
            name: self.rename.clone().unwrap_or_else(|| person.name.clone()),
            role: self.role.map_or(person.role, staff::Role::from),
            active: (person.active || self.back) && !self.left,
            pin: self.pin.clone(),
        })
    }
}

fn list(register: &Register, context: &mut Context) -> Outcome {
    let mut table = Table::new(COLUMNS);
    table.rows.extend(register.till().people.iter().map(row));
    let form = if context.options.json {
        Form::Json
    } else {
        Form::Human
    };
    write(&table, form, &mut context.out)
}

fn row(person: &Person) -> Vec<Cell> {
    let role = match person.role {
        staff::Role::Owner => "owner",
        staff::Role::Supervisor => "supervisor",
        staff::Role::Cashier => "cashier",
    };
    vec![
        Cell::text(person.name.as_str()),
        Cell::text(role),
        Cell::text(if person.active { "yes" } else { "no" }),
        Cell::text(person.id.0.to_string()),
    ]
}
