//! The preferences of the temporary profile.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::{DriverError, Result};
use crate::firefox::modules;
use crate::launch::LaunchOptions;

/// Preferences that never differ. Marionette sets many more by itself, but only once it has begun.
const FIXED: &[(&str, &str)] = &[
    // A free port, which the browser then writes to a file in the profile.
    ("marionette.port", "0"),
    // No pages at the start, and no questions.
    ("browser.aboutwelcome.enabled", "false"),
    ("browser.shell.checkDefaultBrowser", "false"),
    ("browser.startup.page", "0"),
    ("browser.startup.homepage_override.mstone", "\"ignore\""),
    ("browser.privatebrowsing.autostart", "false"),
    ("datareporting.policy.dataSubmissionPolicyBypassNotification", "true"),
    ("termsofuse.bypassNotification", "true"),
    ("trailhead.firstrun.didSeeAboutWelcome", "true"),
    ("browser.download.folderList", "2"),
    // Nothing is asked of any network but by the pages.
    ("app.normandy.enabled", "false"),
    ("app.update.disabledForTesting", "true"),
    ("browser.newtabpage.activity-stream.feeds.system.topstories", "false"),
    ("browser.newtabpage.activity-stream.testing.shouldInitializeFeeds", "false"),
    ("browser.newtab.preload", "false"),
    ("browser.region.network.url", "\"\""),
    ("browser.safebrowsing.blockedURIs.enabled", "false"),
    ("browser.safebrowsing.downloads.enabled", "false"),
    ("browser.safebrowsing.malware.enabled", "false"),
    ("browser.safebrowsing.phishing.enabled", "false"),
    ("browser.safebrowsing.update.enabled", "false"),
    ("browser.search.update", "false"),
    ("browser.topsites.contile.enabled", "false"),
    ("datareporting.healthreport.uploadEnabled", "false"),
    ("datareporting.policy.dataSubmissionEnabled", "false"),
    ("datareporting.usage.uploadEnabled", "false"),
    ("dom.push.connection.enabled", "false"),
    ("extensions.getAddons.cache.enabled", "false"),
    ("extensions.installDistroAddons", "false"),
    ("extensions.systemAddon.update.enabled", "false"),
    ("extensions.update.enabled", "false"),
    ("media.gmp-manager.updateEnabled", "false"),
    ("messaging-system.rsexperimentloader.enabled", "false"),
    ("network.captive-portal-service.enabled", "false"),
    ("network.connectivity-service.enabled", "false"),
    ("network.dns.disablePrefetch", "true"),
    ("network.http.speculative-parallel-limit", "0"),
    ("network.prefetch-next", "false"),
    ("network.trr.mode", "5"),
    ("nimbus.rollouts.enabled", "false"),
    ("services.settings.server", "\"data:,#remote-settings-dummy/v1\""),
    ("toolkit.telemetry.server", "\"\""),
    ("toolkit.telemetry.unified", "false"),
    // Pages over plain HTTP stay so.
    ("dom.security.https_first", "false"),
    ("dom.security.https_first_schemeless", "false"),
    ("dom.security.https_only_mode", "false"),
    // English everywhere; dates in the order of month, day, year.
    ("intl.accept_languages", "\"en-US, en\""),
    ("intl.locale.requested", "\"en-US\""),
    ("intl.regional_prefs.use_os_locales", "false"),
    // A temporary extension is uninstalled at the end of the browser: its storage and address outlive that.
    ("extensions.webextensions.keepStorageOnUninstall", "true"),
    ("extensions.webextensions.keepUuidOnUninstall", "true"),
    ("privacy.userContext.enabled", "true"),
    ("privacy.userContext.ui.enabled", "true"),
    // Buttons of prompts can be pressed at once.
    ("security.notification_enable_delay", "0"),
    ("security.dialog_enable_delay", "0"),
    ("signon.rememberSignons", "false"),
];

/// Writes the preferences into the profile. The extension's pages get `uuid` as their host name.
pub(crate) fn write(profile: &Path, options: &LaunchOptions, extension: &str, uuid: &str) -> Result<()> {
    let mut lines: Vec<String> = FIXED.iter().map(|(name, value)| line(name, value)).collect();
    let mut text = |name: &str, value: String| lines.push(line(name, &Value::from(value).to_string()));
    text("extensions.webextensions.uuids", json!({ extension: uuid }).to_string());
    if let Some(rules) = &options.host_rules {
        text("network.dns.localDomains", local_domains(rules)?);
    }
    if let Some(scale) = options.scale {
        text("layout.css.devPixelsPerPx", scale.to_string());
    }
    // Otherwise the browser makes a directory for downloads at home.
    text("browser.download.dir", profile.join("downloads").display().to_string());
    // The processes of pages may read no files but these.
    let modules = profile.join(modules::DIRECTORY).display().to_string();
    text("security.sandbox.content.read_path_whitelist", format!("{modules}/"));
    let path = profile.join("user.js");
    fs::write(&path, lines.concat()).map_err(DriverError::in_file(&path))
}

fn line(name: &str, value: &str) -> String {
    format!("user_pref({}, {value});\n", Value::from(name))
}

/// The host names that stand for this machine, out of rules in Chromium's words.
fn local_domains(rules: &str) -> Result<String> {
    let names: Option<Vec<&str>> = rules.split(',').map(local_domain).collect();
    names.map(|names| names.join(",")).ok_or_else(|| {
        DriverError::launch(format!(
            "Firefox can only map names to this machine, as in \"MAP jenkins.test 127.0.0.1\", not {rules:?}"
        ))
    })
}

fn local_domain(rule: &str) -> Option<&str> {
    match rule.split_whitespace().collect::<Vec<_>>()[..] {
        ["MAP", name, "127.0.0.1" | "localhost"] if !name.contains('*') => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_read_from_the_rules() {
        assert_eq!(
            local_domains("MAP jenkins.test 127.0.0.1, MAP other.test localhost").unwrap(),
            "jenkins.test,other.test"
        );
        for rules in ["MAP * 127.0.0.1", "MAP jenkins.test 192.0.2.1", "jenkins.test"] {
            assert!(local_domains(rules).unwrap_err().to_string().contains(rules), "{rules}");
        }
    }
}
