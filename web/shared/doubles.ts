// The second click of a double click: the same deed with the same form, while the first is under way or has only just been done.

/** Slower fingers mean it. */
const MEANT_AFTER_MS = 400;

export class Doubles {
  #underWay: unknown[] = [];

  /** False when the same is under way. */
  begin(form: unknown): boolean {
    if (this.#underWay.some((other) => isSame(form, other))) return false;
    this.#underWay.push(form);
    return true;
  }

  /** Runs the deed; a failed one may be tried again at once. */
  async during<Answer>(form: unknown, deed: () => Promise<Answer>): Promise<Answer> {
    const end = () => {
      this.#underWay = this.#underWay.filter((other) => !isSame(form, other));
    };
    try {
      const answer = await deed();
      setTimeout(end, MEANT_AFTER_MS);
      return answer;
    } catch (failure) {
      end();
      throw failure;
    }
  }
}

/** Files are the same only when they are one and the same. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return !holdsFile(one) && !holdsFile(other) && JSON.stringify(one) === JSON.stringify(other);
}

function holdsFile(form: unknown): boolean {
  if (form instanceof Blob || form instanceof FormData) return true;
  return typeof form === 'object' && form !== null && Object.values(form).some((part) => part instanceof Blob);
}
