//! Staff passwords: argon2id with the crate's defaults (19 MiB, 2 passes), which follow OWASP's advice.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// The longest password that is looked at, in bytes.
const PASSWORD_MAX: usize = 1_000;

/// The password could not be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct NotHashed;

/// Verified against when there is no such login, so that it takes as long. Nobody knows a password for it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$/iZTi5HUKkyNbGxzkNiCWCIPF1BLrkXMdBdwHRhPdnQ";

/// A hash in PHC format, with this salt. Takes some tens of milliseconds.
///
/// # Errors
/// When it is longer than a password is looked at.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, NotHashed> {
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|_| NotHashed)?;
    Ok(hash.to_string())
}

/// Whether the password is that of the hash. Without a hash it takes as long, and is not.
pub fn verify_password(password: &str, hash: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    let right = password.len() <= PASSWORD_MAX
        && Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok();
    right && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_hash_only() {
        let hash = hash_password("harbour lights", &[7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("harbour lights", Some(&hash)));
        assert!(!verify_password("harbor lights", Some(&hash)));
        assert!(!verify_password("harbour lights", None));
        assert!(!verify_password("harbour lights", Some("not a hash")));
    }

    #[test]
    fn an_unknown_login_is_verified_at_the_same_cost() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let own = hash_password("x", &[1; 16]).unwrap();
        assert_eq!(nobody.params, PasswordHash::new(&own).unwrap().params);
    }
}
