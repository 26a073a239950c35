// What the address of the cars page says: the question asked, and whether the form for a new car is open.
import { flag } from '../shell/search';
import { type ListSearch, readListSearch } from '../views/definition';

export interface VehicleSearch extends ListSearch {
  new?: true | undefined;
}

export function readVehicleSearch(search: Record<string, unknown>): VehicleSearch {
  return { ...readListSearch(search), new: flag(search.new) };
}
