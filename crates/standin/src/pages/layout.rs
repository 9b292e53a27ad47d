//! The layout of every ordinary page: the attributes of `<head>` and `<body>`, and the page header.

use maud::{DOCTYPE, Markup, html};

use crate::gate::Security;
use crate::jenkins_version::JenkinsVersion;
use crate::request_context::RequestContext;

/// What differs from page to page.
pub(crate) struct Layout<'a> {
    /// The title without "Jenkins"; `None` if it is only that.
    pub(crate) title: Option<&'a str>,
    /// The class of the model, as `data-model-type` gives it.
    pub(crate) model: &'a str,
    /// Whether the page has a side panel.
    pub(crate) columns: Columns,
}

#[derive(Clone, Copy)]
pub(crate) enum Columns {
    One,
    Two,
}

/// The whole title of a page: `Dashboard - Jenkins`, on 2.303 `Dashboard [Jenkins]`.
pub(crate) fn title(core: JenkinsVersion, title: &str) -> String {
    if core > JenkinsVersion::V2_303_3 { format!("{title} - Jenkins") } else { format!("{title} [Jenkins]") }
}

/// Where static files are.
pub(crate) fn resources(request: &RequestContext<'_>) -> String {
    format!("{}/static/{}", request.options.context, request.state.resources)
}

/// The head of every page except the title. The empty icon saves a request.
pub(crate) fn links(resources: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        link rel="icon" href="data:,";
        link rel="stylesheet" href={ (resources) "/standin.css" };
    }
}

/// A page with this layout.
pub(crate) fn page(request: &mut RequestContext<'_>, layout: &Layout<'_>, content: &Markup) -> Markup {
    // A page opens a session even if CSRF protection is off.
    request.session_or_new();
    let crumb = request.crumb();
    let crumb_field = request.state.gates.crumb_field();
    let core = request.core();
    let root = &request.options.context;
    let resources = resources(request);
    let whole_title = layout.title.map_or_else(|| "Jenkins".to_owned(), |text| title(core, text));
    let columns = match layout.columns {
        Columns::One => "one-column",
        Columns::Two => "two-column",
    };
    let newer = core > JenkinsVersion::V2_303_3;
    let skin = if newer { "" } else { "yui-skin-sam " };
    html! {
        (DOCTYPE)
        html {
            head resurl=(resources) data-rooturl=(root) data-resurl=(resources) data-extensions-available="true"
                data-unit-test="false" data-imagesurl={ (resources) "/images" }
                data-crumb-header=[crumb.as_ref().map(|_| crumb_field)] data-crumb-value=[crumb.as_ref()]
            {
                title { (whole_title) }
                (links(&resources))
            }
            body id="jenkins" class={ (skin) (columns) " jenkins-" (core.version()) } data-version=(core.version())
                data-model-type=(layout.model)
                data-search-url=[newer.then(|| format!("{root}/search/suggest"))]
                data-search-help-url=[newer.then_some("https://www.jenkins.io/redirect/search-box")]
            {
                (header(request))
                main id="main-panel" { (content) }
                footer { "Jenkins " (core.version()) }
            }
        }
    }
}

/// The page header: home link, user, and sign-out link.
fn header(request: &RequestContext<'_>) -> Markup {
    let root = &request.options.context;
    let user = request.user_id().and_then(|id| request.state.users.find(id));
    let redesigned = request.core().redesigned_header();
    let class = if redesigned { "jenkins-header__actions" } else { "login page-header__hyperlinks" };
    html! {
        header id="page-header" {
            a id="jenkins-home-link" href={ (root) "/" } { "Jenkins" }
            div class=(class) {
                @if let Some(user) = user {
                    a href={ (root) (user.path()) } id=[redesigned.then_some("root-action-UserAction")]
                        class=(if redesigned { "jenkins-button" } else { "model-link inside inverse" })
                        { (user.account.full_name) }
                    a href={ (root) "/logout" } { "log out" }
                } @else if !request.is(Security::NoSecurity) {
                    a href={ (root) "/" (request.sign_in_page()) } { "log in" }
                }
            }
        }
    }
}
