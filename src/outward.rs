//! Text of others on its way out: to a terminal, a Markdown page, or a cell of a spreadsheet.
//!
//! Names of files, cells, texts of layers and arguments are written by somebody, and a terminal or
//! a spreadsheet obeys some of what they may hold. What a page or a message of this crate quotes
//! goes through [`on_one_line`], a page as a whole through [`visible`], a cell of a CSV file
//! through [`cell`]. JSON has its own escapes and needs none of these.

use std::borrow::Cow;

/// Whether a character is not seen where it is printed and may change how the rest is: control
/// characters (a line feed and a tab are among them), marks of the direction of writing, characters
/// without width, and separators of lines and paragraphs that no page of this crate has.
///
/// ```
/// use groenrecept::outward::is_hidden;
/// assert!(is_hidden('\u{1b}') && is_hidden('\u{202e}') && is_hidden('\u{feff}'));
/// assert!(!is_hidden('é') && !is_hidden('\u{a0}'));
/// ```
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A text of several lines with what is hidden in it as its number, such as `\u{1b}`.
///
/// ```
/// use groenrecept::outward::visible;
/// assert_eq!(visible("rood \u{1b}[31m\nvolgende"), "rood \\u{1b}[31m\nvolgende");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |character| character != '\n' && is_hidden(character))
}

/// A text that stands within a line: as [`visible`], and a line feed is shown, too.
///
/// ```
/// use groenrecept::outward::on_one_line;
/// assert_eq!(on_one_line("a.csv\nerror: b"), "a.csv\\u{a}error: b");
/// ```
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    escaped(text, is_hidden)
}

/// A text whose lines are put on one, as a cell or a name stands in a page.
pub(crate) fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join(" ")
}

/// A whole page, as [`visible`] shows it.
pub(crate) fn page(text: String) -> String {
    match visible(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

fn escaped(text: &str, is_shown: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_shown) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_shown(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// A cell of a CSV file that no spreadsheet runs and that keeps the row whole: what is hidden is
/// shown, a text that begins with the sign of a formula (`=`, `+`, `-`, `@`, or one of these in
/// full width) gets an apostrophe before it, and quotes stand around a cell that needs them. A plain
/// number, such as -3.5, stays one.
///
/// ```
/// use groenrecept::outward::cell;
/// assert_eq!(cell("=SUM(A1)", ';'), "'=SUM(A1)");
/// assert_eq!(cell("-3,5", ';'), "-3,5");
/// assert_eq!(cell("a;b", ';'), "\"a;b\"");
/// assert_eq!(cell("a,=1+1", ';'), "a,'=1+1");
/// ```
#[must_use]
pub fn cell(text: &str, separator: char) -> String {
    let plain = plain(text);
    if plain.contains([separator, '"']) {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain.into_owned()
    }
}

/// What a reader of a CSV file finds in a [`cell`] of this text. A part behind a comma or a semicolon
/// is a cell of its own where a spreadsheet takes that for the separator.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let shown = on_one_line(text);
    let runs = |part: &str| {
        let cell = part.trim_start_matches(|one: char| one.is_whitespace() || one == '"');
        cell.starts_with(is_formula_sign) && !is_number(cell.trim_end())
    };
    if !shown.split([',', ';']).any(runs) {
        return shown;
    }
    let mut safe = String::with_capacity(shown.len().saturating_add(1));
    for part in shown.split_inclusive([',', ';']) {
        if runs(part.trim_end_matches([',', ';'])) {
            safe.push('\'');
        }
        safe.push_str(part);
    }
    Cow::Owned(safe)
}

/// What makes a spreadsheet take a cell for a formula, also in the small and full-width forms that
/// it may turn into the plain ones.
const fn is_formula_sign(character: char) -> bool {
    matches!(
        character,
        '=' | '+'
            | '-'
            | '@'
            | '\u{2212}'
            | '\u{fe62}'
            | '\u{fe63}'
            | '\u{fe66}'
            | '\u{fe6b}'
            | '\u{ff0b}'
            | '\u{ff0d}'
            | '\u{ff1d}'
            | '\u{ff20}'
    )
}

/// A sign and digits, with marks only between digits.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut parts = digits.split(['.', ',']);
    parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left() {
        let all: String = ('\u{0}'..=char::MAX).collect();
        assert!(!on_one_line(&all).contains(is_hidden));
        let page = visible(&all);
        assert!(page.chars().all(|one| one == '\n' || !is_hidden(one)));
        assert_eq!(page.matches('\n').count(), 1);
    }

    #[test]
    fn what_is_seen_stays_as_it_is() {
        let text = "Één regel: 5 µg/dosis \u{2013} \u{201c}a\u{201d}\u{a0}CO\u{2082} 漢 😀";
        assert!(matches!(on_one_line(text), Cow::Borrowed(same) if same == text));
        assert_eq!(cell(text, ';'), text);
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("+CMD|x", "'+CMD|x"),
            ("-2+3", "'-2+3"),
            ("  =1", "'  =1"),
            ("\t=1", "\\u{9}=1"),
            ("\r=1", "\\u{d}=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("\u{feff}=1", "\\u{feff}=1"),
            ("=HYPERLINK(\"a;b\")", "\"'=HYPERLINK(\"\"a;b\"\")\""),
            ("-", "'-"),
            ("-1.", "'-1."),
            ("-3", "-3"),
            ("+3.5", "+3.5"),
            ("-1.234,5", "-1.234,5"),
            ("x\ny", "x\\u{a}y"),
            ("", ""),
        ] {
            assert_eq!(cell(text, ';'), expected, "{text:?}");
        }
        assert_eq!(cell("a,b;c", ','), "\"a,b;c\"");
    }
}
