//! Addresses of programs on the loopback interface.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the ports that the system gives to connections, which would otherwise take a port between the moment it is found
/// free and the moment its program listens on it.
const FIRST: u16 = 12_000;
const COUNT: u16 = 20_000;

/// An address on the loopback interface that no other test uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address(SocketAddrV4);

impl Address {
    /// A free address.
    pub(crate) fn free() -> Self {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let own = u16::try_from(std::process::id() % u32::from(COUNT)).unwrap();
        let ports = (0..COUNT).map(|_| FIRST + (own + NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT);
        let mut addresses = ports.map(|port| SocketAddrV4::new(Ipv4Addr::LOCALHOST, port));
        Self(addresses.find(|address| TcpListener::bind(address).is_ok()).expect("a free port"))
    }

    pub(crate) fn socket_address(self) -> SocketAddrV4 {
        self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
