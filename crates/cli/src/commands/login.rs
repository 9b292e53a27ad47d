//! `latchkey login`: gets a token from the browser, where the person is signed in.

use std::io;
use std::path::PathBuf;

use clap::Args;
use latchkey_core::login::{Code, LoginAddress, LoginRequest};
use latchkey_core::{ControllerUrl, CoreVersion, Expiry, TokenName, UserId};
use serde_json::json;

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::login::conversation::{self, Conversation};
use crate::login::delivery::{Delivery, SavedLogin};
use crate::login::listener::Listener;
use crate::login::recipient::Recipient;
use crate::login::saved_before::{OldToken, SavedBefore};
use crate::login::waiting::{Event, Events, Waiting};
use crate::new_token::expiry;
use crate::remember_headers::RememberHeadersArg;
use crate::session::anonymous::AnonymousSession;
use crate::suggest::quoted;
use crate::terminal::output::Output;
use crate::token_store::{RequestedExpiry, TokenStore};

/// Get an API token from the browser, and save it
///
/// Opens your page of Jenkins in the browser. Sign in there as usual, press Latchkey's button, and type the code that the
/// terminal shows. The token is created in the browser and comes back sealed; it is tried and saved, and later commands
/// use it without asking.
///
/// If the browser is on another computer, create a token there, copy it as user:token, and paste it; it is not shown.
/// Without a terminal, such a line is read from standard input. You can also forward a port:
/// `ssh -L 8765:127.0.0.1:8765 HOST`, and then, on that host, `latchkey login --port 8765 --no-open`.
///
/// A token of yours that is already saved is replaced if you agree, and revoked once the new one works. Tokens of other
/// users stay. With --user, only a token of that user is accepted.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey login https://ci.example.org/jenkins
  latchkey login --expires 90d --name 'laptop'
  latchkey login --user bob --yes
  latchkey login --save-to ~/.config/ci-token && latchkey list --from ~/.config/ci-token")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// The token's name [default: latchkey on, and the name of this computer]
    #[arg(long)]
    name: Option<String>,
    /// How long the new token lives: 30d, its last day (2027-01-31), or never, which must be confirmed in the browser
    #[arg(long, value_name = "WHEN", default_value = "30d", value_parser = expiry)]
    expires: Expiry,
    /// Save the token in this file, which only you can read, instead of the keychain
    #[arg(long, value_name = "FILE")]
    pub(super) save_to: Option<PathBuf>,
    /// Listen on this port of 127.0.0.1 [default: a free one]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1024..))]
    port: Option<u16>,
    /// Do not revoke the saved token that the new one replaces
    #[arg(long)]
    keep_old: bool,
    /// Replace a saved token without asking
    #[arg(long, short)]
    yes: bool,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    remember: RememberHeadersArg,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    if access.password_stdin || access.from.is_some() {
        return Err(CliError::usage("--password-stdin and --from cannot be used with `login`").hint(
            "Leave them out: you sign in in the browser. To save the token in a file, use --save-to.",
        ));
    }
    let name = match &arguments.name {
        Some(name) => TokenName::new(name)?,
        None => TokenName::new(&default_name())?,
    };
    let store = TokenStore::named(arguments.save_to.as_ref());
    store.check()?;
    let controller = AnonymousSession::open(arguments.url.as_deref(), access, output)?;
    arguments.remember.check(&store, controller.headers())?;
    let root = &controller.root;
    let asked_for = access.user.as_deref().map(UserId::new);
    let (saved_before, user) = SavedBefore::look(&store, root, asked_for.as_ref())?;
    if !arguments.yes {
        saved_before.confirm(&store, root, user.as_ref(), arguments.keep_old)?;
    }
    let listener = Listener::bind(arguments.port).map_err(|error| not_listening(arguments.port, &error))?;
    let recipient = Recipient::new(|key| LoginRequest {
        root: root.clone(),
        key,
        name: name.as_str().to_owned(),
        expires: arguments.expires,
        user: user.clone(),
    });
    let (Some(recipient), Some(code)) = (recipient, conversation::random_code()) else {
        return Err(CliError::new(
            ExitCode::Failed,
            "random",
            "This system gave no random numbers for a key",
        )
        .hint("Try again."));
    };
    if recipient.request.len() > LoginRequest::MAXIMUM_LENGTH {
        return Err(CliError::usage("The token's name or the user ID is too long for the browser")
            .hint("Give it a shorter name with --name."));
    }
    let url = LoginAddress { port: listener.port, id: recipient.id.clone() }.url(root);
    let requested = RequestedExpiry::now(arguments.expires);
    let delivery = Delivery { controller: &controller, store, user, saved_before, requested };
    let saved = {
        let events = Events::new();
        listener.serve(recipient.id.as_str(), recipient.request.clone(), events.report(Event::Arrived));
        let terminal = events.read_lines();
        announce(&url, &code, arguments.no_open, terminal.is_some(), output);
        let hint = hint(root, controller.version.as_ref(), terminal.is_some());
        let conversation = Conversation::new(recipient, code);
        let opens_browser = !arguments.no_open;
        Waiting { conversation, delivery: &delivery, url, opens_browser, hint, output }.wait(events)?
    };
    let remembered = match saved.was_answered() {
        true => arguments.remember.remember(&delivery.store, controller.headers(), output),
        false => {
            arguments.remember.warn(output);
            Ok(())
        }
    };
    finish(&delivery, &saved, arguments.keep_old, output).and(remembered)
}

/// `latchkey on carrara`.
fn default_name() -> String {
    let host = host_name().filter(|host| !host.is_empty());
    host.map_or("latchkey login".to_owned(), |host| format!("latchkey on {host}"))
}

/// The name of this computer, without its domain.
fn host_name() -> Option<String> {
    #[cfg(unix)]
    let name = Some(rustix::system::uname().nodename().to_string_lossy().into_owned());
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").ok();
    name?.split('.').next().map(str::to_owned)
}

/// Says what to do in the browser.
fn announce(url: &str, code: &Code, no_open: bool, on_terminal: bool, output: &Output) {
    output.say(&match no_open {
        false => format!("Opening {url} in your browser."),
        true => format!("Open {url} in your browser."),
    });
    let code = code.reveal();
    output.say(&format!("Sign in, press Latchkey's button there (Alt+Shift+K) and type this code:  {code}"));
    if on_terminal {
        let again = if no_open { "" } else { "Enter opens the page again. " };
        output.say(&format!(
            "{again}Browser on another computer? Create a token there, copy it as user:token, and paste it here."
        ));
    }
}

/// Where to get Latchkey, and how to get a token without it.
fn hint(root: &ControllerUrl, version: Option<&CoreVersion>, on_terminal: bool) -> String {
    let page = root.join(&format!("me/{}", version.map_or("security/", CoreVersion::tokens_page)));
    let then = if on_terminal { "paste it here as user:token" } else { "save it with `latchkey save`" };
    format!(
        "Latchkey has not answered yet. If your browser does not have it, get it at {HOME} or create a token by hand at \
         {page} and {then}"
    )
}

/// The project's home.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

fn not_listening(port: Option<u16>, error: &io::Error) -> CliError {
    let what = port.map_or("No port of 127.0.0.1".to_owned(), |port| format!("Port {port} of 127.0.0.1"));
    let error = CliError::new(ExitCode::Failed, "port", format!("{what} cannot be used: {error}"));
    match port {
        Some(_) => error.hint("Choose another one with --port, or leave it out for one that is free."),
        None => error.hint("Create a token in the browser, and save it with `latchkey save`."),
    }
}

/// Reports a token that was saved, and revokes the one that it replaced.
fn finish(
    delivery: &Delivery<'_>,
    saved: &SavedLogin,
    keep_old: bool,
    output: &Output,
) -> Result<(), CliError> {
    let (store, root) = (&delivery.store, &delivery.controller.root);
    let name = saved.name.as_ref().map(|name| format!(", {name:?}")).unwrap_or_default();
    let expiry = saved.expiry.map(|expiry| format!(", {expiry}")).unwrap_or_default();
    output.say(&format!("Saved in {store}: {} at {root}{name}{expiry}.", saved.user));
    if let TokenStore::File(file) = store {
        output.say(&format!("Use it with `--from {}`.", quoted(&file.display().to_string())));
    }
    if let Some(doubt) = &saved.doubt {
        output.warn(&doubt.in_one_line());
    }
    let mut session = saved.session(delivery.controller);
    let old = delivery.saved_before.revoke_replaced(&mut session, store, saved, keep_old, output);
    if output.json {
        let revoked = matches!(old, Ok(OldToken::Revoked)).then_some(saved.replaced.as_ref()).flatten();
        output.json(&json!({
            "controller": root.to_string(),
            "user": saved.user.as_str(),
            "name": saved.name,
            "uuid": saved.uuid,
            "place": store.to_string(),
            "works": saved.doubt.is_none(),
            "revoked": revoked.and_then(|old| old.uuid.as_deref()),
        }))?;
    }
    if let (OldToken::Revoked, Some(uuid)) = (old?, saved.replaced.as_ref().and_then(|old| old.uuid.as_ref()))
    {
        output.say(&format!("Revoked the old token ({uuid})."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_names_the_page_on_which_tokens_are_created() {
        let root = ControllerUrl::parse("https://ci.example.org/jenkins").unwrap();
        let old = CoreVersion::parse("2.303.3");
        assert!(
            hint(&root, old.as_ref(), true)
                .contains("https://ci.example.org/jenkins/me/configure and paste it")
        );
        let hint = hint(&root, None, false);
        assert!(hint.contains("/jenkins/me/security/ and save it") && hint.contains(HOME), "{hint}");
    }

    #[test]
    fn the_name_of_a_token_names_the_computer_without_its_domain() {
        let name = default_name();
        assert!(name.starts_with("latchkey ") && !name.contains('.'), "{name}");
        assert!(TokenName::new(&name).is_ok());
    }
}
