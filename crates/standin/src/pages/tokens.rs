//! The page that lists a user's API tokens: the security page, or before 2.468 the configuration page.

mod age;
mod cards;
mod icons;
mod items;
mod templates;

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::jenkins_version::JenkinsVersion;
use crate::language::Language;
use crate::request_context::RequestContext;
use crate::tokens::TokenRecord;
use crate::{expiry, random};

/// The path of this page's script below `/adjuncts/<hash>`.
pub(crate) const SCRIPT_PATH: [&str; 4] = ["jenkins", "security", "ApiTokenProperty", "resources.js"];

/// The script behind the buttons of the page.
pub(crate) const SCRIPT: &str = concat!(
    include_str!("tokens/buttons.js"),
    include_str!("tokens/items.js"),
    include_str!("tokens/cards.js")
);

const CONFIRMATION: &str = "Are you sure you want to revoke this token? \
    Applications that are using it will be not able to connect anymore.";
const LEGACY_ADVICE: &str = "We strongly recommend that you revoke this legacy token and replace it with a newly \
    generated token for increased security.";
const LEGACY_REVOKED: &str = "The legacy token has been revoked";
const COPY_NOW: &str = "Copy this token now, because it cannot be recovered in the future.";
const STATISTICS_OFF: &str = "Token usage statistics are currently disabled";
const NO_LAST_USE: &str = "There is no last use date for that token";
const NO_CREATION: &str = "There is no creation date for that token";

/// What every part of the page needs.
struct Listing {
    core: JenkinsVersion,
    language: Language,
    now: Timestamp,
    today: Date,
    statistics: bool,
    /// Whether the tokens are the user's own.
    own: bool,
    /// Whether the user may add a token.
    may_add: bool,
    /// The path of the actions on tokens, with the context path and a trailing slash.
    actions: String,
    tokens: Vec<TokenRecord>,
}

impl Listing {
    fn action(&self, name: &str) -> String {
        format!("{}{name}", self.actions)
    }

    fn instant(&self, instant: Timestamp) -> String {
        self.language.medium_instant(instant, self.core.has_narrow_blanks())
    }

    fn days_since(&self, instant: Timestamp) -> i64 {
        age::days(instant, self.now)
    }
}

/// The page of the user `owner`. `below` is the requested path of the user, `/me` or `/user/<id>`.
pub(crate) fn page(request: &mut RequestContext<'_>, owner: &str, below: &str) -> Markup {
    let core = request.core();
    let user = request.state.users.find(owner);
    let full_name = user.map_or(owner, |user| &user.account.full_name).to_owned();
    let listing = Listing {
        core,
        language: request.language(),
        now: Timestamp::now(),
        today: expiry::today(),
        statistics: request.options.usage_statistics,
        own: request.user_id() == Some(owner),
        may_add: request.may_generate(owner),
        actions: format!(
            "{}{below}/descriptorByName/jenkins.security.ApiTokenProperty/",
            request.options.context
        ),
        tokens: user.map(|user| user.tokens.sorted()).unwrap_or_default(),
    };
    let script =
        format!("{}/adjuncts/{}/{}", request.options.context, request.state.resources, SCRIPT_PATH.join("/"));
    let content = html! {
        h1 { (full_name) }
        h2 { "API Token" }
        @if core.shows_cards() { (cards::list(&listing)) (templates::all(&listing)) }
        @else if core == JenkinsVersion::V2_249_3 { table { tr { td { (items::list(&listing)) } } } }
        @else { (items::list(&listing)) }
        @if listing.tokens.iter().any(|token| token.legacy) { (legacy_field(&listing)) }
        script src=(script) defer {}
    };
    let (title, model) = if core.has_security_page() {
        ("Security".to_owned(), "hudson.model.userproperty.UserPropertyCategorySecurityAction")
    } else {
        let title = match listing.language {
            Language::German => format!("Benutzer „{full_name}“ konfigurieren"),
            Language::English | Language::Swedish => format!("User ‘{full_name}’ Configuration"),
        };
        (title, "hudson.model.User")
    };
    layout::page(request, &Layout { title: Some(&title), model, columns: Columns::Two }, &content)
}

/// The field that shows the legacy token, to its owner only.
fn legacy_field(listing: &Listing) -> Markup {
    let class = if listing.core.shows_cards() { "jenkins-input  " } else { "setting-input  " };
    let value = if listing.own { random::hex_of::<16>() } else { "Token is hidden".to_owned() };
    html! { input id="apiToken" name="_.apiToken" type="text" class=(class) value=(value); }
}
