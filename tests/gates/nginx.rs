//! Behind nginx.

mod basic_auth;
mod limits;
mod paths;
mod replies;

use crate::context::GateContext;
use crate::journey;
use crate::programs::nginx;
use crate::snippets::{Snippet, snippet};

fn behind(configuration: Snippet) -> GateContext {
    GateContext::new(|gate, jenkins| [nginx(configuration, gate, &[("JENKINS", jenkins)])])
}

#[test]
#[ignore = "needs nginx"]
fn everything_works_behind_a_plain_proxy() {
    let context = behind(snippet!("nginx/plain.conf"));
    let tab = context.signed_in();
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}
