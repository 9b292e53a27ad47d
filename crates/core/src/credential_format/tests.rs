use super::*;

fn rendered(format: CredentialFormat, controller: &str, user: &str) -> Result<String, FormatError> {
    let controller = ControllerUrl::parse(controller).unwrap();
    let secret = render(format, &controller, &UserId::new(user), &Secret::new("11aa"))?;
    Ok(secret.reveal().to_owned())
}

fn plain(format: CredentialFormat) -> String {
    rendered(format, "https://ci.example.org/jenkins", "alice").unwrap()
}

#[test]
fn every_form() {
    assert_eq!(plain(CredentialFormat::Token), "11aa");
    assert_eq!(plain(CredentialFormat::UserToken), "alice:11aa");
    assert_eq!(
        plain(CredentialFormat::Curl),
        "curl --config - 'https://ci.example.org/jenkins/me/api/json' <<'EOF'\nuser = \"alice:11aa\"\nEOF"
    );
    assert_eq!(
        plain(CredentialFormat::Environment),
        "export JENKINS_URL='https://ci.example.org/jenkins/'\n\
         export JENKINS_USER_ID='alice'\n\
         export JENKINS_API_TOKEN='11aa'"
    );
    assert_eq!(plain(CredentialFormat::Netrc), "machine ci.example.org login alice password 11aa");
    assert_eq!(plain(CredentialFormat::Header), "Authorization: Basic YWxpY2U6MTFhYQ==");
    assert_eq!(
        plain(CredentialFormat::Cli),
        "(umask 077; rm -f \"$HOME/.jenkins-cli-ci.example.org-jenkins\"; \
         printf '%s\\n' 'alice:11aa' > \"$HOME/.jenkins-cli-ci.example.org-jenkins\")\n\
         java -jar jenkins-cli.jar -s 'https://ci.example.org/jenkins/' \
         -auth \"@$HOME/.jenkins-cli-ci.example.org-jenkins\" who-am-i"
    );
}

#[test]
fn an_id_with_a_colon_goes_by_the_token_alone() {
    for format in CredentialFormat::ALL {
        let expected = match format {
            CredentialFormat::Token => Ok("11aa".to_owned()),
            _ => Err(FormatError::ColonInUserId),
        };
        assert_eq!(rendered(format, "https://ci.example.org", "urn:alice"), expected);
    }
}

#[test]
fn netrc_is_refused_with_the_reason() {
    let netrc = |controller, user| rendered(CredentialFormat::Netrc, controller, user);
    assert_eq!(netrc("https://ci.example.org", "bob smith"), Err(FormatError::UnsupportedUserId));
    assert_eq!(netrc("http://ci.example.org:8080", "bob"), Err(FormatError::PortNotSupported));
    assert_eq!(netrc("http://[::1]:80", "bob").as_deref(), Ok("machine ::1 login bob password 11aa"));
}

#[test]
fn ids_that_a_form_would_change_are_refused() {
    for format in CredentialFormat::ALL.into_iter().skip(1) {
        assert_eq!(rendered(format, "https://ci", "a\0b"), Err(FormatError::UnsupportedUserId));
    }
    assert_eq!(rendered(CredentialFormat::Cli, "https://ci", " alice"), Err(FormatError::UnsupportedUserId));
}

#[test]
fn curl_takes_addresses_literally() {
    let command = rendered(CredentialFormat::Curl, "https://ci/{a}", "alice").unwrap();
    assert!(command.starts_with("curl --globoff --config - 'https://ci/{a}/me/api/json' "));
}

#[test]
fn identifiers_lead_back() {
    for format in CredentialFormat::ALL {
        assert_eq!(CredentialFormat::from_identifier(format.identifier()), Some(format));
    }
    assert_eq!(CredentialFormat::from_identifier("carrier pigeon"), None);
}
