//! Why the drawer is opened without a sale. Must never open it by itself.

use ratatui::layout::{Position, Rect};

use crate::domain::drawer::REASON_MAX;
use crate::domain::permission::Permission;
use crate::register::job::{Job, Print};
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::entry;

/// The reason, and whether it is with the register.
#[derive(Debug)]
pub struct State {
    field: Field,
    asked: Option<u64>,
}

/// Asks for the reason.
pub fn open() -> State {
    State {
        field: Field::new(REASON_MAX),
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Drawer;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm => {
                let reason = self.field.text().to_owned();
                let approval = counter.take_approval(Permission::OpenDrawer);
                self.asked = Some(counter.ask(Job::Print(Print::Drawer { reason, approval })));
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::DrawerOpened => {
                let told = counter.look.words.text("drawer-opened").into_owned();
                counter.say(Role::Good, told);
                Some(Go::Back)
            }
            Answer::Refused(said) => {
                counter.refuse(said);
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &counter.look.words;
        let inside = paper.dialog(area, 60, 5, &words.text("drawer-title"));
        let label = words.text("drawer-reason");
        Some(entry::whole(paper, entry::below(inside, 1), &label, &self.field))
    }
}
