// Which rows of a list are chosen: some by id, or every result of the question.
import { useCallback, useMemo, useState } from 'react';

export interface Choice {
  ids: ReadonlySet<string>;
  /** Every result is chosen, also those not loaded yet. */
  isAll: boolean;
  isEmpty: boolean;
  /** On a phone: whether a press on a row chooses it. */
  isChoosing: boolean;
  has: (id: string) => boolean;
  /** Chooses or drops one row; dropping one from "all results" keeps the `loaded` others. */
  toggle: (id: string, loaded: () => string[]) => void;
  /** Chooses these in addition. */
  add: (ids: string[]) => void;
  chooseAll: () => void;
  /** From now on a press chooses, until the choice is cleared. */
  begin: () => void;
  clear: () => void;
}

interface Chosen {
  ids: ReadonlySet<string>;
  isAll: boolean;
}

const NOTHING: Chosen = { ids: new Set(), isAll: false };

export function useChoice(): Choice {
  const [chosen, setChosen] = useState(NOTHING);
  const toggle = useCallback((id: string, loaded: () => string[]) => setChosen((old) => toggled(old, id, loaded)), []);
  const add = useCallback(
    (more: string[]) => setChosen((old) => ({ ids: new Set([...old.ids, ...more]), isAll: false })),
    [],
  );
  const chooseAll = useCallback(() => setChosen({ ids: new Set(), isAll: true }), []);
  const [hasBegun, setBegun] = useState(false);
  const begin = useCallback(() => setBegun(true), []);
  const clear = useCallback(() => {
    setChosen(NOTHING);
    setBegun(false);
  }, []);
  return useMemo(
    () => ({
      ...chosen,
      isEmpty: !chosen.isAll && chosen.ids.size === 0,
      isChoosing: hasBegun || chosen.isAll || chosen.ids.size > 0,
      has: (id) => chosen.isAll || chosen.ids.has(id),
      toggle,
      add,
      chooseAll,
      begin,
      clear,
    }),
    [chosen, hasBegun, toggle, add, chooseAll, begin, clear],
  );
}

function toggled(old: Chosen, id: string, loaded: () => string[]): Chosen {
  const ids = new Set(old.isAll ? loaded() : old.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, isAll: false };
}
