//! The programs in front of a controller, and the pages they write.

use crate::reply::Reply;

/// A program that answers in place of the controller.
#[derive(Clone, Copy)]
pub(super) enum Program {
    Nginx,
    Apache,
    Haproxy,
    Tomcat,
    Jetty,
}

impl Program {
    /// The program's own page for a status.
    pub(super) fn page(self, status: u16) -> Reply {
        match self {
            Self::Nginx => nginx(status),
            Self::Apache => apache(status),
            Self::Haproxy => haproxy(status),
            Self::Tomcat => tomcat_report(status),
            Self::Jetty => bad_message(status),
        }
    }

    /// Adds what the program adds to every reply that passes it.
    pub(super) fn sign(self, mut reply: Reply) -> Reply {
        match self {
            Self::Nginx => {
                reply.remove_header("Server");
                reply.header("Server", "nginx/1.22.1")
            }
            Self::Apache | Self::Haproxy | Self::Tomcat | Self::Jetty => reply,
        }
    }
}

/// The words of a status as most programs write them.
fn reason(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Not Allowed",
        406 => "Not Acceptable",
        413 => "Request Entity Too Large",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Time-out",
        _ => "Error",
    }
}

fn nginx(status: u16) -> Reply {
    let (title, more) = match status {
        400 => (
            "400 Request Header Or Cookie Too Large".to_owned(),
            "<center>Request Header Or Cookie Too Large</center>\r\n",
        ),
        401 => ("401 Authorization Required".to_owned(), ""),
        503 => ("503 Service Temporarily Unavailable".to_owned(), ""),
        _ => (format!("{status} {}", reason(status)), ""),
    };
    let heading = if status == 400 { "400 Bad Request" } else { &title };
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{heading}</h1></center>\r\n{more}\
         <hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
    );
    Reply::with_body(status, "text/html", page)
}

fn apache(status: u16) -> Reply {
    let text = match status {
        403 => "You don't have permission to access this resource.",
        404 => "The requested URL was not found on this server.",
        406 => "An appropriate representation of the requested resource could not be found on this server.",
        _ => "The server could not complete this request.",
    };
    let reason = reason(status);
    let page = format!(
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">\n\
         <html><head>\n<title>{status} {reason}</title>\n</head><body>\n<h1>{reason}</h1>\n<p>{text}</p>\n\
         </body></html>\n"
    );
    Reply::with_body(status, "text/html; charset=iso-8859-1", page).header("Server", "Apache/2.4.71 (Debian)")
}

fn haproxy(status: u16) -> Reply {
    let text = match status {
        401 => "You need a valid user and password to access this content.",
        403 => "Request forbidden by administrative rules.",
        429 => "You have sent too many requests in a given amount of time.",
        502 => "The server returned an invalid or incomplete response.",
        503 => "No server is available to handle this request.",
        504 => "The server didn't respond in time.",
        _ => "Your browser sent an invalid request.",
    };
    let page = format!("<html><body><h1>{status} {}</h1>\n{text}\n</body></html>\n", reason(status));
    Reply::with_body(status, "text/html", page).header("Cache-Control", "no-cache")
}

/// The report of Tomcat's `ErrorReportValve`.
fn tomcat_report(status: u16) -> Reply {
    let title = format!("HTTP Status {status} – {}", reason(status));
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1><hr class=\"line\" />\
         <p><b>Type</b> Status Report</p><p><b>Message</b> Invalid URI</p><hr class=\"line\" />\
         <h3>Apache Tomcat/9.0.98</h3></body></html>"
    );
    Reply::with_body(status, "text/html;charset=utf-8", page).header("Content-Language", "en")
}

/// What Jetty answers to a request that it cannot read.
fn bad_message(status: u16) -> Reply {
    let page = format!("<h1>Bad Message {status}</h1><pre>reason: {}</pre>", reason(status));
    Reply::with_body(status, "text/html;charset=iso-8859-1", page).header("Connection", "close")
}
