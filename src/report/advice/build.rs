//! From an advice to its report: the same things said once.

use super::questions::{self, Open};
use super::words::both;
use super::{
    AboutKind, AboutReport, AdviceReport, AgainstLabel, AlternativeReport, AmountReport, Asked,
    ByNameReport, ChoiceReport, CostReport, DosageReport, DoseGuardReport, DoseReport, DoseSource,
    Ends, FollowUp, Given, HeldBackReport, LabelText, LeftOut, MarketReport, NotShown, OfferReport,
    OptionsReport, PriceReport, ProductReport, QuantityReport, RuleReport, WithheldReport, by_name,
};
use crate::advice::{
    About, Advice, Alternative, AmountUse, Ask, Cost, Guard, LeftOutWhy, Offer, Options, Said,
    Withheld,
};
use crate::code::Atc;
use crate::context::{Context, Fact, FactValue, Sex};
use crate::dataset::guideline::RuleId;
use crate::dataset::{Dataset, Price, ProductId};
use crate::diagnostic::Message;
use crate::engine::Engine;
use crate::exact::Fraction;
use crate::formulary::Countries;
use crate::outward::on_one_line;
use crate::prescription::Prescription;
use crate::report::Number;
use crate::report::contradictions::ContradictionReport;
use crate::report::explain::named;
use crate::report::noted::noted;
use crate::report::wording;
use crate::report::wording::product_label;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn report(
    engine: &Engine,
    asked: &Asked<'_>,
    context: &Context,
    options: &Options,
) -> AdviceReport {
    let dataset = engine.dataset();
    let Asking {
        advice,
        amount,
        notes,
    } = advice(engine, asked, context, options);
    let report = Report {
        dataset,
        countries: Countries::of(dataset),
    };
    let open = Open::of(&advice, dataset);
    let quantity = advice.amount.as_ref().and_then(AmountUse::quantity);
    AdviceReport {
        groenrecept: crate::report::VERSION,
        dataset: dataset.version().clone(),
        purpose: advice.purpose,
        intended_use: both(|language| advice.purpose.intended(language).to_owned()),
        options: OptionsReport {
            gwp: engine.gwp_set().as_str(),
            include_unverified: options.include_unverified,
            minimum_saving: options.minimum_saving.map(|least| least.to_string()),
            strict: options.strict,
        },
        asked: on_one_line(asked.what.trim()).into_owned(),
        about: report.about(&advice, notes),
        given: report.given(context),
        quantity: quantity.map(|quantity| QuantityReport {
            amount: quantity.amount().normalize().to_string(),
            unit: quantity.unit().as_str(),
        }),
        amount,
        dosage: advice
            .dosage
            .map(|dosage| DosageReport::of(&on_one_line(asked.dosage.trim()), dosage)),
        unused: advice.unused.clone(),
        denied: questions::denied(&advice, dataset),
        follow_up: follow_up(&advice, &open.reduce),
        questions: open.questions,
        not_asked: open.not_asked,
        correct: report.rules(&advice.correct),
        keep: report.rules(&advice.keep),
        may_keep: report.rules(open.may_keep),
        unasked: report.rules(open.unasked),
        reduce: report.rules(open.reduce),
        untested: open.untested,
        offers: report.offers(&advice.offers),
        not_shown: report.not_shown(&advice),
        withheld: report.withheld(&advice.withheld),
        excepted: report.withheld(&advice.excepted),
        inform: report.rules(open.inform),
        conflicts: ContradictionReport::all(dataset, advice.conflicts.iter()),
        rules_used: options.used(dataset),
        left_out: left_out(dataset, options),
    }
}

/// The rules that no prescription meets: those for hospitals, those that are not verified unless
/// they are asked for, and those below the status that is asked for.
fn left_out(dataset: &Dataset, options: &Options) -> Vec<LeftOut> {
    let mut all: BTreeMap<LeftOutWhy, Vec<RuleId>> = BTreeMap::new();
    for rule in dataset.rules() {
        if let Some(why) = options.leaves_out(rule) {
            all.entry(why).or_default().push(rule.id.clone());
        }
    }
    let all = all.into_iter();
    all.map(|(why, rules)| LeftOut { why, rules }).collect()
}

/// The advice on what is asked.
struct Asking {
    advice: Advice,
    amount: Option<AmountReport>,
    notes: Vec<Message>,
}

/// The advice on what the text names: a product id, a code, an ATC code or a label.
fn advice(engine: &Engine, asked: &Asked<'_>, context: &Context, options: &Options) -> Asking {
    let what = asked.what.trim();
    let resolution = named(engine, what, asked.atc).resolution;
    let line = Prescription::new()
        .quantity(asked.quantity, asked.unit)
        .dosage(asked.dosage);
    let line = if Atc::parse(what).is_some() {
        line.atc(what)
    } else {
        line.label(what).atc(asked.atc)
    };
    let advisor = engine.kernel().advisor(*options);
    let advice = advisor.on(&line, &resolution, context);
    let inhaler = resolution.inhaler();
    let pack = inhaler.and_then(|one| one.pack(engine.dataset()));
    let notes = inhaler.into_iter().flat_map(|inhaler| {
        let notes = resolution.notes();
        notes.map(|note| noted(engine.dataset(), inhaler, note))
    });
    let notes = notes.collect();
    let counted = advice.amount.as_ref().and_then(AmountUse::quantity);
    let unusual = inhaler.zip(counted);
    let unusual = unusual.is_some_and(|(one, counted)| one.is_unusual(engine.dataset(), counted));
    let impact = line.impact(resolution, engine.dataset(), engine.kernel().model());
    let climate = impact.map(|impact| impact.climate);
    let given = [asked.quantity, asked.unit].map(str::trim).join(" ");
    let amount = AmountReport::of(
        given.trim(),
        advice.amount.as_ref(),
        (pack, unusual),
        climate,
    );
    Asking {
        advice,
        amount,
        notes,
    }
}

fn filled(message: &Message) -> Option<Message> {
    (!message.nl.is_empty()).then(|| message.clone())
}

fn follow_up(advice: &Advice, reduce: &[&Said]) -> Vec<FollowUp> {
    let offered = advice.offers.iter().map(|offer| &offer.said);
    let first = advice.correct.iter().chain(&advice.keep);
    let all = first.chain(reduce.iter().copied()).chain(offered);
    let mut found: Vec<FollowUp> = Vec::new();
    for said in all {
        let Some(text) = filled(&said.follow_up) else {
            continue;
        };
        match found.iter_mut().find(|one| one.text == text) {
            Some(one) => one.rules.push(said.rule.clone()),
            None => found.push(FollowUp {
                text,
                rules: vec![said.rule.clone()],
            }),
        }
    }
    found
}

struct Report<'a> {
    dataset: &'a Dataset,
    countries: Countries,
}

impl Report<'_> {
    fn words(&self, asks: &BTreeSet<Ask>) -> Vec<String> {
        questions::words(asks, self.dataset)
    }

    fn rule(&self, said: &Said) -> RuleReport {
        RuleReport {
            rule: said.rule.clone(),
            direction: said.direction,
            title: said.title.clone(),
            reason: said.reason.clone(),
            instead: filled(&said.instead),
            basis: filled(&said.basis),
            asks: self.words(&said.asks),
            citation: said.citation.clone(),
        }
    }

    fn rules<'s>(&self, said: impl IntoIterator<Item = &'s Said>) -> Vec<RuleReport> {
        said.into_iter().map(|said| self.rule(said)).collect()
    }

    fn given(&self, context: &Context) -> Given {
        let given = |fact| context.given(fact);
        let number = |fact| given(fact).and_then(FactValue::number);
        let own = [Fact::FIRST_ISSUE, Fact::DAYS_SUPPLIED, Fact::DOSES_PER_YEAR];
        let facts = context.given_facts().iter();
        let facts = || facts.clone().filter(|(fact, _)| !own.contains(fact));
        let answers = facts().chain(context.given_facts().get_key_value(&Fact::FIRST_ISSUE));
        let answers = answers.filter_map(|(fact, value)| {
            let record = self.dataset.asked().get(*fact)?;
            Some((record.question.clone(), *value, record.unit.clone()))
        });
        Given {
            age: context.given_age().map(crate::context::Age::years),
            sex: context.given_sex().map(Sex::as_str),
            icpc: context
                .given_icpc()
                .iter()
                .map(|code| code.as_str().to_owned())
                .collect(),
            indications: context
                .given_indications()
                .iter()
                .map(ToString::to_string)
                .collect(),
            beside: context
                .given_beside()
                .iter()
                .map(ToString::to_string)
                .collect(),
            facts: facts()
                .map(|(fact, value)| (fact.to_string(), *value))
                .collect(),
            answers: answers.collect(),
            first_issue: given(Fact::FIRST_ISSUE).and_then(FactValue::holds),
            days_supplied: number(Fact::DAYS_SUPPLIED),
            doses_per_year: number(Fact::DOSES_PER_YEAR),
            other_devices: context
                .given_other_devices()
                .map(|devices| devices.iter().map(|device| device.as_str()).collect()),
        }
    }

    fn product(&self, id: &ProductId) -> ProductReport {
        let product = self.dataset.product_by_id(id.as_str());
        ProductReport {
            product: id.as_str().to_owned(),
            label: both(|language| {
                product.map_or_else(
                    || id.as_str().to_owned(),
                    |product| product_label(product, wording::of(language)),
                )
            }),
        }
    }

    fn about(&self, advice: &Advice, notes: Vec<Message>) -> AboutReport {
        let mut labels = Vec::new();
        let mut other_strength = false;
        let (kind, atc, products) = match &advice.about {
            About::Inhaler(inhaler) => {
                other_strength = inhaler.is_of_other_strength();
                let products = inhaler.products(self.dataset);
                labels = self.labels(inhaler.products(self.dataset).map(|one| &one.id));
                let products = products.map(|one| self.product(&one.id)).collect();
                (AboutKind::Inhaler, inhaler.atc, products)
            }
            About::Medicine(atc) => (AboutKind::Medicine, *atc, Vec::new()),
            About::NotRecognised => (AboutKind::NotRecognised, None, Vec::new()),
        };
        AboutReport {
            kind,
            atc: atc.map(|atc| atc.as_str().to_owned()),
            products,
            by_name: advice.by_name.as_ref().map(|found| ByNameReport {
                found: found.clone(),
                text: by_name::told(
                    found,
                    atc.filter(|atc| found.contradicts(atc)),
                    self.dataset,
                ),
            }),
            notes,
            other_strength,
            against_label: advice.own_label.as_ref().map(|guard| AgainstLabel {
                guard: guard.to_string(),
                foreign: matches!(
                    guard,
                    Guard::ForeignLabelAge | Guard::ForeignLabelIndication
                ),
                reason: both(|language| guard.reason(self.dataset, language).to_owned()),
                labels,
            }),
        }
    }

    /// What labels say of the use of products, each text once.
    fn labels<'p>(&self, products: impl Iterator<Item = &'p ProductId>) -> Vec<LabelText> {
        let mut texts: Vec<LabelText> = Vec::new();
        for one in products.flat_map(|id| self.dataset.label_limits(id)) {
            let text = LabelText {
                min_age: one.min_age,
                asthma: one.asthma,
                copd: one.copd,
                source: one.provenance.source.as_str().to_owned(),
                locator: one.provenance.locator.clone(),
                evidence: one.provenance.evidence,
                country: one.country.clone(),
                country_name: one.country.as_deref().map(|code| self.countries.name(code)),
                note: one.note.clone(),
            };
            let says = (text.min_age, text.asthma, text.copd) != (None, None, None);
            if says && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    fn offers(&self, offers: &[Offer]) -> Vec<OfferReport> {
        let blocks = questions::blocks(offers);
        blocks.iter().map(|block| self.offer(block)).collect()
    }

    fn offer(&self, block: &[&Offer]) -> OfferReport {
        let alternatives = block.first().map_or(&[][..], |offer| &offer.alternatives);
        let alternatives = alternatives.iter().map(|one| {
            // A product asks the same whichever rule names it; a rule that asks it too had it
            // taken out of its own alternatives.
            let of_all = block.iter().flat_map(|offer| &offer.alternatives);
            let asks = of_all
                .filter(|other| other.product == one.product)
                .flat_map(|other| other.asks.iter().copied())
                .collect();
            self.alternative(one, &asks)
        });
        let alternatives: Vec<AlternativeReport> = alternatives.collect();
        let listed = |one: &AlternativeReport| one.market.is_some();
        let checked = !alternatives.is_empty() && alternatives.iter().all(listed);
        let first = block.first();
        let choices = first.into_iter().flat_map(|offer| &offer.choices);
        OfferReport {
            for_patient: first.is_some_and(|offer| offer.for_patient),
            choices: choices
                .map(|one| ChoiceReport {
                    product: self.product(&one.product),
                    same_substance: one.same_substance,
                    asks: self.words(&one.asks),
                    labels: self.labels(std::iter::once(&one.product)),
                })
                .collect(),
            not_checked: (!checked).then(|| {
                let (nl, en) = (
                    "leverbaarheid en vergoeding niet nagegaan",
                    "availability and reimbursement not checked",
                );
                (nl, en).into()
            }),
            rules: block.iter().map(|offer| self.rule(&offer.said)).collect(),
            alternatives,
            held_back: block
                .first()
                .map_or_else(Vec::new, |offer| self.held_back(&offer.held_back)),
        }
    }

    fn alternative(&self, one: &Alternative, asks: &BTreeSet<Ask>) -> AlternativeReport {
        let comparison = &one.comparison;
        let zero = Fraction::whole(rust_decimal::Decimal::ZERO);
        let negative = |value: Fraction| Number::of(zero.minus(value).unwrap_or(value));
        let difference = comparison.difference;
        AlternativeReport {
            product: self.product(&one.product),
            dose: self.dose(one),
            compared_doses: one.compared_doses.normalize().to_string(),
            compared_for: one.compared_for,
            before: comparison.before.into(),
            after: comparison.after.into(),
            saving: Ends {
                low: negative(difference.high),
                central: negative(difference.central),
                high: negative(difference.low),
            },
            cost: one.cost.as_ref().map(|cost| self.cost(cost)),
            verdict: comparison.verdict,
            caveats: comparison.caveats.iter().copied().collect(),
            asks: self.words(asks),
            labels: self.labels(std::iter::once(&one.product)),
            market: self.market(&one.product),
        }
    }

    fn cost(&self, cost: &Cost) -> CostReport {
        let prices = cost.prices_before.iter().chain([&cost.price_after]);
        CostReport {
            currency: cost.currency,
            before: Number::of(cost.before),
            after: Number::of(cost.after),
            saving: Number::of(cost.saving),
            prices: prices.map(|price| self.price(price)).collect(),
        }
    }

    fn price(&self, price: &Price) -> PriceReport {
        let provenance = &price.provenance;
        let source = self.dataset.source(&provenance.source);
        PriceReport {
            product: price.product.as_str().to_owned(),
            price: price.amount.to_string(),
            currency: price.currency,
            valid_from: price.validity.from.map(|day| day.to_string()),
            valid_to: price.validity.to.map(|day| day.to_string()),
            source: provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, crate::dataset::Source::citation),
            locator: provenance.locator.clone(),
            evidence: provenance.evidence,
            note: price.note.clone(),
        }
    }

    /// What the comparisons leave out; nothing where nothing was compared.
    fn not_shown(&self, advice: &Advice) -> Vec<NotShown> {
        let compared = || advice.offers.iter().flat_map(|offer| &offer.alternatives);
        let About::Inhaler(inhaler) = &advice.about else {
            return Vec::new();
        };
        if compared().next().is_none() {
            return Vec::new();
        }
        let mut found = Vec::new();
        if self.dataset.prices().is_empty() {
            found.push(NotShown::CostNoPrices);
        } else if compared().any(|one| one.cost.is_none()) {
            found.push(NotShown::CostPriceMissing);
            let mut currencies = self.dataset.prices().iter().map(|one| one.currency);
            let first = currencies.next();
            if currencies.any(|other| first != Some(other)) {
                found.push(NotShown::CostOtherCurrency);
            }
        }
        let known = self.dataset.water_substances();
        let after = compared().filter_map(|one| self.dataset.product_by_id(one.product.as_str()));
        let mut all = inhaler.products(self.dataset).chain(after);
        if all.any(|product| !known.contains(&product.atc)) {
            found.push(NotShown::WaterNoFacts);
        }
        found
    }

    fn dose(&self, alternative: &Alternative) -> DoseReport {
        let dose = &alternative.dose;
        let mut known = self.dataset.equivalences().iter();
        let cited = known.find(|one| one.id == dose.equivalence);
        let source = cited.map(|cited| {
            let provenance = &cited.provenance;
            let source = self.dataset.source(&provenance.source);
            DoseSource {
                equivalence: cited.id.clone(),
                source: provenance.source.as_str().to_owned(),
                citation: source.map_or_else(String::new, crate::dataset::Source::citation),
                locator: provenance.locator.clone(),
                evidence: provenance.evidence,
            }
        });
        DoseReport {
            from_doses: dose.from_doses,
            to_doses: dose.to_doses,
            at_a_time: alternative.at_a_time,
            basis: dose.basis,
            source,
        }
    }

    /// Where the guard of a dose comes from.
    fn dose_guard(&self, guard: &Guard) -> Option<DoseGuardReport> {
        let Guard::Dose(id) = guard else {
            return None;
        };
        let provenance = &self.dataset.dose_guard_by_id(id)?.provenance;
        let source = self.dataset.source(&provenance.source);
        Some(DoseGuardReport {
            guard: id.to_string(),
            source: provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, crate::dataset::Source::citation),
            locator: provenance.locator.clone(),
            evidence: provenance.evidence,
        })
    }

    /// What a list says of the market of a product.
    fn market(&self, id: &ProductId) -> Option<MarketReport> {
        let listed = self.dataset.market(id)?;
        let provenance = &listed.provenance;
        let source = self.dataset.source(&provenance.source);
        Some(MarketReport {
            as_of: listed.as_of.to_string(),
            available: listed.available,
            reimbursed: listed.reimbursed,
            source: provenance.source.as_str().to_owned(),
            citation: source.map_or_else(String::new, crate::dataset::Source::citation),
            locator: provenance.locator.clone(),
            evidence: provenance.evidence,
        })
    }

    fn held_back(&self, held: &[(ProductId, Guard)]) -> Vec<HeldBackReport> {
        let mut found: Vec<(&Guard, Vec<&ProductId>)> = Vec::new();
        for (id, guard) in held {
            match found.iter_mut().find(|(known, _)| *known == guard) {
                Some((_, ids)) => ids.push(id),
                None => found.push((guard, vec![id])),
            }
        }
        let report = |(guard, ids): (&Guard, Vec<&ProductId>)| HeldBackReport {
            guard: guard.to_string(),
            reason: both(|language| guard.reason(self.dataset, language).to_owned()),
            dose_guard: self.dose_guard(guard),
            labels: if matches!(
                guard,
                Guard::LabelAge
                    | Guard::LabelIndication
                    | Guard::LabelReliever
                    | Guard::ForeignLabelAge
                    | Guard::ForeignLabelIndication
                    | Guard::ForeignLabelReliever
            ) {
                self.labels(ids.iter().copied())
            } else {
                Vec::new()
            },
            products: ids.into_iter().map(|id| self.product(id)).collect(),
        };
        found.into_iter().map(report).collect()
    }

    fn withheld(&self, all: &[Withheld]) -> Vec<WithheldReport> {
        let mut blocks: Vec<(&Withheld, Vec<RuleReport>)> = Vec::new();
        for one in all {
            let same = |other: &Withheld| {
                (&other.guard, &other.because, &other.held_back)
                    == (&one.guard, &one.because, &one.held_back)
            };
            match blocks.iter_mut().find(|(other, _)| same(other)) {
                Some((_, rules)) => rules.push(self.rule(&one.said)),
                None => blocks.push((one, vec![self.rule(&one.said)])),
            }
        }
        let report = |(one, rules): (&Withheld, Vec<RuleReport>)| WithheldReport {
            guard: one.guard.to_string(),
            reason: both(|language| one.guard.reason(self.dataset, language).to_owned()),
            because: filled(&one.because),
            keep: one.guard.rule().cloned(),
            rules,
            held_back: self.held_back(&one.held_back),
        };
        blocks.into_iter().map(report).collect()
    }
}
