//! Totals at the end of an audit: tokens by age, and by user.

use unicode_width::UnicodeWidthStr as _;

use super::entry::Entry;
use super::report::Row;
use crate::terminal::escape::escape_unprintable;
use crate::terminal::table::shortened;

/// The ages, by the first day that is too old for them.
const AGES: [(i64, &str); 4] =
    [(30, "under 30 days"), (90, "30 to 89 days"), (365, "90 to 364 days"), (i64::MAX, "a year or more")];

/// The number of users that are named: those with the most tokens.
const NAMED: usize = 5;

/// User IDs are cut to this width.
const WIDEST_USER: usize = 24;

/// User IDs with their controllers are cut to this width.
const WIDEST_USER_AND_CONTROLLER: usize = 64;

/// The width of the longest bar.
const WIDEST_BAR: usize = 30;

/// How many tokens were listed, by age and by user. It holds a few users, however many there are.
#[derive(Debug)]
pub(super) struct Totals {
    /// The width that users are cut to.
    widest_user: usize,
    /// By the places in [`AGES`]; the last is of unknown age.
    ages: [usize; AGES.len() + 1],
    /// Those with the most tokens, in this order.
    named: Vec<(String, usize)>,
    /// How many others have tokens, and how many.
    others: (usize, usize),
}

impl Totals {
    /// Of one controller or of several.
    pub(super) fn new(is_fleet: bool) -> Self {
        let widest_user = if is_fleet { WIDEST_USER_AND_CONTROLLER } else { WIDEST_USER };
        Self { widest_user, ages: Default::default(), named: Vec::new(), others: (0, 0) }
    }

    /// Counts the tokens of a batch, in which each user has one block of rows.
    pub(super) fn add_rows(&mut self, controller: Option<&str>, rows: &[Row<'_>]) {
        let user = |row: &Row<'_>| match row {
            Row::Token(entry) => Some(entry.user.to_owned()),
            Row::Unreadable { .. } => None,
        };
        for block in rows.chunk_by(|one, other| user(one) == user(other)) {
            let Some(user) = block.first().and_then(user) else { continue };
            let entries: Vec<&Entry<'_>> = block
                .iter()
                .filter_map(|row| match row {
                    Row::Token(entry) => Some(entry),
                    Row::Unreadable { .. } => None,
                })
                .collect();
            let user = controller.map_or(user.clone(), |controller| format!("{user} at {controller}"));
            self.add(user, &entries);
        }
    }

    /// Counts the tokens that are listed of a user.
    fn add(&mut self, user: String, entries: &[&Entry<'_>]) {
        for entry in entries {
            let place = entry.age.and_then(|age| AGES.iter().position(|(end, _)| age < *end));
            self.ages[place.unwrap_or(AGES.len())] += 1;
        }
        let tokens = entries.len();
        let place = self.named.partition_point(|(_, other)| *other >= tokens);
        self.named.insert(place, (user, tokens));
        if self.named.len() > NAMED
            && let Some((_, tokens)) = self.named.pop()
        {
            self.others = (self.others.0 + 1, self.others.1 + tokens);
        }
    }

    /// The lines, escaped; with bars if they are for a terminal.
    pub(super) fn lines(&self, with_bars: bool) -> Vec<String> {
        let names = AGES.iter().map(|(_, name)| *name).chain(["unknown"]);
        let ages: Vec<_> = names.zip(self.ages).map(|(name, tokens)| (name.to_owned(), tokens)).collect();
        let name = |user: &str| shortened(&escape_unprintable(user), self.widest_user);
        let mut users: Vec<_> = self.named.iter().map(|(user, tokens)| (name(user), *tokens)).collect();
        let (others, tokens) = self.others;
        if others > 0 {
            let others = if others == 1 { "1 other".to_owned() } else { format!("{others} others") };
            users.push((others, tokens));
        }
        let mut lines = chart("Tokens by age", &ages, with_bars);
        lines.extend(chart("Tokens by user", &users, with_bars));
        lines
    }
}

/// A title, and a line for each number that is not 0.
fn chart(title: &str, rows: &[(String, usize)], with_bars: bool) -> Vec<String> {
    let rows: Vec<_> = rows.iter().filter(|(_, number)| *number > 0).collect();
    let most = rows.iter().map(|(_, number)| *number).max().unwrap_or(0);
    let widest = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let digits = most.to_string().len();
    let row = |(name, number): &(String, usize)| {
        let gap = " ".repeat(widest - name.width());
        // Even the smallest number gets a block.
        let bar = if with_bars { "█".repeat((number * WIDEST_BAR).div_ceil(most)) } else { String::new() };
        format!("  {name}{gap}  {number:>digits$}  {bar}").trim_end().to_owned()
    };
    std::iter::once(title.to_owned()).chain(rows.into_iter().map(row)).collect()
}

#[cfg(test)]
mod tests {
    use latchkey_core::script::StoredToken;

    use super::super::entry::tests::{now, token};
    use super::*;

    fn add(totals: &mut Totals, user: &str, ages: &[i64]) {
        let tokens: Vec<StoredToken> = ages.iter().map(|days| token(*days)).collect();
        let rows: Vec<Row<'_>> =
            tokens.iter().map(|token| Row::Token(Entry::of(user, token, now()))).collect();
        totals.add_rows(None, &rows);
    }

    #[test]
    fn tokens_are_counted_by_age() {
        let mut totals = Totals::new(false);
        add(&mut totals, "bob", &[0, 29, 30, 89, 90, 364, 365, 9999]);
        assert_eq!(totals.ages, [2, 2, 2, 2, 0]);
        let unknown = StoredToken { created: None, ..token(0) };
        totals.add_rows(None, &[Row::Token(Entry::of("bob", &unknown, now()))]);
        assert_eq!(totals.ages, [2, 2, 2, 2, 1]);
    }

    #[test]
    fn the_users_with_the_most_tokens_are_named() {
        let mut totals = Totals::new(false);
        for tokens in [1, 3, 0, 2, 7, 4, 9, 1, 5] {
            add(&mut totals, &format!("user {tokens}"), &vec![1; tokens]);
        }
        let named: Vec<usize> = totals.named.iter().map(|(_, tokens)| *tokens).collect();
        assert_eq!((named, totals.others), (vec![9, 7, 5, 4, 3], (3, 4)));
    }

    #[test]
    fn users_of_several_controllers_are_told_apart() {
        let mut totals = Totals::new(true);
        let (stored, broken) = (token(1), Row::Unreadable { user: "carol", reason: "broken" });
        for controller in ["https://a", "https://b"] {
            let of = |user| Row::Token(Entry::of(user, &stored, now()));
            totals.add_rows(Some(controller), &[of("bob"), of("bob"), of("al")]);
        }
        totals.add_rows(Some("https://a"), &[broken]);
        let named: Vec<(&str, usize)> =
            totals.named.iter().map(|(user, tokens)| (user.as_str(), *tokens)).collect();
        let expected = [
            ("bob at https://a", 2),
            ("bob at https://b", 2),
            ("al at https://a", 1),
            ("al at https://b", 1),
        ];
        assert_eq!((&named[..], totals.ages[0]), (&expected[..], 6));
    }

    #[test]
    fn bars_are_for_terminals() {
        let mut totals = Totals::new(false);
        add(&mut totals, "bob\u{1b}", &[1; 60]);
        add(&mut totals, "al", &[400]);
        let plain = [
            "Tokens by age",
            "  under 30 days   60",
            "  a year or more   1",
            "Tokens by user",
            r"  bob\u{1b}  60",
            "  al          1",
        ];
        assert_eq!(totals.lines(false), plain);
        let with_bars = totals.lines(true);
        assert_eq!(with_bars[1], format!("  under 30 days   60  {}", "█".repeat(30)));
        assert_eq!(with_bars[2], "  a year or more   1  █");
    }
}
