//! Digits of a code: as a cell holds them, and with a check digit.

/// A cell as spreadsheets and statistics programs leave it: without blanks around it, without
/// `.0` or `,0` behind a whole number, and without zeros in front of one.
pub(super) fn without_tail_and_zeros(text: &str) -> &str {
    let text = text.trim();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match text.split_once(['.', ',']) {
        Some((whole, rest))
            if !whole.is_empty() && digits(whole) && rest.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        _ => text,
    };
    if digits(whole) {
        whole.trim_start_matches('0')
    } else {
        whole
    }
}

/// One to eight digits: the number, and whether its check digit fits.
///
/// It fits where the digits, with the weights 8 to 1 from the first of eight to the last, add
/// up to a multiple of eleven. Z-Index says "7 cijfers + 1 controlecijfer volgens de standaard
/// MODULO-11 methode" (field `ATKODE`) and not which weights; these fit all 404 distinct numbers
/// of real products in the public HL7 messages of Nictiz (HL7-mappings, commit 7b054d26).
pub(crate) fn eleven_check(digits: &[u8]) -> Option<(u32, bool)> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    let (mut number, mut sum, mut weighted) = (0u32, 0u32, 0u32);
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        let digit = u32::from(digit);
        number = number.wrapping_mul(10).wrapping_add(digit);
        // A digit is in every sum from its place on, so in as many as its weight.
        sum = sum.wrapping_add(digit);
        weighted = weighted.wrapping_add(sum);
    }
    Some((number, weighted.is_multiple_of(11)))
}
