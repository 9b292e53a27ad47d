//! `latchkey logout`: revokes the saved token and removes it.

use clap::Args;
use latchkey_core::{ControllerUrl, Error, Listing, Owner, TokenRow, UserId};
use latchkey_native::Credentials;
use serde_json::json;

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::look;
use crate::renewal::LockedToken;
use crate::session::account::{Account, Source, saved_account};
use crate::session::{Session, address};
use crate::terminal::interrupt;
use crate::terminal::output::Output;
use crate::token_store::{SavedToken, Successor, TokenStore};

/// Revoke the saved token, and remove it from this computer
///
/// Revokes the token in the keychain or, with --from, in that file, and removes it there. If it cannot be revoked, it stays
/// saved. With --keep-token, the token is only removed, as by `forget`, and keeps working.
///
/// If a renewal of the token was interrupted, the other token of that renewal is revoked, too.
///
/// If several users have a saved token, --user names one. With the last one for a host, the headers that are remembered for
/// it are removed, too.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey logout https://ci.example.org/jenkins
  latchkey logout --user bob
  latchkey logout --from ~/.config/ci-token")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// Do not revoke the token
    #[arg(long)]
    keep_token: bool,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let url = arguments.url.as_deref();
    if arguments.keep_token {
        return forget(url, access, output);
    }
    let (store, root) = address::resolve_saved(url, access)?;
    let locked = LockedToken::lock(&store, store.read(&root, access.user.as_deref())?)?;
    let saved = &locked.saved;
    let account = saved_account(store.clone(), saved.clone(), &root)?;
    let mut session = Session::open_with(account, Some(&root.to_string()), access, output)?;
    let revoked = Logout { session: &mut session, store: &store, locked: &locked, output }.revoke()?;
    store.remove(&root, Some(&saved.user)).map_err(|cause| {
        let message = format!("The token is revoked, but still saved in {store}: {}", cause.message);
        CliError::partly_done(message)
            .hint(format!("Remove it with `{}`.", store.command("forget", "--from")))
    })?;
    match locked.unfinished.as_ref().filter(|_| revoked.may_have_left_others) {
        Some(unfinished) => output.warn(&unfinished.warning()),
        None => locked.remove_journal()?,
    }
    report(&store, &root, saved, &revoked, output)?;
    forget_unused_headers(&store, &root, output)
}

/// Removes the saved token, which keeps working.
pub(super) fn forget(url: Option<&str>, access: &Access, output: &Output) -> Result<(), CliError> {
    let (store, root) = address::resolve_saved(url, access)?;
    // If it cannot be read, the removal says why.
    let saved = store.read(&root, access.user.as_deref()).ok();
    let locked = saved.map(|saved| LockedToken::lock(&store, saved)).transpose()?;
    let user = store.remove(&root, access.user.as_deref())?;
    if output.json {
        let (controller, place) = (root.to_string(), store.to_string());
        output.json(&json!({ "controller": controller, "user": user, "forgotten": place }))?;
    } else {
        output.say(&format!(
            "Removed the token of {user} for {root} from {store}. It still works until it is revoked"
        ));
    }
    if let Some(unfinished) = locked.as_ref().and_then(|locked| locked.unfinished.as_ref()) {
        output.warn(&unfinished.warning());
    }
    forget_unused_headers(&store, &root, output)
}

/// Removes the headers for a controller if no token for its host is left.
fn forget_unused_headers(store: &TokenStore, root: &ControllerUrl, output: &Output) -> Result<(), CliError> {
    if store.forget_unused_headers(root)? {
        output.say(&format!("Removed the headers for {} from {store}, too", root.origin()));
    }
    Ok(())
}

/// The tokens that a logout revoked.
#[derive(Default)]
struct Revoked {
    /// The saved one; `None` if Jenkins no longer accepts it.
    saved: Option<TokenRow>,
    /// The others of a renewal that was interrupted.
    others: Vec<TokenRow>,
    /// Whether nobody could sign in to look for others.
    may_have_left_others: bool,
}

/// A logout in progress.
struct Logout<'a, 'b> {
    session: &'a mut Session<'b>,
    store: &'a TokenStore,
    locked: &'a LockedToken,
    output: &'a Output,
}

impl Logout<'_, '_> {
    /// Revokes the saved token and those of its renewal.
    fn revoke(&mut self) -> Result<Revoked, CliError> {
        let LockedToken { saved: SavedToken { uuid, successor, .. }, unfinished, .. } = self.locked;
        let (listing, is_accepted) = match (self.list()?, successor) {
            (Some(listing), _) => (listing, true),
            (None, Some(successor)) => {
                self.sign_in_with(successor);
                let Some(listing) = self.list()? else { return Ok(Revoked::default()) };
                (listing, false)
            }
            (None, None) => return Ok(Revoked { may_have_left_others: true, ..Revoked::default() }),
        };
        let is_of_renewal =
            |row: &&TokenRow| unfinished.as_ref().is_some_and(|renewal| renewal.includes(row));
        let (others, rest): (Vec<&TokenRow>, Vec<&TokenRow>) = listing.tokens.iter().partition(is_of_renewal);
        let saved = saved_among(&rest, uuid.as_deref());
        if saved.is_none() && is_accepted {
            return Err(self.unknown_token());
        }
        let mut rows: Vec<&TokenRow> = others.iter().copied().chain(saved).collect();
        if !is_accepted {
            // Last, because the command signs in with it.
            rows.sort_by_key(|row| successor.as_ref().is_some_and(|successor| successor.uuid == row.uuid));
        }
        let names: Vec<String> = rows.iter().map(|row| format!("{:?}", row.name)).collect();
        let interrupted = CliError::new(
            ExitCode::MayHaveBeenDone,
            "may-have-been-done",
            format!("The command was interrupted. The token {} may be revoked", names.join(" or ")),
        );
        let _guard = interrupt::on_interrupt(self.still_saved(interrupted), self.output.clone());
        if let Some(cause) = look::revoke(self.session, &Owner::Me, &rows).left {
            return Err(self.still_saved(cause));
        }
        let (saved, others) = (saved.cloned(), others.into_iter().cloned().collect());
        Ok(Revoked { saved, others, may_have_left_others: false })
    }

    /// The tokens of the user; `None` if Jenkins does not accept the one that the session signs in with.
    fn list(&mut self) -> Result<Option<Listing>, CliError> {
        match self.session.tokens(&Owner::Me) {
            Ok(listing) => Ok(Some(listing)),
            Err(Error::CredentialsRefused) => Ok(None),
            Err(cause) => {
                let cause = self.session.error(&cause);
                let message = format!("{}. Nothing was revoked", cause.message);
                Err(self.still_saved(CliError { message, ..cause }))
            }
        }
    }

    fn sign_in_with(&mut self, successor: &Successor) {
        let user = UserId::new(&self.locked.saved.user);
        let credentials = Credentials { user, secret: successor.token.clone() };
        self.session.switch_account(Account { credentials, source: Source::New });
    }

    fn unknown_token(&self) -> CliError {
        let list = self.store.with_source(self.session.command("list", &Owner::Me, &[]));
        let message =
            "Nothing was revoked: which token is saved is not known, because it was saved without its UUID";
        let error = CliError::new(ExitCode::NotFound, "unknown-token", message)
            .hint(format!("Look for it with `{list}`, and revoke it with `latchkey revoke`."));
        self.still_saved(error)
    }

    /// The error, with the reminder that the token is still saved.
    fn still_saved(&self, cause: CliError) -> CliError {
        let SavedToken { user, uuid, .. } = &self.locked.saved;
        let named = uuid.as_ref().map(|uuid| format!(" ({uuid})")).unwrap_or_default();
        let message =
            format!("{}. The token of {user}{named} is still saved in {}", cause.message, self.store);
        let forget = self.store.command("logout --keep-token", "--from");
        CliError { message, ..cause }.hint(format!("To remove it without revoking it, use `{forget}`."))
    }
}

/// The saved token among those of its user, who signed in with it: without a UUID, the only one.
fn saved_among<'a>(rows: &[&'a TokenRow], uuid: Option<&str>) -> Option<&'a TokenRow> {
    match (uuid, rows) {
        (Some(uuid), rows) => rows.iter().copied().find(|row| row.uuid == uuid),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

fn report(
    store: &TokenStore,
    root: &ControllerUrl,
    saved: &SavedToken,
    revoked: &Revoked,
    output: &Output,
) -> Result<(), CliError> {
    if output.json {
        let in_json = |row: &TokenRow| json!({ "uuid": row.uuid, "name": row.name });
        return output.json(&json!({
            "controller": root.to_string(),
            "user": saved.user,
            "revoked": revoked.saved.as_ref().map(in_json),
            "alsoRevoked": revoked.others.iter().map(in_json).collect::<Vec<_>>(),
            "forgotten": store.to_string(),
        }));
    }
    let user = &saved.user;
    output.say(&match &revoked.saved {
        Some(TokenRow { name, uuid, .. }) => {
            format!("Revoked {name:?} ({uuid}) of {user} at {root}, and removed it from {store}")
        }
        None => format!(
            "Jenkins no longer accepts the token of {user} at {root}, so there was nothing to revoke. Removed it from {store}"
        ),
    });
    for TokenRow { name, uuid, .. } in &revoked.others {
        output.say(&format!("Revoked {name:?} ({uuid}), too, which a renewal that was interrupted left"));
    }
    Ok(())
}
