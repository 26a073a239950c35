//! All pairs that share a key, each once, without letting common keys explode.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Pass, keys_of};
use crate::Kind;
use crate::base::{AsIs, Base};

/// Pairs a pass may compare beyond all question, whatever the number of records.
const PAIRS_FREE: u64 = 1_000_000;
/// Pairs a pass may compare for each record.
const PAIRS_PER_RECORD: u64 = 8;
/// The largest block of which all pairs are compared.
const BLOCK_MAX: usize = 400;
/// In larger blocks each record is compared with that many that follow it in order: sorted neighbourhood (Hernández, Stolfo 1995).
const NEIGHBOURS: usize = 6;
/// Entries handed out between two reports of progress.
const BATCH: usize = 1 << 18;

/// The keys of all records.
pub(crate) struct Blocks {
    keys: Vec<u64>,
    /// Where the keys of each record end.
    ends: Vec<u32>,
    /// Keys too common for all pairs.
    common: HashSet<u64, BuildHasherDefault<AsIs>>,
    by_name: Vec<u32>,
    by_rest: Vec<u32>,
    pairs_max: u64,
    /// Entries under keys that several records share.
    shared: u64,
}

/// The records that share a key, as a range of entries.
struct Block {
    key: u64,
    records: Range<usize>,
    is_common: bool,
}

impl Blocks {
    pub fn of(base: &Base, threads: usize) -> Self {
        let (keys, ends) = all_keys(base, threads.max(1));
        let mut blocks = Self {
            keys,
            ends,
            common: HashSet::default(),
            pairs_max: 0,
            shared: 0,
            by_name: order(base, &[Kind::Surname, Kind::Name, Kind::GivenName, Kind::BirthDate, Kind::Phone]),
            by_rest: order(
                base,
                &[Kind::BirthDate, Kind::Address, Kind::Postcode, Kind::Phone, Kind::Place, Kind::GivenName],
            ),
        };
        blocks.find_common_keys();
        blocks
    }

    /// How much there is to do, in the unit of the progress of [`Blocks::visit`].
    pub fn work(&self) -> u64 {
        self.shared
    }

    /// No more pairs are shown by [`Blocks::visit`].
    pub fn pairs_max(&self) -> u64 {
        self.pairs_max
    }

    /// Shows every pair that is wanted to one of `threads` visitors, and answers them. Pairs that share several keys are shown once, but for a few
    /// of those that share none but common ones. The same pairs are shown whatever the number of threads.
    pub fn visit<V: Send>(
        &self,
        threads: usize,
        fresh: impl Fn() -> V,
        wants: impl Fn(u32, u32) -> bool + Sync,
        see: impl Fn(&mut V, u32, u32) + Sync,
        mut progress: impl FnMut(u64),
    ) -> Vec<V> {
        let mut visitors: Vec<V> = (0..threads.max(1)).map(|_| fresh()).collect();
        let mut done = 0;
        for pass in Pass::all() {
            let (entries, blocks) = self.sorted(pass);
            let mut next = 0;
            while next < blocks.len() {
                let batch = batch_from(&blocks, next);
                self.share_out(&entries, &blocks[next..batch], &mut visitors, (&wants, &see));
                done += blocks[next..batch].iter().map(|block| block.records.len() as u64).sum::<u64>();
                progress(done);
                next = batch;
            }
        }
        visitors
    }

    /// The pass's records in the order of their keys and, where a key is common, of what they may have in common beside it.
    fn sorted(&self, pass: Pass) -> (Vec<u32>, Vec<Block>) {
        let mut entries = self.entries(pass);
        let ranks = if pass.is_about_names() { &self.by_rest } else { &self.by_name };
        let mut blocks = Vec::new();
        let mut begin = 0;
        while begin < entries.len() {
            let key = entries[begin].0;
            let end = begin + entries[begin..].partition_point(|(other, _)| *other == key);
            let is_common = self.common.contains(&key);
            if is_common {
                entries[begin..end].sort_unstable_by_key(|(_, record)| (ranks[*record as usize], *record));
            }
            blocks.push(Block { key, records: begin..end, is_common });
            begin = end;
        }
        (entries.into_iter().map(|(_, record)| record).collect(), blocks)
    }

    fn entries(&self, pass: Pass) -> Vec<(u64, u32)> {
        let mut entries = Vec::new();
        for record in 0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX) {
            let of_pass = self.keys_of(record).iter().filter(|key| key_pass(**key) == pass as u64);
            entries.extend(of_pass.map(|key| (*key, record)));
        }
        entries.sort_unstable();
        // A key of one record makes no pair.
        let (mut kept, mut begin) = (0, 0);
        while begin < entries.len() {
            let key = entries[begin].0;
            let end = begin + entries[begin..].partition_point(|(other, _)| *other == key);
            if end - begin > 1 {
                entries.copy_within(begin..end, kept);
                kept += end - begin;
            }
            begin = end;
        }
        entries.truncate(kept);
        entries
    }

    fn share_out<V: Send>(
        &self,
        entries: &[u32],
        blocks: &[Block],
        visitors: &mut [V],
        (wants, see): (&(impl Fn(u32, u32) -> bool + Sync), &(impl Fn(&mut V, u32, u32) + Sync)),
    ) {
        const AT_ONCE: usize = 64;
        let next = AtomicUsize::new(0);
        let work = |visitor: &mut V| {
            loop {
                let from = next.fetch_add(AT_ONCE, Ordering::Relaxed);
                if from >= blocks.len() {
                    return;
                }
                for block in &blocks[from..(from + AT_ONCE).min(blocks.len())] {
                    self.see_block(entries, block, wants, &mut |a, b| see(visitor, a, b));
                }
            }
        };
        std::thread::scope(|scope| {
            for visitor in visitors {
                scope.spawn(|| work(visitor));
            }
        });
    }

    fn see_block(
        &self,
        entries: &[u32],
        block: &Block,
        wants: &impl Fn(u32, u32) -> bool,
        see: &mut impl FnMut(u32, u32),
    ) {
        let records = &entries[block.records.clone()];
        let reach = if block.is_common { NEIGHBOURS } else { records.len() };
        for (at, &a) in records.iter().enumerate() {
            for &b in records[at + 1..].iter().take(reach) {
                let (low, high) = (a.min(b), a.max(b));
                if wants(low, high) && !self.met_before(low, high, block.key) {
                    see(low, high);
                }
            }
        }
    }

    /// Whether two records share an earlier key under which all pairs are compared.
    fn met_before(&self, a: u32, b: u32, key: u64) -> bool {
        let (mut of_a, mut of_b) = (self.keys_of(a), self.keys_of(b));
        while let (Some(&first_a), Some(&first_b)) = (of_a.first(), of_b.first()) {
            if first_a >= key || first_b >= key {
                return false;
            }
            if first_a == first_b && !self.common.contains(&first_a) {
                return true;
            }
            if first_a <= first_b {
                of_a = &of_a[1..];
            }
            if first_b <= first_a {
                of_b = &of_b[1..];
            }
        }
        false
    }

    fn keys_of(&self, record: u32) -> &[u64] {
        let record = record as usize;
        let begin = if record == 0 { 0 } else { self.ends[record - 1] as usize };
        &self.keys[begin..self.ends[record] as usize]
    }

    fn find_common_keys(&mut self) {
        for pass in Pass::all() {
            let entries = self.entries(pass);
            self.shared += entries.len() as u64;
            let sizes: Vec<(u64, usize)> =
                entries.chunk_by(|a, b| a.0 == b.0).map(|block| (block[0].0, block.len())).collect();
            let limit = limit_of(sizes.iter().map(|(_, size)| *size).collect(), self.ends.len());
            self.pairs_max += sizes.iter().map(|(_, size)| pairs_shown(*size, limit)).sum::<u64>();
            self.common.extend(sizes.iter().filter(|(_, size)| *size > limit).map(|(key, _)| *key));
        }
    }
}

/// The largest block whose pairs, with those of all smaller ones, the pass can afford.
fn limit_of(mut sizes: Vec<usize>, records: usize) -> usize {
    let affordable = PAIRS_FREE + PAIRS_PER_RECORD * records as u64;
    sizes.sort_unstable();
    let mut pairs = 0;
    let mut limit = 2;
    for size in sizes {
        pairs += (size * (size - 1) / 2) as u64;
        if pairs > affordable || size > BLOCK_MAX {
            break;
        }
        limit = limit.max(size);
    }
    limit
}

/// The keys of all records one after the other, and where those of each end.
fn all_keys(base: &Base, threads: usize) -> (Vec<u64>, Vec<u32>) {
    let share = base.len().div_ceil(u32::try_from(threads).unwrap_or(1)).max(1);
    let part = |from: u32| {
        let (mut keys, mut all, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        for place in from..base.len().min(from.saturating_add(share)) {
            keys_of(base.schema(), &base.row(place), &mut keys);
            all.extend(keys.iter().map(|key| key.number()));
            counts.push(keys.len());
        }
        (all, counts)
    };
    let parts: Vec<(Vec<u64>, Vec<usize>)> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..base.len()).step_by(share as usize).map(|from| scope.spawn(move || part(from))).collect();
        // A worker that panics takes the scope with it.
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    let mut ends = Vec::with_capacity(base.len() as usize);
    let mut end = 0;
    for count in parts.iter().flat_map(|(_, counts)| counts) {
        end += count;
        ends.push(u32::try_from(end).unwrap_or(u32::MAX));
    }
    (parts.into_iter().flat_map(|(keys, _)| keys).collect(), ends)
}

fn pairs_shown(size: usize, limit: usize) -> u64 {
    (if size > limit { size * NEIGHBOURS } else { size * (size - 1) / 2 }) as u64
}

fn batch_from(blocks: &[Block], from: usize) -> usize {
    let mut entries = 0;
    let long = blocks[from..].iter().take_while(|block| {
        entries += block.records.len();
        entries <= BATCH
    });
    from + long.count().max(1)
}

fn key_pass(key: u64) -> u64 {
    key >> 60
}

/// The rank of each record in the order of some kinds of field.
fn order(base: &Base, kinds: &[Kind]) -> Vec<u32> {
    let columns: Vec<(usize, Vec<u32>)> = kinds
        .iter()
        .flat_map(|kind| base.schema().places(*kind))
        .map(|field| (field, base.column(field).ranks()))
        .take(4)
        .collect();
    let rank = |record: u32, (field, ranks): &(usize, Vec<u32>)| {
        base.column(*field).first(record).map_or(u32::MAX, |value| ranks[value as usize])
    };
    let mut order: Vec<u32> = (0..base.len()).collect();
    order.sort_unstable_by(|a, b| {
        let in_columns = columns.iter().map(|column| rank(*a, column).cmp(&rank(*b, column)));
        in_columns.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(a.cmp(b))
    });
    let mut ranks = vec![0; order.len()];
    for (rank, record) in (0..).zip(order) {
        ranks[record as usize] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Schema;

    fn base(rows: &[[&str; 2]]) -> Base {
        let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone)]).unwrap();
        let mut base = Base::new(schema.clone());
        for cells in rows {
            base.add(&schema.record(*cells)).unwrap();
        }
        base
    }

    fn pairs(blocks: &Blocks, threads: usize) -> Vec<(u32, u32)> {
        let seen = blocks.visit(threads, Vec::new, |_, _| true, |seen, a, b| seen.push((a, b)), |_| {});
        let mut all: Vec<_> = seen.into_iter().flatten().collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn a_pair_that_shares_several_keys_is_seen_once() {
        let base = base(&[["张伟", "13812345678"], ["張偉", "+8613812345678"], ["李娜", "13900000001"]]);
        assert_eq!(pairs(&Blocks::of(&base, 2), 2), [(0, 1)]);
    }

    #[test]
    fn a_common_value_does_not_explode() {
        let phones: Vec<String> = (0..3000).map(|number| format!("139{number:08}")).collect();
        let rows: Vec<[&str; 2]> = phones.iter().map(|phone| ["张伟", phone.as_str()]).collect();
        let base = base(&rows);
        let seen = pairs(&Blocks::of(&base, 2), 2);
        let distinct: BTreeSet<_> = seen.iter().collect();
        assert!(distinct.len() < 3000 * NEIGHBOURS * 4, "{}", distinct.len());
        assert_eq!(seen, pairs(&Blocks::of(&base, 2), 1));
    }
}
