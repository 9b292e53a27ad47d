//! The ways to ask for something to go wrong.

use latchkey_standin::Options;

use super::session::{Session, send, start};

#[test]
fn by_http_while_it_runs() {
    let standin = start(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let session = Session::admin(&standin);
    let faults = format!("{}/standin/faults", standin.url());
    standin.clear_requests();
    assert_eq!(send("POST", &faults, &[], "unavailable:me:every\n").status(), 200);
    assert!(send("GET", &faults, &[], "").body().contains("Planned:\n  unavailable:me:every\n"));
    assert_eq!(send("POST", &faults, &[], "earthquake").status(), 400);
    assert!(standin.requests().is_empty(), "nothing of this is Jenkins'");
    for _ in 0..2 {
        assert_eq!(session.get("/me/api/json").status(), 503);
    }
    assert_eq!(session.get("/whoAmI/api/json").status(), 200);
    assert_eq!(send("DELETE", &faults, &[], "").status(), 200);
    assert_eq!(session.get("/me/api/json").status(), 200);
}

#[test]
fn at_the_start() {
    let faults = vec!["bad-gateway:who-am-i".parse().unwrap()];
    let standin = start(Options { faults, ..Options::default() });
    let url = format!("{}/whoAmI/api/json", standin.url());
    let statuses = [(); 2].map(|()| send("GET", &url, &[], "").status().as_u16());
    assert_eq!(statuses, [502, 200]);
}
