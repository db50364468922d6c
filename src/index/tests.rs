//! An index that is moved while it is read.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

fn stamp(commit: &str) -> Stamp {
    Stamp { format: FORMAT, commit: commit.to_owned(), schemas: 0 }
}

fn documents(ids: &[&str]) -> Vec<Document> {
    let one = |id: &&str| {
        let mut document = Document::default();
        document.card = format!("thing/{id}");
        document.kind = "thing".to_owned();
        document.id = (*id).to_owned();
        document
    };
    ids.iter().map(one).collect()
}

/// What the index has at one commit and at the other.
const STATES: [(&str, &[&str]); 2] = [("one", &["a", "b"]), ("other", &["b", "c", "d"])];

/// Opens the index over and over, and gives how often that went well.
fn reads_right(folder: &Path, done: &AtomicBool) -> usize {
    let mut count = 0;
    while !done.load(Ordering::Relaxed) {
        let Some((index, stamp)) = SearchIndex::open(folder) else { continue };
        let (hits, _) = index.search(&Ask::Kind("thing".to_owned()), &Sort::Id, 9).unwrap();
        let found: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
        let (_, ids) = STATES.iter().find(|(commit, _)| *commit == stamp.commit).unwrap();
        assert_eq!(&found, ids, "the answer is not that of {}", stamp.commit);
        count += 1;
    }
    count
}

#[test]
fn a_stamp_tells_what_the_opened_index_holds_though_it_goes_to_and_fro() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = SearchIndex::create(folder.path()).unwrap();
    let (first, ids) = STATES[0];
    index.build(&mut std::iter::once(Ok(documents(ids))), &stamp(first)).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(|| reads_right(folder.path(), &done))).collect();
        for turn in 1..60 {
            let ((_, was), (commit, ids)) = (STATES[(turn + 1) % 2], STATES[turn % 2]);
            let gone: Vec<String> = was.iter().map(|id| format!("thing/{id}")).collect();
            index.update(&gone, &documents(ids), &stamp(commit)).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(readers.into_iter().map(|reader| reader.join().unwrap()).sum::<usize>() > 0);
    });
}
