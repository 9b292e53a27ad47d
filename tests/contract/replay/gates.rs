//! Compares the stand-in's gates with real ones: every exchange that was recorded with a proxy, a web application
//! firewall, or a sign-on in front of a real controller is replayed, or an exception gives the reason.

mod compare;
mod exchange;
mod visitor;

use std::collections::BTreeSet;

use latchkey_standin::{Account, Options, Standin};

use super::account;
use exchange::{Controller, Exchange};
use visitor::{Prepared, Visitor};

/// How many exchanges were recorded.
const RECORDED: u32 = 430;
/// How many of them may be excepted: 15%.
const MOST_EXCEPTIONS: usize = 64;

/// The users to whom the recorded requests refer.
fn accounts() -> Vec<Account> {
    let alice = Account { full_name: "Alice Example".to_owned(), ..Account::new("alice", "alice-pass-1") };
    let admin = Account { administrator: true, ..Account::new("admin", "admin-pass-1") };
    let odd = ["a/b", "DOMAIN\\alice", "50% off", "ü ü", "a;b", "x%2Fy", "bob.o'hara@example.org"];
    [admin, alice].into_iter().chain(odd.map(account)).collect()
}

fn start(controller: &Controller) -> Standin {
    let options = Options {
        core: controller.core(),
        context: controller.context.clone(),
        anonymous_read: controller.anonymous_read,
        accounts: accounts(),
        ..Options::default()
    };
    Standin::start(options).expect("a stand-in")
}

/// The differences between the stand-in behind gates and the exchanges that were recorded with one controller.
fn differences(controller: &Controller, exchanges: &[Exchange]) -> Vec<String> {
    let standin = start(controller);
    let mut visitor = Visitor::new(&standin, controller.core());
    let exchanges: Vec<&Exchange> =
        exchanges.iter().filter(|exchange| exchange.controller == *controller).collect();
    let prepared: Vec<Prepared> =
        exchanges.iter().map(|exchange| visitor.prepare(&standin, &exchange.request)).collect();
    let (mut differences, mut gate) = (Vec::new(), None);
    for (exchange, prepared) in exchanges.into_iter().zip(prepared) {
        // Switching a gate on again would begin its rate limit anew.
        if gate != Some(&exchange.gate) {
            standin.set_gates(exchange.gate().as_slice());
            gate = Some(&exchange.gate);
        }
        let answer = visitor.send(&exchange.request, &prepared);
        let found = compare::differences(&exchange.reply, answer.as_ref(), &standin);
        let name = exchange.gate.as_deref().unwrap_or("no gate");
        differences.extend(found.into_iter().map(|text| format!("{name} {:?}: {text}", exchange.lines)));
    }
    differences
}

#[test]
fn gates_answer_as_recorded() {
    let exchanges = exchange::all();
    let controllers: BTreeSet<&Controller> = exchanges.iter().map(|exchange| &exchange.controller).collect();
    let differences: Vec<String> =
        controllers.into_iter().flat_map(|controller| differences(controller, &exchanges)).collect();
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// A comparison that accepts everything would prove nothing.
#[test]
fn another_gate_is_noticed() {
    let mut exchanges = exchange::all();
    for exchange in &mut exchanges {
        exchange.gate = exchange
            .gate
            .take()
            .map(|gate| if gate == "nginx-down-502" { "haproxy-plain" } else { "nginx-down-502" }.to_owned());
    }
    let controller = exchanges[0].controller.clone();
    let noticed = differences(&controller, &exchanges);
    let through_gates = exchanges
        .iter()
        .filter(|exchange| exchange.controller == controller && exchange.gate.is_some())
        .filter(|exchange| !noticed.iter().any(|text| text.contains(&format!("{:?}:", exchange.lines))));
    assert_eq!(
        through_gates.map(|exchange| exchange.lines.clone()).collect::<Vec<_>>(),
        Vec::<Vec<u32>>::new()
    );
}

#[test]
fn every_recorded_exchange_is_replayed_or_excepted() {
    let exceptions = exchange::exceptions();
    let replayed: Vec<u32> = exchange::all().into_iter().flat_map(|exchange| exchange.lines).collect();
    let excepted: Vec<u32> = exceptions.iter().flat_map(|exception| exception.lines.clone()).collect();
    println!("{} exchanges are replayed, {} are excepted", replayed.len(), excepted.len());
    assert!(excepted.len() <= MOST_EXCEPTIONS, "{} exceptions are too many", excepted.len());
    assert!(exceptions.iter().all(|exception| !exception.reason.is_empty()));
    let mut all = [replayed, excepted].concat();
    all.sort_unstable();
    assert_eq!(all, (1..=RECORDED).collect::<Vec<_>>());
}
