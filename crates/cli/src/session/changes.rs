//! Changes, as Jenkins answers them. What became of a change that no answer confirmed, [`crate::look`] finds out.

use latchkey_core::script::Revocation;
use latchkey_core::{Error, GeneratedToken, NewTokenRequest, Owner, TokenName, Unconfirmed, UserId};

use super::{HttpClient, Session};

impl Session<'_> {
    /// Creates a token: for another user by the API if the controller allows it, otherwise by a script.
    pub(crate) fn generate(
        &mut self,
        owner: &Owner,
        request: &NewTokenRequest,
    ) -> Result<GeneratedToken, Unconfirmed> {
        let Owner::User(user) = owner else {
            return self.change(async |client: &HttpClient| client.generate(request).await);
        };
        if !self.by_script {
            match self.change(async |client: &HttpClient| client.generate_for(user, request).await) {
                Err(Unconfirmed { cause: Error::OwnerOnly, .. }) => self
                    .output
                    .say("Jenkins lets only the user create this token, so Latchkey uses the script console"),
                generated => return generated,
            }
        }
        self.change(async |client: &HttpClient| client.generate_by_script(user, request).await)
    }

    /// Renames a token.
    pub(crate) fn rename(&mut self, owner: &Owner, uuid: &str, name: &TokenName) -> Result<(), Unconfirmed> {
        let (act_as, by_script) = (self.act_as(), self.by_script);
        self.change(async |client: &HttpClient| match owner {
            Owner::User(user) if by_script => client.rename_by_script(&act_as, user, uuid, name).await,
            Owner::User(_) | Owner::Me => client.rename(&act_as, owner, uuid, name).await,
        })
    }

    /// Revokes a token. Jenkins gives the same answer whether or not there was one.
    pub(crate) fn revoke(&mut self, owner: &Owner, uuid: &str) -> Result<(), Unconfirmed> {
        let (act_as, by_script) = (self.act_as(), self.by_script);
        self.change(async |client: &HttpClient| match owner {
            Owner::User(user) if by_script => client.revoke_by_script(&act_as, user, uuid).await,
            Owner::User(_) | Owner::Me => client.revoke(&act_as, owner, uuid).await,
        })
    }

    /// Revokes tokens of several users, each given by user and UUID, with one script.
    pub(crate) fn revoke_several(
        &mut self,
        tokens: &[(&UserId, &str)],
    ) -> Result<Vec<Revocation>, Unconfirmed> {
        let act_as = self.act_as();
        self.change(async |client: &HttpClient| client.revoke_several_by_script(&act_as, tokens).await)
    }

    /// Revokes all tokens of a user with one request. `None` if that is not possible, so that they have to be revoked one
    /// by one: Jenkins has it since 2.260, and a gate that lets single revocations pass need not know it.
    pub(crate) fn revoke_all(&mut self, owner: &Owner) -> Option<Result<(), Unconfirmed>> {
        if self.by_script {
            return None;
        }
        let act_as = self.act_as();
        match self.change(async |client: &HttpClient| client.revoke_all(&act_as, owner).await) {
            Err(error) if is_missing(&error.cause) => None,
            answered => Some(answered),
        }
    }
}

/// Whether a method of Jenkins is missing, or refused by a gate.
fn is_missing(error: &Error) -> bool {
    match error {
        Error::Proxy { status } => (400..500).contains(status) && *status != 429,
        Error::NotFound
        | Error::NotJenkins
        | Error::UnknownUser(_)
        | Error::UserIdBlocked(_)
        | Error::NotPermitted { user: None, permission: None } => true,
        Error::Transport(_)
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::SsoRequired
        | Error::GateCredentials
        | Error::WebPage
        | Error::Rejected { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken
        | Error::ColonInUserId => false,
    }
}
