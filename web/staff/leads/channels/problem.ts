// Why the house does not take something, in the reader's words.

type Translate = (key: string, options?: Record<string, unknown>) => string;

export function problemOf(t: Translate, code: string, english: string): string {
  return t(`problem.${code.replaceAll('.', '_')}`, { defaultValue: english });
}
