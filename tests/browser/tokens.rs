//! The list of tokens: every markup, every state, odd names.

use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::{CannedAnswer, Date, JenkinsVersion, NewToken, Options, Standin};

use crate::context::{ALICE, TestContext, done, sign_in, wait_for_identity};
use crate::list::{badges, facts, list_again, names, open_list, used, wait_for_count};
use crate::server::{Server, respond_cut};

in_every_browser! {
    every_markup_is_listed_sorted_with_warnings,
    without_statistics_no_token_is_called_unused,
    filter_is_shown_from_eight_tokens_on,
    incomplete_list_is_not_shown,
    hostile_names_are_rendered_as_text,
    last_day_is_said_in_the_readers_language,
    tokens_page_is_inert,
}

fn in_days(days: i32) -> Option<Date> {
    Some(jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(days)))
}

/// A popup of alice on another controller in the same browser.
fn press_on(context: &TestContext, standin: &Standin) -> Popup {
    let tab = context.browser.open(&format!("{}/login", standin.url())).unwrap();
    sign_in(&tab, "alice");
    context.press(&tab)
}

fn every_markup_is_listed_sorted_with_warnings(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for core in JenkinsVersion::ALL {
        let standin = Standin::start(Options { core, ..Options::default() }).unwrap();
        let add = |token| standin.add_token("alice", token);
        add(used("beta"));
        add(NewToken { expires: in_days(60), ..used("Alpha") });
        add(NewToken { created: None, legacy: true, ..used("legacy") });
        add(NewToken::new("fresh"));
        add(NewToken { expires: in_days(3), ..NewToken::new("soon") });
        add(NewToken { expires: in_days(-3), ..NewToken::new("over") });
        let popup = press_on(&context, &standin);
        open_list(&popup, 6);
        let expiring = core == JenkinsVersion::V2_579;
        let order = if expiring {
            ["over", "soon", "fresh", "Alpha", "beta", "legacy"]
        } else {
            ["fresh", "over", "soon", "Alpha", "beta", "legacy"]
        };
        assert_eq!(names(&popup), order, "{core}");
        let marks: [&[&str]; 6] = if expiring {
            [
                &["Expired", "Never used"],
                &["Expires soon", "Never used"],
                &["Never expires", "Never used"],
                &[],
                &["Never expires"],
                &["Never expires", "Legacy token"],
            ]
        } else {
            [&["Never used"], &["Never used"], &["Never used"], &[], &[], &["Legacy token"]]
        };
        assert_eq!(badges(&popup), marks, "{core}");
        let beta = facts(&popup, "beta");
        let [.., used, created] = &beta[..] else { panic!("{core}: {beta:?}") };
        assert!(used.contains("sed") && created.contains("reated"), "{core}: {beta:?}");
        assert_eq!(facts(&popup, "Alpha")[0].starts_with("Expires on "), expiring, "{core}");
        assert!(!popup.exists("searchbox", "Filter by name").unwrap());
    }
}

fn without_statistics_no_token_is_called_unused(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for core in [JenkinsVersion::V2_303_3, JenkinsVersion::V2_516_3, JenkinsVersion::V2_579] {
        let options = Options { core, usage_statistics: false, ..Options::default() };
        let standin = Standin::start(options).unwrap();
        standin.add_token("alice", NewToken::new("deploy"));
        let popup = press_on(&context, &standin);
        open_list(&popup, 1);
        let facts = facts(&popup, "deploy");
        assert!(facts.iter().any(|fact| fact.contains("No statistics")), "{core}: {facts:?}");
        assert!(!popup.exists("StaticText", "Never used").unwrap());
        assert!(!badges(&popup)[0].contains(&"Never used".to_owned()), "{core}");
        popup.close().unwrap();
    }
}

fn filter_is_shown_from_eight_tokens_on(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for name in ["Deploy", "backup", "nightly", "release", "deploy old", "docs", "bot"] {
        context.standin.add_token("alice", used(name));
    }
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    open_list(&popup, 7);
    assert!(!popup.exists("searchbox", "Filter by name").unwrap());
    popup.close().unwrap();

    let eighth = context.standin.add_token("alice", used("eighth"));
    let popup = context.press(&tab);
    open_list(&popup, 8);
    popup.find("searchbox", "Filter by name").unwrap().fill("dePLOY").unwrap();
    assert_eq!(names(&popup), ["Deploy", "deploy old"]);
    popup.find("button", "Rename deploy old").unwrap().click().unwrap();
    assert!(popup.find("textbox", "New name").unwrap().is_focused().unwrap(), "the row stays in sight");
    context.standin.revoke_token("alice", &eighth);
    popup.find("textbox", "New name").unwrap().fill("renamed").unwrap();
    popup.press_key("Enter").unwrap();
    wait_for_count(&popup, 7);
    popup.wait_until_gone("searchbox", "Filter by name").unwrap();
    assert_eq!(names(&popup).len(), 7, "a hidden filter does not apply");
}

fn incomplete_list_is_not_shown(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for name in ["one", "two", "three"] {
        context.standin.add_token("alice", used(name));
    }
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let page = tab.evaluate("fetch('/jenkins/me/security/').then(reply => reply.text())").unwrap();
    let page = page.as_str().unwrap();
    // Cut after the second token, by a proxy that still closes the page's elements.
    let cut = &page[..page.find("three").unwrap_or(page.len()) - 600];
    let answer = CannedAnswer::new(200, cut)
        .with_header("Content-Type", "text/html;charset=utf-8")
        .with_header("X-Jenkins", "2.579");
    context.standin.answer_next("/me/security/", answer);
    list_again(&popup, "alice");
    popup.wait_for_text("alert", "The answer does not look like one from Jenkins.").unwrap();
    assert!(names(&popup).is_empty());
    popup.find("button", "Try again").unwrap().click().unwrap();
    wait_for_count(&popup, 3);
    assert!(!popup.exists("alert", "").unwrap());

    // Cut by a connection that breaks.
    let whole = page.to_owned();
    let server = Server::start(move |path, stream| match path {
        "/me/security/" => respond_cut(stream, "text/html;charset=utf-8", &whole),
        _ => crate::server::respond(
            stream,
            "text/html",
            "<html><head data-rooturl=\"\"></head><body data-version=\"2.579\"></body></html>",
        ),
    });
    let popup = context.press(&context.browser.open(&server.url).unwrap());
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    popup
        .wait_for(
            "document.getElementById('alerts').textContent.includes('does not look like one from Jenkins')",
        )
        .unwrap();
    assert!(names(&popup).is_empty());
}

fn hostile_names_are_rendered_as_text(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let long = "L".repeat(10_000);
    let markup = "<img src=x onerror=document.title='owned'><b>&quot;";
    let bidi = "safe\u{202e}drowssap\u{2066}\u{2067}";
    for name in [markup, bidi, &long, "$1 $NAME$ \\", "اسم"] {
        context.standin.add_token("alice", used(name));
    }
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 5);
    let shown = names(&popup);
    for name in [markup, bidi, &long, "$1 $NAME$ \\", "اسم"] {
        assert!(shown.iter().any(|shown| shown == name), "{name:.40}");
    }
    assert_eq!(popup.evaluate("document.images.length").unwrap(), 0);
    assert_eq!(popup.evaluate("document.title").unwrap(), "Latchkey");
    for name in [markup, &long] {
        popup.find("button", &format!("Revoke {name}")).unwrap().click().unwrap();
        // Messages shorten long names.
        popup.find_where("alertdialog", |title| title.starts_with(&format!("Revoke “{name:.60}"))).unwrap();
        let fits = "(box => box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight)\
                    (document.getElementById('dialog').getBoundingClientRect())";
        assert_eq!(popup.evaluate(fits).unwrap(), true, "{name:.40}");
        popup.find("button", "Cancel").unwrap().click().unwrap();
        popup.wait_for("!document.getElementById('dialog').open").unwrap();
    }
    let width = popup.evaluate("document.documentElement.scrollWidth").unwrap();
    assert!(width.as_f64().unwrap() <= 380.0, "{width} px");
}

/// A day as the popup writes it, this number of days ahead of the browser's own.
fn day_ahead(popup: &Popup, days: i32) -> String {
    let day = popup
        .evaluate(&format!(
            "(now => {{
                const day = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + {days}));
                const year = day.getUTCFullYear() === now.getFullYear() ? undefined : 'numeric';
                return day.toLocaleDateString('en', {{ timeZone: 'UTC', year, month: 'long', day: 'numeric' }});
            }})(new Date())"
        ))
        .unwrap();
    day.as_str().unwrap().to_owned()
}

fn last_day_is_said_in_the_readers_language(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let press_generate = |popup: &Popup| {
        popup.find("button", "Generate token").unwrap().click().unwrap();
        popup.find("region", "New token").unwrap();
    };
    let expiry = |popup: &Popup| {
        let text = popup.evaluate("document.getElementById('token-expiry').textContent").unwrap();
        text.as_str().unwrap().to_owned()
    };
    popup.find("combobox", "Expires").unwrap().select_option("On a date").unwrap();
    let date = in_days(60).unwrap().to_string();
    popup.find("date", "Expiry date").unwrap().fill(&date).unwrap();
    press_generate(&popup);
    let said = format!("({}, in 60 days)", day_ahead(&popup, 60));
    assert!(
        expiry(&popup).starts_with("Expires on ") && expiry(&popup).ends_with(&said),
        "{}",
        expiry(&popup)
    );
    open_list(&popup, 1);
    let name = names(&popup).remove(0);
    assert_eq!(facts(&popup, &name)[1], said, "beside Jenkins' own words");
    popup.find("tab", "Create").unwrap().click().unwrap();
    done(&popup);

    popup.find("combobox", "Expires").unwrap().select_option("30 days").unwrap();
    press_generate(&popup);
    let about: Vec<_> = (29..=31).map(|days| format!("(about {})", day_ahead(&popup, days))).collect();
    assert!(about.iter().any(|about| expiry(&popup).ends_with(about)), "{}: {about:?}", expiry(&popup));
}

fn tokens_page_is_inert(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("deploy"));
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let page = tab.evaluate("fetch('/jenkins/me/security/').then(reply => reply.text())").unwrap();
    let own_script = popup.evaluate("new URL('popup.js', location).href").unwrap();
    let origin = context.standin.url();
    let hostile = format!(
        "<script>document.title = top.document.title = 'owned'</script><script src='{}'></script>\
         <script src='{origin}/hostile.js'></script><img src='{origin}/hostile.png' onerror='document.title = 1'>\
         <iframe src='{origin}/hostile.html'></iframe><link rel='stylesheet' href='{origin}/hostile.css'>\
         <meta http-equiv='refresh' content='0; url={origin}/hostile'><body onload='document.title = 2'>",
        own_script.as_str().unwrap()
    );
    let answer =
        CannedAnswer::new(200, page.as_str().unwrap().replacen("<body", &format!("{hostile}<body"), 1))
            .with_header("Content-Type", "text/html;charset=utf-8")
            .with_header("X-Jenkins", "2.579");
    context.standin.answer_next("/me/security/", answer);
    list_again(&popup, "alice");
    wait_for_count(&popup, 1);
    assert_eq!(names(&popup), ["deploy"]);
    assert_eq!(popup.evaluate("document.title").unwrap(), "Latchkey");
    let sent = context.sent();
    assert!(sent.iter().all(|request| !request.path.contains("hostile")), "{sent:?}");
}
