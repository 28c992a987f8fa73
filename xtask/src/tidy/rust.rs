//! A Rust file as its tokens: no comments, no white space, and nothing that only tests see.

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A text between quotes of any kind.
    Quoted,
    /// Anything else, a sign at a time.
    Sign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    /// Counted from 1.
    pub line: usize,
}

impl Token<'_> {
    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::Quoted && self.text == text
    }
}

/// A text in a file, and what it is given to.
#[derive(Debug, PartialEq, Eq)]
pub struct Quoted<'t> {
    pub line: usize,
    /// As it stands in the file, without quotes.
    pub text: &'t str,
    /// What is called around it, the innermost last; a macro with its `!`.
    pub given_to: Vec<String>,
}

/// All tokens, those of tests included.
pub fn all_tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    for token in tokenize(text, FrontmatterAllowed::No) {
        let end = at + token.len as usize;
        let it = &text[at..end];
        let kind = match token.kind {
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } | TokenKind::Whitespace => None,
            TokenKind::Ident | TokenKind::RawIdent => Some(Kind::Word),
            TokenKind::Literal { kind, .. } if is_quoted(kind) => Some(Kind::Quoted),
            _ => Some(Kind::Sign),
        };
        tokens.extend(kind.map(|kind| Token { kind, text: it, line }));
        line += it.matches('\n').count();
        at = end;
    }
    tokens
}

fn is_quoted(kind: LiteralKind) -> bool {
    matches!(
        kind,
        LiteralKind::Str { .. }
            | LiteralKind::ByteStr { .. }
            | LiteralKind::CStr { .. }
            | LiteralKind::RawStr { .. }
            | LiteralKind::RawByteStr { .. }
            | LiteralKind::RawCStr { .. }
    )
}

/// Tokens without attributes and without the items behind `#[cfg(test)]`; and how many lines those items have.
pub fn tokens(text: &str) -> (Vec<Token<'_>>, usize) {
    let all = all_tokens(text);
    let (mut kept, mut of_tests) = (Vec::new(), 0);
    let mut at = 0;
    while at < all.len() {
        let Some(end) = attribute(&all, at) else {
            kept.push(all[at]);
            at += 1;
            continue;
        };
        if is_for_tests(&all[at..end]) {
            let after = item(&all, end);
            let last = all[..after].last().map_or(0, |token| token.line);
            of_tests += last + 1 - all[at].line;
            at = after;
        } else {
            at = end;
        }
    }
    (kept, of_tests)
}

/// The end of the attribute that begins there.
fn attribute(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !tokens[at].is("#") {
        return None;
    }
    let open = at + 1 + usize::from(tokens.get(at + 1)?.is("!"));
    tokens.get(open)?.is("[").then(|| closed(tokens, open))
}

fn is_for_tests(attribute: &[Token<'_>]) -> bool {
    let is = |at: usize, word: &str| attribute.get(at).is_some_and(|token| token.is(word));
    let negated = attribute.iter().any(|token| token.is("not"));
    is(2, "test") || (is(2, "cfg") && !negated && attribute.iter().any(|token| token.is("test")))
}

/// The end of the item that begins there: a block, or up to a semicolon.
fn item(tokens: &[Token<'_>], mut at: usize) -> usize {
    while at < tokens.len() {
        if tokens[at].is(";") {
            return at + 1;
        }
        if tokens[at].is("{") {
            return closed(tokens, at);
        }
        at = if tokens[at].is("(") || tokens[at].is("[") {
            closed(tokens, at)
        } else {
            at + 1
        };
    }
    at
}

/// Past what closes the bracket that opens there.
pub fn closed(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if ["(", "[", "{"].iter().any(|sign| token.is(sign)) {
            depth += 1;
        } else if [")", "]", "}"].iter().any(|sign| token.is(sign)) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1;
            }
        }
    }
    tokens.len()
}

/// Every text of a file, tests and attributes aside.
pub fn quoted(text: &str) -> Vec<Quoted<'_>> {
    let (tokens, _) = tokens(text);
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match (token.kind, token.text) {
            (Kind::Quoted, _) => found.push(Quoted {
                line: token.line,
                text: bare(token.text),
                given_to: open.iter().filter(|name| !name.is_empty()).cloned().collect(),
            }),
            (Kind::Sign, "(" | "[" | "{") => open.push(called(&tokens[..at])),
            (Kind::Sign, ")" | "]" | "}") => drop(open.pop()),
            _ => {}
        }
    }
    found
}

/// What is called by the bracket after these.
fn called(before: &[Token<'_>]) -> String {
    match before {
        [.., name, sign] if sign.is("!") && name.kind == Kind::Word => format!("{}!", name.text),
        [.., name] if name.kind == Kind::Word => name.text.to_owned(),
        _ => String::new(),
    }
}

fn bare(literal: &str) -> &str {
    let open = literal.find('"').map_or(0, |at| at + 1);
    let close = literal
        .rfind('"')
        .filter(|close| *close >= open)
        .unwrap_or(literal.len());
    &literal[open..close]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_attributes_and_tests_are_not_read() {
        let text = r#"
            //! "a"
            #[doc = "b"]
            fn f() { /* "c" */ g("d", r"e"); '"'; }
            #[cfg(test)]
            mod tests { fn t() { g("g"); } }
            #[cfg(not(test))]
            const H: &str = "h";
        "#;
        let texts: Vec<&str> = quoted(text).iter().map(|quoted| quoted.text).collect();
        assert_eq!(texts, ["d", "e", "h"]);
    }

    #[test]
    fn a_text_knows_what_it_is_given_to() {
        let text = "fn f() { tracing::info!(a = g(\"b\")); }";
        let [quoted] = &quoted(text)[..] else {
            panic!("one text")
        };
        assert_eq!((quoted.line, quoted.text), (1, "b"));
        assert_eq!(quoted.given_to, ["info!", "g"]);
    }

    #[test]
    fn lines_of_tests_are_counted() {
        let (tokens, of_tests) = tokens("fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn t() {}\n}\n");
        assert_eq!(of_tests, 4);
        assert!(tokens.iter().all(|token| token.line == 1));
    }
}
