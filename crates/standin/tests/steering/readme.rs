//! The commands of the README.

use std::fs;
use std::path::Path;
use std::process::Command;

use latchkey_standin::{Options, Standin};

fn commands() -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("the README");
    let (_, rest) = readme.split_once("```sh\n").expect("commands");
    rest.split_once("```").expect("their end").0.to_owned()
}

#[test]
fn the_commands_of_the_readme_work() {
    let standin = Standin::start(Options::default()).unwrap();
    let shown = commands();
    let commands = shown.replace("http://127.0.0.1:8080", standin.url());
    assert_ne!(shown, commands);
    let folder = std::env::temp_dir().join(format!("latchkey-readme-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let run = Command::new("sh").args(["-eu", "-c", &commands]).current_dir(&folder).output();
    fs::remove_dir_all(&folder).unwrap();
    let run = run.unwrap();
    let (said, errors) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}\n{errors}");
    assert!(said.contains(r#""fullName":"Alice Adams""#) && said.contains(r#""name":"alice""#), "{said}");
    let tokens = standin.tokens_of("alice");
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].name, "curl");
}

/// On Linux, all of 127.0.0.0/8 is the loopback interface.
#[cfg(target_os = "linux")]
#[test]
fn it_listens_where_it_is_told_to() {
    use std::net::{Ipv4Addr, TcpStream};

    let elsewhere = Ipv4Addr::new(127, 0, 0, 2);
    let standin = Standin::start(Options { address: elsewhere.into(), ..Options::default() }).unwrap();
    let (_, port) = standin.url().rsplit_once(':').unwrap();
    assert_eq!(standin.url(), format!("http://127.0.0.2:{port}"));
    let port: u16 = port.parse().unwrap();
    assert!(TcpStream::connect((elsewhere, port)).is_ok());
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
}
