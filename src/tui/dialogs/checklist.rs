//! What to look at before the till goes where there is no line, and before the register is closed. Must
//! never stop anybody: it only shows what is the case.

use ratatui::layout::{Position, Rect};

use crate::devices::spool::State as Printing;
use crate::register::hub::state::{Lamp, SyncAnswer, SyncJob};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::{Before, Go};
use crate::tui::hub_words::{minutes, moment};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::scroll::Scroll;

/// Below so many MiB the disk is nearly full.
const LOW: u64 = 1_024;

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fine,
    Look,
    /// Good to know.
    Note,
}

/// One thing.
#[derive(Debug)]
struct Item {
    mark: Mark,
    told: String,
}

/// Which list, and what the register said of the disk.
#[derive(Debug)]
pub struct State {
    before: Before,
    /// MiB left; none until it was said, or where it cannot be told.
    room: Option<u64>,
    asked: Option<u64>,
    scroll: Scroll,
}

/// The list.
pub fn open(before: Before, counter: &mut Counter) -> State {
    let wanted = before == Before::Offline;
    State {
        before,
        room: None,
        asked: wanted.then(|| counter.ask(Job::Sync(SyncJob::Room))),
        scroll: Scroll::default(),
    }
}

/// Fine where nothing of it is left, else something to look at.
fn counted(none: &str, some: &str, count: u64, counter: &Counter) -> Item {
    let words = &counter.look.words;
    if count == 0 {
        item(Mark::Fine, words.text(none).into_owned())
    } else {
        item(Mark::Look, words.format(some, &[("count", count.into())]))
    }
}

fn item(mark: Mark, told: String) -> Item {
    Item { mark, told }
}

impl State {
    fn items(&self, counter: &Counter) -> Vec<Item> {
        let mut items = match self.before {
            Before::Offline => self.offline(counter),
            Before::Closing => closing(counter),
        };
        // What there is to look at stands first.
        items.sort_by_key(|item| item.mark != Mark::Look);
        items
    }

    fn offline(&self, counter: &Counter) -> Vec<Item> {
        let words = &counter.look.words;
        let mut items = of_hub(counter);
        if let Some(hub) = counter.hub() {
            let goods = [("count", counter.catalogue.len().into())];
            let left = [("count", hub.fetching.unwrap_or(0).into())];
            items.push(if hub.caught_up && hub.fetching.is_none() {
                item(Mark::Fine, words.format("check-goods", &goods))
            } else {
                item(Mark::Look, words.format("check-goods-coming", &left))
            });
        }
        let people = counter.desk.as_ref().map_or(0, |desk| desk.people.len());
        items.push(item(
            Mark::Fine,
            words.format("check-people", &[("count", people.into())]),
        ));
        items.push(match self.room {
            Some(mib) if mib < LOW => item(
                Mark::Look,
                words.format("check-disk-low", &[("count", mib.into())]),
            ),
            Some(mib) => item(
                Mark::Fine,
                words.format("check-disk", &[("count", (mib / 1_024).into())]),
            ),
            None => item(Mark::Note, words.text("check-disk-unknown").into_owned()),
        });
        items.extend(mirror(counter));
        items.push(printer(counter));
        items.extend(parked(counter));
        items
    }

    fn lines(&self, counter: &Counter, columns: u16) -> Vec<(String, Role)> {
        let words = &counter.look.words;
        let mut lines = Vec::new();
        for item in self.items(counter) {
            let (mark, word, role) = match item.mark {
                Mark::Fine => ("+", "check-fine", Role::Good),
                Mark::Look => ("!", "check-look", Role::Warn),
                Mark::Note => ("-", "check-note", Role::Text),
            };
            let whole = format!("{mark} {}: {}", words.text(word), item.told);
            let wrapped = wrap(&whole, columns.saturating_sub(2)).into_iter().enumerate();
            lines.extend(wrapped.map(|(at, line)| match at {
                0 => (line, role),
                _ => (format!("  {line}"), role),
            }));
        }
        let end = match self.before {
            Before::Offline => "check-offline-end",
            Before::Closing => "check-closing-end",
        };
        lines.push((String::new(), Role::Text));
        lines.extend(
            wrap(&words.text(end), columns)
                .into_iter()
                .map(|line| (line, Role::Dim)),
        );
        lines
    }
}

/// The line to the hub, and what waits for it.
fn of_hub(counter: &Counter) -> Vec<Item> {
    let words = &counter.look.words;
    let Some(hub) = counter.hub() else {
        return vec![item(Mark::Note, words.text("check-local").into_owned())];
    };
    let last = hub.last_contact.map(|at| moment(counter, at));
    let last = last.unwrap_or_else(|| "-".to_owned());
    let line = match hub.lamp {
        Lamp::Offline => item(
            Mark::Look,
            words.format("check-line-off", &[("last", last.into())]),
        ),
        Lamp::Paused => item(Mark::Look, words.text("check-line-paused").into_owned()),
        _ => item(Mark::Fine, words.format("check-line", &[("last", last.into())])),
    };
    let mut items = vec![
        line,
        counted("check-all-up", "check-waiting", hub.waiting, counter),
    ];
    if hub.failed > 0 {
        items.push(counted("check-all-up", "check-held", hub.failed, counter));
    }
    if hub.conflicts > 0 {
        items.push(counted("check-all-up", "check-conflicts", hub.conflicts, counter));
    }
    if let Some(skew) = hub.skew {
        let values = [("minutes", minutes(skew).into())];
        items.push(item(Mark::Look, words.format("check-clock", &values)));
    }
    items
}

/// The second copy of the journal, where the till has one.
fn mirror(counter: &Counter) -> Option<Item> {
    let state = counter.mirror.as_ref()?;
    let words = &counter.look.words;
    let Some(said) = &state.trouble else {
        return Some(match state.behind {
            Some(0) => item(Mark::Fine, words.text("check-mirror").into_owned()),
            Some(count) => item(
                Mark::Look,
                words.format("check-mirror-behind", &[("count", count.into())]),
            ),
            None => item(Mark::Note, words.text("check-mirror-unknown").into_owned()),
        });
    };
    let told = words.refusal(said.code, &said.sentence, &said.values);
    let since = state.since.map(|since| moment(counter, since));
    let values = [
        ("told", told.into()),
        ("since", since.unwrap_or_else(|| "-".to_owned()).into()),
        ("count", state.behind.unwrap_or(0).into()),
    ];
    Some(item(Mark::Look, words.format("check-mirror-away", &values)))
}

fn printer(counter: &Counter) -> Item {
    let words = &counter.look.words;
    let stuck = counter
        .printing
        .papers
        .iter()
        .filter(|paper| matches!(paper.state, Printing::Stuck(_) | Printing::Unsure));
    match stuck.count() {
        _ if !counter.printing.set_up() => item(Mark::Note, words.text("check-no-printer").into_owned()),
        0 => item(Mark::Fine, words.text("check-printer").into_owned()),
        count => item(
            Mark::Look,
            words.format("check-stuck", &[("count", count.into())]),
        ),
    }
}

fn parked(counter: &Counter) -> Option<Item> {
    let count = counter.desk.as_ref().map_or(0, |desk| desk.parked.len());
    let words = &counter.look.words;
    (count > 0).then(|| {
        item(
            Mark::Note,
            words.format("check-parked", &[("count", count.into())]),
        )
    })
}

fn closing(counter: &Counter) -> Vec<Item> {
    let words = &counter.look.words;
    let mut items = of_hub(counter);
    if !counter.ticket.lines.is_empty() {
        items.push(item(Mark::Look, words.text("check-ticket").into_owned()));
    }
    items.push(printer(counter));
    items.extend(parked(counter));
    items.extend(mirror(counter));
    items.push(counted(
        "check-copied",
        "check-uncopied",
        counter.uncopied(),
        counter,
    ));
    items
}

impl Part for State {
    const SCOPE: Scope = Scope::Checklist;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        if command == Command::Back {
            return Some(Go::Back);
        }
        let columns = counter.size.0.min(76).saturating_sub(4);
        let page = usize::from(counter.size.1.saturating_sub(5));
        let lines = self.lines(counter, columns).len();
        self.scroll.command(command, lines, page).then_some(Go::Stay)
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Sync(SyncAnswer::Room(room)) => self.room = *room,
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let title = match self.before {
            Before::Offline => "check-offline-title",
            Before::Closing => "check-closing-title",
        };
        let columns = area.width.min(76);
        let lines = self.lines(counter, columns.saturating_sub(4));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let inside = paper.dialog(area, columns, rows, &counter.look.words.text(title));
        let top = self.scroll.top(lines.len(), usize::from(inside.height));
        for (y, (line, role)) in (inside.y..inside.bottom()).zip(&lines[top..]) {
            paper.text(inside.x, y, inside.width, line, *role);
        }
        None
    }
}
