// How sure it is that two records are the same: a word, and the share when it is known.
import { useTranslation } from 'react-i18next';
import type { MatchBand } from '../../shared/api/types';
import { Tag } from '../../shared/ui/faces';

const TONES = { same: 'red', ask: 'amber', different: 'slate' } as const;

export function BandTag({ band, percent }: { band: MatchBand; percent?: number | null | undefined }) {
  const { t } = useTranslation();
  const share = typeof percent === 'number' && band !== 'different' ? ` ${percent}%` : '';
  return <Tag tone={TONES[band]}>{`${t(`duplicates.band.${band}`)}${share}`}</Tag>;
}
