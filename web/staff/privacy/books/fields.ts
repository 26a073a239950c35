// What each book asks for on its page, field by field.
import type { BookPage } from '../../../shared/api/types';

export type Book = BookPage['book'];

export type BookFieldKind = 'text' | 'long' | 'kinds' | 'choice' | 'date' | 'moment' | 'flag' | 'list' | 'filters';

export interface BookField {
  name: string;
  kind: BookFieldKind;
  isRequired?: boolean;
  options?: readonly string[];
}

export const BOOK_FIELDS: Record<Book, BookField[]> = {
  processors: [
    { name: 'name', kind: 'text', isRequired: true },
    { name: 'service', kind: 'text', isRequired: true },
    { name: 'purpose', kind: 'long', isRequired: true },
    { name: 'kinds', kind: 'kinds', isRequired: true },
    { name: 'contract', kind: 'text' },
    { name: 'since', kind: 'date' },
    { name: 'until', kind: 'date' },
    { name: 'place', kind: 'text' },
    { name: 'is_abroad', kind: 'flag' },
    { name: 'sub_processors', kind: 'list' },
    { name: 'contact', kind: 'text' },
  ],
  assessments: [
    { name: 'name', kind: 'text', isRequired: true },
    {
      name: 'because',
      kind: 'choice',
      isRequired: true,
      options: ['sensitive', 'automated', 'sharing', 'abroad', 'other_great_impact'],
    },
    { name: 'kinds', kind: 'kinds', isRequired: true },
    { name: 'lawfulness', kind: 'long', isRequired: true },
    { name: 'impact', kind: 'long', isRequired: true },
    { name: 'risk', kind: 'choice', isRequired: true, options: ['low', 'middle', 'high'] },
    { name: 'measures', kind: 'long', isRequired: true },
    { name: 'conclusion', kind: 'long' },
    { name: 'assessor', kind: 'text', isRequired: true },
    { name: 'assessed_on', kind: 'date', isRequired: true },
  ],
  incidents: [
    { name: 'name', kind: 'text', isRequired: true },
    { name: 'happened_at', kind: 'moment' },
    { name: 'found_at', kind: 'moment', isRequired: true },
    { name: 'kinds', kind: 'kinds', isRequired: true },
    { name: 'cause', kind: 'long', isRequired: true },
    { name: 'harm', kind: 'long', isRequired: true },
    { name: 'measures', kind: 'long', isRequired: true },
    { name: 'contact', kind: 'text', isRequired: true },
    { name: 'affected', kind: 'filters' },
    { name: 'authority_told_at', kind: 'moment' },
    { name: 'persons_told_at', kind: 'moment' },
    { name: 'why_not_told', kind: 'long' },
  ],
};

/** The kinds of personal data, as all parts of privacy name them. */
export const DATA_KINDS = [
  'identity',
  'contact',
  'id_number',
  'address',
  'household',
  'vehicle',
  'purchases',
  'workshop',
  'finance',
  'conversations',
  'behaviour',
  'scores',
  'vehicle_signals',
  'whereabouts',
  'audio_video',
  'biometrics',
] as const;

/** What the law calls sensitive. */
export const SENSITIVE = new Set<string>(['id_number', 'finance', 'whereabouts', 'audio_video', 'biometrics']);
