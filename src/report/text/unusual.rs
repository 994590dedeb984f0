//! The list of amounts that are more than a human prescribes.

use super::Page;
use crate::report::number::Number;
use crate::report::unusual::{PrescriptionReport, UnusualReport};
use crate::report::wording::Heading;
use rust_decimal::Decimal;

/// How many of each kind are named.
const NAMED: usize = 5;

impl Page {
    /// Each with its line and its share of the total.
    pub(super) fn unusual(&mut self, unusual: &UnusualReport) {
        if unusual.all_prescriptions == 0 && unusual.all_patient_years == 0 {
            return;
        }
        self.heading(Heading::Unusual);
        if unusual.all_prescriptions > 0 {
            let all = self.digits.count(unusual.all_prescriptions);
            self.paragraph(&self.words.account().unusual_prescriptions(&all));
        }
        for one in unusual.prescriptions.iter().take(NAMED) {
            let text = self.unusual_line(one);
            self.item(&text);
        }
        if unusual.all_patient_years > 0 {
            let all = self.digits.count(unusual.all_patient_years);
            self.paragraph(&self.words.account().unusual_years(&all));
        }
        self.unusual_years(unusual);
    }

    /// Beside the total, a prescription that alone is a twentieth of it or more.
    pub(super) fn look_first(&mut self, unusual: &UnusualReport) {
        let large = |one: &&PrescriptionReport| {
            let share = one.share.map_or(Decimal::ZERO, Number::value);
            share >= Decimal::new(5, 2)
        };
        if let Some(one) = unusual.prescriptions.first().filter(large) {
            let text = self.unusual_line(one);
            self.paragraph(&self.words.account().look_first(&text));
        }
    }

    fn unusual_line(&self, one: &PrescriptionReport) -> String {
        let amount = self.digits.number(one.amount.value().round_dp(1));
        let unit = self
            .words
            .unit(one.unit.as_str(), one.amount.value() == Decimal::ONE);
        let share = self.share_of(one.share);
        let line = self.places(&[one.place]);
        let words = self.words.account();
        words.unusual_prescription(&line, &one.label, &format!("{amount} {unit}"), &share)
    }

    fn unusual_years(&mut self, unusual: &UnusualReport) {
        for one in unusual.patient_years.iter().take(NAMED) {
            let year = one.year.map(|year| year.to_string());
            let number = self.digits.number(one.amount.value().round_dp(1));
            let unit = self.words.unit(one.unit.as_str(), false);
            let devices = format!("{number} {unit}");
            let share = self.share_of(one.share);
            let device = self.words.device(one.device);
            let (line, words) = (self.places(&[one.place]), self.words.account());
            let text = words.unusual_year(year.as_deref(), &devices, device, &line, &share);
            self.item(&text);
        }
    }

    fn share_of(&self, share: Option<Number>) -> String {
        let part = share.map_or(Decimal::ZERO, Number::value);
        self.digits.percent(part, Decimal::ONE)
    }
}
