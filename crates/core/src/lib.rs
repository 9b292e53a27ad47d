//! What Jenkins speaks about API tokens: requests, replies, crumbs and the flows over them.
