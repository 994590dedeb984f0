//! A label cut into words, numbers and marks.

use crate::bounds::TEXT_BYTES;
use rust_decimal::Decimal;

/// A piece of the label before its meaning is known.
#[derive(Debug, Clone)]
pub(in crate::matching) struct Token {
    /// In upper case, without accents.
    pub(in crate::matching) text: String,
    pub(in crate::matching) number: Option<Decimal>,
    /// Of a number such as `20.000`, which may have a point between thousands: its value then.
    pub(super) thousands: Option<Decimal>,
    /// Whether it stands against the token before it.
    pub(super) attached: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric) && !self.is_digits()
    }

    /// Whether it starts with a digit; it may be too long to be a number.
    pub(super) fn is_digits(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Splits into words, numbers and single marks; a comma or point between digits is part of
/// the number. A text that is longer than a label can be has none.
pub(in crate::matching) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    if text.len() > TEXT_BYTES {
        return tokens;
    }
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start.saturating_add(first.len_utf8());
        if first.is_whitespace() {
            continue;
        }
        let digits = first.is_ascii_digit();
        if digits || first.is_alphanumeric() {
            while let Some(&(next_at, next)) = chars.peek() {
                let decimal = digits
                    && matches!(next, ',' | '.')
                    && text
                        .get(next_at.saturating_add(1)..)
                        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                let same = if digits {
                    next.is_ascii_digit()
                } else {
                    (next.is_alphanumeric() && !next.is_ascii_digit()) || is_mark_on_letter(next)
                };
                if !(same || decimal) {
                    break;
                }
                end = next_at.saturating_add(next.len_utf8());
                chars.next();
            }
        }
        let piece = text.get(start..end).unwrap_or_default();
        let (number, thousands) = if digits { value(piece) } else { (None, None) };
        tokens.push(Token {
            text: upper(piece),
            number,
            thousands,
            attached: tokens.last().is_some_and(|before| before.end == start),
            start,
            end,
        });
    }
    tokens
}

/// The value of digits with commas and points, and the one it has when its only point stands
/// between thousands. `1.000.000` and `20.000,5` have such points beyond doubt.
fn value(piece: &str) -> (Option<Decimal>, Option<Decimal>) {
    let parse = |text: &str| crate::exact::parse(text).map(|number| number.normalize());
    let (whole, fraction) = match piece.rsplit_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (piece, None),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let joined = match groups.split_first() {
        Some((first, rest))
            if !rest.is_empty()
                && (1..=3).contains(&first.len())
                && !first.starts_with('0')
                && rest.iter().all(|group| group.len() == 3) =>
        {
            let digits = groups.concat();
            parse(&fraction.map_or_else(|| digits.clone(), |cents| format!("{digits}.{cents}")))
        }
        _ => None,
    };
    if fraction.is_some() || groups.len() > 2 {
        let plain = || parse(&piece.replace(',', "."));
        (joined.or_else(plain), None)
    } else {
        (parse(piece), joined)
    }
}

/// Upper case without the accents that labels drop or keep at will; a micro sign is a `U`.
fn upper(text: &str) -> String {
    text.chars()
        .filter(|c| !is_mark_on_letter(*c))
        .flat_map(char::to_uppercase)
        .map(|c| match c {
            'É' | 'È' | 'Ë' | 'Ê' => 'E',
            'Ï' | 'Í' => 'I',
            'Ü' | 'Μ' => 'U',
            'Ö' => 'O',
            'Ä' => 'A',
            other => other,
        })
        .collect()
}

/// An accent that follows its letter as a character of its own.
const fn is_mark_on_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

pub(in crate::matching) fn text_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}
