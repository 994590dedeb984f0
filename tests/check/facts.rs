//! Facts, indications and the rules that name them: each bad input with its whole message.

use crate::*;

/// All findings on a bad layer, in both languages, are those of its `expected.txt`.
#[test]
fn each_bad_layer_of_facts_says_what_is_allowed() {
    let bad = fixtures().join("../facts/bad");
    let layers = names(&bad);
    assert_eq!(layers.len(), 9, "{layers:?}");
    for layer in layers {
        let folder = bad.join(&layer);
        let checked = full(&folder);
        assert!(checked.count(Severity::Error) > 0, "{layer}");
        assert_golden(
            &folder.join("expected.txt"),
            &lines(&checked),
            "UPDATE_GOLDEN",
        );
    }
}

/// A selector that no product and no form can meet is named, as any other.
#[test]
fn a_form_of_another_route_is_never_met() {
    let layer = include_str!("../fixtures/facts/layer/guidelines/eigen.toml");
    let elsewhere = layer.replace(
        "form = [\"oral_liquid\"]",
        "form = [\"oral_liquid\"]\nroute = [\"dermal\"]",
    );
    let inhaled = layer.replace(
        "form = [\"oral_liquid\"]",
        "form = [\"oral_liquid\"]\ndevice = [\"pMDI\"]",
    );
    let strength = layer.replace(
        "atc = [\"N02BE01\"]\nform = [\"oral_liquid\"]\nstrength = [\"24 mg/ml\"]",
        "atc = [\"R03AC02\"]\ndevice = [\"pMDI\"]\nstrength = [\"7 ug\"]",
    );
    for own in [elsewhere, inhaled, strength] {
        assert_ne!(own, layer);
        let files: [(&str, &[u8]); 4] = [
            (
                "sources.csv",
                include_bytes!("../fixtures/facts/layer/sources.csv"),
            ),
            (
                "facts.csv",
                include_bytes!("../fixtures/facts/layer/facts.csv"),
            ),
            (
                "indications.csv",
                include_bytes!("../fixtures/facts/layer/indications.csv"),
            ),
            ("guidelines/eigen.toml", own.as_bytes()),
        ];
        let found = layers::found(&files, false);
        assert_eq!(found.len(), 1, "{found:?}");
        let end = "rule.from: waarschuwing[never-matched]: geen enkel product past bij deze keuze, zodat de regel nooit geldt";
        assert!(found[0].ends_with(end), "{found:?}");
    }
}
