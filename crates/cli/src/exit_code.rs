//! Exit statuses: the one place where they are numbered and explained.

/// How the command ended. The numbers are part of the interface: scripts may rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitCode {
    Failed,
    Usage,
    NoAccount,
    CredentialsRefused,
    NotPermitted,
    NotFound,
    SsoRequired,
    NotJenkins,
    NoAnswer,
    Untrusted,
    JenkinsFailed,
    MayHaveBeenDone,
    NotSaved,
    NotWritten,
    NotConfirmed,
    PartlyDone,
    ScriptConsoleOff,
    ScriptConsoleBlocked,
    Found,
}

impl ExitCode {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [Self; 19] = [
        Self::Failed,
        Self::Usage,
        Self::NoAccount,
        Self::CredentialsRefused,
        Self::NotPermitted,
        Self::NotFound,
        Self::SsoRequired,
        Self::NotJenkins,
        Self::NoAnswer,
        Self::Untrusted,
        Self::JenkinsFailed,
        Self::MayHaveBeenDone,
        Self::NotSaved,
        Self::NotWritten,
        Self::NotConfirmed,
        Self::PartlyDone,
        Self::ScriptConsoleOff,
        Self::ScriptConsoleBlocked,
        Self::Found,
    ];

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Failed => 1,
            // The one that clap uses.
            Self::Usage => 2,
            Self::NoAccount => 3,
            Self::CredentialsRefused => 4,
            Self::NotPermitted => 5,
            Self::NotFound => 6,
            Self::SsoRequired => 7,
            Self::NotJenkins => 8,
            Self::NoAnswer => 9,
            Self::Untrusted => 10,
            Self::JenkinsFailed => 11,
            Self::MayHaveBeenDone => 12,
            Self::NotSaved => 13,
            Self::NotWritten => 14,
            Self::NotConfirmed => 15,
            Self::PartlyDone => 16,
            Self::ScriptConsoleOff => 17,
            Self::ScriptConsoleBlocked => 18,
            Self::Found => 19,
        }
    }

    /// What it means, as the help says it.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Failed => "something else failed, on this side",
            Self::Usage => "the command was not understood, or no controller was named",
            Self::NoAccount => "nobody to act as: no user, token or password was found",
            Self::CredentialsRefused => "wrong password; wrong, expired or revoked token",
            Self::NotPermitted => "Jenkins does not allow this",
            Self::NotFound => "no such token or user, or several tokens of that name",
            Self::SsoRequired => "single sign-on in front of Jenkins wants a browser",
            Self::NotJenkins => "what answers there is not Jenkins",
            Self::NoAnswer => "no network, no answer, or none in time; nothing was changed",
            Self::Untrusted => "TLS failure: the host could not prove who it is; nothing was sent",
            Self::JenkinsFailed => "Jenkins or a proxy in front of it failed; nothing was changed",
            Self::MayHaveBeenDone => "no answer that can be believed: it may have been done all the same",
            Self::NotSaved => "the token was made and written out, but could not be saved",
            Self::NotWritten => "standard output could not be written; a new token was revoked or is named",
            Self::NotConfirmed => "nothing was done: nobody agreed, or nobody could be asked",
            Self::PartlyDone => "not everything was done; the message says what is left",
            Self::ScriptConsoleOff => "the script console of Jenkins is switched off; nothing was done",
            Self::ScriptConsoleBlocked => "a proxy lets nobody at the script console; nothing was done",
            Self::Found => "the audit found tokens, with --fail-on-found",
        }
    }

    /// The table for the help.
    pub(crate) fn table() -> String {
        let mut table = String::from("Exit statuses:\n   0  done\n");
        for exit_code in Self::ALL {
            table.push_str(&format!("  {:>2}  {}\n", exit_code.code(), exit_code.meaning()));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_one_another() {
        for (place, exit_code) in (1..).zip(ExitCode::ALL) {
            assert_eq!(exit_code.code(), place);
        }
    }
}
