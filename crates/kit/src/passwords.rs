//! Staff passwords: argon2id with the crate's defaults (19 MiB, 2 passes), which follow OWASP's advice.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use domain::people::{PASSWORD_MAX, check_length};
use domain::problems::Problem;
use zxcvbn::{Score, zxcvbn};

/// The longest password that is looked at, in bytes: no character has more than four.
const BYTES_MAX: usize = PASSWORD_MAX * 4;

/// The password could not be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct NotHashed;

/// Verified against when there is no such login, so that it takes as long. Nobody knows a password for it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$/iZTi5HUKkyNbGxzkNiCWCIPF1BLrkXMdBdwHRhPdnQ";

/// Whether somebody may have that password: long enough, and not one of those that are tried first. `theirs`, their login and
/// name, are guessed as well.
///
/// zxcvbn knows 30,000 passwords that many have, and what is made of them, of words, keys side by side, years and repeats. Takes
/// some milliseconds.
///
/// # Errors
/// As [`check_length`] has; [`Problem::TooCommon`].
pub fn check_password(password: &str, theirs: &[&str]) -> Result<(), Problem> {
    check_length(password)?;
    // Less than 10^8 guesses.
    if zxcvbn(password, theirs).score() < Score::Three {
        return Err(Problem::TooCommon);
    }
    Ok(())
}

/// A hash in PHC format, with this salt. Takes some tens of milliseconds.
///
/// # Errors
/// When it is longer than any password is.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, NotHashed> {
    if password.len() > BYTES_MAX {
        return Err(NotHashed);
    }
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
    let right = password.len() <= BYTES_MAX
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
    fn what_many_have_and_what_is_made_of_it_is_refused() {
        for common in [
            "1234567890",
            "password123",
            "Password2026!",
            "qwertyuiop",
            "iloveyou1234",
            "aaaaaaaaaaaa",
            "abcdefghijklm",
            "1q2w3e4r5t6y",
            "administrator",
            "chenwei2026",
        ] {
            let found = check_password(common, &["chenwei", "Chen Wei"]);
            assert_eq!(found, Err(Problem::TooCommon), "{common}");
        }
        for good in [
            "three gulls over harbour",
            "海风吹过刘公岛的清晨",
            "vK7-pmQ2_tz9",
            "every morning the ferry to the island leaves before the fog lifts",
        ] {
            assert_eq!(check_password(good, &["chenwei"]), Ok(()), "{good}");
        }
        assert_eq!(check_password("short", &[]), Err(Problem::TooShort { min: 10 }));
        // What may be set opens afterwards, however long.
        let longest = "密".repeat(PASSWORD_MAX);
        let hash = hash_password(&longest, &[7; 16]).unwrap();
        assert!(verify_password(&longest, Some(&hash)));
        assert_eq!(
            hash_password(&"密".repeat(PASSWORD_MAX + 100), &[7; 16]),
            Err(NotHashed)
        );
    }

    #[test]
    fn an_unknown_login_is_verified_at_the_same_cost() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let own = hash_password("x", &[1; 16]).unwrap();
        assert_eq!(nobody.params, PasswordHash::new(&own).unwrap().params);
    }
}
