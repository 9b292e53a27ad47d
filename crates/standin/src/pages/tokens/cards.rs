//! Tokens as cards (since 2.505). Since 2.548 a card says when its token expires instead of when it was created.

use maud::{Markup, html};

use super::age::{self, Age};
use super::{
    CONFIRMATION, LEGACY_ADVICE, LEGACY_REVOKED, Listing, NO_CREATION, NO_LAST_USE, STATISTICS_OFF, icons,
};
use crate::expiry;
use crate::tokens::TokenRecord;

/// Jenkins advises to revoke an unused token that is older than this many days.
const UNUSED_DAYS: i64 = 7;
const UNUSED_ADVICE: &str = "We recommend that you revoke tokens which you do not plan to use.";

/// The class of a card.
pub(super) fn class(listing: &Listing) -> &'static str {
    if listing.core.tokens_expire() { "token-card" } else { "token-card jenkins-card" }
}

/// The list, a message for an empty list, and two buttons that add a token, one of them hidden.
pub(super) fn list(listing: &Listing) -> Markup {
    let empty = listing.tokens.is_empty();
    let hidden = |hidden: bool| if hidden { "jenkins-hidden" } else { "" };
    html! {
        div class="token-list ignore-dirty-panel" {
            div class={ "token-list-empty-item " (hidden(!empty)) " jenkins-!-margin-bottom-2" } {
                div class="jenkins-notice" {
                    div { "No API tokens configured" }
                    div class="jenkins-notice__description" { (add_button(listing)) }
                }
            }
            div id="api-tokens" class=(hidden(empty)) {
                div id="api-token-list" {
                    @for token in &listing.tokens { (card(listing, token)) }
                }
                (add_button(listing))
            }
        }
    }
}

fn add_button(listing: &Listing) -> Markup {
    let expiring = listing.core.tokens_expire();
    html! {
        @if listing.may_add {
            button type="button" class="api-token-property-add jenkins-button jenkins-button--secondary"
                data-target-url=(listing.action("generateNewToken")) data-prompt-message="Create new API token"
                data-message-name="Name" data-generate="Generate" data-cancel="Cancel" data-button-done="Done"
                data-not-added=[expiring.then_some("Token could not be added")]
                data-success-title=[(!expiring).then_some("successfully created")]
                { "Add new token" }
        }
    }
}

fn card(listing: &Listing, token: &TokenRecord) -> Markup {
    let (legacy, advice) = if token.legacy { ("legacy-token", LEGACY_ADVICE) } else { ("", "") };
    html! {
        div id=(token.uuid) class={ (class(listing)) " " (legacy) } {
            div class="token-card-inner" {
                div class={ "token-card__title " (legacy) } tooltip=(advice) {
                    span class="token-name" { (token.name) }
                }
                div class="token-stats" {
                    @if listing.core.tokens_expire() { (expiration(listing, token)) }
                    @else { (creation(listing, token)) }
                    span class="token-last-used" { (last_use(listing, token)) }
                }
            }
            div class="token-controls" { (rename_button(listing)) (revoke_button(listing, Some(&token.uuid))) }
        }
    }
}

fn creation(listing: &Listing, token: &TokenRecord) -> Markup {
    let days = token.creation().map(|created| listing.days_since(created));
    let tooltip = token.creation().map_or_else(|| NO_CREATION.to_owned(), |created| listing.instant(created));
    html! {
        span class={ "token-creation " (Age::of(days.unwrap_or(0)).color()) } tooltip=(tooltip) {
            @if let Some(days) = days { "Created " (age::of_creation(days)) }
        }
    }
}

fn expiration(listing: &Listing, token: &TokenRecord) -> Markup {
    let created = token.creation().map_or_else(|| NO_CREATION.to_owned(), |created| listing.instant(created));
    let (class, text) = match token.expires {
        None => ("warning", "This token does not expire".to_owned()),
        Some(last_day) if last_day < listing.today => ("error", "This token has expired".to_owned()),
        Some(last_day) => {
            let soon = expiry::about_to_expire(token.expires, listing.today);
            let date = listing.language.short_date(last_day);
            (if soon { "warning" } else { "" }, format!("Expires on {date}"))
        }
    };
    html! { span class={ (class) " token-creation" } tooltip={ "Created on " (created) } { (text) } }
}

fn last_use(listing: &Listing, token: &TokenRecord) -> Markup {
    if !listing.statistics {
        return html! { span class="no-statistics" tooltip=(STATISTICS_OFF) { "No statistics available" } };
    }
    match (token.uses, token.last_used) {
        (0, _) => {
            let days = token.creation().map_or(0, |created| listing.days_since(created));
            let advice = if days > UNUSED_DAYS { UNUSED_ADVICE } else { "" };
            html! { div class={ "token-never-used " (Age::of(days).color()) } tooltip=(advice) { "Never used" } }
        }
        (_, None) => html! { span tooltip=(NO_LAST_USE) { "Never used" } },
        (uses, Some(last)) => {
            let days = listing.days_since(last);
            html! {
                span class=(Age::of(days).color()) tooltip=(listing.instant(last)) {
                    "Last used " (age::of_use(days))
                }
                span class="token-use-counter" { (uses) }
            }
        }
    }
}

pub(super) fn rename_button(listing: &Listing) -> Markup {
    html! {
        button type="button" class="jenkins-button jenkins-button--tertiary api-token-property-token-rename"
            tooltip="Rename" data-target-url=(listing.action("rename")) data-rename-title="Rename token"
            data-rename-message="New name" data-button-text="Rename" { (icons::pen()) }
    }
}

pub(super) fn revoke_button(listing: &Listing, uuid: Option<&str>) -> Markup {
    let class =
        "jenkins-button jenkins-button--tertiary jenkins-!-destructive-color api-token-property-token-revoke";
    html! {
        button type="button" class=(class) tooltip="Revoke" data-target-url=(listing.action("revoke"))
            data-token-uuid=[uuid] data-confirm-title="Revoke token" data-confirm=(CONFIRMATION)
            data-button-text="Revoke" data-message-if-legacy-revoked=(LEGACY_REVOKED) { (icons::bin(None)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    use crate::jenkins_version::JenkinsVersion;
    use crate::language::Language;
    use crate::tokens::TokenStore;

    #[test]
    fn a_card_is_as_heavy_as_one_of_jenkins() {
        let mut store = TokenStore::default();
        store.generate("nightly deployment", None);
        let listing = Listing {
            core: JenkinsVersion::V2_579,
            language: Language::English,
            now: Timestamp::now(),
            today: expiry::today(),
            statistics: true,
            own: true,
            may_add: true,
            actions: "/jenkins/me/descriptorByName/jenkins.security.ApiTokenProperty/".to_owned(),
            tokens: store.sorted(),
        };
        let weight = card(&listing, &listing.tokens[0]).into_string().len();
        assert!((3_000..3_800).contains(&weight), "{weight} bytes");
    }
}
