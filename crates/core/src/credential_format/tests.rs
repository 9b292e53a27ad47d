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
fn writes_every_format() {
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
    assert_eq!(
        plain(CredentialFormat::PowerShell),
        "$env:JENKINS_URL = 'https://ci.example.org/jenkins/'\n\
         $env:JENKINS_USER_ID = 'alice'\n\
         $env:JENKINS_API_TOKEN = '11aa'"
    );
    assert_eq!(
        plain(CredentialFormat::Fish),
        "set -gx JENKINS_URL 'https://ci.example.org/jenkins/'\n\
         set -gx JENKINS_USER_ID 'alice'\n\
         set -gx JENKINS_API_TOKEN '11aa'"
    );
    assert_eq!(
        plain(CredentialFormat::Dotenv),
        "JENKINS_URL='https://ci.example.org/jenkins/'\nJENKINS_USER_ID='alice'\nJENKINS_API_TOKEN='11aa'"
    );
    assert_eq!(
        plain(CredentialFormat::KubernetesSecret),
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: jenkins-api-token\ntype: Opaque\ndata:\n  \
         JENKINS_URL: aHR0cHM6Ly9jaS5leGFtcGxlLm9yZy9qZW5raW5zLw==\n  \
         JENKINS_USER_ID: YWxpY2U=\n  JENKINS_API_TOKEN: MTFhYQ=="
    );
    assert_eq!(
        plain(CredentialFormat::Mcp),
        r#"{"mcpServers":{"jenkins":{"type":"http","url":"https://ci.example.org/jenkins/mcp-server/mcp","headers":{"Authorization":"Basic YWxpY2U6MTFhYQ=="}}}}"#
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
fn a_user_id_with_a_colon_allows_only_the_bare_token() {
    for format in CredentialFormat::ALL {
        let bare = format == CredentialFormat::Token;
        let expected = if bare { Ok("11aa".to_owned()) } else { Err(FormatError::ColonInUserId) };
        assert_eq!(rendered(format, "https://ci.example.org", "urn:alice"), expected);
    }
}

#[test]
fn netrc_reports_why_it_cannot_hold_the_credentials() {
    let netrc = |controller, user| rendered(CredentialFormat::Netrc, controller, user);
    assert_eq!(netrc("https://ci.example.org", "bob smith"), Err(FormatError::UnsupportedUserId));
    assert_eq!(netrc("http://ci.example.org:8080", "bob"), Err(FormatError::PortNotSupported));
    assert_eq!(netrc("http://[::1]:80", "bob").as_deref(), Ok("machine ::1 login bob password 11aa"));
}

#[test]
fn user_ids_that_a_format_would_change_are_rejected() {
    for format in CredentialFormat::ALL.into_iter().skip(1) {
        assert_eq!(rendered(format, "https://ci", "a\0b"), Err(FormatError::UnsupportedUserId));
    }
    assert_eq!(rendered(CredentialFormat::Cli, "https://ci", " alice"), Err(FormatError::UnsupportedUserId));
}

#[test]
fn quotes_in_user_ids_stay_part_of_the_value() {
    let line = |format| {
        let lines = rendered(format, "https://ci", "o'neil\u{2019}\\").unwrap();
        lines.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(line(CredentialFormat::PowerShell), "$env:JENKINS_USER_ID = 'o''neil\u{2019}\u{2019}\\'");
    assert_eq!(line(CredentialFormat::Fish), "set -gx JENKINS_USER_ID 'o\\'neil\u{2019}\\\\'");
}

#[test]
fn user_ids_that_readers_of_dotenv_interpret_differently_are_rejected() {
    let dotenv = |controller, user| rendered(CredentialFormat::Dotenv, controller, user);
    for id in ["o'neil", "a${b}", "a\\\\b", "a\\"] {
        assert_eq!(dotenv("https://ci", id), Err(FormatError::UnsupportedUserId), "{id}");
    }
    let lines = dotenv("https://ci/it's${a}", "CORP\\carl #1 $x").unwrap();
    assert_eq!(
        lines,
        "JENKINS_URL='https://ci/it%27s$%7Ba}/'\nJENKINS_USER_ID='CORP\\carl #1 $x'\nJENKINS_API_TOKEN='11aa'"
    );
}

#[test]
fn curl_does_not_expand_the_url() {
    let command = rendered(CredentialFormat::Curl, "https://ci/{a}", "alice").unwrap();
    assert!(command.starts_with("curl --globoff --config - 'https://ci/{a}/me/api/json' "));
}

#[test]
fn an_identifier_names_its_format() {
    for format in CredentialFormat::ALL {
        assert_eq!(CredentialFormat::from_identifier(format.identifier()), Some(format));
    }
    assert_eq!(CredentialFormat::from_identifier("carrier pigeon"), None);
}

#[test]
fn a_user_id_in_netrc_must_be_one_word() {
    for id in ["", "bob smith", "a\tb", "a\nb", "CORP\\carl", "\"a\"", "o'neil", "#1", "a\u{a0}b"] {
        assert!(!is_netrc_word(id), "{id:?}");
    }
    for id in ["alice", "zoë@x.org", "a#b", "per%cent", "a+b"] {
        assert!(is_netrc_word(id), "{id:?}");
    }
}
