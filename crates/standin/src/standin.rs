//! Starting, watching, and controlling a stand-in.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::bulk_users;
use crate::connection::{Abort, AbortableListener};
use crate::control::{CannedAnswer, HeldReply, Hold};
use crate::controller::Controller;
use crate::expiry;
use crate::fault::{Fault, FaultPlan, FaultedRequest};
use crate::gate::Gate;
use crate::identity_provider;
use crate::new_token::NewToken;
use crate::options::Options;
use crate::request_log::RecordedRequest;
use crate::server::{carry_out_late_requests, service};
use crate::tokens::TokenRecord;

/// A running stand-in. It has its own thread and stops when it is dropped.
///
/// Every method may be called from blocking code.
pub struct Standin {
    url: String,
    controller: Arc<Controller>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Standin {
    /// Starts a stand-in, on the loopback interface unless the options say otherwise.
    ///
    /// # Errors
    /// If the context path is invalid, the address is not of this machine, the port is taken, or no thread can be started.
    pub fn start(options: Options) -> io::Result<Self> {
        if let Some(mistake) = options.mistake() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, mistake));
        }
        let listener = TcpListener::bind((options.address, options.port))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}{}", listener.local_addr()?, options.context);
        let provider = loopback()?;
        let address = format!("http://{}{}", provider.local_addr()?, identity_provider::PATH);
        let controller = Arc::new(Controller::new(options, address));
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&controller);
        let thread = thread::Builder::new()
            .name("standin".to_owned())
            .spawn(move || run(runtime, listener, provider, served, stopped))?;
        Ok(Self { url, controller, stop: Some(stop), thread: Some(thread) })
    }

    /// The root URL with the context path, without a trailing slash: `http://127.0.0.1:8080/jenkins`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Every request so far, in the order of arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.controller.log.requests()
    }

    /// Waits until a request to a path that ends like this has arrived, since the requests were forgotten last. Returns
    /// whether one has.
    #[must_use]
    pub fn wait_for_request(&self, path_ends_with: &str, limit: Duration) -> bool {
        self.controller.log.wait_for(path_ends_with, limit)
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.controller.log.clear();
    }

    /// A user's tokens in the order in which they were created; none for an unknown user.
    #[must_use]
    pub fn tokens_of(&self, user_id: &str) -> Vec<TokenRecord> {
        self.controller.state().users.find(user_id).map(|user| user.tokens.records()).unwrap_or_default()
    }

    /// Adds a token in any state to a user and returns its UUID.
    ///
    /// # Panics
    /// If there is no such user.
    pub fn add_token(&self, user_id: &str, mut token: NewToken) -> String {
        if !self.controller.options().core.tokens_expire() {
            token.expires = None;
        }
        let mut state = self.controller.state();
        let Some(user) = state.users.find_mut(user_id) else { panic!("there is no user {user_id:?}") };
        user.tokens.add(token).uuid
    }

    /// Revokes a token without a request. Returns whether it existed.
    pub fn revoke_token(&self, user_id: &str, uuid: &str) -> bool {
        let mut state = self.controller.state();
        state.users.find_mut(user_id).is_some_and(|user| user.tokens.revoke(uuid))
    }

    /// Adds this many users, `user-00001` and so on, with four tokens each: one in use, one that expired, one that was
    /// never used, and a legacy one.
    pub fn add_users(&self, users: usize) {
        let tokens_expire = self.controller.options().core.tokens_expire();
        let mut state = self.controller.state();
        for number in 1..=users {
            let user = state.users.add(bulk_users::account(number));
            for mut token in bulk_users::tokens(number) {
                token.expires = token.expires.filter(|_| tokens_expire);
                user.tokens.add(token);
            }
        }
    }

    /// Breaks a user's record, so that scripts throw when they read this user's tokens.
    pub fn break_user(&self, user_id: &str) {
        if let Some(user) = self.controller.state().users.find_mut(user_id) {
            user.broken = true;
        }
    }

    /// Whether any user has a token with this value that works today. This counts no use.
    #[must_use]
    pub fn token_works(&self, value: &str) -> bool {
        let today = expiry::today();
        self.controller.state().users.all().iter().any(|user| user.tokens.works(value, today))
    }

    /// Ends every session, as a time-out or a restart does.
    pub fn end_sessions(&self) {
        self.controller.state().sessions.close_all();
    }

    /// Restarts the controller. As when a session times out, people have to sign in again.
    pub fn restart(&self) {
        self.controller.state().restart();
    }

    /// Refuses the next `count` valid crumbs, as if the session had changed.
    pub fn refuse_next_crumbs(&self, count: usize) {
        self.controller.state().control.crumbs_to_refuse = count;
    }

    /// Plans a fault for the next request of a kind.
    pub fn fault_next(&self, fault: Fault, request: FaultedRequest) {
        self.controller.state().control.faults.add(FaultPlan { fault, request, every: false });
    }

    /// Plans a fault for every request of a kind, until the faults are cleared.
    pub fn fault_every(&self, fault: Fault, request: FaultedRequest) {
        self.controller.state().control.faults.add(FaultPlan { fault, request, every: true });
    }

    /// Forgets all planned faults.
    pub fn clear_faults(&self) {
        self.controller.state().control.faults.clear();
    }

    /// Waits until every request delayed by [`Fault::LateAnswer`] or [`Fault::LateExecution`] has been
    /// abandoned by its client and executed; `false` if that took longer than `limit`.
    #[must_use]
    pub fn wait_for_abandoned_requests(&self, limit: Duration) -> bool {
        self.controller.abandoned.wait(limit)
    }

    /// Holds back the reply to the next request that creates a token. The token is created at once.
    #[must_use = "a held reply that is dropped goes out at once"]
    pub fn hold_next_generate(&self) -> HeldReply {
        let (hold, held) = Hold::pair();
        self.controller.state().control.holds.push_back(hold);
        held
    }

    /// Holds back the reply to the next request whose path, without its query, ends like this. The request is executed
    /// at once.
    #[must_use = "a held reply that is dropped goes out at once"]
    pub fn hold_next(&self, path_ends_with: &str) -> HeldReply {
        let (hold, held) = Hold::pair();
        self.controller.state().control.add_hold(path_ends_with, hold);
        held
    }

    /// The address of the identity provider, to which gates and realms send people to sign in. Its origin is its own.
    #[must_use]
    pub fn identity_provider(&self) -> String {
        self.controller.state().gates.identity_provider().to_owned()
    }

    /// Every request so far to the origin of the identity provider.
    #[must_use]
    pub fn identity_provider_requests(&self) -> Vec<RecordedRequest> {
        self.controller.identity_provider_log.requests()
    }

    /// Switches these gates on, the outermost first, and all others off. Sessions of gates stay, and rate limits begin
    /// anew.
    pub fn set_gates(&self, gates: &[Gate]) {
        self.controller.state().gates.set(gates);
    }

    /// Ends every session that people have with a gate. Sessions of the controller stay.
    pub fn end_gate_sessions(&self) {
        self.controller.state().gates.end_sessions();
    }

    /// Makes the controller act on the requests that a gate answered with 504, and returns their number.
    pub fn carry_out_late_requests(&self) -> usize {
        carry_out_late_requests(&self.controller)
    }

    /// Every request so far that belonged to another application on the controller's host.
    #[must_use]
    pub fn other_application_requests(&self) -> Vec<RecordedRequest> {
        self.controller.other_application_log.requests()
    }

    /// Answers the next request whose path, without its query, ends like this with a canned reply.
    ///
    /// The request is not executed, and nothing is added to the reply.
    pub fn answer_next(&self, path_ends_with: &str, answer: CannedAnswer) {
        self.controller.state().control.add_canned(path_ends_with, answer);
    }
}

impl fmt::Debug for Standin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Standin").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that the thread has already ended.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic of that thread was already printed.
            let _ = thread.join();
        }
    }
}

/// A listener on a free port of the loopback interface.
fn loopback() -> io::Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn run(
    runtime: Runtime,
    listener: TcpListener,
    provider: TcpListener,
    controller: Arc<Controller>,
    stopped: oneshot::Receiver<()>,
) {
    runtime.block_on(async {
        if let Ok(listener) = tokio::net::TcpListener::from_std(provider) {
            let router = identity_provider::router(Arc::clone(&controller));
            tokio::spawn(async { axum::serve(listener, router).await });
        }
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        let service = service(controller).into_make_service_with_connect_info::<Abort>();
        let served = axum::serve(AbortableListener(listener), service);
        tokio::select! {
            _ = served => {}
            _ = stopped => {}
        }
    });
    // This ends kept-alive connections and held replies.
    runtime.shutdown_background();
}
