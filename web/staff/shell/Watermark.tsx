// A faint name and time over pages that show whole contacts, so that a photo of the screen says whose it was.
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExportRulesView } from '../../shared/api/types';
import { dateTime } from '../../shared/format';
import { read } from '../../shared/queries';
import { usePower, useSession } from '../session/session';

/** Beginnings of pages on which nobody but the house itself is told of. */
const ABOUT_NOBODY = [
  '/settings',
  '/developers',
  ...['policies', 'purposes', 'processors', 'assessments', 'retention'].map((section) => `/privacy/${section}`),
];

export function showsPeople(path: string): boolean {
  return !ABOUT_NOBODY.some((page) => path === page || path.startsWith(`${page}/`));
}

export function Watermark() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const { staff } = useSession();
  const { may } = usePower();
  const { data: rules } = useQuery({ ...read<ExportRulesView>('/export-rules'), enabled: may('see_phone') });
  const [since] = useState(() => dateTime(new Date().toISOString()));
  if (!rules?.shows_watermark || !showsPeople(path)) return null;
  return (
    <div aria-hidden className="watermark" style={{ backgroundImage: `url("${imageOf(`${staff.name} ${since}`)}")` }} />
  );
}

/** The words at a slant, as an image that repeats. */
function imageOf(words: string): string {
  const safe = words.replace(/[<>&"']/g, ' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><text x="20" y="120" transform="rotate(-22 160 100)" font-family="sans-serif" font-size="13" fill="#808080">${safe}</text></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
