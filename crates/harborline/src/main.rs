//! harborline
fn main(){}
