//! Tokens as items of a form (until 2.504).

use maud::{Markup, html};

use super::age::Age;
use super::{
    CONFIRMATION, COPY_NOW, LEGACY_ADVICE, LEGACY_REVOKED, Listing, NO_CREATION, NO_LAST_USE, STATISTICS_OFF,
    icons,
};
use crate::tokens::TokenRecord;

const UNUSED_ADVICE: &str = "We strongly recommend that you revoke tokens which you do not plan to use";

/// The list. The template for a new token comes first, hidden and without a UUID.
pub(super) fn list(listing: &Listing) -> Markup {
    let hidden = if listing.tokens.is_empty() { "" } else { "hidden-message" };
    html! {
        div class="token-list ignore-dirty-panel" {
            div class={ "token-list-item token-list-empty-item " (hidden) } {
                div class="list-empty-message" { "There are no registered tokens for this user." }
            }
            div class="repeated-container" {
                div class="repeated-chunk to-be-removed" name="tokenStore" { (new_item(listing)) }
                @for token in &listing.tokens {
                    div class="repeated-chunk" name="tokenStore" { (item(listing, token)) }
                }
                div class="repeatable-insertion-point" {}
                @if listing.may_add { input type="button" class="repeatable-add" value="Add new Token"; }
            }
        }
    }
}

fn new_item(listing: &Listing) -> Markup {
    html! {
        div class="token-list-item token-list-new-item" {
            input type="hidden" name="tokenUuid" class="token-uuid-input";
            input type="text" name="tokenName" class="setting-input   token-name" value="";
            span class="new-token-value" {}
            "\u{a0}"
            span class="yui-button token-save" {
                button type="button" data-target-url=(listing.action("generateNewToken")) { "Generate" }
            }
            span class="token-cancel" {
                input type="button" class="repeatable-delete danger" value="Cancel" title="Cancel";
            }
            a href="#" class="token-revoke hidden-button" data-confirm=(CONFIRMATION)
                data-target-url=(listing.action("revoke")) { (icons::bin(Some("Revoke this token"))) }
            span class="copy-button invisible" text="" title="Copy this token" { input type="button"; }
            div class="error token-error-message" {}
            div class="warning display-after-generation" { (COPY_NOW) }
        }
    }
}

fn item(listing: &Listing, token: &TokenRecord) -> Markup {
    let legacy = if token.legacy { "legacy-token" } else { "" };
    html! {
        div class={ "token-list-item token-list-existing-item force-dirty-panel " (legacy) } {
            input type="hidden" name="tokenUuid" class="token-uuid-input" value=(token.uuid);
            input type="text" name="tokenName" class="setting-input   token-name" value=(token.name);
            @if token.legacy { img class="icon-warning icon-sm" title=(LEGACY_ADVICE); }
            (creation(listing, token))
            span class="to-right" {
                (last_use(listing, token))
                a href="#" class="token-revoke" data-target-url=(listing.action("revoke"))
                    data-confirm=(CONFIRMATION) data-message-if-legacy-revoked=(LEGACY_REVOKED)
                    { (icons::bin(Some("Revoke this token"))) }
            }
        }
    }
}

fn creation(listing: &Listing, token: &TokenRecord) -> Markup {
    let (age, title, text) = match token.creation() {
        None => (Age::New, NO_CREATION.to_owned(), "Unknown".to_owned()),
        Some(created) => {
            let days = listing.days_since(created);
            (Age::of(days), listing.instant(created), format!("Created {days} day(s) ago"))
        }
    };
    html! { span class={ "token-creation " (age.class()) } title=(title) { (text) } }
}

fn last_use(listing: &Listing, token: &TokenRecord) -> Markup {
    if !listing.statistics {
        return html! { span class="no-statistics" title=(STATISTICS_OFF) { "No statistics available" } };
    }
    match (token.uses, token.last_used) {
        (0, _) => html! {
            span class="token-use-counter" {
                strong title=(UNUSED_ADVICE) { img class="icon-warning icon-sm"; "Never used" }
            }
        },
        (_, None) => html! { span class="token-use-counter" title=(NO_LAST_USE) { "Never used" } },
        (uses, Some(last)) => html! {
            span class="token-use-counter" title=(listing.instant(last)) {
                "Used " b { (uses) } " time(s), last time was " b { (listing.days_since(last)) } " day(s) ago"
            }
        },
    }
}
