//! What a script leaves behind that throws.

/// The stack trace of an exception.
pub(super) fn of(class: &str, message: &str) -> String {
    format!(
        "{class}: {message}\n\
         \tat Script1.run(Script1.groovy:1)\n\
         \tat groovy.lang.GroovyShell.evaluate(GroovyShell.java)\n\
         \tat java.base/java.lang.Thread.run(Thread.java)\n"
    )
}

/// What the compiler says of a script that it cannot read.
pub(super) fn of_compiler(fault: &str) -> String {
    of(
        "org.codehaus.groovy.control.MultipleCompilationErrorsException",
        &format!("startup failed:\nScript1.groovy: {fault}\n\n1 error\n"),
    )
}
