// What one has begun to write about a customer, kept on this machine until it is recorded.
import type { NoteKind, Outcome } from '../../../shared/api/types';

export interface Draft {
  kind: NoteKind;
  text: string;
  outcome: Outcome | null;
  vehicleId: string | null;
  /** The next step, when one is planned. */
  next: { title: string; dueAt: string } | null;
}

const PREFIX = 'roadbook.draft.';

export function emptyDraft(kind: NoteKind = 'note'): Draft {
  return { kind, text: '', outcome: null, vehicleId: null, next: null };
}

export function loadDraft(customerId: string): Draft {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + customerId) ?? 'null');
    return isDraft(stored) ? { ...emptyDraft(), ...stored } : emptyDraft();
  } catch {
    return emptyDraft();
  }
}

/** Keeps the draft; one with nothing written is forgotten. */
export function keepDraft(customerId: string, draft: Draft): void {
  if (draft.text.trim() || draft.next) localStorage.setItem(PREFIX + customerId, JSON.stringify(draft));
  else localStorage.removeItem(PREFIX + customerId);
}

/** Forgets all drafts: whoever signs out leaves nothing about customers on the machine. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
