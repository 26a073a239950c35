//! Groups of records that are one person: pairs put together, unless that would join two who can't be one.

/// Puts pairs together into groups, the surest first. `conflicts` says whether two records can't be one; groups with such a pair between
/// them stay apart. Answers groups of two and more, each in order, by their first record.
///
/// ```
/// let groups = matching::clusters(5, [(0, 1, 0.99), (1, 2, 0.995), (3, 4, 0.999)], |a, b| (a, b) == (0, 2));
/// assert_eq!(groups, [vec![1, 2], vec![3, 4]]);
/// ```
pub fn clusters(
    records: u32,
    pairs: impl IntoIterator<Item = (u32, u32, f64)>,
    conflicts: impl Fn(u32, u32) -> bool,
) -> Vec<Vec<u32>> {
    let mut pairs: Vec<(u32, u32, f64)> = pairs.into_iter().collect();
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut heads: Vec<u32> = (0..records).collect();
    let mut members: std::collections::HashMap<u32, Vec<u32>> = std::collections::HashMap::new();
    for (a, b, _) in pairs {
        let (head, other) = (head_of(&mut heads, a), head_of(&mut heads, b));
        if head == other {
            continue;
        }
        let of_head = members.get(&head).cloned().unwrap_or_else(|| vec![head]);
        let of_other = members.get(&other).cloned().unwrap_or_else(|| vec![other]);
        if of_head.iter().any(|a| of_other.iter().any(|b| conflicts((*a).min(*b), (*a).max(*b)))) {
            continue;
        }
        let (head, other) = (head.min(other), head.max(other));
        heads[other as usize] = head;
        members.remove(&other);
        members.insert(head, [of_head, of_other].concat());
    }
    let mut groups: Vec<Vec<u32>> = members.into_values().collect();
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

fn head_of(heads: &mut [u32], record: u32) -> u32 {
    let mut head = record;
    while heads[head as usize] != head {
        heads[head as usize] = heads[heads[head as usize] as usize];
        head = heads[head as usize];
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_become_one_group() {
        assert_eq!(clusters(6, [(0, 1, 0.99), (1, 2, 0.99), (4, 5, 0.99)], |_, _| false), [vec![0, 1, 2], vec![4, 5]]);
    }

    #[test]
    fn the_surer_pair_wins_where_two_cannot_both_hold() {
        let groups = clusters(3, [(0, 1, 0.991), (1, 2, 0.999)], |a, b| (a, b) == (0, 2));
        assert_eq!(groups, [vec![1, 2]]);
    }
}
