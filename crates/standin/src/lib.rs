//! An embedded stand-in for a Jenkins controller, for the demo and the tests.
