//! The events of the `Network` domain, by the session that they were told to.

use std::collections::HashMap;

use serde_json::Value;

use crate::network::NetworkEvent;

/// What was told since each session began to record.
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
    /// Begins anew for a session.
    pub(crate) fn begin(&mut self, session: &str) {
        self.records.insert(session.to_owned(), Record::default());
    }

    /// Records no longer for a session.
    pub(crate) fn end(&mut self, session: &str) {
        self.records.remove(session);
    }

    /// What was told to a session; `None` where it does not record.
    pub(crate) fn events(&self, session: &str) -> Option<Vec<NetworkEvent>> {
        self.records.get(session).map(|record| record.events.clone())
    }

    /// Takes an event in, if it is one of requests.
    pub(crate) fn take_event(&mut self, message: &Value) -> Option<()> {
        let record = self.records.get_mut(message["sessionId"].as_str()?)?;
        let parameters = &message["params"];
        let request = parameters["requestId"].as_str()?;
        match message["method"].as_str()? {
            "Network.requestWillBeSent" => {
                let url = parameters["request"]["url"].as_str()?.to_owned();
                record.under_way.insert(request.to_owned(), url.clone());
                record.events.push(NetworkEvent::Sent { url });
            }
            "Network.loadingFinished" | "Network.loadingFailed" => {
                let url = record.under_way.remove(request)?;
                record.events.push(NetworkEvent::Ended { url });
            }
            _ => {}
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(network: &mut Network, method: &str, request: &str, url: &str) {
        let parameters = json!({ "requestId": request, "request": { "url": url } });
        network.take_event(&json!({ "sessionId": "s", "method": method, "params": parameters }));
    }

    #[test]
    fn events_are_kept_in_order_from_the_beginning_to_the_end_of_a_recording() {
        let mut network = Network::default();
        told(&mut network, "Network.requestWillBeSent", "1", "http://a/");
        assert_eq!(network.events("s"), None);
        network.begin("s");
        told(&mut network, "Network.requestWillBeSent", "2", "http://b/");
        told(&mut network, "Network.requestWillBeSent", "3", "http://c/");
        told(&mut network, "Network.loadingFinished", "1", "");
        told(&mut network, "Network.loadingFailed", "2", "");
        let sent = |url: &str| NetworkEvent::Sent { url: url.to_owned() };
        let ended = NetworkEvent::Ended { url: "http://b/".to_owned() };
        assert_eq!(network.events("s"), Some(vec![sent("http://b/"), sent("http://c/"), ended]));
        network.end("s");
        assert_eq!(network.events("s"), None);
    }
}
