//! `tendero refund`: goods of a receipt come back and are paid back; and returns as exports show them. Must
//! never answer before the return is on disk.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::{Failure, Outcome};
use super::table::Cell;
use super::who::Leave;
use super::{Context, figures, open};
use crate::domain::decide::refund::ComingBack;
use crate::domain::document::DocumentNumber;
use crate::domain::payment::Tender;
use crate::domain::permission::Permission;
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Asked, Back, Fate, Refund};
use crate::domain::till::Till;
use crate::register::return_jobs::RefundAsked;
use crate::register::returns::Refunded;
use crate::register::surroundings::{Machine, Surroundings};

/// What `refund` takes.
#[derive(Debug, Args)]
pub(super) struct Take {
    /// Number of the receipt
    #[arg(value_name = "NUMBER")]
    number: String,
    /// A line of the receipt, from 1, and how much of it; all that is left of it without =QTY
    #[arg(long = "line", value_name = "N[=QTY]", required_unless_present = "all")]
    lines: Vec<String>,
    /// Everything that is left of the receipt
    #[arg(long, conflicts_with = "lines")]
    all: bool,
    /// How it is paid back
    #[arg(long, value_enum)]
    to: To,
    /// The goods do not go back on the shelf
    #[arg(long)]
    write_off: bool,
    /// Why they came back
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Names the return: the same id again gives the first answer and pays nothing back
    #[arg(long, value_name = "UUID")]
    id: Option<Uuid>,
    /// Who takes them back
    #[arg(long, value_name = "NAME")]
    user: String,
    #[command(flatten)]
    leave: Leave,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    /// In coins and notes
    Cash,
    /// As it was paid, cash for the rest
    Original,
    /// As store credit, under the number of the return
    Credit,
}

impl Take {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let number: DocumentNumber = self
            .number
            .parse()
            .map_err(|()| Failure::usage(format!("{} is no number of a receipt: C1-000124", self.number)))?;
        let wanted = self.wanted()?;
        let mut register = open::register(context)?;
        let cashier = register.person_named(&self.user)?;
        let approved_by = self.leave.of(&register, cashier, Permission::Return)?;
        let lines = match self
            .id
            .map(|id| register.refunded_before(id))
            .transpose()?
            .flatten()
        {
            // asked again: what was left then is not what is left now
            Some(first) if wanted.iter().any(|(_, quantity)| quantity.is_none()) || self.all => {
                asked_before(&first)
            }
            _ => self.lines(&mut register, &number, &wanted)?,
        };
        let asked = RefundAsked {
            id: self.id.unwrap_or_else(|| Machine::default().id()),
            what: ComingBack::Of(number, lines),
            back: match self.to {
                To::Cash => Back::Cash,
                To::Original => Back::Original,
                To::Credit => Back::Credit,
            },
            reason: self.reason.clone(),
        };
        let made = register.refund(cashier, approved_by, &asked, None)?;
        let answer = answer(register.till(), &made);
        register.idle()?;
        context.out.json(&answer)
    }

    /// Lines from 0 with their quantity, where one is said.
    fn wanted(&self) -> Result<Vec<(u32, Option<Quantity>)>, Failure> {
        let read = |text: &String| {
            let (line, quantity) = match text.split_once('=') {
                Some((line, quantity)) => (line, Some(Quantity::parse(quantity))),
                None => (text.as_str(), None),
            };
            let wrong = || Failure::usage(format!("--line {text}: a line from 1, such as 2 or 2=1.5"));
            let line = line.parse::<u32>().ok().and_then(|line| line.checked_sub(1));
            Ok((
                line.ok_or_else(wrong)?,
                quantity.transpose().map_err(|_| wrong())?,
            ))
        };
        self.lines.iter().map(read).collect()
    }

    fn lines(
        &self,
        register: &mut crate::register::Register,
        number: &DocumentNumber,
        wanted: &[(u32, Option<Quantity>)],
    ) -> Result<Vec<Asked>, Failure> {
        let fate = if self.write_off {
            Fate::WrittenOff
        } else {
            Fate::Stock
        };
        let receipt = register.sale_with_returns(number)?;
        let gone = receipt.gone();
        let left = |line: u32| gone.left(&receipt.sale, line as usize);
        let asked = |line, quantity| Asked { line, quantity, fate };
        if self.all {
            let all = 0..u32::try_from(receipt.sale.goods.len()).unwrap_or(u32::MAX);
            let all = all.map(|line| asked(line, left(line)));
            return Ok(all.filter(|asked| asked.quantity.is_positive()).collect());
        }
        // nothing left is told by the decision: that much cannot come back
        let quantity = |line, said: Option<Quantity>| match said.unwrap_or_else(|| left(line)) {
            none if said.is_none() && !none.is_positive() => Quantity::ONE,
            quantity => quantity,
        };
        let lines = wanted
            .iter()
            .map(|(line, said)| asked(*line, quantity(*line, *said)));
        Ok(lines.collect())
    }
}

fn asked_before(refund: &Refund) -> Vec<Asked> {
    let asked = |returned: &crate::domain::refund::Returned| {
        Some(Asked {
            line: returned.line?,
            quantity: returned.good.quantity,
            fate: returned.fate,
        })
    };
    refund.goods.iter().filter_map(asked).collect()
}

fn answer(till: &Till, made: &Refunded) -> Value {
    let mut answer = json(till, &made.refund);
    answer["seq"] = json!(made.seq);
    answer
}

/// The columns of a return.
pub(super) const COLUMNS: &[&str] = &[
    "number", "of", "date", "time", "shift", "cashier", "lines", "net", "tax", "total", "rounding", "given",
    "reason", "id",
];

/// A return as a row of [`COLUMNS`].
pub(super) fn row(till: &Till, refund: &Refund) -> Vec<Cell> {
    let (priced, settlement) = (&refund.priced, &refund.settlement);
    let of = refund.of.as_ref();
    vec![
        Cell::text(refund.number.to_string()),
        of.map_or(Cell::Unknown, |of| Cell::text(of.number.to_string())),
        Cell::text(refund.date.to_string()),
        Cell::text(refund.time.to_string()),
        Cell::Count(refund.shift),
        Cell::Text(figures::name(till, refund.cashier)),
        Cell::Count(refund.goods.len() as u64),
        Cell::Money(priced.net),
        Cell::Money(priced.tax),
        Cell::Money(priced.total),
        Cell::Money(settlement.rounding),
        Cell::Money(settlement.due),
        Cell::text(refund.reason.clone()),
        Cell::text(refund.id.to_string()),
    ]
}

/// A return, for scripts.
pub(super) fn json(till: &Till, refund: &Refund) -> Value {
    let lines = refund.goods.iter().zip(&refund.priced.lines);
    let lines: Vec<Value> = lines
        .map(|(returned, line)| {
            json!({
                "line": returned.line.map(|line| line + 1), "sku": returned.good.sku.as_str(),
                "name": returned.good.name, "qty": returned.good.quantity.to_string(),
                "fate": returned.fate, "discount": line.discount.to_string(),
                "ticket_discount": line.ticket_discount.to_string(), "net": line.net.to_string(),
                "tax": line.tax.to_string(), "total": line.total.to_string(),
            })
        })
        .collect();
    let given = |tender: &Tender| {
        json!({
            "method": tender.method.code(), "amount": tender.amount.to_string(),
            "reference": tender.reference,
        })
    };
    json!({
        "id": refund.id.to_string(), "number": refund.number.to_string(),
        "of": refund.of.as_ref().map(|of| of.number.to_string()),
        "date": refund.date.to_string(), "time": refund.time.to_string(), "shift": refund.shift,
        "cashier": figures::name(till, refund.cashier), "lines": lines,
        "given": refund.tenders.iter().map(given).collect::<Vec<_>>(),
        "net": refund.priced.net.to_string(), "tax": refund.priced.tax.to_string(),
        "total": refund.priced.total.to_string(), "rounding": refund.settlement.rounding.to_string(),
        "paid_back": refund.settlement.due.to_string(), "reason": refund.reason,
    })
}
