//! Answers from other threads than the register's. Must never be waited for.

use crate::register::reply::{Answer, Reply};

type Speak = Box<dyn Fn(Reply) + Send>;

/// Makes a way to answer for each thread that needs one.
pub(super) struct Voice(Box<dyn Fn() -> Speak + Send>);

impl Voice {
    pub(super) fn new(answer: impl Fn(Reply) + Clone + Send + 'static) -> Voice {
        Voice(Box::new(move || Box::new(answer.clone())))
    }

    /// Answers for a thread: to that request, or unasked.
    pub(super) fn answer(&self, id: Option<u64>) -> impl Fn(Answer) + Send + 'static {
        let speak = (self.0)();
        move |answer| {
            speak(Reply {
                id,
                answer,
                desk: None,
            });
        }
    }
}
