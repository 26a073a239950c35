-- Cars were compared by their rows and companies by their legal forms: what was held back over that is weighed anew.
update duplicate_pairs set held_back = null, held_at = null
    where state = 'open' and held_back in ('nothing_in_common', 'only_household_phone');
