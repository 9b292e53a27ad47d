//! Who somebody is.

use super::*;

#[test]
fn an_anonymous_user_is_signed_out_whether_or_not_they_may_read() {
    let me = |script: Script| run(script.client().me());
    assert_eq!(me(Script::default().says_anonymous()), Err(Error::SignedOut));
    assert_eq!(me(Script::default().answers(403, &[HTML, JENKINS], "<html>")), Err(Error::SignedOut));
}

#[test]
fn a_controller_is_recognized_by_header_and_class() {
    let body = r#"{"_class":"hudson.security.WhoAmI","anonymous":false,"authenticated":true,"authorities":[],"name":"alice"}"#;
    let (who, version) = run(Script::default().json(body).client().whoami()).unwrap();
    assert_eq!((who.name.as_str(), version.unwrap().to_string().as_str()), ("alice", "2.579"));
    let without_header = Script::default().answers(200, &[JSON], body).client();
    assert_eq!(run(without_header.whoami()), Err(Error::NotJenkins));
    let another = Script::default().json("{\"name\":\"alice\",\"anonymous\":false}").client();
    assert_eq!(run(another.whoami()), Err(Error::NotJenkins));
}
