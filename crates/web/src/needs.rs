//! The needs that services and guides are grouped by.

/// Icons that needs can have; a need of another name gets a wave.
pub fn icon(need: &str) -> &'static str {
    const ICONS: [&str; 14] = [
        "arriving",
        "ask",
        "business",
        "family",
        "health",
        "honours",
        "living",
        "money",
        "rights",
        "school",
        "shopping",
        "transport",
        "urgent",
        "work",
    ];
    ICONS.into_iter().find(|icon| *icon == need).unwrap_or("wave")
}
