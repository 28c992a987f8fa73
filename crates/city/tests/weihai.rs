//! The first city's pack.

use std::path::Path;

#[test]
fn nothing_is_wrong_or_stale_in_weihai() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    let (city, findings) = city::check(&folder);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(city.is_some());
}
