//! A day prints as it reads again, and days follow each other.

use super::text;
use crate::Shape;
use crate::checks::LANGUAGES;
use groenrecept::Day;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let text = text(bytes);
    let day = match text.parse::<Day>() {
        Ok(day) => day,
        Err(error) => {
            assert!(
                LANGUAGES
                    .iter()
                    .all(|language| !error.text(*language).is_empty())
            );
            return Shape::of(text.len().min(20));
        }
    };
    assert_eq!(day.to_string(), text);
    assert_eq!(Day::new(day.year(), day.month(), day.day()), Some(day));
    if let Some(next) = day.next() {
        assert!(day < next);
        assert_eq!(day.days_until(next), Some(1));
        assert_eq!(next.days_until(day), Some(-1));
    } else {
        assert_eq!(text, "9999-12-31");
    }
    Shape::of((day.month(), day.day(), day.year() % 400))
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let all = [
        "2025-01-31",
        "2024-02-29",
        "2025-02-29",
        "0001-01-01",
        "9999-12-31",
        "1900-02-28",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}
