//! Steering by HTTP, for a person with a terminal and for clients that are no Rust program.
//!
//! Jenkins has nothing at this address.

use std::fmt::Write as _;

use super::{Fault, FaultPlan, FaultedRequest, Faults};

/// Where faults are planned, below the root.
const PATH: &str = "/standin/faults";

/// What a request to the address of the faults comes to, as a status and a text; `None` for every other address.
///
/// GET tells what there is and what is planned, POST plans the fault that its body names, DELETE forgets all.
pub(crate) fn answer(
    context: &str,
    method: &str,
    path: &str,
    body: &str,
    faults: &mut Faults,
) -> Option<(u16, String)> {
    if path.strip_prefix(context)? != PATH {
        return None;
    }
    Some(match method {
        "GET" => (200, overview(faults)),
        "POST" => match body.trim().parse::<FaultPlan>() {
            Ok(plan) => {
                faults.add(plan);
                (200, format!("{plan}\n"))
            }
            Err(error) => (400, format!("{error}\n")),
        },
        "DELETE" => {
            faults.clear();
            (200, String::new())
        }
        _ => (405, "GET, POST or DELETE\n".to_owned()),
    })
}

fn overview(faults: &Faults) -> String {
    let mut text = String::from("Planned:\n");
    for plan in faults.plans() {
        let _ = writeln!(text, "  {plan}");
    }
    text.push_str("Faults:\n");
    for fault in Fault::ALL {
        let _ = writeln!(text, "  {:<22} {}", fault.name(), fault.description());
    }
    let _ = writeln!(text, "Requests:\n  {}", FaultedRequest::ALL.map(FaultedRequest::name).join(", "));
    text
}
