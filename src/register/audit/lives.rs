//! How each life of the journal begins: the first by founding a till, the others by saying what they go on
//! from, with a number series that was never used. Must never accept a second founding.

use uuid::Uuid;

use crate::domain::event::{Event, Incarnation};

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Lives {
    /// Incarnation and sequence of the entry before.
    before: Option<(Uuid, u64)>,
    series: Vec<String>,
}

impl Lives {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        let before = self.before.replace((seen.incarnation, seen.at.seq));
        let begins = before.is_none_or(|(incarnation, _)| incarnation != seen.incarnation);
        match (&seen.fact.event, before) {
            (Event::Founded(founded), None) => {
                self.series.push(founded.series.clone());
                Some(Ok(()))
            }
            (Event::Founded(_), Some(_)) => Some(Err("a second founding of the till".to_owned())),
            (Event::IncarnationOpened(opened), Some(before)) if begins => {
                Some(self.go_on(seen, opened, before))
            }
            (Event::HubJoined(joined), Some(_)) if joined.series.is_some() => {
                let series = joined.series.clone().unwrap_or_default();
                let used = self.series.contains(&series);
                self.series.push(series.clone());
                used.then(|| Err(format!("the number series {series} was used before")))
            }
            (Event::IncarnationOpened(_), _) => Some(Err(
                "a new life of the journal begins in the middle of another".to_owned(),
            )),
            (_, None) => Some(Err(
                "the journal does not begin with the founding of a till".to_owned()
            )),
            (_, Some(_)) if begins => Some(Err(
                "a life of the journal begins without saying what it goes on from".to_owned(),
            )),
            _ => None,
        }
    }

    /// An entry of another life that stands here again, the first of that life perhaps.
    pub(super) fn pass(&mut self, seen: &Seen<'_>) -> Verdict {
        let Event::IncarnationOpened(opened) = &seen.fact.event else {
            return self.see(seen).filter(Result::is_err);
        };
        self.before = Some((seen.incarnation, seen.at.seq));
        self.series.push(opened.series.clone());
        None
    }

    fn go_on(&mut self, seen: &Seen<'_>, opened: &Incarnation, before: (Uuid, u64)) -> Result<(), String> {
        let used = self.series.contains(&opened.series);
        self.series.push(opened.series.clone());
        if used {
            return Err(format!("the number series {} was used before", opened.series));
        }
        let hash = data_encoding::HEXLOWER.encode(seen.prev_hash);
        if (opened.previous, opened.previous_seq) != before || opened.previous_hash != hash {
            return Err("it names another entry as the last of the life before".to_owned());
        }
        Ok(())
    }
}
