// How stores, sources or people stand beside each other, the worst first.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { QualityAverage } from '../../shared/api/types';
import { number } from '../../shared/format';
import { Meter } from '../../shared/ui/charts';
import { PlainTable } from '../../shared/ui/PlainTable';

interface Row {
  id: string;
  name: string;
  average: QualityAverage;
  filter: string[];
}

export function StandingTable({ title, rows }: { title: string; rows: Row[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="quality-table">
        <PlainTable<Row>
          label={title}
          rows={rows}
          columns={[
            {
              id: 'name',
              title: t('quality.column.name'),
              cell: (row) => (
                <Link to="/customers" search={{ filter: row.filter, sort: 'quality' }} className="strong-link cut">
                  {row.name}
                </Link>
              ),
            },
            {
              id: 'customers',
              title: t('quality.column.customers'),
              alignsEnd: true,
              cell: (row) => number(row.average.customers),
            },
            {
              id: 'quality',
              title: t('quality.column.quality'),
              width: 110,
              cell: (row) => (
                <span className="quality-score">
                  <Meter value={row.average.quality} label={`${row.name} ${t('quality.column.quality')}`} />
                  {row.average.quality}
                </span>
              ),
            },
            {
              id: 'completeness',
              title: t('quality.column.completeness'),
              alignsEnd: true,
              isExtra: true,
              cell: (row) => `${row.average.completeness}%`,
            },
            {
              id: 'validity',
              title: t('quality.column.validity'),
              alignsEnd: true,
              isExtra: true,
              cell: (row) => `${row.average.validity}%`,
            },
          ]}
        />
      </div>
    </section>
  );
}
