//! Exit codes: the one place where they are numbered and explained.

/// How a command ended. The numbers are part of the interface: scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum ExitCode {
    Failed = 1,
    /// The one that clap uses.
    Usage = 2,
    NoCredentials = 3,
    CredentialsRefused = 4,
    NotPermitted = 5,
    NotFound = 6,
    SsoRequired = 7,
    NotJenkins = 8,
    NoAnswer = 9,
    Untrusted = 10,
    JenkinsFailed = 11,
    MayHaveBeenDone = 12,
    NotSaved = 13,
    NotWritten = 14,
    NotConfirmed = 15,
    PartlyDone = 16,
    ScriptConsoleOff = 17,
    ScriptConsoleBlocked = 18,
    Found = 19,
    /// The code that shells use for this.
    CommandNotStarted = 126,
    /// The code that shells use for this.
    CommandNotFound = 127,
}

/// What each of them means, in the order of their numbers.
const MEANINGS: [(ExitCode, &str); 21] = [
    (ExitCode::Failed, "something failed on this computer, such as reading a file or the keychain"),
    (ExitCode::Usage, "the command line is not valid, or no controller was given"),
    (ExitCode::NoCredentials, "no credentials found"),
    (ExitCode::CredentialsRefused, "wrong password; or wrong, expired, or revoked token"),
    (ExitCode::NotPermitted, "Jenkins does not allow this"),
    (ExitCode::NotFound, "no such token or user, or several tokens with that name"),
    (ExitCode::SsoRequired, "a sign-on wants a browser, or a proxy wants credentials of its own"),
    (ExitCode::NotJenkins, "the server is not Jenkins"),
    (ExitCode::NoAnswer, "no connection, no answer, or no answer in time; nothing was changed"),
    (ExitCode::Untrusted, "TLS failure: the server could not prove its identity; nothing was sent"),
    (ExitCode::JenkinsFailed, "Jenkins or a proxy in front of it failed; nothing was changed"),
    (
        ExitCode::MayHaveBeenDone,
        "it could not be found out whether the change was made; the message says how to look again",
    ),
    (ExitCode::NotSaved, "the token was created and printed, but could not be saved"),
    (
        ExitCode::NotWritten,
        "standard output could not be written; a new token was revoked, or the message names it",
    ),
    (ExitCode::NotConfirmed, "nothing was done, because it was not confirmed"),
    (ExitCode::PartlyDone, "only a part was done; the message says what is left"),
    (ExitCode::ScriptConsoleOff, "the script console of Jenkins is switched off; nothing was done"),
    (ExitCode::ScriptConsoleBlocked, "a proxy blocks the script console; nothing was done"),
    (ExitCode::Found, "tokens were found (only with `audit --fail-on-found` or `status --expiring`)"),
    (ExitCode::CommandNotStarted, "the command given to `exec` cannot be started"),
    (ExitCode::CommandNotFound, "the command given to `exec` was not found"),
];

impl ExitCode {
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// The table for the help.
    pub(crate) fn table() -> String {
        let mut table = String::from("Exit codes:\n   0  done\n");
        for (exit_code, meaning) in MEANINGS {
            table.push_str(&format!(" {:>3}  {meaning}\n", exit_code.code()));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::troubleshooting::tests::{is_published, section};

    #[test]
    fn exit_codes_are_numbered_from_one_without_gaps_and_as_shells_do() {
        let codes = MEANINGS.map(|(exit_code, _)| exit_code.code());
        assert_eq!(codes.to_vec(), (1..=19).chain([126, 127]).collect::<Vec<u8>>());
    }

    #[test]
    fn each_exit_code_leads_to_sections_of_the_document() {
        if is_published() {
            return;
        }
        let table: Vec<Vec<&str>> = section("exit-codes")
            .iter()
            .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
            .map(|line| line.split(" | ").collect())
            .collect();
        let codes: Vec<&str> = table.iter().skip(1).map(|cells| cells[0]).collect();
        assert_eq!(codes, MEANINGS.map(|(exit_code, _)| exit_code.code().to_string()));
        for cells in &table[1..] {
            let anchors: Vec<&str> =
                cells[2].split("](#").skip(1).filter_map(|link| link.split(')').next()).collect();
            assert!(!anchors.is_empty(), "{cells:?}");
            for anchor in anchors {
                assert!(section(anchor).iter().any(|line| line.starts_with("> ")), "{anchor} quotes nothing");
            }
        }
    }
}
