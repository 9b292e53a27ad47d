//! Single sign-on in front of the controller.

use latchkey_standin::{Options, SingleSignOn, Standin};
use ureq::http::Response;

use super::session::{FORM, Session, cookie_of, send, start};

fn behind(single_sign_on: SingleSignOn) -> Standin {
    let single_sign_on = Some(single_sign_on);
    start(Options { single_sign_on, context: "/jenkins".to_owned(), ..Options::default() })
}

fn location(answer: &Response<String>) -> &str {
    assert_eq!(answer.status(), 302, "{}", answer.body());
    answer.headers()["location"].to_str().expect("plain headers")
}

#[test]
fn whoever_did_not_sign_in_is_sent_to_another_origin() {
    let standin = behind(SingleSignOn::Redirect);
    let session = Session::admin(&standin);
    standin.require_single_sign_on(true);
    let page = standin.single_sign_on_page().unwrap();
    assert!(!page.starts_with(standin.url().trim_end_matches("/jenkins")));
    for answer in [session.get("/me/api/json"), session.generate("x"), session.get("/")] {
        assert!(location(&answer).starts_with(page));
        assert!(answer.headers().get("x-jenkins").is_none());
    }
    assert!(standin.tokens_of("admin").is_empty());
    assert!(standin.single_sign_on_requests().is_empty());
    standin.require_single_sign_on(false);
    assert_eq!(session.get("/me/api/json").status(), 200);
}

#[test]
fn its_button_sets_things_right() {
    let standin = behind(SingleSignOn::Redirect);
    let session = Session::admin(&standin);
    standin.require_single_sign_on(true);
    let sent_away = session.get("/me/security/?a=b");
    let page = send("GET", location(&sent_away), &[], "");
    assert_eq!(page.body().matches("<button").count(), 1);
    let back = format!("{}/me/security/?a=b", standin.url());
    assert!(page.body().contains(&format!("name=\"back\" value=\"{back}\"")));

    let mut form = form_urlencoded::Serializer::new(String::new());
    let form = form.append_pair("back", &back).finish();
    let pressed = send("POST", standin.single_sign_on_page().unwrap(), &[FORM], &form);
    assert_eq!(standin.single_sign_on_requests().len(), 2);
    let taken = send("GET", location(&pressed), &[], "");
    assert_eq!(location(&taken), "/jenkins/me/security/?a=b");
    let cookies = format!("{}; {}", session.cookie, cookie_of(&taken));
    let url = format!("{}/me/security/", standin.url());
    assert_eq!(send("GET", &url, &[("cookie", &cookies)], "").status(), 200);
    assert_eq!(send("GET", location(&pressed), &[], "").status(), 403, "a ticket is good once");

    standin.require_single_sign_on(true);
    assert_eq!(send("GET", &url, &[("cookie", &cookies)], "").status(), 302, "it ends when asked for again");
}

#[test]
fn a_front_may_answer_with_a_page() {
    let standin = behind(SingleSignOn::Html);
    let session = Session::admin(&standin);
    standin.require_single_sign_on(true);
    for answer in [session.get("/me/api/json"), session.generate("x")] {
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/html;charset=utf-8");
        assert!(answer.body().contains(standin.single_sign_on_page().unwrap()));
        assert!(answer.headers().get("x-jenkins").is_none() && !answer.body().contains("data-rooturl"));
    }
    assert!(standin.tokens_of("admin").is_empty());
}

#[test]
fn nobody_is_let_in_without_a_ticket_or_led_elsewhere() {
    let standin = behind(SingleSignOn::Redirect);
    let origin = standin.url().trim_end_matches("/jenkins");
    let made_up = send("GET", &format!("{origin}/.single-sign-on?ticket=made-up&to=/"), &[], "");
    assert_eq!(made_up.status(), 403);
    assert!(made_up.headers().get("set-cookie").is_none());
}
