//! As whom the programs act.

use latchkey_core::Secret;

use crate::controller::Controller;

/// A user of a controller.
#[derive(Clone)]
pub(crate) struct Account {
    root: String,
    user: String,
    password: Secret,
}

impl Account {
    pub(crate) fn of(controller: &Controller) -> Self {
        let Controller { root, user, password, .. } = controller;
        Self { root: root.clone(), user: user.clone(), password: password.clone() }
    }

    /// The root URL without a slash at its end.
    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// What a program reads from standard input.
    pub(crate) fn password(&self) -> &str {
        self.password.reveal()
    }
}
