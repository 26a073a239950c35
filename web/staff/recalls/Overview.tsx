// How far a recall has come, store by store, and what it is about.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Recall, RecallFigures, RecallStoreFigures, RecallWork } from '../../shared/api/types';
import { date, number } from '../../shared/format';
import { Tag } from '../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Criteria } from './Criteria';
import { period, Rate } from './RecallsPage';
import { Works } from './Works';
import { CAR_STATES, CAR_TONES, rate } from './words';

const MINUTES = 60;

export function Overview({ recall, works }: { recall: Recall; works: RecallWork[] | undefined }) {
  return (
    <div className="page-body recall-overview">
      <div className="recall-main">
        {recall.state !== 'draft' && (
          <>
            <Progress recall={recall} />
            <Stores recall={recall} />
          </>
        )}
        <About recall={recall} />
      </div>
      <div className="recall-side">
        <Criteria recall={recall} />
        <VinList recall={recall} />
        <Works recall={recall} works={works} />
      </div>
    </div>
  );
}

function Progress({ recall: { id, figures } }: { recall: Recall }) {
  const { t } = useTranslation();
  const shares: [keyof Pick<RecallFigures, 'reach_rate' | 'completion_rate'>, 'reach' | 'completion'][] = [
    ['reach_rate', 'reach'],
    ['completion_rate', 'completion'],
  ];
  return (
    <section className="card" aria-label={t('recall.figures')}>
      <div className="inside recall-progress">
        <dl className="figures">
          <div>
            <dt>{t('recall.figure.affected')}</dt>
            <dd>{number(figures.affected)}</dd>
          </div>
          {shares.map(([of, word]) => (
            <div key={of}>
              <dt>{t(`recall.figure.${word}`)}</dt>
              <dd>{rate(figures[of])}</dd>
            </div>
          ))}
        </dl>
        <ul className="recall-states">
          {CAR_STATES.map((state) => (
            <li key={state}>
              <Link to="/recalls/$id" params={{ id }} search={{ tab: 'cars', state }}>
                <Tag tone={CAR_TONES[state]}>{t(`recall.carState.${state}`)}</Tag>
                <b className="num">{number(figures[state])}</b>
              </Link>
            </li>
          ))}
        </ul>
        <p className="muted">{t('recall.rateHint')}</p>
      </div>
    </section>
  );
}

function Stores({ recall }: { recall: Recall }) {
  const { t } = useTranslation();
  const rows = recall.stores.map((one) => ({ ...one, id: one.store.id }));
  return (
    <section className="card">
      <header>
        <h2>{t('recall.stores')}</h2>
      </header>
      {rows.length === 0 ? (
        <p className="muted inside recall-hint">{t('recall.storesNone')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is too wide scrolls by keys
        <section className="recall-stores" tabIndex={0} aria-label={t('recall.stores')}>
          <PlainTable label={t('recall.stores')} rows={rows} columns={storeColumns(t, recall.id)} />
        </section>
      )}
    </section>
  );
}

function storeColumns(t: TFunction, id: string): PlainColumn<RecallStoreFigures & { id: string }>[] {
  return [
    {
      id: 'store',
      title: t('recall.column.store'),
      cell: ({ store }) => (
        <Link to="/recalls/$id" params={{ id }} search={{ tab: 'cars', store: store.id }} className="strong-link cut">
          {store.name}
        </Link>
      ),
    },
    {
      id: 'affected',
      title: t('recall.column.affected'),
      alignsEnd: true,
      cell: ({ figures }) => number(figures.affected),
    },
    {
      id: 'open',
      title: t('recall.figure.open'),
      alignsEnd: true,
      isExtra: true,
      cell: ({ store, figures }) => (
        <Link to="/recalls/$id" params={{ id }} search={{ tab: 'cars', store: store.id, state: 'open' }}>
          {number(figures.open)}
        </Link>
      ),
    },
    {
      id: 'reach',
      title: t('recall.column.reach'),
      width: 130,
      isExtra: true,
      cell: ({ store, figures }) => (
        <Rate value={figures.reach_rate} label={`${store.name} ${t('recall.column.reach')}`} />
      ),
    },
    {
      id: 'completion',
      title: t('recall.column.completion'),
      width: 130,
      cell: ({ store, figures }) => (
        <Rate value={figures.completion_rate} label={`${store.name} ${t('recall.column.completion')}`} />
      ),
    },
  ];
}

function About({ recall }: { recall: Recall }) {
  const { t } = useTranslation();
  const facts: [string, React.ReactNode][] = [
    [t('recall.column.period'), period(recall, t)],
    [t('recall.form.published'), recall.published_on && date(recall.published_on)],
    [t('recall.form.defect'), recall.defect],
    [t('recall.form.consequence'), recall.consequence],
    [t('recall.form.remedy'), recall.remedy],
    [t('recall.labour'), recall.labour_minutes && t('recall.hours', { hours: hours(recall.labour_minutes) })],
    [t('recall.form.operations'), recall.operations.join('\n')],
    [t('recall.form.parts'), recall.parts.join('\n')],
    [
      t('recall.source'),
      recall.source_url && (
        <a className="link" href={recall.source_url} target="_blank" rel="noreferrer">
          {recall.source_url}
        </a>
      ),
    ],
  ];
  return (
    <section className="card" aria-label={t('recall.about')}>
      <header>
        <h2>{t('recall.about')}</h2>
        {recall.is_stop_sale && <Tag tone="red">{t('recall.stopSale')}</Tag>}
      </header>
      <dl className="inside recall-about">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

/** "1.5": labour is written in tenths of an hour. */
export function hours(minutes: number): string {
  return String(Math.round((minutes / MINUTES) * 10) / 10);
}

function VinList({ recall: { id, vins } }: { recall: Recall }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('recall.vins.title')}>
      <header>
        <h2>{t('recall.vins.title')}</h2>
      </header>
      <div className="inside">
        <dl className="figures">
          {(['total', 'unmatched', 'doubtful'] as const).map((of) => (
            <div key={of}>
              <dt>{t(`recall.vins.${of}`)}</dt>
              <dd>
                <Link
                  to="/recalls/$id"
                  params={{ id }}
                  search={{ tab: 'vins', ...(of === 'total' ? {} : { shown: of }) }}
                >
                  {number(vins[of])}
                </Link>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
