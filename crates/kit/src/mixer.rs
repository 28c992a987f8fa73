//! A media server for calls with more people than browsers can send to one another: it takes the sound of each and gives back that
//! of all others as one. Which server that is, and how it is spoken to, is the binary's.

use std::fmt;

use futures::future::BoxFuture;

/// Where a call is mixed. Whoever knows the number and the pin can be let in, whoever knows the secret can close it.
#[derive(Clone, PartialEq, Eq)]
pub struct Room {
    /// Below 2^53.
    pub number: u64,
    pub secret: String,
    pub pin: String,
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room(…)")
    }
}

/// Nothing came of it: the server is away, too slow, or has refused. Why stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the media server does not answer")]
pub struct Unmixed;

/// Such a server. A session is that of one browser: a number below 2^53 that is good for everything on it, from any node.
pub trait Mixer: Send + Sync + fmt::Debug {
    /// Lets a browser into a room, which is made if it is not there, in place of what that session was before. Gives the answer
    /// to its offer (SDP), with all ways to the server in it.
    fn join<'a>(
        &'a self,
        room: &'a Room,
        session: u64,
        offer: &'a str,
    ) -> BoxFuture<'a, Result<String, Unmixed>>;

    /// That browser is there still. Returns at once.
    fn stays(&self, session: u64);

    /// That browser is there no more, and hears nothing from now on. Returns at once.
    fn leaves(&self, session: u64);

    /// The room is gone, with everybody in it; also when it was gone already.
    fn close<'a>(&'a self, room: &'a Room) -> BoxFuture<'a, Result<(), Unmixed>>;
}
