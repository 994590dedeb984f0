//! How strongly a source says something: in our words, in its own, and by GRADE; and what does not
//! go together with that.

use super::{Direction, Guideline, GuidelineKind, Rule};
use crate::dataset::source::Evidence;
use crate::dataset::table::Findings;
use crate::diagnostic::{Code, Message};
use crate::language::Language;

words! {
    /// How strongly the source says it, strongest first.
    pub Strength {
        /// A recommendation or key message of a guideline.
        Recommendation = "recommendation",
        /// A signed agreement.
        Agreement = "agreement",
        /// Advice of a professional organisation.
        Advice = "advice",
        /// Something to consider.
        Consider = "consider",
        /// One of several equal options.
        Option = "option",
        /// A finding or advice of an institute, no clinical guideline.
        Institute = "institute",
        /// A local or regional choice.
        Local = "local",
        /// Meant for hospitals.
        Hospital = "hospital",
        /// An opinion.
        Opinion = "opinion",
        /// A description of what is done.
        Descriptive = "descriptive",
        /// A method.
        Method = "method",
        /// What a guideline of another country says.
        Foreign = "foreign",
        /// Own caution, which rests on no guideline and only holds back.
        Precaution = "precaution",
    }
}

words! {
    /// The strength of a recommendation by GRADE, as the source prints it.
    pub Grade {
        /// A strong recommendation.
        Strong = "strong",
        /// A conditional (weak) recommendation.
        Conditional = "conditional",
        /// A good practice statement.
        GoodPractice = "good_practice",
        /// What was read of the source does not say.
        NotStated = "not_stated",
    }
}

words! {
    /// The certainty of the evidence by GRADE, as the source prints it.
    pub Certainty {
        /// High.
        High = "high",
        /// Moderate.
        Moderate = "moderate",
        /// Low.
        Low = "low",
        /// Very low.
        VeryLow = "very_low",
        /// What was read of the source does not say.
        NotStated = "not_stated",
    }
}

words! {
    /// How a source grades its recommendations.
    #[derive(Default)]
    pub Grading {
        /// By GRADE.
        Grade = "grade",
        /// By a system of its own.
        Own = "own",
        /// Not at all.
        None = "none",
        /// Not seen in what was read.
        #[default]
        NotSeen = "not_seen",
    }
}

/// How a source puts a recommendation: in its own words, and by GRADE where it prints that.
///
/// Blank words are those of a source that uses the imperative. Grade and certainty are `None`
/// where whoever wrote the rule did not say whether the source has them.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Claim {
    /// At most five words of the source, in its language.
    pub words: String,
    /// The strength by GRADE.
    pub grade: Option<Grade>,
    /// The certainty of the evidence by GRADE.
    pub certainty: Option<Certainty>,
}

/// The most words of a source that are quoted for its strength.
const WORDS: usize = 5;

/// The beginnings of words by which sources in Dutch, English and German say that something may be
/// considered.
const CONSIDER: [&str; 5] = ["overwe", "overwo", "consider", "erwäg", "erwog"];

impl Claim {
    /// Whether the words ask no more than to consider something.
    fn considers(&self) -> bool {
        let words = self.words.to_lowercase();
        let mut words = words.split(|letter: char| !letter.is_alphabetic());
        words.any(|word| CONSIDER.iter().any(|one| word.starts_with(one)))
    }

    /// What the source prints by GRADE; empty where it prints nothing.
    pub(crate) fn grade_text(&self, language: Language) -> String {
        let grade = match self.grade {
            Some(Grade::Strong) => language.say("sterk", "strong"),
            Some(Grade::Conditional) => language.say("conditioneel", "conditional"),
            Some(Grade::GoodPractice) => language.say("goede praktijk", "good practice"),
            Some(Grade::NotStated) | None => "",
        };
        let certainty = match self.certainty {
            Some(Certainty::High) => language.say("zekerheid hoog", "high certainty"),
            Some(Certainty::Moderate) => language.say("zekerheid redelijk", "moderate certainty"),
            Some(Certainty::Low) => language.say("zekerheid laag", "low certainty"),
            Some(Certainty::VeryLow) => language.say("zekerheid zeer laag", "very low certainty"),
            Some(Certainty::NotStated) | None => "",
        };
        let parts = [grade, certainty];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }
}

impl GuidelineKind {
    /// The strengths with which a text of this kind can say something.
    const fn strengths(self) -> &'static [Strength] {
        use Strength::{
            Advice, Agreement, Consider, Descriptive, Foreign, Hospital, Institute, Local, Method,
            Opinion, Option, Precaution, Recommendation,
        };
        match self {
            Self::Guideline => &[
                Recommendation,
                Advice,
                Consider,
                Option,
                Opinion,
                Descriptive,
                Method,
            ],
            Self::PracticeAdvice | Self::Compendium => {
                &[Advice, Consider, Option, Descriptive, Method]
            }
            Self::Agreement => &[Agreement],
            Self::Institute => &[Institute],
            Self::Local => &[Local],
            Self::Hospital => &[Hospital],
            Self::Opinion => &[Opinion],
            Self::Statistic => &[Descriptive],
            Self::Method => &[Method],
            Self::Foreign => &[Foreign],
            Self::Precaution => &[Precaution],
        }
    }
}

/// Strengths that the source does not use, and rules that ask a change on what was not read.
pub(super) fn check(guideline: &Guideline, rule: &Rule, findings: &mut Findings) {
    let mut found = |message: Message, code: Code, key: &str| {
        let place = rule.place.at_column(&format!("rule.{key}"));
        findings.push(code, place, message);
    };
    let id = &rule.id;
    let strengths = guideline.kind.strengths();
    if !strengths.contains(&rule.strength) {
        let words: Vec<&str> = strengths.iter().map(|one| one.as_str()).collect();
        let (kind, strength) = (guideline.kind.as_str(), rule.strength.as_str());
        let words = words.join(", ");
        let message = (
            format!("'{strength}' hoort niet bij kind {kind}; alleen: {words}"),
            format!("'{strength}' does not go with kind {kind}; only: {words}"),
        );
        found(message.into(), Code::StrengthNotOfSource, "strength");
    }
    if rule.strength < Strength::Consider && rule.claim.considers() {
        let says = &rule.claim.words;
        let message = (
            format!("de bron van '{id}' zegt \"{says}\": dat is hoogstens consider"),
            format!("the source of '{id}' says \"{says}\": that is consider at most"),
        );
        found(message.into(), Code::StrengthNotOfSource, "strength");
    }
    if rule.claim.grade == Some(Grade::Strong)
        && (rule.claim.considers() || rule.strength == Strength::Consider)
    {
        let message = (
            format!("'{id}' is te overwegen en dat is geen sterke aanbeveling"),
            format!("'{id}' is to consider, and that is no strong recommendation"),
        );
        found(message.into(), Code::StrengthNotOfSource, "grade");
    }
    let words = rule.claim.words.split(|sign: char| !sign.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).count();
    if words > WORDS {
        let message = (
            format!(
                "{words} woorden van de bron; hoogstens {WORDS}, want een zin wordt niet overgenomen"
            ),
            format!("{words} words of the source; {WORDS} at most, for no sentence is taken over"),
        );
        found(message.into(), Code::StrengthNotOfSource, "says");
    }
    let stated = [
        (
            rule.claim.grade.is_some_and(|one| one != Grade::NotStated),
            "grade",
        ),
        (
            rule.claim
                .certainty
                .is_some_and(|one| one != Certainty::NotStated),
            "certainty",
        ),
    ];
    for (stated, key) in stated {
        if stated && guideline.grading != Grading::Grade {
            let message = (
                format!("'{key}' van '{id}' hoort bij een bron met grading = \"grade\""),
                format!("'{key}' of '{id}' goes with a source of grading = \"grade\""),
            );
            found(message.into(), Code::StrengthNotOfSource, key);
        }
    }
    if rule.evidence == Evidence::Secondary {
        if rule.asks_a_change() {
            let direction = rule.direction.as_str();
            let message = (
                format!(
                    "'{id}' vraagt {direction} en de bron is niet gelezen (secondary); dan alleen keep, correct, check of inform"
                ),
                format!(
                    "'{id}' asks {direction} and its source was not read (secondary); then only keep, correct, check or inform"
                ),
            );
            found(message.into(), Code::SecondaryOffers, "direction");
        }
        if blank(&rule.looked.nl) || blank(&rule.looked.en) {
            let message = (
                format!(
                    "'{id}' berust op een beschrijving (secondary): looked_nl en looked_en zeggen waar naar de bron is gezocht"
                ),
                format!(
                    "'{id}' rests on a description (secondary): looked_nl and looked_en say where the source was sought"
                ),
            );
            found(message.into(), Code::WhereLooked, "looked_nl");
        }
    }
    let said @ [dutch, english] = [&rule.patient.nl, &rule.patient.en].map(|text| !blank(text));
    if said != [false; 2] && blank(&rule.patient_url) {
        let message = (
            format!(
                "de zin voor de patiënt van '{id}' heeft geen pagina die dat laat zien: vul patient_url"
            ),
            format!(
                "the sentence for the patient of '{id}' has no page that shows it: fill patient_url"
            ),
        );
        found(message.into(), Code::EmptyCell, "patient_url");
    }
    if dutch != english {
        let message = (
            format!("de zin voor de patiënt van '{id}' staat er in één taal"),
            format!("the sentence for the patient of '{id}' stands in one language"),
        );
        let key = if dutch { "patient_en" } else { "patient_nl" };
        found(message.into(), Code::EmptyCell, key);
    }
}

/// Whether a text says nothing, or is what a template leaves to be filled in.
fn blank(text: &str) -> bool {
    matches!(text.trim(), "" | "...")
}

impl Rule {
    /// Whether it asks to change or stop something, which needs a source that was read.
    const fn asks_a_change(&self) -> bool {
        match self.direction {
            Direction::Switch
            | Direction::Lighter
            | Direction::Reduce
            | Direction::Stop
            | Direction::LimitQuantity
            | Direction::Harmonise => true,
            Direction::Correct | Direction::Keep | Direction::Check | Direction::Inform => false,
        }
    }
}
