//! Labels for the shelf of the goods that are shown. Must never print many of them unasked.

use crate::devices::label::{Label, layout};
use crate::devices::spool::{Kind, Title};
use crate::domain::catalogue::ProductRef;
use crate::register::job::{Job, Print};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::theme::Role;

/// Most labels of one paper: more is a list that was not narrowed down.
const MOST: usize = 200;

/// One label is printed at once, several after a question, none where they would never end.
pub(super) fn print<'a>(
    goods: impl Iterator<Item = ProductRef<'a>>,
    count: usize,
    counter: &mut Counter,
) -> Go {
    let Some(desk) = counter.desk.as_ref().filter(|_| count > 0) else {
        return Go::Stay;
    };
    let many = [("count", count.into()), ("most", MOST.into())];
    if count > MOST {
        let told = counter.look.words.format("labels-too-many", &many);
        counter.say(Role::Warn, told);
        counter.bell();
        return Go::Stay;
    }
    let (currency, lang) = (desk.shop.currency, counter.look.lang());
    let labels: Vec<Label> = goods.map(|product| Label::of(&product, currency, lang)).collect();
    let title = Title::new(Kind::Labels, count.to_string());
    let job = Job::Print(Print::Paper(title, Box::new(layout(&labels))));
    if count > 1 {
        return Go::AskFirst(counter.look.words.format("labels-ask", &many), Box::new(job));
    }
    counter.ask(job);
    let told = counter.look.words.text("labels-sent").into_owned();
    counter.say(Role::Good, told);
    Go::Stay
}
