//! PostgreSQL servers of a test's own, which it may kill, freeze and set up as it likes. They want Debian's `postgresql`, and
//! `HARBORLINE_TEST_POSTGRES`, which says that tests of PostgreSQL are wanted.

#[path = "../served/mod.rs"]
mod served;

mod cluster;
mod failover;
mod private;
mod standby;
