//! Everything between the tills and the hub, and the hub behind it: lines that lose, cut, double, delay and
//! lie. Must never change a byte of what the hub signed and have it pass for whole.

use std::collections::VecDeque;
use std::io;

use axum::body::Bytes;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tendero::protocol::paths;
use ureq::http::{Request, Response};
use ureq::{Body, Error, Timeout};

use crate::cut::{Chance, Cut};
use crate::house::House;
use crate::scenario::Hits;
use crate::time::Time;

/// How long a till waits for an answer.
const PATIENCE: u64 = 15_000;
/// Requests and answers that the network still holds, at most.
const HELD: usize = 12;

/// How a till's line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// There.
    Fine,
    /// Nobody is reached.
    Down,
    /// A page of the network answers in the hub's place, with that status.
    Portal(u16),
    /// What is sent arrives; nothing comes back.
    Deaf,
    /// Nothing arrives, and nobody says so.
    Dumb,
    /// There and gone, from one request to the next.
    Flapping,
}

/// A request that was sent once.
#[derive(Clone)]
struct Sent {
    till: usize,
    life: u32,
    request: Request<Vec<u8>>,
}

/// Between the tills and the hub.
pub(crate) struct Nature {
    pub(crate) time: Time,
    pub(crate) chance: Chance,
    pub(crate) house: House,
    pub(crate) lines: Vec<Line>,
    /// How often each till was started.
    pub(crate) lives: Vec<u32>,
    /// Of a hundred requests so many meet something.
    pub(crate) trouble: usize,
    /// Of a thousand so many let the hub die.
    pub(crate) deaths: usize,
    pub(crate) hits: Hits,
    pub(crate) log: Vec<String>,
    late: VecDeque<Sent>,
    old: VecDeque<(usize, Response<Bytes>)>,
}

/// What a request meets, drawn by lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meets {
    Nothing,
    RequestLost,
    RequestCut,
    AnswerLost,
    AnswerCut,
    OldAnswer,
    Doubled,
    Company,
}

impl Nature {
    pub(crate) fn new(time: Time, chance: Chance, house: House, hits: Hits) -> Nature {
        Nature {
            time,
            chance,
            house,
            lines: Vec::new(),
            lives: Vec::new(),
            trouble: 0,
            deaths: 0,
            hits,
            log: Vec::new(),
            late: VecDeque::new(),
            old: VecDeque::new(),
        }
    }

    pub(crate) fn note(&mut self, line: String) {
        let at = self.time.now();
        self.log.push(format!("{at:>9} {line}"));
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.chance.below(end)
    }

    /// Whether it happens that happens so many times in a hundred.
    pub(crate) fn percent(&mut self, many: usize) -> bool {
        self.chance.below(100) < many
    }

    /// From here on the network forgets nothing it was given and harms nobody.
    pub(crate) fn heal(&mut self) {
        (self.trouble, self.deaths) = (0, 0);
        self.lines.fill(Line::Fine);
        self.house
            .weather(|weather| (weather.storm, weather.unsure) = (0, 0));
        self.house.start();
    }

    /// The digest of all that happened.
    pub(crate) fn digest(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.log.join("\n")))
    }

    fn meets(&mut self) -> Meets {
        if !self.percent(self.trouble) {
            return Meets::Nothing;
        }
        [
            Meets::RequestLost,
            Meets::RequestCut,
            Meets::AnswerLost,
            Meets::AnswerLost,
            Meets::AnswerCut,
            Meets::OldAnswer,
            Meets::Doubled,
            Meets::Company,
            Meets::Company,
        ][self.chance.below(9)]
    }

    pub(crate) fn carry(&mut self, till: usize, request: Request<Vec<u8>>) -> Result<Response<Body>, Error> {
        let what = request.uri().path().to_owned();
        let took = 5 + self.below(120) as u64;
        self.time.pass(took);
        let flapping = self.lines[till] == Line::Flapping;
        let line = match (flapping, flapping && self.percent(50)) {
            (true, true) => Line::Down,
            (true, false) => Line::Fine,
            (false, _) => self.lines[till],
        };
        let carried = match line {
            Line::Down | Line::Flapping => Err(gone(io::ErrorKind::ConnectionRefused)),
            Line::Portal(status) => {
                self.hits.hit("captive portal");
                Ok(page_of_the_network(status))
            }
            Line::Dumb => {
                self.hits.hit("request lost");
                self.late()
            }
            Line::Deaf => {
                if self.deliver(till, request).is_some() {
                    self.hits.hit("half-open line");
                }
                self.late()
            }
            Line::Fine => {
                let meets = self.meets();
                self.meet(till, request, meets)
            }
        };
        if flapping && carried.is_ok() {
            self.hits.hit("line that comes and goes");
        }
        let told = match &carried {
            Ok(response) => response.status().as_u16().to_string(),
            Err(error) => format!("nothing ({})", word(error)),
        };
        self.note(format!("T{till} {what} on {line:?}: {told}"));
        carried
    }

    fn meet(
        &mut self,
        till: usize,
        mut request: Request<Vec<u8>>,
        meets: Meets,
    ) -> Result<Response<Body>, Error> {
        match meets {
            Meets::RequestLost => {
                self.hits.hit("request lost");
                return self.broken_or_late();
            }
            Meets::RequestCut => {
                let half = self.below(request.body().len() + 1);
                if half < request.body().len() {
                    self.hits.hit("request cut off in the middle");
                }
                request.body_mut().truncate(half);
                drop(self.deliver(till, request));
                return self.broken_or_late();
            }
            Meets::OldAnswer => {
                let own = self.old.iter().position(|(whose, _)| *whose == till);
                if let Some((_, old)) = own.and_then(|at| self.old.remove(at)) {
                    self.hits.hit("old answer given again");
                    return Ok(bodied(old));
                }
            }
            Meets::Doubled => {
                drop(self.deliver(till, request.clone()));
                self.hits.hit("request doubled");
            }
            _ => {}
        }
        let company = meets == Meets::Company;
        let is_push = request.uri().path() == paths::PUSH;
        let answer = self.deliver_with(till, request, company);
        let Some(answer) = answer else {
            return Err(gone(io::ErrorKind::ConnectionReset));
        };
        match meets {
            Meets::AnswerLost => {
                if is_push && answer.status() == 200 {
                    self.hits.hit("answer lost after commit");
                }
                self.broken_or_late()
            }
            Meets::AnswerCut => {
                self.hits.hit("answer cut off in the middle");
                let (parts, body) = answer.into_parts();
                let half = self.below(body.len().max(1));
                Ok(bodied(Response::from_parts(parts, body.slice(..half))))
            }
            _ => {
                if self.old.len() >= HELD {
                    self.old.pop_front();
                }
                self.old.push_back((till, answer.clone()));
                Ok(bodied(answer))
            }
        }
    }

    /// The till is told at once that the line is gone, or waits in vain.
    fn broken_or_late(&mut self) -> Result<Response<Body>, Error> {
        if self.percent(50) {
            return Err(gone(io::ErrorKind::ConnectionReset));
        }
        self.late()
    }

    fn late(&mut self) -> Result<Response<Body>, Error> {
        self.time.pass(PATIENCE);
        Err(Error::Timeout(Timeout::RecvResponse))
    }

    fn deliver(&mut self, till: usize, request: Request<Vec<u8>>) -> Option<Response<Bytes>> {
        self.deliver_with(till, request, false)
    }

    /// The hub's answer; none where no process is there, or the one that was asked dies with it. With
    /// company, older requests come at the same moment.
    fn deliver_with(
        &mut self,
        till: usize,
        request: Request<Vec<u8>>,
        company: bool,
    ) -> Option<Response<Bytes>> {
        let up = self.house.up();
        if up.is_empty() {
            return None;
        }
        if self.percent(30) {
            if self.late.len() >= HELD {
                self.late.pop_front();
            }
            self.late.push_back(Sent {
                till,
                life: self.lives[till],
                request: request.clone(),
            });
        }
        let process = up[self.below(up.len())];
        let mut asked = vec![(process, request)];
        if company {
            self.join_in(till, &mut asked, &up);
        }
        let before = self.house.operations();
        let answer = self.house.ask(asked, &mut self.chance).into_iter().next();
        let after = self.house.operations();
        if self.below(1_000) < self.deaths {
            self.kill_a_hub(process, before, after, up.len());
            return None;
        }
        answer
    }

    /// Older requests come along.
    fn join_in(&mut self, till: usize, asked: &mut Vec<(usize, Request<Vec<u8>>)>, up: &[usize]) {
        let many = 1 + self.below(3);
        for _ in 0..many {
            let Some(sent) = self.draw_late() else { break };
            let process = up[self.below(up.len())];
            if sent.till == till && process != asked[0].0 {
                self.hits.hit("two processes asked about one till at once");
            }
            let pushes = |request: &Request<Vec<u8>>| request.uri().path() == paths::PUSH;
            if sent.till != till && pushes(&sent.request) && pushes(&asked[0].1) {
                self.hits.hit("commits delayed among writers of one feed");
            }
            self.note_late(&sent);
            asked.push((process, sent.request));
        }
    }

    fn draw_late(&mut self) -> Option<Sent> {
        if self.late.is_empty() {
            return None;
        }
        let at = self.chance.below(self.late.len());
        // It may come a third time.
        if self.percent(30) {
            return self.late.get(at).cloned();
        }
        self.late.remove(at)
    }

    fn note_late(&mut self, sent: &Sent) {
        if sent.request.uri().path() == paths::PUSH {
            self.hits.hit("late duplicate");
            if self.lives[sent.till] > sent.life {
                self.hits.hit("late duplicate after a restart");
            }
        }
        let what = sent.request.uri().path().to_owned();
        self.note(format!("T{} {what} comes once more", sent.till));
    }

    /// Something arrives that nobody waits for any more.
    pub(crate) fn arrives_late(&mut self) {
        let up = self.house.up();
        if up.is_empty() {
            return;
        }
        if let Some(sent) = self.draw_late() {
            self.note_late(&sent);
            let process = up[self.chance.below(up.len())];
            drop(self.house.ask(vec![(process, sent.request)], &mut self.chance));
        }
    }

    /// The process dies with its answer, or the database's machine somewhere in what it did.
    fn kill_a_hub(&mut self, process: usize, before: usize, after: usize, up: usize) {
        if up > 1 && self.percent(70) {
            self.hits.hit("process of the hub dies with the answer");
            self.note(format!("process {process} of the hub dies"));
            self.house.lose(process);
            return;
        }
        let at = before + self.below(after - before + 1);
        let cut = [Cut::Lost, Cut::Kept, Cut::Torn(512), Cut::Torn(4096)][self.chance.below(4)];
        if after > before {
            self.hits.hit("hub dies in the middle of a request");
        }
        self.note(format!(
            "the hub's machine dies after {} of {} writes: {cut:?}",
            at - before,
            after - before
        ));
        self.house.die(at, cut, &mut self.chance);
    }
}

fn gone(kind: io::ErrorKind) -> Error {
    Error::Io(kind.into())
}

fn word(error: &Error) -> &'static str {
    match error {
        Error::Timeout(_) => "late",
        _ => "gone",
    }
}

fn page_of_the_network(status: u16) -> Response<Body> {
    let body = Body::builder().data("<html>Welcome! Please sign in.</html>");
    let page = Response::builder()
        .status(status)
        .header("content-type", "text/html")
        .header("location", "http://portal.example/");
    page.body(body).expect("a page")
}

fn bodied(answer: Response<Bytes>) -> Response<Body> {
    answer.map(|body| Body::builder().data(body.to_vec()))
}
