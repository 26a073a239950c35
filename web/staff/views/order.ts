// Putting one thing of a list in the place of another.

/** The list with `item` taken out and put where `target` stands; the others keep their order. */
export function moved(list: readonly string[], item: string, target: string): string[] {
  const from = list.indexOf(item);
  const to = list.indexOf(target);
  if (from < 0 || to < 0 || from === to) return [...list];
  const rest = list.filter((one) => one !== item);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
