//! The hidden templates for a new token. None of them is a token.

use maud::{Markup, html};

use super::cards::{self, rename_button, revoke_button};
use super::{COPY_NOW, Listing, icons};

const NEVER: &str = "This token does not expire";
const EXPIRES_ON: &str = "Expires on __DATA__";

/// The hidden parts of the page with cards.
pub(super) fn all(listing: &Listing) -> Markup {
    html! {
        (row(listing))
        (value(listing))
        @if listing.core.tokens_expire() { (form()) }
    }
}

/// A row without a token.
fn row(listing: &Listing) -> Markup {
    html! {
        div id="api-token-row-template" class="jenkins-hidden" {
            div class=(cards::class(listing)) {
                div class="token-card-inner" {
                    div class="token-card__title" { span class="token-name" {} }
                    div class="token-stats" {
                        @if listing.core.tokens_expire() {
                            span class="api-token-new-expiration token-creation" data-never=(NEVER)
                                data-expires-on=(EXPIRES_ON) {}
                        } @else {
                            span class="token-creation" tooltip="Just Now" { "Created just now" }
                        }
                        span class="token-last-used" { "Never used" }
                    }
                }
                div class="token-controls" {
                    button type="button" tooltip="Show" data-button-done="Done"
                        class="jenkins-button jenkins-button--tertiary api-token-property-token-show"
                        { (icons::pen()) }
                    (rename_button(listing))
                    (revoke_button(listing, None))
                }
            }
        }
    }
}

/// Where a new token is shown once.
fn value(listing: &Listing) -> Markup {
    html! {
        div id="api-token-template" class="jenkins-hidden" {
            div {
                div class="jenkins-alert jenkins-alert-info" { (COPY_NOW) }
                div class="api-token-new-form-row jenkins-quote jenkins-quote--monospace" {
                    span class="api-token-new-value" {}
                    span data-message-insecure="Copy is only supported with a secure (HTTPS) connection." {
                        button type="button" tooltip="Copy token" text="" data-tooltip-append-to-parent="true"
                            class="copy-button jenkins-button jenkins-button--tertiary jenkins-copy-button jenkins-hidden"
                            { span class="jenkins-copy-button__icon" {} }
                    }
                }
                @if listing.core.tokens_expire() {
                    div {
                        span class="api-token-new-expiration" data-never=(NEVER) data-expires-on=(EXPIRES_ON) {}
                    }
                }
            }
        }
    }
}

/// The form for a new token (since 2.548).
fn form() -> Markup {
    let durations = [
        ("7", "7 Days"),
        ("30", "30 Days"),
        ("60", "60 Days"),
        ("90", "90 Days"),
        ("custom", "Custom"),
        ("never", "No Expiration"),
    ];
    html! {
        div id="api-token-add-template" class="jenkins-hidden" {
            div {
                div class="jenkins-form-item tr " {
                    div class="jenkins-form-label help-sibling" { "Name" }
                    div class="setting-main" {
                        input type="text" name="tokenName" class="jenkins-input   " value="";
                    }
                }
                div class="jenkins-form-label" { "Expiration" }
                div class="token-expiration jenkins-!-margin-bottom-3" {
                    div class="jenkins-select" {
                        select name="expirationDuration" class="jenkins-select__input" {
                            @for (value, text) in durations {
                                option value=(value) selected=[(value == "30").then_some("true")] { (text) }
                            }
                        }
                    }
                    input type="date" name="tokenExpiration"
                        class="jenkins-hidden jenkins-input token-expiration-date";
                    div class="jenkins-hidden warning token-warning" {
                        "It is not recommended to create tokens that never expire."
                    }
                }
            }
        }
    }
}
