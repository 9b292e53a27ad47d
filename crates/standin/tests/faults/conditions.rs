//! Conditions under which a well-formed request fails.

use std::io::Read;

use latchkey_standin::{Fault, FaultedRequest, Options};

use super::session::{Session, between, send, start};
use super::wire;

#[test]
fn a_restart_ends_sessions_and_keeps_tokens() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    assert_eq!(session.generate("kept").status(), 200);
    standin.fault_next(Fault::Restart, FaultedRequest::Me);
    assert_eq!(session.get("/me/api/json").status(), 403);
    assert_eq!(session.generate("x").status(), 403);
    let names: Vec<_> = standin.tokens_of("admin").into_iter().map(|token| token.name).collect();
    assert_eq!(names, ["kept"]);
}

#[test]
fn the_header_of_the_crumb_is_lost() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(Fault::CrumbHeaderDropped, FaultedRequest::Generate);
    assert_eq!(session.generate("x").status(), 403);
    assert_eq!(session.generate("y").status(), 200);
}

#[test]
fn a_new_page_invalidates_the_crumb_of_the_page_before() {
    let standin = start(Options::default());
    let mut session = Session::admin(&standin);
    standin.fault_every(Fault::CrumbChanges, FaultedRequest::Any);
    assert_eq!(session.generate("x").status(), 200, "no page came between");
    let page = session.get("/");
    assert_eq!(session.generate("y").status(), 403);
    between(page.body(), "data-crumb-value=\"").clone_into(&mut session.crumb);
    assert_eq!(session.generate("z").status(), 200);
    assert_eq!(standin.tokens_of("admin").len(), 2);
}

#[test]
fn a_body_is_huge() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(Fault::HugeBody, FaultedRequest::Generate);
    let request = wire::generate(&session, "x").replacen("\r\n", "\r\nConnection: close\r\n", 1);
    let mut stream = wire::send(&session, &request);
    let (mut length, mut buffer) = (0, vec![0; 1 << 16]);
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        length += read;
    }
    assert!(length > 100 << 20, "{length}");
    assert_eq!(standin.tokens_of("admin").len(), 1);
}

#[test]
fn a_condition_combines_with_another_fault() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_every(Fault::CrumbHeaderDropped, FaultedRequest::Any);
    standin.fault_next(Fault::BadGatewayAfter, FaultedRequest::Generate);
    standin.fault_next(Fault::Unavailable, FaultedRequest::Generate);
    let statuses: Vec<_> = (0..3).map(|_| session.generate("x").status().as_u16()).collect();
    assert_eq!(statuses, [502, 503, 403]);
    assert!(standin.tokens_of("admin").is_empty());
    standin.clear_faults();
    assert_eq!(session.generate("x").status(), 200);
}

#[test]
fn a_fault_can_be_planned_before_the_start() {
    let faults = vec!["bad-gateway:who-am-i".parse().unwrap()];
    let standin = start(Options { faults, ..Options::default() });
    let url = format!("{}/whoAmI/api/json", standin.url());
    let statuses = [(); 2].map(|()| send("GET", &url, &[], "").status().as_u16());
    assert_eq!(statuses, [502, 200]);
}
