// What has just happened with one's customers.
import { Activity } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../shared/api/types';
import { Empty } from '../../shared/ui/states';
import { dayWords, groupByDay } from '../../shared/ui/timeline/days';
import '../../shared/ui/timeline/timeline.css';
import { TimelineEntry } from '../../shared/ui/timeline/TimelineEntry';

export function Recent({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation();
  return (
    <section className="card home-recent" aria-label={t('home.recent')}>
      <header>
        <h2>{t('home.recent')}</h2>
      </header>
      <div className="inside">
        {entries.length === 0 && <Empty icon={Activity} title={t('timeline.none')} />}
        {groupByDay(entries).map(({ day, entries: ofDay }) => (
          <div className="timeline-day" key={day}>
            <h3>{dayWords(day, t)}</h3>
            {ofDay.map((entry) => (
              <TimelineEntry key={entry.id} entry={entry} about="all" />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}
