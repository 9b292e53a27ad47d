//! Comma-separated values that no spreadsheet evaluates as formulas.

use csv::Writer;

use super::entry::Entry;
use super::outcomes::RevocationRow;
use super::report::{Report, Row};
use crate::error::CliError;
use crate::terminal::escape::escape_unprintable;
use crate::warnings;

pub(super) struct CsvReport {
    /// Whether tokens are revoked, so that there is a column for what became of each.
    pub(super) has_outcomes: bool,
    /// Whether there may be several controllers, so that there is a column for them.
    pub(super) has_controllers: bool,
}

const TITLES: [&str; 13] = [
    "kind",
    "user",
    "name",
    "uuid",
    "created",
    "age_days",
    "uses",
    "last_used",
    "expiry",
    "expires_on",
    "legacy",
    "warnings",
    "reason",
];

impl Report for CsvReport {
    fn header(&self) -> Option<String> {
        let (kind, others) = TITLES.split_first()?;
        let controller = if self.has_controllers { ",controller" } else { "" };
        let outcome = if self.has_outcomes { ",outcome" } else { "" };
        Some(format!("{kind}{controller},{}{outcome}", others.join(",")))
    }

    fn rows(&mut self, controller: Option<&str>, rows: &[Row<'_>]) -> String {
        let records = rows.iter().map(|line| match line {
            Row::Token(entry) => (of_token(entry), ""),
            Row::Unreadable { user, reason } => (of_unreadable(user, reason), ""),
        });
        self.lines(controller, records)
    }

    fn failure(&mut self, controller: &str, error: &CliError) -> Option<String> {
        let mut record = [""; 13].map(str::to_owned);
        record[0] = "failed-controller".to_owned();
        record[12] = cell(&error.message);
        Some(self.lines(Some(controller), std::iter::once((record, ""))))
    }

    fn revocations(&mut self, controller: Option<&str>, rows: &[RevocationRow<'_>]) -> Option<String> {
        Some(self.lines(controller, rows.iter().map(of_revocation)))
    }
}

impl CsvReport {
    /// The lines of these records, each with its outcome.
    fn lines(
        &self,
        controller: Option<&str>,
        records: impl Iterator<Item = ([String; 13], &'static str)>,
    ) -> String {
        let mut writer = Writer::from_writer(Vec::new());
        let controller = controller.filter(|_| self.has_controllers).map(cell);
        for (record, outcome) in records {
            let outcome = self.has_outcomes.then_some(outcome);
            let (kind, others) = record.split_at(1);
            let fields = kind.iter().chain(&controller).chain(others).map(String::as_str);
            // In memory, and with the same number of fields each: this cannot fail.
            let _ = writer.write_record(fields.chain(outcome));
        }
        let text = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&text).trim_end_matches('\n').to_owned()
    }
}

fn of_revocation(row: &RevocationRow<'_>) -> ([String; 13], &'static str) {
    let (outcome, reason) = row.outcome.in_words();
    let mut record = [""; 13].map(str::to_owned);
    record[0] = "revocation".to_owned();
    record[1] = cell(row.token.user.as_str());
    record[2] = cell(&row.token.name);
    record[3] = cell(&row.token.uuid);
    record[12] = cell(reason.unwrap_or_default());
    (record, outcome)
}

fn of_token(entry: &Entry<'_>) -> [String; 13] {
    let token = entry.token;
    let text = |value: Option<String>| value.unwrap_or_default();
    let warnings: Vec<&str> = entry.warnings().map(warnings::identifier).collect();
    [
        "token".to_owned(),
        cell(entry.user),
        cell(&token.name),
        cell(&token.uuid),
        text(entry.created.map(|created| created.to_string())),
        text(entry.age.map(|days| days.to_string())),
        text(token.uses.map(|uses| uses.to_string())),
        text(entry.last_used.map(|last| last.to_string())),
        entry.expiry.identifier().to_owned(),
        cell(token.expires.as_deref().unwrap_or_default()),
        token.legacy.to_string(),
        warnings.join(" "),
        String::new(),
    ]
}

fn of_unreadable(user: &str, reason: &str) -> [String; 13] {
    let mut record = [""; 13].map(str::to_owned);
    record[0] = "unreadable-user".to_owned();
    record[1] = cell(user);
    record[12] = cell(reason);
    record
}

/// A text of the server. If a spreadsheet would take it for a formula, it starts with an apostrophe, which most
/// spreadsheets remove. Leading spaces do not count, because some spreadsheets remove them, too.
fn cell(text: &str) -> String {
    let text = escape_unprintable(text);
    match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::entry::tests::{now, token};
    use super::*;

    #[test]
    fn formulas_start_with_an_apostrophe() {
        assert_eq!(cell("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(cell("  @SUM(A1)"), "'  @SUM(A1)");
        assert_eq!(cell("\t=1+1"), "\\u{9}=1+1");
        assert_eq!(cell("＝1"), "'＝1");
        assert_eq!(cell("a=b"), "a=b");
    }

    #[test]
    fn records_are_as_long_as_the_titles() {
        let stored = token(3);
        let rows = [
            Row::Token(Entry::of("a,\"b\"", &stored, now())),
            Row::Unreadable { user: "carol", reason: "NullPointerException" },
        ];
        let mut report = CsvReport { has_outcomes: false, has_controllers: false };
        let text = report.rows(None, &rows);
        let (first, second) = text.split_once('\n').unwrap();
        assert_eq!(
            first,
            "token,\"a,\"\"b\"\"\",nightly,u-1,2026-11-21T12:00:00Z,3,0,,never,,false,never-expires never-used,"
        );
        assert_eq!(second, "unreadable-user,carol,,,,,,,,,,,NullPointerException");
        let mut report = CsvReport { has_outcomes: true, has_controllers: true };
        assert!(report.header().unwrap().starts_with("kind,controller,user,"));
        assert_eq!(
            report.rows(Some("https://ci"), &rows[1..]),
            "unreadable-user,https://ci,carol,,,,,,,,,,,NullPointerException,"
        );
        let error = CliError::usage("gone, for now");
        assert_eq!(
            report.failure("https://ci", &error).unwrap(),
            "failed-controller,https://ci,,,,,,,,,,,,\"gone, for now\","
        );
    }

    proptest! {
        #[test]
        fn a_token_is_read_back_as_one_record(user in any::<String>(), name in any::<String>()) {
            let mut stored = token(3);
            stored.name = name;
            let mut report = CsvReport { has_outcomes: false, has_controllers: false };
            let text = report.rows(None, &[Row::Token(Entry::of(&user, &stored, now()))]);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let records: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(records.len(), 1);
            prop_assert_eq!(records[0].len(), TITLES.len());
            prop_assert_eq!(&records[0][2], cell(&stored.name));
            prop_assert!(!records[0].iter().any(|field| field.trim_start().starts_with(['=', '+', '-', '@'])));
        }
    }
}
