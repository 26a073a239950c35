// How many a list has: up to a thousand at once, and exactly when the question rests.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Count } from './api/types';
import { read } from './queries';
import { useSettled } from './settled';

const RESTS_MS = 500;

/** `path` ends in `/count`. The exact number comes a moment later: at a million it costs more than the list itself. */
export function useCounted(path: string, question: { q?: string; filter?: readonly string[] }): Count | undefined {
  const { q, filter } = question;
  const asked = JSON.stringify([path, q, filter]);
  const isResting = useSettled(asked, RESTS_MS) === asked;
  const rough = useQuery({ ...read<Count>(path, { q, filter }), placeholderData: keepPreviousData });
  const isCapped = rough.data?.capped === true && !rough.isPlaceholderData;
  const exact = useQuery({ ...read<Count>(path, { q, filter, exact: true }), enabled: isResting && isCapped });
  return isCapped ? (exact.data ?? rough.data) : rough.data;
}
