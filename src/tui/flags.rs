//! What is the case on a screen, so that the command table can say when a row counts. Must never decide more
//! than that.

/// A set of facts about the place where a key arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(u16);

impl Flags {
    /// Nothing.
    pub const NONE: Flags = Flags(0);
    /// The field holds text.
    pub const TYPED: Flags = Flags(1);
    /// The ticket has lines.
    pub const LINES: Flags = Flags(2);
    /// The search popup is open.
    pub const POPUP: Flags = Flags(4);
    /// The last code was unknown.
    pub const UNKNOWN: Flags = Flags(8);
    /// Something was tendered.
    pub const TENDERED: Flags = Flags(16);
    /// A job is with the register.
    pub const WAITING: Flags = Flags(32);
    /// There is a last document.
    pub const SOLD: Flags = Flags(64);
    /// A shift is open.
    pub const OPEN: Flags = Flags(128);
    /// Somebody is signed in.
    pub const SIGNED: Flags = Flags(256);
    /// A line is chosen.
    pub const CHOSEN: Flags = Flags(2048);
    /// The last step of a form or count is reached.
    pub const READY: Flags = Flags(1024);

    /// Both sets.
    pub const fn and(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// `flag` where that holds, nothing where not.
    pub const fn when(flag: Flags, holds: bool) -> Flags {
        if holds { flag } else { Flags::NONE }
    }

    /// Whether all of `other` are in this set.
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is in this set.
    pub const fn any(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }
}

/// When a row of the table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct When {
    /// All of these hold.
    pub with: Flags,
    /// None of these holds.
    pub without: Flags,
}

impl When {
    /// At any time.
    pub const ALWAYS: When = When {
        with: Flags::NONE,
        without: Flags::NONE,
    };

    /// When all of these hold.
    pub const fn with(with: Flags) -> When {
        When {
            with,
            without: Flags::NONE,
        }
    }

    /// When none of these holds.
    pub const fn without(without: Flags) -> When {
        When {
            with: Flags::NONE,
            without,
        }
    }

    /// And none of these holds.
    pub const fn but(self, without: Flags) -> When {
        When {
            with: self.with,
            without: self.without.and(without),
        }
    }

    /// Whether it counts here.
    pub const fn holds(self, flags: Flags) -> bool {
        flags.has(self.with) && !flags.any(self.without)
    }

    /// Whether both can hold at once.
    pub const fn meets(self, other: When) -> bool {
        !self.with.any(other.without) && !other.with.any(self.without)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_hold_and_exclude() {
        let both = Flags::TYPED.and(Flags::LINES);
        let pay = When::with(Flags::LINES).but(Flags::TYPED);
        assert!(pay.holds(Flags::LINES) && !pay.holds(both) && !pay.holds(Flags::NONE));
        assert!(!pay.meets(When::with(Flags::TYPED)));
        assert!(pay.meets(When::ALWAYS) && When::ALWAYS.holds(both));
        assert_eq!(Flags::when(Flags::LINES, false), Flags::NONE);
    }
}
