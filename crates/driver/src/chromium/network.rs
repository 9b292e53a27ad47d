//! The events of the `Network` domain, by the session that reported them.

use std::collections::HashMap;

use serde_json::Value;

use crate::network::NetworkEvent;

/// The events since each session began to record.
#[derive(Debug, Default)]
pub(crate) struct Network {
    records: HashMap<String, Record>,
}

#[derive(Debug, Default)]
struct Record {
    events: Vec<NetworkEvent>,
    /// The addresses of requests under way, by the browser's names for them.
    under_way: HashMap<String, String>,
}

impl Network {
    /// Starts a new recording for a session.
    pub(crate) fn begin(&mut self, session: &str) {
        self.records.insert(session.to_owned(), Record::default());
    }

    /// Ends the recording of a session.
    pub(crate) fn end(&mut self, session: &str) {
        self.records.remove(session);
    }

    /// The events of a session; `None` if it does not record.
    pub(crate) fn events(&self, session: &str) -> Option<Vec<NetworkEvent>> {
        self.records.get(session).map(|record| record.events.clone())
    }

    /// Handles a `Network` event; keeps it only for sessions that record.
    pub(crate) fn take_event(&mut self, message: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let Some(record) = self.records.get_mut(&text(&message["sessionId"])) else { return };
        let parameters = &message["params"];
        let request = text(&parameters["requestId"]);
        match message["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let url = text(&parameters["request"]["url"]);
                record.under_way.insert(request, url.clone());
                let injected = is_injected(&parameters["initiator"]);
                record.events.push(NetworkEvent::Sent { url, injected });
            }
            Some("Network.loadingFinished" | "Network.loadingFailed") => {
                if let Some(url) = record.under_way.remove(&request) {
                    record.events.push(NetworkEvent::Ended { url });
                }
            }
            _ => {}
        }
    }
}

/// Whether a script without an address sent a request, as Chromium reports functions that an extension injects.
fn is_injected(initiator: &Value) -> bool {
    initiator["type"] == "script" && initiator["stack"]["callFrames"][0]["url"] == ""
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(network: &mut Network, method: &str, request: &str, url: &str) {
        let parameters = json!({ "requestId": request, "request": { "url": url } });
        network.take_event(&json!({ "sessionId": "s", "method": method, "params": parameters }));
    }

    #[test]
    fn events_are_kept_in_order_from_the_beginning_to_the_end_of_a_recording() {
        let mut network = Network::default();
        report(&mut network, "Network.requestWillBeSent", "1", "http://a/");
        assert_eq!(network.events("s"), None);
        network.begin("s");
        report(&mut network, "Network.requestWillBeSent", "2", "http://b/");
        report(&mut network, "Network.requestWillBeSent", "3", "http://c/");
        report(&mut network, "Network.loadingFinished", "1", "");
        report(&mut network, "Network.loadingFailed", "2", "");
        let sent = |url: &str| NetworkEvent::Sent { url: url.to_owned(), injected: false };
        let ended = NetworkEvent::Ended { url: "http://b/".to_owned() };
        assert_eq!(network.events("s"), Some(vec![sent("http://b/"), sent("http://c/"), ended]));
        network.end("s");
        assert_eq!(network.events("s"), None);
    }

    #[test]
    fn requests_of_injected_functions_differ_from_those_of_the_page() {
        let by = |url: &str| json!({ "type": "script", "stack": { "callFrames": [{ "url": url }] } });
        assert!(is_injected(&by("")));
        assert!(!is_injected(&by("http://a/script.js")));
        assert!(!is_injected(&json!({ "type": "parser", "url": "http://a/" })));
    }
}
