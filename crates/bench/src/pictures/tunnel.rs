//! A proxy that leads every connection to one address, so that a program finds a host that no name server knows.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use anyhow::Result;

/// A proxy for `CONNECT` on the loopback interface. It lives as long as this program.
pub(super) struct Tunnel {
    address: SocketAddr,
}

impl Tunnel {
    /// Leads to this host and port.
    pub(super) fn to(target: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let target = target.to_owned();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let target = target.clone();
                thread::spawn(move || serve(client, &target));
            }
        });
        Ok(Self { address })
    }

    /// The value of `HTTP_PROXY`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A connection that breaks ends; its program says so.
fn serve(mut client: TcpStream, target: &str) -> io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut server = TcpStream::connect(target)?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    let (mut back, mut to_client) = (server.try_clone()?, client);
    let answers = thread::spawn(move || io::copy(&mut back, &mut to_client));
    io::copy(&mut reader, &mut server)?;
    server.shutdown(std::net::Shutdown::Write)?;
    let _ = answers.join();
    Ok(())
}
