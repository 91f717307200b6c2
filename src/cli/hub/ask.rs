//! What the owner asks the hub: the one that runs, or else its data. Must never open data that a running hub
//! has open.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::moment;
use crate::cli::Context;
use crate::cli::error::{Failure, Outcome};
use crate::hub::Place;
use crate::hub::admin::Ask;
use crate::hub::control::{self, AskError};
use crate::protocol::refused::Code;

pub(super) fn ask(place: &Place, ask: Ask) -> Result<Value, Failure> {
    control::ask(place, ask).map_err(|error| match error {
        AskError::Refused(refused) => {
            let named = serde_json::to_value(refused.code).unwrap_or_default();
            let code = named.as_str().unwrap_or("refused").replace('_', "-");
            match refused.code {
                Code::Unavailable | Code::Internal => Failure::environment("hub", refused.message),
                _ => Failure::refused(code, refused.message),
            }
        }
        other => Failure::environment("hub", other.to_string()),
    })
}

pub(super) fn enrol_code(
    place: &Place,
    shop: String,
    replaces: Option<String>,
    context: &mut Context,
) -> Outcome {
    let made = ask(place, Ask::EnrolCode { shop, replaces })?;
    if context.options.json {
        return context.out.json(&made);
    }
    context.out.line(format_args!(
        "{}\nType it at the till of {}: it counts once, until {}.",
        text(&made["code"]),
        text(&made["shop_name"]),
        moment(&made["expires_at"])
    ))
}

pub(super) fn shops(place: &Place, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Shops)?;
    list(
        context,
        &told,
        "shops",
        "There is no shop yet: make a code with `tendero hub enrol-code --shop NAME`.",
        |row| {
            let currency = row["currency"].as_str().unwrap_or("-");
            format!(
                "{:<30} {currency:<4} {:>4} tills  {}",
                text(&row["name"]),
                row["terminals"],
                text(&row["id"])
            )
        },
    )
}

pub(super) fn terminals(place: &Place, shop: Option<String>, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Terminals { shop })?;
    list(context, &told, "terminals", "No till is known yet.", |row| {
        let state = if row["revoked"] == true {
            "signed out"
        } else if !row["replaced_by"].is_null() {
            "replaced"
        } else {
            "known"
        };
        format!(
            "{:<20} {:<8} {:<20} seen {}  owes {}  waits {}  {state}  {}",
            text(&row["name"]),
            text(&row["series"]),
            text(&row["shop_name"]),
            moment(&row["seen_at"]),
            row["owes"],
            row["parked"],
            text(&row["id"])
        )
    })
}

pub(super) fn revoke(place: &Place, terminal: String, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Revoke { terminal })?;
    if context.options.json {
        return context.out.json(&told);
    }
    context
        .out
        .line(format_args!("{} is signed out.", text(&told["name"])))
}

pub(super) fn rotate(place: &Place, terminal: String, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Turn { terminal })?;
    if context.options.json {
        return context.out.json(&told);
    }
    let name = text(&told["name"]);
    context.out.line(format_args!(
        "{name} is given another token when it says hello next."
    ))
}

pub(super) fn epoch(place: &Place, instead_of: Option<uuid::Uuid>, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Epoch { instead_of })?;
    if context.options.json {
        return context.out.json(&told);
    }
    context
        .out
        .line("Another life of the hub's data has begun. Each till will notice, and send what it lacks.")
}

pub(super) fn parked(place: &Place, shop: Option<String>, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Parked { shop })?;
    list(context, &told, "parked", "Nothing waits.", |row| {
        format!(
            "{} {} entry {} of {}: {} ({})",
            moment(&row["at"]),
            text(&row["id"]),
            row["seq"],
            text(&row["terminal"]),
            text(&row["message"]),
            text(&row["reason"])
        )
    })
}

pub(super) fn snapshot(place: &Place, file: PathBuf, context: &mut Context) -> Outcome {
    // The hub that runs has another working directory, maybe.
    let file = std::path::absolute(&file).map_err(|error| Failure::file(&file, &error))?;
    let told = ask(place, Ask::Snapshot { file })?;
    if context.options.json {
        return context.out.json(&told);
    }
    context.out.line(format_args!(
        "{} holds {} entries and {} rows; the hub's key is in {}. Keep both, and keep them secret.",
        text(&told["file"]),
        told["entries"],
        told["rows"],
        text(&told["key_file"])
    ))
}

pub(super) fn point(place: &Place, file: &Path, context: &mut Context) -> Outcome {
    let told = ask(place, Ask::Point)?;
    std::fs::write(file, format!("{told}\n")).map_err(|error| Failure::file(file, &error))?;
    if context.options.json {
        return context.out.json(&told);
    }
    context.out.line(format_args!(
        "{} says how far the hub is. Copy the database now; when the copy was restored and looked through, \
         `tendero hub durable {}` tells the tills.",
        file.display(),
        file.display()
    ))
}

pub(super) fn durable(place: &Place, file: &Path, context: &mut Context) -> Outcome {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    let point = serde_json::from_str(&text).map_err(|_| {
        let why = format!("{} is not what `tendero hub point` wrote", file.display());
        Failure::refused("bad-point", why)
    })?;
    let told = ask(place, Ask::Durable { point })?;
    if context.options.json {
        return context.out.json(&told);
    }
    context.out.line(format_args!(
        "{} entries are safe in a copy of {}. Each till is told at its next contact.",
        told["entries"],
        moment(&told["at"])
    ))
}

fn list(
    context: &mut Context,
    told: &Value,
    name: &str,
    none: &str,
    line: impl Fn(&Value) -> String,
) -> Outcome {
    if context.options.json {
        return context.out.json(told);
    }
    let rows = told[name].as_array().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() {
        return context.out.line(none);
    }
    rows.iter().try_for_each(|row| context.out.line(line(row)))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
