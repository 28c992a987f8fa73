//! How long a session of staff lasts, and what is said of the device it is on.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A session that nobody uses ends after this: long enough for a meeting, too short for the next morning. Passwords alone are the
/// first level of NIST SP 800-63B-4, which asks for less (30 days in all); the second advises an hour.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// And any after this: a working day, whatever is done in it.
pub const LASTS: SignedDuration = SignedDuration::from_hours(12);
/// The most of one login; with another the oldest ends.
pub const MOST: usize = 50;

/// When a session ends that was used last then.
pub fn ends_at(began_at: Timestamp, used_at: Timestamp) -> Timestamp {
    (used_at + IDLE).min(began_at + LASTS)
}

crate::journaled::codes! {
    /// What somebody signed in with, as their list of sessions calls it.
    Browser {
        Chrome = "chrome",
        Edge = "edge",
        Firefox = "firefox",
        Safari = "safari",
        WeChat = "wechat",
        Other = "other",
        /// No browser: it holds a token of the API.
        Program = "program",
    }
}

crate::journaled::codes! {
    /// What that runs on.
    System {
        Windows = "windows",
        MacOs = "macos",
        Linux = "linux",
        Android = "android",
        Ios = "ios",
        HarmonyOs = "harmonyos",
        Other = "other",
    }
}

/// A device as its owner knows it again; more of what it says of itself is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenAs {
    pub browser: Browser,
    pub system: System,
}

impl SeenAs {
    pub const PROGRAM: Self = Self {
        browser: Browser::Program,
        system: System::Other,
    };

    /// From a `User-Agent`. Seven names of each are no work for a library with thousands.
    pub fn of(user_agent: &str) -> Self {
        let says = |words: &[&str]| words.iter().any(|word| user_agent.contains(word));
        // Most say that they are Safari, and many that they are Chrome: the others come first.
        let browser = if says(&["MicroMessenger"]) {
            Browser::WeChat
        } else if says(&["Edg/", "EdgA/", "EdgiOS/"]) {
            Browser::Edge
        } else if says(&["Firefox/", "FxiOS/"]) {
            Browser::Firefox
        } else if says(&["Chrome/", "Chromium/", "CriOS/"]) {
            Browser::Chrome
        } else if says(&["Safari/"]) {
            Browser::Safari
        } else {
            Browser::Other
        };
        let system = if says(&["HarmonyOS", "OpenHarmony"]) {
            System::HarmonyOs
        } else if says(&["Android"]) {
            System::Android
        } else if says(&["iPhone", "iPad"]) {
            System::Ios
        } else if says(&["Windows"]) {
            System::Windows
        } else if says(&["Macintosh", "Mac OS X"]) {
            System::MacOs
        } else if says(&["Linux", "X11"]) {
            System::Linux
        } else {
            System::Other
        };
        Self { browser, system }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_two_hours_after_its_last_use_and_never_later_than_twelve_after_it_began() {
        let began = Timestamp::UNIX_EPOCH;
        let hours = |n| began + SignedDuration::from_hours(n);
        assert_eq!(ends_at(began, began), hours(2));
        assert_eq!(ends_at(began, hours(5)), hours(7));
        assert_eq!(ends_at(began, hours(11)), hours(12));
        assert_eq!(ends_at(began, hours(12)), hours(12));
    }

    #[test]
    fn a_device_is_known_by_what_it_is_and_not_by_what_it_resembles() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, browser, system) in [
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/131.0.0.0 Safari/537.36"),
                Browser::Chrome,
                System::Windows,
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"),
                Browser::Edge,
                System::Windows,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0".to_owned(),
                Browser::Firefox,
                System::Linux,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"
                    .to_owned(),
                Browser::Safari,
                System::Ios,
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 14) {webkit} Chrome/126.0 MicroMessenger/8.0"),
                Browser::WeChat,
                System::Android,
            ),
            (String::new(), Browser::Other, System::Other),
        ] {
            assert_eq!(SeenAs::of(&agent), SeenAs { browser, system }, "{agent}");
        }
    }
}
