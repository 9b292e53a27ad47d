//! Behind every gate of the stand-in, the command says what the controller really has.

use latchkey_standin::{
    Account, Apache, CannedAnswer, Gate, Haproxy, Nginx, Options, Security, SignOn, TokenRecord,
};

use crate::context::{Output, PASSWORD, TestContext};

fn behind(gate: Gate) -> TestContext {
    TestContext::with(Options { gates: vec![gate], ..Options::default() })
}

/// Runs a command as alice, with her password or with a token.
fn run(context: &TestContext, arguments: &[&str], acting: Option<&str>) -> Output {
    match acting {
        Some(token) => context.with_token(arguments, token),
        None => context.alice(arguments),
    }
}

/// Each gate, with the password and with a token.
fn every_way_in(test: impl Fn(Gate, &TestContext, Option<&str>)) {
    for gate in Gate::all() {
        for with_token in [false, true] {
            let context = behind(gate);
            let acting = context.token("acting", 'a');
            test(gate, &context, with_token.then_some(acting.as_str()));
            let reached = context.standin.other_application_requests();
            assert!(reached.iter().all(|request| request.method == "GET"), "{gate}: {reached:?}");
        }
    }
}

/// Checks what the command claims to have created.
#[track_caller]
fn claims_truth(gate: Gate, context: &TestContext, before: &[TokenRecord], output: &Output) {
    let made: Vec<TokenRecord> = context
        .tokens()
        .into_iter()
        .filter(|token| before.iter().all(|other| other.uuid != token.uuid))
        .collect();
    match output.status {
        0 => {
            assert!(context.standin.token_works(output.line()), "{gate}: {output:?}");
            assert_eq!(made.len(), 1, "{gate}: {output:?}");
        }
        16 => {
            assert!(!made.is_empty(), "{gate}: {output:?}");
            assert!(made.iter().all(|token| output.stderr.contains(&token.uuid)), "{gate}: {output:?}");
            assert!(output.stderr.contains("latchkey revoke"), "{gate}: {output:?}");
        }
        12 => {
            assert!(output.stderr.contains("could not be found out"), "{gate}: {output:?}");
            assert!(output.stderr.contains("latchkey list"), "{gate}: {output:?}");
        }
        _ => assert!(made.is_empty(), "{gate}: {output:?}"),
    }
}

#[test]
fn a_create_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        let before = context.tokens();
        let output = run(context, &["create", "--name", "it's mine"], acting);
        claims_truth(gate, context, &before, &output);
        let late = context.standin.carry_out_late_requests();
        assert!(late == 0 || matches!(output.status, 11 | 12), "{gate}: {output:?}");
    });
}

#[test]
fn a_replace_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        let before = context.tokens();
        let output = run(context, &["replace", "acting"], acting);
        let has_old = context.tokens().iter().any(|token| token.uuid == before[0].uuid);
        match output.status {
            0 => assert!(!has_old, "{gate}: {output:?}"),
            12 if !output.stdout.is_empty() => {
                assert!(output.stderr.contains("may still work"), "{gate}: {output:?}")
            }
            16 if !output.stdout.is_empty() => {
                assert!(has_old, "{gate}: {output:?}");
                assert!(output.stderr.contains(&before[0].uuid), "{gate}: {output:?}");
                assert!(context.standin.token_works(output.line()), "{gate}: {output:?}");
            }
            _ => {
                assert!(has_old, "{gate}: {output:?}");
                claims_truth(gate, context, &before, &output);
            }
        }
    });
}

#[test]
fn a_rename_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        let output = run(context, &["rename", "acting", "renamed"], acting);
        let expected = if output.status == 0 { "renamed" } else { "acting" };
        assert_eq!(context.names(), [expected], "{gate}: {output:?}");
    });
}

#[test]
fn a_revocation_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        context.token("doomed", 'b');
        let output = run(context, &["revoke", "doomed", "--yes"], acting);
        let is_left = context.names().contains(&"doomed".to_owned());
        match output.status {
            12 => assert!(output.stderr.contains("latchkey list"), "{gate}: {output:?}"),
            status => assert_eq!(is_left, status != 0, "{gate}: {output:?}"),
        }
    });
}

/// What `create` with a token says behind a gate: its exit code, the cause, and the section to read.
#[test]
fn each_gate_is_named_by_its_cause() {
    for (gate, status, cause, section) in [
        (Gate::Nginx(Nginx::LimitExcept), 11, "refused the request (403)", "refused-requests"),
        (Gate::Nginx(Nginx::Post405), 11, "does not allow requests of this kind (405)", "refused-requests"),
        (Gate::Apache(Apache::Modsec406), 11, "took the request for an attack (406)", "refused-requests"),
        (Gate::Nginx(Nginx::Body413), 11, "found the request too large (413)", "sizes-and-limits"),
        (Gate::Nginx(Nginx::LimitReq429), 11, "got too many requests (429)", "sizes-and-limits"),
        (Gate::Nginx(Nginx::Down502), 11, "could not reach it", "sizes-and-limits"),
        (Gate::Nginx(Nginx::Maintenance503), 11, "the service is unavailable", "sizes-and-limits"),
        (
            Gate::Nginx(Nginx::AuthorizationRemoved),
            11,
            "removes the Authorization header",
            "authorization-removed",
        ),
        (Gate::Nginx(Nginx::AuthBasic), 7, "a user name and password of its own", "gate-basic-auth"),
        (Gate::Haproxy(Haproxy::Auth), 7, "a user name and password of its own", "gate-basic-auth"),
        (Gate::Haproxy(Haproxy::Deny401), 7, "single sign-on", "gate-sign-in"),
        (Gate::SignOn(SignOn::Oauth2ProxyForm), 7, "single sign-on", "gate-sign-in"),
        (Gate::SignOn(SignOn::Oauth2ProxyOidc), 7, "single sign-on", "gate-sign-in"),
        (Gate::SignOn(SignOn::AutheliaAuthRequest), 7, "single sign-on", "gate-sign-in"),
        (Gate::SignOn(SignOn::BearerChallenge), 7, "single sign-on", "gate-sign-in"),
        (Gate::Security(Security::OicSession), 7, "The sign-on of Jenkins itself", "sign-on-session"),
        (Gate::Security(Security::NoSecurity), 11, "has no users", "no-users"),
        (Gate::Security(Security::NobodyCanSignIn), 11, "has no users", "no-users"),
        (Gate::Security(Security::TokenWithoutGroups), 5, "Overall/Read is missing", "tokens-without-groups"),
    ] {
        let context = behind(gate);
        let acting = context.token("acting", 'a');
        let output = context.with_token(&["create", "--name", "sync"], &acting).failed(status).says(cause);
        output.says(&format!("docs/troubleshooting.md#{section}\n"));
        assert_eq!(context.names(), ["acting"], "{gate}");
    }
}

#[test]
fn a_refused_crumb_is_not_blamed_on_a_proxy() {
    let context = behind(Gate::Security(Security::StrictCrumbs));
    let output = context.alice(&["create"]).failed(11).says("Use an API token").says("#strict-crumbs");
    assert!(!output.stderr.contains("proxy"), "{output:?}");
    let acting = context.token("acting", 'a');
    context.with_token(&["create"], &acting).done();
}

#[test]
fn whoami_works_with_hidden_headers() {
    for gate in [Gate::Nginx(Nginx::HiddenXJenkins), Gate::Nginx(Nginx::HiddenHeaders)] {
        assert_eq!(behind(gate).alice(&["whoami"]).done().line(), "alice");
        behind(gate).with_password(&["whoami"], "alice", "wrong").failed(4);
    }
    let context = behind(Gate::Nginx(Nginx::PublishedUnderCi));
    context.alice(&["whoami"]).failed(11).says("a web page where data was expected");
}

#[test]
fn a_proxy_that_refuses_even_a_read_may_want_a_sign_in() {
    let context = TestContext::new();
    let page = CannedAnswer::new(403, "<html><h1>403 Forbidden</h1><hr>nginx");
    context.standin.answer_next("/security/", page);
    context.alice(&["list"]).failed(7).says("refused the request (403)").says("#gate-sign-in");
}

#[test]
fn a_plainer_name_is_suggested_for_one_that_looks_like_an_attack() {
    let context = behind(Gate::Apache(Apache::ModsecCrs));
    let acting = context.token("acting", 'a');
    for name in ["$(id)", "a' OR '1'='1"] {
        for arguments in [&["create", "--name", name][..], &["rename", "acting", name]] {
            context.with_token(arguments, &acting).failed(11).says("try a plainer name");
        }
    }
    context.administrator(&["create", "--for", "alice", "--name", "plain"]).done();
    assert_eq!(context.names(), ["acting", "plain"]);
    let context = behind(Gate::Haproxy(Haproxy::Deny403));
    let output = context.with_token(&["create", "--name", "plain"], &context.token("acting", 'a')).failed(11);
    assert!(!output.stderr.contains("plainer"), "{output:?}");
}

/// Jenkins is on `/` and does not know that it is published under `/ci/`.
#[test]
fn no_other_application_of_the_host_gets_a_post() {
    let context = behind(Gate::Nginx(Nginx::PublishedUnderCi));
    let root = format!("{}/ci", context.url());
    for page in ["/ci/job/x/", "/ci/", "/ci/me/security/"] {
        let url = format!("{}{page}", context.url());
        let arguments = ["create", &url, "--user", "alice", "--password-stdin", "--json"];
        let document = context.run_with(&arguments, &[], PASSWORD).done().json();
        assert_eq!(document["controller"], root, "{page}");
    }
    assert_eq!(context.tokens().len(), 3);
    // Also where the URL is wrong.
    context.alice(&["create"]).failed(11);
    let reached = context.standin.other_application_requests();
    assert!(!reached.is_empty() && reached.iter().all(|request| request.method == "GET"), "{reached:?}");
}

#[test]
fn the_script_console_is_used_for_a_user_id_that_is_blocked_in_urls() {
    for gate in [
        Gate::Apache(Apache::NoEncodedSlashes),
        Gate::Apache(Apache::DecodedSlashes),
        Gate::Apache(Apache::EncodedSlashes),
        Gate::Tomcat,
    ] {
        let mut options = Options { gates: vec![gate], ..Options::default() };
        options.accounts.push(Account::new("team/bob", "bob-pass-1"));
        let context = TestContext::with(options);
        let names = || -> Vec<String> {
            context.standin.tokens_of("team/bob").into_iter().map(|token| token.name).collect()
        };
        let run = |arguments: &[&str]| {
            let output = context.administrator(&[arguments, &["--for", "team/bob"]].concat());
            assert_eq!(output.status, 0, "{gate}: {output:?}");
            output
        };
        let created = run(&["create", "--name", "sync"]);
        assert!(context.standin.token_works(created.line()), "{gate}");
        assert!(run(&["list"]).stdout.contains("sync"), "{gate}");
        run(&["rename", "sync", "renamed"]);
        assert_eq!(names(), ["renamed"], "{gate}");
        run(&["revoke", "renamed", "--yes"]);
        assert!(names().is_empty(), "{gate}");
        context.administrator(&["list", "--for", "team/nobody"]).failed(6).says("no user team/nobody");
    }
}

#[test]
fn the_old_token_is_kept_if_the_new_one_may_do_less() {
    for security in [Security::TokenWithoutGroups, Security::TokenWithoutGroupsOtherCase] {
        let context = behind(Gate::Security(security));
        context.token("sync", 'a');
        let old = context.tokens().remove(0).uuid;
        let output = context.alice(&["replace", "sync"]).says("without Overall/Read");
        let output = output.says("lacks the groups").says("latchkey revoke");
        assert_eq!((output.status, context.tokens().len()), (16, 2), "{output:?}");
        assert!(context.tokens().iter().any(|token| token.uuid == old));
    }
}

#[test]
fn a_token_that_may_not_read_is_saved_with_a_warning() {
    let context = behind(Gate::Security(Security::TokenWithoutGroups));
    let token = context.token("sync", 'a');
    let file = context.text("saved");
    let arguments = ["save", context.url(), "--user", "alice", "--save-to", &file];
    let output = context.run_with(&arguments, &[], &token).done().says("Warning: The token works as alice");
    output.says("without Overall/Read").says("#tokens-without-groups");
    assert!(context.path("saved").exists());
}
