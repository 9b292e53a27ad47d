//! The browser's targets (tabs, documents, workers) and the sessions on them, as it reported them.

use std::collections::HashMap;

use serde_json::Value;

/// A tab, a document in a tab or popup, or a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) identifier: String,
    /// "tab", "page", "service_worker"…
    pub(crate) kind: String,
    pub(crate) url: String,
    /// The regular profile and the private one are two contexts.
    pub(crate) context: String,
}

/// A session on a target, begun by a command or by the browser because of `Target.setAutoAttach`.
#[derive(Debug, Clone)]
pub(crate) struct SessionRecord {
    pub(crate) target: String,
    pub(crate) kind: String,
    /// The session that reported this target.
    pub(crate) parent: Option<String>,
    /// Grows with each session, which identifies the latest one.
    order: usize,
}

/// All targets and sessions, kept up to date by events.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    targets: HashMap<String, Target>,
    sessions: HashMap<String, SessionRecord>,
    attached_so_far: usize,
}

impl Targets {
    /// Handles an event. Returns the session that it ended, if any.
    pub(crate) fn take_event(&mut self, message: &Value) -> Option<String> {
        let parameters = &message["params"];
        match message["method"].as_str()? {
            "Target.targetCreated" | "Target.targetInfoChanged" => {
                let target = read_target(&parameters["targetInfo"])?;
                self.targets.insert(target.identifier.clone(), target);
                None
            }
            "Target.targetDestroyed" | "Target.targetCrashed" => {
                self.targets.remove(parameters["targetId"].as_str()?);
                None
            }
            "Target.attachedToTarget" => {
                let target = read_target(&parameters["targetInfo"])?;
                let parent = message["sessionId"].as_str().map(ToOwned::to_owned);
                self.attached_so_far += 1;
                let record = SessionRecord {
                    target: target.identifier,
                    kind: target.kind,
                    parent,
                    order: self.attached_so_far,
                };
                self.sessions.insert(parameters["sessionId"].as_str()?.to_owned(), record);
                None
            }
            "Target.detachedFromTarget" => {
                let session = parameters["sessionId"].as_str()?;
                self.sessions.remove(session).map(|_| session.to_owned())
            }
            _ => None,
        }
    }

    pub(crate) fn has_target(&self, identifier: &str) -> bool {
        self.targets.contains_key(identifier)
    }

    pub(crate) fn has_session(&self, session: &str) -> bool {
        self.sessions.contains_key(session)
    }

    /// The targets of a kind that the predicate accepts.
    pub(crate) fn find(&self, kind: &str, accepts: impl Fn(&Target) -> bool) -> Vec<Target> {
        self.targets.values().filter(|target| target.kind == kind && accepts(target)).cloned().collect()
    }

    /// The latest session that the browser began on a document of the tab which `parent` is attached to.
    pub(crate) fn document_session(&self, parent: &str) -> Option<String> {
        self.sessions
            .iter()
            .filter(|(_, record)| record.kind == "page" && record.parent.as_deref() == Some(parent))
            .max_by_key(|(_, record)| record.order)
            .map(|(session, _)| session.clone())
    }

    /// Whether a document belongs to a tab that the driver has opened, rather than to a popup.
    pub(crate) fn is_in_opened_tab(&self, document: &str) -> bool {
        self.sessions.values().any(|record| record.target == document && record.parent.is_some())
    }

    /// All targets, for error messages.
    pub(crate) fn describe(&self) -> String {
        let mut lines: Vec<String> =
            self.targets.values().map(|target| format!("{} {}", target.kind, target.url)).collect();
        lines.sort_unstable();
        format!("these targets: {}", lines.join(", "))
    }
}

fn read_target(info: &Value) -> Option<Target> {
    Some(Target {
        identifier: info["targetId"].as_str()?.to_owned(),
        kind: info["type"].as_str()?.to_owned(),
        url: info["url"].as_str()?.to_owned(),
        context: info["browserContextId"].as_str().unwrap_or_default().to_owned(),
    })
}
