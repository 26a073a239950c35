// New customers week by week.
import { UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HomeView } from '../../shared/api/types';
import { Bars } from '../../shared/ui/charts';
import { Empty } from '../../shared/ui/states';
import { weekLabel } from './times';

export function NewCustomers({ weeks }: { weeks: HomeView['new_by_week'] }) {
  const { t } = useTranslation();
  const isEmpty = weeks.every((week) => week.count === 0);
  return (
    <section className="card home-weeks" aria-label={t('home.newByWeek')}>
      <header>
        <h2>{t('home.newByWeek')}</h2>
        <span className="muted">{t('home.weeks', { count: weeks.length })}</span>
      </header>
      <div className="inside">
        {isEmpty ? (
          <Empty icon={UserPlus} title={t('home.noNew')} />
        ) : (
          <Bars
            label={t('home.newByWeek')}
            height={210}
            bars={weeks.map(({ week, count }) => ({
              name: t('home.weekOf', { day: weekLabel(week) }),
              label: weekLabel(week),
              value: count,
            }))}
          />
        )}
      </div>
    </section>
  );
}
