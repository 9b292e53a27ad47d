//! The recipe that people copy: curl with password, crumb and cookie jar.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use super::{Controller, TOKEN, program};

/// curl, and where it keeps its cookies.
pub(super) struct Curl {
    folder: TempDir,
}

const GENERATE: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";

impl Curl {
    /// `None` where there is none.
    pub(super) fn find() -> Result<Option<Self>> {
        let found = Command::new("curl").arg("--version").output().is_ok_and(|ended| ended.status.success());
        Ok(if found { Some(Self { folder: tempfile::tempdir()? }) } else { None })
    }

    /// Without whatever `.curlrc` may say.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("curl");
        command.arg("--disable").args(arguments).current_dir(self.folder.path());
        command
    }

    /// Asks for the crumb, with a cookie jar, and then for a token.
    pub(super) fn create_with_password(&self, controller: &Controller) -> Result<()> {
        let root = controller.standin.url();
        let credentials = format!("{}:{}", controller.alice.id, controller.alice.password);
        let url = format!("{root}/crumbIssuer/api/json");
        let reply = program::run(self.command(&["-sf", "-c", "jar", "-u", &credentials, &url]), "")?;
        let crumb: Value = serde_json::from_str(&reply).context("curl got no crumb")?;
        let (name, value) = (crumb["crumbRequestField"].as_str(), crumb["crumb"].as_str());
        let header = format!("{}: {}", name.context("no crumb")?, value.context("no crumb")?);
        let url = format!("{root}/{GENERATE}");
        let name = ["-H", &header, "--data", "newTokenName=by curl", &url];
        let arguments = [&["-sf", "-b", "jar", "-u", &credentials][..], &name].concat();
        is_token(&program::run(self.command(&arguments), "")?)
    }

    /// Asks for a token, with a token.
    pub(super) fn create_with_token(&self, controller: &Controller) -> Result<()> {
        let credentials = format!("{}:{TOKEN}", controller.alice.id);
        let url = format!("{}/{GENERATE}", controller.standin.url());
        let arguments = ["-sf", "-u", &credentials, "--data", "newTokenName=by curl", &url];
        is_token(&program::run(self.command(&arguments), "")?)
    }
}

fn is_token(reply: &str) -> Result<()> {
    let reply: Value = serde_json::from_str(reply).context("curl got no JSON")?;
    ensure!(reply["data"]["tokenValue"].is_string(), "curl got no token");
    Ok(())
}
