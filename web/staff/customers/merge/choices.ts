// Whose value wins, field by field: what is proposed until a person says otherwise.
import type { MergeChoice, MergePreview, MergeWinner } from '../../../shared/api/types';

/** One field of two records, of customers or of cars. */
export type FieldChoice = Omit<MergeChoice, 'field'> & { field: string };

export type Choices = Record<string, MergeWinner>;

/** The side whose value a field will have. */
export function winnerOf(choice: FieldChoice, chosen: Choices): MergeWinner {
  return chosen[choice.field] ?? choice.proposed;
}

/** The value the one record will have. */
export function resultOf(choice: FieldChoice, chosen: Choices): string | null {
  return winnerOf(choice, chosen) === 'kept' ? choice.kept : choice.absorbed;
}

/** The fields with two values first: the others need no eye. */
export function inOrder(choices: FieldChoice[]): { open: FieldChoice[]; settled: FieldChoice[] } {
  const isOpen = (choice: FieldChoice) => choice.differs && choice.kept !== null && choice.absorbed !== null;
  return { open: choices.filter(isOpen), settled: choices.filter((choice) => !isOpen(choice)) };
}

/** Cautions over which one is asked once more. */
export function graveOf(preview: MergePreview): MergePreview['cautions'] {
  return preview.cautions.filter((caution) => caution !== 'stores_differ' && caution !== 'both_have_open_work');
}
