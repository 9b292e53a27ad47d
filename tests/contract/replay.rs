//! Compares the stand-in with real controllers: every recorded request is sent to a stand-in of the same
//! version and mode, and its reply is compared with the recorded one. `tests/fixtures/README.md` explains the format.

mod browser;
mod compare;
mod exchanges;
mod gates;
mod pages;
mod placeholders;
mod redirects;
mod token_pages;
mod tree;

use jiff::Zoned;
use latchkey_standin::{Account, JenkinsVersion, NewToken, Options, Standin};

use browser::Browser;
use exchanges::{Exchange, Reply};

/// The password of every account that is not a default one.
const ODD_PASSWORD: &str = "pw-odd-1";

fn account(id: &str) -> Account {
    Account::new(id, ODD_PASSWORD)
}

/// The configuration of the controller in a mode.
fn options(core: JenkinsVersion, mode: &str) -> Options {
    let mut options = Options { core, ..Options::default() };
    match mode {
        "plain" | "brief" | "expiry" => {}
        "prefix" => options.context = "/jenkins".to_owned(),
        "nocrumb" => options.crumb = false,
        "anonread" => options.anonymous_read = true,
        "admincan" => options.administrators_generate = true,
        "extras" => {
            let odd = ["bob smith", "Zoë@x.org", "CORP\\carl", "per%cent", "a+b"];
            options.accounts.extend(odd.map(account));
        }
        other => panic!("unknown mode {other}"),
    }
    options
}

/// Adds the tokens that were created by a script the stand-in does not know.
fn set_expiring_tokens_up(standin: &Standin, browser: &mut Browser) {
    let today = Zoned::now().date();
    let yesterday = today.yesterday().expect("a day before");
    for (name, expires, digits) in [("expired yesterday", yesterday, "cd"), ("expires today", today, "ef")] {
        let value = format!("11{}", digits.repeat(16));
        browser.know_token(name, &value);
        let token = NewToken { expires: Some(expires), value: Some(value), ..NewToken::new(name) };
        standin.add_token("admin", token);
    }
}

/// Replays the recordings of `recorded` in `mode` against a stand-in of `core`; returns their number.
fn replay(core: JenkinsVersion, mode: &str, recorded: JenkinsVersion, change: impl Fn(&mut Reply)) -> usize {
    let standin = Standin::start(options(core, mode)).expect("a stand-in");
    let mut browser = Browser::new(&standin, core, mode != "nocrumb");
    if mode == "extras" {
        set_expiring_tokens_up(&standin, &mut browser);
    }
    let exchanges: Vec<(Exchange, Reply)> = exchanges::of(mode, recorded);
    let mut failures = Vec::new();
    for (exchange, mut expected) in exchanges.iter().cloned() {
        change(&mut expected);
        if mode == "expiry" && exchange.call == "003-whoami-after" {
            standin.end_sessions();
        }
        let answer = browser.send(&exchange);
        let differences = compare::differences(&expected, &answer, &browser, core);
        failures.extend(differences.into_iter().map(|text| format!("{mode} {}: {text}", exchange.call)));
        browser.remember(&exchange, &answer);
    }
    assert!(failures.is_empty(), "{} differences on {core}:\n{}", failures.len(), failures.join("\n"));
    exchanges.len()
}

fn replay_all(core: JenkinsVersion, modes: &[&str]) {
    for mode in modes {
        assert_ne!(replay(core, mode, core, |_| {}), 0, "nothing was recorded of {core} in the mode {mode}");
    }
}

#[test]
fn core_2_249_3_answers_as_recorded() {
    replay_all(JenkinsVersion::V2_249_3, &["brief"]);
}

#[test]
fn core_2_303_3_answers_as_recorded() {
    replay_all(JenkinsVersion::V2_303_3, &["plain", "prefix", "nocrumb", "anonread", "extras"]);
}

#[test]
fn core_2_516_3_answers_as_recorded() {
    replay_all(JenkinsVersion::V2_516_3, &["plain", "extras"]);
}

#[test]
fn core_2_579_answers_as_recorded() {
    replay_all(
        JenkinsVersion::V2_579,
        &["plain", "prefix", "nocrumb", "anonread", "extras", "expiry", "admincan"],
    );
}

/// 2.492.3 was not recorded. It answers like 2.516.3, but its cookies have no `SameSite` (2.513), and it confirms
/// renaming with an empty body (2.505).
#[test]
fn core_2_492_3_answers_as_its_successor_with_older_cookies_and_renaming() {
    for mode in ["plain", "extras"] {
        replay(JenkinsVersion::V2_492_3, mode, JenkinsVersion::V2_516_3, |reply| {
            for cookie in &mut reply.cookies {
                *cookie = cookie.replace("; SameSite=Lax", "");
            }
            if reply.body.as_deref() == Some("{\"status\":\"ok\"}") {
                reply.body = Some(String::new());
                reply.headers.remove("content-type");
            }
        });
    }
}

#[test]
fn every_page_has_the_structure_that_was_recorded() {
    let failures = pages::failures();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn tokens_of_2_249_3_are_listed_as_on_2_303_3() {
    assert_none(&token_pages::failures_as_on_2_303_3(JenkinsVersion::V2_249_3));
}

#[test]
fn tokens_are_listed_as_on_2_303_3() {
    assert_none(&token_pages::failures(JenkinsVersion::V2_303_3));
}

#[test]
fn tokens_are_listed_as_on_2_516_3() {
    assert_none(&token_pages::failures(JenkinsVersion::V2_516_3));
}

#[test]
fn tokens_are_listed_as_on_2_579() {
    assert_none(&token_pages::failures(JenkinsVersion::V2_579));
}

#[test]
fn core_2_492_3_has_the_list_of_2_303_3_on_the_page_of_2_516_3() {
    assert_none(&token_pages::failures_as_on_2_303_3(JenkinsVersion::V2_492_3));
    assert_none(&redirects::failures(JenkinsVersion::V2_492_3, JenkinsVersion::V2_516_3));
}

#[test]
fn addresses_of_users_are_answered_as_recorded() {
    for core in [JenkinsVersion::V2_303_3, JenkinsVersion::V2_516_3, JenkinsVersion::V2_579] {
        assert_none(&redirects::failures(core, core));
    }
}

/// A comparison that accepts everything would prove nothing.
#[test]
fn a_reply_that_differs_is_noticed() {
    let spoil: [fn(&mut Reply); 5] = [
        |reply| reply.status += 1,
        |reply| {
            reply.headers.remove("x-content-type-options");
        },
        |reply| {
            reply.headers.insert("x-jenkins".to_owned(), "1.0".to_owned());
        },
        |reply| reply.cookies.push("more=1".to_owned()),
        |reply| {
            reply.body = Some("{}".to_owned());
        },
    ];
    let standin = Standin::start(Options::default()).expect("a stand-in");
    let mut browser = Browser::new(&standin, JenkinsVersion::V2_579, true);
    let exchanges = exchanges::of("plain", JenkinsVersion::V2_579);
    let (exchange, expected) =
        exchanges.iter().find(|(exchange, _)| exchange.call == "017-whoami-logged-in").expect("that call");
    let answer = browser.send(exchange);
    assert_eq!(
        compare::differences(expected, &answer, &browser, JenkinsVersion::V2_579),
        Vec::<String>::new()
    );
    for spoil in spoil {
        let mut spoilt = expected.clone();
        spoil(&mut spoilt);
        assert_ne!(
            compare::differences(&spoilt, &answer, &browser, JenkinsVersion::V2_579),
            Vec::<String>::new()
        );
    }
}
