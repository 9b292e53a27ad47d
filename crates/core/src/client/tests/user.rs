//! The user of a session.

use super::*;

#[test]
fn an_anonymous_user_is_signed_out_whether_or_not_they_may_read() {
    let me = |script: Script| run(script.client().me());
    assert_eq!(me(Script::default().says_anonymous()), Err(Error::SignedOut { sign_in: None }));
    assert_eq!(
        me(Script::default().answers(403, &[HTML, JENKINS], "<html>")),
        Err(Error::SignedOut { sign_in: None })
    );
}

#[test]
fn a_controller_is_recognized_by_its_class() {
    let body = r#"{"_class":"hudson.security.WhoAmI","anonymous":false,"authenticated":true,"authorities":[],"name":"alice"}"#;
    let (who, version) = run(Script::default().json(body).client().whoami()).unwrap();
    assert_eq!((who.name.as_str(), version.unwrap().to_string().as_str()), ("alice", "2.579"));
    let header_hidden = Script::default().answers(200, &[JSON], body).client();
    assert_eq!(run(header_hidden.whoami()).unwrap().1, None);
    let another = Script::default().json("{\"name\":\"alice\",\"anonymous\":false}").client();
    assert_eq!(run(another.whoami()), Err(Error::NotJenkins));
}

#[test]
fn a_jenkins_on_which_nobody_can_sign_in_has_no_users() {
    let who = |anonymous| {
        format!(r#"{{"_class":"hudson.security.WhoAmI","anonymous":{anonymous},"name":"anonymous"}}"#)
    };
    let me = |script: Script| run(script.client().me());
    let oops = || Script::default().answers(500, &[HTML, JENKINS], "<html>Oops!");
    assert_eq!(me(oops().json(&who(true))), Err(Error::NoUsers));
    assert_eq!(me(oops().json(&who(false))), Err(Error::ServerError { status: 500 }));
    let down = oops().ends(Err(TransportError::TimedOut));
    assert_eq!(me(down), Err(Error::ServerError { status: 500 }));
}

#[test]
fn jenkins_says_whom_it_finds_in_a_url() {
    let client = Script::default().json(BOB).client();
    assert_eq!(run(client.user(&UserId::new("bob smith"))).unwrap().id, UserId::new("bob"));
    assert_eq!(paths(&client), ["user/bob%20smith/api/json?tree=id,fullName"]);
    let nobody = Script::default().answers(404, &[HTML, JENKINS], "<html>").client();
    assert_eq!(run(nobody.user(&UserId::new("x"))), Err(Error::UnknownUser(UserId::new("x"))));
}
