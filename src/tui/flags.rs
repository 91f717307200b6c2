//! What is the case on a screen, so that the command table can say when a row counts. Must never decide more
//! than that.

/// A set of facts about the place where a key arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(u64);

/// Gives each fact its bit, in the order of the list.
macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[expect(clippy::upper_case_acronyms, reason = "each is a constant's name")]
        enum Bit { $($name,)* }

        impl Flags {
            $($(#[$doc])* pub const $name: Flags = Flags(1 << Bit::$name as u64);)*
        }
    };
}

flags! {
    /// The field holds text.
    TYPED,
    /// The ticket has lines.
    LINES,
    /// The search popup is open.
    POPUP,
    /// The last code was unknown.
    UNKNOWN,
    /// Something was tendered.
    TENDERED,
    /// A job is with the register.
    WAITING,
    /// There is a last document.
    SOLD,
    /// A shift is open.
    OPEN,
    /// Somebody is signed in.
    SIGNED,
    /// Goods are kept at hand without a code.
    FAVOURED,
    /// A line is chosen.
    CHOSEN,
    /// The ticket names a customer.
    NAMED,
    /// The shop takes money of other currencies.
    FOREIGN,
    /// The shop takes cards.
    CARDS,
    /// The shop takes mobile money.
    MOBILE,
    /// The shop takes bank transfers.
    TRANSFERS,
    /// The shop sells on account.
    ACCOUNTS,
    /// The shop takes its own notes of credit.
    CREDIT,
    /// The shop takes cash.
    CASH,
    /// There is a printer.
    PRINTER,
    /// There is a drawer.
    DRAWER,
    /// The last step of a form or count is reached.
    READY,
    /// The open shift is of another day.
    LATE,
    /// Goods come back without a receipt.
    LOOSE,
    /// The till has a hub.
    JOINED,
    /// The effect of an entry waits at the hub.
    HELD,
}

impl Flags {
    /// Nothing.
    pub const NONE: Flags = Flags(0);

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
