//! What starts with a number: a strength, the content of a pack, or a bare number.

use super::stated::{Amount, Per, StatedStrength};
use super::{Bracket, Content, Grams, PartKind, Reader};
use crate::dataset::{FormWord, Measure, WordKind};
use rust_decimal::Decimal;

/// No strength of an inhaled medicine is a larger number without a unit: such rows of numbers
/// are years or dates.
const MAX_BARE: i64 = 1000;
/// Fewer doses than this is a dose instruction, not a pack.
const MIN_PACK: i64 = 5;
/// No pack holds more pieces, millilitres or doses.
const MAX_CONTENT: i64 = 3000;
/// A bare number of more digits is a code, and no strength.
const MAX_BARE_STRENGTH: i64 = 9999;

/// A number with its unit, if it has one.
#[derive(Debug, Clone, Copy)]
struct Element {
    value: Decimal,
    unit: Option<Measure>,
    /// How many tokens it takes.
    used: usize,
    /// `1.000MG` may be a thousand or one.
    ambiguous: bool,
}

/// Numbers joined by slashes, with what they are in.
#[derive(Debug, Clone)]
struct Row {
    elements: Vec<Element>,
    per: Option<Per>,
    /// Whether `=` says that the pack holds what the strength is in, as in `14000IE=0,7ML`.
    holds: bool,
    /// The first token behind it.
    end: usize,
}

impl Reader<'_> {
    /// Reads what starts with a number; returns how many tokens were used.
    pub(super) fn numbers(&mut self, first: usize) -> usize {
        let Some(row) = self.row(first) else {
            let after = first.saturating_add(1);
            self.push(PartKind::Unknown, first, after, String::new());
            return 1;
        };
        if let Some(used) = self.times(first, &row) {
            return used;
        }
        let bare = row.elements.iter().all(|element| element.unit.is_none());
        match (row.elements.as_slice(), row.per) {
            ([only], None) if bare => self.bare(first, *only),
            ([only], Some(_)) if bare => {
                self.label.numbers.push(only.value);
                self.push(PartKind::Number, first, row.end, String::new());
            }
            ([only], None) if only.unit == Some(Measure::Gram) => self.grams(first, *only),
            ([only], None) if only.unit.is_some_and(|unit| !unit.is_strength()) => {
                self.content(first, row.end, *only);
            }
            _ => self.strength(first, &row),
        }
        row.end.saturating_sub(first)
    }

    /// The row of numbers that starts here; `None` where the number has too many digits.
    fn row(&self, first: usize) -> Option<Row> {
        let mut elements = vec![self.element(first)?];
        let mut end = first.saturating_add(elements.first()?.used);
        let mut row_per = None;
        while matches!(self.text(end), "/") || self.says_per(end) {
            let next = end.saturating_add(1);
            let last = elements.last().and_then(|element| element.unit);
            if let Some(unit) = self.per_word(next) {
                row_per = Some(unit);
                end = next.saturating_add(1);
                break;
            }
            let Some(element) = self.element(next) else {
                break;
            };
            let divides = match element.unit {
                // 100UG/200DO: a strength and a pack, not a strength in 200 doses.
                Some(Measure::Dose) if element.value >= Decimal::from(MIN_PACK) => break,
                Some(Measure::Millilitre | Measure::Hour | Measure::Dose | Measure::Piece) => true,
                Some(Measure::Gram) => last.is_some_and(|unit| unit != Measure::Gram),
                _ => false,
            };
            // Two volumes are no strength, and a bare number in a volume is none.
            let strength = last.is_some_and(Measure::is_strength);
            if (last.is_some() || divides) && !strength {
                break;
            }
            let after = next.saturating_add(element.used);
            // 1,25G/400IE is a row; 1MG/1G is a strength in a gram; 1G/400IE is a row too.
            if divides && !element.value.is_zero() {
                row_per = element.unit.map(|unit| Per {
                    value: element.value,
                    unit,
                });
                end = after;
                break;
            }
            elements.push(element);
            end = after;
        }
        let mut row = Row {
            elements,
            per: row_per,
            holds: false,
            end,
        };
        self.equals(&mut row);
        Some(row)
    }

    /// `70MG=100ML`: so much in a volume that is the content as well.
    fn equals(&self, row: &mut Row) {
        if self.text(row.end) != "=" || row.per.is_some() {
            return;
        }
        let next = row.end.saturating_add(1);
        let strength = row.elements.iter().all(|element| {
            let unit = element.unit;
            unit.is_some_and(Measure::is_strength)
        });
        if let Some(volume) = self.element(next).filter(|_| strength)
            && volume.unit == Some(Measure::Millilitre)
            && !volume.value.is_zero()
        {
            row.per = Some(Per {
                value: volume.value,
                unit: Measure::Millilitre,
            });
            row.holds = true;
            row.end = next.saturating_add(volume.used);
        }
    }

    /// A word that stands for a slash, between a number and a unit.
    fn says_per(&self, at: usize) -> bool {
        let divisor = |at| self.per_word(at).is_some();
        self.text(at) == "PER" && divisor(at.saturating_add(1))
    }

    /// A unit that a strength can be in, without a number.
    fn per_word(&self, at: usize) -> Option<Per> {
        let (value, unit) = self.vocabulary.measure(self.text(at))?;
        let divisor = !unit.is_strength() || unit == Measure::Gram;
        divisor.then_some(Per { value, unit })
    }

    fn element(&self, at: usize) -> Option<Element> {
        let token = self.tokens.get(at)?;
        let bare = token.number?;
        let next = at.saturating_add(1);
        let word = self.text(next);
        let attached = self.tokens.get(next).is_some_and(|next| next.attached);
        let measure = match word {
            "%" => Some((Decimal::ONE, Measure::Percent)),
            // `500 TABLET` is no pack of five hundred; `56TB` is one of fifty-six.
            _ if attached && self.is_piece(word) => Some((Decimal::ONE, Measure::Piece)),
            _ => self.vocabulary.measure(word),
        };
        let units = |unit| matches!(unit, Measure::InternationalUnit | Measure::Unit);
        let thousands = token
            .thousands
            .filter(|_| measure.is_some_and(|(_, unit)| units(unit)));
        let (factor, unit) = match measure {
            Some((factor, unit)) => (factor, Some(unit)),
            None => (Decimal::ONE, None),
        };
        let value = crate::exact::mul(thousands.unwrap_or(bare), factor)?.normalize();
        Some(Element {
            value,
            unit,
            used: if unit.is_some() { 2 } else { 1 },
            ambiguous: token.thousands.is_some() && thousands.is_none(),
        })
    }

    /// Whether a word counts pieces when it stands against a number.
    fn is_piece(&self, word: &str) -> bool {
        let forms = self.vocabulary.get(WordKind::MedicineForm, word);
        let mut forms = forms.into_iter().flatten();
        forms.any(|form| {
            let class = FormWord::parse(form);
            matches!(class, Some(FormWord::Class(class)) if class.is_dosed_by_piece())
        })
    }

    /// `3X28ST`: so many times what follows.
    fn times(&mut self, first: usize, row: &Row) -> Option<usize> {
        let [only] = row.elements.as_slice() else {
            return None;
        };
        let bare = only.unit.is_none() && row.per.is_none() && !only.ambiguous;
        if !bare || self.text(row.end) != "X" {
            return None;
        }
        let next = row.end.saturating_add(1);
        let each = self.element(next)?;
        let counted = each.unit.is_some_and(|unit| {
            matches!(unit, Measure::Millilitre | Measure::Dose | Measure::Piece)
        });
        let count = whole(only.value)?;
        if !counted || self.label.times.is_some() {
            return None;
        }
        self.label.times = Some(count);
        self.push(PartKind::Pack, first, next, String::new());
        Some(next.saturating_sub(first))
    }

    fn bare(&mut self, first: usize, only: Element) {
        let end = first.saturating_add(only.used);
        if only.ambiguous || only.value > Decimal::from(MAX_BARE_STRENGTH) {
            self.push(PartKind::Unknown, first, end, String::new());
        } else {
            self.label.numbers.push(only.value);
            self.push(PartKind::Number, first, end, String::new());
        }
    }

    fn grams(&mut self, first: usize, only: Element) {
        let part = self.label.parts.len();
        self.push(
            PartKind::Unknown,
            first,
            first.saturating_add(only.used),
            String::new(),
        );
        if !only.ambiguous && !only.value.is_zero() {
            self.grams.push(Grams {
                value: only.value,
                part,
            });
        }
    }

    /// Doses, pieces, millilitres or hours that stand alone.
    fn content(&mut self, first: usize, end: usize, only: Element) {
        let value = only.value;
        let sane = !only.ambiguous && !value.is_zero() && value <= Decimal::from(MAX_CONTENT);
        let kind = match only.unit {
            Some(Measure::Millilitre) if sane => {
                self.label.contents.insert(Content::Millilitres(value));
                self.label.ml.get_or_insert(value);
                PartKind::Volume
            }
            Some(Measure::Dose) => match whole(value).filter(|_| sane) {
                Some(doses) if i64::from(doses) >= MIN_PACK => {
                    self.label.contents.insert(Content::Doses(doses));
                    self.label.pack.get_or_insert(doses);
                    PartKind::Pack
                }
                Some(_) => PartKind::Ignored,
                None => PartKind::Unknown,
            },
            Some(Measure::Piece) => match whole(value).filter(|_| sane) {
                Some(pieces) => {
                    self.label.contents.insert(Content::Pieces(pieces));
                    self.form_of_pieces(end.saturating_sub(1));
                    PartKind::Pack
                }
                None => PartKind::Unknown,
            },
            Some(Measure::Hour) => PartKind::Ignored,
            _ => PartKind::Unknown,
        };
        self.push(kind, first, end, String::new());
    }

    fn strength(&mut self, first: usize, row: &Row) {
        let Some(stated) = stated(row) else {
            self.push(PartKind::Unknown, first, row.end, String::new());
            return;
        };
        let aside = self.label.strengths.first().filter(|_| self.depth > 0);
        let other = aside.is_some_and(|first| first.is_in_other_units(&stated));
        if other || (aside.is_some() && self.names_salt(row.end)) {
            self.push(PartKind::Equivalent, first, row.end, String::new());
            return;
        }
        if let Some(per) = stated.per
            && per.unit == Measure::Millilitre
        {
            if row.holds {
                self.label.contents.insert(Content::Millilitres(per.value));
            }
            if per.value != Decimal::ONE || row.holds {
                self.label.ml = Some(per.value);
            }
        }
        let known = self.label.strengths.first();
        let same = known.is_none_or(|known| known.is_same_as(&stated));
        if self.label.nominal.is_none() {
            self.label.nominal = stated.nominal();
        }
        self.label.strengths.push(stated);
        let kind = if same {
            PartKind::Strength
        } else {
            PartKind::Unknown
        };
        self.push(kind, first, row.end, String::new());
    }

    /// Whether a salt or substance stands between here and the closing bracket. What stands before
    /// one closing bracket is looked through once, however many strengths ask.
    fn names_salt(&mut self, from: usize) -> bool {
        let named = match self.bracket {
            Some(bracket) if bracket.asked <= from && from <= bracket.end => bracket.named,
            Some(_) | None => {
                let behind = self.tokens.iter().enumerate().skip(from);
                let inside = behind.take_while(|(_, token)| token.text != ")");
                let (mut end, mut named) = (from, None);
                for (at, token) in inside {
                    let of = |kind| self.vocabulary.is(kind, &token.text);
                    if of(WordKind::Salt) || of(WordKind::Substance) {
                        named = Some(at);
                    }
                    end = at.saturating_add(1);
                }
                self.bracket = Some(Bracket {
                    asked: from,
                    end,
                    named,
                });
                named
            }
        };
        named.is_some_and(|named| named >= from)
    }
}

/// The amounts of a row with their units: the unit of a number holds for those before it
/// that have none, as in `25/250UG`. `None` where a number is left without one, may be two
/// things, or is zero.
fn stated(row: &Row) -> Option<StatedStrength> {
    let elements = &row.elements;
    let clear = elements.iter().all(|e| !e.ambiguous && !e.value.is_zero());
    let strengths = elements
        .iter()
        .all(|e| e.unit.is_none_or(Measure::is_strength));
    if !clear || !strengths {
        return None;
    }
    let mut unit = None;
    let mut amounts: Vec<Amount> = Vec::new();
    for element in elements.iter().rev() {
        unit = element.unit.or(unit);
        amounts.push(Amount {
            value: element.value,
            unit,
        });
    }
    amounts.reverse();
    let with_unit = amounts.iter().filter(|amount| amount.unit.is_some());
    let small = |amount: &Amount| amount.value <= Decimal::from(MAX_BARE);
    match with_unit.count() {
        0 if !amounts.iter().all(small) => return None,
        0 => {}
        units if units == amounts.len() => {}
        _ => return None,
    }
    Some(StatedStrength {
        amounts,
        per: row.per,
    })
}

/// A whole number above zero.
fn whole(value: Decimal) -> Option<u32> {
    let count = u32::try_from(value).ok().filter(|_| value.is_integer());
    count.filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests on the embedded data")]

    use crate::dataset::{Dataset, FormClass};
    use crate::matching::label::{Label, Reader, Token, tokens};
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::sync::LazyLock;

    static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());
    static NO_BRANDS: BTreeSet<String> = BTreeSet::new();

    fn reader(tokens: &[Token]) -> Reader<'_> {
        Reader {
            tokens,
            vocabulary: DATASET.vocabulary(),
            brands: &NO_BRANDS,
            label: Label {
                form: FormClass::Unknown,
                ..Label::default()
            },
            grams: Vec::new(),
            depth: 0,
            bracket: None,
        }
    }

    #[test]
    fn a_salt_is_named_up_to_the_closing_bracket() {
        let tokens = tokens("(1MG TARTRAAT 2MG) 3MG TARTRAAT");
        let mut reader = reader(&tokens);
        let found: Vec<bool> = (0..9).map(|at| reader.names_salt(at)).collect();
        let salt = [true, true, true, true, false, false, false, true, true];
        assert_eq!(found, salt);
    }

    proptest! {
        #[test]
        fn what_was_looked_through_tells_what_it_tells_afresh(
            words in prop::collection::vec(
                prop::sample::select(vec!["(", ")", "1MG", "TARTRAAT", "AEROSOL"]),
                0..40,
            ),
            asked in prop::collection::vec(0..90usize, 0..20),
        ) {
            let tokens = tokens(&words.join(" "));
            let mut kept = reader(&tokens);
            for at in asked {
                prop_assert_eq!(kept.names_salt(at), reader(&tokens).names_salt(at));
            }
        }
    }
}
