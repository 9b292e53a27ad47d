//! Finds, installs, and builds the proxies and sign-ons that the gate tests put before the stand-in.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{debian, go, skipped};

/// A kind of gate with tests of its own.
struct Gate {
    name: &'static str,
    /// The module of its tests, as a filter for their names.
    tests: &'static str,
    /// The Debian packages that it needs.
    packages: &'static [&'static str],
    /// A file of each of these packages.
    files: &'static [&'static str],
}

const NGINX: Gate =
    Gate { name: "nginx", tests: "nginx::", packages: &["nginx"], files: &["/usr/sbin/nginx"] };

const INSTALLED: [Gate; 3] = [
    NGINX,
    Gate {
        name: "Apache with mod_security and its core rules",
        tests: "apache::",
        packages: &["apache2-bin", "libapache2-mod-security2", "modsecurity-crs"],
        files: &[
            "/usr/sbin/apache2",
            "/usr/lib/apache2/modules/mod_security2.so",
            "/usr/share/modsecurity-crs/owasp-crs.load",
        ],
    },
    Gate { name: "HAProxy", tests: "haproxy::", packages: &["haproxy"], files: &["/usr/sbin/haproxy"] },
];

/// The module of the tests of oauth2-proxy. Some of them need nginx, too.
const OAUTH2_PROXY: &str = "oauth2_proxy::";

/// Makes sure that the programs are there: as root on Debian, installs packages; with Go, builds oauth2-proxy and an OpenID
/// Connect provider. Gives the names of the tests to skip, and prints why.
///
/// # Errors
///
/// As root on Debian, if a package cannot be installed, or if Go is there and cannot build.
pub(crate) fn ensure() -> Result<Vec<&'static str>> {
    let may_install = debian::is_debian() && debian::is_root();
    let mut skipped = Vec::new();
    for gate in INSTALLED.iter().filter(|gate| !gate.is_installed()) {
        if may_install {
            let packages = gate.packages.join(" ");
            eprintln!("{} is missing; apt-get installs {packages}.", gate.name);
            debian::install(gate.packages).with_context(|| format!("cannot install {packages}"))?;
        } else {
            skip(
                gate.name,
                &format!("it is missing. On Debian: sudo apt-get install {}", gate.packages.join(" ")),
            );
            skipped.push(gate.tests);
        }
    }
    match go::build("tests/gates/go", "gates", &[".", "github.com/oauth2-proxy/oauth2-proxy/v7"]) {
        None => {
            skip("oauth2-proxy", "the Go toolchain that builds it is missing");
            skipped.push(OAUTH2_PROXY);
        }
        Some(Err(error)) if may_install => return Err(error),
        Some(Err(error)) => {
            skip("oauth2-proxy", &format!("{error:#}"));
            skipped.push(OAUTH2_PROXY);
        }
        Some(Ok(())) if skipped.contains(&NGINX.tests) => {
            skip("oauth2-proxy", "nginx is missing");
            skipped.push(OAUTH2_PROXY);
        }
        Some(Ok(())) => {}
    }
    Ok(skipped)
}

impl Gate {
    fn is_installed(&self) -> bool {
        self.files.iter().all(|file| Path::new(file).exists())
    }
}

fn skip(name: &str, reason: &str) {
    skipped::say(&format!("nothing is tested behind {name}: {reason}"));
}
