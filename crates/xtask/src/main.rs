//! Build, demo, test and bench of Latchkey.

fn main() {}
