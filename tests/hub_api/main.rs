//! A hub as strangers, other programs, webhooks and its owner's browser meet it: the real program on a real
//! socket. Must never reach into the hub but by its commands and what it answers.

mod border;
mod browser;
#[path = "../hub/client.rs"]
#[allow(dead_code)]
mod client;
#[path = "../postgres/database.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod database;
mod ground;
mod hostile;
mod interface;
mod low;
mod meeting;
mod owner;
#[path = "../hub/process.rs"]
#[allow(dead_code)]
mod process;
mod shop;
mod strangers;
#[path = "../hub/till.rs"]
#[allow(dead_code)]
mod till;
mod webhooks;
