//! `latchkey logout`: the saved token is revoked and removed.

use clap::Args;
use latchkey_core::{ControllerUrl, Error, Listing, Owner, TokenRow};
use serde_json::json;

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::look;
use crate::session::account::saved_account;
use crate::session::{Session, address};
use crate::terminal::interrupt;
use crate::terminal::output::Output;
use crate::token_store::{SavedToken, TokenStore};

/// Revoke the saved token, and remove it from this computer
///
/// Revokes the token in the keychain or, with --from, in that file, and removes it there. If it cannot be revoked, it stays
/// saved. With --keep-token, the token is only removed, as by `forget`, and keeps working.
///
/// Of several users with a saved token, --user names one. With the last one for a host, the headers that are remembered for
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
    let saved = store.read(&root, access.user.as_deref())?;
    let account = saved_account(store.clone(), saved.clone(), &root)?;
    let mut session = Session::open_with(account, Some(&root.to_string()), access, output)?;
    let revoked = revoke(&mut session, &store, &saved, output)?;
    store.remove(&root, Some(&saved.user)).map_err(|cause| {
        let message = format!("The token is revoked, but still saved in {store}: {}", cause.message);
        CliError::partly_done(message)
            .hint(format!("Remove it with `{}`.", store.command("forget", "--from")))
    })?;
    report(&store, &root, &saved, revoked.as_ref(), output)?;
    forget_unused_headers(&store, &root, output)
}

/// Removes the saved token, which keeps working.
pub(super) fn forget(url: Option<&str>, access: &Access, output: &Output) -> Result<(), CliError> {
    let (store, root) = address::resolve_saved(url, access)?;
    let user = store.remove(&root, access.user.as_deref())?;
    if output.json {
        let (controller, place) = (root.to_string(), store.to_string());
        output.json(&json!({ "controller": controller, "user": user, "forgotten": place }))?;
    } else {
        output.say(&format!(
            "Removed the token of {user} for {root} from {store}. It still works until it is revoked"
        ));
    }
    forget_unused_headers(&store, &root, output)
}

/// Nothing of a controller is kept without a token for it.
fn forget_unused_headers(store: &TokenStore, root: &ControllerUrl, output: &Output) -> Result<(), CliError> {
    if store.forget_unused_headers(root)? {
        output.say(&format!("Removed the headers for {} from {store}, too", root.origin()));
    }
    Ok(())
}

/// Revokes the saved token, with which the session is signed in. `None` if Jenkins no longer accepts it.
fn revoke(
    session: &mut Session<'_>,
    store: &TokenStore,
    saved: &SavedToken,
    output: &Output,
) -> Result<Option<TokenRow>, CliError> {
    let named = saved.uuid.as_ref().map(|uuid| format!(" ({uuid})")).unwrap_or_default();
    let forget = store.command("logout --keep-token", "--from");
    let still_saved = |cause: CliError| {
        let message =
            format!("{}. The token of {}{named} is still saved in {store}", cause.message, saved.user);
        CliError { message, ..cause }.hint(format!("To remove it without revoking it, use `{forget}`."))
    };
    let listing = match session.tokens(&Owner::Me) {
        Ok(listing) => listing,
        Err(Error::CredentialsRefused) => return Ok(None),
        Err(cause) => {
            let CliError { message, .. } = session.error(&cause);
            let cause =
                CliError { message: format!("{message}. Nothing was revoked"), ..session.error(&cause) };
            return Err(still_saved(cause));
        }
    };
    let Some(row) = row_of(saved, &listing) else {
        let list = store.with_source(session.command("list", &Owner::Me, &[]));
        let message =
            "Nothing was revoked: which token is saved is not known, because it was saved without its UUID";
        let error = CliError::new(ExitCode::NotFound, "unknown-token", message)
            .hint(format!("Look for it with `{list}`, and revoke it with `latchkey revoke`."));
        return Err(still_saved(error));
    };
    let interrupted = CliError::new(
        ExitCode::MayHaveBeenDone,
        "may-have-been-done",
        format!("The command was interrupted. The token {:?} may be revoked", row.name),
    );
    let _guard = interrupt::on_interrupt(still_saved(interrupted), output.clone());
    match look::revoke(session, &Owner::Me, &[row]).left {
        None => Ok(Some(row.clone())),
        Some(cause) => Err(still_saved(cause)),
    }
}

/// The saved token among those of its user, who signed in with it: without a UUID, the only one.
fn row_of<'a>(saved: &SavedToken, listing: &'a Listing) -> Option<&'a TokenRow> {
    match (&saved.uuid, listing.tokens.as_slice()) {
        (Some(uuid), rows) => rows.iter().find(|row| row.uuid == *uuid),
        (None, [row]) => Some(row),
        (None, _) => None,
    }
}

fn report(
    store: &TokenStore,
    root: &ControllerUrl,
    saved: &SavedToken,
    revoked: Option<&TokenRow>,
    output: &Output,
) -> Result<(), CliError> {
    if output.json {
        return output.json(&json!({
            "controller": root.to_string(),
            "user": saved.user,
            "revoked": revoked.map(|row| json!({ "uuid": row.uuid, "name": row.name })),
            "forgotten": store.to_string(),
        }));
    }
    let user = &saved.user;
    output.say(&match revoked {
        Some(TokenRow { name, uuid, .. }) => {
            format!("Revoked {name:?} ({uuid}) of {user} at {root}, and removed it from {store}")
        }
        None => format!(
            "Jenkins no longer accepts the token of {user} at {root}, so there was nothing to revoke. Removed it from {store}"
        ),
    });
    Ok(())
}
