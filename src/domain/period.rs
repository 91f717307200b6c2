//! Periods of business dates: named ones, typed ones, and the one each is compared with. Must never ask what
//! day it is: today comes from the caller.

use jiff::ToSpan;
use jiff::civil::Date;

use super::refusal::Refuse;

/// Business dates from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    from: Date,
    to: Date,
}

/// A period by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    /// One day.
    Today,
    /// The day before.
    Yesterday,
    /// From Monday (ISO 8601) to today.
    ThisWeek,
    /// The seven days before that Monday.
    LastWeek,
    /// From the first to today.
    ThisMonth,
    /// The calendar month before.
    LastMonth,
    /// From the first of January to today.
    ThisYear,
    /// The calendar year before.
    LastYear,
}

/// Why what was typed is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefusal {
    /// Not written as a date.
    #[error("\"{0}\" is not a date: write it as 31/12/2026 or 2026-12-31")]
    NotADate(String),
    /// Written as one, and in no calendar.
    #[error("{0} does not exist: that month has fewer days")]
    NoSuchDate(String),
    /// The end comes first.
    #[error("the first day comes after the last: change them round")]
    Backwards,
}

impl Refuse for PeriodRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotADate(_) => "not-a-date",
            Self::NoSuchDate(_) => "no-such-date",
            Self::Backwards => "period-backwards",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotADate(text) | Self::NoSuchDate(text) => vec![("date", text.clone())],
            Self::Backwards => Vec::new(),
        }
    }
}

impl Named {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Named; 8] = [
        Named::Today,
        Named::Yesterday,
        Named::ThisWeek,
        Named::LastWeek,
        Named::ThisMonth,
        Named::LastMonth,
        Named::ThisYear,
        Named::LastYear,
    ];

    /// Its dates, seen from that day.
    pub fn period(self, today: Date) -> Period {
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        let yesterday = today.saturating_sub(1.day());
        let month_ago = today.first_of_month().saturating_sub(1.day());
        let year_ago = today.first_of_year().saturating_sub(1.day());
        let (from, to) = match self {
            Named::Today => (today, today),
            Named::Yesterday => (yesterday, yesterday),
            Named::ThisWeek => (monday, today),
            Named::LastWeek => (monday.saturating_sub(7.days()), monday.saturating_sub(1.day())),
            Named::ThisMonth => (today.first_of_month(), today),
            Named::LastMonth => (month_ago.first_of_month(), month_ago),
            Named::ThisYear => (today.first_of_year(), today),
            Named::LastYear => (year_ago.first_of_year(), year_ago),
        };
        Period { from, to }
    }
}

impl Period {
    /// From one date to another.
    ///
    /// # Errors
    /// The end comes first.
    pub fn new(from: Date, to: Date) -> Result<Period, PeriodRefusal> {
        if from > to {
            return Err(PeriodRefusal::Backwards);
        }
        Ok(Period { from, to })
    }

    /// One day.
    pub fn day(date: Date) -> Period {
        Period { from: date, to: date }
    }

    /// The first date.
    pub fn from(self) -> Date {
        self.from
    }

    /// The last date.
    pub fn to(self) -> Date {
        self.to
    }

    /// Whether the date lies in it.
    pub fn has(self, date: Date) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// How many days, at least one.
    pub fn days(self) -> i32 {
        let span = self.from.duration_until(self.to).as_hours() / 24;
        i32::try_from(span).unwrap_or(i32::MAX - 1) + 1
    }

    /// The period before it that is as long, to compare with. What begins on the first of a month or year, or
    /// on a Monday, is compared with the same days of the month, year or week before: a November until
    /// today with an October until then. Everything else with the days just before.
    pub fn before(self) -> Period {
        let Period { from, to } = self;
        let whole = from.day() == 1 && to == to.last_of_month();
        let months = months(from, to);
        if whole {
            let end = from.saturating_sub(1.day());
            let start = from.saturating_sub(months.months());
            return Period { from: start, to: end };
        }
        if from == from.first_of_year() && to.year() == from.year() && months > 1 {
            return self.shifted(1.year());
        }
        if from.day() == 1 && months == 1 {
            return self.shifted(1.month());
        }
        let days = i64::from(self.days());
        if from.weekday() == jiff::civil::Weekday::Monday && (2..=7).contains(&days) {
            return self.shifted(7.days());
        }
        self.shifted(days.days())
    }

    /// As long a period after it: the one before is [`Period::before`].
    pub fn after(self) -> Period {
        let Period { from, to } = self;
        if from.day() == 1 && to == to.last_of_month() {
            let start = to.saturating_add(1.day());
            let end = start
                .saturating_add((months(from, to) - 1).months())
                .last_of_month();
            return Period { from: start, to: end };
        }
        let days = i64::from(self.days()).days();
        Period {
            from: from.saturating_add(days),
            to: to.saturating_add(days),
        }
    }

    fn shifted(self, by: jiff::Span) -> Period {
        Period {
            from: self.from.saturating_sub(by),
            to: self.to.saturating_sub(by),
        }
    }
}

/// Calendar months that a period touches; of all time, as many as a span may have.
fn months(from: Date, to: Date) -> i64 {
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month() - from.month()) + 1;
    months.min(200_000)
}

/// A date as people type it: `31/12/2026`, `31.12.26`, `31-12` of the year of `today`, or `2026-12-31`.
///
/// # Errors
/// What was typed, and whether the calendar lacks it.
pub fn parse_date(text: &str, today: Date) -> Result<Date, PeriodRefusal> {
    let text = text.trim();
    let unreadable = || PeriodRefusal::NotADate(text.to_owned());
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let digits =
        |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(digits) {
        return Err(unreadable());
    }
    let number = |part: &str| part.parse::<i16>().map_err(|_| unreadable());
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [day, month, year] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [day, month, year] if year.len() == 2 => (2000 + number(year)?, number(month)?, number(day)?),
        [day, month] => (today.year(), number(month)?, number(day)?),
        _ => return Err(unreadable()),
    };
    let short = |number: i16| i8::try_from(number).map_err(|_| PeriodRefusal::NoSuchDate(text.to_owned()));
    Date::new(year, short(month)?, short(day)?).map_err(|_| PeriodRefusal::NoSuchDate(text.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A Saturday.
    const TODAY: Date = date(2026, 11, 21);

    fn told(period: Period) -> String {
        format!("{} {}", period.from(), period.to())
    }

    #[test]
    fn names_are_dates() {
        let told: Vec<String> = Named::ALL.iter().map(|name| told(name.period(TODAY))).collect();
        assert_eq!(
            told,
            [
                "2026-11-21 2026-11-21",
                "2026-11-20 2026-11-20",
                "2026-11-16 2026-11-21",
                "2026-11-09 2026-11-15",
                "2026-11-01 2026-11-21",
                "2026-10-01 2026-10-31",
                "2026-01-01 2026-11-21",
                "2025-01-01 2025-12-31",
            ]
        );
    }

    #[test]
    fn each_is_compared_with_one_as_long() {
        let before = |name: Named| told(name.period(TODAY).before());
        assert_eq!(before(Named::Today), "2026-11-20 2026-11-20");
        assert_eq!(before(Named::ThisWeek), "2026-11-09 2026-11-14");
        assert_eq!(before(Named::LastWeek), "2026-11-02 2026-11-08");
        assert_eq!(before(Named::ThisMonth), "2026-10-01 2026-10-21");
        assert_eq!(before(Named::LastMonth), "2026-09-01 2026-09-30");
        assert_eq!(before(Named::ThisYear), "2025-01-01 2025-11-21");
        assert_eq!(before(Named::LastYear), "2024-01-01 2024-12-31");
        let typed = Period::new(date(2026, 3, 10), date(2026, 3, 19)).unwrap();
        assert_eq!(told(typed.before()), "2026-02-28 2026-03-09");
        let quarter = Period::new(date(2026, 4, 1), date(2026, 6, 30)).unwrap();
        assert_eq!(told(quarter.before()), "2026-01-01 2026-03-31");
        assert_eq!(told(quarter.after()), "2026-07-01 2026-09-30");
    }

    #[test]
    fn typed_dates_exist_or_are_refused() {
        let read = |text| parse_date(text, TODAY).map(|date| date.to_string());
        for text in ["31/12/2026", "31.12.26", "2026-12-31", "31/12", " 31-12-2026 "] {
            assert_eq!(read(text).unwrap(), "2026-12-31", "{text}");
        }
        for text in ["31/02/2026", "2026-13-01", "0/1", "29/2/2026", "999/1"] {
            assert_eq!(read(text).unwrap_err().code(), "no-such-date", "{text}");
        }
        for text in ["", "ayer", "1/2/3/4", "12", "1/2/3", "2026-1-", "-1/2", "１/２"] {
            assert_eq!(read(text).unwrap_err().code(), "not-a-date", "{text}");
        }
        assert_eq!(
            Period::new(date(2026, 2, 2), date(2026, 2, 1)),
            Err(PeriodRefusal::Backwards)
        );
    }

    #[test]
    fn all_of_time_is_a_period() {
        let all = Period::new(Date::MIN, Date::MAX).unwrap();
        assert_eq!((all.before().from(), all.after().to()), (Date::MIN, Date::MAX));
        let ever = Period::new(date(1970, 1, 1), Date::MAX).unwrap();
        assert!(ever.before().to() < ever.from());
    }

    proptest! {
        /// What lies before ends before it begins, whatever the dates.
        #[test]
        fn before_is_before(start in 0i64..20_000, days in 0i64..800) {
            let from = date(1990, 1, 1).saturating_add(start.days());
            let period = Period::new(from, from.saturating_add(days.days())).unwrap();
            prop_assert_eq!(i64::from(period.days()), days + 1);
            let before = period.before();
            prop_assert!(before.to() < period.from() && before.from() <= before.to());
            prop_assert!(period.after().from() > period.to());
        }

        #[test]
        fn any_text_is_a_date_or_refused(text in "\\PC{0,12}") {
            drop(parse_date(&text, TODAY));
        }
    }
}
