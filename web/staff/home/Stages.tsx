// How the customers are spread over the stages; each bar opens them.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HomeView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { STAGES } from '../../shared/ui/faces';

export function Stages({ stages }: { stages: HomeView['stages'] }) {
  const { t } = useTranslation();
  const counts = new Map(stages.map(({ stage, count }) => [stage, count]));
  const total = stages.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...stages.map(({ count }) => count));
  return (
    <section className="card home-stages" aria-label={t('home.stages')}>
      <header>
        <h2>{t('home.stages')}</h2>
        <span className="muted num">{t('home.stagesTotal', { words: number(total), count: total })}</span>
      </header>
      <ul className="inside">
        {STAGES.map((stage) => {
          const count = counts.get(stage) ?? 0;
          return (
            <li key={stage}>
              <Link to="/customers" search={{ filter: [`stage:any_of:${stage}`] }}>
                <span className="name">{t(`stage.${stage}`)}</span>
                <span className="rail">
                  <i className={stage} style={{ width: `${(count / most) * 100}%` }} />
                </span>
                <b className="num">{number(count)}</b>
                <span className="muted num">{total === 0 ? '' : `${Math.round((count / total) * 100)}%`}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
