// Whether typed words mean a name: by its own letters, pinyin, initials or English.

/** Every word typed must occur in one of the names; nothing typed means everything. */
export function matches(typed: string, names: readonly string[]): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = names.map((name) => name.toLowerCase());
  return words.every((word) => texts.some((text) => text.includes(word)));
}
