//! The model on a buffer: header, screen, message, footer, dialogs. Must never change the model nor wait.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::lang::{self, Value};

use super::called;
use super::counter::Counter;
use super::dialogs::Dialog;
use super::hub_words::{self, Sign};
use super::keymap::rows;
use super::model::{Model, SMALLEST};
use super::paper::{Paper, cut, width, wrap};
use super::theme::Role;

/// Lines of a sentence at most; none of ours is longer on the smallest terminal.
const MESSAGE_ROWS: usize = 4;
/// Columns that the shop's name keeps in the header, and those below which a person's name says nothing.
const SHOP_LEAST: u16 = 8;
const PERSON_LEAST: u16 = 4;
/// Below so many columns the lamp says it shortly.
const NARROW: u16 = 60;

/// Draws everything; the buffer is empty before. Gives where the cursor stands, if anywhere.
pub fn view(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let mut paper = Paper::new(buffer, &model.counter.look);
    let area = paper.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(&mut paper, area);
        return None;
    }
    header(&model.counter, &mut paper, area);
    let message = model.counter.message.as_ref();
    let lines = message
        .map(|message| wrap(&message.text, area.width - 2))
        .unwrap_or_default();
    // A long sentence takes its room from the screen: it never covers the field.
    let told = lines.len().clamp(1, MESSAGE_ROWS);
    let told = u16::try_from(told).unwrap_or(1);
    let body = Rect::new(0, 1, area.width, area.height - 2 - told);
    // What a page covers is not drawn.
    let page = model.dialogs.iter().rposition(Dialog::covers);
    let mut cursor = match page {
        Some(_) => None,
        None => model.screen.view(&model.counter, &mut paper, body),
    };
    for dialog in &model.dialogs[page.unwrap_or(0)..] {
        cursor = dialog.view(&model.counter, &mut paper, body);
    }
    if let Some(message) = message {
        for (y, line) in (body.bottom()..area.bottom() - 1).zip(&lines) {
            paper.text(1, y, area.width - 2, line, message.tone);
        }
    }
    footer(model, &mut paper, area);
    cursor
}

fn too_small(paper: &mut Paper<'_>, area: Rect) {
    let (columns, rows) = (u64::from(SMALLEST.0), u64::from(SMALLEST.1));
    let values = [("columns", Value::Count(columns)), ("rows", Value::Count(rows))];
    let told = paper.look().words.format("terminal-too-small", &values);
    for (y, line) in (0..area.height).zip(wrap(&told, area.width)) {
        paper.text(0, y, area.width, &line, Role::Text);
    }
}

/// Shop and till at the left; person, time and lamp at the right. Names are cut within their share, the
/// shop's first; whatever else has no room is left out whole.
fn header(counter: &Counter, paper: &mut Paper<'_>, area: Rect) {
    let look = paper.look();
    let Some(desk) = &counter.desk else {
        paper.text(1, 0, area.width - 2, &look.words.text("app-name"), Role::Title);
        return;
    };
    let between = format!(" {} ", look.glyphs.dot);
    let (shop, time) = (&desk.shop.name, lang::time(counter.at.local.time()));
    let mut x = area.width - 1;
    if area.width >= 80 {
        let copies = look
            .words
            .format("copies-count", &[("count", counter.copies().into())]);
        x = paper.right(x, 0, width(&copies), &copies, Role::Dim);
        x = paper.right(x, 0, 3, &between, Role::Dim);
    }
    // What the shop's name keeps at least, the blanks beside it, the time and the dots before it.
    let kept = width(shop).min(SHOP_LEAST) + 2 + width(&time) + 3;
    let notes = hub_words::notes(counter.sync.as_ref(), &look.words);
    let mut lamp = hub_words::lamp(counter.sync.as_ref(), &look.words);
    // In a narrow window the longest words would take the room of what stands beside them.
    if area.width < NARROW && !notes.is_empty() && lamp.words.len() > 1 {
        lamp.words.remove(0);
    }
    x = sign(&lamp, paper, (kept, x)).unwrap_or(x);
    if counter.printing.trouble().is_some() {
        let lamp = look.words.text("lamp-printer");
        x = paper.right(x, 0, 3, &between, Role::Dim);
        x = paper.right(x, 0, area.width / 3, &lamp, Role::Bad);
        x = paper.right(x, 0, 2, "! ", Role::Bad);
    }
    for note in notes {
        let dots = x.saturating_sub(3);
        if let Some(start) = sign(&note, paper, (kept, dots)) {
            paper.text(dots, 0, 3, &between, Role::Dim);
            x = start;
        }
    }
    let till = [("till", Value::from(&desk.series))];
    let till = look.words.format("header-till", &till);
    let share = (area.width / 4).max(12);
    let share = share.min(x.saturating_sub(kept + 3));
    let person = counter.person().filter(|_| share >= PERSON_LEAST);
    let person = person.map(|person| cut(&person.name, share));
    let moment = lang::moment(look.lang(), counter.at.local);
    let beside = person.as_deref().map_or(0, width) + width(&moment);
    let moment = if width(shop) + 2 + width(&till) + beside + 9 < x {
        moment
    } else {
        time
    };
    for fact in [Some(moment.as_str()), person.as_deref()].into_iter().flatten() {
        x = paper.right(x, 0, 3, &between, Role::Dim);
        x = paper.right(x, 0, width(fact), fact, Role::Text);
    }
    let room = x.saturating_sub(2);
    let end = paper.text(1, 0, room, &cut(shop, room), Role::Title);
    if end + width(&till) + 5 < x {
        let end = paper.text(end, 0, 3, &between, Role::Dim);
        paper.text(end, 0, width(&till), &till, Role::Text);
    }
}

/// The longest words of a sign that have room between two columns, its mark before them; gives where it
/// starts, or nothing where not even the shortest has room.
fn sign(sign: &Sign, paper: &mut Paper<'_>, (start, end): (u16, u16)) -> Option<u16> {
    let fits = |words: &&String| start + width(words) + 2 < end;
    let words = sign.words.iter().find(fits)?;
    let x = paper.right(end, 0, width(words), words, sign.role);
    let role = if sign.role == Role::Text {
        Role::Dim
    } else {
        sign.role
    };
    Some(paper.right(x, 0, 2, sign.mark, role))
}

/// What the keys do now, from the table. What has no room is left out whole; the help stays.
fn footer(model: &Model, paper: &mut Paper<'_>, area: Rect) {
    let look = paper.look();
    let y = area.bottom() - 1;
    let flags = model.flags();
    let shown = rows(model.scope(), flags)
        .filter(|row| row.footer)
        .filter_map(|row| {
            let key = called::key(&look.words, *look.keymap.keys(row).first()?);
            Some((key, look.words.text(row.label)))
        });
    let items: Vec<_> = shown.collect();
    let takes = |(key, label): &(String, std::borrow::Cow<'_, str>)| width(key) + 1 + width(label) + 2;
    // The last row of the table is the help: what does not fit is dropped before it.
    let last = items.last().map_or(0, takes);
    let mut x = 1;
    for (at, item) in items.iter().enumerate() {
        let is_last = at + 1 == items.len();
        let room = area.width.saturating_sub(if is_last { 0 } else { last });
        if x + takes(item) - 1 <= room {
            x = paper.text(x, y, width(&item.0), &item.0, Role::Key);
            x = paper.text(x + 1, y, width(&item.1), &item.1, Role::Text) + 2;
        }
    }
}
