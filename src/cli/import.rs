//! `tendero import products`: a CSV file into the catalogue, all of it or nothing. Must never pass over a
//! bad row in silence.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::error::{Failure, Outcome};
use super::output::counted;
use super::progress::Progress;
use super::who::Leave;
use super::{Context, open};
use crate::domain::import_rows::{self, Parsed, Problem, Problems};
use crate::domain::permission::Permission;
use crate::domain::staff::PersonId;
use crate::register::Register;
use crate::register::import_products::{Clash, clashes};

/// Warnings that a person is shown; the rest are counted.
const WARNINGS: usize = 20;
/// What an import asks of whoever is named, and what it is called in the trail.
const ASKS: (Permission, &str) = (Permission::Catalogue, "import products");

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import products from a CSV file
    Products(Products),
}

#[derive(Debug, Args)]
struct Products {
    /// CSV with the header sku,barcode,name,category,price,cost,tax,unit,stock,min_stock
    file: PathBuf,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Import the good rows and leave the bad ones out
    #[arg(long)]
    skip_bad: bool,
    /// Who imports; nobody at the till when absent
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    #[command(flatten)]
    leave: Leave,
}

impl Import {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let What::Products(products) = &self.what;
        products.run(context)
    }
}

/// What a file holds and what keeps rows of it out.
struct Checked {
    parsed: Parsed,
    clashes: Vec<Clash>,
}

impl Checked {
    fn bad(&self) -> usize {
        self.parsed.errors.count + self.clashes.len()
    }
}

impl Products {
    fn run(&self, context: &mut Context) -> Outcome {
        let file = File::open(&self.file).map_err(|error| Failure::file(&self.file, &error))?;
        let length = file.metadata().map_or(0, |about| about.len());
        let mut register = open::register(context)?;
        let by = self.by(&register)?;
        let mut progress = Progress::of("reading");
        let mut checked = self.check(&register, BufReader::new(file), length, &mut progress)?;
        drop(progress);
        if !context.options.json {
            tell(&checked)?;
        }
        let skip = self.skip_bad && !checked.parsed.rows.is_empty();
        if checked.bad() > 0 && !skip {
            return self.nothing(&checked, context);
        }
        let clashing: std::collections::HashSet<&str> =
            checked.clashes.iter().map(|clash| clash.sku.as_str()).collect();
        let mut rows = std::mem::take(&mut checked.parsed.rows);
        rows.retain(|row| !clashing.contains(row.product.sku.as_str()));
        let all = rows.len() as u64;
        let imported = if self.dry_run {
            0
        } else {
            let source = self
                .file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if let Some(by) = by {
                self.leave.noted(&mut register, by, ASKS)?;
            }
            let mut progress = Progress::of("writing");
            register.import_products(by, rows, &source, &mut |done| progress.part(done, all))?
        };
        self.answer(all, imported, &checked, context)
    }

    /// Who imports, if they may. Without a name the command line is nobody at the till: its entries say `cli`
    /// and the system user.
    fn by(&self, register: &Register) -> Result<Option<PersonId>, Failure> {
        let Some(name) = &self.user else { return Ok(None) };
        let by = register.person_named(name)?;
        self.leave.of(register, by, ASKS.0)?;
        Ok(Some(by))
    }

    fn check(
        &self,
        register: &Register,
        from: impl BufRead,
        length: u64,
        progress: &mut Progress,
    ) -> Result<Checked, Failure> {
        let classes = register.till().shop.tax_names();
        let mut at = |done: import_rows::Progress| progress.part(done.bytes, length);
        let parsed =
            import_rows::parse(from, &classes, &mut at).map_err(|error| Failure::file(&self.file, &error))?;
        let clashes = clashes(register.catalogue(), &parsed.rows);
        Ok(Checked { parsed, clashes })
    }

    fn nothing(&self, checked: &Checked, context: &mut Context) -> Outcome {
        if context.options.json {
            context.out.json(&json(checked, 0, 0, self.dry_run))?;
            return Err(Failure::told());
        }
        let hint = if checked.parsed.rows.is_empty() {
            "correct the file"
        } else {
            "correct the file, or leave the bad rows out with --skip-bad"
        };
        let bad = counted(checked.bad() as u64, "thing is", "things are");
        Err(Failure::refused(
            "bad-rows",
            format!("{bad} wrong, nothing was imported: {hint}"),
        ))
    }

    fn answer(&self, good: u64, imported: u64, checked: &Checked, context: &mut Context) -> Outcome {
        if context.options.json {
            return context.out.json(&json(checked, good, imported, self.dry_run));
        }
        let left = match checked.bad() {
            0 => String::new(),
            bad => format!(", {} left out", counted(bad as u64, "bad row", "bad rows")),
        };
        let good = counted(good, "product", "products");
        if self.dry_run {
            context.out.line(format_args!(
                "{good} would be imported{left}; nothing was changed"
            ))
        } else {
            context.out.line(format_args!("{good} imported{left}"))
        }
    }
}

/// Every error, and the first warnings, each on a line.
fn tell(checked: &Checked) -> Outcome {
    let mut to = io::stderr().lock();
    let mut list = |problems: &Problems, most: usize, sort: &str| -> io::Result<()> {
        let shown = problems.first.len().min(most);
        for problem in &problems.first[..shown] {
            writeln!(to, "{sort}{problem}")?;
        }
        match problems.count - shown {
            0 => Ok(()),
            more => writeln!(to, "{sort}… and {more} more"),
        }
    };
    list(&checked.parsed.warnings, WARNINGS, "warning: ")?;
    list(&checked.parsed.errors, usize::MAX, "")?;
    for clash in &checked.clashes {
        writeln!(to, "{}", sentence(clash))?;
    }
    Ok(())
}

fn sentence(clash: &Clash) -> String {
    let Clash { sku, code, other } = clash;
    format!("{sku}: the code {code} belongs to {other}, which is not in the file; a code names one product")
}

fn json(checked: &Checked, good: u64, imported: u64, dry_run: bool) -> Value {
    let problem = |problem: &Problem| {
        let message = problem.reason.to_string();
        json!({ "line": problem.line, "column": problem.column, "message": message })
    };
    let clash = |clash: &Clash| json!({ "sku": clash.sku, "column": "barcode", "message": sentence(clash) });
    let errors = checked.parsed.errors.first.iter().map(problem);
    let errors: Vec<Value> = errors.chain(checked.clashes.iter().map(clash)).collect();
    let warnings: Vec<Value> = checked.parsed.warnings.first.iter().map(problem).collect();
    json!({
        "good": good, "bad": checked.bad(), "imported": imported, "dry_run": dry_run,
        "errors": errors, "warnings": warnings, "warned": checked.parsed.warnings.count,
    })
}
