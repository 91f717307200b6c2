//! The count against what was expected: why it differs, and who allows that. Must never close alone what two
//! must answer for.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::tender_key;
use crate::devices::suspects;
use crate::domain::cash::variance::Suspect;
use crate::domain::cash::{Declared, ForeignCounted};
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::domain::permission::{Approval, Permission};
use crate::register::reply::{Reckoning, Said};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::theme::Role;
use crate::tui::typing;

/// Where the keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Reason,
    Kept,
    /// Nothing is typed there: Enter closes.
    Sure,
}

/// What the register said of the count, and the answers to it.
#[derive(Debug)]
pub(super) struct Settle {
    reckoning: Reckoning,
    reason: Field,
    /// What somebody allowed, once somebody did.
    pub(super) approval: Option<Approval>,
    /// Cash that stays in the drawer; empty for the proposal.
    kept: Field,
    /// As much as this shift began with, where there is so much.
    proposed: Option<Money>,
    at: Place,
}

impl Settle {
    /// The answers to a count, none given yet.
    pub(super) fn new(reckoning: &Reckoning, counter: &Counter) -> Settle {
        Settle {
            approval: None,
            reckoning: reckoning.clone(),
            reason: Field::new(60),
            kept: Field::new(14),
            proposed: counter.last_float.filter(|float| *float <= reckoning.counted),
            at: Place::Reason,
        }
    }

    /// The reason, where there is one or none is needed; else goes to it.
    pub(super) fn reason(&mut self, counter: &mut Counter) -> Option<String> {
        let reason = self.reason.text().trim().to_owned();
        if self.reckoning.needs_reason && reason.is_empty() {
            self.at = Place::Reason;
            let told = counter.look.words.text("close-say-why").into_owned();
            counter.say(Role::Warn, told);
            return None;
        }
        Some(reason)
    }

    /// Goes to the next place, where what was typed can stand; whether the last one was confirmed.
    pub(super) fn confirm(&mut self, counter: &mut Counter) -> bool {
        match self.at {
            Place::Reason => {
                if self.reason(counter).is_some() {
                    self.at = Place::Kept;
                }
            }
            Place::Kept => match self.kept() {
                Ok(_) => self.at = Place::Sure,
                Err(said) => counter.refuse(&said),
            },
            Place::Sure => return true,
        }
        false
    }

    /// From the question whether to close back to what was typed; false where it is not being asked.
    pub(super) fn back(&mut self) -> bool {
        let asked = self.at == Place::Sure;
        if asked {
            self.at = Place::Kept;
        }
        asked
    }

    /// What somebody has to allow yet, in words; none where nobody has to, or somebody has.
    pub(super) fn unapproved(&mut self, counter: &mut Counter) -> Option<String> {
        if !self.reckoning.needs_approval || self.approval.is_some() {
            return None;
        }
        self.approval = counter.take_approval(Permission::Variance);
        if self.approval.is_some() {
            return None;
        }
        let look = &counter.look;
        let declared = self.reckoning.declared.iter().map(Declared::variance);
        let foreign = self.reckoning.foreign.iter().map(ForeignCounted::variance);
        let all = std::iter::once(self.reckoning.variance)
            .chain(declared)
            .chain(foreign);
        let told: Vec<String> = all
            .filter(|variance| !variance.is_zero())
            .map(|variance| look.money(variance))
            .collect();
        Some(
            look.words
                .format("close-what", &[("variance", told.join(", ").into())]),
        )
    }

    /// What stays as the next float: as typed, or the proposal.
    pub(super) fn kept(&self) -> Result<Option<Money>, Said> {
        if self.kept.is_empty() {
            return Ok(self.proposed);
        }
        typing::money(self.kept.text(), self.reckoning.counted.currency()).map(Some)
    }

    /// The ticket behind the likeliest explanation that is one.
    pub(super) fn ticket(&self) -> Option<DocumentNumber> {
        self.reckoning
            .suspects
            .iter()
            .find_map(Suspect::document)
            .cloned()
    }

    /// To the place before or after.
    pub(super) fn step(&mut self, by: isize) {
        let places = [Place::Reason, Place::Kept, Place::Sure];
        let at = places.iter().position(|place| *place == self.at).unwrap_or(0);
        self.at = places[at.saturating_add_signed(by).min(places.len() - 1)];
    }

    /// Types into the place.
    pub(super) fn key(&mut self, key: Key) {
        if let Some(field) = self.field() {
            field.key(key);
        }
    }

    /// The field being typed in.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        match self.at {
            Place::Reason => Some(&mut self.reason),
            Place::Kept => Some(&mut self.kept),
            Place::Sure => None,
        }
    }

    /// Draws it; gives where the cursor stands.
    pub(super) fn view(&self, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let x = area.x + 1;
        let reason = words.text(if self.reckoning.needs_reason {
            "close-why"
        } else {
            "close-note"
        });
        let kept = words.text("close-kept");
        let labels = [
            words.text("close-counted"),
            words.text("close-expected"),
            words.text("close-variance"),
            reason.clone(),
            kept.clone(),
        ];
        let column = x + labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        let figures = [
            self.reckoning.counted,
            self.reckoning.expected,
            self.reckoning.variance,
        ];
        let shown = figures.map(|money| look.money(money));
        let end = column + shown.iter().map(|money| width(money)).max().unwrap_or(0) + 1;
        let (tone, verdict) = verdict(self.reckoning.variance);
        let roomy = area.height > 11;
        let mut y = area.y + u16::from(roomy);
        for (at, figure) in shown.iter().enumerate() {
            let role = if at == 2 { tone } else { Role::Strong };
            paper.text(x, y, column - x, &labels[at], Role::Text);
            paper.right(end, y, end - column, figure, role);
            if at == 2 {
                paper.text(end + 2, y, area.right() - end - 2, &words.text(verdict), tone);
            }
            y += 1;
        }
        y = self.declared(paper, (x, y), area);
        y += u16::from(roomy);
        let line = Rect::new(column, y, area.right().saturating_sub(column + 1), 1);
        paper.text(x, y, column - x, &reason, self.role(Place::Reason));
        let at = self.reason.view(paper, line);
        let mut cursor = (self.at == Place::Reason).then_some(at);
        y += 1;
        cursor = self.keeping(paper, (x, &kept), Rect { y, ..line }).or(cursor);
        y += 1;
        // Asked once the next Enter answers it, and not before: until then Enter goes on to the next line.
        if self.at == Place::Sure {
            let sure = words.text("close-sure");
            paper.text(x, y, area.width - 2, &sure, Role::Strong);
            paper.select(Rect::new(x, y, width(&sure), 1));
        }
        y += 1 + u16::from(roomy);
        let confirm = wrap(&words.text("close-confirm"), area.width - 2);
        for (line, role) in self
            .explained(look, area.width - 2)
            .into_iter()
            .chain(confirm.into_iter().map(|line| (line, Role::Dim)))
        {
            if y < area.bottom() {
                paper.text(x, y, area.width - 2, &line, role);
                y += 1;
            }
        }
        cursor
    }

    /// Declared totals and other currencies beside what the till says, a row each; gives the row after.
    fn declared(&self, paper: &mut Paper<'_>, (x, mut y): (u16, u16), area: Rect) -> u16 {
        for row in &self.reckoning.declared {
            let look = paper.look();
            let (tone, verdict) = verdict(row.variance());
            let values = [
                (
                    "tender",
                    look.words.text(tender_key(row.method)).into_owned().into(),
                ),
                ("declared", look.figure(row.declared).into()),
                ("expected", look.figure(row.expected).into()),
                ("variance", look.figure(row.variance()).into()),
                ("verdict", look.words.text(verdict).into_owned().into()),
            ];
            let told = look.words.format("close-declared", &values);
            paper.text(x, y, area.right().saturating_sub(x), &told, tone);
            y += 1;
        }
        for row in &self.reckoning.foreign {
            let look = paper.look();
            let (tone, verdict) = verdict(row.variance());
            let values = [
                ("currency", row.counted.currency().to_string().into()),
                ("counted", look.figure(row.counted).into()),
                ("expected", look.figure(row.expected).into()),
                ("variance", look.figure(row.variance()).into()),
                ("verdict", look.words.text(verdict).into_owned().into()),
            ];
            let told = look.words.format("close-foreign", &values);
            paper.text(x, y, area.right().saturating_sub(x), &told, tone);
            y += 1;
        }
        y
    }

    /// What stays in the drawer.
    fn keeping(&self, paper: &mut Paper<'_>, (x, label): (u16, &str), line: Rect) -> Option<Position> {
        paper.text(x, line.y, line.x - x, label, self.role(Place::Kept));
        if let Some(float) = self.proposed.filter(|_| self.kept.is_empty()) {
            let shown = paper.look().figure(float);
            paper.text(line.x, line.y, line.width, &shown, Role::Dim);
        }
        let at = self.kept.view(paper, line);
        (self.at == Place::Kept).then_some(at)
    }

    /// What would explain the difference, a sentence each.
    fn explained(&self, look: &Look, columns: u16) -> Vec<(String, Role)> {
        let sentences = self.reckoning.suspects.iter().take(3);
        let told = sentences.flat_map(|suspect| wrap(&suspects::told(suspect, &look.words), columns));
        told.map(|line| (line, Role::Warn)).collect()
    }

    fn role(&self, place: Place) -> Role {
        if self.at == place {
            Role::Strong
        } else {
            Role::Text
        }
    }
}

/// How a variance is shown and called.
fn verdict(variance: Money) -> (Role, &'static str) {
    if variance.is_zero() {
        (Role::Good, "close-exact")
    } else if variance.is_negative() {
        (Role::Bad, "close-short")
    } else {
        (Role::Warn, "close-over")
    }
}
