//! Contract and browser tests.
