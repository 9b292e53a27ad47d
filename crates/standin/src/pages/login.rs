//! The sign-in page. It has the root URL, but no crumb header, no version, and no user.

use maud::{DOCTYPE, Markup, html};

use super::layout;
use crate::jenkins_version::JenkinsVersion;
use crate::request_context::RequestContext;

/// The page. After a failure it says so.
pub(crate) fn page(request: &mut RequestContext<'_>, failed: bool) -> Markup {
    let core = request.core();
    let crumb = if core.crumb_at_sign_in() { request.sign_in_crumb() } else { None };
    let crumb_field = request.state.gates.crumb_field();
    let resources = layout::resources(request);
    let from = request.incoming.parameters.get("from");
    let newer = core > JenkinsVersion::V2_303_3;
    html! {
        (DOCTYPE)
        html lang=(request.language().code()) {
            head resurl=(resources) data-rooturl=(request.options.context) data-resurl=(resources)
                data-imagesurl={ (resources) "/images" }
            {
                title { (layout::title(core, "Sign in")) }
                (layout::links(&resources))
            }
            body class=[newer.then_some("app-sign-in-register")] {
                main {
                    form name="login" method="post" action=(core.sign_in_path()) {
                        h1 { "Sign in to Jenkins" }
                        @if failed { p class="alert" role="alert" { "Invalid username or password" } }
                        label { "Username" input type="text" name="j_username" id="j_username" autocomplete="username"; }
                        label {
                            "Password"
                            input type="password" name="j_password" id=[newer.then_some("j_password")]
                                autocomplete="current-password";
                        }
                        @if newer {
                            (remember_me())
                            input type="hidden" name="from" value=[from];
                            @if let Some(crumb) = crumb { input type="hidden" name=(crumb_field) value=(crumb); }
                            button type="submit" name="Submit" { "Sign in" }
                        } @else {
                            input type="hidden" name="from" value=[from];
                            input type="submit" name="Submit" value="Sign in";
                            (remember_me())
                        }
                    }
                }
            }
        }
    }
}

fn remember_me() -> Markup {
    html! {
        label class="inline" {
            input type="checkbox" name="remember_me" id="remember_me";
            "Keep me signed in"
        }
    }
}
