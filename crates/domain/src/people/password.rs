//! How long a password is: one rule for the form, the API and the command line.

use crate::problems::Problem;

/// The shortest that is taken, in characters.
pub const PASSWORD_MIN: usize = 10;
/// The longest, in characters: room for a sentence. None is cut short.
pub const PASSWORD_MAX: usize = 200;

/// # Errors
/// [`Problem::Required`], [`Problem::TooShort`] and [`Problem::TooLong`].
pub fn check_length(password: &str) -> Result<(), Problem> {
    match password.chars().count() {
        0 => Err(Problem::Required),
        length if length < PASSWORD_MIN => Err(Problem::TooShort { min: PASSWORD_MIN }),
        length if length > PASSWORD_MAX => Err(Problem::TooLong {
            max: PASSWORD_MAX,
            by: length - PASSWORD_MAX,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_counted_in_characters() {
        assert_eq!(check_length(""), Err(Problem::Required));
        assert_eq!(check_length("短密码"), Err(Problem::TooShort { min: 10 }));
        assert_eq!(check_length(&"密".repeat(10)), Ok(()));
        assert_eq!(check_length(&"密".repeat(200)), Ok(()));
        assert_eq!(
            check_length(&"密".repeat(203)),
            Err(Problem::TooLong { max: 200, by: 3 })
        );
    }
}
