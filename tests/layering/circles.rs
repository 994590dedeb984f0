//! Circles in what files use of each other.

use crate::sources::Use;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The groups of files that all reach each other, each file with what it uses of the group.
pub(crate) fn circles<'u>(uses: impl IntoIterator<Item = &'u Use>) -> Vec<Vec<String>> {
    let mut next: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for one in uses.into_iter().filter(|one| !one.is_own_ancestor) {
        let to = next.entry(&one.from).or_default().entry(&one.to);
        to.or_default().insert(&one.item);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = next
        .keys()
        .map(|file| (*file, reach(file, &next)))
        .collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|all| all.contains(to));
    let mut grouped = BTreeSet::new();
    let mut found = Vec::new();
    for file in next.keys().filter(|file| reaches(file, file)) {
        if grouped.contains(file) {
            continue;
        }
        let group = reached[file].iter().filter(|other| reaches(other, file));
        let group: BTreeSet<&str> = group.copied().collect();
        let within = group.iter().flat_map(|from| {
            let to = next[from].iter().filter(|(to, _)| group.contains(*to));
            to.map(move |(to, items)| {
                let items: Vec<&str> = items.iter().copied().collect();
                format!("{from} -> {to}: {}", items.join(", "))
            })
        });
        found.push(within.collect());
        grouped.extend(group);
    }
    found
}

fn reach<'u>(
    from: &str,
    next: &BTreeMap<&'u str, BTreeMap<&'u str, BTreeSet<&'u str>>>,
) -> BTreeSet<&'u str> {
    let mut reached = BTreeSet::new();
    let mut open = VecDeque::from([from]);
    while let Some(file) = open.pop_front() {
        for to in next.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(*to) {
                open.push_back(to);
            }
        }
    }
    reached
}
