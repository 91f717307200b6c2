//! Why a hub was not reached, for people to read. Must never be taken for a no: whoever was met instead has
//! decided nothing.

/// What was met in the hub's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// Nothing came in time.
    #[error("the hub did not answer in time")]
    Late,
    /// The name leads nowhere.
    #[error("no machine of that name is found")]
    Nameless,
    /// The machine is there and no hub on it.
    #[error("nobody listens at the hub's address")]
    Nobody,
    /// The machine is not there.
    #[error("there is no line to the hub")]
    NoLine,
    /// The line ended in the middle.
    #[error("the line to the hub broke off")]
    BrokeOff,
    /// A certificate that is not the right one.
    #[error(
        "the hub shows another certificate than the one that this till trusts, and nothing was sent: if \
         whoever runs the hub has renewed it, `tendero sync enrol` with a new code of it takes the new one"
    )]
    Untrusted,
    /// An answer that the hub did not sign, with this status.
    #[error(
        "something else answered in the hub's place (status {0}): a sign-in page of the network, a proxy"
    )]
    Strange(u16),
    /// More came than any answer has.
    #[error("an answer without an end came")]
    Endless,
    /// The hub said something that is no message.
    #[error("the hub answered what this version cannot read")]
    Unread,
    /// A good answer, of a hub that nobody asked.
    #[error("another hub answered than the code names")]
    Another,
}

impl Missing {
    /// By this word other languages find their sentence.
    pub fn word(self) -> &'static str {
        match self {
            Missing::Late => "late",
            Missing::Nameless => "nameless",
            Missing::Nobody => "nobody",
            Missing::NoLine => "no-line",
            Missing::BrokeOff => "broke-off",
            Missing::Untrusted => "untrusted",
            Missing::Strange(_) => "strange",
            Missing::Endless => "endless",
            Missing::Unread => "unread",
            Missing::Another => "another",
        }
    }

    /// The status of a strange answer, else 0.
    pub fn status(self) -> u16 {
        match self {
            Missing::Strange(status) => status,
            _ => 0,
        }
    }
}
