// Whom an incident affects: how many, and the way to the list of them.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BookEntryView, Count } from '../../../shared/api/types';
import { count } from '../../../shared/format';
import { read } from '../../../shared/queries';

export function Affected({ entry, filters }: { entry: BookEntryView; filters: string[] }) {
  const { t } = useTranslation();
  const { data } = useQuery(read<Count>(`/book-entries/${entry.id}/affected`));
  if (filters.length === 0) return <span className="muted">{t('privacy.books.nobodyNamed')}</span>;
  return (
    <Link to="/customers" search={{ filter: filters }}>
      {t('privacy.books.affects', { count: data?.count ?? 0, persons: count(data) || '…' })}
    </Link>
  );
}
